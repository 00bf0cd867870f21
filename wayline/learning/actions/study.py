"""Learning: visit and complete steps, answer, vote, hand in, and get the certificate."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from wayline.learning.content import questions_of
from wayline.learning.models import Certificate, Enrolment, HandIn, PollVote, Progress, QuizAttempt, Step, StepVersion
from wayline.learning.models.progress import CERTIFICATE_PERCENT
from wayline.learning.quiz import Given, QuizResult, mark
from wayline.people.actions import notify, record
from wayline.people.models import Membership
from wayline.portfolio.actions.credentials import Certified, issue_credential
from wayline.portfolio.models import Ground


class NotYetEarned(Exception):
    """The learner has not completed enough steps for a certificate."""


def visit(enrolment: Enrolment, step: Step, *, seen: bool = False) -> None:
    """Note that the learner opened the step, and that it is where they are. Reading is no act: no audit record.

    `seen`: it is known that they opened it before.
    """
    if not seen:
        Progress.objects.get_or_create(enrolment=enrolment, step=step)
    now = timezone.now()
    if (
        enrolment.last_step_id != step.pk
        or enrolment.last_seen_at is None
        or (now - enrolment.last_seen_at).seconds > 60
    ):
        Enrolment.objects.filter(pk=enrolment.pk).update(last_step=step, last_seen_at=now)


def complete(enrolment: Enrolment, step: Step) -> Progress:
    progress, _created = Progress.objects.get_or_create(enrolment=enrolment, step=step)
    if progress.completed_at is None:
        progress.completed_at = timezone.now()
        progress.save(update_fields=["completed_at"])
    return progress


def reopen(enrolment: Enrolment, step: Step) -> None:
    """Take the mark back."""
    Progress.objects.filter(enrolment=enrolment, step=step).update(completed_at=None)


@transaction.atomic
def answer_quiz(
    enrolment: Enrolment, step: Step, version: StepVersion, *, given: Given
) -> tuple[QuizAttempt, QuizResult]:
    """Mark the answers and keep them. The step is complete when the quiz is passed."""
    result = mark(questions_of(version.content), given, pass_percent=version.content.get("pass_percent", 0))
    attempt = QuizAttempt.objects.create(
        enrolment=enrolment,
        step=step,
        version=version,
        answers={str(number): list(values) for number, values in given.items()},
        score=result.score,
        possible=result.possible,
        passed=result.passed,
    )
    if result.passed:
        complete(enrolment, step)
    return attempt, result


@transaction.atomic
def vote(enrolment: Enrolment, step: Step, *, choices: list[int]) -> PollVote:
    """Vote, or change one's vote."""
    made, _created = PollVote.objects.update_or_create(
        enrolment=enrolment, step=step, defaults={"choices": choices, "at": timezone.now()}
    )
    complete(enrolment, step)
    return made


@transaction.atomic
def hand_in(
    enrolment: Enrolment,
    step: Step,
    *,
    text: str = "",
    reference: str = "",
    file: UploadedFile[Any] | None = None,
    media_type: str = "",
) -> HandIn:
    """Hand in, or hand in anew before feedback was given. A new file replaces the old one.

    `reference`: the page of the explorer that a finding refers to.
    """
    made = HandIn.objects.filter(enrolment=enrolment, step=step).first() or HandIn(enrolment=enrolment, step=step)
    made.text, made.reference = text, reference
    made.at = timezone.now()
    if file is not None:
        if made.file:
            made.file.delete(save=False)
        made.file.save("hand-in", file, save=False)
        made.file_name = (file.name or "")[:200]
        made.media_type = media_type
    made.save()
    complete(enrolment, step)
    return made


@transaction.atomic
def give_feedback(made: HandIn, *, by: Membership, text: str, url: str) -> None:
    """Answer a hand-in and tell the learner; `url` is where the step is read."""
    made.feedback = text
    made.feedback_by = by.user
    made.feedback_at = timezone.now()
    made.save(update_fields=["feedback", "feedback_by", "feedback_at"])
    learner = made.enrolment.user
    record(by, "gave feedback on hand-in", made, about=learner)
    if learner is None:
        return
    with override(learner.language):
        notice = _("%(name)s gave feedback on what you handed in.") % {"name": by.user.name}
    notify(learner, kind="feedback", text=notice, url=url, key=f"feedback:{made.pk}")


@transaction.atomic
def issue_certificate(enrolment: Enrolment) -> Certificate:
    """Certify what was completed. Asked again, it returns the same certificate.

    Raises:
        NotYetEarned: fewer than 90 % of the steps are complete.
    """
    existing = Certificate.objects.filter(enrolment=enrolment).first()
    if existing is not None:
        return existing
    programme = enrolment.run.programme
    steps = list(programme.steps.published().select_related("published"))
    done = set(enrolment.progress.filter(completed_at__isnull=False).values_list("step_id", flat=True))
    completed = [step for step in steps if step.pk in done]
    if enrolment.user is None or not steps or 100 * len(completed) < CERTIFICATE_PERCENT * len(steps):
        raise NotYetEarned
    certificate = Certificate.objects.create(
        enrolment=enrolment,
        name=enrolment.user.name,
        programme_title=programme.title,
        organisation_name=enrolment.run.organisation.name,
        language=programme.language,
        minutes=sum(step.published.minutes for step in completed if step.published),
        outcomes=programme.outcomes,
        steps_completed=len(completed),
        steps_in_all=len(steps),
    )
    record(None, "issued certificate", certificate, about=enrolment.user)
    _issue_credential(certificate)
    return certificate


def _issue_credential(certificate: Certificate) -> None:
    """The certificate as an Open Badge, which others can check without asking us."""
    enrolment = certificate.enrolment
    run = enrolment.run
    if enrolment.user is None:
        return
    with override(certificate.language):
        outcomes = "; ".join(str(outcome) for outcome in certificate.outcomes)
        certified = Certified(
            title=certificate.programme_title,
            description=outcomes or _("Completed the programme “%(title)s”.") % {"title": certificate.programme_title},
            criteria=_("At least %(percent)d %% of the programme’s steps are completed.")
            % {"percent": CERTIFICATE_PERCENT},
            language=certificate.language,
        )
    issue_credential(
        enrolment.user, certified, ground=Ground.PROGRAMME, source=f"certificate:{certificate.code}",
        organisation=run.organisation, by=None,
    )  # fmt: skip

"""Verbs after a stay: what both sides say of it, that it was completed, what goes into the portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from wayline.opportunities.actions import agreements
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import AgreementState, SkillSeen
from wayline.opportunities.models import (
    AgreedSkill,
    Agreement,
    CompanyFeedback,
    Completion,
    ParticipantFeedback,
    SkillRating,
)
from wayline.opportunities.models.stays import FEEDBACK_DAYS, feedback_until
from wayline.opportunities.queries import stays
from wayline.people.actions import record, record_own
from wayline.people.models import Membership
from wayline.portfolio.actions import credentials, items
from wayline.portfolio.badges.issue import Evidence
from wayline.portfolio.models import Ground, Item
from wayline.portfolio.record import Kind


@dataclass(frozen=True, slots=True)
class Rated:
    """What a company saw of a skill, or, without one, of a learning goal."""

    skill: AgreedSkill | None
    text: str
    level: SkillSeen
    words: str = ""


def _ended(agreement: Agreement) -> Agreement:
    """The row, locked, of a stay that all signed and whose last day has come. TooLate otherwise."""
    held = Agreement.objects.select_for_update(of=("self",)).select_related("participant", "employer", "service")
    found = held.get(pk=agreement.pk)
    if found.state != AgreementState.SIGNED or found.ends_on > timezone.localdate():
        raise TooLate
    return found


def _speaking(agreement: Agreement) -> Agreement:
    held = _ended(agreement)
    if timezone.localdate() > feedback_until(held):
        raise TooLate
    return held


# Feedback


@transaction.atomic
def say_as_company(agreement: Agreement, *, by: Membership, words: str, ratings: Iterable[Rated]) -> CompanyFeedback:
    """Once, and changed until the last day for it; the participant is told. TooLate before the end and after that."""
    held = _speaking(agreement)
    made, fresh = CompanyFeedback.objects.update_or_create(
        agreement=held, defaults={"words": words, "by": by, "changed_at": timezone.now()}
    )
    made.ratings.all().delete()
    SkillRating.objects.bulk_create(
        SkillRating(feedback=made, skill=one.skill, text=one.text[:400], level=one.level, words=one.words)
        for one in ratings
    )
    record(by, "gave feedback on stay" if fresh else "changed feedback on stay", made, about=held.participant)
    agreements.tell_participant(held, gettext_lazy("The company says how your stay was: {title}"), about="feedback")
    return made


@transaction.atomic
def say_as_participant(
    agreement: Agreement, *, good: str, bad: str, advice: str, to_company: bool, found: str
) -> ParticipantFeedback:
    """As above. The company is told only when it may read it."""
    held = _speaking(agreement)
    said = {"good": good, "bad": bad, "advice": advice, "to_company": to_company, "changed_at": timezone.now()}
    made, fresh = ParticipantFeedback.objects.update_or_create(agreement=held, defaults=said)
    if found:
        Agreement.objects.filter(pk=held.pk).update(found=found)
    record_own(held.participant, "gave feedback on stay" if fresh else "changed feedback on stay", made)
    if to_company:
        text = gettext_lazy("A participant says how the stay was: {title}")
        agreements.tell_company(held, text, about="said")
    return made


def ask_how_it_was(now: datetime) -> int:
    """On the last day, ask once: the participant and the company, whoever has not said it yet."""
    today = timezone.localdate(now)
    ended = Agreement.objects.filter(state=AgreementState.SIGNED, asked_at=None)
    due = list(
        ended.filter(ends_on__range=(today - timedelta(days=FEEDBACK_DAYS), today)).select_related("participant")
    )
    for agreement in due:
        _ask(agreement, now)
    return len(due)


@transaction.atomic
def _ask(agreement: Agreement, now: datetime) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(asked_at=now)
    text = gettext_lazy("How was the stay? You can say it now: {title}")
    if not hasattr(agreement, "participant_feedback"):
        agreements.tell_participant(agreement, text, about="ask")
    if not hasattr(agreement, "company_feedback"):
        agreements.tell_company(agreement, text, about="ask")


# Completion, and the credential


@transaction.atomic
def complete(agreement: Agreement, *, by: Membership, days: int, hours: Decimal) -> Completion:
    """Confirm that the stay was completed: its participant gets a credential. A second time changes nothing."""
    held = _ended(agreement)
    standing = Completion.objects.filter(agreement=held).first()
    if standing is not None and standing.taken_back_at is None:
        return standing
    said = {"days": days, "hours": hours, "by": by, "at": timezone.now(), "taken_back_at": None}
    made, _fresh = Completion.objects.update_or_create(agreement=held, defaults=said)
    record(by, "confirmed stay", made, about=held.participant)
    _issue(held, made, by)
    agreements.tell_participant(held, gettext_lazy("Your stay is confirmed as completed: {title}"), about="completed")
    return made


def _issue(agreement: Agreement, completion: Completion, by: Membership) -> None:
    """Says where, when, how long and what was agreed on. What the company thought stays with the participant."""
    language = agreement.participant.language
    with override(language):
        certified = credentials.Certified(
            title=agreement.title,
            description=_in_words(agreement, completion),
            criteria=_(
                "The stay was agreed on in writing by participant, company and service. After its last day the "
                "company or the service confirmed that it was completed."
            ),
            language=language,
            evidence=(Evidence(_("Agreement"), f"SHA-256 {agreement.digest}"),),
        )
    credentials.issue_credential(
        agreement.participant, certified, ground=Ground.PLACEMENT, source=stays.source_of(agreement),
        organisation=agreement.service, by=by,
    )  # fmt: skip


def _in_words(agreement: Agreement, completion: Completion) -> str:
    said = _("Work experience at %(company)s, from %(begins)s to %(ends)s: %(days)s days, %(hours)s hours.") % {
        "company": agreement.employer.name,
        "begins": date_format(agreement.starts_on),
        "ends": date_format(agreement.ends_on),
        "days": number_format(completion.days),
        "hours": number_format(completion.hours.normalize()),
    }
    skills = "; ".join(agreement.skills.values_list("text", flat=True))
    agreed = _("Agreed skills: %(skills)s.") % {"skills": skills}
    return f"{said} {agreed}" if skills else said


@transaction.atomic
def take_back_completion(agreement: Agreement, *, by: Membership, reason: str) -> None:
    """It was confirmed by mistake: the credential is revoked, and its holder is told why. TooLate when none stands."""
    held = Completion.objects.select_for_update(of=("self",)).select_related("agreement__participant")
    found = held.filter(agreement=agreement, taken_back_at=None).first()
    if found is None:
        raise TooLate
    found.taken_back_at = timezone.now()
    found.save(update_fields=["taken_back_at"])
    record(by, "took back confirmation of stay", found, about=found.agreement.participant)
    credential = stays.credential_of(found.agreement)
    if credential is not None:
        credentials.revoke(credential, by=by, reason=reason)


# Into the portfolio


@transaction.atomic
def take_up(completion: Completion, *, title: str, description: str, highlights: Sequence[str]) -> Item:
    """Keep the stay as an experience. Only the participant calls this; once, until the thing is thrown away."""
    held = Completion.objects.select_for_update(of=("self",)).select_related("agreement__employer", "item")
    found = held.get(pk=completion.pk)
    if found.item is not None and found.item.deleted_at is None:
        return found.item
    agreement = found.agreement
    details: dict[str, object] = {"form": "internship", "hours": float(agreement.hours_a_week)}
    if highlights:
        details["highlights"] = list(highlights)
    item = items.add_item(
        agreement.participant, kind=Kind.EXPERIENCE, details=details, title=title, description=description,
        organisation=agreement.employer.name, place=agreement.place[:200], start=agreement.starts_on.isoformat(),
        end=agreement.ends_on.isoformat(),
    )  # fmt: skip
    found.item = item
    found.save(update_fields=["item"])
    return item

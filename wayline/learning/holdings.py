"""What learning holds about a person: how each table is exported and erased."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayline.learning.models import (
    Certificate,
    Enrolment,
    HandIn,
    PackageImport,
    PollVote,
    ProgrammeAuthor,
    Progress,
    QuizAttempt,
    Remark,
    RunInvitation,
    StepVersion,
)
from wayline.people.holdings import Holding, Rows, register
from wayline.people.models import User


def register_own() -> None:
    register(Holding(Enrolment, _("Programmes taken"), _enrolments, _erase_enrolments))
    register(Holding(Progress, _("Steps visited and completed"), _progress, _with_enrolment))
    register(Holding(QuizAttempt, _("Quiz answers"), _attempts, _with_enrolment))
    register(Holding(PollVote, _("Poll answers"), _votes, _with_enrolment))
    register(Holding(HandIn, _("Work handed in, and feedback given"), _hand_ins, _erase_hand_ins))
    register(Holding(Certificate, _("Certificates"), _certificates, _with_enrolment))
    register(Holding(ProgrammeAuthor, _("Programmes written"), _authorships, _erase_authorships))
    register(Holding(StepVersion, _("Versions of steps written"), _versions, _cut_versions))
    register(Holding(Remark, _("Remarks on drafts"), _remarks, _cut_remarks))
    register(Holding(PackageImport, _("Packages imported"), _imports, _cut_imports))
    register(Holding(RunInvitation, _("Invitations to runs"), _invitations, _erase_invitations))


def _rows(found: QuerySet[Any], *fields: str) -> Rows:
    return [dict(row) for row in found.values(*fields)]


def _enrolments(user: User) -> Rows:
    return _rows(Enrolment.objects.filter(user=user), "run__title", "state", "joined_at", "left_at", "last_seen_at")


def _erase_enrolments(user: User) -> int:
    """Everything below an enrolment goes with it; files are removed from the disk first."""
    return Enrolment.objects.filter(user=user).delete()[0]


def _with_enrolment(user: User) -> int:
    """Goes with the enrolment."""
    return 0


def _progress(user: User) -> Rows:
    found = Progress.objects.filter(enrolment__user=user)
    return _rows(found, "enrolment__run__title", "step__key", "first_visited_at", "completed_at")


def _attempts(user: User) -> Rows:
    found = QuizAttempt.objects.filter(enrolment__user=user)
    return _rows(found, "enrolment__run__title", "step__key", "answers", "score", "possible", "passed", "at")


def _votes(user: User) -> Rows:
    return _rows(PollVote.objects.filter(enrolment__user=user), "enrolment__run__title", "step__key", "choices", "at")


def _hand_ins(user: User) -> Rows:
    fields = ("enrolment__run__title", "step__key", "text", "reference", "file_name", "at", "feedback", "feedback_at")
    own = _rows(HandIn.objects.filter(enrolment__user=user), *fields)
    given = _rows(
        HandIn.objects.filter(feedback_by=user), "enrolment__run__title", "step__key", "feedback", "feedback_at"
    )
    return [*own, *given]


def _erase_hand_ins(user: User) -> int:
    found = list(HandIn.objects.filter(enrolment__user=user))
    for hand_in in found:
        if hand_in.file:
            hand_in.file.delete(save=False)
        hand_in.delete()
    return len(found) + HandIn.objects.filter(feedback_by=user).update(feedback_by=None)


def _certificates(user: User) -> Rows:
    found = Certificate.objects.filter(enrolment__user=user)
    return _rows(found, "code", "name", "programme_title", "minutes", "issued_at")


def _authorships(user: User) -> Rows:
    return _rows(ProgrammeAuthor.objects.filter(user=user), "programme__title", "added_at")


def _erase_authorships(user: User) -> int:
    return ProgrammeAuthor.objects.filter(user=user).delete()[0]


def _versions(user: User) -> Rows:
    return _rows(StepVersion.objects.filter(author=user), "step__programme__title", "title", "number", "created_at")


def _cut_versions(user: User) -> int:
    """The text belongs to the programme; the link to the person is cut."""
    return StepVersion.objects.filter(author=user).update(author=None)


def _remarks(user: User) -> Rows:
    return _rows(Remark.objects.filter(author=user), "version__title", "passage", "text", "at")


def _cut_remarks(user: User) -> int:
    return Remark.objects.filter(author=user).update(author=None)


def _imports(user: User) -> Rows:
    return _rows(PackageImport.objects.filter(by__user=user), "file_name", "size", "state", "asked_at")


def _cut_imports(user: User) -> int:
    """What was imported belongs to the organisation; the link to the person is cut."""
    return PackageImport.objects.filter(by__user=user).update(by=None)


def _invitations(user: User) -> Rows:
    return _rows(RunInvitation.objects.filter(email__iexact=user.email), "run__title", "invited_at")


def _erase_invitations(user: User) -> int:
    return RunInvitation.objects.filter(email__iexact=user.email).delete()[0]

"""What assessment holds about a person. Anonymous answers are not among it: nothing leads from them to anybody."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wayline.assessment.models import Draft, InterestShare, InterestSheet, KeptFile, OwnResult, Participant, Response
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import User


def register_own() -> None:
    register(Holding(OwnResult, _("Your results"), _own_results, _erase_own_results))
    register(Holding(InterestSheet, _("What you said about your interests"), _interests, _erase_interests))
    register(Holding(InterestShare, _("Results others let you read"), _interests_shown, _erase_interests_shown))
    register(Holding(Draft, _("Questionnaires begun"), _drafts, _erase_drafts))
    register(Holding(Response, _("Answers to surveys that carried your name"), _responses, _erase_responses))
    register(Holding(Participant, _("Surveys you were asked to answer"), _asked, _erase_asked))


def _own_results(user: User) -> Rows:
    found = OwnResult.objects.filter(user=user)
    return plain(found, "version__instrument__title", "version__number", "language", "answers", "finished_at")


def _erase_own_results(user: User) -> int:
    return OwnResult.objects.filter(user=user).delete()[0]


def _drafts_of(user: User) -> QuerySet[Draft]:
    return Draft.objects.filter(Q(user=user) | Q(participant__user=user) | Q(participant__email__iexact=user.email))


def _drafts(user: User) -> Rows:
    return plain(_drafts_of(user), "version__instrument__title", "language", "answers", "day")


def _erase_drafts(user: User) -> int:
    _remove_files(KeptFile.objects.filter(draft__in=_drafts_of(user)))
    return _drafts_of(user).delete()[0]


def _responses_of(user: User) -> QuerySet[Response]:
    return Response.objects.filter(Q(user=user) | Q(participant__user=user) | Q(participant__email__iexact=user.email))


def _responses(user: User) -> Rows:
    return plain(_responses_of(user), "wave__survey__title", "wave__title", "language", "answers", "finished_at")


def _erase_responses(user: User) -> int:
    _remove_files(KeptFile.objects.filter(response__in=_responses_of(user)))
    return _responses_of(user).delete()[0]


def _asked_of(user: User) -> QuerySet[Participant]:
    return Participant.objects.filter(Q(user=user) | Q(email__iexact=user.email))


def _asked(user: User) -> Rows:
    return plain(_asked_of(user), "wave__survey__title", "wave__title", "answered")


def _erase_asked(user: User) -> int:
    return _asked_of(user).delete()[0]


def _remove_files(found: QuerySet[KeptFile]) -> None:
    for kept in found:
        kept.file.delete(save=False)


def _interests(user: User) -> Rows:
    return plain(InterestSheet.objects.filter(user=user), "edition", "language", "answers", "begun_at", "finished_at")


def _erase_interests(user: User) -> int:
    return InterestSheet.objects.filter(user=user).delete()[0]


def _interests_shown(user: User) -> Rows:
    return plain(InterestShare.objects.filter(adviser__user=user), "until")


def _erase_interests_shown(user: User) -> int:
    return InterestShare.objects.filter(adviser__user=user).delete()[0]

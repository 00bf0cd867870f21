"""Verbs on suggestions: what they may come from, what was opened, what is not wanted now."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wayline.opportunities.enums import SuggestionSource
from wayline.opportunities.models import MatchChoice, Opened, Opportunity, PutOff
from wayline.opportunities.queries.match_person import PURPOSE
from wayline.people.actions import has_consented, record_own
from wayline.people.models import User
from wayline.taxonomy.models import Concept

LAST = 50
"""Things opened that are kept of a person."""


@transaction.atomic
def switch_source(choice: MatchChoice, source: str, *, on: bool) -> None:
    """What was opened is forgotten as soon as it may no longer be used."""
    wanted = {*choice.suggests, source} if on else set(choice.suggests) - {source}
    choice.suggests = [one for one in SuggestionSource.values if one in wanted]
    choice.save(update_fields=["suggests"])
    if source == SuggestionSource.OPENED and not on:
        forget_opened(choice.user)
    record_own(choice.user, "chose what suggestions come from", sources=choice.suggests)


def note_opened(user: User, *, offer: Opportunity | None = None, occupation: Concept | None = None) -> None:
    """Only while the person lets suggestions use it."""
    using = MatchChoice.objects.filter(user=user, suggests__contains=[SuggestionSource.OPENED])
    if not using.exists() or not has_consented(user, PURPOSE):
        return
    Opened.objects.update_or_create(user=user, offer=offer, occupation=occupation, defaults={"at": timezone.now()})
    late = Opened.objects.filter(user=user).values_list("pk", flat=True)[LAST:]
    Opened.objects.filter(pk__in=list(late)).delete()


def forget_opened(user: User) -> int:
    return Opened.objects.filter(user=user).delete()[0]


def put_off(user: User, key: str, title: str) -> PutOff:
    made, _new = PutOff.objects.update_or_create(
        user=user, key=key, defaults={"title": title[:300], "at": timezone.now()}
    )
    return made


def take_up(put: PutOff) -> None:
    put.delete()

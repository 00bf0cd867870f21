"""Who is told of new offers that fit well, and how often."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from tests.opportunities.matching import seeking
from wayline.opportunities.actions import in_processes, match_alerts
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.models import MatchChoice
from wayline.people.models import Membership, Notice
from wayline.taxonomy.models import Concept


@pytest.fixture
def wood(cast: Cast) -> Concept:
    """What Cleo can do. She asked to be told; the last look was two days ago."""
    skill = making.skill("Woodwork")
    seeking.skilled(cast.cleo, skill)
    seeking.turn_on(cast.cleo, tells=True)
    later()
    return skill


def later() -> None:
    MatchChoice.objects.update(looked_at=timezone.now() - timedelta(days=2))


def told() -> list[str]:
    match_alerts.tell_new(timezone.now())
    return list(Notice.objects.filter(kind="match").values_list("text", flat=True))


@pytest.mark.django_db
def test_a_new_offer_that_fits_well_is_told_once(cast: Cast, wood: Concept) -> None:
    making.published(cast.ada, must=[wood])
    assert told() == ["1 new offer fits you well"]
    Notice.objects.all().delete()
    assert told() == [], "once a day"
    later()
    MatchChoice.objects.update(looked_at=timezone.now() - timedelta(hours=21))
    assert told() == ["1 new offer fits you well"], "published since then"


@pytest.mark.django_db
def test_what_fits_less_or_is_older_or_was_set_aside_is_not_told(cast: Cast, wood: Concept) -> None:
    other, more = making.skill("Welding"), making.skill("Driving")
    making.published(cast.ada, must=[wood, other, more])
    assert told() == [], "a third of the skills"
    later()
    offer = making.published(cast.ada, must=[wood])
    actions.set_aside(cast.cleo.user, offer)
    assert told() == []


@pytest.mark.django_db
@pytest.mark.parametrize("ends", ["wish", "consent", "membership"])
def test_nobody_is_told_who_does_not_want_it(cast: Cast, wood: Concept, ends: str) -> None:
    making.published(cast.ada, must=[wood])
    if ends == "wish":
        MatchChoice.objects.update(tells=False)
    elif ends == "consent":
        actions.turn_off(cast.cleo.user)
    else:
        Membership.objects.filter(pk=cast.cleo.pk).update(ended_at=timezone.now())
    assert told() == []


@pytest.mark.django_db
def test_it_is_chosen_with_the_conditions(
    cast: Cast, wood: Concept, as_member: Callable[[Membership], GuardedClient]
) -> None:
    MatchChoice.objects.update(tells=False, looked_at=None)
    making.published(cast.ada, must=[wood])
    cleo = as_member(cast.cleo)
    assert told() == []
    cleo.post(reverse("opportunities:match_choices"), {"tells": "on"})
    choice = MatchChoice.objects.get()
    assert choice.tells
    assert choice.looked_at is not None, "what was there before is not told afterwards"
    cleo.post(reverse("opportunities:match_choices"), {})
    assert not MatchChoice.objects.get().tells


def where(keys: Sequence[int]) -> int:
    return os.getpid() if sum(keys) else 0


def test_much_work_is_done_in_other_processes_part_by_part() -> None:
    here = list(in_processes.each(where, [1, 2, 3], together=3))
    assert here == [(3, os.getpid())]
    there = list(in_processes.each(where, [1, 2, 3, 4, 5], together=2, processes=2))
    assert [done for done, _pid in there] == [2, 4, 5]
    assert os.getpid() not in {pid for _done, pid in there}

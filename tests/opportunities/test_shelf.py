"""The shelf with what changed since answers as the tables alone: same totals, facets, order and points."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import factories
from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities import asked, matching
from wayline.opportunities.actions import listings, shelf
from wayline.opportunities.asked import Asked
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.matching import Claim, Person
from wayline.opportunities.models import (
    Asking,
    Listing,
    ListingChange,
    MatchChoice,
    OccupationTag,
    Opportunity,
    ReadSkill,
    SetAside,
    Source,
    Want,
)
from wayline.opportunities.queries import match_search, search, stock
from wayline.opportunities.queries.match_person import Seeker
from wayline.people.models import User

KINDS, HOURS, CONTRACTS = ("vacancy", "training"), ("", "full_time", "part_time", "either"), ("", "permanent", "agency")
REMOTE, LEVELS = ("on_site", "hybrid", "remote"), (None, 2, 3, 5)
WORDS = ("nurse", "night nurse", "driver", "part-time driver", "nurses driving", "the", "infermiere notturno")


class Ground:
    """Occupations in a group, skills, areas in a country, and a source of offers."""

    def __init__(self) -> None:
        group = making.concept("Care")
        self.jobs = [making.concept("Nurse", broader=group), making.concept("Driver"), group]
        self.skills = [making.skill(f"skill {number}") for number in range(6)]
        country = making.area("Country")
        self.areas = [making.area("North", parent=country), making.area("South", parent=country), country]
        service = factories.organisation("Shelf office")
        self.source = Source.objects.create(service=service, name="Feed", format="csv")
        self.user: User = factories.user("Ada")

    def offers(self, dice: Random, number: int) -> None:
        made = Opportunity.objects.bulk_create(Opportunity(**self._said(dice)) for _ in range(number))
        self.tag(dice, made)
        listings.refresh([offer.pk for offer in made])

    def tag(self, dice: Random, offers: list[Opportunity]) -> None:
        for offer in offers:
            for job in dice.sample(self.jobs, dice.choice((0, 1, 1, 2))):
                OccupationTag.objects.create(opportunity=offer, concept=job)
            for skill in dice.sample(self.skills, dice.randrange(5)):
                need = dice.choice(("must", "nice"))
                Want.objects.create(opportunity=offer, concept=skill, text=skill.title, need=need)
            for skill in dice.sample(self.skills, dice.randrange(3)):
                ReadSkill.objects.create(opportunity=offer, concept=skill, need="must", words=skill.title)

    def _said(self, dice: Random) -> dict[str, Any]:
        today, pay = timezone.localdate(), dice.choice((None, 20_000, 30_000))
        return {
            "kind": dice.choice(KINDS), "state": "published", "service": self.source.service, "source": self.source,
            "source_key": f"{dice.random()}", "title": dice.choice(("Nurse", "Night nurse", "Driver", "Infermiere")),
            "text": dice.choice(("You nurse people at night.", "You drive.", "Part-time driving of nurses.")),
            "language": dice.choice(("en", "it", "sv")), "languages": dice.choice(([], ["it"], ["en", "it"])),
            "area": dice.choice((None, *self.areas)), "remote": dice.choice(REMOTE), "hours": dice.choice(HOURS),
            "contract": dice.choice(CONTRACTS), "pay_to": pay, "pay_per": "year" if pay else "",
            "currency": dice.choice(("EUR", "GBP")) if pay else "", "level": dice.choice(LEVELS),
            "starts_on": dice.choice((None, today, today + timedelta(days=9))),
            "deadline": dice.choice((None, today, today + timedelta(days=3))),
            "accessibility": dice.choice(([], ["quiet"], ["quiet", "toilet"])),
            "details": dice.choice(({}, {"licences": ["B"]}, {"licences": ["B", "C"]})),
            "published_at": timezone.now() - timedelta(hours=dice.randrange(60)),
            "shown_until": today + timedelta(days=dice.choice((0, 5))),
        }  # fmt: skip

    def change(self, dice: Random) -> None:
        """Some end, some are written anew, some are new; one is deleted in a way of its own."""
        keys = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
        ended, changed = dice.sample(keys, 3), dice.sample(keys, 4)
        Opportunity.objects.filter(pk__in=ended).update(state="withdrawn")
        Opportunity.objects.filter(pk__in=changed).update(title="Driver of nurses", level=3, remote="remote")
        listings.refresh([*ended, *changed])
        Listing.objects.filter(pk=dice.choice(keys)).delete()
        passed, yesterday = dice.choice(keys), timezone.localdate() - timedelta(days=1)
        for rows in (Listing.objects, Asking.objects):  # matching reads the same day in its own row
            rows.filter(pk=passed).update(shown_until=yesterday)
        self.offers(dice, 3)

    def search(self, dice: Random) -> Asked:
        job, skill, area = dice.choice(self.jobs), dice.choice(self.skills), dice.choice(self.areas)
        said: dict[str, Any] = {
            "words": dice.choice(WORDS), "kind": dice.choice(KINDS), "hours": "part_time", "contract": "permanent",
            "remote": dice.choice(REMOTE), "level": "3", "occupation": f"starter:{job.code}",
            "skill": f"starter:{skill.code}", "area": f"gss:{area.code}", "pay": 25_000, "access": ("quiet",),
            "starts_by": timezone.localdate(), "since": timezone.localdate() - timedelta(days=1), "language": "it",
        }  # fmt: skip
        chosen = {name: said[name] for name in dice.sample(list(said), dice.choice((0, 1, 1, 2, 3)))}
        return replace(Asked(sort=dice.choice(("", *asked.SORTS)), reach=dice.choice(("", *asked.REACHES))), **chosen)

    def seeker(self, dice: Random) -> Seeker:
        jobs, skills = [job.pk for job in self.jobs], [skill.pk for skill in self.skills]

        def claims(keys: list[int]) -> dict[int, Claim]:
            return {key: Claim(dice.randrange(101)) for key in dice.sample(keys, dice.randrange(len(keys)))}

        person = Person(
            skills=claims(skills), experience=claims(jobs), aspirations=claims(jobs),
            interests=claims([*jobs, *skills]),
            level=dice.randrange(5), licences=dice.choice(({}, {"B": Claim(100)})),
            languages=dice.choice(({}, {"it": Claim(60), "en": Claim(100)})),
            areas=frozenset(area.pk for area in dice.sample(self.areas, dice.randrange(3))),
            hours=dice.choice(("", "part_time")), contracts=frozenset(dice.choice(((), ("permanent",)))),
            remote=frozenset(dice.choice(((), ("remote",)))), pay=25_000, currency=dice.choice(("", "EUR")),
        )  # fmt: skip
        choice = MatchChoice(user=self.user, kinds=dice.choice(([], ["vacancy", "training"])))
        return Seeker(choice, frozenset(MatchPart.values), frozenset(), person, 0)


@contextmanager
def without_shelf() -> Iterator[None]:
    place = stock.folder()
    place.rename(place.with_name("away"))
    try:
        yield
    finally:
        place.with_name("away").rename(place)


def found(said: Asked) -> tuple[Any, ...]:
    answer = search.search(said)
    hour = timezone.now() - timedelta(hours=30)
    keys = [offer.pk for offer in answer.rows[:40]]
    assert keys[5:9] == [offer.pk for offer in answer.rows[5:9]]
    return answer.total, answer.facets, answer.without, keys, search.number(said, hour)


@pytest.mark.django_db(transaction=True)
def test_both_ways_of_answering_say_the_same() -> None:
    ground, weights = Ground(), matching.current()

    @settings(max_examples=6, deadline=None)
    @given(st.integers(0, 2**32))
    def hold(seed: int) -> None:
        dice = Random(seed)
        Opportunity.objects.all().delete()
        ground.offers(dice, 24)
        assert shelf.remake() == Listing.objects.count()
        aside = SetAside.objects.create(user=ground.user, opportunity=Opportunity.objects.order_by("pk")[0])
        for later in range(4):
            kept = stock.current()
            assert kept is not None
            for _ in range(10):
                said = ground.search(dice)
                shelved = found(said)
                with without_shelf():
                    assert stock.current() is None
                    assert found(said) == shelved, said
            for _ in range(4):
                who, limit = ground.seeker(dice), dice.choice((4, 50))
                best = match_search.best(who, weights, limit)
                assert aside.opportunity_id not in dict(best[0])
                with without_shelf():
                    assert match_search.best(who, weights, limit) == best, who
            ground.change(dice)
            if later == 1:
                assert shelf.add_later()
        kept = stock.current()
        assert kept is not None
        assert len(kept.layers) == 2
        assert kept.changed

    hold()


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_while_the_shelf_is_made_is_known_as_changed(cast: Cast) -> None:
    ended, kept = making.published(cast.ada, title="Ends"), making.published(cast.ada, title="Stays")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        (snapshot,) = cursor.fetchone()
    with transaction.atomic():
        Opportunity.objects.filter(pk=ended.pk).update(state="withdrawn")
        listings.refresh([ended.pk])
    assert stock.changed_since(snapshot) == {ended.pk}
    shelf.remake()
    assert [offer.pk for offer in search.search(Asked()).rows[:5]] == [kept.pk]


@pytest.mark.django_db(transaction=True)
def test_a_shelf_that_is_old_or_of_another_database_or_passed_by_events_is_not_used(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        making.published(cast.ada)
    assert stock.current() is None
    shelf.remake()
    assert stock.current() is not None
    with monkeypatch.context() as patch:
        patch.setattr(stock, "OLDEST", -1)
        assert stock.current() is None
    listings.refresh(list(Listing.objects.values_list("pk", flat=True)))
    again = stock.current()
    assert again is not None
    assert len(again.changed) == 3
    with monkeypatch.context() as patch:
        patch.setattr(stock, "MOST_CHANGED", 2)
        assert stock.current() is None, "three changes of three"
    monkeypatch.setattr(stock, "database", lambda: "another")
    os.utime(stock.folder() / "about.json")
    assert stock.current() is None


@pytest.mark.django_db(transaction=True)
def test_a_later_shelf_is_put_up_beside_it_for_what_changed_since(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MANY", 2)
    now, offers = timezone.now(), [making.published(cast.ada) for _ in range(3)]
    assert shelf.add_later() == 0, "nothing that it could stand beside"
    shelf.remake()
    listings.refresh([offers[0].pk])
    assert shelf.remake_due(now) == 0, "one is asked of the tables"
    listings.refresh([offers[1].pk])
    assert shelf.remake_due(now) == 2
    assert _layers_and_changed() == (2, 0)
    assert shelf.remake_due(now) == 0, "nothing changed since"
    Opportunity.objects.filter(pk=offers[0].pk).update(state="withdrawn")
    listings.refresh([offers[0].pk])
    assert _layers_and_changed() == (2, 1)
    assert len(search.search(Asked()).rows[:5]) == 2
    assert shelf.remake() == 2
    assert _layers_and_changed() == (1, 0)
    Opportunity.objects.update(state="withdrawn")
    listings.refresh([offer.pk for offer in offers])
    assert shelf.remake_due(now) == 0, "nothing is left that could stand on it"
    assert search.search(Asked()).total == 0


def _layers_and_changed() -> tuple[int, int]:
    kept = stock.current()
    assert kept is not None
    return len(kept.layers), len(kept.changed)


@pytest.mark.django_db(transaction=True)
def test_the_shelf_is_made_when_there_is_much_and_made_anew_when_much_changed(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    offers = [making.published(cast.ada) for _ in range(2)]
    assert shelf.remake_due(now) == 0, "too few"
    monkeypatch.setattr(shelf, "FEW", 2)
    assert shelf.remake_due(now) == 2
    assert shelf.remake_due(now) == 0, "nothing changed"
    listings.refresh([offers[0].pk])
    assert shelf.remake_due(now) == 2, "half of it changed"
    assert shelf.remake_due(now + timedelta(hours=13)) == 2, "half its time is over"
    assert ListingChange.objects.exists()
    shelf.remake_due(now + timedelta(hours=49))
    assert not ListingChange.objects.exists()

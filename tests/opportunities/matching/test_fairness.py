"""Figures of fairness: sums that one checks by hand, small groups that stay hidden, and who may read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from tests.opportunities.matching import seeking
from wayline.opportunities.actions import about_you
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.matching.audit import Seen, audit, mean, weight_of, wilson
from wayline.opportunities.models import Opportunity, ShownMatch
from wayline.opportunities.models.about_you import AboutYou
from wayline.opportunities.queries import match_fairness, match_record
from wayline.people.actions import give_consent
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation
from wayline.portfolio.models import Holder

AsMember = Callable[[Membership], GuardedClient]
PAGE = reverse("opportunities:match_fairness")


def people(group: str, *best: int) -> list[Seen]:
    return [Seen(group, one, one / 100) for one in best]


def test_a_rate_has_its_interval() -> None:
    found = wilson(8, 10)  # Wilson 1927 by hand: (0.8 + 0.192) / 1.384 ± 0.227
    assert (round(found.value, 3), round(found.low, 3), round(found.high, 3)) == (0.8, 0.490, 0.943)
    assert (wilson(0, 10).low, round(wilson(0, 10).high, 3)) == (0.0, 0.278)


def test_a_mean_has_its_interval_and_places_their_weight() -> None:
    found = mean([0.2, 0.4, 0.6, 0.8])  # deviation 0.258, standard error 0.129
    assert (round(found.value, 3), round(found.low, 3), round(found.high, 3)) == (0.5, 0.247, 0.753)
    assert [round(weight_of(place), 2) for place in (1, 2, 3)] == [1.0, 0.63, 0.5]


def test_groups_beside_the_best_served_one() -> None:
    seen = [*people("old", *[70] * 4, *[50] * 6), *people("young", *[70] * 8, *[50] * 2)]
    young, old = audit(seen, ["young", "old", "nobody"])
    assert young.rate is not None
    assert old.rate is not None
    assert (young.people, young.rate.value, young.ratio, young.is_low) == (10, 0.8, 1.0, False)
    assert (old.rate.value, old.ratio, old.is_low) == (0.4, 0.5, True)
    assert old.quartiles == (50, 50, 70)
    assert old.attention is not None
    assert round(old.attention.value, 2) == 0.58


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((10, 10), []),
        ((9, 12, 20), ["a", "b"]),  # one hidden group alone could be taken from the total
        ((9, 3, 20), ["a", "b"]),
        ((1, 2, 20), ["a", "b", "c"]),  # three people are too few to be told by the total
        ((9,), ["a"]),
    ],
)
def test_a_small_group_is_hidden_and_cannot_be_worked_out(sizes: tuple[int, ...], hidden: list[str]) -> None:
    names = ["a", "b", "c"][: len(sizes)]
    seen = [one for name, size in zip(names, sizes, strict=True) for one in people(name, *[50] * size)]
    found = audit(seen, names)
    assert [one.name for one in found if one.is_hidden] == hidden
    assert all(one.rate is None and one.attention is None and one.quartiles is None for one in found if one.is_hidden)


def show(
    service: Organisation,
    offer: Opportunity,
    number: int,
    *,
    score: int,
    born: str = "",
    agreed: bool = True,
    **said: str,
) -> list[Membership]:
    shown = []
    for _one in range(number):
        client = factories.member(Role.CLIENT, of=service)
        seeking.turn_on(client)
        record: match_record.Record = {"sums": [], "reasons": []}
        actions.record_shown(client, [actions.Showing(offer, 1, score, "test", record)])
        if born:
            Holder.objects.create(owner=client.user, birth_date=born)
        if agreed:
            give_consent(client.user, purpose=match_fairness.PURPOSE)
        if said:
            about_you.answer(client.user, **said)
        shown.append(client)
    AboutYou.objects.update(changed_at=timezone.now() - timedelta(days=32))
    return shown


@pytest.mark.django_db
def test_the_record_by_age_of_those_who_agreed(cast: Cast) -> None:
    north, offer, year = cast.mia.organisation, making.published(cast.ada), timezone.localdate().year
    show(north, offer, 10, score=80, born=f"{year - 20}-05")
    show(north, offer, 11, score=40, born=f"{year - 60}")
    show(north, offer, 12, score=40, born=f"{year - 30}", agreed=False)
    show(cast.zoe.organisation, offer, 10, score=80, born=f"{year - 20}")
    found = match_fairness.report(north, 90)
    assert [(one.name, one.people, one.ratio) for one in found.matches["age"]] == [
        ("–24", 10, 1.0),
        ("55–64", 11, 0.0),
        ("Not known", 12, 0.0),
    ]
    assert [(one.people, round(one.rate.value, 2)) for one in found.all if one.rate] == [(33, 0.3)]
    ShownMatch.objects.update(last_at=timezone.now() - timedelta(days=100))
    assert match_fairness.report(north, 90).all == []


@pytest.mark.django_db
def test_by_answers_over_a_year_and_no_shorter_time(cast: Cast) -> None:
    """Few answers count with those who gave none; another service's people and withdrawn answers do not count."""
    north, offer = cast.mia.organisation, making.published(cast.ada)
    show(north, offer, 10, score=80, sex="male", limits="not")
    show(north, offer, 11, score=80, sex="female", limits="some")
    show(north, offer, 4, score=40, sex="other", limits="severe")
    gone = show(north, offer, 9, score=40, sex="female")
    for one in gone:
        about_you.take_back(one.user)
    show(cast.zoe.organisation, offer, 12, score=40, sex="female")
    year = match_fairness.report(north, 365).matches
    assert [(one.name, one.people, one.rate and one.rate.value) for one in year["sex"]] == [
        ("Female", 11, 1.0),
        ("Male", 10, 1.0),
        ("Another answer, or none", 13, 0.0),
    ]
    assert [(one.name, one.people) for one in year["limits"]] == [
        ("Not limited at all", 10),
        ("Limited, but not severely", 11),
        ("Another answer, or none", 13),
    ]
    assert list(match_fairness.report(north, 90).matches) == ["age", "area"]


@pytest.mark.django_db
def test_the_year_of_birth_counts_for_who_answered_too(cast: Cast) -> None:
    north, offer, year = cast.mia.organisation, making.published(cast.ada), timezone.localdate().year
    show(north, offer, 10, score=80, born=f"{year - 20}", agreed=False, sex="male")
    show(north, offer, 10, score=80, born=f"{year - 40}", agreed=False)
    assert [(one.name, one.people) for one in match_fairness.report(north, 90).matches["age"]] == [
        ("–24", 10),
        ("Not known", 10),
    ]


@pytest.mark.django_db
def test_the_page_and_its_table(cast: Cast, as_member: AsMember) -> None:
    north, offer = cast.mia.organisation, making.published(cast.ada)
    mia = as_member(cast.mia)
    assert "Nobody was shown a match in this time" in mia.get(PAGE).content.decode()
    show(north, offer, 10, score=80, born="1990")
    show(north, offer, 3, score=40, born="1960")
    text = " ".join(mia.get(PAGE).content.decode().split())
    assert "hidden: too few people" in text
    assert "77 %" in text  # 10 of 13
    table = b"".join(mia.get(reverse("opportunities:match_fairness_csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert "matches,all,Everybody,13,0.769," in table
    assert ",".join(["", *[""] * 11]) in table


@pytest.mark.django_db
def test_only_managers_and_administrators_read_it(cast: Cast, as_member: AsMember) -> None:
    for address in (PAGE, reverse("opportunities:match_fairness_csv")):
        assert as_member(cast.admin).get(address).status_code == 200
        for member in (cast.ada, cast.fia, cast.cleo, cast.eve):
            assert as_member(member).get(address).status_code == 403

"""Suggestions: only from what the person turned on, each with why; not now and back; what was opened is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from tests.opportunities.matching import seeking
from tests.portfolio.keeping import keep
from wayline.opportunities.actions import matching as match_actions
from wayline.opportunities.actions import suggesting as actions
from wayline.opportunities.actions.applications import note_elsewhere
from wayline.opportunities.models import MatchChoice, Opened, PutOff, ShownMatch
from wayline.people import holdings, retention
from wayline.people.actions import withdraw_consent
from wayline.people.models import Membership
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
HOME, FROM = reverse("opportunities:suggested"), reverse("opportunities:suggesting")


@pytest.fixture
def wood() -> Concept:
    return making.skill("Woodwork")


@pytest.fixture
def carpenter(wood: Concept) -> Concept:
    made = making.concept("Carpenter")
    seeking.needs(made, wood, making.skill("Building roofs"))
    return made


def page(client: GuardedClient, address: str = HOME) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def suggested(member: Membership, as_member: AsMember) -> list[tuple[str, str]]:
    """Titles and why."""
    rows = page(as_member(member)).split('<li class="wl-rows__row">')[1:]
    return [
        (re.findall(r"<a [^>]*>([^<]+)</a>", one)[0], re.findall(r"<br>(.*?)</span>", one)[0].strip()) for one in rows
    ]


def suggests(member: Membership, *sources: str) -> MatchChoice:
    choice = seeking.turn_on(member)
    for one in sources:
        actions.switch_source(choice, one, on=True)
    return choice


def test_everything_is_off_also_for_who_agreed_before(
    cast: Cast, carpenter: Concept, wood: Concept, as_member: AsMember
) -> None:
    seeking.skilled(cast.cleo, wood)
    keep(cast.cleo, Kind.GOAL, "Become a carpenter")
    making.published(cast.ada, title="Joiner", must=[wood])
    answer = as_member(cast.cleo).get(HOME)
    assert (answer.status_code, answer.url) == (302, reverse("opportunities:for_you"))  # type: ignore[attr-defined]
    seeking.turn_on(cast.cleo)
    assert suggested(cast.cleo, as_member) == []
    assert "Every source is off" in page(as_member(cast.cleo))
    assert HOME not in page(as_member(cast.cleo), reverse("home:start"))
    assert not ShownMatch.objects.exists()


def test_from_the_portfolio_an_offer_a_course_and_a_job(
    cast: Cast, carpenter: Concept, wood: Concept, as_member: AsMember
) -> None:
    seeking.skilled(cast.cleo, wood)
    making.published(cast.ada, title="Joiner", must=[wood])
    making.published(cast.ada, kind="training", title="Roofs", must=[Concept.objects.get(title="Building roofs")])
    suggests(cast.cleo, "portfolio")
    found = suggested(cast.cleo, as_member)
    assert [title for title, _why in found] == ["Joiner", "Roofs", "Carpenter"]
    assert found[0][1] == "It fits 90 of 100, because you keep “Woodwork”."
    assert found[1][1].startswith("It teaches what “Carpenter” needs")
    assert {row.is_job for row in ShownMatch.objects.all()} == {True, False}


def test_a_part_that_matching_may_not_read_suggests_nothing(
    cast: Cast, carpenter: Concept, wood: Concept, as_member: AsMember
) -> None:
    seeking.skilled(cast.cleo, wood)
    making.published(cast.ada, title="Joiner", must=[wood])
    choice = suggests(cast.cleo, "portfolio")
    match_actions.switch_part(choice, "skills", on=False)
    assert suggested(cast.cleo, as_member) == []


def test_goals_and_tags_that_name_a_job_or_a_skill_lead_there(
    cast: Cast, carpenter: Concept, wood: Concept, as_member: AsMember
) -> None:
    keep(cast.cleo, Kind.GOAL, "Become a carpenter.")
    keep(cast.cleo, Kind.GOAL, "Be a nurse", details={"done": "2025"})
    keep(cast.cleo, Kind.JOURNAL, "Monday", details={"tags": ["woodwork", "rain"]})
    making.concept("Nurse")
    making.published(cast.ada, kind="training", title="Wood for beginners", must=[wood])
    choice = suggests(cast.cleo, "plan")
    assert suggested(cast.cleo, as_member) == [("Carpenter", "Your goal says “Become a carpenter.”.")]
    actions.switch_source(choice, "journal", on=True)
    assert ("Wood for beginners", "You tagged a page of your journal “woodwork”.") in suggested(cast.cleo, as_member)
    making.published(cast.ada, title="Carpenter at the harbour", occupations=[carpenter])
    assert suggested(cast.cleo, as_member)[0][0] == "Carpenter at the harbour"


def test_what_was_opened_is_kept_only_while_it_may_be_used(cast: Cast, carpenter: Concept, as_member: AsMember) -> None:
    one, other = (making.published(cast.ada, title=title, occupations=[carpenter]) for title in ("One", "Other"))
    choice = suggests(cast.cleo)
    page(as_member(cast.cleo), one.get_absolute_url())
    assert not Opened.objects.exists()
    actions.switch_source(choice, "opened", on=True)
    for _turn in range(2):
        page(as_member(cast.cleo), one.get_absolute_url())
    page(as_member(cast.cato), other.get_absolute_url())  # who never turned anything on
    assert [(kept.user, kept.offer) for kept in Opened.objects.all()] == [(cast.cleo.user, one)]
    assert suggested(cast.cleo, as_member) == [("Other", "You opened “One”.")]
    page(as_member(cast.cleo), reverse("opportunities:move", args=[carpenter.pk]))
    assert Opened.objects.filter(occupation=carpenter).exists()
    assert "Carpenter" in page(as_member(cast.cleo), FROM)
    as_member(cast.cleo).post(reverse("opportunities:suggestion_forget"))
    assert not Opened.objects.exists()
    page(as_member(cast.cleo), one.get_absolute_url())
    as_member(cast.cleo).post(reverse("opportunities:suggestion_source", args=["opened", "off"]))
    assert not Opened.objects.exists()


def test_fifty_are_kept_for_ninety_days_and_none_after_the_consent(cast: Cast, carpenter: Concept) -> None:
    suggests(cast.cleo, "opened")
    offer = making.published(cast.ada, title="First")
    actions.note_opened(cast.cleo.user, offer=offer)
    Opened.objects.update(at=timezone.now() - timedelta(days=1))
    jobs = [making.concept(f"Job {number}") for number in range(actions.LAST)]
    for job in jobs:
        actions.note_opened(cast.cleo.user, occupation=job)
    assert Opened.objects.count() == actions.LAST
    assert not Opened.objects.filter(offer=offer).exists()
    Opened.objects.filter(occupation=jobs[0]).update(at=timezone.now() - timedelta(days=91))
    retention.apply(timezone.now())
    assert Opened.objects.count() == actions.LAST - 1
    withdraw_consent(cast.cleo.user, purpose="matching")
    actions.note_opened(cast.cleo.user, offer=offer)
    retention.apply(timezone.now())
    assert not Opened.objects.exists()


def test_not_now_and_back(cast: Cast, carpenter: Concept, as_member: AsMember) -> None:
    for member in (cast.cleo, cast.cato):
        keep(member, Kind.GOAL, "Become a carpenter")
        suggests(member, "plan")
    key = f"job-{carpenter.pk}"
    as_member(cast.cleo).post(reverse("opportunities:suggestion_not_now", args=[key]))
    assert suggested(cast.cleo, as_member) == []
    assert len(suggested(cast.cato, as_member)) == 1
    assert "Carpenter" in page(as_member(cast.cleo), FROM)
    gone = reverse("opportunities:suggestion_not_now", args=["job-1"])
    assert as_member(cast.cleo).post(gone).status_code == 404  # not suggested
    back = reverse("opportunities:suggestion_back", args=[key])
    assert as_member(cast.cato).post(back).status_code == 404
    as_member(cast.cleo).post(back)
    assert len(suggested(cast.cleo, as_member)) == 1


def test_it_is_exported_erased_and_goes_with_matching(cast: Cast, carpenter: Concept) -> None:
    for member in (cast.cleo, cast.cato):
        suggests(member, "opened")
        actions.note_opened(member.user, occupation=carpenter)
        actions.put_off(member.user, "job-7", "Nurse")
    exported = {holding.model: rows for holding, rows in holdings.export_everything(cast.cleo.user)}
    assert [row["occupation__title"] for row in exported[Opened]] == ["Carpenter"]
    assert [row["title"] for row in exported[PutOff]] == ["Nurse"]
    holdings.erase_everything(cast.cleo.user)
    assert {row.user for row in (*Opened.objects.all(), *PutOff.objects.all())} == {cast.cato.user}
    match_actions.turn_off(cast.cato.user)
    assert not Opened.objects.exists()
    assert MatchChoice.objects.get(user=cast.cato.user).suggests == []


def test_the_start_page_only_says_where_they_are(cast: Cast, carpenter: Concept, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    cleo, start = as_member(cast.cleo), reverse("home:start")
    page(cleo, start)
    with CaptureQueriesContext(connection) as without:
        page(cleo, start)
    suggests(cast.cleo, "portfolio", "plan")
    with CaptureQueriesContext(connection) as asked:
        assert f'hx-get="{HOME}"' in page(cleo, start)
    before = {asked_for(one["sql"]) for one in without}
    assert all("people_consent" in one["sql"] for one in asked if asked_for(one["sql"]) not in before)


def asked_for(sql: str) -> str:
    """Without numbers, names and times."""
    return re.sub(r"'[^']*'|\d+", "?", sql)


def test_an_offer_that_the_person_applied_for_is_not_suggested(cast: Cast, wood: Concept, as_member: AsMember) -> None:
    seeking.skilled(cast.cleo, wood)
    offer = making.published(cast.ada, title="Joiner", must=[wood])
    suggests(cast.cleo, "portfolio")
    assert [title for title, _why in suggested(cast.cleo, as_member)] == ["Joiner"]
    note_elsewhere(offer, by=cast.cleo)
    assert suggested(cast.cleo, as_member) == []

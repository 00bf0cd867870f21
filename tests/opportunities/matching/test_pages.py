"""The pages of matching, from turning it on to asking later why something was shown."""

from __future__ import annotations

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
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.models import MatchChoice, Opportunity, SetAside, ShownMatch, StoppedPart
from wayline.people import holdings, retention
from wayline.people.actions import has_consented, withdraw_consent
from wayline.people.models import AuditRecord, Membership
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
HOME = reverse("opportunities:for_you")


@pytest.fixture
def wood(cast: Cast) -> Concept:
    """Cleo and Cato hold it."""
    made = making.skill("Woodwork")
    for one in (cast.cleo, cast.cato):
        seeking.skilled(one, made)
    return made


@pytest.fixture
def offer(cast: Cast, wood: Concept) -> Opportunity:
    return making.published(cast.ada, title="Joiner", must=[wood, making.skill("Reading plans")])


def page(client: GuardedClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_it_is_off_until_the_person_names_a_part(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    cleo = as_member(cast.cleo)
    assert "Matching is off" in page(cleo, HOME)
    assert not ShownMatch.objects.exists()
    refused = cleo.post(HOME, {})
    assert (refused.status_code, has_consented(cast.cleo.user, "matching")) == (422, False)
    cleo.post(HOME, {"parts": ["skills"]})
    assert has_consented(cast.cleo.user, "matching")
    text = page(cleo, HOME)
    assert "Joiner" in text
    assert "fits <strong>45</strong> of 100" in text  # 90 for one of two needed skills
    assert MatchChoice.objects.get().parts == ["skills"]


def test_withdrawing_the_consent_elsewhere_turns_it_off(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    withdraw_consent(cast.cleo.user, purpose="matching")
    assert "Matching is off" in page(as_member(cast.cleo), HOME)


def test_reasons_lead_to_the_portfolio_and_add_up(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    item = cast.cleo.user.portfolio_items.get()
    assert item.get_absolute_url() in page(as_member(cast.cleo), HOME)
    text = page(as_member(cast.cleo), reverse("opportunities:match", args=[offer.pk]))
    for said in ("level not said", "90 %", "45 %", "18.00", "45 of 100", "Reading plans"):
        assert said in text


def test_what_was_shown_can_be_explained_later(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    cleo = as_member(cast.cleo)
    page(cleo, HOME)
    page(cleo, HOME)
    kept = ShownMatch.objects.get()
    assert (kept.times, kept.place, kept.score, kept.service) == (2, 1, 45, cast.cleo.organisation)
    cast.cleo.user.portfolio_items.update(deleted_at=timezone.now())
    Opportunity.objects.all().delete()
    assert "Joiner" in page(cleo, reverse("opportunities:match_seen_list"))
    then = page(cleo, kept.get_absolute_url())
    assert "Woodwork" in then
    assert "/portfolio/" + cast.cleo.user.portfolio_items.get().key not in then
    assert as_member(cast.cato).get(kept.get_absolute_url()).status_code == 404


def test_other_reasons_make_another_row(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    cleo = as_member(cast.cleo)
    page(cleo, reverse("opportunities:match", args=[offer.pk]))
    keep(cast.cleo, Kind.SKILL, "Reading plans")
    page(cleo, HOME)
    assert list(ShownMatch.objects.order_by("pk").values_list("score", "place")) == [(45, None), (90, 1)]


def test_not_for_me_and_back(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    cleo, address = as_member(cast.cleo), reverse("opportunities:match_not", args=[offer.pk])
    assert cleo.post(address, {"note": "no"}).status_code == 422
    cleo.post(address, {"reason": "far", "note": "Two buses"})
    assert "It is too far away: Two buses" in page(cleo, reverse("opportunities:match_aside"))
    assert "Nothing on offer has anything in common" in page(cleo, HOME)
    back = reverse("opportunities:match_back", args=[offer.pk])
    assert as_member(cast.cato).post(back).status_code == 404
    cleo.post(back)
    assert "Joiner" in page(cleo, HOME)
    cleo.post(reverse("opportunities:match_hide", args=[offer.pk]))
    assert SetAside.objects.get().reason == ""


def test_a_part_is_switched_off_and_on(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    cleo = as_member(cast.cleo)
    cleo.post(reverse("opportunities:match_part", args=["skills", "off"]))
    assert "There is nothing to compare yet" in page(cleo, HOME)
    assert cleo.post(reverse("opportunities:match_part", args=["age", "on"])).status_code == 404
    cleo.post(reverse("opportunities:match_part", args=["skills", "on"]))
    assert "Joiner" in page(cleo, HOME)
    assert as_member(cast.cato).post(reverse("opportunities:match_part", args=["skills", "on"])).status_code == 404


def test_every_part_off_says_what_to_do(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    choice = seeking.turn_on(cast.cleo, "skills")
    actions.switch_part(choice, "skills", on=False)
    assert "Every part is switched off" in page(as_member(cast.cleo), HOME)
    as_member(cast.cleo).post(reverse("opportunities:match_off"))
    assert "Matching is off" in page(as_member(cast.cleo), HOME)


def test_conditions_are_kept(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    cleo, address = as_member(cast.cleo), reverse("opportunities:match_choices")
    assert cleo.post(address, {"pay": "20000"}).status_code == 422  # in which currency?
    north = making.area("Walkland")
    cleo.post(address, {"pay": "20000", "currency": "gbp", "areas": [str(north.pk)], "contracts": ["agency"]})
    choice = MatchChoice.objects.get()
    assert (choice.pay, choice.currency, choice.contracts, [*choice.areas.all()]) == (
        20_000,
        "GBP",
        ["agency"],
        [north],
    )
    assert "Walkland" in page(cleo, address)


def test_a_manager_stops_a_part_on_record(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo, "skills")
    address = reverse("opportunities:match_rules")
    mia = as_member(cast.mia)
    assert mia.post(address, {"act": "stop", "part": "skills"}).status_code == 422
    mia.post(address, {"act": "stop", "part": "skills", "reason": "Reads titles wrongly"})
    assert "Reads titles wrongly" in page(as_member(cast.ada), address)
    assert AuditRecord.objects.filter(verb="stopped part of matching", details={"part": "skills"}).exists()
    assert "Your service has stopped the parts you chose" in page(as_member(cast.cleo), HOME)
    mia.post(address, {"act": "resume", "part": "skills"})
    assert StoppedPart.objects.get().handled_by == cast.mia
    assert "Joiner" in page(as_member(cast.cleo), HOME)


def test_who_may_stop_a_part(cast: Cast, as_member: AsMember) -> None:
    address, said = reverse("opportunities:match_rules"), {"act": "stop", "part": "skills", "reason": "So"}
    assert as_member(cast.cleo).get(address).status_code == 403
    assert as_member(cast.ada).post(address, said).status_code == 403
    assert not StoppedPart.objects.exists()


def test_a_course_that_closes_a_gap(cast: Cast, offer: Opportunity, wood: Concept, as_member: AsMember) -> None:
    plans = Concept.objects.get(title="Reading plans")
    costly = {"cost": 400, "teaching_hours": 30}
    making.published(cast.ada, kind="training", title="Dear", must=[plans], details=costly, currency="GBP")
    making.published(cast.ada, kind="training", title="Free", must=[plans, making.skill("Sums")], details={"cost": 0})
    making.published(cast.ada, kind="training", title="Elsewhere", must=[wood])
    making.published(cast.ada, kind="training", title="Touches", nice=[plans])
    choice = seeking.turn_on(cast.cleo)
    text = page(as_member(cast.cleo), reverse("opportunities:match", args=[offer.pk]))
    assert text.index("Free") < text.index("Dear")
    assert "45 → <strong>85</strong>" in text
    for said in ("£400", "30"):
        assert said in text
    for title in ("Elsewhere", "Touches"):
        assert title not in text
    actions.switch_part(choice, "skills", on=False)
    assert "Free" not in page(as_member(cast.cleo), reverse("opportunities:match", args=[offer.pk]))


def test_training_for_an_occupation_that_is_wanted(cast: Cast, wood: Concept, as_member: AsMember) -> None:
    joiner, plans = making.concept("Joiner"), making.skill("Reading plans")
    seeking.needs(joiner, wood, plans)
    making.published(cast.ada, kind="training", title="Drawing course", must=[plans])
    seeking.turn_on(cast.cleo)
    cleo, address = as_member(cast.cleo), reverse("opportunities:match_training")
    assert "names no occupation that you want" in page(cleo, address)
    keep(cast.cleo, Kind.ASPIRATION, "Joiner")
    text = page(cleo, address)
    for said in ("Joiner", "Woodwork", "Reading plans", "Drawing course", "45 → <strong>85</strong>"):
        assert said in text


def test_as_many_queries_for_one_match_as_for_ten(cast: Cast, wood: Concept, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    cleo = as_member(cast.cleo)
    making.published(cast.ada, must=[wood])
    page(cleo, HOME)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(cleo, HOME)
        return len(asked)

    few = queries()
    for number in range(9):
        making.published(cast.ada, title=f"Job {number}", must=[wood, making.skill(f"Skill {number}")], level=3)
    page(cleo, HOME)
    assert queries() == few


def test_a_person_takes_it_all_along_and_leaves_nothing(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo, areas=[making.area("Walkland")])
    page(as_member(cast.cleo), HOME)
    actions.set_aside(cast.cleo.user, offer, reason="pay")
    exported = {holding.model: rows for holding, rows in holdings.export_everything(cast.cleo.user)}
    assert exported[MatchChoice][0]["areas"] == ["Walkland"]
    assert exported[SetAside][0]["reason"] == "pay"
    assert exported[ShownMatch][0]["record"]["reasons"]
    holdings.erase_everything(cast.cleo.user)
    for model in (MatchChoice, SetAside, ShownMatch):
        assert not model._default_manager.filter(user=cast.cleo.user).exists()


def test_what_was_shown_is_kept_for_a_year(cast: Cast, offer: Opportunity, as_member: AsMember) -> None:
    seeking.turn_on(cast.cleo)
    page(as_member(cast.cleo), HOME)
    retention.apply(timezone.now() + timedelta(days=364))
    assert ShownMatch.objects.exists()
    retention.apply(timezone.now() + timedelta(days=366))
    assert not ShownMatch.objects.exists()

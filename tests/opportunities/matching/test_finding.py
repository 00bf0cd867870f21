"""Who finds what, from a real portfolio and real offers: the database and the rules make the same sums."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.factories import Cast
from tests.opportunities import making
from tests.opportunities.matching import seeking
from tests.portfolio.keeping import keep
from wayline.opportunities import matching
from wayline.opportunities.actions import listings
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.matching import State
from wayline.opportunities.models import AskedSkill, Asking, Opportunity
from wayline.opportunities.queries import match_person
from wayline.people.enums import Role
from wayline.people.models import Membership
from wayline.portfolio.models import Holder
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.enums import ConceptKind

pytestmark = pytest.mark.django_db


def titles(member: Membership) -> list[str]:
    names = dict(Opportunity.objects.values_list("pk", "title"))
    return [names[one.offer] for one in seeking.found(member)]


def test_nothing_is_read_before_the_person_agrees(cast: Cast) -> None:
    assert match_person.seeker(cast.cleo) is None
    seeking.turn_on(cast.cleo)
    assert match_person.seeker(cast.cleo) is not None
    actions.turn_off(cast.cleo.user)
    assert match_person.seeker(cast.cleo) is None


def test_a_part_that_is_off_is_not_even_fetched(cast: Cast) -> None:
    wood = making.skill("Woodwork")
    seeking.skilled(cast.cleo, wood)
    keep(cast.cleo, Kind.EXPERIENCE, "Joiner")
    making.published(cast.ada, must=[wood])
    choice = seeking.turn_on(cast.cleo, "experience")
    who = seeking.seeker(cast.cleo)
    assert (who.items, who.rules) == (1, ())
    actions.switch_part(choice, "skills", on=True)
    assert seeking.seeker(cast.cleo).rules == ("skills",)
    assert titles(cast.cleo) == ["Nurse"]


def test_people_are_read_together_as_each_alone_and_with_as_many_queries(cast: Cast) -> None:
    wood, steel, joiner = making.skill("Woodwork"), making.skill("Steel work"), making.concept("Joiner")
    narrow = seeking.narrower("Carving", wood)
    seeking.skilled(cast.cleo, wood, level="basic")
    keep(cast.cleo, Kind.EXPERIENCE, "Joiner", start="2019", end="2021")
    keep(cast.cleo, Kind.ASPIRATION, "A quiet place", details={"conditions": ["no nights"], "areas": ["Nowhere"]})
    other, third = factories.member(Role.CLIENT), factories.member(Role.CLIENT)
    seeking.skilled(other, narrow)
    seeking.skilled(other, steel)
    keep(other, Kind.ASPIRATION, "Joiner", details={"occupations": [address_of(joiner)]})
    keep(third, Kind.INTEREST, "Woodwork")
    never = factories.member(Role.CLIENT)
    seeking.turn_on(cast.cleo)
    seeking.turn_on(other, "skills", "aspirations")
    seeking.turn_on(third, "interests")
    alone = {member.user_id: match_person.seeker(member) for member in (cast.cleo, other, third)}
    everybody = [cast.cleo, never, third, other]
    assert match_person.seekers(everybody) == alone
    assert [one.items for one in alone.values() if one] == [3, 3, 1]
    with CaptureQueriesContext(connection) as of_three:
        match_person.seekers(everybody)
    more = [factories.member(Role.CLIENT) for _ in range(3)]
    for member in more:
        seeking.skilled(member, wood)
        seeking.turn_on(member)
    with CaptureQueriesContext(connection) as of_six:
        match_person.seekers([*everybody, *more])
    assert len(of_six) == len(of_three)


def test_what_a_service_stopped_counts_for_nobody_there(cast: Cast) -> None:
    wood = making.skill("Woodwork")
    seeking.skilled(cast.cleo, wood)
    seeking.turn_on(cast.cleo)
    actions.stop_part("skills", by=cast.mia, reason="It reads skills wrongly.")
    who = seeking.seeker(cast.cleo)
    assert who.rules == ()
    assert who.stopped == frozenset({"skills"})
    actions.resume_part("skills", by=cast.mia)
    assert seeking.seeker(cast.cleo).rules == ("skills",)


def test_skills_are_found_by_their_address_by_their_name_and_near(cast: Cast) -> None:
    joints = making.skill("Making joints")
    dovetails = seeking.narrower("Making dovetails", joints)
    plans, sketches, sums = making.skill("Reading plans"), making.skill("Sketching"), making.skill("Sums")
    seeking.related(sketches, plans)
    seeking.skilled(cast.cleo, dovetails, level="advanced")
    item = keep(cast.cleo, Kind.SKILL, "reading PLANS")
    offer = making.published(cast.ada, must=[joints, plans, sketches, sums])
    seeking.turn_on(cast.cleo)
    (only,) = seeking.found(cast.cleo)
    by_skill = {one.concept: one for one in only.reasons}
    assert {pk: (one.state, one.value) for pk, one in by_skill.items()} == {
        joints.pk: (State.NEAR, 72), plans.pk: (State.HELD, 90), sketches.pk: (State.NEAR, 45),
        sums.pk: (State.MISSING, 0),
    }  # fmt: skip
    assert only.offer == offer.pk
    claim = by_skill[plans.pk].claim
    assert claim is not None
    assert claim.item == item.key


@pytest.mark.parametrize(("cases", "near"), [(15, True), (16, False)])
def test_cases_of_one_wider_skill_are_near_unless_there_are_many(cast: Cast, cases: int, near: bool) -> None:
    joints = making.skill("Making joints")
    every = [seeking.narrower(f"Joint {number}", joints) for number in range(cases)]
    seeking.skilled(cast.cleo, every[0])
    seeking.turn_on(cast.cleo)
    claims = seeking.seeker(cast.cleo).person.skills
    assert (every[1].pk in claims) is near
    assert claims[joints.pk].how == "narrower"


def test_what_shows_a_skill_makes_it_worth_more(cast: Cast) -> None:
    wood = making.skill("Woodwork")
    skill = seeking.skilled(cast.cleo, wood)
    making.published(cast.ada, must=[wood])
    seeking.turn_on(cast.cleo, "skills")
    assert seeking.found(cast.cleo)[0].score == 90
    keep(cast.cleo, Kind.EXPERIENCE, "Joiner").supports.add(skill)
    assert seeking.found(cast.cleo)[0].score == 100


def test_an_offer_without_skills_asks_for_what_its_occupation_needs(cast: Cast) -> None:
    wood, sums, joiner = making.skill("Woodwork"), making.skill("Sums"), making.concept("Joiner")
    seeking.needs(joiner, wood)
    plain = making.published(cast.ada, occupations=[joiner])
    said = making.published(cast.ada, occupations=[joiner], must=[sums])
    assert set(AskedSkill.objects.values_list("listing", "skill", "need")) == {
        (plain.pk, wood.pk, AskedSkill.USUAL),
        (said.pk, sums.pk, AskedSkill.MUST),
    }


def test_what_is_taken_off_asks_for_nothing(cast: Cast) -> None:
    offer = making.published(cast.ada, must=[making.skill("Woodwork")])
    Opportunity.objects.filter(pk=offer.pk).update(state="withdrawn")
    listings.refresh([offer.pk])
    assert not AskedSkill.objects.exists()
    assert not Asking.objects.exists()


def test_jobs_done_and_jobs_wanted_count_and_so_does_their_group(cast: Cast) -> None:
    group = making.concept("Wood trades", ConceptKind.GROUP)
    joiner, carpenter = making.concept("Joiner", broader=group), making.concept("Carpenter", broader=group)
    keep(cast.cleo, Kind.EXPERIENCE, "Joiner", start="2019-01", end="2023-01")
    keep(cast.cleo, Kind.ASPIRATION, "something with wood", details={"occupations": [address_of(carpenter)]})
    making.published(cast.ada, title="Same", occupations=[joiner])
    making.published(cast.ada, title="Wanted", occupations=[carpenter])
    making.published(cast.ada, title="Neither", occupations=[making.concept("Nurse")])
    seeking.turn_on(cast.cleo)
    same, wanted = seeking.found(cast.cleo)
    assert [(one.rule, one.share) for one in same.sums] == [("experience", 100), ("aspirations", 50)]
    assert [(one.rule, one.share) for one in wanted.sums] == [("experience", 50), ("aspirations", 100)]


def test_conditions_come_from_the_choices_and_from_an_area_that_an_aspiration_names(cast: Cast) -> None:
    wood, country = making.skill("Woodwork"), making.area("Walkland")
    north = making.area("Northshire", parent=country)
    seeking.skilled(cast.cleo, wood)
    keep(
        cast.cleo,
        Kind.ASPIRATION,
        "Joiner",
        details={"areas": ["walkland", "Up the hill"], "conditions": ["No nights"]},
    )
    making.published(cast.ada, must=[wood], area=north, hours="full_time", contract="agency")
    seeking.turn_on(
        cast.cleo, hours="part_time", contracts=["permanent"], remote=["on_site"], pay=20_000, currency="GBP"
    )
    (only,) = seeking.found(cast.cleo)
    states = {one.rule: one.state for one in only.reasons}
    assert states == {
        "skills": State.HELD, "area": State.MET, "hours": State.UNMET, "contract": State.UNMET, "remote": State.MET,
        "pay": State.UNKNOWN,
    }  # fmt: skip
    assert [words for _key, words in seeking.seeker(cast.cleo).own_words] == ["Up the hill", "No nights"]


def test_what_is_set_aside_is_gone_until_it_is_brought_back(cast: Cast) -> None:
    wood = making.skill("Woodwork")
    for one in (cast.cleo, cast.cato):
        seeking.skilled(one, wood)
        seeking.turn_on(one)
    offer = making.published(cast.ada, must=[wood])
    aside = actions.set_aside(cast.cleo.user, offer, reason="far")
    assert (titles(cast.cleo), titles(cast.cato)) == ([], ["Nurse"])
    actions.bring_back(aside)
    assert titles(cast.cleo) == ["Nurse"]


def test_only_the_kinds_one_looks_for(cast: Cast) -> None:
    wood = making.skill("Woodwork")
    seeking.skilled(cast.cleo, wood)
    making.published(cast.ada, kind="training", title="Course", must=[wood])
    choice = seeking.turn_on(cast.cleo)
    assert titles(cast.cleo) == []
    actions.set_wishes(choice, kinds=["training"])
    assert titles(cast.cleo) == ["Course"]


def test_the_same_portfolio_finds_the_same_whoever_it_is_of(cast: Cast) -> None:
    """Name, birth date (so age), nationality and address are not read: who differs in all of them gets one list."""
    wood, plans, joiner = making.skill("Woodwork"), making.skill("Reading plans"), making.concept("Joiner")
    people = (cast.cleo, cast.cato)
    for one in people:
        seeking.skilled(one, wood, level="basic")
        keep(one, Kind.EXPERIENCE, "Joiner", start="2020", ongoing=True)
        seeking.turn_on(one)
    Holder.objects.create(owner=cast.cleo.user, given_name="Maria", birth_date="2006-01-01", nationalities=["RO"])
    Holder.objects.create(
        owner=cast.cato.user, given_name="Kevin", birth_date="1959", nationalities=["GB"], city="York"
    )
    making.published(cast.ada, must=[wood, plans])
    making.published(cast.ada, occupations=[joiner], nice=[plans])
    assert seeking.found(cast.cleo) != []

    def plain(member: Membership) -> list[tuple[int, int, list[tuple[str, int]]]]:
        return [
            (one.offer, one.points, [(why.rule, why.value) for why in one.reasons]) for one in seeking.found(member)
        ]

    assert plain(cast.cleo) == plain(cast.cato)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        seeking.found(cast.cleo)
    said = " ".join(one["sql"] for one in asked.captured_queries)
    assert "portfolio_holder" not in said
    assert "birth" not in said
    assert "people_user" not in said


@pytest.mark.parametrize("seed", range(6))
def test_the_database_and_the_rules_make_the_same_sums(cast: Cast, seed: int) -> None:
    """Offers and people by chance; `seeking.found` compares the sums and their order."""
    dice = Random(seed)
    skills = [making.skill(f"Skill {number}") for number in range(8)]
    jobs = [making.concept(f"Job {number}") for number in range(4)]
    areas = [making.area("Land")]
    areas.append(making.area("Shire", parent=areas[0]))
    seeking.needs(jobs[0], *skills[:3])
    seeking.related(skills[0], skills[5])
    for number in range(12):
        low = dice.choice([None, 15_000, 30_000])
        making.published(
            cast.ada, title=f"Offer {number}", must=dice.sample(skills, dice.randrange(4)),
            nice=dice.sample(skills, dice.randrange(3)), occupations=dice.sample(jobs, dice.randrange(3)),
            level=dice.choice([None, 2, 4, 5, 7]), hours=dice.choice(["", "full_time", "part_time", "either"]),
            contract=dice.choice(["", "permanent", "agency"]), remote=dice.choice(["on_site", "hybrid", "remote"]),
            area=dice.choice([None, *areas]), languages=dice.choice([[], ["en"], ["en", "it"]]),
            pay_from=Decimal(low) if low else None, pay_per="year" if low else "", currency="GBP" if low else "",
            details=dice.choice([{}, {"licences": ["B", "a boat"]}, {"licences": ["b", "CE"]}]),
            read=dice.sample(skills, dice.randrange(4)),
        )  # fmt: skip
    for skill in dice.sample(skills, 3):
        seeking.skilled(cast.cleo, skill, level=dice.choice(["basic", "expert"]))
    keep(cast.cleo, Kind.EXPERIENCE, jobs[1].title, start="2020-01", end=dice.choice(["2020-03", "2026-01"]))
    keep(cast.cleo, Kind.ASPIRATION, jobs[2].title)
    keep(cast.cleo, Kind.INTEREST, skills[7].title)
    keep(cast.cleo, Kind.EDUCATION, "School", details={"eqf": 4})
    keep(cast.cleo, Kind.QUALIFICATION, "Licence", details={"categories": ["B"]})
    keep(cast.cleo, Kind.LANGUAGE, "English", details={"code": "en", "listening": "B1", "writing": "A2"})
    seeking.turn_on(
        cast.cleo, areas=[areas[dice.randrange(2)]], hours="part_time", contracts=["permanent"], remote=["hybrid"],
        pay=20_000, currency="GBP",
    )  # fmt: skip
    assert len(seeking.seeker(cast.cleo).rules) == len(matching.RULES)
    assert len(seeking.found(cast.cleo)) >= 3

"""Each rule by examples that one checks by hand with the weights that stand here, not with those that hold now."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.opportunities.matching import (
    PARTS,
    RULES,
    Claim,
    Experience,
    Match,
    Near,
    Offer,
    Person,
    Skill,
    State,
    aspired,
    counting,
    current,
    experienced,
    match,
    part_of,
    skilled,
    with_training,
)
from wayline.opportunities.matching.weights import read

WEIGHTS = read("""
version = "test"
unknown = { share = 50 }
need = { must = 3, nice = 1, read = 2, usual = 1 }
held = { unsaid = 90, basic = 60, intermediate = 80, advanced = 90, expert = 90, evidence = 10 }
near = { narrower = 80, broader = 50, related = 50, sibling = 30 }
taught = { share = 80 }
experience = { months = [[0, 60], [12, 80], [36, 100]], unsaid = 70, group = 50, similar_from = 35 }
aspirations = { same = 100, group = 50 }
level = { below = 50 }
languages = { enough = 90, mother_tongue = 100, B2 = 90, B1 = 60, unsaid = 50 }
[rules]
skills = 40
experience = 20
aspirations = 15
level = 6
licences = 3
languages = 4
area = 5
hours = 3
contract = 2
remote = 2
pay = 3
interests = 2
""")
WOOD, PLANS, TOOLS, STAIRS, JOINER, CARPENTER, NURSE = range(1, 8)
HELD, NEAR, MISSING = State.HELD, State.NEAR, State.MISSING
MET, UNMET, UNKNOWN = State.MET, State.UNMET, State.UNKNOWN
FULL = Claim(100)


@pytest.mark.parametrize(
    ("level", "evidence", "worth"),
    [("", False, 90), ("", True, 100), ("basic", False, 60), ("intermediate", True, 90), ("expert", True, 100)],
)
def test_a_skill_is_worth_more_by_its_level_and_by_what_shows_it(level: str, evidence: bool, worth: int) -> None:
    assert skilled([Skill(WOOD, level, evidence)], [], WEIGHTS)[WOOD].value == worth


@pytest.mark.parametrize(("how", "worth"), [("narrower", 72), ("broader", 45), ("related", 45), ("sibling", 27)])
def test_a_near_skill_is_worth_a_part_of_the_one_that_is_held(how: str, worth: int) -> None:
    claims = skilled([Skill(WOOD, item="i", title="Wood")], [Near(WOOD, STAIRS, how)], WEIGHTS)
    assert claims[STAIRS] == Claim(worth, "i", "Wood", how, WOOD, level="unsaid", part=WEIGHTS.near[how])


def test_the_best_of_several_ways_counts_and_what_is_held_is_not_near() -> None:
    held = [Skill(WOOD, "basic", item="one"), Skill(WOOD, "advanced", item="two"), Skill(PLANS)]
    near = [Near(WOOD, STAIRS, "sibling"), Near(PLANS, STAIRS, "broader"), Near(WOOD, PLANS, "narrower")]
    claims = skilled(held, near, WEIGHTS)
    assert claims[WOOD].item == "two"
    assert (claims[STAIRS].value, claims[STAIRS].how) == (45, "broader")
    assert claims[PLANS].how == "held"


@pytest.mark.parametrize(
    ("months", "worth"), [([None], 70), ([0], 60), ([11], 60), ([12], 80), ([8, 6], 80), ([40], 100), ([None, 36], 100)]
)
def test_experience_is_worth_what_its_months_together_are(months: list[int | None], worth: int) -> None:
    worked = [Experience(JOINER, one) for one in months]
    assert experienced(worked, [], WEIGHTS)[JOINER].value == worth


def test_other_jobs_are_worth_a_part_by_group_or_by_what_is_brought_along() -> None:
    near = [Near(JOINER, CARPENTER, "group"), Near(JOINER, NURSE, "similar", 34)]
    claims = experienced([Experience(JOINER, 40)], near, WEIGHTS)
    assert (claims[CARPENTER].value, NURSE in claims) == (50, False)
    more = experienced([Experience(JOINER, 40)], [*near, Near(JOINER, CARPENTER, "similar", 62)], WEIGHTS)
    assert (more[CARPENTER].value, more[CARPENTER].how) == (62, "similar")


def test_a_title_that_is_only_similar_counts_as_far_as_it_fits() -> None:
    assert experienced([Experience(JOINER, 40, how="title", certainty=80)], [], WEIGHTS)[JOINER].value == 80
    wanted = aspired([Experience(JOINER)], [Near(JOINER, CARPENTER, "group")], WEIGHTS)
    assert (wanted[JOINER].value, wanted[CARPENTER].value) == (100, 50)


SKILLED = Person(skills={WOOD: Claim(100), PLANS: Claim(45, how="related"), TOOLS: Claim(90)})
BILINGUAL = Offer(0, languages=("en", "it"))
RULE_TABLE = [
    # (100×3 + 45×3 + 0×3 + 90×1) / 10 = 52.5, the half is dropped
    ("skills", SKILLED, Offer(0, must=(WOOD, PLANS, STAIRS), nice=(TOOLS,)), 52, [HELD, NEAR, MISSING, HELD]),
    ("skills", SKILLED, Offer(0, usual=(WOOD, STAIRS)), 50, [HELD, MISSING]),
    ("skills", SKILLED, Offer(0, read=(WOOD,), usual=(STAIRS,)), 66, [HELD, MISSING]),  # (100×2 + 0×1) / 3
    ("skills", SKILLED, Offer(0), 50, [UNKNOWN]),
    ("experience", Person(experience={JOINER: Claim(80, how="same")}), Offer(0, jobs=(NURSE, JOINER)), 80, [HELD]),
    ("experience", Person(experience={JOINER: Claim(50, how="group")}), Offer(0, jobs=(JOINER,)), 50, [NEAR]),
    ("experience", Person(experience={JOINER: FULL}), Offer(0, jobs=(NURSE,)), 0, [MISSING]),
    ("experience", Person(experience={JOINER: FULL}), Offer(0), 50, [UNKNOWN]),
    ("aspirations", Person(aspirations={NURSE: Claim(100, how="same")}), Offer(0, jobs=(NURSE,)), 100, [HELD]),
    ("interests", Person(interests={WOOD: Claim(100, how="named")}), Offer(0, nice=(WOOD,)), 100, [HELD]),
    ("interests", Person(interests={WOOD: Claim(100, how="named")}), Offer(0, nice=(PLANS,)), 0, [MISSING]),
    ("level", Person(level=4), Offer(0, level=3), 100, [MET]),
    ("level", Person(level=4), Offer(0, level=5), 50, [NEAR]),
    ("level", Person(level=4), Offer(0, level=6), 0, [UNMET]),
    ("level", Person(level=4), Offer(0), 50, [UNKNOWN]),
    ("licences", Person(licences={"B": FULL}), Offer(0, licences=("B", "CE", "D")), 33, [MET, UNMET, UNMET]),
    ("languages", Person(languages={"en": Claim(90), "it": Claim(60)}), BILINGUAL, 75, [MET, NEAR]),
    ("languages", Person(languages={"en": FULL}), Offer(0, languages=("fr",)), 0, [UNMET]),
    ("languages", Person(languages={"en": FULL}), Offer(0), 50, [UNKNOWN]),
    ("area", Person(areas=frozenset({1})), Offer(0, areas=frozenset({1, 9})), 100, [MET]),
    ("area", Person(areas=frozenset({1})), Offer(0, areas=frozenset({2, 9})), 0, [UNMET]),
    ("area", Person(areas=frozenset({1})), Offer(0, areas=frozenset({2}), remote="remote"), 100, [MET]),
    ("area", Person(areas=frozenset({1})), Offer(0), 50, [UNKNOWN]),
    ("hours", Person(hours="part_time"), Offer(0, hours="either"), 100, [MET]),
    ("hours", Person(hours="part_time"), Offer(0, hours="full_time"), 0, [UNMET]),
    ("hours", Person(hours="part_time"), Offer(0), 50, [UNKNOWN]),
    ("contract", Person(contracts=frozenset({"permanent"})), Offer(0, contract="agency"), 0, [UNMET]),
    ("contract", Person(contracts=frozenset({"permanent"})), Offer(0, contract="permanent"), 100, [MET]),
    ("contract", Person(contracts=frozenset({"permanent"})), Offer(0), 50, [UNKNOWN]),
    ("remote", Person(remote=frozenset({"hybrid"})), Offer(0, remote="on_site"), 0, [UNMET]),
    ("remote", Person(remote=frozenset({"hybrid"})), Offer(0, remote="hybrid"), 100, [MET]),
    ("remote", Person(remote=frozenset({"hybrid"})), Offer(0), 50, [UNKNOWN]),
    ("pay", Person(pay=20_000, currency="GBP"), Offer(0, pay=20_000, currency="GBP"), 100, [MET]),
    ("pay", Person(pay=20_000, currency="GBP"), Offer(0, pay=19_999, currency="GBP"), 0, [UNMET]),
    ("pay", Person(pay=20_000, currency="GBP"), Offer(0, pay=30_000, currency="EUR"), 50, [UNKNOWN]),
    ("pay", Person(pay=20_000, currency="GBP"), Offer(0), 50, [UNKNOWN]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "person", "offer", "share", "states"), RULE_TABLE)
def test_a_rule_gives_its_share_and_says_how_things_stand(
    rule: str, person: Person, offer: Offer, share: int, states: list[State]
) -> None:
    found, reasons = RULES[rule](person, offer, WEIGHTS)
    assert (found, [one.state for one in reasons]) == (share, states)


def test_the_table_holds_every_rule_and_the_weights_name_each() -> None:
    assert {row[0] for row in RULE_TABLE} == set(RULES)
    assert set(RULES) == set(current().rules) == {rule for rules in PARTS.values() for rule in rules}
    assert all(weight > 0 for weight in current().rules.values())


def test_a_score_by_hand() -> None:
    person = Person(skills=SKILLED.skills, level=4, areas=frozenset({1}))
    offer = Offer(9, must=(WOOD, PLANS, STAIRS), nice=(TOOLS,), level=5)
    found = match(person, offer, WEIGHTS, counting(person, PARTS))
    # skills 40×52 = 2080, level 6×50 = 300, area 5×50 = 250; together 2630 of 5100 hundredths: 51.6 of 100
    assert [(one.rule, one.points) for one in found.sums] == [("skills", 2080), ("level", 300), ("area", 250)]
    assert (found.points, found.of, found.score, found.version, found.offer) == (2630, 51, 52, "test", 9)


def test_what_is_off_or_not_said_by_the_person_does_not_count() -> None:
    person = Person(skills=SKILLED.skills, level=4)
    assert counting(person, {"skills"}) == ("skills",)
    assert counting(person, PARTS) == ("skills", "level")
    assert counting(Person(), PARTS) == ()
    assert match(Person(), Offer(0), WEIGHTS, ()).score == 0


def test_a_course_closes_gaps_and_the_rest_stays() -> None:
    offer = Offer(0, must=(WOOD, PLANS, STAIRS), nice=(TOOLS,))
    change = with_training(SKILLED, offer, WEIGHTS, ("skills",), {PLANS, STAIRS, TOOLS, NURSE})
    # before 52; after (100×3 + 80×3 + 80×3 + 90×1) / 10 = 87
    assert (change.closes, change.before, change.after, change.gain) == ((PLANS, STAIRS), 52, 87, 35)


names = st.dictionaries(st.integers(1, 9), st.builds(Claim, st.integers(0, 100)), max_size=5)
keys = st.lists(st.integers(1, 9), max_size=4, unique=True).map(tuple)
people = st.builds(
    Person, skills=names, experience=names, aspirations=names, level=st.integers(0, 8),
    hours=st.sampled_from(["", "full_time"]),
)  # fmt: skip
offers = st.builds(Offer, st.just(1), must=keys, jobs=keys, level=st.one_of(st.none(), st.integers(1, 8)))


@given(people, offers)
def test_every_score_is_what_its_reasons_say(person: Person, offer: Offer) -> None:
    found = match(person, offer, WEIGHTS, counting(person, PARTS))
    assert 0 <= found.score <= 100
    for one in found.sums:
        why = [reason for reason in found.reasons if reason.rule == one.rule]
        assert one.share == sum(reason.value * reason.part for reason in why) // sum(reason.part for reason in why)


@given(people, offers, st.integers(1, 9))
def test_one_more_skill_never_lowers_a_score(person: Person, offer: Offer, learnt: int) -> None:
    rules = {*counting(person, PARTS), "skills"}
    more = Person(
        **{one.name: getattr(person, one.name) for one in fields(Person)} | {"skills": {**person.skills, learnt: FULL}}
    )
    assert match(more, offer, WEIGHTS, rules).points >= match(person, offer, WEIGHTS, rules).points


def test_nothing_that_says_who_somebody_is_can_be_given() -> None:
    assert {one.name for one in fields(Person)} == {
        "skills", "experience", "aspirations", "interests", "level", "level_claim", "licences", "languages", "areas",
        "hours", "contracts", "remote", "pay", "currency",
    }  # fmt: skip
    assert {part_of(rule) for rule in RULES} == set(PARTS)
    assert isinstance(match(Person(), Offer(0), current(), ()), Match)

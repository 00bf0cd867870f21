"""Jobs one could move to: each rule by examples that one checks by hand, with weights that stand here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.opportunities.matching import Claim, Near, State, moving, moving_all
from wayline.opportunities.matching.moving import Job, Mover, read
from wayline.opportunities.matching.shapes import Claims

WEIGHTS = read("""
version = "test"
rules = { skills = 40, experience = 30, aspirations = 20, interests = 10 }
skills = { worked = 60, taught = 80 }
aspirations = { alike = 70 }
""")
WOOD, PLANS, TOOLS, JOINER, CARPENTER, NURSE = range(1, 7)
DONE = Claim(80, "item", "Joiner", "same", months=20)
HELD, NEAR, MISSING = State.HELD, State.NEAR, State.MISSING


def test_what_a_former_job_needs_counts_as_a_part_of_the_time_there() -> None:
    kept = {WOOD: Claim(90, "kept", "Wood")}
    found = moving.brought(kept, {JOINER: DONE}, {JOINER: [WOOD, PLANS]}, WEIGHTS)
    assert found[WOOD] == kept[WOOD]  # 90 is more than 60 % of 80
    assert found[PLANS] == Claim(48, "item", "Joiner", "worked", JOINER, months=20, part=60)


def test_a_job_that_is_only_near_to_a_former_one_brings_no_skills() -> None:
    only_near = Claim(50, how="group", via=JOINER)
    assert moving.brought({}, {CARPENTER: only_near}, {CARPENTER: [WOOD]}, WEIGHTS) == {}
    assert moving.near({CARPENTER: only_near}, [Near(CARPENTER, NURSE, "alike", 90)], WEIGHTS) == {}


@pytest.mark.parametrize(("worth", "alike", "share"), [(80, 75, 60), (100, 75, 75), (60, 41, 24)])
def test_a_near_move_is_worth_its_likeness_by_the_time_in_the_former_job(worth: int, alike: int, share: int) -> None:
    found = moving.near({JOINER: Claim(worth, how="same")}, [Near(JOINER, CARPENTER, "alike", alike)], WEIGHTS)
    assert found[CARPENTER].value == share
    assert (found[CARPENTER].via, found[CARPENTER].how) == (JOINER, "alike")


def test_of_two_former_jobs_the_nearer_counts_and_neither_is_a_move() -> None:
    former = {JOINER: Claim(100, how="same"), NURSE: Claim(60, how="same")}
    alike = [Near(JOINER, CARPENTER, "alike", 40), Near(NURSE, CARPENTER, "alike", 70), Near(NURSE, JOINER, "alike", 9)]
    assert {key: claim.value for key, claim in moving.near(former, alike, WEIGHTS).items()} == {CARPENTER: 42}


@pytest.mark.parametrize(("group", "alike", "share"), [(50, 60, 50), (50, 80, 56), (0, 80, 56)])
def test_work_alike_to_what_is_wanted_counts_or_its_group_the_better(group: int, alike: int, share: int) -> None:
    claims = {JOINER: Claim(100, how="same")} | ({CARPENTER: Claim(group, how="group")} if group else {})
    found = moving.wished(claims, [Near(JOINER, CARPENTER, "alike", alike)], WEIGHTS)
    assert (found[JOINER].value, found[CARPENTER].value) == (100, share)


BRINGS: Claims = {WOOD: Claim(90), PLANS: Claim(45, how="related", via=TOOLS)}
JOB = Job(CARPENTER, ((WOOD, 100), (PLANS, 200), (TOOLS, 300)))
TABLE = [
    # (90×100 + 45×200 + 0×300) / 600 = 30
    (Mover(skills=BRINGS), "skills", 30, [MISSING, NEAR, HELD]),
    (Mover(experience={CARPENTER: Claim(60, how="alike")}), "experience", 60, [NEAR]),
    (Mover(experience={NURSE: Claim(60, how="alike")}), "experience", 0, [MISSING]),
    (Mover(aspirations={CARPENTER: Claim(100, how="same")}), "aspirations", 100, [HELD]),
    (Mover(aspirations={CARPENTER: Claim(56, how="alike")}), "aspirations", 56, [NEAR]),
    (Mover(interests={CARPENTER: Claim(100, how="named")}), "interests", 100, [HELD]),
    (Mover(interests={PLANS: Claim(100, how="named")}), "interests", 100, [HELD]),
    (Mover(interests={NURSE: Claim(100, how="named")}), "interests", 0, [MISSING]),
]


@pytest.mark.parametrize(("mover", "rule", "share", "states"), TABLE)
def test_each_rule_by_hand(mover: Mover, rule: str, share: int, states: list[State]) -> None:
    found = moving.match(mover, JOB, WEIGHTS)
    assert [(one.rule, one.weight, one.share) for one in found.sums] == [(rule, WEIGHTS.rules[rule], share)]
    assert [one.state for one in found.reasons] == states
    assert found.score == share  # of the one rule that counts


def test_the_score_is_the_points_of_the_rules_that_count() -> None:
    mover = Mover(skills=BRINGS, experience={CARPENTER: Claim(60, how="alike")}, interests={NURSE: Claim(100)})
    # 40×30 + 30×60 + 10×0 = 3000 of 40 + 30 + 10 = 80: 37.5, a half rounded up
    assert (moving.match(mover, JOB, WEIGHTS).points, moving.match(mover, JOB, WEIGHTS).score) == (3000, 38)


def test_a_course_closes_what_is_missing_and_lifts_what_is_only_near() -> None:
    # PLANS 45 → 80, TOOLS 0 → 80: (90×100 + 80×200 + 80×300) / 600 = 81
    change = moving.with_course(Mover(skills=BRINGS), JOB, WEIGHTS, {WOOD, PLANS, TOOLS})
    assert (set(change.closes), change.before, change.after) == ({PLANS, TOOLS}, 30, 81)
    nothing = moving.with_course(Mover(skills=BRINGS), JOB, WEIGHTS, {WOOD, NURSE})
    assert (nothing.closes, nothing.gain) == ((), 0)


def test_the_file_of_weights_names_every_rule() -> None:
    assert set(moving.current().rules) == set(moving.RULES)
    assert moving.current().version.startswith("jobs-")  # never mistaken for the weights of offers


claims = st.dictionaries(st.integers(1, 12), st.integers(1, 100).map(Claim), max_size=5)
movers = st.builds(Mover, skills=claims, experience=claims, aspirations=claims, interests=claims)
needs = st.dictionaries(st.integers(1, 12), st.integers(1, 900), max_size=5).map(lambda found: tuple(found.items()))
jobs = st.lists(needs, min_size=1, max_size=6).map(lambda some: [Job(key, one) for key, one in enumerate(some, 1)])


@given(movers, jobs, st.sets(st.integers(1, 6), max_size=2))
def test_all_at_once_gives_what_each_gives_alone(mover: Mover, some: list[Job], without: set[int]) -> None:
    found, number = moving_all.best(moving_all.Table.of(some), mover, WEIGHTS, without=without, limit=4)
    alone = {
        job.key: match
        for job in some
        if job.needs and job.key not in without and (match := moving.match(mover, job, WEIGHTS)).points
    }
    order = sorted(alone, key=lambda key: (-alone[key].points, key))
    assert found == [(key, alone[key].score) for key in order[:4]]
    assert number == len(order)


@given(movers, needs.filter(bool))
def test_a_skill_more_never_lowers_a_score(mover: Mover, asked: tuple[tuple[int, int], ...]) -> None:
    job = Job(1, asked)
    more = Mover({**mover.skills, asked[0][0]: Claim(100)}, mover.experience, mover.aspirations, mover.interests)
    if mover.skills:
        assert moving.match(more, job, WEIGHTS).points >= moving.match(mover, job, WEIGHTS).points


def test_the_table_gives_each_job_back() -> None:
    table = moving_all.Table.of([Job(9), JOB])
    assert table.job(CARPENTER) == JOB
    assert table.job(9) is None  # needs nothing: nothing to compare
    assert table.job(99) is None
    assert moving_all.Table.of([]).job(1) is None

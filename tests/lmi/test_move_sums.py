"""Sums of moves: every signal by hand, points, legs, and what must hold whatever the data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.lmi.moves import Skill, Work, legs, ratings
from wayline.lmi.moves.atlas import Atlas
from wayline.lmi.moves.legs import Leg
from wayline.lmi.moves.signals import signals
from wayline.lmi.moves.weights import ENOUGH, Weight, Weights, current
from wayline.lmi.moves.works import NAMES, Spread, described, groups_of, level_of
from wayline.lmi.similarity import Needs, compare, weight
from wayline.taxonomy.titles.store import BrokenStore

WIDER = frozenset({90})
SKILLS = {
    1: Skill(1, "install wiring", WIDER), 2: Skill(2, "read plans"), 3: Skill(3, "install cables", WIDER),
    4: Skill(4, "milk cows"), 5: Skill(5, "weld pipes"),
}  # fmt: skip


def work(number: int, essential: Sequence[int] = (), optional: Sequence[int] = (), **more: object) -> Work:
    return Work(number, frozenset(essential), frozenset(optional), **more)  # type: ignore[arg-type]


def value(name: str, works: Sequence[Work], here: int = 0, there: int = 1) -> float:
    return float(signals(works, SKILLS)[name](slice(0, len(works)))[here, there])


def rarity(having: int, every: int) -> float:
    return math.log((1 + every) / (1 + having)) + 0.05


def test_skills_in_common_by_hand() -> None:
    """Three occupations: skill 2 is needed by two of them, the others by one."""
    works = [work(1, [1, 2]), work(2, [2], [3]), work(3, [4])]
    rare, common = rarity(1, 3), rarity(2, 3)
    assert value("skills", works) == pytest.approx(common / (rare + common + rare / 2), abs=1e-5)
    assert value("skills", works, 0, 2) == 0


def test_a_skill_optional_for_one_counts_half() -> None:
    works = [work(1, [1]), work(2, [], [1]), work(3, [4])]
    assert value("skills", works) == pytest.approx(0.5, abs=1e-5)


def test_two_skills_of_one_field_are_alike_in_fields_only() -> None:
    works = [work(1, [1]), work(2, [3]), work(3, [4])]
    assert value("skills", works) == 0
    assert value("fields", works) == pytest.approx(1, abs=1e-5)
    assert math.isnan(value("fields", works, 0, 2))


def test_skills_that_are_said_alike_are_near() -> None:
    works = [work(1, [1]), work(2, [3]), work(3, [4])]
    assert value("tasks", works) > 0.1
    assert value("tasks", works, 0, 2) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize(
    ("here", "there", "part"),
    [("2221", "2221", 1.0), ("2221", "2222", 0.75), ("2221", "2212", 0.5), ("2221", "2300", 0.25), ("2221", "5221", 0)],
)
def test_groups_share_digits_from_the_left(here: str, there: str, part: float) -> None:
    assert value("group", [work(1, [1], group=here), work(2, [2], group=there)]) == part


@pytest.mark.parametrize(
    ("here", "there", "climb", "descend", "lead"),
    [
        ("9111", "5311", 1, 0, 0), ("5311", "9111", 0, 1, 0), ("9111", "2221", 3, 0, 0), ("2221", "1342", 0, 0, 1),
        ("1342", "1343", 0, 0, 0), ("3221", "3222", 0, 0, 0),
    ],
)  # fmt: skip
def test_steps_between_levels(here: str, there: str, climb: int, descend: int, lead: int) -> None:
    works = [work(1, [1], group=here), work(2, [2], group=there)]
    assert [value(name, works) for name in ("climb", "descend", "lead")] == [climb, descend, lead]


def test_what_is_not_known_is_no_number_and_gives_no_points() -> None:
    works = [work(1, [1], group="2221"), work(2, [2])]
    for name in ("names", "texts", "ratings", "group", "climb", "descend", "industries", "spread"):
        assert math.isnan(value(name, works)), name
    assert math.isnan(points_of(Weight(3.0, 0.4), [math.nan]))
    assert level_of("") is None
    assert level_of("0110") is None


def test_industries_overlap_by_hand() -> None:
    """Half of the jobs of each in a common industry: the square root of a half times a half, twice nothing."""
    works = [
        work(1, [1], spread=Spread({"6221": 0.5, "6231": 0.5}, math.log(2))),
        work(2, [2], spread=Spread({"6221": 0.5, "4841": 0.5}, math.log(2))),
        work(3, [3], spread=Spread({"1111": 1.0}, 0.0)), work(4, [4]),
    ]  # fmt: skip
    assert value("industries", works) == pytest.approx(0.5, abs=1e-5)
    assert value("industries", works, 0, 0) == pytest.approx(1, abs=1e-5)
    assert value("industries", works, 0, 2) == 0
    assert math.isnan(value("industries", works, 0, 3))


def test_where_the_other_is_found_counts_not_oneself() -> None:
    works = [work(1, [1], spread=Spread({}, math.log(2))), work(2, [2], spread=Spread({}, math.log(40))), work(3, [3])]
    assert value("spread", works) == pytest.approx(math.log(40))
    assert value("spread", works, 1, 0) == pytest.approx(math.log(2))
    assert math.isnan(value("spread", works, 0, 2))


def test_jobs_by_industry_are_taken_on_one_level() -> None:
    counted = {
        ("29-1141", "62"): 100.0, ("29-1141", "6221"): 60.0, ("29-1141", "6231"): 20.0, ("29-1141", "6111"): 0.0,
        ("53-3032", "4841"): 50.0,
    }  # fmt: skip
    found = ratings.spreads(counted)
    assert tuple(found["29-1141"]) == ({"6221": 0.75, "6231": 0.25}, pytest.approx(math.log(2)))
    assert found["53-3032"] == ({"4841": 1.0}, 0)
    mean = ratings.mean_spread(list(found.values())) or ()
    assert tuple(mean) == ({"4841": 0.5, "6221": 0.375, "6231": 0.125}, pytest.approx(math.log(2) / 2))
    assert ratings.mean_spread([]) is None
    assert ratings.spreads({}) == {}


def test_names_are_the_mean_over_the_languages() -> None:
    english = [work(1, [1], names={"en": "baker"}), work(2, [2], names={"en": "baker"})]
    both = [
        work(1, [1], names={"en": "baker", "fr": "boulanger"}),
        work(2, [2], names={"en": "baker", "fr": "fournier"}),
    ]
    assert value("names", english) == pytest.approx(1, abs=1e-5)
    assert 0.4 < value("names", both) < 0.9


def points_of(weight_: Weight, others: Sequence[float]) -> float:
    """Of the first of the other occupations."""
    found, _itself = weight_.of(np.array([[1.0, *others]], np.float32), np.array([0]))
    return float(found[0, 1])


@pytest.mark.parametrize(
    ("weight_", "said", "points"),
    [(Weight(2, 0.25, root=True), 0.25, 0.5), (Weight(2, 0.25, root=True), 0.0, -0.5), (Weight(4, 0.1, 0.5), 0.6, 4.0),
     (Weight(-1, likeness=False), 2, -2.0)],
)  # fmt: skip
def test_points_by_hand_where_few_are_known(weight_: Weight, said: float, points: float) -> None:
    assert points_of(weight_, [said]) == pytest.approx(points)


def test_what_is_usual_is_that_of_the_occupation_itself() -> None:
    """Of a hundred others half are 0.2 and half 0.6: usual 0.4, apart 0.2. One that is not known changes nothing."""
    others = [0.6] * (ENOUGH // 2) + [0.2] * (ENOUGH // 2) + [math.nan]
    points, itself = Weight(3, 0.9, 7).of(np.array([[1.0, *others]], np.float32), np.array([0]))
    assert points[0, 1] == pytest.approx(3, abs=1e-4)
    assert points[0, -2] == pytest.approx(-3, abs=1e-4)
    assert math.isnan(points[0, -1])
    assert itself[0] == pytest.approx(3 * (1 - 0.4) / 0.2, abs=1e-3)
    fewer, itself = Weight(3, 0.1, 0.5).of(np.array([[1.0, *others[1:]]], np.float32), np.array([0]))
    assert fewer[0, -2] == pytest.approx(3 * (0.2 - 0.1) / 0.5, abs=1e-4)
    assert itself[0] == pytest.approx(3 * (1 - 0.1) / 0.5, abs=1e-4)


def test_a_hundred_others_that_are_all_the_same_have_the_usual_of_all() -> None:
    assert points_of(Weight(2, 0.1, 0.5), [0.6] * ENOUGH) == pytest.approx(2)


def test_what_is_no_likeness_counts_as_it_is_and_not_in_a_hundred_per_cent() -> None:
    others = [float(one % 3) for one in range(ENOUGH)]
    points, itself = Weight(0.5, likeness=False).of(np.array([[0.0, *others]], np.float32), np.array([0]))
    assert points[0, 3] == pytest.approx(1)
    assert itself.tolist() == [0]


def test_a_job_like_itself_is_a_hundred_per_cent_alike_by_what_is_known() -> None:
    works = [work(10, [1, 2], group="7411"), work(20, [1, 2]), work(30, [3], group="7411"), work(40, [4])]
    near = {move.there: move for move in Atlas.build(works, SKILLS, plain(skills=2, group=1)).near(10)}
    assert near[20].alike == 100
    assert math.isnan(near[20].points["group"])
    assert near[30].alike == 33
    assert near[40].alike == 0
    assert near[20].score == pytest.approx(2)


def test_names_of_groups_stand_with_the_description_in_its_languages() -> None:
    own, unit, minor = {"en": "Bakes bread."}, {"en": "Food trades", "fr": "Alimentation"}, {"fr": "Métiers"}
    assert described(own, [unit, minor]) == {"en": "Bakes bread. Food trades"}
    assert described({}, [unit]) == {}
    assert groups_of("7512") == ("7512", "751")
    assert groups_of("") == ()


def test_every_signal_has_a_weight_and_no_other() -> None:
    assert set(current().signals) == set(NAMES)
    assert current().version


def plain(**points: float) -> Weights:
    return Weights("test", {name: Weight(points.get(name, 0.0)) for name in NAMES})


def test_the_atlas_ranks_and_never_names_the_occupation_itself() -> None:
    works = [work(10, [1, 2]), work(20, [1, 2, 5]), work(30, [2, 4]), work(40, [3])]
    atlas = Atlas.build(works, SKILLS, plain(skills=1))
    assert [move.there for move in atlas.near(10)] == [20, 30, 40]
    assert atlas.near(99) == []
    assert 99 not in atlas
    assert 10 in atlas


def test_the_atlas_is_kept_and_found_again(tmp_path: Path) -> None:
    works = [work(10, [1, 2], group="7411"), work(20, [1, 2, 5]), work(30, [2, 4])]
    made = Atlas.build(works, SKILLS, plain(skills=1), made="today")
    made.save(tmp_path / "atlas")
    read_back = Atlas.load(tmp_path / "atlas")
    assert read_back.near(10)[0].points["skills"] == made.near(10)[0].points["skills"]
    assert read_back.near(10)[0].alike == made.near(10)[0].alike
    assert (read_back.level(10), read_back.level(20)) == (2, None)
    assert (read_back.weights, read_back.made) == ("test", "today")
    with pytest.raises(BrokenStore):
        Atlas.load(tmp_path / "nothing")


def test_nothing_and_one_occupation_make_an_atlas_without_moves() -> None:
    assert Atlas.build([], SKILLS, plain()).near(1) == []
    assert Atlas.build([work(1, [1])], SKILLS, plain(skills=1)).near(1) == []


def test_ratings_are_standard_scores_and_what_is_missing_is_the_mean() -> None:
    scores = ratings.standard({(1, 7): 1.0, (2, 7): 3.0, (1, 8): 5.0})
    assert scores == {1: (-1.0, 0.0), 2: (1.0, 0.0)}
    assert ratings.mean([(1.0, 0.0), (0.0, 2.0)]) == (0.5, 1.0)
    assert ratings.mean([]) == ()


@pytest.mark.parametrize(
    ("first", "second", "through"),
    [
        ([("b", 60), ("c", 90)], {"b": 70, "c": 50}, "b"),  # the weaker leg decides: 60 before 50
        ([("b", 60), ("c", 70)], {"b": 50, "c": 50}, "c"),  # of equals the surer beginning
        ([("b", 60)], {"b": legs.NEAR - 1}, None),
        ([("b", legs.NEAR)], {"b": legs.NEAR}, "b"),
        ([("b", 90)], {}, None),
    ],
)
def test_the_way_in_between_by_hand(first: list[tuple[str, int]], second: dict[str, int], through: str | None) -> None:
    numbers = {"a": 1, "b": 2, "c": 3, "goal": 9}
    there = {numbers[one]: Leg(numbers[one], 9, ready) for one, ready in second.items()}
    found = legs.between([Leg(1, numbers[one], ready) for one, ready in first], there)
    assert (found.number if found else None) == (numbers[through] if through else None)


def test_far_begins_below_its_bound() -> None:
    assert legs.is_far(legs.FAR - 1)
    assert not legs.is_far(legs.FAR)


some_skills = st.frozensets(st.integers(1, 5), max_size=5)
some_works = st.lists(st.tuples(some_skills, some_skills), min_size=2, max_size=6).map(
    lambda pairs: [work(at, sorted(a or {1}), sorted(b - a)) for at, (a, b) in enumerate(pairs, start=1)]
)


@settings(max_examples=12)
@given(some_works)
def test_what_is_alike_is_alike_both_ways(works: list[Work]) -> None:
    sides = signals(works, SKILLS)
    for name in set(NAMES) - {"climb", "descend", "lead", "spread"}:
        table = sides[name](slice(0, len(works)))
        np.testing.assert_allclose(table, table.T, atol=1e-5, err_msg=name)


@settings(max_examples=12)
@given(some_works)
def test_the_signal_of_skills_is_the_likeness_that_pages_show(works: list[Work]) -> None:
    every = {one for each in works for one in each.essential | each.optional}
    having = {one: sum(one in each.essential | each.optional for each in works) for one in every}
    weights = {one: weight(number, len(works)) for one, number in having.items()}
    needs = [Needs(one.essential, one.optional) for one in works]
    table = signals(works, SKILLS)["skills"](slice(0, len(works)))
    for here, one in enumerate(needs):
        for there, other in enumerate(needs):
            assert table[here, there] == pytest.approx(compare(one, other, weights).likeness, abs=1e-5)


@given(some_skills, some_skills, some_skills, some_skills)
def test_a_skill_more_in_common_never_lowers(
    a: frozenset[int], b: frozenset[int], c: frozenset[int], d: frozenset[int]
) -> None:
    weights = dict.fromkeys(range(1, 7), 1.0) | {2: 0.3, 4: 2.5, 6: 0.7}
    here, there = Needs(a, b - a), Needs(c, d - c)
    before = compare(here, there, weights)
    after = compare(Needs(a | {6}, b - a), Needs(c | {6}, d - c), weights)
    assert after.likeness >= before.likeness - 1e-9
    assert after.ready >= before.ready - 1e-9


@settings(max_examples=12)
@given(some_works, st.randoms(use_true_random=False))
def test_the_order_of_the_works_changes_nothing(works: list[Work], dice: object) -> None:
    mixed = list(works)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (Atlas.build(some, SKILLS, plain(skills=1, fields=1)) for some in (works, mixed))
    assert np.array_equal(one.there, other.there)


@settings(max_examples=12)
@given(some_works, st.integers(0, 5), st.integers(0, 5))
def test_points_add_up_to_the_score(works: list[Work], here: int, there: int) -> None:
    atlas = Atlas.build(works, SKILLS, current())
    for move in atlas.near(works[here % len(works)].number):
        assert sum(one for one in move.points.values() if not math.isnan(one)) == pytest.approx(move.score, abs=1e-3)

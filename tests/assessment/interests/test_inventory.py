"""The inventory with the 60 activities of our own: what is asked, when it ends, what is told."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayline.assessment.interests.activities import TYPES, Activity, Element, Inventory, from_elements, starter
from wayline.assessment.interests.belief import Sums
from wayline.assessment.interests.choosing import balanced, further_activity, next_activity
from wayline.assessment.interests.fit import Held, Rated, correlations, fitting
from wayline.assessment.interests.profile import profile

OURS = Sums(starter("en"))
KEYS = [activity.key for activity in OURS.inventory.activities]
KIND = {activity.key: activity.types[0] for activity in OURS.inventory.activities}
ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.integers(1, 5))


def fields_of(kind: str) -> list[Element]:
    """Two basic interests of four activities each, and four activities of the type itself."""
    fields = [
        Element(f"{kind}{n}", f"Field {kind}{n}", (kind,), tuple(f"{kind}{n} {i}" for i in range(4))) for n in (1, 2)
    ]
    return [Element(kind, kind, (kind,), tuple(f"{kind} {i}" for i in range(4)), is_type=True), *fields]


FIELDS = Sums(from_elements("made", [element for kind in TYPES for element in fields_of(kind)]))


def walk(sums: Sums, taste: dict[str, int], otherwise: int = 2) -> dict[str, int]:
    """Answer until the inventory ends: `taste` by type or basic interest."""
    answers: dict[str, int] = {}
    by_key = {activity.key: activity for activity in sums.inventory.activities}
    while (key := next_activity(sums, answers)) is not None:
        assert key not in answers
        activity = by_key[key]
        answers[key] = taste.get(activity.interest, taste.get(activity.types[0], otherwise))
    return answers


def test_ours_are_sixty_ten_of_each_type_in_both_languages() -> None:
    italian = starter("it")
    assert Counter(KIND.values()) == dict.fromkeys(TYPES, 10)
    assert [activity.key for activity in italian.activities] == KEYS
    assert not {one.text for one in italian.activities} & {one.text for one in OURS.inventory.activities}
    assert len({one.text for one in italian.activities}) == 60
    assert starter("fi").activities == OURS.inventory.activities


@pytest.mark.parametrize(
    "taste",
    [{}, {"S": 5, "A": 4}, {"R": 5, "I": 4, "C": 4}, {"E": 1}],
    ids=["even", "social", "three clear", "one disliked"],
)
@pytest.mark.parametrize("sums", [OURS, FIELDS], ids=["ours", "with fields"])
def test_it_asks_thirty_to_sixty_and_keeps_the_types_in_step(sums: Sums, taste: dict[str, int]) -> None:
    answers = walk(sums, taste)
    assert 30 <= len(answers) <= 60
    kinds = Counter(dict.fromkeys(TYPES, 0))
    for activity in sums.inventory.activities:
        kinds.update(activity.types if activity.key in answers else ())
    assert max(kinds.values()) - min(kinds.values()) <= 1


def test_a_clear_profile_needs_fewer_questions_than_an_even_one() -> None:
    assert len(walk(FIELDS, {"R": 5, "I": 5, "A": 5}, otherwise=1)) < len(walk(FIELDS, {}))


def test_it_looks_closer_where_interest_is_strong() -> None:
    answers = walk(FIELDS, {"S1": 5, "S": 4}, otherwise=2)
    asked = Counter(activity.interest for activity in FIELDS.inventory.activities if activity.key in answers)
    assert asked["S1"] >= max(count for field, count in asked.items() if field.startswith("C"))
    result = profile(FIELDS, answers)
    assert result is not None
    assert result.interests[0].code == "S1"


def test_what_is_asked_depends_on_the_answers_alone() -> None:
    answers = walk(FIELDS, {"E": 5})
    half = dict(list(answers.items())[:17])
    shuffled = dict(sorted(half.items()))
    assert next_activity(FIELDS, half) == next_activity(FIELDS, shuffled) == list(answers)[17]


def test_one_may_go_on_to_the_last_activity() -> None:
    answers = walk(FIELDS, {"R": 5})
    while (key := further_activity(FIELDS, answers)) is not None:
        answers[key] = 3
    assert len(answers) == len(FIELDS.inventory.activities)


def test_the_page_with_all_at_once_has_the_types_in_equal_parts() -> None:
    keys = balanced(FIELDS, 30)
    kinds = Counter(activity.types[0] for activity in FIELDS.inventory.activities if activity.key in keys)
    assert set(kinds.values()) == {5}


@settings(max_examples=60)
@given(ANSWERS)
def test_errors_shrink_with_every_answer_and_scores_stay_on_the_scale(answers: dict[str, int]) -> None:
    before, after = OURS.belief({}), OURS.belief(answers)
    assert np.all(after.errors <= before.errors + 1e-9)
    assert np.all(after.errors >= np.sqrt(OURS.repeat) - 1e-9)
    result = profile(OURS, answers)
    assert (result is None) == (len(answers) < 12)
    if result is not None:
        assert all(0 <= score.low <= score.value <= score.high <= 4 for score in result.types)
        assert sorted(kind for group in result.ranks for kind in group) == sorted(TYPES)


@given(ANSWERS)
def test_liking_something_more_never_lowers_its_type(answers: dict[str, int]) -> None:
    liked = {**answers, "s01": 5}
    disliked = {**answers, "s01": 1}
    place = TYPES.index("S")
    assert OURS.belief(liked).scores[place] > OURS.belief(disliked).scores[place]


def test_answers_of_another_inventory_count_for_nothing() -> None:
    assert OURS.inventory.known({"r01": 3, "r02": 9, "r03": 0, "elsewhere": 5}) == {"r01": 3}


@pytest.mark.parametrize("answer", range(1, 6))
def test_the_same_answer_to_everything_is_a_flat_profile(answer: int) -> None:
    result = profile(OURS, dict.fromkeys(KEYS, answer))
    assert result is not None
    assert result.is_flat
    assert result.ranks == (TYPES,)
    assert not result.has_tie_at_top


def test_two_types_alike_are_told_as_tied() -> None:
    result = profile(OURS, {key: 5 if KIND[key] in "SA" else 2 for key in KEYS})
    assert result is not None
    assert not result.is_flat
    assert set(result.ranks[0]) == {"S", "A"}
    assert result.has_tie_at_top


def test_a_clear_profile_is_neither_flat_nor_tied() -> None:
    liked = {"S": 5, "A": 4, "I": 3, "E": 3, "C": 2, "R": 1}
    result = profile(OURS, {key: liked[KIND[key]] for key in KEYS})
    assert result is not None
    assert list(result.ranks[:2]) == [("S",), ("A",)]
    assert result.values == pytest.approx([0, 2, 3, 4, 2, 1], abs=1e-6)


RATED = Rated(
    ("a", "b", "c", "d", "e"),
    ("Like", "Like, long study", "Nearly like", "Against", "Even"),
    np.array(
        [[1, 2, 3, 7, 4, 2], [1, 2, 3, 7, 4, 2], [1, 2.1, 3, 6.9, 4, 2], [7, 6, 5, 1, 4, 6], [3, 3, 3, 3, 3, 3]], float
    ),
    (2, 5, 2, 2, 2),
)
SCORES = (0.5, 1.0, 1.5, 4.0, 2.0, 1.0)


def test_preparation_decides_between_equal_fits_and_skills_between_equal_preparation() -> None:
    held = {"c": Held(("Listening",), 2)}
    offered = fitting(SCORES, RATED, zones=[2], held=held)
    assert [one.code for one in offered] == ["c", "a", "b"]
    assert [one.away for one in offered] == [0, 0, 3]
    assert offered[0].shared == ("S", "E")


def test_what_runs_against_the_interests_or_has_none_is_not_offered() -> None:
    assert {"d", "e"}.isdisjoint(one.code for one in fitting(SCORES, RATED))


def test_even_scores_fit_nothing() -> None:
    assert correlations([2] * 6, RATED.ratings) is None
    assert fitting([2] * 6, RATED) == []


def test_an_activity_of_two_types_counts_for_both() -> None:
    both = Activity("b", "Coach a team", ("S", "E"))
    sums = Sums(Inventory("made", (both, *(Activity(kind, kind, (kind,)) for kind in TYPES))))
    scores = sums.belief({"b": 5, **dict.fromkeys(TYPES, 1)}).scores
    assert scores == pytest.approx([0, 0, 0, 2, 2, 0], abs=1e-6)

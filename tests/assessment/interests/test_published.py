"""With all 188 activities answered, everything is what the published tables give by direct computation."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from tests.assessment.interests.published import LETTER, inventory, rated, table
from wayline.assessment.interests.activities import TYPES
from wayline.assessment.interests.belief import Sums, many
from wayline.assessment.interests.fit import correlations, fitting
from wayline.assessment.interests.profile import profile


@pytest.fixture
def onet(shared: Path) -> Path:
    return shared / "data" / "onet_29_3"


def direct_scores(onet: Path, answers: dict[str, int]) -> tuple[list[float], dict[str, float]]:
    """Mean answers of the rows of the publisher's files, by text."""
    types = defaultdict(set)
    for row in table(onet, "Basic Interests to RIASEC"):
        types[row["Basic Interests Element ID"]].add(LETTER[row["RIASEC Element ID"]])
    by_type, by_interest = defaultdict(list), defaultdict(list)
    for row in table(onet, "Interests Illustrative Activities"):
        answer = answers[row["Activity"]] - 1
        for letter in types[row["Element ID"]] or {LETTER[row["Element ID"]]}:
            by_type[letter].append(answer)
        if row["Interest Type"] == "Basic":
            by_interest[row["Element ID"]].append(answer)
    return [float(np.mean(by_type[letter])) for letter in TYPES], {
        code: float(np.mean(found)) for code, found in by_interest.items()
    }


def test_there_are_188_activities_of_41_basic_interests(onet: Path) -> None:
    found = inventory(onet)
    assert len(found.activities) == 188
    assert len(found.interests) == 41
    basic = [activity for activity in found.activities if activity.interest]
    assert [sum(kind in activity.types for activity in basic) for kind in TYPES] == [40, 28, 36, 40, 44, 24]


@pytest.mark.parametrize("seed", range(5))
def test_scores_and_correlations_are_those_of_a_direct_computation(onet: Path, seed: int) -> None:
    found, occupations = inventory(onet), rated(onet)
    chance = np.random.default_rng(seed)
    given = {activity: int(chance.integers(1, 6)) for activity in found.activities}
    scores, interests = direct_scores(onet, {activity.text: answer for activity, answer in given.items()})

    result = profile(Sums(found), {activity.key: answer for activity, answer in given.items()})
    assert result is not None
    assert result.answered == 188
    np.testing.assert_allclose(result.values, scores, atol=1e-6)
    assert {score.code: score.value for score in result.interests} == pytest.approx(interests, abs=1e-6)

    ours = correlations(result.values, occupations.ratings)
    assert ours is not None
    assert len(ours) == 923
    theirs = [np.corrcoef(scores, row)[0, 1] for row in occupations.ratings]
    np.testing.assert_allclose(ours, theirs, atol=1e-6)


def test_the_first_occupation_offered_fits_best(onet: Path) -> None:
    occupations = rated(onet)
    number = occupations.titles.index("Registered Nurses")
    offered = fitting(list(occupations.ratings[number]), occupations)
    assert any(one.title == "Registered Nurses" and one.fit == pytest.approx(1) for one in offered[:10])
    assert [one.fit for one in offered] == sorted((one.fit for one in offered), reverse=True)
    assert "S" in offered[0].shared


def test_many_sheets_score_as_one_by_one(onet: Path) -> None:
    found = inventory(onet)
    sums = Sums(found)
    chance = np.random.default_rng(3)
    sheets = chance.integers(0, 5, (40, 188)).astype(float)
    sheets[chance.random(sheets.shape) < 0.7] = np.nan
    sheets[7] = np.nan
    ours = many(sums, sheets)
    for sheet, scores in zip(sheets, ours, strict=True):
        answers = {
            activity.key: int(value) + 1 for activity, value in zip(found.activities, sheet, strict=True) if value >= 0
        }
        np.testing.assert_allclose(sums.belief(answers).scores[:6], scores, atol=1e-6)

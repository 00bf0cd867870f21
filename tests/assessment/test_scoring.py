from __future__ import annotations

from dataclasses import replace

import pytest
from scipy import stats

from tests.assessment.samples import ANSWERS, every_kind
from wayline.assessment.definitions.parts import Kind, Option, Question, Score, Sum
from wayline.assessment.scoring import number, right, scored, scores


def test_a_mean_with_a_reversed_item() -> None:
    found = scores(every_kind(), ANSWERS)[0]
    assert found.parts == {"agree.plan": 4, "agree.wait": 4, "sure": 4}
    assert found.value == 4
    assert [found.smallest, found.largest] == pytest.approx([1, 13 / 3])
    assert found.band is not None
    assert found.band.text["en"] == "high"


def test_too_few_answers_give_no_score_and_never_zero() -> None:
    found = scores(every_kind(), {"sure": 4})[0]
    assert found.value is None
    assert found.band is None
    assert found.standings == []
    assert (found.answered, found.asked) == (1, 3)


def test_a_norm_gives_z_t_and_percentile_as_scipy_does() -> None:
    standing = scores(every_kind(), ANSWERS)[0].standings[0]
    assert standing.z == pytest.approx(2)
    assert standing.t == pytest.approx(70)
    assert standing.percentile == pytest.approx(100 * stats.norm.cdf(2))


def test_a_sum_adds_what_the_mean_divides() -> None:
    definition = every_kind()
    assert scored(definition, replace(definition.scores[0], kind=Sum.SUM), ANSWERS).value == 12


def test_right_answers_are_counted() -> None:
    definition = every_kind()
    section = definition.sections[1]
    quiz = replace(section.questions[0], correct=("bus", "bike"))
    definition = replace(definition, sections=(replace(section, questions=(quiz,)),))
    score = Score("quiz", {"en": "Quiz"}, Sum.RIGHT, ("means",))
    assert scored(definition, score, {"means": ["bike", "bus"]}).value == 1
    assert scored(definition, score, {"means": ["bus"]}).value == 0
    assert scored(definition, score, {}).value is None
    assert right(quiz, {"means": []}) is None


def test_an_option_without_a_number_gives_none() -> None:
    question = Question("q", Kind.MULTIPLE, {}, options=(Option("a", {}, 1), Option("b", {}, 2), Option("c", {})))
    assert number(question, ["a", "b"]) == 3
    assert number(question, ["a", "c"]) is None
    assert number(question, None) is None

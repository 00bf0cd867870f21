"""Columns of numbers say of many people what `scoring` says of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.samples import every_kind
from wayline.assessment import columns
from wayline.assessment.columns import Given
from wayline.assessment.definitions.parts import Kind, Option, Question, Score, Sum
from wayline.assessment.definitions.rules import find
from wayline.assessment.scoring import number, right, scored

NOTHING: st.SearchStrategy[Any] = st.sampled_from([None, "", [], {}])
LEVEL = st.sampled_from(["low", "high", "strange", "", None])
ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "job": st.sampled_from(["yes", "no", ["yes"]]) | NOTHING,
            "hours": st.integers(0, 80) | st.floats(0, 80) | NOTHING,
            "means": st.lists(st.sampled_from(["bus", "bike", "car"]), unique=True) | NOTHING,
            "sure": st.integers(1, 5) | NOTHING,
            "agree": st.dictionaries(st.sampled_from(["plan", "wait"]), LEVEL) | NOTHING,
        },
    ),
    max_size=12,
)
MEANS = Question("means", Kind.MULTIPLE, {}, options=(Option("bus", {}, 1), Option("bike", {}, 2), Option("car", {})))


def same(column: Any, expected: list[float | None]) -> None:
    assert [None if np.isnan(one) else float(one) for one in column] == pytest.approx(expected)


@given(rows=ROWS)
def test_the_numbers_of_a_column_are_those_of_each_answer(rows: list[dict[str, Any]]) -> None:
    definition = every_kind()
    for name in ("job", "hours", "sure", "agree.plan", "agree.wait"):
        question = definition.question(name.partition(".")[0])
        assert question is not None
        expected = [number(question, find(name, row)) for row in rows]
        same(columns.numbers(question, Given(rows).all(name)), expected)
    same(columns.numbers(MEANS, Given(rows).all("means")), [number(MEANS, find("means", row)) for row in rows])
    quiz = replace(MEANS, correct=("bike", "bus"))
    same(columns.rights(quiz, Given(rows).all("means")), [right(quiz, row) for row in rows])


@given(rows=ROWS, kind=st.sampled_from([Sum.SUM, Sum.MEAN, Sum.RIGHT]), least=st.integers(0, 3))
def test_the_scores_of_a_column_are_those_of_each_person(rows: list[dict[str, Any]], kind: Sum, least: int) -> None:
    definition = every_kind()
    score = replace(definition.scores[0], kind=kind, least=least)
    if kind == Sum.RIGHT:
        score = Score("quiz", {}, kind, ("job", "sure"), least=least)
    each = [scored(definition, score, row) for row in rows]
    same(columns.values(definition, score, Given(rows)), [one.value for one in each])
    for name, column in columns.parts(definition, score, Given(rows)).items():
        same(column, [one.parts.get(name) for one in each])


def test_a_score_of_questions_that_are_gone_is_none_for_everybody() -> None:
    score = Score("gone", {}, Sum.SUM, ("gone",))
    same(columns.values(every_kind(), score, Given([{"sure": 3}])), [None])

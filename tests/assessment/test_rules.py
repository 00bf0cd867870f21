"""The language of routing: what it says, and what it refuses."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.assessment.definitions.rules import RuleError, full_names, holds, names, parse

ANSWERS = {"age": 20, "job": "yes", "means": ["bus", "bike"], "agree": {"home": "4"}, "empty": "", "wave": 2}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", True),
        ("age >= 18", True),
        ("age >= 18 and job == 'no'", False),
        ("age < 18 or job == 'yes'", True),
        ("not (age < 18)", True),
        ("not not job == 'yes'", True),
        ("'bus' in means", True),
        ("'car' in means", False),
        ("job in ['yes', 'perhaps']", True),
        ("count(means) == 2", True),
        ("count(nothing) == 0", True),
        ("agree.home > 3", True),
        ("answered(agree.home)", True),
        ("answered(agree.away)", False),
        ("answered(empty)", False),
        ("nothing == 'a'", False),
        ("nothing != 'a'", False),
        ("not answered(nothing)", True),
        ("wave == 2", True),
        ("job > 3", False),
        ("age == '20'", True),
        ("false_friend == 'a' or age == 20 and job == 'yes'", True),
        ("means == 'bus'", False),
    ],
)
def test_a_rule_is_met_by_answers(rule: str, expected: bool) -> None:
    assert holds(rule, ANSWERS) is expected


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("age >", r"The rule ends too early \(character 6\)"),
        ("age > 3 4", r"“4” is not expected here \(character 9\)"),
        ("(age > 3", r"“\)” is missing \(character 9\)"),
        ("age = 3", r"“=” cannot be read \(character 5\)"),
        ("__import__('os')", r"“_” cannot be read \(character 1\)"),
        ("age.__class__.x", r"“\.” cannot be read"),
        ("lambda: 1", r"“:” cannot be read"),
        ("open('x')", r"“\(” is not expected here"),
        ("answered('x')", "needs the code of a question"),
        ("age in [3, job]", "A list holds numbers and words in quotes"),
        ("'and' and and", "“and” is not expected here"),
        ("(" * 60 + "1" + ")" * 60, "Too many brackets"),
        ("1 or " * 500 + "1", "longer than 2000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(rule: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        parse(rule)


@given(st.text(alphabet="abq1 .'()[]<>=!,andornotin\n", max_size=80))
def test_no_text_breaks_the_reader(rule: str) -> None:
    with contextlib.suppress(RuleError):
        assert holds(rule, ANSWERS) in (True, False)


def test_a_rule_names_the_questions_it_asks_for() -> None:
    assert names("q1 == 1 and (answered(q5.home) or wave > 1)") == {"q1", "q5"}
    assert full_names("q5.home > 1") == {"q5.home"}

"""The shape of a record: dates as people remember them, and fields that hold what they should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.portfolio.fields import FIELDS, faults
from wayline.portfolio.record import Kind, PartialDate


@pytest.mark.parametrize("text", ["2019", "2019-07", "2019-07-15", "0987-01"])
def test_a_date_comes_back_as_it_was_written(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-02-30", "2019-07-15-1", "July 2019", "2019-", "٢٠١٩"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a date|month|day"):
        PartialDate.parse(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(ValueError, match="needs a month"):
        PartialDate(2019, None, 3)


def test_every_kind_has_its_fields() -> None:
    assert set(FIELDS) == set(Kind)


@pytest.mark.parametrize(
    ("kind", "details", "wrong"),
    [
        (Kind.LANGUAGE, {"code": "it", "reading": "B1", "mother_tongue": False}, []),
        (Kind.LANGUAGE, {"reading": "D1"}, ["reading"]),
        (Kind.EDUCATION, {"eqf": 4, "subjects": ["Maths"]}, []),
        (Kind.EDUCATION, {"eqf": 9}, ["eqf"]),
        (Kind.EDUCATION, {"eqf": True}, ["eqf"]),
        (Kind.EDUCATION, {"subjects": []}, ["subjects"]),
        (Kind.DIGITAL, {"competence": "2.6", "level": 3}, []),
        (Kind.DIGITAL, {"competence": "2.7"}, ["competence"]),
        (Kind.SKILL, {"concept": "javascript alert"}, ["concept"]),
        (Kind.GOAL, {"done": "2026-02-30"}, ["done"]),
        (Kind.INTEREST, {"eqf": 4}, ["eqf"]),
    ],
)
def test_faults_name_the_field(kind: Kind, details: dict[str, object], wrong: list[str]) -> None:
    assert [key for key, _ in faults(kind, details)] == wrong


@given(st.sampled_from(Kind), st.dictionaries(st.text(), st.none() | st.booleans() | st.floats() | st.text()))
def test_no_details_are_too_odd_to_be_judged(kind: Kind, details: dict[str, object]) -> None:
    assert {key for key, _ in faults(kind, details)} <= set(details)

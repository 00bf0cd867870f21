"""A list of numbers as one array asks the same as `__in`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.taxonomy import words
from wayline.common.lookups import Blank, Question, any_of
from wayline.taxonomy.models import Concept

pytestmark = pytest.mark.django_db


def test_it_finds_what_in_finds() -> None:
    scheme = words.scheme("esco")
    found = [words.concept(scheme, code, code) for code in ("1", "2", "3")]
    wanted = {found[0].pk, found[2].pk, -1}
    assert set(Concept.objects.filter(any_of("pk", wanted))) == {found[0], found[2]}
    assert not Concept.objects.filter(any_of("pk", ())).exists()
    assert set(Concept.objects.filter(any_of("scheme_id", [scheme.pk]), code="2")) == {found[1]}


@given(st.lists(st.integers(min_value=-(2**63), max_value=2**63 - 1), max_size=20))
def test_any_numbers(numbers: list[int]) -> None:
    _sql, known = Concept.objects.filter(any_of("pk", numbers)).query.sql_with_params()
    assert [int(one) for one in str(known[-1]).strip("{}").split(",") if one] == sorted(set(numbers))


def test_a_question_is_written_once_and_asked_with_other_numbers() -> None:
    one, other = words.scheme("esco"), words.scheme("isco-08")
    found = [words.concept(scheme, code, code) for scheme in (one, other) for code in ("2", "1")]
    rows = Concept.objects.filter(any_of("scheme_id", Blank("schemes")), any_of("pk", Blank("wanted")), retired=False)
    question = Question(rows.order_by("pk").values_list("pk", "code"))
    every = [concept.pk for concept in found]
    assert question.ask(schemes=[one.pk], wanted=every) == [(found[0].pk, "2"), (found[1].pk, "1")]
    assert question.ask(schemes={one.pk, other.pk}, wanted=every[2:]) == [(found[2].pk, "2"), (found[3].pk, "1")]
    assert question.ask(schemes=[], wanted=every) == []


def test_a_question_does_not_hand_out_what_django_would_have_converted() -> None:
    with pytest.raises(TypeError):
        Question(Concept.objects.filter(any_of("pk", Blank("wanted"))).values_list("facts"))

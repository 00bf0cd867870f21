"""Reading figures: the nearest there are, and never a silent swap."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests.lmi import numbers
from tests.taxonomy import words
from wayline.lmi import figures
from wayline.lmi.enums import Statistic, Status
from wayline.taxonomy.enums import ConceptKind, MappingKind
from wayline.taxonomy.models import Area, Concept

pytestmark = pytest.mark.django_db


@pytest.fixture
def uk() -> tuple[Area, Area, Area]:
    return words.united_kingdom()


@pytest.fixture
def electricians() -> Concept:
    soc = words.scheme("soc-2020")
    major = words.concept(soc, "5", "Skilled trades", kind=ConceptKind.GROUP)
    group = words.concept(soc, "52", "Skilled metal and electrical trades", broader=major, kind=ConceptKind.GROUP)
    return words.concept(soc, "5241", "Electricians and electrical fitters", broader=group)


def ask(occupation: Concept, area: Area) -> figures.Answer:
    return figures.best(occupation, indicators=["employment"], area=area)["employment"]


def test_the_figure_of_the_occupation_in_the_area_is_taken_first(electricians: Concept, uk: tuple[Area, ...]) -> None:
    country, _, london = uk
    numbers.figure("employment", electricians, country, 200_000)
    numbers.figure("employment", electricians, london, 30_000)
    answer = ask(electricians, london)
    assert [reading.is_as_asked for reading in answer.readings] == [True]
    assert answer.first.figures[0].value == 30_000


def test_a_larger_area_is_said_to_be_larger(electricians: Concept, uk: tuple[Area, ...]) -> None:
    country, _, london = uk
    numbers.figure("employment", electricians, country, 200_000)
    answer = ask(electricians, london)
    assert answer.first.widened
    assert answer.first.area == country


def test_a_suppressed_figure_gives_way_to_a_value_in_a_larger_area(electricians: Concept, uk: tuple[Area, ...]) -> None:
    country, england, london = uk
    numbers.figure("employment", electricians, london, None)
    numbers.figure("employment", electricians, england, None)
    numbers.figure("employment", electricians, country, 200_000)
    assert ask(electricians, london).first.area == country


def test_when_all_is_suppressed_the_nearest_reason_is_told(electricians: Concept, uk: tuple[Area, ...]) -> None:
    country, _, london = uk
    numbers.figure("employment", electricians, london, None, reason="cv_over_20")
    numbers.figure("employment", electricians, country, None)
    [figure] = ask(electricians, london).first.figures
    assert (figure.value, figure.status, figure.reason) == (None, Status.SUPPRESSED, "cv_over_20")


def test_a_group_answers_with_the_step_up(electricians: Concept, uk: tuple[Area, ...]) -> None:
    country = uk[0]
    assert electricians.broader is not None
    numbers.figure("employment", electricians.broader, country, 500_000)
    answer = ask(electricians, country)
    [step] = answer.first.steps
    assert (step.target.code, step.kind) == ("52", MappingKind.BROAD)
    assert not answer.first.is_same_work


def test_an_exact_mapping_comes_before_a_group(electricians: Concept, uk: tuple[Area, ...]) -> None:
    country = uk[0]
    old = words.concept(words.scheme("soc-2010"), "5241", "Electricians and electrical fitters")
    words.mapping(electricians, old, MappingKind.EXACT)
    assert electricians.broader is not None
    numbers.figure("employment", electricians.broader, country, 500_000)
    numbers.figure("employment", old, country, 190_000)
    answer = ask(electricians, country)
    assert answer.first.is_same_work
    assert answer.first.figures[0].value == 190_000


def test_a_split_occupation_gives_each_part_and_no_sum(electricians: Concept, uk: tuple[Area, ...]) -> None:
    country = uk[0]
    for code, value in (("5241", 190_000), ("5249", 60_000)):
        old = words.concept(words.scheme("soc-2010"), code, code)
        words.mapping(electricians, old, MappingKind.NARROW, share=0.5)
        numbers.figure("employment", old, country, value)
    answer = ask(electricians, country)
    assert [reading.figures[0].value for reading in answer.readings] == [190_000, 60_000]
    assert not any(reading.is_same_work for reading in answer.readings)


def test_a_publisher_who_counts_groups_of_another_scheme_is_reached(
    electricians: Concept, uk: tuple[Area, ...]
) -> None:
    isco = words.scheme("isco-08")
    group = words.concept(isco, "74", "Electrical trades workers", kind=ConceptKind.GROUP)
    words.mapping(electricians, words.concept(isco, "7411", "Building electricians", broader=group), MappingKind.BROAD)
    numbers.figure("employment", group, uk[0], 700_000)
    answer = ask(electricians, uk[0])
    assert [step.target.code for step in answer.first.steps] == ["7411", "74"]


def test_nothing_loaded_is_an_empty_answer_and_not_zero(electricians: Concept, uk: tuple[Area, ...]) -> None:
    answer = ask(electricians, uk[0])
    assert not answer
    assert answer.readings == ()


def test_a_superseded_release_is_not_read(electricians: Concept, uk: tuple[Area, ...]) -> None:
    old, new = words.release("ashe"), words.release("ashe")
    numbers.figure("employment", electricians, uk[0], 1, by=old)
    numbers.figure("employment", electricians, uk[0], 2, by=new)
    old.superseded_at = new.added_at
    old.save()
    assert [figure.value for figure in ask(electricians, uk[0]).first.figures] == [2]


def test_an_answer_costs_the_same_queries_for_three_figures_and_for_thirty(
    electricians: Concept, uk: tuple[Area, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    numbers.figure("employment", electricians, uk[0], 1, year=1999)
    figures.best(electricians, indicators=["employment"], area=uk[2])
    for years in (range(2000, 2003), range(2003, 2030)):
        by = words.release()
        for year in years:
            numbers.figure("employment", electricians, uk[0], year, year=year, by=by)
        figures.best(electricians, indicators=["employment"], area=uk[2])  # what is remembered is made anew
        with django_assert_num_queries(10):
            figures.best(electricians, indicators=["employment"], area=uk[2])


def test_a_value_and_a_reason_exclude_each_other(electricians: Concept, uk: tuple[Area, ...]) -> None:
    for fields in ({"value": 0, "status": Status.SUPPRESSED}, {"value": None, "status": Status.ACTUAL}):
        with pytest.raises(IntegrityError), transaction.atomic():
            numbers.figure("employment", electricians, uk[0], **fields)


def test_percentiles_stand_beside_each_other(electricians: Concept, uk: tuple[Area, ...]) -> None:
    by = words.release("ashe")
    for statistic, value in ((Statistic.P10, 20_000), (Statistic.MEDIAN, 35_000), (Statistic.P90, 52_000)):
        numbers.figure("pay_annual", electricians, uk[0], value, statistic=statistic, unit="gbp_year", by=by)
    found = figures.exactly(occupations=[electricians], indicators=["pay_annual"], areas=[uk[0]])
    assert {figure.statistic: figure.value for figure in found} == {"p10": 20_000, "median": 35_000, "p90": 52_000}

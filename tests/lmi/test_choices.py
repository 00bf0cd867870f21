"""What one may choose from is counted when figures are loaded: no page asks all figures for it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.lmi import market, numbers
from tests.taxonomy import words
from wayline.lmi import coverage
from wayline.lmi.models import Coverage, Observation
from wayline.lmi.queries import places, rankings
from wayline.taxonomy.models import Release

pytestmark = pytest.mark.django_db


def test_the_first_ranking_after_a_start_reads_no_figure_to_know_its_choices() -> None:
    made = market.market()
    with CaptureQueriesContext(connection) as asked:
        found = rankings.ranking({"indicator": "projection"}, keys=rankings.indicators())
        areas = places.with_figures()
    assert found is not None
    assert [day.year for day in found.choices.days] == [2035, 2024, 2023, 2021, 2020]
    assert {made.london, made.england} <= set(areas)
    assert not [one["sql"] for one in asked.captured_queries if "lmi_observation" in one["sql"]]


def test_what_a_release_says_is_counted_anew_when_it_changes() -> None:
    made = market.market()
    numbers.figure("projection", made.plumbers, made.country, 5_000, year=2040, by=made.release)
    [row] = Coverage.objects.filter(release=made.release, indicator__key="projection")
    assert max(row.days).year == 2040
    assert made.country.pk in row.area_numbers
    assert row.statistics == ["total"]


def test_replaced_releases_offer_no_choices() -> None:
    made = market.market()
    Release.objects.filter(pk=made.release.pk).update(superseded_at="2026-01-01T00:00Z")
    other = numbers.figure("projection", made.plumbers, made.england, 5_000, year=2030)
    found = rankings.ranking({"indicator": "projection"}, keys=("projection",))
    assert found is not None
    assert [day.year for day in found.choices.days] == [2030]
    assert other.area in places.with_figures()


def test_a_quarter_that_ends_a_year_is_no_year() -> None:
    made = market.market()
    asked, keys = {"indicator": "projection"}, ("projection",)
    whole = rankings.ranking(asked, keys=keys)
    assert whole is not None
    assert whole.choices.whole_years
    Observation.objects.filter(release=made.release).update(
        period_start=date(2024, 10, 1), period_end=date(2024, 12, 31)
    )
    coverage.recount(made.release)
    words.release("newer")  # what is loaded is another thing now
    quarters = rankings.ranking(asked, keys=keys)
    assert quarters is not None
    assert not quarters.choices.whole_years

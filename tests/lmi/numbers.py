"""Figures for tests, made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.taxonomy import words
from wayline.lmi import coverage
from wayline.lmi.enums import Statistic, Status, Unit
from wayline.lmi.models import Cut, Indicator, Observation
from wayline.taxonomy.models import Area, Concept, Release


def indicator(key: str, unit: str = Unit.PEOPLE, decimals: int = 0) -> Indicator:
    return Indicator.objects.get_or_create(key=key, defaults={"unit": unit, "decimals": decimals})[0]


def everybody() -> Cut:
    return Cut.objects.get_or_create(industry=None, sex=None, age=None, status=None, qualification=None)[0]


def figure(
    of: str,
    occupation: Concept | None,
    area: Area,
    value: float | None,
    *,
    year: int = 2024,
    statistic: str = Statistic.TOTAL,
    unit: str = Unit.PEOPLE,
    by: Release | None = None,
    reason: str = "",
    **fields: Any,
) -> Observation:
    """One figure; with `value` None it is suppressed. The release's coverage is counted anew."""
    by = by or words.release("made-figures")
    missing: dict[str, Any] = {"status": Status.SUPPRESSED, "reason": reason or "small_number"}
    given: dict[str, Any] = {"place": "made.csv row 1", "cut": everybody(), **(missing if value is None else {})}
    made = Observation.objects.create(
        release=by,
        indicator=indicator(of, unit),
        occupation=occupation,
        area=area,
        statistic=statistic,
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        value=value,
        **{**given, **fields},
    )
    coverage.recount(by)
    return made

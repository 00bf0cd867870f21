"""What readers of figures yield: one row a cell of the publisher's table. Codes stand for concepts and areas."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wayline.taxonomy.rows import AreaRow, SchemeKey

__all__ = ["AreaRow", "CategoryRow", "FigureRow", "IndicatorRow"]

CategoryKey = tuple[str, str]
"""(scheme, code) of a category; the dimension is the field it stands in."""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    key: str
    unit: str
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class CategoryRow:
    dimension: str
    scheme: str
    code: str
    title: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`value` is None exactly when `status` is not ACTUAL, and then `reason` is a key of `reasons.py`."""

    indicator: str
    area: tuple[str, str]
    """(scheme, code)."""
    statistic: str
    period_start: date
    period_end: date
    place: str
    occupation: tuple[SchemeKey, str] | None = None
    element: tuple[SchemeKey, str] | None = None
    industry: CategoryKey | None = None
    sex: CategoryKey | None = None
    age: CategoryKey | None = None
    working_status: CategoryKey | None = None
    qualification: CategoryKey | None = None
    value: float | None = None
    status: int = 0
    reason: str = ""
    quality: int = 0
    cv: float | None = None
    sample: int | None = None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    breaks: bool = False

"""What is a kind's own, beside what all opportunities share: one table for forms, pages, readers and checks.

Plain Python (docs/decisions/0009). Labels for people stand in `labels.py`. Ages and lengths are whole
numbers, money is in the currency of the offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One field of `Opportunity.details`. An absent key means: not said."""

    key: str
    form: str  # text, texts (a list), whole (a whole number), number, choice
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None


OPENINGS = Field("openings", "whole", lowest=1, highest=10_000)
WEEKS = Field("weeks", "whole", lowest=1, highest=520)

FIELDS: dict[str, tuple[Field, ...]] = {
    "vacancy": (
        OPENINGS,
        Field("tasks", "texts"),
        Field("experience", "text"),
        Field("benefits", "texts"),
        Field("licences", "texts"),
    ),
    "work_experience": (
        OPENINGS,
        WEEKS,
        Field("tasks", "texts"),
        Field("goals", "texts"),
        Field("age_from", "whole", lowest=13, highest=99),
        Field("supervision", "text"),
        Field("insurance", "text"),
        Field("expenses", "text"),
    ),
    "training": (
        OPENINGS,
        WEEKS,
        Field("teaching_hours", "whole", lowest=1, highest=10_000),
        Field("form", "choice", ("classroom", "online", "blended", "workplace")),
        Field("goals", "texts"),
        Field("certificate", "text"),
        Field("cost", "number", lowest=0, highest=1_000_000),
        Field("funding", "text"),
    ),
    "mentoring": (
        OPENINGS,
        Field("topics", "texts"),
        Field("rhythm", "text"),
        Field("form", "choice", ("in_person", "online", "either")),
    ),
}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


CHECKS: dict[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "texts": lambda value: isinstance(value, list) and bool(value) and all(_is_text(one) for one in value),
    "whole": lambda value: _is_number(value) and value == int(value),
    "number": _is_number,
    "choice": _is_text,
}


def faults(kind: str, details: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong) for everything in `details` that the kind does not have or allow."""
    known = {field.key: field for field in FIELDS[kind]}
    for key, value in details.items():
        if key not in known:
            yield key, "unknown"
        elif fault := _fault(known[key], value):
            yield key, fault


def _fault(field: Field, value: Any) -> str:
    if not CHECKS[field.form](value):
        return f"not a {field.form}"
    if field.choices and value not in field.choices:
        return f"not one of {', '.join(field.choices)}"
    if field.lowest is not None and value < field.lowest:
        return f"below {field.lowest:g}"
    if field.highest is not None and value > field.highest:
        return f"above {field.highest:g}"
    return ""

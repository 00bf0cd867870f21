"""The fields of each kind of entry, beside those that all share: one table for forms, readers, writers and the CV.

Plain Python. Labels for people stand in `labels.py`. Levels: EQF 1 to 8 (Council Recommendation of 22 May 2017), CEFR
A1 to C2 (Council of Europe), DigComp 2.2 competences 1.1 to 5.4 and levels 1 to 8 (JRC); fields of study by ISCED-F
2013 code, sectors by NACE code, occupations and skills by their ESCO address.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wayline.portfolio.record import Details, Kind, PartialDate

CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")
CEFR_PARTS = ("listening", "reading", "interaction", "production", "writing")
EXPERIENCE_FORMS = (
    "paid",
    "self_employed",
    "apprenticeship",
    "internship",
    "unpaid",
    "voluntary",
    "family",
    "service",
)
ACHIEVEMENT_FORMS = (
    "award",
    "certificate",
    "course",
    "publication",
    "presentation",
    "patent",
    "membership",
    "creative_work",
    "other",
)
SKILL_LEVELS = ("basic", "intermediate", "advanced", "expert")
DIGCOMP_COMPETENCES = tuple(
    f"{area}.{number}" for area, size in ((1, 3), (2, 6), (3, 4), (4, 4), (5, 4)) for number in range(1, size + 1)
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of `Entry.details`. An absent key means: not said."""

    key: str
    form: str  # text, texts (a list), choice, whole (a whole number), number, date, flag, address, addresses
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None


def _text(key: str) -> Field:
    return Field(key, "text")


def _texts(key: str) -> Field:
    return Field(key, "texts")


_EQF = Field("eqf", "whole", lowest=1, highest=8)
_STUDY = (
    _EQF,
    _text("national_level"),
    _text("study_type"),
    Field("isced_f", "text"),
    _text("field"),
    _texts("subjects"),
    _text("grade"),
    Field("credits", "number", lowest=0, highest=10_000),
    _text("credit_scheme"),
    _text("thesis"),
    Field("organisation_url", "address"),
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    Kind.EXPERIENCE: (
        Field("form", "choice", EXPERIENCE_FORMS),
        Field("occupation", "address"),
        _text("isco"),
        _text("sector"),
        Field("hours", "number", lowest=0, highest=168),
        _texts("highlights"),
        Field("organisation_url", "address"),
        _text("organisation_about"),
    ),
    Kind.EDUCATION: _STUDY,
    Kind.QUALIFICATION: (
        *_STUDY,
        _text("number"),
        Field("expires", "date"),
        _texts("categories"),  # of a driving licence: A1, B, CE …
    ),
    Kind.SKILL: (
        Field("concept", "address"),
        Field("level", "choice", SKILL_LEVELS),
        _text("level_text"),
        Field("years", "number", lowest=0, highest=80),
        _texts("keywords"),
        _text("group"),
    ),
    Kind.LANGUAGE: (
        _text("code"),
        Field("mother_tongue", "flag"),
        *(Field(part, "choice", CEFR) for part in CEFR_PARTS),
        _text("level_text"),
        Field("concept", "address"),
    ),
    Kind.DIGITAL: (
        Field("competence", "choice", DIGCOMP_COMPETENCES),
        Field("level", "whole", lowest=1, highest=8),
        _text("level_text"),
        Field("concept", "address"),
        _texts("keywords"),
        _text("group"),
    ),
    Kind.ACHIEVEMENT: (
        Field("form", "choice", ACHIEVEMENT_FORMS),
        _text("number"),
        _texts("authors"),
        Field("expires", "date"),
    ),
    Kind.PROJECT: (_texts("roles"), _texts("highlights"), _texts("keywords"), _text("form")),
    Kind.INTEREST: (_texts("keywords"),),
    Kind.ASPIRATION: (Field("occupations", "addresses"), _texts("areas"), _texts("conditions")),
    Kind.GOAL: (Field("done", "date"), _texts("steps")),
    Kind.REFERENCE: (_text("role"), _text("email"), _text("phone")),
    Kind.FILE: (),
    Kind.LINK: (),
    Kind.JOURNAL: (_texts("tags"),),
    Kind.CREDENTIAL: (
        Field("format", "choice", ("openbadge3", "openbadge2", "elm", "other")),
        _text("raw"),  # the credential word for word, so that its signature holds
        _text("achievement"),
        Field("expires", "date"),
    ),
}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", value, re.IGNORECASE) is not None


def _is_date(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        PartialDate.parse(value)
    except ValueError:
        return False
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _list_of(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(check(one) for one in value)


_CHECKS: dict[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "texts": _list_of(_is_text),
    "choice": _is_text,
    "whole": lambda value: _is_number(value) and value == int(value),
    "number": _is_number,
    "date": _is_date,
    "flag": lambda value: isinstance(value, bool),
    "address": _is_address,
    "addresses": _list_of(_is_address),
}


def fields_of(kind: Kind) -> tuple[Field, ...]:
    return FIELDS[kind]


def faults(kind: Kind, details: Details) -> Iterator[tuple[str, str]]:
    """Yield (key, what is wrong) for everything in `details` that its kind does not allow."""
    known = {field.key: field for field in FIELDS[kind]}
    for key, value in details.items():
        if key not in known:
            yield key, "unknown"
            continue
        field = known[key]
        if not _CHECKS[field.form](value):
            yield key, f"not a {field.form}"
        elif field.choices and value not in field.choices:
            yield key, f"not one of {', '.join(field.choices)}"
        elif field.lowest is not None and value < field.lowest:
            yield key, f"below {field.lowest}"
        elif field.highest is not None and value > field.highest:
            yield key, f"above {field.highest}"

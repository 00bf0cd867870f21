"""The numbers by which LMI for All calls regions, sexes and working statuses, and what they stand for with us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from wayline.lmi.models import Category, Cut
from wayline.taxonomy.models import Area

WHOLE = ("K02000001", "K03000001", "E92000001")
"""Without a region: the United Kingdom, or else the largest part of it that is counted."""
REGIONS = {
    1: ("London", "E12000007"), 2: ("South East", "E12000008"), 3: ("East of England", "E12000006"),
    4: ("South West", "E12000009"), 5: ("West Midlands", "E12000005"), 6: ("East Midlands", "E12000004"),
    7: ("Yorkshire and the Humber", "E12000003"), 8: ("North West", "E12000002"), 9: ("North East", "E12000001"),
    10: ("Wales", "W92000004"), 11: ("Scotland", "S92000003"), 12: ("Northern Ireland", "N92000002"),
}  # fmt: skip
"""Working Futures and the employer skills survey."""
PAY_REGIONS = {
    1: ("North East", "E12000001"), 2: ("North West", "E12000002"), 4: ("Yorkshire and the Humber", "E12000003"),
    5: ("East Midlands", "E12000004"), 6: ("West Midlands", "E12000005"), 7: ("East of England", "E12000006"),
    8: ("London", "E12000007"), 9: ("South East", "E12000008"), 10: ("South West", "E12000009"),
    11: ("Wales", "W92000004"), 12: ("Scotland", "S92000003"), 13: ("Northern Ireland", "N92000002"),
}  # fmt: skip
"""ASHE and the labour force survey: the order of the government office regions, without 3 (Merseyside, now in 2)."""
SAME_PLACE = {"E12000007": ("lsip", "GL_LSIP")}
"""An area that another coder draws with the same border: Greater London."""
DIMENSIONS = {
    "gender": "sex",
    "status": "status",
    "qualification": "qualification",
    "industry": "industry",
    "age": "age",
}
"""Their word for a dimension, and ours."""
STATUSES = {"employee-full-time": 1, "employee-part-time": 2, "self-employed": 3}


@dataclass(frozen=True, slots=True)
class Coding:
    """A value of a dimension as clients name it."""

    code: int
    name: str
    categories: tuple[int, ...]
    """Keys of our categories: several where publishers code the same thing differently."""


def codings(name: str, stamp: str) -> tuple[Coding, ...]:
    """All values of a dimension in use, in order of their code."""
    return _codings(stamp).get(name, ())


@lru_cache(maxsize=2)
def _codings(_stamp: str) -> Mapping[str, tuple[Coding, ...]]:
    ours = {dimension: name for name, dimension in DIMENSIONS.items()}
    found: dict[str, dict[tuple[int, str], list[int]]] = {}
    for place, category in enumerate(Category.objects.order_by("dimension", "scheme", "position", "code")):
        values = found.setdefault(ours[category.dimension], {})
        if (code := _number(category, place)) is not None:
            values.setdefault((code, _name(category)), []).append(category.pk)
    return {
        name: tuple(Coding(code, title, tuple(keys)) for (code, title), keys in sorted(values.items()))
        for name, values in found.items()
    }


def _number(category: Category, place: int) -> int | None:
    """Their code where there is one; else the publisher's, or its place. None for what they had no word for."""
    if category.dimension == "status":
        return STATUSES.get(category.code)
    if (category.dimension, category.scheme) == ("industry", "skills-imperative"):
        return _industry_number(category)
    return int(category.code) if category.code.isdecimal() else 1 + category.position


def _industry_number(category: Category) -> int:
    """1 to 75, as Working Futures numbers industries (S2.1.03 is 3); groups and sectors of them follow from 101."""
    last = category.code.rpartition(".")[2]
    return int(last) if len(last) == 2 and last.isdecimal() else 101 + category.position


def _name(category: Category) -> str:
    return {("sex", "1"): "Male", ("sex", "2"): "Female"}.get((category.scheme, category.code), category.title)


@lru_cache(maxsize=2)
def _cuts(_stamp: str) -> Mapping[frozenset[int], Cut]:
    related = ("industry", "sex", "age", "status", "qualification")
    return {frozenset(part.pk for part in cut.parts()): cut for cut in Cut.objects.select_related(*related)}


def cuts_of(categories: tuple[Coding, ...], stamp: str) -> list[Cut]:
    """The cuts that have exactly these values, in whichever publisher's codes."""
    wanted: list[frozenset[int]] = [frozenset()]
    for coding in categories:
        wanted = [one | {key} for one in wanted for key in coding.categories]
    known = _cuts(stamp)
    return [known[one] for one in wanted if one in known]


@lru_cache(maxsize=2)
def _areas(_stamp: str) -> Mapping[tuple[str, str], Area]:
    return {(area.scheme, area.code): area for area in Area.objects.public().filter(country="GB")}


def areas_of(code: str, stamp: str) -> list[Area]:
    known = _areas(stamp)
    keys = [("gss", code), *([SAME_PLACE[code]] if code in SAME_PLACE else [])]
    return [known[key] for key in keys if key in known]


def whole(stamp: str) -> list[Area]:
    return [area for code in WHOLE for area in areas_of(code, stamp)]

"""What clients of LMI for All write into an address, read strictly where it matters and mildly where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wayline.lmi.api.answers import Refusal
from wayline.lmi.api.v1 import codes
from wayline.lmi.api.v1.codes import Coding
from wayline.lmi.api.v1.reading import Group
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area

Regions = Mapping[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Filters as they were asked for."""

    areas: tuple[Area, ...]
    cut: tuple[Coding, ...]
    stamp: str

    def group(self, *more: Coding) -> Group:
        return Group(self.areas, tuple(codes.cuts_of((*self.cut, *more), self.stamp)))

    def in_area(self, gss: str) -> Group:
        return Group(tuple(codes.areas_of(gss, self.stamp)), tuple(codes.cuts_of(self.cut, self.stamp)))


def chosen(text: str, regions: Regions) -> Chosen:
    """`region:11|gender:1`. A filter or value that nobody knows is an error: without it the answer would be another."""
    stamp = crosswalk.stamp()
    areas, cut = codes.whole(stamp), []
    for part in filter(None, (one.strip() for one in text.split("|"))):
        name, _, value = part.partition(":")
        if name == "region":
            areas = _region(value, regions, stamp)
        else:
            cut.append(_coding(name, value, stamp))
    return Chosen(tuple(areas), tuple(cut), stamp)


def _region(value: str, regions: Regions, stamp: str) -> list[Area]:
    number = _number(value)
    if number is None or number not in regions:
        raise Refusal(400, f"There is no region {value[:20]!r}. Known are {_list(regions)}.")
    return codes.areas_of(regions[number][1], stamp)


def _coding(name: str, value: str, stamp: str) -> Coding:
    if name not in codes.DIMENSIONS:
        raise Refusal(400, f"There is no filter {name[:20]!r}. Known are region, {', '.join(codes.DIMENSIONS)}.")
    known = {one.code: one for one in codes.codings(name, stamp)}
    number = _number(value)
    if number is None or number not in known:
        raise Refusal(400, f"The filter {name} has no value {value[:20]!r}. Known are {_list(known)}.")
    return known[number]


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else None


def _list(known: Mapping[int, object]) -> str:
    return ", ".join(str(one) for one in known) or "none: no figures are loaded that have it"


def is_true(text: str) -> bool:
    """Booleans as clients write them."""
    if text.lower() not in {"", "true", "false", "1", "0"}:
        raise Refusal(400, f"Write true or false, not {text[:20]!r}.")
    return text.lower() in {"true", "1"}

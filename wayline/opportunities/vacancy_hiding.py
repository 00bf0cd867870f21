"""What may be shown of figures on vacancies, so that none tells of a single employer. Plain Python.

A cell is shown from FEWEST vacancies of EMPLOYERS employers on, of which none has more than DOMINANT of them. Others
are hidden, and with them as many as it takes that no sum tells them (`lmi.disclosure.protect`). Numbers within a cell
are rounded to ROUND, so that differences between cells say nothing of single vacancies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wayline.lmi.disclosure import Protection, Sum, protect
from wayline.opportunities.intelligence.findings import Compared, Figures, Lines
from wayline.opportunities.intelligence.growth import Rise
from wayline.opportunities.intelligence.spread import Quartiles
from wayline.opportunities.intelligence.sums import ALL, PAY_STEP

FEWEST, EMPLOYERS, DOMINANT = 5, 3, 0.75
ROUND = 5
COST = 0.05
"""Of the figures of occupations alone and areas alone, so many may be hidden for the sake of crossed ones."""
PROTECTION = Protection(width=3, share=0)
"""A hidden number may be anything within an interval of so many vacancies. Whoever tries does not know that it is below
FEWEST: it may be large and of one employer."""
Group = tuple[str, str]
"""Occupation and area of a cell."""


def may_stand(figures: Figures) -> bool:
    """By itself, before anybody takes sums apart."""
    known = figures.employers
    return (
        figures.vacancies >= FEWEST
        and known is not None
        and known.employers >= EMPLOYERS
        and known.largest <= DOMINANT
    )  # fmt: skip


def hidden(figures: Sequence[Figures], lines: Lines) -> set[Group]:
    """Of the figures of one quarter, the groups that are not shown.

    Occupations crossed with areas are shown only where that costs few figures of occupations alone and of areas alone.
    """
    margins = [one for one in figures if ALL in one.cell[1:]]
    alone, crossed = _closed(margins, lines), _closed(figures, lines)
    lost = (crossed - alone) & {one.cell[1:] for one in margins}
    if (ALL, ALL) not in lost and len(lost) <= COST * len(margins):
        return crossed
    return alone | {one.cell[1:] for one in figures if ALL not in one.cell[1:]}


def _closed(figures: Sequence[Figures], lines: Lines) -> set[Group]:
    numbers = {one.cell[1:]: one.vacancies for one in figures}
    sums = [
        *_sums(numbers, _children(lines.occupations), along=0),
        *_sums(numbers, _children(lines.areas), along=1),
    ]  # fmt: skip
    same = _same(numbers, sums)
    values: dict[Any, float | None] = {same[key]: float(number) for key, number in numbers.items()}
    values |= {part: None for one in sums for part in one.parts if part not in numbers}
    whole = {_contracted(one, same) for one in sums if one.parts[1:]}
    small = {same[one.cell[1:]] for one in figures if not may_stand(one)}
    small |= {key for key, number in values.items() if number is None}
    closed = protect(values, sorted(whole, key=str), sorted(small, key=str), protection=PROTECTION)
    return {key for key in numbers if same[key] in closed}


def _same(numbers: Iterable[Group], sums: Iterable[Sum]) -> dict[Group, Group]:
    """Cells of the very same vacancies (an area and the only one in it) are one: to the one that stands for them."""
    stands: dict[Group, Group] = {key: key for key in numbers}

    def of(key: Group) -> Group:
        while stands[key] != key:
            key = stands[key]
        return key

    for one in sums:
        if len(one.parts) == 1:
            stands[of(one.parts[0])] = of(one.total)
    return {key: of(key) for key in stands}


def _contracted(one: Sum, same: Mapping[Any, Any]) -> Sum:
    return Sum(same[one.total], tuple(sorted((same.get(part, part) for part in one.parts), key=str)))


def _children(lines: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """What stands directly below each key; below ALL what has nothing above it."""
    below: dict[str, set[str]] = defaultdict(set)
    for line in lines.values():
        for child, parent in zip(line, [*line[1:], ALL], strict=True):
            below[parent].add(child)
    return below


def _sums(numbers: Mapping[Group, int], below: Mapping[str, set[str]], *, along: int) -> Iterable[Sum]:
    """That parts make a whole. What is in no part (not said, or tagged with the whole) is never shown, and is no secret
    itself: two unknown numbers stand for it, of which neither can be worked out."""
    for key in sorted(numbers):
        parts = [_with(key, along, child) for child in sorted(below.get(key[along], ()))]
        parts = [part for part in parts if part in numbers]
        if parts:
            more = numbers[key] > sum(numbers[part] for part in parts)
            unknown: list[Any] = [(name, along, *key) for name in ("rest", "and")] if more else []
            yield Sum(key, (*parts, *unknown))


def _with(key: Group, along: int, value: str) -> Group:
    return (value, key[1]) if along == 0 else (key[0], value)


def shown(figures: Figures, *, base_hidden: bool) -> dict[str, Any]:
    """What is kept of a cell that is shown, as plain values. `base_hidden`: the quarter it is compared with is not."""
    known = figures.employers
    return {
        "vacancies": figures.vacancies,
        "facts": {name: rounded(number) if name not in ("counted", "read") else number
                  for name, number in figures.facts.items() if name != "read"},
        "employers": known.employers if known else 0,
        "concentration": round(known.index, 2) if known else None,
        "pay": {currency: _quartiles(one) for currency, one in figures.pay.items() if one.number >= FEWEST},
        "span": _span(figures),
        "contracts": _told(figures.contracts.items()),
        "brought": rounded(figures.sources.get("brought", 0)),
        "naming": rounded(figures.vacancies) - rounded(figures.facts.get("no_skill", 0)),
        "skills": _told(figures.skills),
        "titles": _told(figures.titles),
        "rising_skills": _compared(figures.rising_skills, base_hidden),
        "rising_titles": _compared(figures.rising_titles, base_hidden),
    }  # fmt: skip


def rounded(number: int) -> int:
    return ROUND * ((number + ROUND // 2) // ROUND)


def _told(items: Iterable[tuple[str, int]]) -> list[list[Any]]:
    """At least FEWEST, rounded; the order is that of the exact numbers only where the rounded ones differ."""
    told = [[item, rounded(number)] for item, number in items if number >= FEWEST]
    return sorted(told, key=lambda one: (-one[1], one[0]))


def _quartiles(one: Quartiles) -> dict[str, int]:
    steps = {"low": one.low, "middle": one.middle, "high": one.high}
    return {"number": one.number, **{name: PAY_STEP * round(value / PAY_STEP) for name, value in steps.items()}}


def _span(figures: Figures) -> dict[str, int | None]:
    span = figures.span
    return {
        "number": span.number, "over": rounded(span.over), "censored": rounded(span.censored), "median": span.median,
        "low": span.low, "high": span.high,
    }  # fmt: skip


def _compared(found: Compared, base_hidden: bool) -> dict[str, Any]:
    if base_hidden or not found.base:
        return {}
    rises = [_rise(one) for one in found.rises]
    return {"base": found.base, "vacancies": found.vacancies - rounded(found.silent), "rises": rises}


def _rise(one: Rise) -> dict[str, Any]:
    return {
        "item": one.item, "now": rounded(one.now), "base": rounded(one.base), "share": round(one.now / one.all_now, 2),
        "before": round(one.base / one.all_base, 2), "low": round(one.low, 2), "high": round(one.high, 2),
        "chance": round(one.chance, 3),
    }  # fmt: skip

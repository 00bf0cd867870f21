"""A search over the shelf: every condition is a flag for each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wayline.opportunities.shelf.columns import Flags, Ints, Shelf

MOST_WORDS = 1000
"""Above what a search may say, so that hits in the title fit beside the row in one number."""
Cell = tuple[str, ...]
Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Want:
    """What is asked for, but for the facets. `clauses`: lexemes that stand together, of which one clause is enough;
    or an occupation of `meant`. `since` and `after` are moments: from then on, and later than."""

    day: int
    clauses: tuple[tuple[str, ...], ...] | None = None
    meant: tuple[int, ...] = ()
    occupation: int | None = None
    skill: int | None = None
    area: int | None = None
    access: tuple[str, ...] = ()
    pay: int | None = None
    starts_by: int | None = None
    since: int | None = None
    language: str = ""


def narrowed(shelf: Shelf, want: Want, struck: Ints) -> Flags:
    """Flags of the rows that fit. `struck`: rows that others answer for."""
    fits: Flags = shelf["until"] >= want.day
    fits[struck] = False
    if want.clauses is not None:
        fits &= _said(shelf, want)
    for name, one in (("lines", want.occupation), ("areas", want.area)):
        if one is not None:
            fits &= _in_set(shelf, name, (one,))
    if want.skill is not None:
        fits &= _asking(shelf, want.skill)
    if want.access:
        fits &= _in_set(shelf, "access", [shelf.codes.get(code, -1) for code in want.access])
    return _plain(shelf, want, fits)


def _plain(shelf: Shelf, want: Want, fits: Flags) -> Flags:
    """What is not said is stored as pay below and a start after everything."""
    if want.pay is not None:
        fits &= shelf["pay"] >= want.pay
    if want.starts_by is not None:
        fits &= shelf["starts"] <= want.starts_by
    if want.since is not None:
        fits &= shelf["published"] >= want.since
    if want.language:
        fits &= shelf["language"] == shelf.codes.get(want.language, -1)
    return fits


def _in_set(shelf: Shelf, name: str, wanted: Sequence[int]) -> Flags:
    sets = shelf.sets[name]
    found: Flags = sets.all_of(wanted)[sets.ids]
    return found


def _said(shelf: Shelf, want: Want) -> Flags:
    found = np.zeros(len(shelf), dtype=bool)
    for clause in want.clauses or ():
        _mark(found, [shelf.saying(lexeme) for lexeme in clause])
    if want.meant:
        sets = shelf.sets["lines"]
        found |= sets.any_of(want.meant)[sets.ids]
    return found


def _mark(found: Flags, posted: list[Ints]) -> None:
    """Flag the rows that are in every one of the lists; none when there is no list."""
    if not posted:
        return
    rows, *others = sorted(posted, key=len)
    for other in others:
        there = np.zeros(len(found), dtype=bool)
        there[other] = True
        rows = rows[there[rows]]
    found[rows] = True


def _asking(shelf: Shelf, skill: int) -> Flags:
    """What an offer itself names, not what is usual in its occupation."""
    found = np.zeros(len(shelf), dtype=bool)
    rows, needs = shelf.asking(skill)
    found[rows[needs > 0]] = True
    return found


def cells(shelf: Shelf, fits: Flags) -> list[tuple[Cell, int]]:
    """How many rows there are of every combination of the facets."""
    numbers = np.bincount(shelf["cell"][fits], minlength=len(shelf.cells))
    return [(shelf.cells[place], int(numbers[place])) for place in np.flatnonzero(numbers)]


def chosen(shelf: Shelf, fits: Flags, fitting: Callable[[Cell], bool]) -> Flags:
    """By the facets too."""
    table = np.fromiter((fitting(cell) for cell in shelf.cells), dtype=bool, count=len(shelf.cells))
    return fits if table.all() else fits & table[shelf["cell"]]


def ranked(shelf: Shelf, fits: Flags, sort: str, clauses: Sequence[Sequence[str]], stop: int) -> list[Key]:
    """The first rows in an order, each as what it is sorted by; the last number is the key, negative."""
    rows: Ints = np.flatnonzero(fits)
    if sort == "newest":
        rows = rows[:stop]
        return list(zip((-shelf["published"][rows]).tolist(), (-shelf.keys[rows]).tolist(), strict=True))
    if sort == "best":
        return _best(shelf, rows, clauses, stop)
    rows = _first(shelf[f"{sort}_order"][rows], rows, stop)
    values = shelf[sort][rows].astype(np.int64) * (-1 if sort == "pay" else 1)
    return list(zip(values.tolist(), (-shelf.keys[rows]).tolist(), strict=True))


def _best(shelf: Shelf, rows: Ints, clauses: Sequence[Sequence[str]], stop: int) -> list[Key]:
    """Most words in the title first, then the newest."""
    hits = _title_hits(shelf, clauses)[rows]
    order = (MOST_WORDS - hits.astype(np.int64)) * len(shelf) + rows
    top = _first(order, np.arange(len(rows)), stop)
    rows = rows[top]
    columns = (-hits[top].astype(np.int64), -shelf["published"][rows], -shelf.keys[rows])
    return list(zip(*(one.tolist() for one in columns), strict=True))


def _title_hits(shelf: Shelf, clauses: Sequence[Sequence[str]]) -> Ints:
    """How many words of the clause that fits best stand in the title."""
    most = np.zeros(len(shelf), dtype=np.int16)
    for clause in clauses:
        hits = np.zeros(len(shelf), dtype=np.int16)
        for lexeme in clause:
            hits[shelf.saying(lexeme, "titles")] += 1
        np.maximum(most, hits, out=most)
    return most


def _first(order: Ints, rows: Ints, stop: int) -> Ints:
    """Those of the rows that come first."""
    if stop < len(rows):
        near = np.argpartition(order, stop)[:stop]
        order, rows = order[near], rows[near]
    found: Ints = rows[np.argsort(order)]
    return found

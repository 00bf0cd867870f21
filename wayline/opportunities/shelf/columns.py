"""The columns of the shelf, mapped from a folder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.taxonomy.titles import store
from wayline.taxonomy.titles.store import Array, Texts

VERSION = 3
SETS = ("areas", "lines", "jobs", "access", "licences", "spoken")
"""Areas with all around them; occupations with all above them; occupations as tagged; accessibility; driving licences;
languages."""
Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Sets:
    """A set of numbers for each row, where many rows have the same: `ids` by row; `values` with their `owners`."""

    ids: Ints
    owners: Ints
    values: Ints

    @cached_property
    def number(self) -> int:
        return int(self.ids.max(initial=-1)) + 1

    @cached_property
    def sizes(self) -> Ints:
        return np.bincount(self.owners, minlength=self.number)

    def any_of(self, wanted: Collection[int]) -> Flags:
        """By set: whether it holds one of these."""
        found = np.zeros(self.number, dtype=bool)
        found[self.owners[np.isin(self.values, np.fromiter(wanted, np.int64, len(wanted)))]] = True
        return found

    def all_of(self, wanted: Iterable[int]) -> Flags:
        found = np.ones(self.number, dtype=bool)
        for one in wanted:
            found &= self.any_of([one])
        return found

    def best(self, worth: Mapping[int, int]) -> Ints:
        """By set: the highest worth of what it holds, 0 for nothing."""
        found = np.zeros(self.number, dtype=np.int64)
        np.maximum.at(found, self.owners, self._worths(worth))
        return found

    def total(self, worth: Mapping[int, int]) -> Ints:
        return np.bincount(self.owners, self._worths(worth), self.number).astype(np.int64)

    def _worths(self, worth: Mapping[int, int]) -> Ints:
        found = np.zeros(len(self.values), dtype=np.int64)
        for one, value in worth.items():
            found[self.values == one] = value
        return found


@dataclass(frozen=True)
class Shelf:
    """`about` has what was said when it was made: of which database, when, after which changes."""

    arrays: Mapping[str, Array]
    about: Mapping[str, Any]

    @classmethod
    def load(cls, folder: Path) -> Shelf:
        arrays, about = store.read(folder, VERSION)
        return cls(arrays, about)

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    @property
    def keys(self) -> Ints:
        return self.arrays["keys"]

    @cached_property
    def cells(self) -> list[tuple[str, ...]]:
        """Combinations of the facets that occur; `cell` of a row is a place in it."""
        return [tuple(one) for one in self.about["cells"]]

    @cached_property
    def facets(self) -> list[tuple[list[str], Ints]]:
        """Of each facet, its values, and for each combination the place of its value in them."""
        found: list[tuple[list[str], Ints]] = []
        for said in zip(*self.cells, strict=True):
            values = list(dict.fromkeys(said))
            places = {value: place for place, value in enumerate(values)}
            found.append((values, np.array([places[one] for one in said], dtype=np.int32)))
        return found

    @cached_property
    def sets(self) -> dict[str, Sets]:
        return {
            name: Sets(self.arrays[name], self.arrays[f"{name}_owners"], self.arrays[f"{name}_values"]) for name in SETS
        }

    @cached_property
    def codes(self) -> dict[str, int]:
        """Numbers of the words in sets: languages, licences, accessibility, currencies."""
        return {code: place for place, code in enumerate(self.about["codes"])}

    @cached_property
    def lexemes(self) -> Texts:
        return Texts.read(self.arrays, "lexemes")

    def rows_of(self, keys: Collection[int]) -> Ints:
        """Rows of these listings; those that are not here are left out."""
        wanted = np.fromiter(keys, np.int64, len(keys))
        order = self.arrays["by_key"]
        places = np.searchsorted(self.keys, wanted, sorter=order)
        rows = order[np.minimum(places, len(order) - 1)] if len(order) else order
        return rows[self.keys[rows] == wanted] if len(order) else rows

    def saying(self, lexeme: str, where: str = "words") -> Ints:
        """Rows with the lexeme in their `words` or `titles`."""
        place = bisect_left(self.lexemes, lexeme)
        if place == len(self.lexemes) or self.lexemes[place] != lexeme:
            return self.arrays[f"{where}_rows"][:0]
        return self._posted(where, place)

    def asking(self, skill: int) -> tuple[Ints, Ints]:
        """Rows that ask for the skill, and how much they need it."""
        skills = self.arrays["skills"]
        place = int(np.searchsorted(skills, skill))
        if place == len(skills) or skills[place] != skill:
            return self.arrays["skills_rows"][:0], self.arrays["skills_needs"][:0]
        begin, end = self._bounds("skills", place)
        return self.arrays["skills_rows"][begin:end], self.arrays["skills_needs"][begin:end]

    def _posted(self, where: str, place: int) -> Ints:
        begin, end = self._bounds(where, place)
        return self.arrays[f"{where}_rows"][begin:end]

    def _bounds(self, where: str, place: int) -> tuple[int, int]:
        starts = self.arrays[f"{where}_starts"]
        return int(starts[place]), int(starts[place + 1])

"""Making a shelf from rows that stream by. What grows with words and skills goes through files, not through memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayline.opportunities.shelf.columns import SETS, VERSION, Ints
from wayline.taxonomy.titles import store
from wayline.taxonomy.titles.store import Array, Texts

PLAIN = {
    "keys": "q", "published": "q", "until": "i", "cell": "i", "language": "i", "pay": "i", "currency": "i",
    "starts": "i", "deadline": "i", "must": "H", "nice": "H", "read": "H",
    "usual": "H",
}  # fmt: skip
WORDED = ("access", "licences", "spoken")
Row = Mapping[str, Any]


class Names:
    """Numbers for things, in the order in which they come."""

    def __init__(self) -> None:
        self.known: dict[Any, int] = {}

    def __getitem__(self, thing: Any) -> int:
        return self.known.setdefault(thing, len(self.known))

    def __len__(self) -> int:
        return len(self.known)


class Maker:
    """Rows first, newest first; then skills in the order of their numbers, and words in any order; then `write`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plain = {name: array(code) for name, code in PLAIN.items()}
        self.sets = {name: Names() for name in SETS}
        self.ids = {name: array("i") for name in SETS}
        self.cells, self.codes, self.lexemes = Names(), Names(), Names()
        self.words, self.titles = Posted(folder / "words"), Posted(folder / "titles")
        self.skills = Skills(folder / "skills")
        self._by_key: tuple[Ints, Ints] | None = None

    def add(self, rows: Iterable[Row]) -> None:
        """`cell` is a tuple of texts, the sets are lists, everything else is a number or a text."""
        for row in rows:
            for name, kept in self.plain.items():
                kept.append(self._number(name, row[name]))
            for name, ids in self.ids.items():
                said = row[name]
                if name in WORDED:
                    said = [self.codes[one] for one in said]
                ids.append(self.sets[name][tuple(sorted(set(said)))])

    def _number(self, name: str, value: Any) -> int:
        if name == "cell":
            return self.cells[value]
        return self.codes[value] if isinstance(value, str) else value

    def add_skills(self, skills: Sequence[int], keys: Sequence[int], needs: Sequence[int]) -> None:
        self.skills.add(skills, self._rows(keys), needs)

    def add_words(self, keys: Sequence[int], words: Sequence[Sequence[str]], titles: Sequence[Sequence[str]]) -> None:
        rows = self._rows(keys)
        for posted, said in ((self.words, words), (self.titles, titles)):
            posted.add(rows, [[self.lexemes[one] for one in some] for some in said])

    def _rows(self, keys: Sequence[int]) -> Ints:
        if self._by_key is None:
            every = np.array(self.plain["keys"], dtype=np.int64)
            order: Ints = np.argsort(every).astype(np.int32)
            self._by_key = every[order], order
        known, order = self._by_key
        return order[np.searchsorted(known, np.asarray(keys, dtype=np.int64))]

    def write(self, place: Path, about: Mapping[str, object], changed: Sequence[int] = ()) -> None:
        """`changed`: keys for which this shelf answers, of listings that went too; that of everything has none."""
        arrays = {**self._columns(), **self.skills.arrays(), "changed": np.array(changed, dtype=np.int64)}
        names = sorted(self.lexemes.known)
        order = np.array([self.lexemes.known[one] for one in names], dtype=np.int64)
        arrays |= Texts.of(names).arrays("lexemes")
        arrays |= self.words.arrays("words", order) | self.titles.arrays("titles", order)
        said = {"version": VERSION, "cells": list(self.cells.known), "codes": list(self.codes.known)}
        store.write(place, arrays, {**said, **about})

    def _columns(self) -> dict[str, Array]:
        made: dict[str, Array] = {name: np.frombuffer(kept, dtype=kept.typecode) for name, kept in self.plain.items()}
        made["by_key"] = np.argsort(made["keys"]).astype(np.int32)
        made["pay_order"] = _order(-made["pay"].astype(np.int64), -made["keys"])
        made["deadline_order"] = _order(made["deadline"], -made["keys"])
        for name in SETS:
            sets = list(self.sets[name].known)
            made[name] = np.frombuffer(self.ids[name], dtype=np.int32)
            made[f"{name}_owners"] = np.repeat(np.arange(len(sets), dtype=np.int32), [len(one) for one in sets])
            made[f"{name}_values"] = np.array([value for one in sets for value in one], dtype=np.int64)
        return made


def _order(first: Ints, second: Ints) -> NDArray[np.int32]:
    """The place of each row when all are sorted."""
    places = np.empty(len(first), dtype=np.int32)
    places[np.lexsort((second, first))] = np.arange(len(first), dtype=np.int32)
    return places


class Skills:
    """Rows by skill. The skills come in order, so what comes is only written down."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.counts: dict[int, int] = {}

    def add(self, skills: Sequence[int], rows: Ints, needs: Sequence[int]) -> None:
        numbers, counts = np.unique(np.asarray(skills, dtype=np.int64), return_counts=True)
        for skill, count in zip(numbers.tolist(), counts.tolist(), strict=True):
            self.counts[skill] = self.counts.get(skill, 0) + count
        for name, values in (("rows", rows.astype(np.int32)), ("needs", np.asarray(needs, dtype=np.uint8))):
            with (self.folder / name).open("ab") as file:
                values.tofile(file)

    def arrays(self) -> dict[str, Array]:
        return {
            "skills": np.array(list(self.counts), dtype=np.int64),
            "skills_starts": _starts(np.array(list(self.counts.values()), dtype=np.int64)),
            "skills_rows": _mapped(self.folder / "rows", np.int32),
            "skills_needs": _mapped(self.folder / "needs", np.uint8),
        }


class Posted:
    """Rows by lexeme: blocks are sorted and written down as they come, then dealt out to where each lexeme begins."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.counts = np.zeros(0, dtype=np.int64)
        self.blocks = 0

    def add(self, rows: Ints, lexemes: Sequence[Sequence[int]]) -> None:
        ids = np.fromiter((one for some in lexemes for one in some), dtype=np.int32)
        where = np.repeat(rows.astype(np.int32), [len(some) for some in lexemes])
        order = np.argsort(ids, kind="stable")
        np.save(self.folder / f"{self.blocks}.npy", np.stack([ids[order], where[order]]))
        self.blocks += 1
        counts = np.bincount(ids)
        if len(counts) > len(self.counts):
            self.counts = np.pad(self.counts, (0, len(counts) - len(self.counts)))
        self.counts[: len(counts)] += counts

    def arrays(self, name: str, order: Ints) -> dict[str, Array]:
        """`order`: the number of each lexeme, in the order of the alphabet."""
        counts = np.pad(self.counts, (0, len(order) - len(self.counts)))[order]
        starts = _starts(counts)
        following = np.empty(len(order), dtype=np.int64)
        following[order] = starts[:-1]
        rows = _empty(self.folder / "rows", int(starts[-1]))
        for ids, where in self._kept():
            self._deal(ids, where, following, rows)
        return {f"{name}_starts": starts, f"{name}_rows": rows}

    def _kept(self) -> Iterator[tuple[Ints, Ints]]:
        for number in range(self.blocks):
            ids, where = np.load(self.folder / f"{number}.npy")
            yield ids, where

    @staticmethod
    def _deal(ids: Ints, where: Ints, following: Ints, rows: Array) -> None:
        """The ids are sorted: those of one lexeme go one after the other to where its next row belongs."""
        if not len(ids):
            return
        lexemes, begins, counts = np.unique(ids, return_index=True, return_counts=True)
        within = np.arange(len(ids)) - np.repeat(begins, counts)
        rows[np.repeat(following[lexemes], counts) + within] = where
        following[lexemes] += counts


def _starts(counts: Ints) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])


def _empty(path: Path, number: int) -> Array:
    if not number:
        return np.zeros(0, dtype=np.int32)
    return np.memmap(path, dtype=np.int32, mode="w+", shape=(number,))


def _mapped(path: Path, kind: Any) -> Array:
    if not path.exists() or not path.stat().st_size:
        return np.zeros(0, dtype=kind)
    return np.memmap(path, dtype=kind, mode="r")

"""What a word of a text may mean in names of skills: worked out once for each word, then remembered.

Texts are made of few words that come again and again, so a reader that is kept for many texts seldom meets a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.compiled import fixed
from wayline.taxonomy.skills.laying import SAME, Places, Steps
from wayline.taxonomy.skills.names import Names, in_steps
from wayline.taxonomy.titles.model import Floats, Model

LIKE = 0.4
"""Words less alike than this have nothing to do with each other (cosine)."""
ROUNDED = 1e-4
"""More than a cosine of parts that were rounded may miss of it."""
ALMOST = SAME - 1
"""How alike two words are at most that are not the same."""
FAINT = 0.3
"""What a word adds to a concept at the first look counts from here on."""
REMEMBERED = 20_000
"""Words: some 60 MB, and half as much room."""
Key = tuple[str, bool]
"""A word, and whether it may name something: others only count in names that hold just this word."""


class Table(NamedTuple):
    """What words may mean, by row. `numbers`: of the word in names and descriptions, or -1. `loud`: whether it may name
    something.

    `alike`: words of names and how much (`likes`), between its `alike_ends` and the next one. `places`: concepts it may
    mean, and from the number of all concepts on those whose names and descriptions hold it; `adds`: points of the
    former, BM25 of the latter; both between its `place_ends` and the next one.
    """

    numbers: Places
    loud: NDArray[np.bool_]
    vectors: Floats
    alike_ends: Places
    alike: NDArray[np.uint32]
    likes: Steps
    place_ends: Places
    places: NDArray[np.uint32]
    adds: Floats

    @classmethod
    def empty(cls, dimensions: int) -> Table:
        start, many, points = np.zeros(1, np.int64), np.zeros(0, np.uint32), np.zeros(0, np.float32)
        return cls(
            np.zeros(0, np.int64), np.zeros(0, np.bool_), np.zeros((0, dimensions), np.float32), start, many,
            np.zeros(0, np.uint8), start, many, points,
        )  # fmt: skip


class Rows(NamedTuple):
    """Some sentences. `rows`: of their words in a table of words; those of a sentence stand from `starts` on, as many
    as `counts` says."""

    rows: Places
    starts: Places
    counts: Places

    @classmethod
    def of(cls, rows: Sequence[int], counts: Sequence[int]) -> Rows:
        many = fixed(np.array(counts, np.int64))
        return cls(fixed(np.array(rows, np.int64)), fixed(np.cumsum(many) - many), many)


class _Held:
    """A table that grows, and the row of each word in it."""

    def __init__(self, dimensions: int) -> None:
        none = Table.empty(dimensions)
        self._columns = [_Column(values[:0]) for values in none]
        self.rows: dict[Key, int] = {}
        self.add([], none)

    def add(self, keys: Sequence[Key], more: Table) -> None:
        """Threads may read meanwhile: what they have of the table stays as it is, and who finds a row has the table, if
        they ask for it then."""
        parts: Iterable[NDArray[Any]] = more
        self.table = Table(*(column.add(values) for column, values in zip(self._columns, parts, strict=True)))
        self.rows.update(zip(keys, range(len(self.rows), len(self.rows) + len(keys)), strict=True))


class _Column:
    def __init__(self, room: NDArray[Any]) -> None:
        self.room, self.count = room, 0

    def add(self, values: NDArray[Any]) -> NDArray[Any]:
        """All there is. Room is made for half as much again, so that a value is moved a few times only."""
        start, self.count = self.count, self.count + len(values)
        if self.count > len(self.room):
            grown = np.empty((self.count + self.count // 2, *self.room.shape[1:]), self.room.dtype)
            grown[:start] = self.room[:start]
            self.room = grown
        self.room[start : self.count] = values
        return fixed(self.room[: self.count])


@dataclass
class Lexicon:
    """`short`, `own`: points for what of a name, and of a preferred name, a word says."""

    names: Names
    model: Model
    short: float
    own: float
    _held: _Held = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._held = _Held(self.model.dimensions)

    def rows(self, keys: Sequence[Key]) -> tuple[list[int], Table]:
        """Of different words; and the table. Threads may read at once: what another one forgets meanwhile is held by
        what is returned."""
        held = self._held
        if not all(key in held.rows for key in keys):
            with self._lock:
                held = self._held = self._with(keys)
        return [held.rows[key] for key in keys], held.table

    def _with(self, keys: Sequence[Key]) -> _Held:
        held = self._held
        fresh = [key for key in keys if key not in held.rows]
        if len(held.rows) + len(fresh) > REMEMBERED:
            held, fresh = _Held(self.model.dimensions), [*keys]
        if fresh:
            held.add(fresh, self._made(fresh, held.table))
        return held

    def _made(self, keys: Sequence[Key], table: Table) -> Table:
        """What is put behind the table."""
        vectors = self.model.sums([word for word, _loud in keys])
        numbers = [self.names.number.get(word, -1) for word, _loud in keys]
        alike = self._alike(vectors, keys, numbers)
        ends, concepts, points = self._points(alike)
        texts = [self._texts(number) if loud else _NOTHING for number, (_word, loud) in zip(numbers, keys, strict=True)]
        places, adds, total = [], [], len(self.names.concepts)
        for (start, end), (held, said) in zip(pairwise(ends), texts, strict=True):
            places += [concepts[start:end], held + total]
            adds += [points[start:end], said]
        counts = np.diff(ends) + [len(held) for held, _said in texts]
        return Table(
            np.array(numbers), np.array([loud for _word, loud in keys]), vectors,
            table.alike_ends[-1] + alike.indptr[1:], alike.indices, alike.data,
            table.place_ends[-1] + np.cumsum(counts), np.concatenate(places), np.concatenate(adds),
        )  # fmt: skip

    def _alike(self, vectors: Floats, keys: Sequence[Key], numbers: Sequence[int]) -> sparse.csr_matrix:
        """Words x words of names, from 0 to SAME."""
        steps, sizes = in_steps(vectors)
        own, own_sizes = self.names.directions
        loud = np.array([one for _word, one in keys])
        near = (steps / sizes[:, None]) @ self.names.headings.T > LIKE - ROUNDED
        near[~loud] = False
        rows, columns = np.divmod(np.flatnonzero(near), near.shape[1])
        likes = np.einsum("ij,ij->i", steps[rows], own[columns]) / (sizes[rows] * own_sizes[columns])
        said = np.where(likes > LIKE, np.minimum(np.rint(SAME * likes), ALMOST), 0).astype(np.float32)
        exact = [(at, place) for at, place in enumerate(numbers) if 0 <= place < self.names.named]
        at, place = np.array(exact, np.int64).reshape(-1, 2).T
        kept = (said > 0) & (columns != np.array(numbers)[rows])
        found = sparse.csr_matrix(
            (
                np.concatenate([said[kept], np.full(len(at), SAME, np.float32)]),
                (np.concatenate([rows[kept], at]), np.concatenate([columns[kept], place])),
            ),
            (len(keys), self.names.named),
        )
        found.sort_indices()
        return found

    def _points(self, alike: sparse.csr_matrix) -> tuple[Places, Places, Floats]:
        """By word: where its concepts end, the concepts, and what the best name of each says."""
        parts = alike @ self.names.by_word
        parts.sort_indices()
        total = len(self.names.concepts)
        rows = np.repeat(np.arange(parts.shape[0]), np.diff(parts.indptr))
        pairs = rows * total + self.names.name_concepts[parts.indices]
        starts = np.flatnonzero(np.diff(pairs, prepend=-1))
        if not len(starts):
            return np.zeros(parts.shape[0] + 1, np.int64), starts, np.zeros(0, np.float32)
        own = np.where(self.names.name_is_own[parts.indices], parts.data, 0)
        found = self.short * np.maximum.reduceat(parts.data, starts) + self.own * np.maximum.reduceat(own, starts)
        found, pairs = found / SAME, pairs[starts]
        pairs, found = pairs[found > FAINT], found[found > FAINT]
        ends = np.searchsorted(pairs, np.arange(parts.shape[0] + 1) * total)
        return ends, pairs % total, found.astype(np.float32)

    def _texts(self, number: int) -> tuple[Places, Floats]:
        if number < 0:
            return _NOTHING
        start, end = self.names.text_ends[number - 1] if number else 0, self.names.text_ends[number]
        return self.names.text_concepts[start:end].astype(np.int64), self.names.text_adds[start:end]


_NOTHING: tuple[Places, Floats] = (np.zeros(0, np.int64), np.zeros(0, np.float32))

"""What a word of a text may mean in names of skills: worked out once for each word, then remembered.

Texts are made of few words that come again and again, so a reader that is kept for many texts seldom meets a new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.names import Names, in_steps, spans
from wayline.taxonomy.titles.model import Floats, Model

LIKE = 0.4
"""Words less alike than this have nothing to do with each other (cosine)."""
ROUNDED = 1e-4
"""More than a cosine of parts that were rounded may miss of it."""
SAME, ALMOST = 250, 249
"""How alike two words are, as whole numbers: the same word, and the most for another one."""
FAINT = 0.3
"""What a word adds to a concept at the first look counts from here on."""
REMEMBERED = 20_000
"""Words: some 60 MB."""
Places = NDArray[np.int64]
Steps = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Word:
    """`number`: of the word in names and descriptions, or -1. `alike`: words of names and how much. `places`: concepts
    it may mean, and from the number of all concepts on those whose names and descriptions hold it; `adds`: points of
    the former, BM25 of the latter.

    The arrays are kept as their bytes, for `joined`.
    """

    number: int
    vector: bytes
    """float32"""
    alike: bytes
    """int64"""
    likes: bytes
    """uint8, one for each of `alike`"""
    places: bytes
    """int32"""
    adds: bytes
    """float32, one for each of `places`"""


NO_WORD = Word(-1, b"", b"", b"", b"", b"")
Key = tuple[str, bool]
"""A word, and whether it may name something: others only count in names that hold just this word."""


def joined(parts: Iterable[bytes], kind: type[np.generic]) -> NDArray[Any]:
    """Many small arrays as one, to be read only: `np.concatenate` takes a microsecond for each."""
    return np.frombuffer(b"".join(parts), kind)


@dataclass
class Lexicon:
    """`short`, `own`: points for what of a name, and of a preferred name, a word says."""

    names: Names
    model: Model
    short: float
    own: float
    _held: dict[Key, Word] = field(default_factory=dict)

    def words(self, keys: Iterable[Key]) -> dict[Key, Word]:
        """Threads may read at once: what another one forgets meanwhile is held by what is returned."""
        asked = dict.fromkeys(keys)
        found = {key: word for key in asked if (word := self._held.get(key)) is not None}
        if missing := [key for key in asked if key not in found]:
            fresh = dict(zip(missing, self._made(missing), strict=True))
            found |= fresh
            if len(self._held) + len(fresh) > REMEMBERED:
                self._held = {}
            self._held |= fresh
        return found

    def _made(self, keys: Sequence[Key]) -> Iterable[Word]:
        vectors = self.model.sums([word for word, _loud in keys])
        numbers = [self.names.number.get(word, -1) for word, _loud in keys]
        alike = self._alike(vectors, keys, numbers)
        ends, concepts, points = self._points(alike)
        for at, number in enumerate(numbers):
            near = slice(alike.indptr[at], alike.indptr[at + 1])
            texts, adds = self._texts(number) if keys[at][1] else _NOTHING
            mine = slice(ends[at], ends[at + 1])
            places = np.concatenate([concepts[mine], texts + len(self.names.concepts)])
            yield Word(
                number, vectors[at].astype(np.float32).tobytes(), alike.indices[near].astype(np.int64).tobytes(),
                alike.data[near].astype(np.uint8).tobytes(), places.astype(np.int32).tobytes(),
                np.concatenate([points[mine], adds]).astype(np.float32).tobytes(),
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


@dataclass(frozen=True, slots=True)
class Rows:
    """Some sentences. `rows`: of their words in a table of words, where 0 is no word; those of a sentence stand from
    `starts` on, `counts` of them."""

    rows: Places
    starts: Places
    counts: Places

    @classmethod
    def of(cls, rows: Places, counts: Places) -> Rows:
        return cls(rows, np.cumsum(counts) - counts, counts)

    @property
    def owners(self) -> Places:
        """The sentence of each word."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def some(self, which: Places) -> Rows:
        return Rows.of(self.rows[spans(self.starts[which], self.counts[which])], self.counts[which])

    def side_by_side(self, least: int) -> Places:
        """Places, so many at least, x sentences; 0 behind the last word of each."""
        found = np.zeros((max(least, int(self.counts.max())), len(self.counts)), np.int64)
        found[np.arange(len(self.rows)) - np.repeat(self.starts, self.counts), self.owners] = self.rows
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """Of some words, by row, how alike words of names are. Row 0 is no word. `rows`: of each of `alike` and `likes`;
    those of a row stand from `starts` on, `counts` of them."""

    named: int
    rows: Places
    starts: Places
    counts: Places
    alike: Places
    likes: Steps

    @classmethod
    def of(cls, words: Sequence[Word], named: int) -> Table:
        counts = np.array([0, *[len(word.likes) for word in words]])
        alike, likes = (
            joined((word.alike for word in words), np.int64),
            joined((word.likes for word in words), np.uint8),
        )
        return cls(named, np.repeat(np.arange(len(counts)), counts), np.cumsum(counts) - counts, counts, alike, likes)

    def greatest(self, said: Rows) -> Steps:
        """Of sentences: how well each word of names stands anywhere in each."""
        counts = self.counts.take(said.rows)
        entries = spans(self.starts.take(said.rows), counts)
        likes = self.likes.take(entries)
        order = np.argsort(likes, kind="stable")
        found = np.zeros((len(said.counts), self.named), np.uint8)
        # of several values for one place the last one stays: the greatest
        found[np.repeat(said.owners, counts)[order], self.alike.take(entries.take(order))] = likes.take(order)
        return found

    def standing(self, rows: Places, owners: Places, words: Places) -> Steps:
        """Places x `words` of names: how well each stands at each place of the sentence that `owners` names."""
        column = np.full(self.named, -1)
        column[words] = 0
        used = np.flatnonzero(column == 0)
        column[used] = np.arange(len(used))
        columns = column.take(self.alike)
        kept = np.flatnonzero(columns >= 0)
        # small enough for the cache of a processor: only words that are asked for
        dense = np.zeros((len(self.counts), len(used)), np.uint8)
        dense[self.rows[kept], columns[kept]] = self.likes[kept]
        spots = np.take(rows * len(used), owners, axis=1)
        spots += column.take(words)
        found: Steps = np.take(dense, spots)
        return found

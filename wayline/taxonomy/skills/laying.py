"""Names of concepts laid over every stretch of a sentence, for many sentences at once.

How much of a name stands in some words does not hang on what else is read, so a sentence scores the same by itself and
among others: what is added up is added up row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.lexicon import SAME, Steps, Table
from wayline.taxonomy.skills.looking import Looked
from wayline.taxonomy.skills.names import Names, spans
from wayline.taxonomy.titles.model import Floats

SHORT, LONG = 5, 9
"""Words of a stretch."""
ALL = 0.999
"""Of a name: what is added up may miss the whole by a hair."""
NEAREST = 0.8
"""The cosine that a sentence and a name are taken to have at most: one in a hundred has more."""
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Points:
    """Of a concept, of values from 0 to about 1 (`heard` up to 3, `need` up to 7)."""

    short: float = 1.45
    """The part of its best name that stands in five words."""
    own: float = 2.4
    """The part of its preferred name that stands in nine words."""
    long: float = 0.5
    """The part of a name in nine words, squared, times the weight of the name: long names found whole count more."""
    heard: float = 0.55
    """The same in five words, of words that stand there letter for letter."""
    sentence: float = 1.85
    """Cosine of the sentence and the nearest name."""
    text: float = 1.75
    """Words of the sentence in names and description, in relation to the best concept."""
    need: float = 0.14
    everywhere: float = 0.78


POINTS = Points()


@dataclass(frozen=True, slots=True)
class Laid:
    """Of the concepts that count, by their places among all that were looked at: the score, the best name, the words,
    first and last, in which most of that stands, and whether all of it does."""

    places: Places
    scores: Floats
    names: Places
    first: Places
    last: Places
    whole: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Least:
    """The score from which a concept counts: at all, and when a name of one word stands there whole. A longer name that
    stands there always counts."""

    score: float
    whole: float

    def met(self, scores: Floats, spelt: NDArray[np.bool_], several: NDArray[np.bool_]) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (scores >= self.score) | (spelt & (several | (scores >= self.whole)))
        return found


EVERY = Least(-np.inf, -np.inf)


def lay(names: Names, looked: Looked, likes: Table, points: Points, least: Least) -> Laid:
    """Places are looked at only of what counts if all that is said of it, anywhere in the sentence, stands close
    together."""
    few = np.flatnonzero(_Hope(names, looked, likes).met(points, least))
    if not len(few):
        return NOTHING
    near = _Laying(names, looked.owners[few], looked.concepts[few], looked.before[few])
    alike = likes.standing(looked.rows, near.word_owners, near.words)
    return near.laid(alike, few, looked.vectors, points, least)


class _Named:
    """The names of some concepts: `places`, from `starts` on those of each; `sizes` of their words stand from `bounds`
    on among `entries` of the table of names. `before`: points of the concepts so far."""

    def __init__(self, names: Names, concepts: Places, before: Floats) -> None:
        self.names, self.concepts, self.before = names, concepts, before
        first, ends = names.starts[concepts], names.starts[concepts + 1]
        self.how_many = ends - first
        self.starts = np.cumsum(self.how_many) - self.how_many
        self.places = spans(first, self.how_many)
        self.sizes = names.name_sizes[self.places]
        self.entry_counts = names.entry_starts[ends] - names.entry_starts[first]
        self.entries = spans(names.entry_starts[first], self.entry_counts)
        self.parts = names.table.data[self.entries]
        self.is_own = names.name_is_own[self.places]
        self.weights = names.sizes[self.places]

    def scores(self, points: Points, short: Floats, long: Floats, heard: Floats) -> Floats:
        """`short`, `long`, `heard`: what part of each name stands in a stretch, and of that letter for letter."""
        found = self.before + points.short * self.best(short)
        found += points.own * self.best(np.where(self.is_own, long, 0))
        found += points.long * self.best(long * long * self.weights)
        found += points.heard * self.best(heard * heard * self.weights)
        return found

    def best(self, values: NDArray[Any]) -> Floats:
        return np.asarray(np.maximum.reduceat(values, self.starts), np.float32)


class _Hope(_Named):
    """What may be hoped for: as if all words of a sentence stood close together."""

    def __init__(self, names: Names, looked: Looked, likes: Table) -> None:
        super().__init__(names, looked.concepts, looked.before)
        greatest = likes.greatest(looked.rows)
        word = np.repeat(looked.owners * names.named, self.entry_counts) + names.name_words[self.entries]
        self.said = np.take(greatest, word)

    def met(self, points: Points, least: Least) -> NDArray[np.bool_]:
        bounds = np.cumsum(self.sizes) - self.sizes
        part = np.asarray(np.add.reduceat(self.parts * self.said, bounds) / SAME, np.float32)
        exact = np.asarray(np.add.reduceat(np.where(self.said == SAME, self.parts, 0), bounds), np.float32)
        spelt = exact > ALL
        scores = self.scores(points, part, part, exact) + NEAREST * points.sentence
        return least.met(scores, self.best(spelt) > 0, self.best(spelt & (self.sizes > 1)) > 0)


class _Laying(_Named):
    """`owners`: of the concepts, by number of sentence."""

    def __init__(self, names: Names, owners: Places, concepts: Places, before: Floats) -> None:
        super().__init__(names, concepts, before)
        self.owners = owners
        counts = names.told.starts[concepts + 1] - names.told.starts[concepts]
        word_starts = np.cumsum(counts) - counts
        self.words = names.told.words[spans(names.told.starts[concepts], counts)]
        self.word_owners = np.repeat(owners, counts)
        columns = names.told.places[self.entries] + np.repeat(word_starts, self.entry_counts)
        bounds = np.concatenate([[0], np.cumsum(self.sizes)])
        shape = (len(self.places), len(self.words))
        self.table = sparse.csr_matrix((self.parts, columns.astype(np.int32), bounds.astype(np.int32)), shape)

    def laid(self, alike: Steps, numbers: Places, vectors: Floats, points: Points, least: Least) -> Laid:
        """`alike`: places of the sentences x words. `numbers`: of the concepts among all that were looked at."""
        exact = (alike == SAME).view(np.uint8)
        parts = self._parts(_stretches(alike, SHORT))
        short = parts.max(axis=1)
        long = self._parts(_stretches(alike, LONG)).max(axis=1)
        heard = self._parts(_stretches(exact, SHORT)).max(axis=1) * SAME
        scores = self.scores(points, short, long, heard)
        telling = short + 0.3 * heard + 0.1 * self.is_own + 0.01 * self.weights
        which = self._which(telling.astype(np.float32))
        counts = self.sizes[which]
        spelt = self._are_spelt(which, counts, heard, exact)
        hopeful = np.flatnonzero(least.met(scores + NEAREST * points.sentence, spelt, counts > 1))
        if len(hopeful):
            scores[hopeful] += points.sentence * self._cosines(vectors, hopeful)
        likely = np.flatnonzero(least.met(scores, spelt, counts > 1))
        marks = self._marks(alike, which[likely], parts[which[likely]].argmax(axis=1))
        return Laid(numbers[likely], scores[likely], self.places[which[likely]], *marks)

    def _marks(self, alike: Steps, rows: Places, at: Places) -> tuple[Places, Places, NDArray[np.bool_]]:
        """`rows`: of names in the table. `at`: where each stands best, begins a stretch of SHORT words."""
        counts = self.sizes[rows]
        found = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64), np.zeros(len(rows), np.bool_)
        for length in np.unique(np.maximum(counts, SHORT)):
            mine = np.flatnonzero(np.maximum(counts, SHORT) == length)
            stretch = min(int(length), len(alike))
            which = _Spot(self.table, rows[mine])
            begins = at[mine] if length == SHORT else which.best(alike, stretch)
            for held, value in zip(found, which.hits(alike, begins, stretch), strict=True):
                held[mine] = value
        return found

    def _are_spelt(self, which: Places, counts: Places, heard: Floats, exact: Steps) -> NDArray[np.bool_]:
        """Whether these names may stand there whole; a long one, if all its words stand somewhere."""
        spelt: NDArray[np.bool_] = heard[which] > ALL
        if len(long := np.flatnonzero(counts > SHORT)):
            anywhere = self.table[which[long]] @ exact.max(axis=0).astype(np.float32)
            spelt[long] = anywhere > ALL
        return spelt

    def _cosines(self, vectors: Floats, which: Places) -> Floats:
        """Of each of these concepts: the sentence with its nearest name, or with all its names together."""
        said = vectors[self.owners[which]]
        counts = self.names.starts[self.concepts[which] + 1] - self.names.starts[self.concepts[which]]
        places = spans(self.names.starts[self.concepts[which]], counts)
        each = np.einsum("ij,ij->i", self.names.sums.take(places), np.repeat(said, counts, axis=0))
        nearest = np.maximum.reduceat(each, np.cumsum(counts) - counts)
        anchors = self.names.anchors[self.concepts[which]].astype(np.float32)
        found: Floats = np.maximum(nearest, np.einsum("ij,ij->i", anchors, said))
        return found

    def _which(self, values: Floats) -> Places:
        """The first name of each concept that has the greatest value."""
        greatest = np.flatnonzero(values == np.repeat(self.best(values), self.how_many))
        found: Places = greatest[np.searchsorted(greatest, self.starts)]
        return found

    def _parts(self, stretches: Steps) -> Floats:
        """What part of each name stands in each stretch."""
        words = stretches.T.astype(np.float32, order="C")
        words /= SAME
        found: Floats = self.table @ words
        return found


_NONE = np.zeros(0, np.int64)
NOTHING = Laid(_NONE, np.zeros(0, np.float32), _NONE, _NONE, _NONE, np.zeros(0, np.bool_))


def _stretches(alike: Steps, length: int) -> Steps:
    """For each stretch of so many words, how well each word of a name stands in it."""
    done, found = 1, alike
    while done < length:
        step = min(done, length - done)
        found = np.maximum(found[:-step], found[step:])
        done += step
    return found


class _Spot:
    """Some names of a table, and the words of each, from `starts` on."""

    def __init__(self, table: sparse.csr_matrix, rows: Places) -> None:
        self.counts = np.diff(table.indptr)[rows].astype(np.int64)
        entries = spans(table.indptr[rows].astype(np.int64), self.counts)
        self.parts, self.columns = table.data[entries], table.indices[entries]
        self.starts = np.cumsum(self.counts) - self.counts

    def best(self, alike: Steps, length: int) -> Places:
        """Where the stretch of so many words begins in which most of each name stands."""
        said = _stretches(alike[:, self.columns], length) * self.parts
        found: Places = np.add.reduceat(said, self.starts, axis=1).argmax(axis=0)
        return found

    def hits(self, alike: Steps, at: Places, length: int) -> tuple[Places, Places, NDArray[np.bool_]]:
        """In stretches of so many words: the first and last place where a telling word of a name stands as well as
        anywhere in it, and whether all words stand between them."""
        spots = np.arange(length)[:, None]
        here = alike[np.repeat(at, self.counts) + spots, self.columns]
        most = np.repeat(np.maximum.reduceat(self.parts, self.starts), self.counts)
        best = here.max(axis=0).astype(np.int64)
        said = (here >= best - SAME // 20) & (here > 0) & (self.parts >= 0.25 * most)
        hits = np.logical_or.reduceat(said, self.starts, axis=1)
        first, last = hits.argmax(axis=0), length - 1 - hits[::-1].argmax(axis=0)
        within = (spots >= np.repeat(first, self.counts)) & (spots <= np.repeat(last, self.counts))
        whole = np.logical_and.reduceat(((here == SAME) & within).any(axis=0), self.starts)
        return at + first, at + last, whole

"""Names of concepts laid over every stretch of a sentence, for many sentences at once.

How much of a name stands in some words does not hang on what else is read, so a sentence scores the same by itself and
among others: what is added up is added up row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.lexicon import SAME, Rows, Steps, Table
from wayline.taxonomy.skills.looking import Looked
from wayline.taxonomy.skills.names import Names, spans
from wayline.taxonomy.titles.model import Floats

SHORT, LONG = 5, 9
"""Words of a stretch."""
ALL = 0.999
"""Of a name: what is added up may miss the whole by a hair."""
NEAREST = 0.8
"""The cosine that a sentence and a name are taken to have at most: one in a hundred has more."""
WIDTHS = (9, 15, 21, 28, 38)
"""Sentences of up to so many words are laid together, and longer ones."""
FEW, FEW_WIDTHS = 1_000, (20,)
"""Among fewer concepts: each group costs something by itself."""
TOGETHER = 500
"""Concepts whose names are compared with their sentences at once: what is held of them stays in the cache."""
AT_ONCE = 64
"""Sentences that are looked through together: what is held of them stays in the cache of a processor."""
Places = NDArray[np.int64]
Directions = Callable[[Rows], Floats]


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
    """Of the concepts that count, with their sentences (`owners`): the score, the best name, the words, first and last,
    in which most of that stands, and whether all of it does."""

    owners: Places
    concepts: Places
    scores: Floats
    names: Places
    first: Places
    last: Places
    whole: NDArray[np.bool_]

    def columns(self) -> tuple[NDArray[Any], ...]:
        return self.owners, self.concepts, self.scores, self.names, self.first, self.last, self.whole


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


@dataclass(frozen=True, slots=True)
class Laying:
    """`likes`: of the words of sentences, how alike words of names are."""

    names: Names
    likes: Table
    points: Points
    least: Least

    def of(self, said: Rows, looked: Looked, directions: Directions) -> Iterator[Laid]:
        """Places are looked at only of what is hopeful; sentences of about the same length are laid together."""
        hopeful = looked.some(self._hopeful(said, looked))
        groups = FEW_WIDTHS if len(hopeful.owners) < FEW else WIDTHS
        widths = np.searchsorted(groups, said.counts[hopeful.owners])
        near = [self._near(said, hopeful.some(np.flatnonzero(widths == width))) for width in np.unique(widths)]
        owners = np.concatenate([_NONE, *(one.owners[one.likely] for one in near)])
        concepts = np.concatenate([_NONE, *(one.concepts[one.likely] for one in near)])
        cosines = _cosines(self.names, said, owners, concepts, directions)
        for one, more in zip(near, np.split(cosines, np.cumsum([len(one.likely) for one in near])), strict=False):
            yield one.laid(more, self.points, self.least)

    def _hopeful(self, said: Rows, looked: Looked) -> Places:
        """What counts if all that is said of it, anywhere in its sentence, stands close together."""
        starts = range(0, len(said.counts), AT_ONCE)
        bounds = np.searchsorted(looked.owners, [*starts, len(said.counts)]).tolist()
        found = [_NONE]
        for start, (low, high) in zip(starts, pairwise(bounds), strict=True):
            sentences = np.arange(start, min(start + AT_ONCE, len(said.counts)))
            hope = _Hope(self.names, looked.concepts[low:high], looked.before[low:high])
            hope.hear(self.likes.greatest(said.some(sentences)), looked.owners[low:high] - start)
            found.append(low + np.flatnonzero(hope.met(self.points, self.least)))
        return np.concatenate(found)

    def _near(self, said: Rows, looked: Looked) -> _Near:
        sentences, owners = np.unique(looked.owners, return_inverse=True)
        near = _Near(self.names, looked.owners, looked.concepts, looked.before)
        rows = said.some(sentences).side_by_side(max(SHORT, LONG))
        near.stand(self.likes.standing(rows, np.repeat(owners, near.word_counts), near.words), self.points, self.least)
        return near


class _Named:
    """The names of some concepts: `places`, from `starts` on those of each; `sizes` of their words stand from `bounds`
    on among `entries` of the table of names. `before`: points of the concepts so far."""

    def __init__(self, names: Names, concepts: Places, before: Floats) -> None:
        self.names, self.concepts, self.before = names, concepts, before
        first, ends = names.starts[concepts], names.starts[concepts + 1]
        self.how_many = ends - first
        self.starts = np.cumsum(self.how_many) - self.how_many
        self.places = spans(first, self.how_many)
        self.sizes = names.name_sizes.take(self.places)
        self.entry_counts = names.entry_starts[ends] - names.entry_starts[first]
        self.entries = spans(names.entry_starts[first], self.entry_counts)
        self.parts = names.table.data.take(self.entries)
        self.is_own = names.name_is_own.take(self.places)
        self.weights = names.sizes.take(self.places)

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

    said: Steps

    def hear(self, greatest: Steps, owners: Places) -> None:
        """`greatest`: of sentences x words of names. `owners`: of the concepts, by number of sentence."""
        word = np.repeat(owners * self.names.named, self.entry_counts) + self.names.name_words.take(self.entries)
        self.said = np.take(greatest, word)

    def met(self, points: Points, least: Least) -> NDArray[np.bool_]:
        bounds = np.cumsum(self.sizes) - self.sizes
        part = np.asarray(np.add.reduceat(self.parts * self.said, bounds) / SAME, np.float32)
        exact = np.asarray(np.add.reduceat(np.where(self.said == SAME, self.parts, 0), bounds), np.float32)
        spelt = exact > ALL
        scores = self.scores(points, part, part, exact) + NEAREST * points.sentence
        return least.met(scores, self.best(spelt) > 0, self.best(spelt & (self.sizes > 1)) > 0)


class _Near(_Named):
    """What is said close together. `owners`: the sentences of the concepts. Once it stands: `scores`, without the
    cosine; `likely`: who may count with it; `best`: the best name of each concept."""

    likely: Places

    def __init__(self, names: Names, owners: Places, concepts: Places, before: Floats) -> None:
        super().__init__(names, concepts, before)
        self.owners = owners
        counts = names.told.starts[concepts + 1] - names.told.starts[concepts]
        self.words = names.told.words.take(spans(names.told.starts[concepts], counts))
        self.word_counts = counts
        starts = np.cumsum(counts) - counts
        columns = names.told.places.take(self.entries) + np.repeat(starts, self.entry_counts)
        bounds = np.concatenate([[0], np.cumsum(self.sizes)])
        shape = (len(self.places), len(self.words))
        self.table = sparse.csr_matrix((self.parts, columns.astype(np.int32), bounds.astype(np.int32)), shape)

    def stand(self, alike: Steps, points: Points, least: Least) -> None:
        """`alike`: places of the sentences x words."""
        self.alike, exact = alike, (alike == SAME).view(np.uint8)
        self.stretches = self._parts(_stretches(alike, SHORT))
        short = self.stretches.max(axis=1)
        long = self._parts(_stretches(alike, LONG)).max(axis=1)
        heard = self._parts(_stretches(exact, SHORT)).max(axis=1) * SAME
        self.points = self.scores(points, short, long, heard)
        telling = short + 0.3 * heard + 0.1 * self.is_own + 0.01 * self.weights
        self.which = self._which(telling.astype(np.float32))
        self.spelt = self._are_spelt(self.which, heard, exact)
        self.likely = self._met(least, self.points + NEAREST * points.sentence)

    def _met(self, least: Least, scores: Floats) -> Places:
        return np.flatnonzero(least.met(scores, self.spelt, self.sizes[self.which] > 1))

    def laid(self, cosines: Floats, points: Points, least: Least) -> Laid:
        """`cosines`: of those who are likely."""
        self.points[self.likely] += points.sentence * cosines
        likely = self._met(least, self.points)
        best = self.which[likely]
        marks = self._marks(self.alike, best, self.stretches[best].argmax(axis=1))
        return Laid(self.owners[likely], self.concepts[likely], self.points[likely], self.places[best], *marks)

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

    def _are_spelt(self, which: Places, heard: Floats, exact: Steps) -> NDArray[np.bool_]:
        """Whether these names may stand there whole; a long one, if all its words stand somewhere."""
        spelt: NDArray[np.bool_] = heard[which] > ALL
        if len(long := np.flatnonzero(self.sizes[which] > SHORT)):
            anywhere = self.table[which[long]] @ exact.max(axis=0).astype(np.float32)
            spelt[long] = anywhere > ALL
        return spelt

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


def _cosines(names: Names, said: Rows, owners: Places, concepts: Places, directions: Directions) -> Floats:
    """Of these sentences and concepts: the sentence with the nearest name, or with all names together."""
    if not len(owners):
        return np.zeros(0, np.float32)
    sentences, at = np.unique(owners, return_inverse=True)
    vectors = directions(said.some(sentences))
    parts = (slice(start, start + TOGETHER) for start in range(0, len(concepts), TOGETHER))
    return np.concatenate([_nearest(names, vectors[at[part]], concepts[part]) for part in parts])


def _nearest(names: Names, vectors: Floats, concepts: Places) -> Floats:
    counts = names.starts[concepts + 1] - names.starts[concepts]
    places = spans(names.starts[concepts], counts)
    each = np.einsum("ij,ij->i", names.sums.take(places), np.repeat(vectors, counts, axis=0))
    nearest = np.maximum.reduceat(each, np.cumsum(counts) - counts)
    found: Floats = np.maximum(nearest, np.einsum("ij,ij->i", names.anchors[concepts].astype(np.float32), vectors))
    return found


_NONE = np.zeros(0, np.int64)


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

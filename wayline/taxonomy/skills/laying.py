"""Names of concepts laid over every stretch of a sentence, for many sentences at once.

How much of a name stands in some words does not hang on what else is read, so a sentence scores the same by itself and
among others: what is added up is added up row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.lexicon import SAME, Steps, Table, Word, spans
from wayline.taxonomy.skills.names import Names
from wayline.taxonomy.titles.model import Floats, unit

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
class Said:
    """A sentence. `rows`: of its words in a table of likenesses; `vector`: its direction; `few`: the concepts that are
    looked at, `before`: their points for all else."""

    rows: Places
    vector: Floats
    few: Places
    before: Floats


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


def lay(names: Names, sentences: Sequence[Said], likes: Table, points: Points, width: int, least: Least) -> Laid:
    """Sentences of up to `width` words. Places are looked at only of what counts if all that is said of it, anywhere in
    the sentence, stands close together."""
    rows = np.zeros((width, len(sentences)), np.int64)
    for at, one in enumerate(sentences):
        rows[: len(one.rows), at] = one.rows
    owners = np.repeat(np.arange(len(sentences)), [len(one.few) for one in sentences])
    concepts = np.concatenate([one.few for one in sentences])
    before = np.concatenate([one.before for one in sentences])
    looked = _Laying(names, owners, concepts, before)
    hopeful = looked.hopeful(likes.greatest(rows)[looked.word_owners, looked.words], points, least)
    if not len(hopeful):
        return NOTHING
    near = _Laying(names, owners[hopeful], concepts[hopeful], before[hopeful])
    alike = likes.dense[rows[:, near.word_owners], near.words]
    vectors = np.stack([one.vector for one in sentences])
    return near.laid(alike, hopeful, vectors, points, least)


class _Laying:
    """The names of some concepts. `owners`: of the concepts, by number of sentence; `before`: their points so far."""

    def __init__(self, names: Names, owners: Places, concepts: Places, before: Floats) -> None:
        self.names, self.owners, self.concepts, self.before = names, owners, concepts, before
        counts = names.told.starts[concepts + 1] - names.told.starts[concepts]
        self.word_starts = np.cumsum(counts) - counts
        self.words = names.told.words[spans(names.told.starts[concepts], counts)]
        self.word_owners = np.repeat(owners, counts)
        how_many = names.starts[concepts + 1] - names.starts[concepts]
        self.starts = np.cumsum(how_many) - how_many
        self.places = spans(names.starts[concepts], how_many)
        self.pairs = np.repeat(np.arange(len(concepts)), how_many)
        self.is_own = names.name_is_own[self.places]
        self.sizes = names.sizes[self.places]
        self.table = self._table()

    def hopeful(self, greatest: Steps, points: Points, least: Least) -> Places:
        """`greatest`: how well each word stands anywhere in its sentence."""
        part = self.table @ (greatest / np.float32(SAME))
        exact = self.table @ (greatest == SAME).astype(np.float32)
        spelt, several = exact > ALL, np.diff(self.table.indptr) > 1
        scores = self._scores(points, part, part, exact) + NEAREST * points.sentence
        return np.flatnonzero(least.met(scores, self._best(spelt) > 0, self._best(spelt & several) > 0))

    def _scores(self, points: Points, short: Floats, long: Floats, heard: Floats) -> Floats:
        found = self.before + points.short * self._best(short)
        found += points.own * self._best(np.where(self.is_own, long, 0))
        found += points.long * self._best(long * long * self.sizes)
        found += points.heard * self._best(heard * heard * self.sizes)
        return found

    def _table(self) -> sparse.csr_matrix:
        """Names x words of concepts, as parts of the names."""
        told, ends = self.names.told, self.names.table.indptr
        counts = ends[self.places + 1] - ends[self.places]
        entries = spans(ends[self.places].astype(np.int64), counts.astype(np.int64))
        columns = told.places[entries] + np.repeat(self.word_starts[self.pairs], counts)
        bounds = np.concatenate([[0], np.cumsum(counts)])
        return sparse.csr_matrix((self.names.table.data[entries], columns, bounds), (len(counts), len(self.words)))

    def laid(self, alike: Steps, numbers: Places, vectors: Floats, points: Points, least: Least) -> Laid:
        """`alike`: places of the sentences x words. `numbers`: of the concepts among all that were looked at."""
        exact = (alike == SAME).view(np.uint8)
        parts = self._parts(_stretches(alike, SHORT))
        short = parts.max(axis=0)
        long = self._parts(_stretches(alike, LONG)).max(axis=0)
        heard = self._parts(_stretches(exact, SHORT)).max(axis=0) * SAME
        scores = self._scores(points, short, long, heard)
        telling = short + 0.3 * heard + 0.1 * self.is_own + 0.01 * self.sizes
        which = self._which(telling.astype(np.float32))
        counts = np.diff(self.table.indptr)[which]
        spelt = self._are_spelt(which, counts, heard, exact)
        hopeful = np.flatnonzero(least.met(scores + NEAREST * points.sentence, spelt, counts > 1))
        if len(hopeful):
            scores[hopeful] += points.sentence * self._cosines(vectors, hopeful)
        likely = np.flatnonzero(least.met(scores, spelt, counts > 1))
        marks = self._marks(alike, which[likely], parts[:, which[likely]].argmax(axis=0))
        return Laid(numbers[likely], scores[likely], self.places[which[likely]], *marks)

    def _marks(self, alike: Steps, rows: Places, at: Places) -> tuple[Places, Places, NDArray[np.bool_]]:
        """`rows`: of names in the table. `at`: where each stands best, begins a stretch of SHORT words."""
        counts = np.diff(self.table.indptr)[rows].astype(np.int64)
        entries = spans(self.table.indptr[rows].astype(np.int64), counts)
        parts, columns = self.table.data[entries], self.table.indices[entries]
        starts = np.cumsum(counts) - counts
        here = alike[np.repeat(at, counts) + np.arange(SHORT)[:, None], columns]
        telling = parts >= 0.25 * np.repeat(np.maximum.reduceat(parts, starts), counts) if len(rows) else parts > 0
        first, last, whole = _hits(here, telling, starts, counts)
        found = at + first, at + last, whole
        for place in np.flatnonzero(counts > SHORT):
            mine = slice(starts[place], starts[place] + counts[place])
            long = self._long(alike[:, columns[mine]], parts[mine], telling[mine])
            for held, value in zip(found, long, strict=True):
                held[place] = value
        return found

    def _long(self, alike: Steps, parts: Floats, telling: NDArray[np.bool_]) -> tuple[int, int, bool]:
        """The same of a name of more words than SHORT."""
        length = min(alike.shape)
        at = int(np.argmax(_stretches(alike, length) @ parts))
        none, all_of_them = np.zeros(1, np.int64), np.array([alike.shape[1]])
        first, last, whole = _hits(alike[at : at + length], telling, none, all_of_them)
        return at + int(first[0]), at + int(last[0]), bool(whole[0])

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

    def _best(self, values: Floats) -> Floats:
        return np.asarray(np.maximum.reduceat(values, self.starts), np.float32)

    def _which(self, values: Floats) -> Places:
        """The first name of each concept that has the greatest value."""
        greatest = np.flatnonzero(values == self._best(values)[self.pairs])
        found: Places = greatest[np.searchsorted(greatest, self.starts)]
        return found

    def _parts(self, stretches: Steps) -> Floats:
        """In each stretch, what part of each name stands there."""
        words = np.ascontiguousarray(stretches.T).astype(np.float32) / SAME
        return np.ascontiguousarray((self.table @ words).T)


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


def _hits(
    here: Steps, telling: NDArray[np.bool_], starts: Places, counts: Places
) -> tuple[Places, Places, NDArray[np.bool_]]:
    """Of names: the first and last place where a telling word of it stands best, and whether all its words stand
    between them. `here`: places x words of names, from `starts` on."""
    if not len(starts):
        return NOTHING.first, NOTHING.last, NOTHING.whole
    best = here.max(axis=0).astype(np.int64)
    said = (here >= best - SAME // 20) & (here > 0) & telling
    hits = np.logical_or.reduceat(said, starts, axis=1)
    first, last = hits.argmax(axis=0), len(here) - 1 - hits[::-1].argmax(axis=0)
    spots = np.arange(len(here))[:, None]
    within = (spots >= np.repeat(first, counts)) & (spots <= np.repeat(last, counts))
    return first, last, np.logical_and.reduceat(((here == SAME) & within).any(axis=0), starts)


def direction(words: Sequence[Word]) -> Floats:
    found: Floats = unit(np.add.reduce([word.vector for word in words])[None])[0]
    return found

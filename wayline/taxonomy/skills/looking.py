"""A first look at whole sentences, in any order of their words: the concepts that may come to be proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.lexicon import NO_WORD, Rows, Word, joined
from wayline.taxonomy.skills.names import Names
from wayline.taxonomy.titles.model import Floats, unit

HOPEFUL = 3.5
"""Points at the first look from which a concept may come to be proposed: of those that are, 99 in a hundred have them,
and 20 concepts of a sentence."""
CERTAIN = 100
"""Points at the first look of a name of several words that stands there as it is spelt."""
FAINTEST = 1.2
"""Points that its names alone must have of them."""
ROUNDED = 1e-4
"""More than points may miss that were rounded when they were added up."""
AT_ONCE = 16
"""Sentences: what is added up for them stays in the cache of a processor."""
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Looked:
    """`concepts`: what is looked at, by sentence (`owners`); `before`: its points for all but names."""

    owners: Places
    concepts: Places
    before: Floats

    def some(self, which: Places) -> Looked:
        return Looked(self.owners[which], self.concepts[which], self.before[which])


class Looking:
    """Looks with some words, numbered from 1 on; `loud`: which of them may name something."""

    def __init__(self, names: Names, words: Sequence[Word], loud: Sequence[bool], text: float) -> None:
        """`text`: points for the words of a text in names and descriptions."""
        self.names, self.text, self.words = names, text, [NO_WORD, *words]
        self.numbers = np.array([word.number for word in self.words], np.int64)
        self.places = [word.places for word in self.words]
        self.adds = [word.adds for word in self.words]
        self.lengths = np.array([*map(len, self.places)]) // np.dtype(np.int32).itemsize
        self.loud = np.array([False, *loud])

    def at(self, said: Rows, favours: Floats, most: int, *, all_of_them: bool) -> Looked:
        """`most`: concepts of each sentence. `all_of_them`: whether every concept may be proposed."""
        certain = self.names.spelt(self.numbers[said.rows], said.owners)
        owners, concepts, names, texts = self._sums(said, certain, self._least(favours, all_of_them))
        before = texts + favours[concepts]
        hope = names + before
        hope[np.searchsorted(owners * len(favours) + concepts, certain[0] * len(favours) + certain[1])] += CERTAIN
        kept = np.arange(len(hope)) if all_of_them else np.flatnonzero(hope > HOPEFUL)
        kept = _best(kept, owners[kept], hope[kept], most, len(said.counts))
        return Looked(owners[kept], concepts[kept], before[kept].astype(np.float32))

    def directions(self, said: Rows) -> Floats:
        """Of each sentence, of its words that may name something."""
        loud = self.loud[said.rows]
        words, columns = np.unique(said.rows[loud], return_inverse=True)
        bounds = np.concatenate([[0], np.cumsum(np.bincount(said.owners[loud], minlength=len(said.counts)))])
        which = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, bounds), (len(said.counts), len(words)))
        vectors = joined((self.words[word].vector for word in words.tolist()), np.float32).reshape(len(words), -1)
        return unit(np.asarray(which @ vectors, np.float32))

    def _least(self, favours: Floats, all_of_them: bool) -> Floats:
        """Points of names: who has less cannot be HOPEFUL, whatever its texts say."""
        if all_of_them:
            return np.full(len(favours), -1, np.float32)
        found: Floats = np.maximum(HOPEFUL - self.text - favours - ROUNDED, np.float32(FAINTEST))
        return found

    def _sums(self, said: Rows, certain: tuple[Places, Places], least: Floats) -> tuple[Places, Places, Floats, Floats]:
        """Sentences and concepts whose names have at least these points, or are spelt out (`certain`); the points of
        names and those of texts, in relation to the most that a concept has in the sentence."""
        rows, count = said.rows.tolist(), len(least)
        words = [[*dict.fromkeys(rows[start : start + many])] for start, many in _pairs(said.starts, said.counts)]
        bounds = np.searchsorted(certain[0], np.arange(0, len(words) + AT_ONCE, AT_ONCE))
        room = np.empty((AT_ONCE, 2 * count), np.float32)
        found = []
        for at, (low, high) in zip(range(0, len(words), AT_ONCE), pairwise(bounds), strict=False):
            sums = self._added(words[at : at + AT_ONCE], room)
            likely = sums[:, :count] > least
            likely[certain[0][low:high] - at, certain[1][low:high]] = True
            few = np.flatnonzero(likely)
            owners, concepts = np.divmod(few, count)
            share = self.text / np.maximum(sums[:, count:].max(axis=1), 1e-9)
            spots = few + owners * count
            found.append((owners + at, concepts, sums.take(spots), share[owners] * sums.take(spots + count)))
        every_owner, every_concept, names, every_text = map(np.concatenate, zip(*found, strict=True))
        return every_owner, every_concept, names, every_text

    def _added(self, sentences: Sequence[Sequence[int]], room: Floats) -> Floats:
        """Sentences x concepts, twice: points of names, and BM25 of texts."""
        rows = [*chain.from_iterable(sentences)]
        ends = np.cumsum(self.lengths[rows])[np.cumsum([*map(len, sentences)]) - 1]
        table = (
            joined(map(self.adds.__getitem__, rows), np.float32),
            joined(map(self.places.__getitem__, rows), np.int32),
            np.concatenate([[0], ends]).astype(np.int32),
        )
        found = room[: len(sentences)]
        sparse.csr_matrix(table, found.shape).toarray(out=found)
        return found


def _pairs(starts: Places, counts: Places) -> Iterator[tuple[int, int]]:
    return zip(starts.tolist(), counts.tolist(), strict=True)


def _best(kept: Places, owners: Places, hope: Floats, most: int, sentences: int) -> Places:
    """Of each sentence so many with the most hope."""
    bounds = np.searchsorted(owners, np.arange(sentences + 1))
    if (np.diff(bounds) <= most).all():
        return kept
    found = []
    for low, high in pairwise(bounds):
        mine = kept[low:high]
        if len(mine) > most:
            mine = np.sort(mine[np.argpartition(-hope[low:high], most)[:most]])
        found.append(mine)
    return np.concatenate(found)

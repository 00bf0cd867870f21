"""A first look at whole sentences, in any order of their words: the concepts that may come to be proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.lexicon import Word
from wayline.taxonomy.skills.names import Names
from wayline.taxonomy.titles.model import Floats, unit

HOPEFUL = 3.5
"""Points at the first look from which a concept may come to be proposed: of those that are, 99 in a hundred have them,
and 20 concepts of a sentence."""
CERTAIN = 100
"""Points at the first look of a name of several words that stands there as it is spelt."""
FAINTEST = 1.2
"""Points that its names alone must have of them."""
Places = NDArray[np.int64]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Looked:
    """Of some sentences. `rows`: places x sentences, of their words in a table of words, 0 behind the last; `vectors`:
    their directions. `concepts`: what is looked at, by sentence (`owners`); `before`: its points for all but names."""

    rows: Places
    vectors: Floats
    owners: Places
    concepts: Places
    before: Floats


class Looking:
    """Looks with some words, numbered from 1 on; `loud`: which of them may name something."""

    def __init__(self, names: Names, words: Sequence[Word], loud: Sequence[bool], text: float) -> None:
        """`text`: points for the words of a text in names and descriptions."""
        none = np.zeros(0)
        self.names, self.text = names, text
        self.places = [none.astype(np.int64), *(word.places for word in words)]
        self.adds = [none, *(word.adds for word in words)]
        self.numbers = np.array([-1, *(word.number for word in words)], np.int64)
        self.loud = np.array([False, *loud])
        self.vectors = np.stack([word.vector for word in words])

    def at(
        self, sentences: Sequence[Sequence[int]], width: int, favours: Floats, most: int, *, all_of_them: bool
    ) -> Looked:
        """`sentences`: the numbers of their words, up to `width` of them. `most`: concepts of each.

        `all_of_them`: whether every concept may be proposed.
        """
        counts = np.array([len(one) for one in sentences])
        said = np.fromiter(chain.from_iterable(sentences), np.int64, int(counts.sum()))
        owners = np.repeat(np.arange(len(sentences)), counts)
        rows = np.zeros((width, len(sentences)), np.int64)
        rows[np.arange(len(said)) - np.repeat(np.cumsum(counts) - counts, counts), owners] = said
        certain = self.names.spelt(self.numbers[said], owners)
        return Looked(rows, self._directions(said, owners), *self._few(sentences, certain, favours, most, all_of_them))

    def _directions(self, said: Places, owners: Places) -> Floats:
        loud = self.loud[said]
        bounds = np.searchsorted(owners[loud], np.arange(owners[-1] + 2))
        shape = (len(bounds) - 1, len(self.vectors))
        which = sparse.csr_matrix((np.ones(int(loud.sum()), np.float32), said[loud] - 1, bounds), shape)
        return unit(np.asarray(which @ self.vectors, np.float32))

    def _few(
        self, sentences: Sequence[Sequence[int]], certain: tuple[Places, Places], favours: Floats, most: int,
        all_of_them: bool,
    ) -> tuple[Places, Places, Floats]:  # fmt: skip
        """`certain`: sentences and concepts with a name that is spelt out, in this order."""
        bounds = np.searchsorted(certain[0], np.arange(len(sentences) + 1))
        found = [
            self._sums(one, certain[1][low:high], all_of_them)
            for one, (low, high) in zip(sentences, pairwise(bounds), strict=True)
        ]
        owners = np.repeat(np.arange(len(sentences)), [len(one[0]) for one in found])
        concepts, names, texts = (np.concatenate([one[at] for one in found]) for at in range(3))
        share = np.array([self.text / max(one[3], 1e-9) for one in found])
        before = share[owners] * texts + favours[concepts]
        hope = names + before
        hope[np.searchsorted(owners * len(favours) + concepts, certain[0] * len(favours) + certain[1])] += CERTAIN
        kept = np.arange(len(hope)) if all_of_them else np.flatnonzero(hope > HOPEFUL)
        kept = _best(kept, owners[kept], hope[kept], most, len(sentences))
        return owners[kept], concepts[kept], before[kept].astype(np.float32)

    def _sums(self, said: Sequence[int], certain: Places, all_of_them: bool) -> tuple[Places, Doubles, Doubles, float]:
        """Of one sentence the concepts that its words may mean, points of names and BM25 of texts, and the most of the
        latter that any concept has."""
        words = dict.fromkeys(said)
        count = len(self.names.concepts)
        places = np.concatenate([self.places[one] for one in words])
        adds = np.concatenate([self.adds[one] for one in words])
        sums = np.asarray(np.bincount(places, adds, 2 * count), np.float64)
        likely = sums[:count] > (-1 if all_of_them else FAINTEST)
        likely[certain] = True
        few = np.flatnonzero(likely)
        return few, sums[few], sums[few + count], float(sums[count:].max())


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

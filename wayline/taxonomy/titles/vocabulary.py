"""The words of all labels, and those that a typed word may stand for: itself, what it begins, what it misspells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.taxonomy.titles import grams, store

# Of the words that begin as typed, so many, the most used ones.
COMPLETIONS = 48
# Of the words that share runs of letters, so many are compared letter by letter.
COMPARED = 24
SHORTEST_MISSPELT = 4


class Word(NamedTuple):
    """A known word, and how far it is what was typed: 1 the same, less for a completion or a misspelling."""

    place: int
    likeness: float


@dataclass(frozen=True)
class Vocabulary:
    """Words in the order of their bytes. `weights`: how telling each is. Runs of letters point to words."""

    words: store.Texts
    weights: NDArray[np.float32]
    runs: NDArray[np.uint64]
    run_ends: NDArray[np.int64]
    run_words: NDArray[np.int32]
    run_counts: NDArray[np.int16]

    @classmethod
    def of(cls, counts: Mapping[str, int], total: int) -> Vocabulary:
        """`counts`: how many of `total` labels hold the word."""
        words = sorted(counts, key=str.encode)
        weights = np.log((1 + total) / (1 + np.array([counts[word] for word in words]))).astype(np.float32) + 1
        owners, keys = _runs(words)
        order = np.lexsort((owners, keys))
        runs, starts = np.unique(keys[order], return_index=True)
        ends = np.append(starts[1:], len(order)).astype(np.int64)
        number = np.bincount(owners, minlength=len(words)).astype(np.int16)
        return cls(store.Texts.of(words), weights, runs, ends, owners[order].astype(np.int32), number)

    def arrays(self) -> dict[str, store.Array]:
        own = ("weights", "runs", "run_ends", "run_words", "run_counts")
        return {f"word_{name}": getattr(self, name) for name in own} | self.words.arrays("words")

    @classmethod
    def read(cls, arrays: Mapping[str, store.Array]) -> Vocabulary:
        own = ("weights", "runs", "run_ends", "run_words", "run_counts")
        return cls(store.Texts.read(arrays, "words"), *(arrays[f"word_{name}"] for name in own))

    def knows(self, word: str) -> bool:
        place = self._place(word.encode())
        return place < len(self.words) and self.words.letters_of(place) == word.encode()

    def spelt(self, found: Iterable[Word]) -> set[str]:
        return {self.words[one.place] for one in found}

    def meant(self, typed: str, *, unfinished: bool) -> list[Word]:
        """Known words for `typed`; `unfinished` if more letters may follow. The word itself, else what comes near."""
        first, last = self._span(typed.encode())
        found = {}
        if first < last and self.words.letters_of(first) == typed.encode():
            found[first] = 1.0
        if unfinished and len(typed) > 1:
            found |= {at: like for at, like in self._completions(typed, first, last) if at not in found}
        if len(typed) >= SHORTEST_MISSPELT and (first, 1.0) not in found.items():
            found |= {at: like for at, like in self._swapped(typed) if like > found.get(at, 0)}
            found |= {at: like for at, like in self._misspelt(typed) if like > found.get(at, 0)}
        return [Word(place, likeness) for place, likeness in found.items()]

    def weight(self, word: Word) -> float:
        return float(self.weights[word.place])

    def uses(self, words: Sequence[str]) -> NDArray[np.float32]:
        """For each word how many times as many labels hold it as hold the rarest; a half if nobody has seen it."""
        _, keys = grams.pieces(words, lengths=(), pairs=False)
        at = np.minimum(np.searchsorted(self.runs, keys), len(self.runs) - 1)
        places = self.run_words[self.run_ends[at] - 1]
        held = np.exp(self.heaviest - self.weights[places])
        return np.where(self.runs[at] == keys, held, np.float32(0.5)).astype(np.float32)

    @cached_property
    def heaviest(self) -> float:
        """The weight of a word that nobody has seen."""
        return float(self.weights.max(initial=1.0))

    def _span(self, start: bytes) -> tuple[int, int]:
        """The words that begin with `start`."""
        return self._place(start), self._place(start + b"\xff")

    def _place(self, wanted: bytes) -> int:
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words.letters_of(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _completions(self, typed: str, first: int, last: int) -> Iterable[Word]:
        among = np.arange(first, last)
        if len(among) > COMPLETIONS:
            # the least telling are the most used
            among = among[np.argpartition(self.weights[first:last], COMPLETIONS)[:COMPLETIONS]]
        for place in among.tolist():
            length = len(self.words[place])
            yield Word(place, 0.6 + 0.4 * len(typed) / length)

    def _swapped(self, typed: str) -> Iterable[Word]:
        """Two letters in the wrong order, which leave a short word hardly a run of its own."""
        for at in range(len(typed) - 1):
            word = typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]
            if self.knows(word):
                yield Word(self._place(word.encode()), _likeness(1, typed))

    def _misspelt(self, typed: str) -> Iterable[Word]:
        _, keys = _runs([typed])
        at = np.searchsorted(self.runs, keys)
        known = at[(at < len(self.runs)) & (self.runs[np.minimum(at, len(self.runs) - 1)] == keys)]
        if not len(known):
            return
        lists = [self.run_words[(self.run_ends[one - 1] if one else 0) : self.run_ends[one]] for one in known]
        shared = np.bincount(np.concatenate(lists), minlength=len(self.run_counts))
        words = np.flatnonzero(shared >= min(2, len(keys)))
        likeness = 2 * shared[words] / (self.run_counts[words] + len(keys))
        if len(words) > COMPARED:
            words = words[np.argpartition(-likeness, COMPARED)[:COMPARED]]
        for place in words.tolist():
            word = self.words[place]
            mistakes = distance(typed, word, 2)
            if mistakes <= (1 if len(typed) < 7 else 2):
                yield Word(place, _likeness(mistakes, typed))


def _likeness(mistakes: int, typed: str) -> float:
    return 1 - 1.5 * mistakes / (len(typed) + 1)


def _runs(words: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Runs of three letters and the whole word, each once for a word; shorter runs are shared by too many words."""
    owners, keys = grams.pieces(words, lengths=(3,), pairs=False)
    order = np.lexsort((keys, owners))
    owners, keys = owners[order], keys[order]
    fresh = np.append(True, (owners[1:] != owners[:-1]) | (keys[1:] != keys[:-1]))
    return owners[fresh], keys[fresh]


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change, or swap with their neighbour to make `other` of `one`; `most` + 1 if more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last, before, row = before, row, [at]
        for to, wanted in enumerate(other, start=1):
            cost = min(row[-1] + 1, before[to] + 1, before[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return most + 1
    return min(row[-1], most + 1)

"""Which advertisements are nearly the same: MinHash over runs of words (Broder 1997), in bands. Plain Python.

Two sets that share the part s have equal minima at one of K positions with probability s; with bands of 4 a pair that
shares 0.8 is compared with probability above 0.999.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

RUN = 3
POSITIONS = 64
BAND = 4
NEAR = 0.7
"""From so much likeness on two texts count as one."""
HELD = 100
"""Of more texts that look like one, the first half and the latest half of so many are held against it: where thousands
are the same, not all pairs of them are told."""
BLOCK = 20_000
"""Runs of words whose hashes are worked out at once: they stay in the processor's cache."""
WORDS_KEPT = 200_000
WORD = re.compile(r"\w+")
_dice = np.random.default_rng(1997)
PLACES = _dice.integers(1, 1 << 63, RUN, dtype=np.uint64) | np.uint64(1)
FACTORS = _dice.integers(1, 1 << 63, POSITIONS, dtype=np.uint64) | np.uint64(1)
SHIFTS = _dice.integers(0, 1 << 63, POSITIONS, dtype=np.uint64)
Signatures = NDArray[np.uint32]
"""One row of POSITIONS minima for each text."""


@dataclass(frozen=True, slots=True)
class Text:
    """`group` holds what must be the same: employer and place, folded."""

    key: str
    group: str
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    one: str
    other: str
    likeness: float


def folded(*parts: str) -> str:
    return "|".join(" ".join(re.findall(r"\w+", part.casefold())) for part in parts)


def signatures(texts: Sequence[str]) -> Signatures:
    """POSITIONS minima over the hashes of all runs of RUN words, for each text."""
    found, waiting, runs = [np.empty((0, POSITIONS), dtype=np.uint32)], [], 0
    for text in texts:
        words = [_numbers[word] for word in WORD.findall(text.casefold())]
        waiting.append(words + [0] * (RUN - len(words)))
        runs += len(waiting[-1])
        if runs > BLOCK:
            found.append(_minima(waiting))
            waiting, runs = [], 0
    if waiting:
        found.append(_minima(waiting))
    return np.concatenate(found)


class _Numbers(dict[str, int]):
    """A word to its number; the same in every process."""

    def __missing__(self, word: str) -> int:
        if len(self) >= WORDS_KEPT:
            self.clear()
        self[word] = int.from_bytes(hashlib.blake2b(word.encode(errors="replace"), digest_size=8).digest(), "big")
        return self[word]


_numbers = _Numbers()


def _minima(texts: Sequence[Sequence[int]]) -> Signatures:
    """Multiply and shift (Dietzfelbinger 1996): the upper half of a product that overflows is a hash."""
    lengths = np.array([len(words) for words in texts])
    words = np.fromiter(chain.from_iterable(texts), dtype=np.uint64, count=int(lengths.sum()))
    size = len(words) - RUN + 1
    runs = sum((words[at : at + size] * PLACES[at] for at in range(RUN)), np.zeros(size, dtype=np.uint64))
    within = np.ones(len(words), dtype=bool)
    ends = lengths.cumsum()
    for back in range(1, RUN):
        within[ends - back] = False  # a run that would reach into the next text
    runs = runs[within[:size]]
    starts = np.concatenate([[0], (lengths - RUN + 1).cumsum()[:-1]])
    found = np.empty((len(texts), POSITIONS), dtype=np.uint32)
    for position in range(POSITIONS):
        mixed = (runs * FACTORS[position] + SHIFTS[position]) >> np.uint64(32)
        found[:, position] = np.minimum.reduceat(mixed, starts)
    return found


def pairs(texts: Sequence[Text]) -> Iterator[Pair]:
    """Every pair of one group whose likeness is at least NEAR, each once, in the order of the texts."""
    groups: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        groups[text.group].append(text)
    for group in groups.values():
        if len(group) > 1:
            for one, other, likeness in alike(signatures([text.words for text in group])):
                yield Pair(group[one].key, group[other].key, likeness)


def alike(signed: Signatures) -> Iterator[tuple[int, int, float]]:
    """Which two rows, the earlier one first, are alike, and how much."""
    found = []
    for other, earlier in _candidates(signed):
        shared = (signed[earlier] == signed[other]).mean(axis=1)
        found += [
            (one, other, round(float(part), 2)) for one, part in zip(earlier, shared, strict=True) if part >= NEAR
        ]
    yield from sorted(found)


def _candidates(signed: Signatures) -> Iterator[tuple[int, list[int]]]:
    """Each row with the earlier ones that have a band in common with it."""
    buckets: dict[tuple[int, bytes], list[int]] = {}
    for number, minima in enumerate(signed):
        earlier: set[int] = set()
        for band in range(0, POSITIONS, BAND):
            bucket = buckets.setdefault((band, minima[band : band + BAND].tobytes()), [])
            earlier.update(bucket)
            bucket.append(number)
            if len(bucket) > HELD:
                del bucket[HELD // 2]
        if earlier:
            yield number, sorted(earlier)

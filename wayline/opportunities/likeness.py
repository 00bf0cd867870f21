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

import numpy as np
from numpy.typing import NDArray

RUN = 3
POSITIONS = 64
BAND = 4
NEAR = 0.7
"""From so much likeness on two texts count as one."""
PRIME = (1 << 61) - 1
_dice = np.random.default_rng(1997)
FACTORS = [int(one) for one in _dice.integers(1, 1 << 31, POSITIONS)]
SHIFTS = [int(one) for one in _dice.integers(0, 1 << 31, POSITIONS)]
Signature = NDArray[np.uint64]


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


def signature(text: str) -> Signature:
    """POSITIONS minima over the hashes of all runs of RUN words."""
    words = re.findall(r"\w+", text.casefold())
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}
    hashes = np.array(
        [int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest(), "big") for run in runs], dtype=np.uint64
    )
    factors, shifts = np.array(FACTORS, dtype=np.uint64), np.array(SHIFTS, dtype=np.uint64)
    mixed = (hashes[:, None] * factors[None, :] + shifts[None, :]) % np.uint64(PRIME)
    found: Signature = mixed.min(axis=0)
    return found


def pairs(texts: Sequence[Text]) -> Iterator[Pair]:
    """Every pair of one group whose likeness is at least NEAR, each once, in the order of the texts."""
    groups: dict[str, list[Text]] = defaultdict(list)
    for text in texts:
        groups[text.group].append(text)
    for group in groups.values():
        if len(group) > 1:
            yield from _in_group(group)


def _in_group(group: Sequence[Text]) -> Iterator[Pair]:
    signed = [signature(text.words) for text in group]
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    compared: set[tuple[int, int]] = set()
    for number, minima in enumerate(signed):
        for band in range(0, POSITIONS, BAND):
            bucket = buckets[band, minima[band : band + BAND].tobytes()]
            compared |= {(earlier, number) for earlier in bucket}
            bucket.append(number)
    for one, other in sorted(compared):
        likeness = float(np.mean(signed[one] == signed[other]))
        if likeness >= NEAR:
            yield Pair(group[one].key, group[other].key, round(likeness, 2))

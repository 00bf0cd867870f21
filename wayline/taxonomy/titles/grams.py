"""Texts as sparse rows of hashed pieces: words, pairs of words, and runs of characters inside a word.

Everything is computed on one array of code points, so that 400,000 titles take seconds. The same text gives the same
row on every machine: the hash is our own, not Python's, which changes from run to run.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SPACE, END = 32, 10
LENGTHS = (3, 4, 5)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_WORD, _PAIR = np.uint64(101), np.uint64(102)
Keys = NDArray[np.uint64]
Places = NDArray[np.int64]


def rows(
    texts: Sequence[str], buckets: int, *, lengths: Sequence[int] = LENGTHS, pairs: bool = True
) -> sparse.csr_matrix:
    """One row of `buckets` columns per text: how often each piece occurs. `texts` are normalised (`words.normalise`).

    `buckets` is a power of two.
    """
    owners, keys = pieces(texts, lengths=lengths, pairs=pairs)
    columns = (keys & np.uint64(buckets - 1)).astype(np.int32)
    ones = np.ones(len(columns), dtype=np.float32)
    # from coordinates to rows, adding up what falls together
    return sparse.coo_matrix((ones, (owners.astype(np.int32), columns)), shape=(len(texts), buckets)).tocsr()


def pieces(texts: Sequence[str], *, lengths: Sequence[int], pairs: bool) -> tuple[Places, Keys]:
    """For each piece of each text: the number of the text, and a 64-bit key of the piece."""
    if not texts:
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    codes = np.frombuffer("".join(f" {text} \n" for text in texts).encode("utf-32-le"), dtype=np.uint32)
    owner = np.cumsum(codes == END) - (codes == END)
    found = [_runs(codes, length) for length in lengths]
    found += _words(codes, owner, pairs=pairs)
    places = np.concatenate([place for place, _ in found])
    return owner[places], _mixed(np.concatenate([key for _, key in found]))


def _runs(codes: NDArray[np.uint32], length: int) -> tuple[Places, Keys]:
    """Runs of `length` characters that stay inside a word with its two borders."""
    count = len(codes) - length + 1
    if count <= 0:
        return np.empty(0, np.int64), np.empty(0, np.uint64)
    border = (codes == SPACE) | (codes == END)
    inner = np.concatenate([[0], np.cumsum(border)])
    inside = inner[length - 1 : length - 1 + count] - inner[1 : 1 + count] == 0
    ends = (codes[:count] != END) & (codes[length - 1 :] != END)
    key = np.full(count, np.uint64(length), dtype=np.uint64)
    for step in range(length):
        key = key * _FACTOR + codes[step : step + count]
    places = np.flatnonzero(inside & ends)
    return places, key[places]


def _words(codes: NDArray[np.uint32], owner: Places, *, pairs: bool) -> list[tuple[Places, Keys]]:
    border = (codes == SPACE) | (codes == END)
    starts = np.flatnonzero(~border[1:] & border[:-1]) + 1
    if not len(starts):
        return []
    within = np.arange(len(codes)) - np.maximum.accumulate(np.where(border, np.arange(len(codes)), 0))
    power = _FACTOR ** within.astype(np.uint64)
    value = np.where(border, np.uint64(0), codes.astype(np.uint64) * power)
    keys = np.add.reduceat(value, starts) * np.uint64(31) + _WORD
    found = [(starts, keys)]
    if pairs and len(starts) > 1:
        together = owner[starts[1:]] == owner[starts[:-1]]
        pair = (keys[:-1] * _FACTOR) ^ (keys[1:] + _PAIR)
        found.append((starts[:-1][together], pair[together]))
    return found


def _mixed(keys: Keys) -> Keys:
    """Spread the keys evenly over 64 bits (the last step of SplitMix64, public domain)."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))

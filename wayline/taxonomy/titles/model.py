"""A title as a vector: the sum of the learnt vectors of its pieces (grams.py), of length one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.titles import grams, store

VERSION = 1
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Packed:
    """Vectors in 8 bits a number, with one scale for each. The error of a cosine is below 0.005."""

    numbers: NDArray[np.int8]
    scales: Floats

    @classmethod
    def of(cls, vectors: Floats) -> Packed:
        scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float32)
        scales[scales == 0] = 1
        return cls(np.rint(vectors / scales[:, None]).astype(np.int8), scales)

    def take(self, places: NDArray[np.integer[Any]]) -> Floats:
        found: Floats = self.numbers[places].astype(np.float32) * self.scales[places, None]
        return found

    def dot(self, places: NDArray[np.int64], vector: Floats) -> Floats:
        return (self.numbers[places].astype(np.float32) @ vector) * self.scales[places]


@dataclass(frozen=True)
class Model:
    """`pieces`: a vector for each bucket; `anchors`: a vector of length one for each concept seen in training."""

    pieces: Packed
    concepts: tuple[str, ...]
    anchors: Floats
    about: dict[str, object]

    def vectors(self, texts: Sequence[str], *, block: int = 8192) -> Floats:
        """One row of length one per normalised text; zeros for a text without a known piece."""
        found = [self._block(texts[start : start + block]) for start in range(0, len(texts), block)]
        return np.concatenate(found) if found else np.empty((0, self.dimensions), np.float32)

    @property
    def dimensions(self) -> int:
        return int(self.pieces.numbers.shape[1])

    def sums(self, words: Sequence[str]) -> Floats:
        """One row per normalised word, not brought to length one: rows added up make the vector of a sentence."""
        return self._sums(words, pairs=False)

    def _block(self, texts: Sequence[str]) -> Floats:
        return unit(self._sums(texts, pairs=True))

    def _sums(self, texts: Sequence[str], *, pairs: bool) -> Floats:
        rows = grams.rows(texts, len(self.pieces.numbers), pairs=pairs)
        used, places = np.unique(rows.indices, return_inverse=True)
        narrow = sparse.csr_matrix((rows.data, places, rows.indptr), shape=(len(texts), len(used)))
        sums: Floats = np.asarray(narrow.dot(self.pieces.take(used)), dtype=np.float32)
        return sums

    def save(self, folder: Path) -> None:
        arrays: dict[str, store.Array] = {
            "numbers": self.pieces.numbers,
            "scales": self.pieces.scales,
            "anchors": self.anchors,
        }
        arrays |= store.Texts.of(self.concepts).arrays("concepts")
        store.write(folder, arrays, {"version": VERSION, "model": self.about})

    @classmethod
    def load(cls, folder: Path) -> Model:
        arrays, about = store.read(folder, VERSION)
        concepts = tuple(store.Texts.read(arrays, "concepts"))
        return cls(Packed(arrays["numbers"], arrays["scales"]), concepts, arrays["anchors"], about["model"])


def unit(vectors: Floats) -> Floats:
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    found: Floats = vectors / np.maximum(lengths, np.float32(1e-9))
    return found

"""A folder of arrays on disk. Loaded arrays are mapped into memory, so that all web processes share one copy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ABOUT = "about.json"
Array = NDArray[Any]


class BrokenStore(Exception):
    """The folder is missing, incomplete, or of another version of this program."""


def write(folder: Path, arrays: Mapping[str, Array], about: Mapping[str, object]) -> None:
    """Write all or nothing: readers see the former folder until the new one is complete."""
    fresh, former = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for left in (fresh, former):
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, array in arrays.items():
        np.save(fresh / f"{name}.npy", array, allow_pickle=False)
    (fresh / ABOUT).write_text(json.dumps({**about, "arrays": sorted(arrays)}, indent=1))
    if folder.exists():
        folder.rename(former)
    fresh.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


def read(folder: Path, version: int) -> tuple[dict[str, Array], dict[str, Any]]:
    try:
        about = json.loads((folder / ABOUT).read_text())
        if about.get("version") != version:
            raise BrokenStore(f"{folder} was written by another version of this program.")
        # a handle into the map, not numpy's memmap: plain arrays are faster to slice
        arrays = {name: _mapped(folder / f"{name}.npy") for name in about["arrays"]}
    except (OSError, ValueError, KeyError) as error:
        raise BrokenStore(f"{folder} cannot be read: {error}") from error
    return arrays, about


def _mapped(path: Path) -> Array:
    array = np.load(path, mmap_mode="r", allow_pickle=False)
    return np.asarray(array)


class Texts(Sequence[str]):
    """Many short texts as two arrays: their bytes, and where each ends."""

    def __init__(self, letters: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.letters, self.ends = letters, ends

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        parts = [text.encode() for text in texts]
        letters = np.frombuffer(b"".join(parts), dtype=np.uint8)
        return cls(letters, np.cumsum([len(part) for part in parts], dtype=np.int64))

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> Texts:
        return cls(arrays[f"{name}_letters"], arrays[f"{name}_ends"])

    def arrays(self, name: str) -> dict[str, Array]:
        return {f"{name}_letters": self.letters, f"{name}_ends": self.ends}

    def letters_of(self, place: int) -> bytes:
        start = int(self.ends[place - 1]) if place else 0
        return self.letters[start : int(self.ends[place])].tobytes()

    def __getitem__(self, place: Any) -> Any:
        return self.letters_of(int(place)).decode()

    def __len__(self) -> int:
        return len(self.ends)

"""A list of rows that are read one after the other: what does not fit a batch waits in a file without a name."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Generic, TypeVar

Row = TypeVar("Row")
BATCH = 2000


class Spool(Generic[Row]):
    """Append, then iterate as often as needed. At most `BATCH` rows are in memory for each reader and writer."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._file: IO[bytes] | None = None
        self._kept = 0
        self._last: list[Row] = []
        for row in rows:
            self.append(row)

    def append(self, row: Row) -> None:
        self._last.append(row)
        if len(self._last) >= BATCH:
            self._put_away()

    def _put_away(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="wayline-rows-")  # noqa: SIM115 - closed with the list
        self._file.seek(0, 2)
        pickle.dump(self._last, self._file, pickle.HIGHEST_PROTOCOL)
        self._kept += len(self._last)
        self._last = []

    def __len__(self) -> int:
        return self._kept + len(self._last)

    def __iter__(self) -> Iterator[Row]:
        at = 0
        left = self._kept
        while self._file is not None and left:
            self._file.seek(at)
            batch: list[Row] = pickle.load(self._file)  # noqa: S301 - see the import
            at = self._file.tell()
            left -= len(batch)
            yield from batch
        yield from tuple(self._last)

    def __getitem__(self, place: int) -> Row:
        found = next(islice(self, place, None), None)
        if found is None:
            raise IndexError(place)
        return found

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Spool | list):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # it changes

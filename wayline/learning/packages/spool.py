"""A list of rows that are read one after the other: what does not fit a batch waits in a file without a name."""

from __future__ import annotations

import json
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from itertools import islice
from typing import IO, Any, Generic, TypeVar

Row = TypeVar("Row")
BATCH = 2000


class Spool(Generic[Row]):
    """Append, then iterate as often as needed. At most `BATCH` rows are in memory for each reader and writer.

    Rows are dataclasses of one class, whose fields hold text, numbers, truths, moments, or tuples of these.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._file: IO[bytes] | None = None
        self._kept = 0
        self._last: list[Row] = []
        self._kind: Any = None
        for row in rows:
            self.append(row)

    def append(self, row: Row) -> None:
        self._last.append(row)
        if len(self._last) >= BATCH:
            self._put_away()

    def _put_away(self) -> None:
        """One line of JSON a batch."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="wayline-rows-")  # noqa: SIM115 - closed with the list
            weakref.finalize(self, self._file.close)
        self._kind = type(self._last[0])
        names = [field.name for field in fields(self._kind)]
        batch = [[getattr(row, name) for name in names] for row in self._last]
        self._file.seek(0, 2)
        self._file.write(json.dumps(batch, default=_moment).encode() + b"\n")
        self._kept += len(self._last)
        self._last = []

    def __len__(self) -> int:
        return self._kept + len(self._last)

    def __iter__(self) -> Iterator[Row]:
        at = read = 0
        while self._file is not None and read < self._kept:  # more may be put away meanwhile
            self._file.seek(at)
            batch = json.loads(self._file.readline())
            at = self._file.tell()
            read += len(batch)
            yield from (self._kind(*map(_as_it_was, values)) for values in batch)
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


def _moment(value: object) -> dict[str, str]:
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    raise TypeError(f"A row cannot hold {type(value).__name__}.")


def _as_it_was(value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["moment"])
    if isinstance(value, list):
        return tuple(map(_as_it_was, value))
    return value

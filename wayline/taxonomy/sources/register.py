"""The register of sources: who publishes what, how its files are known, read and loaded.

A source is one file in `sources/` of this room (words) or of `lmi` (figures), registered in `AppConfig.ready()`. It
reads the publisher's own file and yields rows (plain dataclasses); a loader of its room writes rows of that kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

Advance = Callable[[int, int], None]
"""Told how much is done, and of how much (0: not known)."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A fault in a publisher's file: where it is and what is wrong."""

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class SourceError(Exception):
    """The files cannot be read as what they should be. Nothing was changed. Each defect names file, row and reason."""

    def __init__(self, *defects: Defect) -> None:
        super().__init__("\n".join(map(str, defects)))
        self.defects = defects


@dataclass(slots=True)
class Report:
    """What a reader noticed: defects it could live with, and counts by kind of thing."""

    defects: list[Defect] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def defect(self, place: str, what: str) -> None:
        self.defects.append(Defect(place, what))


@dataclass(frozen=True, slots=True)
class Reading:
    """A release as it is read: `rows` streams, so that a large file needs little memory."""

    version: str
    published_on: date | None
    rows: Iterator[Any]
    edition: str = ""
    """See Release.edition."""
    title: str = ""
    """Of this release, when the source's own says too little."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's product.

    `find(path)` names the files of this source in a folder (or the file itself), in reading order, none when it is not
    one. `read(files, report)` raises SourceError, or streams rows. `load(release, rows, advance)` writes them in the
    caller's transaction and returns what is new, changed, the same and gone, by kind of thing
    (`{"occupations new": 3007, ...}`). `remove(release)` takes back what only this release brought.
    """

    key: str
    title: str
    publisher: str
    licence: str
    attribution: str
    homepage: str
    find: Callable[[Path], Sequence[Path]]
    read: Callable[[Sequence[Path], Report], Reading]
    load: Callable[[Any, Iterable[Any], Advance], Counter[str]]
    remove: Callable[[Any], None]
    after: tuple[str, ...] = ()
    """Keys of sources whose concepts this one refers to; they are loaded first."""
    caution: str = ""
    """What it does not say; shown beside the source."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.key] = source


def all_sources() -> list[Source]:
    """In the order in which they can be loaded: what others refer to comes first."""
    ordered: list[Source] = []

    def place(source: Source) -> None:
        if source in ordered:
            return
        for key in source.after:
            if key in _sources:
                place(_sources[key])
        ordered.append(source)

    for source in _sources.values():
        place(source)
    return ordered


def source_of(key: str) -> Source | None:
    return _sources.get(key)

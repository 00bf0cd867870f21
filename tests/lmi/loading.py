"""Releases, classifications and readers for tests of figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from wayline.lmi.loading import load
from wayline.lmi.models import Observation
from wayline.taxonomy.models import Concept, Release, Scheme
from wayline.taxonomy.sources.register import Report, Source


def release(source: str = "made", version: str = "1") -> Release:
    return Release.objects.create(
        source=source,
        title=source,
        publisher="Somebody",
        version=version,
        licence="CC0",
        digest=f"{source} {version}"[-64:],
    )


def scheme(key: str, codes: Iterable[str], *, kind: str = "occupation", version: str = "") -> Scheme:
    made, _new = Scheme.objects.get_or_create(key=key, version=version, defaults={"title": key, "publisher": "ONS"})
    words = release(f"words-{key}")
    Concept.objects.bulk_create(
        [Concept(scheme=made, release=words, kind=kind, code=code, title=f"Title of {code}") for code in codes]
    )
    return made


def loaded(rows: Iterable[Any], source: str = "made", version: str = "1") -> tuple[Release, Counter[str]]:
    made = release(source, version)
    return made, load(made, rows, lambda _done, _of: None)


def read(source: Source, files: Sequence[Path]) -> tuple[list[Any], Report, str]:
    """Every row, with what the reader noticed."""
    report = Report()
    reading = source.read(files, report)
    return list(reading.rows), report, reading.version


def add(source: Source, path: Path) -> tuple[Release, Counter[str]]:
    report = Report()
    made = release(source.key, "1")
    reading = source.read(source.find(path), report)
    return made, source.load(made, reading.rows, lambda _done, _of: None)


def everything() -> list[Observation]:
    return list(Observation.objects.select_related("indicator", "occupation", "element", "area", "cut"))


YEAR = (date(2024, 1, 1), date(2024, 12, 31))

"""Records compared by other means than the code under test: what is listed as lost is taken out of both, the rest is
looked at as a heap of facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from typing import Any

from wayline.portfolio.formats.losses import WHOLE
from wayline.portfolio.record import Entry, Holder, Loss, Record


def facts(record: Record, lost: dict[str, set[str]], names: dict[str, str]) -> Counter[str]:
    """Each entry as one text of all its fields but those lost; `names` says which key stands for which entry."""
    return Counter(
        repr(sorted(_facts(entry, lost.get(names.get(entry.key, entry.key), set())))) for entry in record.entries
    )


def _facts(entry: Entry, lost: set[str]) -> list[tuple[str, str]]:
    said: dict[str, Any] = {what.name: getattr(entry, what.name) for what in fields(Entry)}
    said |= {f"details.{key}": value for key, value in said.pop("details").items()}
    for name in {"key", "supports"} | lost:
        said.pop(name, None)
    # 7 and 7.0 are one number
    return [(name, repr(float(value) if type(value) is int else value)) for name, value in said.items()]


def holder_without(holder: Holder, lost: set[str]) -> Holder:
    empty = Holder()
    return replace(holder, **{name: getattr(empty, name) for name in lost if not name.startswith("record.")})


def by_key(losses: list[Loss]) -> dict[str, set[str]]:
    grouped: dict[str, set[str]] = {}
    for loss in losses:
        grouped.setdefault(loss.key, set()).add(loss.what)
    return grouped


def without_lost_entries(record: Record, lost: dict[str, set[str]]) -> Record:
    return replace(record, entries=tuple(one for one in record.entries if WHOLE not in lost.get(one.key, set())))

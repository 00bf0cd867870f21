"""Vacancies beside the figures. Another room knows them and registers here; without one there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wayline.taxonomy.models import Concept


@dataclass(frozen=True, slots=True)
class Opening:
    title: str
    offered_by: str
    place: str
    url: str
    text: str = ""
    """The beginning of what it says, as plain text."""


@dataclass(frozen=True, slots=True)
class Openings:
    """Those for an occupation: how many there are, the newest of them, and the address of all."""

    number: int
    newest: tuple[Opening, ...]
    url: str


@dataclass(slots=True)
class Registered:
    """`for_occupation` takes one work in every classification; `search` words, a place and the most wanted."""

    for_occupation: Callable[[Sequence[Concept]], Openings | None] | None = None
    search: Callable[[str, str, int], list[Opening]] | None = None


known = Registered()


def openings_for(same: Sequence[Concept]) -> Openings | None:
    return known.for_occupation(same) if known.for_occupation else None


def search(words: str, place: str, limit: int) -> list[Opening]:
    return known.search(words, place, limit) if known.search else []

"""What rooms above know that a team's page can use. They register here; without them there is nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from wayline.people.models import Membership


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of the house that people can be sent to."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Rating:
    """Where a person rated themselves below what the work asks for: what of, how far, and what to learn next."""

    row: str
    answer: str
    suggestion: str
    rated_at: datetime


@dataclass(slots=True)
class Registered:
    programmes: Callable[[Membership], list[Programme]] | None = None
    """On offer to this viewer, by title."""
    ratings: Callable[[Collection[int], str], dict[int, list[Rating]]] | None = None
    """Of people, by their number, in a language: the newest of each instrument that names gaps."""


known = Registered()


def programmes(viewer: Membership) -> list[Programme]:
    return known.programmes(viewer) if known.programmes else []


def ratings(people: Collection[int], language: str) -> dict[int, list[Rating]]:
    return known.ratings(people, language) if known.ratings and people else {}

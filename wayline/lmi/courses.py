"""Courses that teach skills. Another room knows them and registers here; without one there are none."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    title: str
    offered_by: str
    place: str
    url: str
    teaches: frozenset[int]
    """Numbers of the skills, of those asked about, that it says it teaches."""


@dataclass(slots=True)
class Registered:
    """`teaching` takes numbers of skills and gives courses on show that teach at least one of them, most first."""

    teaching: Callable[[Collection[int]], list[Course]] | None = None


known = Registered()


def courses_for(skills: Collection[int]) -> list[Course]:
    return known.teaching(skills) if known.teaching and skills else []

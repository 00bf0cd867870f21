"""Activities a person says more or less about, and the inventory they make."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

TYPES = ("R", "I", "A", "S", "E", "C")
"""Holland's types round the hexagon: realistic, investigative, artistic, social, enterprising, conventional."""
LOWEST, HIGHEST = 1, 5
"""Strongly dislike … strongly like."""
STARTER = Path(__file__).with_name("starter.toml")


@dataclass(frozen=True, slots=True)
class Activity:
    """Something people do at work. `interest` is a basic interest; empty: it stands for its type as a whole."""

    key: str
    text: str
    types: tuple[str, ...]
    interest: str = ""


@dataclass(frozen=True)
class Inventory:
    """All activities of one source. `edition` names it in kept answers, so that they are never read with another."""

    edition: str
    activities: tuple[Activity, ...]
    interests: Mapping[str, str] = field(default_factory=dict)
    """Basic interests by code, with their names."""

    @cached_property
    def place(self) -> dict[str, int]:
        return {activity.key: number for number, activity in enumerate(self.activities)}

    def of_type(self, kind: str) -> list[int]:
        return [number for number, activity in enumerate(self.activities) if kind in activity.types]

    def of_interest(self, code: str) -> list[int]:
        return [number for number, activity in enumerate(self.activities) if activity.interest == code]

    def known(self, answers: Mapping[str, int]) -> dict[str, int]:
        """The answers that belong to this inventory and lie between 1 and 5."""
        return {key: answer for key, answer in answers.items() if key in self.place and LOWEST <= answer <= HIGHEST}


def key_of(text: str) -> str:
    """The same text has the same key in every release."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a publisher's list of interests: its activities, and the types it belongs to."""

    code: str
    name: str
    types: tuple[str, ...]
    activities: tuple[str, ...]
    is_type: bool = False


def from_elements(edition: str, elements: Iterable[Element]) -> Inventory:
    """An inventory from the elements of the O*NET content model; those without activities only give their names."""
    found: dict[str, Activity] = {}
    interests = {}
    for element in elements:
        if not element.is_type and element.activities:
            interests[element.code] = element.name
        for text in element.activities:
            interest = "" if element.is_type else element.code
            found.setdefault(text, Activity(key_of(text), text, element.types, interest))
    return Inventory(edition, tuple(found.values()), interests)


def starter(language: str) -> Inventory:
    """The 60 activities that come with Wayline, in the given language or in English."""
    stated = tomllib.loads(STARTER.read_text("utf-8"))
    return Inventory(stated["edition"], tuple(_ours(stated["activities"], language)))


def _ours(stated: Sequence[Mapping[str, str]], language: str) -> Iterable[Activity]:
    for one in stated:
        yield Activity(one["key"], one.get(language, one["en"]), tuple(one["types"]))

"""Registers that upper rooms fill in `AppConfig.ready()`: navigation entries and cards of the start page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from wayline.people.models import Membership

Label = str | Promise


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the main navigation. `url_name` is reversed without arguments; `order` sorts, low first."""

    label: Label
    url_name: str
    shown_to: Callable[[Membership], bool]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the start page: what waits for this person in one room. `template` gets the result of `content`.

    `content` returns None when there is nothing to show.
    """

    key: str
    template: str
    content: Callable[[Membership], dict[str, object] | None]
    order: int = 50


@dataclass(frozen=True, slots=True)
class SearchHit:
    title: str
    url: str
    kind: Label
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class SearchSource:
    """A room's part of the global search: `find(viewer, words, limit)`, best first."""

    label: Label
    find: Callable[[Membership, str, int], list[SearchHit]]
    order: int = 50


navigation: list[NavigationEntry] = []
cards: list[Card] = []
search_sources: list[SearchSource] = []

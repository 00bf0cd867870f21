"""Registers that upper rooms fill in `AppConfig.ready()`: navigation, start-page cards, search, purposes, words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from wayline.people.models import Membership, User

Label = str | Promise


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One entry of the main navigation. `url_name` is reversed without arguments; `order` sorts, low first.

    `for_all`: what one finds there, in a sentence, when the page is for visitors and people without a role too.
    """

    label: Label
    url_name: str
    shown_to: Callable[[Membership], bool]
    order: int = 50
    for_all: Label = ""


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


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a person may agree to. `wording` names the version of the text; change it when the text changes.

    What is `required` comes with the account and ends with it. `page`: name of the address where one gives and changes
    what it is about; `page_label` says so.
    """

    key: str
    label: Label
    text: Label
    wording: str
    required: bool = False
    order: int = 50
    page: str = ""
    page_label: Label = ""


@dataclass(frozen=True, slots=True)
class DataPage:
    """A page of a room about a person's own data, named among those of the house. `url_name` without arguments."""

    label: Label
    text: Label
    url_name: str
    shown_to: Callable[[Membership], bool]


navigation: list[NavigationEntry] = []


def open_pages() -> list[NavigationEntry]:
    """Entries of the navigation that are for everybody, in its order."""
    return sorted((entry for entry in navigation if entry.for_all), key=lambda entry: entry.order)


cards: list[Card] = []
footer: list[tuple[Label, str]] = []
"""Links below every page: a label and the name of an address."""
search_sources: list[SearchSource] = []
purposes: list[Purpose] = []
data_pages: list[DataPage] = []
withdrawn: dict[str, Callable[[User], int]] = {}
"""What goes at once when the consent to a purpose ends, by purpose; says how many rows went."""
hourly: dict[str, Callable[[datetime], int]] = {}
"""What the worker does once an hour beside its own rounds; each says how many things it did."""
columns: dict[str, Label] = {}
"""Columns and details of records in words: `{"joined_at": _("joined on")}`. Rooms add those of their tables."""
codes: dict[str, dict[str, Label]] = {}
"""What codes in details of the audit trail mean, by detail: `{"role": {"client": _("Client")}}`."""
verbs: dict[str, Label] = {}
"""The verbs of the audit trail in words that a person reads: `{"viewed profile": _("looked at your profile")}`."""


def purpose(key: str) -> Purpose:
    return next(one for one in purposes if one.key == key)


def in_words(verb: str) -> Label:
    return verbs.get(verb, verb)

"""Which walk sends which forms: a walk names the addresses, and fails when it did not send a form to each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.urls import resolve

Walk = TypeVar("Walk", bound=Callable[..., Any])
ACTS = ("mark", "verb")
"""Parts of an address that say what is done; an address with one of them is a family of acts."""


def sends(*names: str) -> Callable[[Walk], Walk]:
    """Marks a walk with the names of the addresses it sends a form to, each accepted, in every way it is walked.

    A name is the one of the address (`people:profile_edit`), with the act after a blank where there are several
    (`discussion:do like`).
    """

    def marked(walk: Walk) -> Walk:
        walk.sends = frozenset(names)  # type: ignore[attr-defined]  # read by `sent_by`
        return walk

    return marked


def sent_by(walk: object) -> frozenset[str]:
    found: frozenset[str] = getattr(walk, "sends", frozenset())
    return found


def name_of(url: str) -> str:
    """`discussion:do like` for `/comments/12/do/like/`."""
    found = resolve(urlsplit(url).path)
    acts = [str(found.kwargs[part]) for part in ACTS if part in found.kwargs]
    return " ".join([found.view_name, *acts])

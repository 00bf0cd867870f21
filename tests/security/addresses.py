"""Every address of the house, with something in the place of its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve

from wayline.lmi.api import door

NOBODYS_NUMBER = "999999999"
NOBODYS_KEY = "00000000-0000-4000-8000-000000000000"
PARTS = re.compile(r"<(?:(\w+):)?\w+>")
# Two addresses are written as regular expressions.
RESET = "accounts/password/reset/key/1-set-password/"
OTHER_SERVICE = re.compile(r"\^?\(\?P<provider_id>[^)]*\)/")


@dataclass(frozen=True)
class Address:
    path: str
    view: Any
    is_public: bool
    name: str


def every_address() -> list[Address]:
    found: list[Address] = []
    _collect(get_resolver(), "", found)
    assert len(found) > 100
    return found


def _collect(resolver: URLResolver, before: str, found: list[Address]) -> None:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            _collect(entry, pattern, found)
        else:
            found.append(_address(entry, pattern))


def is_open_api(address: Address) -> bool:
    """Public, read only, answered by the door before the middleware of pages (docs/decisions/0006)."""
    return address.path.startswith(door.PREFIXES)


def is_offers_api(address: Address) -> bool:
    """What is on offer, for programs: public and read only, behind the same middleware as pages."""
    return address.path.startswith("/api/opportunities/")


def _address(entry: URLPattern, pattern: str) -> Address:
    path = RESET if "(?P<uidb36>" in pattern else PARTS.sub(_part, OTHER_SERVICE.sub("nobody/", pattern))
    view = resolve(f"/{path}").func  # the first of two with one address answers
    return Address(f"/{path}", view, not getattr(view, "login_required", True), entry.name or path)


def _part(match: re.Match[str]) -> str:
    return {"int": NOBODYS_NUMBER, "uuid": NOBODYS_KEY}.get(match[1], "nobody")

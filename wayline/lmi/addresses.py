"""Which addresses are pages of the explorer: others refer to them by path, so that they hold on every host.

A page holds some hundred of them. Django looks each up anew, which took a sixth of the time of a page: they are kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from django.urls import Resolver404, get_script_prefix, resolve, reverse

PAGES = {"explorer", "occupation", "figure", "compare", "rankings", "shortages", "areas", "area"}
LONGEST = 500


def explorer_path(text: str) -> str:
    """The path and query of a page of the explorer; "" when the text is none.

    An address copied from a browser is taken with its host or without; the host is left out, whatever it is.
    """
    text = text.strip()
    if len(text) > LONGEST or any(sign.isspace() for sign in text) or "\\" in text:
        return ""
    try:
        parts = urlsplit(text if "//" in text or text.startswith("/") else f"//{text}")
    except ValueError:
        return ""
    if parts.scheme not in {"", "http", "https"} or not parts.path.startswith("/") or parts.path.startswith("//"):
        return ""
    try:
        found = resolve(parts.path)
    except Resolver404:
        return ""
    if found.namespace != "lmi" or found.url_name not in PAGES:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def figure_address(number: int) -> str:
    return _pattern("lmi:figure", get_script_prefix(), 0).replace("/0/", f"/{number}/")


def occupation_address(scheme: str, code: str) -> str:
    return _address("lmi:occupation", scheme, code)


def area_address(scheme: str, code: str) -> str:
    return _address("lmi:area", scheme, code)


def working_address(scheme: str, code: str) -> str:
    return _address("lmi:area_working", scheme, code)


def _address(name: str, scheme: str, code: str) -> str:
    if PLAIN(scheme) and PLAIN(code):
        return _pattern(name, get_script_prefix(), "0", "0").replace("/0/0/", f"/{scheme}/{code}/")
    return _pattern(name, get_script_prefix(), scheme, code)


PLAIN = re.compile(r"[\w-][\w.-]*", re.ASCII).fullmatch
"""Codes that stand in an address as they are: nearly all."""


@lru_cache(maxsize=8192)
def _pattern(name: str, _prefix: str, *parts: str | int) -> str:
    return reverse(name, args=parts)

"""Which addresses are pages of the explorer: others refer to them by path, so that they hold on every host."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

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

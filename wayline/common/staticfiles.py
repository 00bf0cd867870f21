"""Addresses of our own styles and scripts."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

MARKED = (".css", ".js")


class MarkedStorage(StaticFilesStorage):
    """Styles and scripts carry a mark of their content: whoever kept an older one asks for the new one by itself.

    Fonts and pictures keep their plain names: style sheets name them too.
    """

    def url(self, name: str | None) -> str:
        plain = super().url(name)
        mark = _mark(name) if name and name.endswith(MARKED) else ""
        return f"{plain}?v={mark}" if mark else plain


def _mark(name: str) -> str:
    return _read(name) if settings.DEBUG else _known(name)


def _read(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:12] if found else ""


_known = cache(_read)

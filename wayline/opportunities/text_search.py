"""Which of PostgreSQL's text search configurations reads which language."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db import connection

CONFIGS = {
    "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "nl": "dutch", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "sv": "swedish",
}  # fmt: skip
"""Languages in which PostgreSQL knows the forms of words; in others a word is found as it is written."""


@lru_cache(maxsize=1)
def _known_configs() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cfgname FROM pg_ts_config")
        return frozenset(name for (name,) in cursor.fetchall())


def config(language: str) -> str:
    """PostgreSQL's text search configuration for a language."""
    wanted = CONFIGS.get(language.split("-")[0], "simple")
    return wanted if wanted in _known_configs() else "simple"


def service_configs() -> list[str]:
    """Of the languages that the service's pages speak, and words as they are written."""
    return list(dict.fromkeys([*(config(code) for code, _name in settings.LANGUAGES), "simple"]))

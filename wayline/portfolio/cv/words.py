"""Words of a CV in the 24 official languages of the European Union."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "words.toml"


@lru_cache(maxsize=1)
def tables() -> dict[str, dict[str, str]]:
    """By language, then by key; every language has every key (a test holds that)."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def words(language: str) -> dict[str, str]:
    """Those of a language; English for one that is none of the 24."""
    every = tables()
    return every.get(language, every["en"])

"""The words by which texts say things, by language, read from `cues.toml` beside this file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "cues.toml"
PER = ("hour", "day", "week", "month", "year")
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cues:
    must: Pattern
    nice: Pattern
    hours: str
    week: Pattern
    full_time: Pattern
    part_time: Pattern
    licence: Pattern
    category: str
    per: tuple[tuple[str, Pattern], ...]
    levels: tuple[tuple[Pattern, int], ...]
    """EQF levels, the highest first."""
    languages: tuple[tuple[str, Pattern], ...]
    any_language: Pattern


def languages() -> tuple[str, ...]:
    return tuple(_read())


def cues(language: str) -> Cues | None:
    """None for a language without any."""
    return _cues(language.split("-")[0].lower())


@lru_cache(maxsize=16)
def _cues(language: str) -> Cues | None:
    said = _read().get(language)
    if said is None:
        return None
    return Cues(
        must=_any(said["must"]),
        nice=_any(said["nice"]),
        hours="|".join(said["hours"]),
        week=_any(said["week"]),
        full_time=_any(said["full_time"]),
        part_time=_any(said["part_time"]),
        licence=_any(said["licence"]),
        category="|".join(said["category"]),
        per=tuple((unit, _any(said["per"][unit])) for unit in PER),
        levels=tuple((_any([pattern]), level) for pattern, level in said["levels"]),
        languages=tuple((code, _any([pattern])) for code, pattern in said["languages"].items()),
        any_language=_any(said["languages"].values()),
    )


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _any(patterns: Iterable[str]) -> Pattern:
    """Any of these, as whole words."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)

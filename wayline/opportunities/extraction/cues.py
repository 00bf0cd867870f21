"""The words by which texts say things, by language, read from `cues.toml` beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from wayline.common.cues import Cue

FILE = Path(__file__).parent / "cues.toml"
PER = ("hour", "day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Cues:
    must: Cue
    nice: Cue
    hours: str
    an_hour: Cue
    week: Cue
    full_time: Cue
    part_time: Cue
    licence: Cue
    category: str
    per: tuple[tuple[str, Cue], ...]
    levels: tuple[tuple[Cue, int], ...]
    """EQF levels, the highest first."""
    languages: tuple[tuple[str, Cue], ...]
    any_language: Cue


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
        must=Cue.of(said["must"]),
        nice=Cue.of(said["nice"]),
        hours="|".join(said["hours"]),
        an_hour=Cue.of(said["hours"]),
        week=Cue.of(said["week"]),
        full_time=Cue.of(said["full_time"]),
        part_time=Cue.of(said["part_time"]),
        licence=Cue.of(said["licence"]),
        category="|".join(said["category"]),
        per=tuple((unit, Cue.of(said["per"][unit])) for unit in PER),
        levels=tuple((Cue.of([pattern]), level) for pattern, level in said["levels"]),
        languages=tuple((code, Cue.of([pattern])) for code, pattern in said["languages"].items()),
        any_language=Cue.of(said["languages"].values()),
    )


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))

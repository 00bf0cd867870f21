"""The weights that hold now, read from `weights.toml` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "weights.toml"


@dataclass(frozen=True, slots=True)
class Weights:
    """`rules` in points, everything else in whole per cent (but `need`, which are proportions)."""

    version: str
    rules: Mapping[str, int]
    unknown: int
    need: Mapping[str, int]
    held: Mapping[str, int]
    near: Mapping[str, int]
    taught: int
    months: tuple[tuple[int, int], ...]
    experience_unsaid: int
    experience_group: int
    similar_from: int
    aspired: Mapping[str, int]
    level_below: int
    languages: Mapping[str, int]

    def of_months(self, months: int | None) -> int:
        """What so many months in an occupation are worth."""
        if months is None:
            return self.experience_unsaid
        return max(share for begin, share in self.months if months >= begin)

    def of_skill(self, level: str, *, evidence: bool) -> int:
        """What a skill is worth by its level and whether something shows it."""
        return self.held[level or "unsaid"] + (self.held["evidence"] if evidence else 0)


def read(text: str) -> Weights:
    said: dict[str, Any] = tomllib.loads(text)
    experience = said["experience"]
    return Weights(
        version=said["version"],
        rules=said["rules"],
        unknown=said["unknown"]["share"],
        need=said["need"],
        held=said["held"],
        near=said["near"],
        taught=said["taught"]["share"],
        months=tuple((begin, share) for begin, share in experience["months"]),
        experience_unsaid=experience["unsaid"],
        experience_group=experience["group"],
        similar_from=experience["similar_from"],
        aspired=said["aspirations"],
        level_below=said["level"]["below"],
        languages=said["languages"],
    )


@lru_cache(maxsize=1)
def current() -> Weights:
    return read(FILE.read_text(encoding="utf-8"))

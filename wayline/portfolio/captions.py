"""Captions of a film: lines with a beginning and an end, and WebVTT made of them (W3C). Plain Python."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_LINE = 200
MOST_LINES = 200
_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,3})(?:[.,](\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Line:
    """`start` and `end` in seconds from the beginning of the film."""

    start: float
    end: float
    text: str


def read_time(typed: str) -> float:
    """Seconds, from 7, 0:07, 1:02.5 or 1:00:00; ValueError for anything else."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        raise ValueError(typed)
    hours, minutes, seconds, parts = found.groups()
    if (minutes and int(seconds) > 59) or (hours and int(minutes) > 59):
        raise ValueError(typed)
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds) + float(f"0.{parts or 0}")


def time_in_words(seconds: float) -> str:
    """As it may be typed: 0:07, or 1:02.5."""
    tenths = round(seconds * 10)
    plain = f"{tenths // 600}:{tenths // 10 % 60:02}"
    return f"{plain}.{tenths % 10}" if tenths % 10 else plain


def webvtt(lines: Sequence[Line]) -> str:
    parts = [f"{_stamp(line.start)} --> {_stamp(line.end)}\n{_clean(line.text)}\n" for line in lines]
    return "\n".join(["WEBVTT\n", *parts])


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _clean(text: str) -> str:
    """One paragraph without marks of the format: an empty line would end the cue."""
    flat = " ".join(text.split())
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_text(lines: Sequence[Line]) -> str:
    """Everything that is said, for those who read it."""
    return " ".join(" ".join(line.text.split()) for line in lines)

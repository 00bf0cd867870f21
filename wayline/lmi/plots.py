"""Drawings of figures as SVG, in plain Python: series with breaks, gaps and bands, and the spread of pay.

A chart of Vega-Lite costs 200 to 500 ms (measured on two cores); an occupation page has 60. These two kinds cost under
one, and say what the general charts cannot: where a series breaks and where a figure is missing. Nothing is drawn for
a missing figure, and no line crosses a break.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 78, 14, 22, 40
INK, QUIET, LINE, BRAND, PALE, AMBER = "#16262c", "#46555a", "#cdd6d5", "#0f4c52", "#cfe0df", "#c8641b"
FONT = "Atkinson Hyperlegible Next, sans-serif"
Write = Callable[[float], str]
"""A value as a short text for an axis."""


@dataclass(frozen=True, slots=True)
class Point:
    """A period of a series. `value` None is a gap. `low` and `high` bound what is uncertain."""

    period: str
    at: float
    """Where on the time axis it stands, in years: a long way between two figures looks like one."""
    value: float | None
    low: float | None = None
    high: float | None = None
    breaks: bool = False
    """What is counted changed before this period."""
    expected: bool = False
    """A projection: not yet observed."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Name of the drawing, what it shows in a sentence, and the words in it."""

    title: str
    description: str
    broken: str = ""
    gap: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles: pairs of the percentile (10 to 90) and the amount. The median is the 50th."""

    amounts: tuple[tuple[int, float], ...]

    def at(self, percentile: int) -> float | None:
        return dict(self.amounts).get(percentile)


def ticks(largest: float, number: int = 5) -> list[float]:
    """Round values from 0 to at least `largest`."""
    if largest <= 0:
        return [0.0, 1.0]
    raw = largest / number
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= raw)
    return [step * place for place in range(math.ceil(largest / step) + 1)]


def series(points: Sequence[Point], labels: Labels, write: Write, *, key: str) -> str:
    """A line over time. `key` makes the ids of the drawing unique on its page."""
    amounts = [one for point in points for one in (point.value, point.high) if one is not None]
    marks = ticks(max(amounts, default=1))
    frame = _Frame(min(point.at for point in points), max(point.at for point in points), marks[-1])
    parts = [
        *_grid(frame, marks, write),
        *_periods(frame, points),
        *_gaps(frame, points, labels.gap),
        *_bands(frame, points),
        *_lines(frame, points),
        *_breaks(frame, points, labels.broken),
        *_dots(frame, points),
        *_expected(frame, points, labels.expected),
    ]
    return _picture(parts, labels, key, HEIGHT)


@dataclass(frozen=True, slots=True)
class _Frame:
    first: float
    last: float
    top: float

    def x(self, at: float) -> float:
        inner = WIDTH - LEFT - RIGHT - 24
        return LEFT + 12 + inner * ((at - self.first) / (self.last - self.first) if self.last > self.first else 0.5)

    def y(self, value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / self.top)


def _grid(frame: _Frame, marks: Iterable[float], write: Write) -> list[str]:
    found = []
    for mark in marks:
        y = frame.y(mark)
        found.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>')
        found.append(_text(LEFT - 8, y + 5, write(mark), anchor="end"))
    return found


def _periods(frame: _Frame, points: Sequence[Point]) -> list[str]:
    """The first, the last, and between them as many as find room."""
    shown: list[str] = []
    right, end = -math.inf, frame.x(frame.last)
    for point in points:
        x, half = frame.x(point.at), 4.5 * len(point.period)
        is_last = point is points[-1]
        if is_last or (x - half > right and x + half < end - 4.5 * len(points[-1].period)):
            shown.append(_text(x, HEIGHT - 14, point.period, anchor="end" if is_last and half > 30 else "middle"))
            right = x + half + 8
    return shown


def _gaps(frame: _Frame, points: Sequence[Point], label: str) -> list[str]:
    """A pale column where there is no figure, with its name on the first."""
    found: list[str] = []
    half = min(20.0, (frame.x(frame.first + 1) - frame.x(frame.first)) / 2)
    for place, point in enumerate(points):
        if point.value is not None:
            continue
        x, high = frame.x(point.at), HEIGHT - TOP - BOTTOM
        found.append(f'<rect x="{x - half:.1f}" y="{TOP}" width="{2 * half:.1f}" height="{high}" fill="#eef0ee"/>')
        if label and (place == 0 or points[place - 1].value is not None):
            found.append(_text(x, TOP + 16, label, anchor="middle", colour=QUIET))
    return found


def _runs(points: Sequence[Point]) -> list[list[int]]:
    """Places that a line may join: neither a gap nor a break between them."""
    runs: list[list[int]] = [[]]
    for place, point in enumerate(points):
        if point.value is None or point.breaks:
            runs.append([])
        if point.value is not None:
            runs[-1].append(place)
    return [run for run in runs if run]


def _bands(frame: _Frame, points: Sequence[Point]) -> list[str]:
    found = []
    for run in _runs(points):
        bounded = [place for place in run if points[place].low is not None and points[place].high is not None]
        if len(bounded) == 1:
            [place] = bounded
            low, high = frame.y(points[place].low or 0), frame.y(points[place].high or 0)
            x = frame.x(points[place].at)
            found.append(f'<rect x="{x - 7:.1f}" y="{high:.1f}" width="14" height="{low - high:.1f}" fill="{PALE}"/>')
        elif bounded:
            upper = [(points[place].at, points[place].high or 0) for place in bounded]
            lower = [(points[place].at, points[place].low or 0) for place in reversed(bounded)]
            around = " ".join(f"{frame.x(at):.1f},{frame.y(value):.1f}" for at, value in (*upper, *lower))
            found.append(f'<polygon points="{around}" fill="{PALE}"/>')
    return found


def _lines(frame: _Frame, points: Sequence[Point]) -> list[str]:
    """What was observed is a full line, what is expected a dashed one."""
    found = []
    for run in _runs(points):
        for before, after in itertools.pairwise(run):
            dashes = ' stroke-dasharray="6 5"' if points[after].expected else ""
            ends = [(frame.x(points[place].at), frame.y(points[place].value or 0)) for place in (before, after)]
            found.append(
                f'<line x1="{ends[0][0]:.1f}" y1="{ends[0][1]:.1f}" x2="{ends[1][0]:.1f}" y2="{ends[1][1]:.1f}" '
                f'stroke="{BRAND}" stroke-width="2.5"{dashes}/>'
            )
    return found


def _breaks(frame: _Frame, points: Sequence[Point], label: str) -> list[str]:
    found = []
    for place, point in enumerate(points):
        if not point.breaks or place == 0:
            continue
        x = (frame.x(points[place - 1].at) + frame.x(point.at)) / 2
        found.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="{AMBER}" stroke-width="2" '
            f'stroke-dasharray="3 4"/>'
        )
        found.append(_text(x, TOP - 7, label, anchor="middle", colour=AMBER))
    return found


def _dots(frame: _Frame, points: Sequence[Point]) -> list[str]:
    radius = 4 if len(points) < 16 else 3
    return [
        f'<circle cx="{frame.x(point.at):.1f}" cy="{frame.y(point.value):.1f}" r="{radius}" '
        + (f'fill="#ffffff" stroke="{BRAND}" stroke-width="2"/>' if point.expected else f'fill="{BRAND}"/>')
        for point in points
        if point.value is not None
    ]


def _expected(frame: _Frame, points: Sequence[Point], label: str) -> list[str]:
    """The word stands where the projection begins."""
    first = next((place for place, point in enumerate(points) if point.expected and point.value is not None), None)
    if first is None or not label:
        return []
    anchor = "end" if first > len(points) * 2 / 3 else "start"
    return [_text(frame.x(points[first].at), HEIGHT - BOTTOM - 8, label, anchor=anchor, colour=QUIET)]


def spread(pay: Spread, labels: Labels, write: Write, *, key: str) -> str:
    """A bar from the lowest to the highest percentile, its middle half in colour, a mark for the median."""
    known = sorted(pay.amounts)
    marks = ticks(max((amount for _, amount in known), default=1))
    high, inner = 132, WIDTH - 2 * 40

    def x(amount: float) -> float:
        return 40 + inner * amount / marks[-1]

    axis = [_text(x(mark), high - 10, write(mark), anchor="middle") for mark in marks]
    lines = [
        f'<line x1="{x(mark):.1f}" x2="{x(mark):.1f}" y1="30" y2="{high - 30}" stroke="{LINE}"/>' for mark in marks
    ]
    parts = [*lines, *axis]
    if len(known) > 1:
        parts.append(_bar(x(known[0][1]), x(known[-1][1]), PALE))
    lower, upper, middle = pay.at(25), pay.at(75), pay.at(50)
    if lower is not None and upper is not None:
        parts.append(_bar(x(lower), x(upper), "#7fb0ae"))
    if middle is not None:
        parts.append(f'<rect x="{x(middle) - 2:.1f}" y="38" width="5" height="56" fill="{BRAND}"/>')
        parts.append(_text(min(max(x(middle), 60), WIDTH - 60), 24, write(middle), anchor="middle", bold=True))
    return _picture(parts, labels, key, high)


def _bar(left: float, right: float, colour: str) -> str:
    return f'<rect x="{left:.1f}" y="48" width="{right - left:.1f}" height="36" rx="3" fill="{colour}"/>'


def _text(x: float, y: float, text: str, *, anchor: str, colour: str = INK, bold: bool = False) -> str:
    weight = ' font-weight="680"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}"{weight}>{escape(text)}</text>'


def _picture(parts: Iterable[str], labels: Labels, key: str, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" font-family="{FONT}" font-size="14">'
        f'<title id="{key}-title">{escape(labels.title)}</title>'
        f'<desc id="{key}-desc">{escape(labels.description)}</desc>{"".join(parts)}</svg>'
    )

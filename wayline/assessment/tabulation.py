"""Tables of results: counts, means and cross-tables, with small numbers hidden so that they cannot be worked out.

Everything shown is a count of people, or a mean over at least `SMALLEST` of them. Plain Python.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import gcd
from typing import Any

from wayline.assessment.definitions.parts import Definition, Kind, Question, Texts
from wayline.lmi.disclosure import Protection, Sum, protect

SMALLEST = 5
NOTHING = "–"
"""Stands for “no answer” among the codes; no code of a question can be this."""
BINS = 8
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Count:
    """How many gave one answer; None when that is hidden."""

    code: str
    text: Texts
    people: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """The answers to one question, or to one row of a matrix."""

    name: str
    question: Question
    text: Texts
    answered: int | None
    asked: int
    counts: tuple[Count, ...] = ()
    mean: float | None = None
    median: float | None = None
    hidden: bool = False
    """Too few people answered for anything to be shown."""


@dataclass(frozen=True, slots=True)
class Cross:
    """Two questions against each other. `cells[row][column]`, the last of each being the total; None is hidden."""

    rows: tuple[Count, ...]
    columns: tuple[Count, ...]
    cells: tuple[tuple[int | None, ...], ...]


def tables(definition: Definition, rows: Rows) -> list[Table]:
    """A table for each question that can be counted, in the order of the questionnaire."""
    return [table for question in definition.questions() for table in _tables_of(question, rows)]


def crossable(definition: Definition) -> list[tuple[str, Texts]]:
    """What may stand in a cross-table: questions with few answers to choose from, and rows of a matrix."""
    found: list[tuple[str, Texts]] = []
    for question in definition.questions():
        if question.kind in (Kind.SINGLE, Kind.SCALE):
            found.append((question.code, question.text))
        elif question.kind == Kind.MATRIX:
            found += [(f"{question.code}.{item.code}", item.text) for item in question.items]
    return found


def cross(definition: Definition, first: str, second: str, rows: Rows, smallest: int = SMALLEST) -> Cross:
    """Those who did not answer stand in the table too, so that its totals are those of the tables beside it."""
    across, down = _choices(definition, second), _choices(definition, first)
    found = Counter(zip(_column(rows, first), _column(rows, second), strict=True))
    values: dict[Any, float | None] = {
        (row.code, column.code): found[_key(row), _key(column)] for row in down for column in across
    }
    sums = []
    for row in down:
        parts = tuple((row.code, column.code) for column in across)
        values[row.code, ""] = sum(values[part] or 0 for part in parts)
        sums.append(Sum((row.code, ""), parts))
    for column in across:
        parts = tuple((row.code, column.code) for row in down)
        values["", column.code] = sum(values[part] or 0 for part in parts)
        sums.append(Sum(("", column.code), parts))
    sums += [Sum(None, tuple((row.code, "") for row in down)), Sum(None, tuple(("", one.code) for one in across))]
    hidden = _hidden_margins(down, first, rows, smallest, lambda code: (code, ""))
    hidden |= _hidden_margins(across, second, rows, smallest, lambda code: ("", code))
    hidden |= {key for key, value in values.items() if 0 < (value or 0) < smallest}
    gone = protect(values, sums, hidden, protection=Protection(width=2, share=0, limit=smallest)).all()
    gone = _none_alone(values, [(row.code for row in down), (column.code for column in across)], gone)

    def shown(row: str, column: str) -> int | None:
        return None if (row, column) in gone else int(values[row, column] or 0)

    cells = [[*(shown(row.code, column.code) for column in across), shown(row.code, "")] for row in down]
    cells.append([*(shown("", column.code) for column in across), len(rows)])
    return Cross(down, across, tuple(tuple(line) for line in cells))


def _none_alone(values: Mapping[Any, float | None], codes: Sequence[Iterable[str]], gone: set[Any]) -> set[Any]:
    """In a table too small for `protect` a number may stay hidden alone in its line: then another goes with it."""
    rows, columns = ([*one] for one in codes)
    lines = [[(row, column) for column in (*columns, "")] for row in rows]
    lines += [[(row, column) for row in (*rows, "")] for column in columns]
    lines += [[(row, "") for row in rows], [("", column) for column in columns]]
    found = set(gone)
    while True:
        alone = [line for line in lines if sum(key in found for key in line) == 1]
        if not alone:
            return found
        rest = [key for key in alone[0] if key not in found]
        found.add(min(rest, key=lambda key: ("" in key, not values[key], values[key] or 0)))


def _hidden_margins(choices: Sequence[Count], name: str, rows: Rows, smallest: int, key: Any) -> set[Any]:
    found = Counter(_column(rows, name))
    counts = {choice.code: found[_key(choice)] for choice in choices}
    return {key(code) for code in _hide(counts, smallest)}


def texts_of(question: Question, rows: Rows, smallest: int = SMALLEST) -> list[str]:
    """What was written, in the order of the alphabet: the order of arrival would say who. Empty below the threshold."""
    found = [answer for row in rows if (answer := row.get(question.code))]
    return sorted(found, key=str.casefold) if len(found) >= smallest else []


def _tables_of(question: Question, rows: Rows) -> Iterator[Table]:
    match question.kind:
        case Kind.MATRIX:
            for item in question.items:
                yield _partition(f"{question.code}.{item.code}", question, item.text, rows)
        case Kind.SINGLE | Kind.SCALE:
            yield _partition(question.code, question, question.text, rows)
        case Kind.MULTIPLE:
            yield _several(question, rows)
        case Kind.RANKING:
            yield _ranked(question, rows)
        case Kind.NUMBER:
            yield _numbers(question, rows)
        case Kind.DATE:
            yield _years(question, rows)
        case _:
            answered = sum(1 for row in rows if row.get(question.code))
            yield _table(question, answered, rows)


def _table(question: Question, answered: int, rows: Rows, **more: Any) -> Table:
    low = 0 < answered < SMALLEST
    near = 0 < len(rows) - answered < SMALLEST
    shown = None if low or near else answered
    more = {} if low else more
    return Table(question.code, question, question.text, shown, len(rows), hidden=low, **more)


def _partition(name: str, question: Question, text: Texts, rows: Rows) -> Table:
    choices = _choices_of(question, name)
    found = Counter(_column(rows, name))
    counts = {choice.code: found[_key(choice)] for choice in choices}
    answered = len(rows) - counts[NOTHING]
    if 0 < answered < SMALLEST:
        return Table(name, question, text, None, len(rows), hidden=True)
    points = _points(question)
    gone = _hide(counts, SMALLEST)
    mean = median = None
    if points and answered:
        wider = _hide_beside_mean(counts, points, gone)
        if wider is not None:
            gone = wider
            mean = sum(points[code] * counts[code] for code in points) / answered
            median = None if gone else _median(points, {code: counts[code] for code in points})
    shown = tuple(Count(one.code, one.text, None if one.code in gone else counts[one.code]) for one in choices)
    return Table(name, question, text, None if NOTHING in gone else answered, len(rows), shown, mean, median)


def _median(points: Mapping[str, float], counts: Mapping[str, int]) -> float:
    return statistics.median([points[code] for code, number in counts.items() for _ in range(number)])


def _several(question: Question, rows: Rows) -> Table:
    """Each option against “not chosen”; they do not add up, so each is hidden for itself."""
    given = [row[question.code] for row in rows if row.get(question.code)]
    found = Counter(code for answer in given for code in answer)
    counts = tuple(Count(one.code, one.text, _apart(found[one.code], len(given))) for one in question.options)
    return _table(question, len(given), rows, counts=counts)


def _apart(people: int, of: int) -> int | None:
    return None if 0 < people < SMALLEST or 0 < of - people < SMALLEST else people


def _ranked(question: Question, rows: Rows) -> Table:
    """How often each came first."""
    given = [row[question.code] for row in rows if row.get(question.code)]
    found = Counter(answer[0] for answer in given)
    counts = {one.code: found[one.code] for one in question.options}
    gone = _hide(counts, SMALLEST)
    shown = tuple(Count(one.code, one.text, None if one.code in gone else counts[one.code]) for one in question.options)
    return _table(question, len(given), rows, counts=shown)


def _numbers(question: Question, rows: Rows) -> Table:
    values = [float(row[question.code]) for row in rows if row.get(question.code) is not None]
    if not values:
        return _table(question, 0, rows)
    bins = _bins(values)
    counts = dict(bins)
    gone = _hide(counts, SMALLEST)
    shown = tuple(Count(label, {"": label}, None if label in gone else number) for label, number in bins)
    mean, median = statistics.fmean(values), statistics.median(values)
    return _table(question, len(values), rows, counts=shown, mean=mean, median=median)


def _bins(values: Sequence[float]) -> list[tuple[str, int]]:
    """Ranges of equal width between round numbers, so that the ends give no single answer away."""
    low, high = min(values), max(values)
    width = _round_width((high - low) / BINS) if high > low else 1.0
    start = width * (low // width)
    found: Counter[int] = Counter(int((value - start) // width) for value in values)
    return [
        (f"{start + place * width:g} – {start + (place + 1) * width:g}", found[place])
        for place in range(max(found) + 1)
    ]


def _round_width(width: float) -> float:
    power = 10.0 ** len(str(int(width))) / 10 if width >= 1 else 1.0
    return next(step * power for step in (1, 2, 5, 10) if step * power >= width)


def _years(question: Question, rows: Rows) -> Table:
    given = [row[question.code][:4] for row in rows if row.get(question.code)]
    counts = dict(sorted(Counter(given).items()))
    gone = _hide(counts, SMALLEST)
    shown = tuple(Count(year, {"": year}, None if year in gone else number) for year, number in counts.items())
    return _table(question, len(given), rows, counts=shown)


def _hide(counts: Mapping[str, int], smallest: int) -> set[str]:
    """Small parts, and as many others as protect them; all, where that is not enough."""
    small = {code for code, number in counts.items() if 0 < number < smallest}
    if not small:
        return set()
    sums = [Sum(None, tuple(counts))]
    gone = protect(dict(counts), sums, small, protection=Protection(width=2, share=0, limit=smallest)).all()
    people = sum(counts[code] for code in gone)
    return set(counts) if len(gone) < 2 or people <= len(gone) else set(gone)


def _hide_beside_mean(counts: Mapping[str, int], points: Mapping[str, float], gone: set[str]) -> set[str] | None:
    """As many more counts as leave each hidden one open beside the mean; None when no number of them does."""
    if NOTHING in gone:
        return None  # the mean would tell by how many it was divided
    found = set(gone)
    rest = sorted((code for code in points if code not in found and counts[code]), key=lambda code: counts[code])
    while not _mean_is_safe({points[code]: counts[code] for code in found if code in points}, found):
        if not rest:
            return None
        found.add(rest.pop(0))
    return found


def _mean_is_safe(hidden: Mapping[float, int], gone: set[str]) -> bool:
    """Whether the mean leaves every hidden count open: some shift of three counts keeps both sum and mean.

    “No answer” among the hidden takes part in no mean, so the sum of the others is open too.
    """
    if not gone:
        return True
    hidden = {value: number for value, number in hidden.items() if number}
    if not hidden:
        return True
    if len(hidden) < 3:
        return False
    moved: set[float] = set()
    for three in combinations(sorted(hidden), 3):
        low, middle, high = three
        steps = [round(high - middle), -round(high - low), round(middle - low)]
        if any(step != exact for step, exact in zip(steps, (high - middle, low - high, middle - low), strict=True)):
            return False
        unit = gcd(*steps)
        shifts = [step // unit for step in steps]
        if any(all(hidden[at] + way * by >= 1 for at, by in zip(three, shifts, strict=True)) for way in (1, -1)):
            moved |= set(three)
    return moved == set(hidden)


def _choices(definition: Definition, name: str) -> tuple[Count, ...]:
    question = definition.question(name.partition(".")[0])
    if question is None:
        raise KeyError(name)
    return _choices_of(question, name)


def _choices_of(question: Question, name: str) -> tuple[Count, ...]:
    nothing = Count(NOTHING, {}, None)
    if question.kind == Kind.SCALE:
        ends = {question.low: question.low_text, question.high: question.high_text}
        points = range(question.low, question.high + 1)
        return (*(Count(str(point), _with_number(point, ends.get(point, {})), None) for point in points), nothing)
    return (*(Count(one.code, one.text, None) for one in question.options), nothing)


def _with_number(point: int, text: Texts) -> Texts:
    return {language: f"{point} – {word}" for language, word in text.items()} or {"": str(point)}


def _points(question: Question) -> dict[str, float]:
    if question.kind == Kind.SCALE:
        return {str(point): float(point) for point in range(question.low, question.high + 1)}
    found = {one.code: one.score for one in question.options if one.score is not None}
    return found if len(found) == len(question.options) else {}


def _column(rows: Rows, name: str) -> list[Any]:
    """One answer a person; points of a scale as texts, so that all choices are counted alike."""
    code, _, item = name.partition(".")
    if item:
        return [(row.get(code) or {}).get(item) for row in rows]
    return [str(answer) if type(answer) is int else answer for answer in (row.get(code) for row in rows)]


def _key(choice: Count) -> str | None:
    return None if choice.code == NOTHING else choice.code

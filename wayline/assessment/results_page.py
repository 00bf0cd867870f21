"""The results of a wave: a plot and a table for each question, with small numbers hidden."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from wayline.assessment.definitions import toml
from wayline.assessment.definitions.parts import Definition, Kind, say
from wayline.assessment.models import Wave
from wayline.assessment.queries.results import rows_of, text_of
from wayline.assessment.tabulation import (
    NOTHING,
    SMALLEST,
    Count,
    Cross,
    Rows,
    Table,
    cross,
    crossable,
    tables,
    texts_of,
)
from wayline.common import charts
from wayline.common.parts import Column


@dataclass(frozen=True, slots=True)
class Panel:
    """One question: a table, its plot where there is one, and a sentence."""

    title: str
    summary: str
    drawing: SafeString | None
    columns: list[Column]
    rows: list[list[object]]
    code: str
    has_texts: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    number: int
    enough: bool
    panels: list[Panel]


def results_of(wave: Wave, language: str, *, draw: bool = True) -> Results:
    """Kept for as long as the answers, the questionnaire and the language are the same."""
    text = text_of(wave)
    made_of = f"{wave.survey.version_id}:{language}:{get_language()}:{draw}:{text}"
    key = f"results:{hashlib.sha256(made_of.encode()).hexdigest()}"
    kept: Results | None = caches["charts"].get(key)
    if kept is None:
        kept = _results(wave, json.loads(text), language, draw)
        caches["charts"].set(key, kept, timeout=None)
    return kept


def _results(wave: Wave, rows: Rows, language: str, draw: bool) -> Results:
    if len(rows) < SMALLEST:
        return Results(len(rows), False, [])
    definition = toml.read(wave.survey.version.definition)
    return Results(len(rows), True, panels(definition, rows, language, draw=draw))


def panels(definition: Definition, rows: Rows, language: str, *, draw: bool = True) -> list[Panel]:
    found: list[Panel] = []
    matrix: list[Table] = []
    for table in tables(definition, rows):
        if table.question.kind != Kind.MATRIX:
            found.append(_panel(table, language, draw))
            continue
        matrix.append(table)
        if len(matrix) == len(table.question.items):
            found.append(_matrix_panel(matrix, language, draw))
            matrix = []
    return found


def people(number: int | None) -> str:
    return gettext("hidden") if number is None else str(number)


def share(number: int | None, of: int) -> str:
    return gettext("hidden") if number is None else f"{100 * number / of:.0f} %" if of else ""


def label(count: Count, language: str) -> str:
    return gettext("No answer") if count.code == NOTHING else say(count.text, language)


def _panel(table: Table, language: str, draw: bool) -> Panel:
    title = say(table.text, language)
    columns = [
        Column(gettext("Answer")),
        Column(gettext("People"), numeric=True),
        Column(gettext("Share"), numeric=True),
    ]
    base = table.asked
    rows: list[list[object]] = [
        [label(one, language), people(one.people), share(one.people, base)] for one in table.counts
    ]
    told = [one for one in table.counts if one.code != NOTHING or one.people]
    points = [(label(one, language), float(one.people)) for one in told if one.people is not None]
    drawing = None
    if draw and len(points) > 1 and len(points) == len(told):
        chart = charts.bars(points, category=gettext("Answer"), amount=gettext("People"))
        drawing = charts.draw(chart, title=title, description=_summary(table))
    has_texts = table.question.kind == Kind.TEXT and not table.hidden
    return Panel(title, _summary(table), drawing, columns, rows, table.name, has_texts)


def _matrix_panel(found: Sequence[Table], language: str, draw: bool) -> Panel:
    """Rows of the matrix one below the other; the plot shows their means, where the answers have numbers."""
    question = found[0].question
    title = say(question.text, language)
    heads = [say(option.text, language) for option in question.options]
    columns = [Column(gettext("Statement")), *(Column(head, numeric=True) for head in heads)]
    columns += [Column(gettext("No answer"), numeric=True), Column(gettext("Mean"), numeric=True)]
    rows: list[list[object]] = []
    points = []
    for table in found:
        cells: list[object] = [people(one.people) for one in table.counts]
        if table.hidden:
            cells = [gettext("hidden")] * (len(heads) + 1)
        rows.append([say(table.text, language), *cells, mean_text(table.mean)])
        if table.mean is not None:
            points.append((say(table.text, language), table.mean))
    drawing = None
    if draw and len(points) == len(found) > 1:
        chart = charts.bars(points, category=gettext("Statement"), amount=gettext("Mean"))
        drawing = charts.draw(chart, title=title)
    return Panel(title, "", drawing, columns, rows, question.code)


def mean_text(mean: float | None) -> str:
    return "" if mean is None else f"{mean:.2f}"


def _summary(table: Table) -> str:
    if table.hidden:
        return gettext("Fewer than %(number)s people answered: hidden.") % {"number": SMALLEST}
    parts = []
    if table.answered is not None:
        parts.append(
            ngettext(
                "%(answered)s of %(asked)s person answered.", "%(answered)s of %(asked)s people answered.", table.asked
            )
            % {"answered": table.answered, "asked": table.asked}
        )
    if table.mean is not None:
        parts.append(gettext("Mean %(mean)s.") % {"mean": f"{table.mean:.2f}"})
    if table.median is not None:
        parts.append(gettext("Median %(median)s.") % {"median": f"{table.median:g}"})
    if any(one.people is None for one in table.counts):
        parts.append(gettext("Small numbers, and others that would give them away, are hidden."))
    return " ".join(parts)


@dataclass(frozen=True, slots=True)
class CrossPage:
    columns: list[Column]
    rows: list[list[object]]
    first: str
    second: str


def cross_choices(wave: Wave, language: str) -> list[tuple[str, str]]:
    definition = toml.read(wave.survey.version.definition)
    return [(name, f"{name}: {say(text, language)}"[:120]) for name, text in crossable(definition)]


def cross_page(wave: Wave, first: str, second: str, language: str) -> CrossPage | None:
    """None when too few have answered for any table."""
    rows = rows_of(wave)
    if len(rows) < SMALLEST:
        return None
    definition = toml.read(wave.survey.version.definition)
    found: Cross = cross(definition, first, second, rows)
    names = dict(cross_choices(wave, language))
    columns = [Column(names[first]), *(Column(label(one, language), numeric=True) for one in found.columns)]
    columns.append(Column(gettext("Total"), numeric=True))
    heads = [*(label(one, language) for one in found.rows), gettext("Total")]
    lines: list[list[object]] = [
        [head, *(people(cell) for cell in cells)] for head, cells in zip(heads, found.cells, strict=True)
    ]
    return CrossPage(columns, lines, names[first], names[second])


def text_list(wave: Wave, code: str) -> list[str] | None:
    """None when there is no such question."""
    definition = toml.read(wave.survey.version.definition)
    question = definition.question(code)
    if question is None or question.kind != Kind.TEXT:
        return None
    return texts_of(question, rows_of(wave))

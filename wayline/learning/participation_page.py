"""What the participation page shows: figures with their definitions, tables that are also the CSV files, charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wayline.common import charts
from wayline.common.parts import Column
from wayline.common.small_numbers import SMALL_NUMBER, Cell, suppress_parts
from wayline.learning.measures import Counts, Median, PublishedCounts, publish
from wayline.learning.models import Run
from wayline.learning.participation import Day, Summary
from wayline.learning.queries import Plan, plan_of

FEW_TICKS = 6
STEPS_SHOWN = 60
"""At once: the bars and rows of 170 steps are a quarter of a megabyte."""
Figure = int | float | str | None
"""None: hidden because the number is small."""


@dataclass(frozen=True, slots=True)
class Measure:
    label: str
    figure: Figure
    definition: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows hold plain figures for the CSV; `shown` has words where a figure is hidden."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Figure, ...], ...]

    @property
    def shown(self) -> list[tuple[Any, ...]]:
        return [tuple(_shown(cell) for cell in row) for row in self.rows]

    @property
    def for_csv(self) -> list[tuple[Any, ...]]:
        return [tuple("suppressed" if cell is None else cell for cell in row) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Plot:
    table: Table
    summary: str
    drawing: SafeString
    csv_url: str


@dataclass(frozen=True, slots=True)
class ParticipationPage:
    run: Run
    summary: Summary
    exact: bool
    """False: small numbers are hidden."""
    measures: tuple[Measure, ...]
    medians: tuple[Measure, ...]
    plots: tuple[Plot, ...]
    days_hidden: bool
    steps_turn: Page[tuple[Figure, ...]]
    """Which of the steps the plot of steps shows."""

    @property
    def smallest(self) -> int:
        return SMALL_NUMBER


def participation_page(run: Run, summary: Summary, *, exact: bool, steps_page: str = "1") -> ParticipationPage:
    """`steps_page`: which sixty steps are shown, where there are more. The CSV always holds all."""
    made = tables(run, summary, exact=exact)
    turn = Paginator(made["steps"].rows, STEPS_SHOWN).get_page(steps_page)
    made["steps"] = replace(made["steps"], rows=tuple(turn.object_list))
    drawers: dict[str, Callable[[Table], Plot]] = {"weeks": _week_plot, "steps": _step_plot, "days": _day_plot}

    def plot(key: str) -> Plot:
        drawn = drawers[key](made[key])
        return Plot(drawn.table, drawn.summary, drawn.drawing, csv_address(run, key))

    return ParticipationPage(
        run=run,
        summary=summary,
        exact=exact,
        measures=_measures(summary, exact),
        medians=_medians(summary, exact),
        plots=tuple(plot(key) for key in drawers if key in made and made[key].rows),
        days_hidden="days" not in made,
        steps_turn=turn,
    )


def csv_address(run: Run, key: str) -> str:
    return reverse("learning:participation_csv", args=[run.pk, key])


def tables(run: Run, summary: Summary, *, exact: bool) -> dict[str, Table]:
    """By key; `days` is missing where the days would give a small number away."""
    plan = plan_of(run)
    every = [*_measures(summary, exact), *_medians(summary, exact)]
    found = [
        Table(
            "measures",
            _("Measures of participation"),
            (Column(_("Measure")), Column(_("Number"), numeric=True), Column(_("What is counted"))),
            tuple((one.label, one.figure, one.definition) for one in every),
        ),
        _weeks(plan, summary, exact),
        _steps(plan, summary, exact),
    ]
    days = _days(summary, exact)
    return {table.key: table for table in (*found, *([days] if days else []))}


def _shown(cell: Figure) -> object:
    return pgettext("a small number", "hidden") if cell is None else cell


# Figures


def _measures(summary: Summary, exact: bool) -> tuple[Measure, ...]:
    """FutureLearn's measures, in its words and order."""
    found = summary.measures
    published = publish(found)

    def value(name: str) -> Figure:
        cell: Cell = getattr(published, name)
        number: int = getattr(found, name)
        return number if exact else cell.value

    return (
        Measure(_("Joiners"), value("joiners"), _("People who joined the run, those who left later included.")),
        Measure(_("Learners"), value("learners"), _("Joiners who opened at least one step.")),
        Measure(_("Active learners"), value("active"), _("Learners who marked at least one step as complete.")),
        Measure(
            _("Social learners"),
            value("social"),
            _("Learners who wrote at least one comment beside a step. They need not have completed one."),
        ),
        Measure(_("Completed 50 %"), value("completed_half"), _("Learners who completed at least half of all steps.")),
        Measure(_("Completed 90 %"), value("completed_most"), _("Learners who completed at least nine of ten steps.")),
        Measure(
            _("Comments"),
            value("comments"),
            _("Comments of learners beside steps that can be read: neither deleted nor hidden."),
        ),
    )


def _medians(summary: Summary, exact: bool) -> tuple[Measure, ...]:
    published = publish(summary.measures)
    source = summary.measures if exact else published
    minutes = summary.minutes_completed
    if not exact and 0 < minutes.people < SMALL_NUMBER:
        minutes = Median(None, 0)

    def value(median: Median, people: int) -> Figure:
        if median.value is None:
            return None if people else pgettext("median of nobody", "none")
        return int(median.value) if median.value.is_integer() else round(median.value, 1)

    found = summary.measures
    return (
        Measure(
            _("Steps completed, median"),
            value(source.steps_completed, found.active),
            _("Half of the active learners completed this many steps or more."),
        ),
        Measure(
            _("Comments written, median"),
            value(source.comments_written, found.social),
            _("Half of the social learners wrote this many comments or more."),
        ),
        Measure(
            _("Minutes of completed steps, median"),
            value(minutes, found.active),
            _("The minutes that the authors state for the steps an active learner completed. It is no measured time."),
        ),
    )


def _cells(counts: Counts, hidden: PublishedCounts, exact: bool, *, finished: bool) -> tuple[Figure, ...]:
    names = ("learners", "active", "social", *(("finished",) if finished else ()), "comments")
    return tuple(getattr(counts, name) if exact else getattr(hidden, name).value for name in names)


def _weeks(plan: Plan, summary: Summary, exact: bool) -> Table:
    found, hidden = summary.measures.weeks, publish(summary.measures).weeks
    rows = tuple(
        (
            _("Week %(number)s") % {"number": week.position},
            week.title,
            *_cells(found[week.pk], hidden[week.pk], exact, finished=True),
        )
        for week in plan.weeks
        if week.pk in found
    )
    columns = (
        Column(_("Week")), Column(_("Title")), Column(_("Learners"), numeric=True), Column(_("Active"), numeric=True),
        Column(pgettext("learners", "Social"), numeric=True), Column(_("Completed the week"), numeric=True),
        Column(_("Comments"), numeric=True),
    )  # fmt: skip
    return Table("weeks", _("Participation by week"), columns, rows)


def _steps(plan: Plan, summary: Summary, exact: bool) -> Table:
    found, hidden = summary.measures.by_step, publish(summary.measures).by_step
    rows = tuple(
        (step.number, step.title, *_cells(found[week.pk, step.pk], hidden[week.pk, step.pk], exact, finished=False))
        for week in plan.weeks
        for step in week.steps
        if (week.pk, step.pk) in found
    )
    columns = (
        Column(_("Step")), Column(_("Title")), Column(_("Opened"), numeric=True), Column(_("Completed"), numeric=True),
        Column(_("Commented"), numeric=True), Column(_("Comments"), numeric=True),
    )  # fmt: skip
    return Table("steps", _("Participation by step"), columns, rows)


def _days(summary: Summary, exact: bool) -> Table | None:
    days = publishable_days(summary, exact=exact)
    if days is None:
        return None
    columns = (Column(_("Day")), Column(_("Comments"), numeric=True))
    return Table("days", _("Comments each day"), columns, tuple((day.on.isoformat(), number) for day, number in days))


def publishable_days(summary: Summary, *, exact: bool) -> list[tuple[Day, int | None]] | None:
    """None: no day can be shown, or the days add up to a total that is hidden."""
    if exact:
        return [(day, day.comments) for day in summary.days]
    parts = suppress_parts(
        {day: day.comments for day in summary.days}, people={day: day.writers for day in summary.days}
    )
    if parts.total.value is None or publish(summary.measures).comments.value is None:
        return None
    shown = [(day, parts.cells[day].value) for day in summary.days]
    return shown if not shown or any(number is not None for _day, number in shown) else None


# Plots


def _week_plot(table: Table) -> Plot:
    names = [column.label for column in table.columns]
    points = [
        (names[place], str(row[0]), None if row[place] is None else float(row[place] or 0))
        for place in (2, 3, 4, 5)
        for row in table.rows
    ]
    text = _("How many learners opened, completed and discussed steps of each week, and who completed all of it.")
    text += _if_hidden(table)
    chart = charts.lines(points, period=_("Week"), amount=_("Learners"))
    return Plot(table, text, charts.draw(chart, title=table.title, description=text), "")


def _step_plot(table: Table) -> Plot:
    opened, completed = table.columns[2].label, table.columns[3].label
    values = [
        {"step": row[0], "what": what, "learners": row[place]}
        for row in table.rows
        for place, what in ((2, opened), (3, completed))
        if row[place] is not None
    ]
    text = _("Light: learners who opened the step. Dark: those of them who completed it.") + _if_hidden(table)
    chart = {
        "data": {"values": values},
        "width": charts.WIDTH,
        "height": 260,
        "mark": {"type": "bar", "width": {"band": 0.8}},
        "encoding": {
            "x": {
                "field": "step", "type": "nominal", "sort": None, "title": _("Step"),
                "scale": {"domain": [row[0] for row in table.rows]},
                "axis": {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 4},
            },
            "y": {"field": "learners", "type": "quantitative", "stack": None, "title": _("Learners")},
            "color": {
                "field": "what",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [opened, completed], "range": ["#a9c7c5", charts.PALETTE[0]]},
            },
        },
    }  # fmt: skip
    return Plot(table, text, charts.draw(chart, title=table.title, description=text), "")


def _day_plot(table: Table) -> Plot:
    text = _("Comments of learners beside steps, by the calendar of the run.") + _if_hidden(table)
    values = [{"day": row[0], "comments": row[1]} for row in table.rows if row[1] is not None]
    highest = max((int(one["comments"]) for one in values if one["comments"]), default=0)
    # Few comments have no halves; the drawing library would put some on the axis.
    axis = {"values": list(range(highest + 1)), "format": "d"} if highest <= FEW_TICKS else {"format": "d"}
    chart = {
        "data": {"values": values},
        "width": charts.WIDTH,
        "height": 220,
        "mark": {"type": "bar"},
        "encoding": {
            "x": {
                "field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate", "title": _("Day"),
                "scale": {"type": "utc", "domain": _span(table)},
                "axis": {"format": "%-d/%-m", "labelAngle": 0, "tickCount": 8, "grid": False},
            },
            "y": {"field": "comments", "type": "quantitative", "title": _("Comments"), "axis": axis},
        },
    }  # fmt: skip
    shown = Table(table.key, table.title, table.columns, tuple(_readable(row) for row in table.rows))
    return Plot(shown, text, charts.draw(chart, title=table.title, description=text), "")


def _if_hidden(table: Table) -> str:
    """Nobody should take a gap in a chart for a zero."""
    if not any(cell is None for row in table.rows for cell in row):
        return ""
    return " " + _("Where a bar or point is missing, the number is hidden; the table says where.")


def _span(table: Table) -> list[int]:
    """From the first day to the end of the last, hidden ones included, in the milliseconds that Vega counts."""
    days = [datetime.fromisoformat(f"{row[0]}T00:00:00+00:00") for row in table.rows]
    return [int(1000 * moment.timestamp()) for moment in (days[0], days[-1] + timedelta(days=1))]


def _readable(row: Sequence[Figure]) -> tuple[Figure, ...]:
    return (date_format(date.fromisoformat(str(row[0])), "DATE_FORMAT"), *row[1:])

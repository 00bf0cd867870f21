"""A person's own results: what each says, what made it, and how it changed over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from wayline.assessment.definitions import toml
from wayline.assessment.definitions.parts import Definition, say
from wayline.assessment.definitions.route import asked
from wayline.assessment.enums import Use
from wayline.assessment.gaps import Gap, gaps
from wayline.assessment.models import Draft, Instrument, OwnResult
from wayline.assessment.scoring import Scored, scores
from wayline.assessment.walk import Line, answer_lines
from wayline.common import charts
from wayline.common.parts import Column
from wayline.people.models import Membership


@dataclass(frozen=True, slots=True)
class Offer:
    """An instrument on the page of what one can find out, with what this person has done with it."""

    instrument: Instrument
    title: str
    intro: str
    number: int
    note: str
    begun: Draft | None
    results: list[OwnResult]


@dataclass(frozen=True, slots=True)
class Shown:
    """A score in words. `place` says where it lies between the smallest and the largest possible, 0 to 100."""

    title: str
    text: str
    value: str
    smallest: str
    largest: str
    place: float | None
    band: str
    norms: list[str]
    answered: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    title: str
    note: str
    source: str
    licence: str
    scores: list[Shown]
    drawing: SafeString | None
    columns: list[Column]
    rows: list[list[object]]
    over_time: SafeString | None
    time_columns: list[Column]
    time_rows: list[list[object]]
    gaps: list[Gap]
    lines: list[Line]


def overview(member: Membership) -> list[Offer]:
    """Four reads, whatever the number of instruments."""
    found = Instrument.objects.visible_to(member).filter(use=Use.SELF).prefetch_related("versions")
    drafts = Draft.objects.filter(user=member.user, wave=None).select_related("version")
    begun = {draft.version.instrument_id: draft for draft in drafts}
    results: dict[int, list[OwnResult]] = {}
    for result in OwnResult.objects.visible_to(member).select_related("version"):
        results.setdefault(result.version.instrument_id, []).append(result)
    offers = []
    for instrument in found:
        versions = list(instrument.versions.all())
        if versions:
            offers.append(_offer(instrument, toml.read(versions[-1].definition), begun, results))
    return offers


def _offer(
    instrument: Instrument, definition: Definition, begun: dict[int, Draft], results: dict[int, list[OwnResult]]
) -> Offer:
    language = get_language() or "en"
    return Offer(
        instrument,
        say(definition.title, language),
        say(definition.intro, language),
        sum(max(1, len(question.items)) for question in asked(definition, {})),
        say(definition.note, language),
        begun.get(instrument.pk),
        results.get(instrument.pk, []),
    )


def result_page(result: OwnResult) -> ResultPage:
    language = result.language
    definition = toml.read(result.version.definition)
    found = scores(definition, result.answers)
    rows, drawing = _profile(found, language)
    history = _history(result)
    time_rows, over_time = _over_time(history, language)
    return ResultPage(
        title=say(definition.title, language),
        note=say(definition.note, language),
        source=say(definition.source, language),
        licence=definition.licence,
        scores=[_shown(one, language) for one in found],
        drawing=drawing,
        columns=[Column(gettext("Theme")), Column(gettext("Score"), numeric=True)],
        rows=rows,
        over_time=over_time,
        time_columns=[
            Column(gettext("Taken on")),
            *(Column(say(one.score.title, language), numeric=True) for one in found),
        ],
        time_rows=time_rows,
        gaps=gaps(definition, result.answers, language),
        lines=[
            Line(say(question.text, language), answer_lines(question, result.answers.get(question.code), language), 0)
            for question in definition.questions()
            if question.code in result.answers
        ],
    )


def figure(value: float | None) -> str:
    if value is None:
        return gettext("too few answers")
    rounded = round(value, 1)
    return f"{int(rounded)}" if rounded == int(rounded) else f"{rounded:.1f}"


def _shown(found: Scored, language: str) -> Shown:
    span = found.largest - found.smallest
    place = None if found.value is None or not span else 100 * (found.value - found.smallest) / span
    norms = [
        gettext("%(group)s: higher than about %(percent)s of 100 people (%(source)s)")
        % {"group": say(one.norm.group, language), "percent": round(one.percentile), "source": one.norm.source}
        for one in found.standings
    ]
    answered = gettext("%(answered)s of %(asked)s answered") % {"answered": found.answered, "asked": found.asked}
    return Shown(
        say(found.score.title, language),
        say(found.score.text, language),
        figure(found.value),
        figure(found.smallest),
        figure(found.largest),
        place,
        say(found.band.text, language) if found.band else "",
        norms,
        answered,
    )


def _profile(found: Sequence[Scored], language: str) -> tuple[list[list[object]], SafeString | None]:
    rows: list[list[object]] = [[say(one.score.title, language), figure(one.value)] for one in found]
    points = [(say(one.score.title, language), one.value) for one in found if one.value is not None]
    if len(points) < 2:
        return rows, None
    chart = charts.bars(points, category=gettext("Theme"), amount=gettext("Score"))
    return rows, charts.draw(
        chart, title=gettext("Your profile"), description="; ".join(f"{a} {figure(b)}" for a, b in points)
    )


def _history(result: OwnResult) -> list[tuple[datetime, list[Scored]]]:
    """Every result of the same instrument, oldest first. Each is scored by the version it was answered in."""
    same = OwnResult.objects.filter(user=result.user_id, version__instrument=result.version.instrument_id)
    return [
        (one.finished_at, scores(toml.read(one.version.definition), one.answers))
        for one in same.select_related("version").order_by("finished_at", "pk")
    ]


def _over_time(
    history: list[tuple[datetime, list[Scored]]], language: str
) -> tuple[list[list[object]], SafeString | None]:
    if len(history) < 2:
        return [], None
    codes = [one.score.code for one in history[-1][1]]
    rows: list[list[object]] = []
    points: list[tuple[str, str, float | None]] = []
    for number, (at, found) in enumerate(history, 1):
        by_code = {one.score.code: one for one in found}
        values = [by_code[code].value if code in by_code else None for code in codes]
        day = date_format(at, "SHORT_DATE_FORMAT")
        rows.append([day, *(figure(value) for value in values)])
        label = f"{number}: {day}"
        points += [
            (say(one.score.title, language), label, value) for one, value in zip(history[-1][1], values, strict=True)
        ]
    chart: Any = charts.lines(points, period=gettext("Taken on"), amount=gettext("Score"))
    return rows, charts.draw(chart, title=gettext("Over time"))

"""A figure as pages show it: written out, in a sentence, with its quality, its source and every step taken to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import floor, log10
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayline.lmi.addresses import figure_address
from wayline.lmi.enums import Quality, Statistic, Status, Unit
from wayline.lmi.figures import Figure, Reading
from wayline.lmi.indicators import words_of, written
from wayline.lmi.reasons import reason_of
from wayline.taxonomy.crosswalk import Step
from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.models import Area, Concept

COUNTED = (Unit.PEOPLE, Unit.JOBS)
EXACT_BELOW = 1_000
"""Above it, estimates of people and jobs are shown with three digits; the publisher's number stands on its own page."""


class Shown(NamedTuple):
    """A tuple, as the figure is: a page makes five hundred."""

    figure: Figure
    asked: str = ""
    """The occupation that somebody asked for, as in addresses (`soc-2020:2434`); the figure's page tells the way."""

    @property
    def known(self) -> bool:
        return self.figure.value is not None

    @property
    def text(self) -> str:
        """With its unit: "£35,000 a year", "about 73,600 people"; the short reason when there is no figure."""
        if self.figure.value is None:
            return self.missing
        value = rounded(self.figure.value, self.figure.unit)
        shown = written(value, self.figure.unit, self.figure.decimals)
        return shown if value == self.figure.value else _about(get_language()) % {"figure": shown}

    @property
    def exact(self) -> str:
        """As the publisher gives it."""
        if self.figure.value is None:
            return self.missing
        return written(self.figure.value, self.figure.unit, self.figure.decimals)

    @property
    def is_rounded(self) -> bool:
        value = self.figure.value
        return value is not None and rounded(value, self.figure.unit) != value

    @property
    def missing(self) -> str:
        return str(reason_of(self.figure.reason).short) if self.figure.value is None else ""

    @property
    def meaning(self) -> str:
        """What the reason tells."""
        return str(reason_of(self.figure.reason).meaning) if self.figure.value is None else ""

    @property
    def sentence(self) -> str:
        """The figure in a plain sentence, or why there is none."""
        words = words_of(self.figure.indicator)
        if self.figure.value is None:
            return f"{self.missing}. {self.meaning}"
        if words is None:
            return self.text
        return words.say(rounded(self.figure.value, self.figure.unit), self.figure.statistic.value)

    @property
    def title(self) -> str:
        return _words(self.figure.indicator, get_language())[0]

    @property
    def caution(self) -> str:
        return _words(self.figure.indicator, get_language())[1]

    @property
    def statistic(self) -> str:
        return _label(self.figure.statistic, get_language())

    @property
    def period(self) -> str:
        return period_words(self.figure)

    @property
    def status(self) -> str:
        return _label(self.figure.status, get_language())

    @property
    def quality(self) -> str:
        return _label(self.figure.quality, get_language()) if self.figure.quality != Quality.UNRATED else ""

    @property
    def interval(self) -> str:
        """The bounds of what is uncertain, when the publisher gives them."""
        figure = self.figure
        if figure.low is None or figure.high is None:
            return ""
        bounds = [written(rounded(one, figure.unit), figure.unit, figure.decimals) for one in (figure.low, figure.high)]
        return _("between %(low)s and %(high)s") % {"low": bounds[0], "high": bounds[1]}

    @property
    def source(self) -> str:
        release = self.figure.release
        return f"{release.publisher}, {release.title} ({release.version})"

    @property
    def url(self) -> str:
        address = figure_address(self.figure.observation)
        return f"{address}?{_asking(self.asked)}" if self.asked else address

    @property
    def is_expected(self) -> bool:
        """A projection of what nobody has observed when it was published."""
        return is_expected(self.figure)


@lru_cache(maxsize=1024, typed=True)  # numbers of two kinds of states are equal to each other
def _label(one: Statistic | Status | Quality, _language: str | None) -> str:
    """In the language that is active. Kept, as what follows: a page says the same few words a hundred times."""
    return str(one.label)


@lru_cache(maxsize=1024)
def _words(indicator: str, _language: str | None) -> tuple[str, str]:
    """Title and caution."""
    words = words_of(indicator)
    return (str(words.title), str(words.caution)) if words else (indicator, "")


@lru_cache(maxsize=64)
def _about(_language: str | None) -> str:
    return _("about %(figure)s")


@lru_cache(maxsize=1024)
def _asking(occupation: str) -> str:
    return urlencode({"for": occupation})


def rounded(value: float, unit: str) -> float:
    """No false precision: people and jobs with three digits. Everything else as published."""
    if unit not in COUNTED or abs(value) < EXACT_BELOW:
        return value
    power = floor(log10(abs(value))) - 2
    return float(round(value / 10**power) * 10**power)


def is_expected(figure: Figure) -> bool:
    """Whether it speaks of a time after its publication (or after it was added, when nobody says when)."""
    published = figure.release.published_on or figure.release.added_at.date()
    return figure.indicator in PROJECTED and figure.period_end > published


PROJECTED = {
    "projection", "projection_change", "replacement_demand", "total_requirement", "replacement_rate",
    "jobs_projection", "jobs_projection_change", "jobs_projection_growth",
}  # fmt: skip


def period_words(figure: Figure) -> str:
    return _period(figure.period_start, figure.period_end, get_language())


@lru_cache(maxsize=4096)
def _period(start: date, end: date, _language: str | None) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(end.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start == end:
        return date_format(end, "j M Y")
    return f"{date_format(start, 'j M Y')} – {date_format(end, 'j M Y')}"


def is_median(figure: Figure) -> bool:
    return figure.statistic == Statistic.MEDIAN


def status_words(status: Status) -> str:
    return str(status.label)


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step of a crosswalk in a sentence, with who states it."""

    words: str
    kind: str
    publisher: str
    source: Concept
    target: Concept
    share: str


def steps_shown(steps: tuple[Step, ...]) -> list[StepShown]:
    """One sentence a table; several steps up one hierarchy are one sentence too."""
    return [
        StepShown(
            words=step_words(step),
            kind=str(MappingKind(step.kind).label),
            publisher=f"{step.release.publisher}, {step.release.title} ({step.release.version})",
            source=step.source,
            target=step.target,
            share=share_words(step),
        )
        for step in _climbed_at_once(steps)
    ]


def _climbed_at_once(steps: tuple[Step, ...]) -> list[Step]:
    joined: list[Step] = []
    for step in steps:
        if joined and _is_climb(step) and _is_climb(joined[-1]):
            joined[-1] = replace(step, source=joined[-1].source)
        else:
            joined.append(step)
    return joined


def _is_climb(step: Step) -> bool:
    return step.source.scheme_id == step.target.scheme_id


def step_words(step: Step) -> str:
    names = {
        "from": step.source.title,
        "to": step.target.title,
        "code": step.target.code,
        "scheme": step.target.scheme.title,
    }
    if _is_climb(step):
        return _("The publisher counts the larger group “%(to)s” (%(code)s), of which “%(from)s” is a part.") % names
    return STEP_WORDS[MappingKind(step.kind)]() % names


STEP_WORDS = {
    MappingKind.EXACT: lambda: _("“%(from)s” is the same as “%(to)s” (%(code)s) in %(scheme)s."),
    MappingKind.CLOSE: lambda: _("“%(from)s” is nearly the same as “%(to)s” (%(code)s) in %(scheme)s."),
    MappingKind.BROAD: lambda: _("“%(from)s” is a part of “%(to)s” (%(code)s) in %(scheme)s, with other jobs."),
    MappingKind.NARROW: lambda: _("“%(to)s” (%(code)s) in %(scheme)s is only a part of “%(from)s”."),
    MappingKind.RELATED: lambda: _(
        "A table leads from “%(from)s” to “%(to)s” (%(code)s) in %(scheme)s; it does not say how well they match."
    ),
}  # fmt: skip


def share_words(step: Step) -> str:
    if step.share is None:
        return ""
    part = {"percent": round(100 * step.share), "basis": step.share_basis or _("the publisher's count")}
    return _("%(percent)s %% of it, by %(basis)s") % part


def area_words(reading: Reading, asked: Area) -> str:
    """Why a larger area, or another country, stands for the one asked for."""
    if not reading.widened:
        return ""
    names = {"area": reading.area.title, "asked": asked.title}
    if reading.area.country != asked.country:
        return _("A figure for %(area)s, not for %(asked)s. Jobs of the same name can differ there.") % names
    if reading.area.parent_id == asked.pk:
        return _("There is no figure for %(asked)s as a whole, so this one is for %(area)s, a part of it.") % names
    return _("There is no figure for %(asked)s, so this one is for %(area)s.") % names

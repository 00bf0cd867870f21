"""Before and after, in plain words first, then in figures."""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from wayline.assessment import pairs
from wayline.assessment.definitions import toml
from wayline.assessment.definitions.parts import say
from wayline.assessment.models import Survey, Wave
from wayline.assessment.pairs import Change, Report
from wayline.assessment.queries.results import paired_text
from wayline.assessment.significance import Difference, McNemar, PairedT, Wilcoxon, size_of_d, size_of_r
from wayline.common import charts
from wayline.common.parts import Column

LIKELY = 0.05


@dataclass(frozen=True, slots=True)
class Said:
    """One outcome: what a person needs to know, and the figures behind it."""

    title: str
    words: str
    is_clear: bool


@dataclass(frozen=True, slots=True)
class ChangePage:
    report: Report
    first: Wave
    second: Wave
    said: list[Said]
    drawing: SafeString | None
    columns: list[Column]
    rows: list[list[object]]
    dropped_words: str
    dropped_columns: list[Column]
    dropped_rows: list[list[object]]
    alpha_columns: list[Column]
    alpha_rows: list[list[object]]


def report_of(first: Wave, second: Wave) -> Report:
    """Kept for as long as the answers and the questionnaire are the same: of 50,000 people it takes a second or two."""
    before, after = paired_text(first), paired_text(second)
    counts = {"answered_before": first.responses.count(), "answered_after": second.responses.count()}
    made_of = f"{first.survey.version_id}:{counts}:{before}:{after}"
    key = f"change:{hashlib.sha256(made_of.encode()).hexdigest()}"
    kept: Report | None = caches["charts"].get(key)
    if kept is None:
        definition = toml.read(first.survey.version.definition)
        kept = pairs.report(definition, json.loads(before), json.loads(after), **counts)
        caches["charts"].set(key, kept, timeout=None)
    return kept


def change_page(survey: Survey, first: Wave, second: Wave, language: str) -> ChangePage:
    report = report_of(first, second)
    said = [_said(change, language) for change in report.changes]
    dropped = [change for change in report.changes if change.dropped is not None]
    return ChangePage(
        report=report,
        first=first,
        second=second,
        said=said,
        drawing=_drawing(report.changes, first, second, language),
        columns=_columns(first, second),
        rows=[_row(change, language) for change in report.changes],
        dropped_words=_dropped_words(report, dropped),
        dropped_columns=[
            Column(gettext("Outcome")),
            Column(gettext("Stayed: mean before"), numeric=True),
            Column(gettext("Did not answer again: mean before"), numeric=True),
            Column("r", numeric=True),
            Column("p", numeric=True),
        ],
        dropped_rows=[_dropped_row(change, language) for change in dropped],
        alpha_columns=[
            Column(gettext("Scale")),
            Column(gettext("Questions"), numeric=True),
            Column(str(first), numeric=True),
            Column(str(second), numeric=True),
        ],
        alpha_rows=[
            [say(one.score.title, language), len(one.score.of), figure(one.before), figure(one.after)]
            for one in report.reliabilities
            if len(one.score.of) > 1
        ],
    )


def figure(value: float | None, places: int = 2) -> str:
    return "–" if value is None else f"{value:.{places}f}"


def p_text(p: float | None) -> str:
    if p is None:
        return "–"
    return "<\u00a00.001" if p < 0.001 else f"{p:.3f}"


def _said(change: Change, language: str) -> Said:
    title = say(change.outcome.text, language)
    clear = change.adjusted is not None and change.adjusted < LIKELY
    words = [_moved(change, language), _by_whom(change.test), _chance(change), _effect(change.test) if clear else ""]
    return Said(title, " ".join(word for word in words if word), clear)


def _moved(change: Change, language: str) -> str:
    if isinstance(change.test, McNemar):
        values = {"before": f"{100 * change.before:.0f}", "after": f"{100 * change.after:.0f}"}
        option = change.outcome.counted
        values["answer"] = say(option.text, language) if option else ""
        if change.outcome.is_quiz:
            return gettext("%(before)s %% were right before, %(after)s %% after.") % values
        return gettext("%(before)s %% answered “%(answer)s” before, %(after)s %% after.") % values
    values = {"before": figure(change.before), "after": figure(change.after)}
    if abs(change.after - change.before) < 0.005:
        return gettext("On average nothing moved: %(before)s before, %(after)s after.") % values
    if change.after > change.before:
        return gettext("On average it rose from %(before)s to %(after)s.") % values
    return gettext("On average it fell from %(before)s to %(after)s.") % values


def _by_whom(test: Wilcoxon | PairedT | McNemar) -> str:
    """How many moved which way, where no group is so small that it would point at somebody."""
    if isinstance(test, PairedT):
        return ""
    if isinstance(test, McNemar):
        counts, text = (test.gained, test.lost), gettext("%(up)s changed to it, %(down)s away from it.")
        return text % {"up": _small(counts[0]), "down": _small(counts[1])}
    values = {"up": _small(test.rose), "down": _small(test.fell), "same": _small(test.same)}
    return gettext("Higher afterwards: %(up)s; lower: %(down)s; the same: %(same)s.") % values


def _small(number: int) -> str:
    if 0 < number < pairs.FEWEST:
        return gettext("fewer than %(number)s people") % {"number": pairs.FEWEST}
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": number}


def _chance(change: Change) -> str:
    if change.adjusted is None:
        return gettext("Nobody changed, so there is nothing to test.")
    if change.adjusted >= LIKELY:
        return gettext(
            "A difference of this size comes about by chance quite often: the survey does not show a change."
        )
    if change.adjusted < 0.001:
        return gettext(
            "If nothing had changed, so large a difference would come about in fewer than 1 of 1,000 surveys."
        )
    in_thousand = max(1, round(1000 * change.adjusted))
    text = gettext(
        "If nothing had changed, so large a difference would come about in about %(number)s of 1,000 surveys."
    )
    return text % {"number": in_thousand}


def _effect(test: Wilcoxon | PairedT | McNemar) -> str:
    if isinstance(test, McNemar):
        return ""
    size = size_of_r(test.r) if isinstance(test, Wilcoxon) else size_of_d(test.dz)
    return {
        "none": gettext("The effect is very small."),
        "small": gettext("The effect is small."),
        "medium": gettext("The effect is of medium size."),
        "large": gettext("The effect is large."),
    }[size]


def _columns(first: Wave, second: Wave) -> list[Column]:
    numeric = [gettext("Pairs"), str(first), str(second)]
    return [
        Column(gettext("Outcome")),
        *(Column(head, numeric=True) for head in numeric),
        Column(gettext("Test")),
        Column(gettext("Effect"), numeric=True),
        Column("p", numeric=True),
        Column(gettext("p after Holm"), numeric=True),
    ]


def _row(change: Change, language: str) -> list[object]:
    name, effect = _test_words(change.test)
    means = [figure(change.before), figure(change.after)]
    p = [p_text(change.p), p_text(change.adjusted)]
    return [say(change.outcome.text, language), change.pairs, *means, name, effect, *p]


def _test_words(test: Wilcoxon | PairedT | McNemar) -> tuple[str, str]:
    if isinstance(test, Wilcoxon):
        return gettext("Wilcoxon signed-rank"), f"r = {figure(test.r)}"
    if isinstance(test, PairedT):
        interval = f" [{figure(test.low)}; {figure(test.high)}]" if test.low is not None else ""
        return gettext("paired t, change %(change)s%(interval)s") % {
            "change": figure(test.change),
            "interval": interval,
        }, f"d_z = {figure(test.dz)}"
    return gettext("McNemar, exact"), "–"


def _dropped_words(report: Report, dropped: Sequence[Change]) -> str:
    if not report.dropped:
        return gettext("Everybody who can be found again answered both times.")
    if not dropped:
        return gettext("Too few did not answer again to compare them with those who stayed.")
    adjusted = [change for change in dropped if change.dropped is not None and change.dropped.p < LIKELY]
    if not adjusted:
        return gettext("Those who did not answer again had said much the same before as those who stayed.")
    names = ngettext(
        "Those who did not answer again differed before in %(number)s outcome: read the change with care.",
        "Those who did not answer again differed before in %(number)s outcomes: read the change with care.",
        len(adjusted),
    )
    return names % {"number": len(adjusted)}


def _dropped_row(change: Change, language: str) -> list[object]:
    found: Difference = change.dropped  # type: ignore[assignment]  # the caller has looked
    means = [figure(found.first_mean), figure(found.second_mean)]
    return [say(change.outcome.text, language), *means, figure(found.r), p_text(found.p)]


def _drawing(changes: Sequence[Change], first: Wave, second: Wave, language: str) -> SafeString | None:
    """Two points for each outcome, joined: before and after. Yes and no questions have shares, and no place here."""
    shown = [change for change in changes if not isinstance(change.test, McNemar)]
    if not shown:
        return None
    points = []
    for change in shown:
        name = say(change.outcome.text, language)
        points.append({"outcome": name, "wave": str(first), "mean": change.before})
        points.append({"outcome": name, "wave": str(second), "mean": change.after})
    title = gettext("Means before and after")
    return charts.draw(_dumbbells(points, [str(first), str(second)]), title=title)


def _dumbbells(points: Sequence[dict[str, object]], waves: Sequence[str]) -> dict[str, object]:
    alt: Any = importlib.import_module("altair")  # heavy: only where a chart is made
    data = alt.Data(values=list(points))
    names = list(dict.fromkeys(str(point["outcome"]) for point in points))
    y = alt.Y("outcome:N", sort=names, title=None, axis=alt.Axis(labelLimit=320))
    x = alt.X("mean:Q", title=gettext("Mean"), scale=alt.Scale(zero=False))
    base = alt.Chart(data, width=charts.WIDTH - 220, height=charts.ROW_HEIGHT * len(names))
    line = base.mark_line(color=charts.QUIET, strokeWidth=2).encode(x=x, y=y, detail="outcome:N")
    dots = base.mark_point(filled=True, size=90).encode(
        x=x,
        y=y,
        # One title for both, so that they share a legend.
        color=alt.Color("wave:N", title=gettext("Asked"), sort=list(waves)),
        shape=alt.Shape("wave:N", title=gettext("Asked"), sort=list(waves)),
    )
    return dict((line + dots).to_dict())

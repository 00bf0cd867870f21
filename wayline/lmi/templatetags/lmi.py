"""Addresses, charts and the line under each figure that says where it comes from."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wayline.common.parts import Column
from wayline.lmi import addresses, plots
from wayline.lmi.display import Shown, StepShown, period_words
from wayline.lmi.enums import Statistic
from wayline.lmi.figures import Figure
from wayline.lmi.indicators import plain, written
from wayline.lmi.models import Cut
from wayline.lmi.queries.comparison import change_of
from wayline.lmi.queries.picture import Trade
from wayline.lmi.queries.places import key_of
from wayline.lmi.queries.profile import Rated, ReadingShown
from wayline.lmi.queries.prospects import Difference
from wayline.taxonomy.enums import MappingKind
from wayline.taxonomy.models import Area, Concept
from wayline.taxonomy.titles import plain as plain_words

register = template.Library()
SYMBOLS = {"gbp": "£", "usd": "$", "eur": "€"}
LONGEST_GAP = 5
"""Years. A longer way between two figures of a yearly series is a leap into the future, not a hole in the data."""
DRAWN = 3
"""Periods that make a series worth drawing."""


@register.simple_tag
def occupation_address(concept: Concept, area: Area | None = None) -> str:
    """The page of an occupation, for this area."""
    address = addresses.occupation_address(concept.scheme.key, concept.code)
    return f"{address}?{urlencode({'a': key_of(area)})}" if area else address


@register.simple_tag
def area_address(area: Area) -> str:
    return addresses.area_address(area.scheme, area.code)


@register.simple_tag
def working_address(area: Area) -> str:
    return addresses.working_address(area.scheme, area.code)


@register.filter
def area_key(area: Area) -> str:
    return key_of(area)


@register.simple_tag
def occupation_key(concept: Concept) -> str:
    return f"{concept.scheme.key}:{concept.code}"


@register.simple_tag
def origin(shown: Shown, steps: Iterable[StepShown] = (), note: str = "") -> SafeString:
    """Where the figure beside it comes from, behind one line; the link leads to everything known of it.

    Written here: a page has a dozen, and a template for each took a tenth of its time.
    """
    notes = [format_html("<p>{}</p>", note)] if note else []
    for step in steps:
        share = f" ({step.share})" if step.share else ""
        notes.append(format_html('<p>{}{} <span class="wl-quiet">{}</span></p>', step.words, share, step.publisher))
    return format_html(
        '<details class="govuk-details wl-origin"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary><div class="govuk-details__text">{}'
        '<ul class="wl-origin__list">{}</ul><p><a class="govuk-link" href="{}">{}</a></p></div></details>',
        _("Where this figure comes from"),
        SafeString("".join(notes)),
        format_html_join("", "<li>{}</li>", ((line,) for line in _origin_lines(shown))),
        shown.url,
        _("Everything about this figure"),
    )


def _origin_lines(shown: Shown) -> Iterator[str]:
    figure = shown.figure
    yield _("Source:") + f" {shown.source}"
    yield _("Period:") + f" {shown.period}. " + _("Area:") + f" {figure.area.title}."
    if one := figure.occupation:
        yield _("Counted as:") + f" {one.title} ({one.scheme.title}, {one.code})"
    if shown.quality:
        yield _("Quality:") + f" {shown.quality}"
    if shown.interval:
        yield _("Uncertainty:") + f" {shown.interval}"
    if not shown.known:
        yield f"{shown.status}: {shown.missing}. {shown.meaning}"
    if shown.caution:
        yield shown.caution
    yield _("Licence:") + f" {figure.release.licence}"


@register.simple_tag
def place_lines(places: Iterable[Shown]) -> SafeString:
    """The same figure in several areas, each with a link to its area. Written here: there are forty on a page."""
    line = '<li><span><a class="govuk-link" href="{}">{}</a></span> <span>{}</span></li>'
    lines = ((area_address(one.figure.area), one.figure.area.title, figure_link(one)) for one in places)
    return format_html('<ul class="wl-rated">{}</ul>', format_html_join("", line, lines))


@register.simple_tag
def figure_link(shown: Shown, site: str = "") -> SafeString:
    """The figure as a link to everything known of it; a missing one says why in the same place.

    `site`: where the page leaves the house (a widget, a PDF), the address with its host.
    """
    kind = "wl-figure" if shown.known else "wl-figure wl-figure--missing"
    return format_html('<a class="{}" href="{}{}">{}</a>', kind, site, shown.url, shown.text)


@register.simple_tag
def worked_link(trade: Trade, text: str, site: str = "") -> SafeString:
    """A number that is worked out here, as a link to the figures that it is worked out from."""
    area = trade.now.figure.area
    address = f"{site}{addresses.working_address(area.scheme, area.code)}#o-{trade.occupation.pk}"
    return format_html('<a class="wl-figure wl-worked" href="{}">{}</a>', address, text)


@register.filter
def share_words(percent: float | None) -> str:
    return "–" if percent is None else plain(percent, 1)


@register.filter
def whole_words(number: float) -> str:
    return plain(number, 0)


@register.simple_tag
def rated_line(one: Rated, brief: bool = False) -> SafeString:
    """A line of a list of what is rated. Written here: a page has two hundred, and a template for each was slow."""
    level = SafeString("")
    if one.level and not brief:
        level = format_html(" <small>{}</small> {}", _("level"), figure_link(one.level))
    return format_html("<li><span>{}</span> <span>{}{}</span></li>", one.element.title, figure_link(one.main), level)


@register.simple_tag
def series_chart(reading: ReadingShown, csv_url: str = "", level: int = 3) -> SafeString:
    """One statistic over time: breaks as breaks, gaps as gaps, bounds as a band. Nothing for fewer than 3 periods."""
    if len(reading.series) < DRAWN:
        return SafeString("")
    points, rows = _points(reading.series), [_series_row(Shown(one)) for one in reading.series]
    shown = reading.first
    where = f"{reading.occupation.title if reading.occupation else ''} · {reading.reading.area.title}"
    title = f"{shown.title}: {where}"
    labels = plots.Labels(
        title,
        _series_summary(reading.series),
        broken=_("break"),
        gap=_("no figure"),
        expected=_("expected"),
    )
    drawing = plots.series(points, labels, short(shown.figure.unit, shown.figure.decimals), key=_key("series", shown))
    columns = [Column(_("Period")), Column(shown.title, numeric=True), Column(_("Between")), Column(_("Note"))]
    return _chart(drawing, title, columns, rows, labels.description, shown.source, csv_url, level)


def _series_row(shown: Shown) -> list[object]:
    notes = [
        _("expected, not observed") if shown.is_expected else "",
        _("what is counted changed before it") if shown.figure.breaks else "",
        shown.quality,
        shown.meaning,
    ]
    return [shown.period, figure_link(shown), shown.interval, "; ".join(note for note in notes if note)]


def _series_summary(series: Sequence[Figure]) -> str:
    known = [Shown(one) for one in series if one.value is not None]
    if not known:
        return _("There is no figure in any of these periods.")
    said = {"first": known[0].text, "start": known[0].period, "last": known[-1].text, "end": known[-1].period}
    parts = [_("%(first)s in %(start)s, %(last)s in %(end)s.") % said]
    if any(one.breaks for one in series):
        parts.append(_("What is counted changed on the way: do not compare across the break."))
    if any(Shown(one).is_expected for one in series):
        parts.append(_("The dashed part is a projection."))
    if any(one.low is not None for one in series):
        parts.append(_("The band shows how far the true number may lie from it."))
    return " ".join(parts)


def _points(series: Sequence[Figure]) -> list[plots.Point]:
    """With a gap for each year that the publisher leaves out of a yearly series."""
    points: list[plots.Point] = []
    years = [one.period_end.year for one in series]
    steps = [later - earlier for earlier, later in itertools.pairwise(years)]
    yearly = steps.count(1) * 2 >= len(steps)
    for number, one in enumerate(series):
        if yearly and number and 1 < steps[number - 1] <= LONGEST_GAP:
            points += [plots.Point(str(year), year, None) for year in range(years[number - 1] + 1, years[number])]
        at = one.period_end.year + (one.period_end.month - 12) / 12
        name = period_words(one)
        points.append(plots.Point(name, at, one.value, one.low, one.high, one.breaks, Shown(one).is_expected))
    return points


@register.simple_tag
def spread_chart(reading: ReadingShown, csv_url: str = "", level: int = 3) -> SafeString:
    """How pay is spread: from the lowest to the highest tenth, with the middle half and the median."""
    amounts = tuple(
        (_percentile(one.figure.statistic), one.figure.value)
        for one in reading.percentiles
        if one.figure.value is not None and _percentile(one.figure.statistic)
    )
    if len(amounts) < DRAWN:
        return SafeString("")
    shown = reading.median
    title = _("How pay is spread")
    summary = _("The pale bar holds %(share)s in 100 people, the dark one the middle half, the mark is the median.") % {
        "share": max(one for one, _a in amounts) - min(one for one, _a in amounts)
    }
    if not {25, 75} <= {one for one, _a in amounts}:
        summary = _("The bar holds %(share)s in 100 people; the mark is the median.") % {
            "share": max(one for one, _a in amounts) - min(one for one, _a in amounts)
        }
    labels = plots.Labels(title, summary)
    write = short(shown.figure.unit, shown.figure.decimals)
    drawing = plots.spread(plots.Spread(amounts), labels, write, key=_key("spread", shown))
    columns = [Column(_("Part")), Column(shown.title, numeric=True), Column(_("In words"))]
    rows = [[one.statistic, figure_link(one), one.sentence] for one in reading.latest]
    return _chart(drawing, title, columns, rows, summary, shown.source, csv_url, level)


def _percentile(statistic: Statistic) -> int:
    if statistic == Statistic.MEDIAN:
        return 50
    return int(statistic.value[1:]) if statistic.value[0] == "p" else 0


def short(unit: str, decimals: int = 0) -> Callable[[float], str]:
    """Writes values on an axis: £30,000, 12,000, 4.5."""
    symbol = SYMBOLS.get(unit.partition("_")[0], "")

    def write(value: float) -> str:
        return f"{symbol}{plain(value, 0 if value == int(value) else max(decimals, 1))}"

    return write


def _chart(
    drawing: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
    summary: str,
    source: str,
    csv_url: str,
    level: int,
) -> SafeString:
    values = {
        "drawing": SafeString(drawing), "title": title, "columns": columns, "rows": rows, "summary": summary,
        "source": source, "csv_url": csv_url, "level": level,
    }  # fmt: skip
    return SafeString(render_to_string("common/components/chart.html", values))


def _key(kind: str, shown: Shown) -> str:
    return f"{kind}-{shown.figure.observation}"


@register.filter
def named(concept: Concept, names: dict[int, str]) -> str:
    """Its title in the reader's language, or as published."""
    return names.get(concept.pk) or concept.title


@register.filter
def spelt_out(text: str) -> str:
    """Without the abbreviations of publishers: "n.e.c.", "mfr"."""
    return plain_words.spelt_out(text)


@register.filter
def mapping_words(kind: str) -> str:
    return str(MappingKind(kind).label)


@register.filter
def projected(reading: ReadingShown) -> Shown | None:
    """The last expected figure of a series."""
    return change_of(reading)


@register.filter
def change_words(change: float | None) -> str:
    """`+9 %`, `−4 %`, `about the same`: whole per cents, because the numbers behind it are estimates."""
    if change is None:
        return "–"
    whole = round(change)
    if whole == 0:
        return _("about the same")
    return f"{'+' if whole > 0 else '−'}{plain(abs(whole))} %"


@register.filter
def pay_difference(found: Difference) -> str:
    """Of the other job to this one, in words: `£3,000 a year more`, `between £500 less and £2,000 more a year`."""
    if found.is_one:
        return _difference(found.low, found)
    ends = {"low": _difference(found.low, found), "high": _difference(found.high, found)}
    return _("between %(low)s and %(high)s") % ends


def _difference(amount: float, found: Difference) -> str:
    if round(amount, found.decimals) == 0:
        return _("the same")
    amounts = {"amount": written(abs(amount), found.unit, found.decimals)}
    return _("%(amount)s more") % amounts if amount > 0 else _("%(amount)s less") % amounts


@register.filter
def times_words(times: float) -> str:
    """A location quotient in words."""
    if times >= 1.95:
        return _("%(times)s times as common") % {"times": plain(times, 1)}
    more = round(100 * (times - 1))
    if more > 0:
        return _("%(percent)s %% more common") % {"percent": more}
    if more < 0:
        return _("%(percent)s %% less common") % {"percent": -more}
    return _("as common")


@register.filter
def lines_of(text: str) -> list[str]:
    """The lines of a text that lists things, without bullets of its own."""
    return [line.strip(" \t-•*~") for line in text.splitlines() if line.strip(" \t-•*~")]


@register.filter
def cut_words(cut: Cut) -> str:
    return ", ".join(part.title for part in cut.parts()) or _("Everybody")

"""Addresses, charts and the line under each figure that says where it comes from."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayline.common import tables
from wayline.common.parts import Column
from wayline.lmi import addresses, plots
from wayline.lmi.display import Shown, StepShown
from wayline.lmi.enums import Statistic
from wayline.lmi.indicators import plain, written
from wayline.lmi.models import Cut
from wayline.lmi.queries import places
from wayline.lmi.queries.comparison import change_of
from wayline.lmi.queries.picture import Trade
from wayline.lmi.queries.places import key_of
from wayline.lmi.queries.profile import Rated, ReadingShown
from wayline.lmi.queries.prospects import Difference
from wayline.taxonomy import crosswalk
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
    return f"{address}?{_for_area(key_of(area))}" if area else address


@lru_cache(maxsize=1024)
def _for_area(key: str) -> str:
    return urlencode({"a": key})


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
def area_options(chosen: str = "") -> SafeString:
    """Every area with figures, for a <select>. `chosen`: the key of the one that is marked."""
    options = _area_options(settings.COUNTRY, get_language(), crosswalk.stamp())
    plain = f'<option value="{escape(chosen)}">'
    return SafeString(options.replace(plain, f"{plain[:-1]} selected>", 1))


@lru_cache(maxsize=32)
def _area_options(_country: str, _language: str | None, _stamp: str) -> str:
    """The same for everybody until a release comes or goes: two hundred lines of every page of the explorer."""
    groups = []
    for name, members in places.choices():
        options = (f'<option value="{escape(key_of(one))}">{escape(one.title)}</option>' for one in members)
        groups.append(f'<optgroup label="{escape(name)}">{"".join(options)}</optgroup>')
    return "".join(groups)


@register.simple_tag
def occupation_key(concept: Concept) -> str:
    return f"{concept.scheme.key}:{concept.code}"


@register.simple_tag
def origin(shown: Shown, steps: Iterable[StepShown] = (), note: str = "") -> SafeString:
    """Where the figure beside it comes from, behind one line; the link leads to everything known of it.

    Written here: a page has a dozen, and a template for each took a tenth of its time.
    """
    words = _origin_words(get_language())
    notes = [f"<p>{escape(note)}</p>"] if note else []
    for step in steps:
        share = f" ({escape(step.share)})" if step.share else ""
        notes.append(f'<p>{escape(step.words)}{share} <span class="wl-quiet">{escape(step.publisher)}</span></p>')
    lines = "".join(f"<li>{escape(line)}</li>" for line in _origin_lines(shown, words))
    return SafeString(
        '<details class="govuk-details wl-origin"><summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">{escape(words.summary)}</span></summary>'
        f'<div class="govuk-details__text">{"".join(notes)}<ul class="wl-origin__list">{lines}</ul>'
        f'<p><a class="govuk-link" href="{escape(shown.url)}">{escape(words.everything)}</a></p></div></details>'
    )


class _OriginWords(NamedTuple):
    summary: str
    everything: str
    source: str
    period: str
    area: str
    counted: str
    quality: str
    uncertainty: str
    licence: str


@lru_cache(maxsize=64)
def _origin_words(_language: str | None) -> _OriginWords:
    return _OriginWords(
        _("Where this figure comes from"), _("Everything about this figure"), _("Source:"), _("Period:"), _("Area:"),
        _("Counted as:"), _("Quality:"), _("Uncertainty:"), _("Licence:"),
    )  # fmt: skip


def _origin_lines(shown: Shown, words: _OriginWords) -> Iterator[str]:
    figure, release = shown.figure, shown.figure.release
    yield f"{words.source} {shown.source}"
    yield f"{words.period} {shown.period}. {words.area} {figure.area.title}."
    if one := figure.occupation:
        yield f"{words.counted} {one.title} ({one.scheme.title}, {one.code})"
    if quality := shown.quality:
        yield f"{words.quality} {quality}"
    if interval := shown.interval:
        yield f"{words.uncertainty} {interval}"
    if not shown.known:
        yield f"{shown.status}: {shown.missing}. {shown.meaning}"
    if caution := shown.caution:
        yield caution
    yield f"{words.licence} {release.licence}"


@register.simple_tag
def place_lines(shown: Iterable[Shown]) -> SafeString:
    """The same figure in several areas, each with a link to its area. Written here: there are forty on a page."""
    return SafeString(f'<ul class="wl-rated">{"".join(map(_place_line, shown))}</ul>')


def _place_line(one: Shown) -> str:
    area = one.figure.area
    link = f'<a class="govuk-link" href="{escape(area_address(area))}">{escape(area.title)}</a>'
    return f"<li><span>{link}</span> <span>{figure_link(one)}</span></li>"


@register.simple_tag
def figure_link(shown: Shown, site: str = "") -> SafeString:
    """The figure as a link to everything known of it; a missing one says why in the same place.

    `site`: where the page leaves the house (a widget, a PDF), the address with its host.
    """
    kind = "wl-figure" if shown.known else "wl-figure wl-figure--missing"
    return SafeString(f'<a class="{kind}" href="{escape(site + shown.url)}">{escape(shown.text)}</a>')


@register.simple_tag
def worked_link(trade: Trade, text: str, site: str = "") -> SafeString:
    """A number that is worked out here, as a link to the figures that it is worked out from."""
    area = trade.now.figure.area
    address = f"{site}{addresses.working_address(area.scheme, area.code)}#o-{trade.occupation.pk}"
    return SafeString(f'<a class="wl-figure wl-worked" href="{escape(address)}">{escape(text)}</a>')


@register.filter
def share_words(percent: float | None) -> str:
    return "–" if percent is None else plain(percent, 1)


@register.filter
def whole_words(number: float) -> str:
    return plain(number, 0)


@register.simple_tag
def rated_line(one: Rated, brief: bool = False) -> SafeString:
    """A line of a list of what is rated. Written here: a page has two hundred, and a template for each was slow."""
    level = ""
    if not brief and (rated := one.level):
        level = f" <small>{_level(get_language())}</small> {figure_link(rated)}"
    return SafeString(f"<li><span>{escape(one.element.title)}</span> <span>{figure_link(one.main)}{level}</span></li>")


@lru_cache(maxsize=64)
def _level(_language: str | None) -> str:
    return escape(_("level"))


@register.simple_tag
def series_chart(reading: ReadingShown, csv_url: str = "", level: int = 3) -> SafeString:
    """One statistic over time: breaks as breaks, gaps as gaps, bounds as a band. Nothing for fewer than 3 periods."""
    if len(reading.series) < DRAWN:
        return SafeString("")
    series, shown = [Shown(one) for one in reading.series], reading.first
    points, rows = _points(series), [_series_row(one) for one in series]
    where = f"{reading.occupation.title if reading.occupation else ''} · {reading.reading.area.title}"
    title = f"{shown.title}: {where}"
    labels = plots.Labels(
        title,
        _series_summary(series),
        broken=_("break"),
        gap=_("no figure"),
        expected=_("expected"),
    )
    drawing = plots.series(points, labels, short(shown.figure.unit, shown.figure.decimals), key=_key("series", shown))
    columns = [Column(_("Period")), Column(shown.title, numeric=True), Column(_("Between")), Column(_("Note"))]
    return tables.chart(
        SafeString(drawing), title, columns, rows, summary=labels.description, source=shown.source, csv_url=csv_url,
        level=level,
    )  # fmt: skip


def _series_row(shown: Shown) -> list[object]:
    notes = [
        _("expected, not observed") if shown.is_expected else "",
        _("what is counted changed before it") if shown.figure.breaks else "",
        shown.quality,
        shown.meaning,
    ]
    return [shown.period, figure_link(shown), shown.interval, "; ".join(note for note in notes if note)]


def _series_summary(series: Sequence[Shown]) -> str:
    known = [one for one in series if one.known]
    if not known:
        return _("There is no figure in any of these periods.")
    said = {"first": known[0].text, "start": known[0].period, "last": known[-1].text, "end": known[-1].period}
    parts = [_("%(first)s in %(start)s, %(last)s in %(end)s.") % said]
    if any(one.figure.breaks for one in series):
        parts.append(_("What is counted changed on the way: do not compare across the break."))
    if any(one.is_expected for one in series):
        parts.append(_("The dashed part is a projection."))
    if any(one.figure.low is not None for one in series):
        parts.append(_("The band shows how far the true number may lie from it."))
    return " ".join(parts)


def _points(series: Sequence[Shown]) -> list[plots.Point]:
    """With a gap for each year that the publisher leaves out of a yearly series."""
    points: list[plots.Point] = []
    years = [one.figure.period_end.year for one in series]
    steps = [later - earlier for earlier, later in itertools.pairwise(years)]
    yearly = steps.count(1) * 2 >= len(steps)
    for number, shown in enumerate(series):
        one = shown.figure
        if yearly and number and 1 < steps[number - 1] <= LONGEST_GAP:
            points += [plots.Point(str(year), year, None) for year in range(years[number - 1] + 1, years[number])]
        at = one.period_end.year + (one.period_end.month - 12) / 12
        points.append(plots.Point(shown.period, at, one.value, one.low, one.high, one.breaks, shown.is_expected))
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
    return tables.chart(
        SafeString(drawing), title, columns, rows, summary=summary, source=shown.source, csv_url=csv_url, level=level
    )


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

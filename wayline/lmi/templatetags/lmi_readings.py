"""Readings of an occupation's page as HTML: a dozen stand on a page, and templates took a third of its time.

Words of our own stand as they are, as `{% translate %}` writes them; everything else is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayline.lmi.display import Shown
from wayline.lmi.queries.profile import Block, RatedBlock, ReadingShown
from wayline.lmi.templatetags.lmi import (
    figure_link,
    mapping_words,
    named,
    occupation_address,
    origin,
    rated_line,
    series_chart,
    spelt_out,
    spread_chart,
)
from wayline.taxonomy.models import Area, Concept

register = template.Library()


@register.simple_tag
def headline(block: Block, shown: Shown) -> SafeString:
    """The first figure of a block (`shown`) as one of the large ones at the top, with of whom and where it is."""
    reading = block.readings[0]
    kind = "wl-stat__figure wl-stat__figure--link" if shown.known else "wl-stat__missing"
    of = [escape(one) for one in (shown.statistic, reading.people, reading.reading.area.title, shown.period) if one]
    return SafeString(
        f'<p class="{kind}"><a class="govuk-link" href="{escape(shown.url)}">{escape(shown.text)}</a></p>'
        f'<p class="wl-stat__source">{_for_whom(block)}{", ".join(of)}</p>'
    )


def _for_whom(block: Block) -> str:
    reading = block.readings[0]
    if reading.occupation is None or not (reading.steps or block.readings[1:]):
        return ""
    said = _("for “%(name)s”, one of several parts;") if block.readings[1:] else _("for “%(name)s”;")
    return f"{said % {'name': escape(reading.occupation.title)}} "


@register.simple_tag
def figure_blocks(blocks: Iterable[Block], csv_url: str, spread: bool = False) -> SafeString:
    """Indicators with their readings. `spread`: draw how pay is spread."""
    return SafeString("".join(_block(one, csv_url, spread=spread) for one in blocks))


def _block(block: Block, csv_url: str, *, spread: bool) -> str:
    parts, several = [_heading(block.title)], len(block.readings) > 1
    if several:
        text = _(
            "This job is not one job in the publisher's classification. Each part is listed; they are not added up."
        )
        parts.append(_note(text))
    parts += [_reading(one, csv_url, several=several, spread=spread) for one in block.readings]
    if number := block.more:
        said = ngettext("And %(number)s more part with figures.", "And %(number)s more parts with figures.", number)
        parts.append(_note(said % {"number": number}))
    return _section(parts)


def _reading(reading: ReadingShown, csv_url: str, *, several: bool, spread: bool) -> str:
    main = reading.median
    return "".join(
        (
            '<div class="wl-reading">',
            _who(reading) if several or reading.steps else "",
            _main(reading),
            f'<p class="govuk-body">{escape(main.sentence)}</p>',
            _way(reading),
            origin(main, reading.steps, reading.area_note),
            spread_chart(reading, csv_url, 4) if spread else "",
            series_chart(reading, csv_url, 4),
            "</div>",
        )
    )


@register.simple_tag
def outlook_together(blocks: Sequence[Block], whose: ReadingShown, csv_url: str) -> SafeString:
    """The whole outlook, when it is of one occupation and area (`whose`): the way to it is told once."""
    told = f"{_who(whose) if whose.steps else ''}{_way(whose)}"
    side = "".join(_beside(block) for block in blocks)
    charts = "".join(series_chart(block.readings[0], csv_url) for block in blocks)
    return SafeString(f'{told}<div class="wl-two">{side}</div>{charts}')


def _beside(block: Block) -> str:
    reading = block.readings[0]
    main, quality = reading.median, ""
    if main.quality:
        quality = f' <span class="wl-quiet">{_("Quality:")} {escape(main.quality)}.</span>'
    said = f'<p class="govuk-body">{escape(main.sentence)}{quality}</p>'
    return _section([_heading(block.title), _main(reading), said, origin(main, reading.steps, reading.area_note)])


def _who(reading: ReadingShown) -> str:
    one = reading.occupation
    if one is None:
        return ""
    whose = f"{escape(one.scheme.title)}, {escape(one.code)}"
    return f'<p class="wl-reading__who">{escape(one.title)} <span class="wl-quiet">{whose}</span></p>'


def _main(reading: ReadingShown) -> str:
    main, people = reading.median, reading.people
    where = f"{escape(reading.reading.area.title)}, {escape(main.period)}{f' · {escape(people)}' if people else ''}"
    return f'<p class="wl-reading__main">{figure_link(main)} <span class="wl-quiet">{where}</span></p>'


def _way(reading: ReadingShown) -> str:
    """Why it is of another area, and each step to another occupation."""
    notes = [escape(reading.area_note)] if reading.area_note else []
    notes += [f"{escape(step.words)}{f' ({escape(step.share)})' if step.share else ''}" for step in reading.steps]
    return "".join(map(_note, notes))


def _note(text: str) -> str:
    return f'<p class="wl-note">{text}</p>'


def _heading(text: str) -> str:
    return f'<h3 class="govuk-heading-s">{escape(text)}</h3>'


def _section(parts: Iterable[str]) -> str:
    return f'<section class="wl-block">{"".join(parts)}</section>'


@register.simple_tag
def rated_block(block: RatedBlock, area: Area | None) -> SafeString:
    """What is rated of the occupation, the highest first; what is left stands on the page of whom it was rated for."""
    reading, top = block.reading, "".join(map(rated_line, block.top))
    return SafeString(
        _section(
            [
                _heading(block.title),
                f'<ul class="wl-rated">{top}</ul>',
                _rest(block, area) if block.rest else "",
                origin(reading.first, reading.steps, reading.area_note),
            ]
        )
    )


def _rest(block: RatedBlock, area: Area | None) -> str:
    number, one = len(block.rest), block.reading.occupation
    if block.reading.steps and one is not None:
        said = ngettext("%(number)s more, on its own page", "%(number)s more, on its own page", number)
        address = f"{escape(occupation_address(one, area))}#asks"
        return f'<p class="govuk-body"><a class="govuk-link" href="{address}">{said % {"number": number}}</a></p>'
    said = ngettext("%(number)s more", "%(number)s more", number) % {"number": number}
    lines = "".join(rated_line(rated, brief=True) for rated in block.rest)
    return (
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">{said}</span></summary>'
        f'<div class="govuk-details__text"><ul class="wl-rated">{lines}</ul></div></details>'
    )


@register.simple_tag
def named_lines(concepts: Iterable[Concept], names: dict[int, str]) -> SafeString:
    """Titles in the reader's language, as lines of a list."""
    return SafeString("".join(f"<li>{escape(named(one, names))}</li>" for one in concepts))


@register.simple_tag
def occupation_lines(concepts: Iterable[Concept], area: Area | None, names: dict[int, str] | None = None) -> SafeString:
    """Occupations as lines of a list, each a link to its page."""
    return SafeString("".join(f"<li>{_link(one, area, named(one, names or {}))}</li>" for one in concepts))


@register.simple_tag
def member_lines(concepts: Iterable[Concept], area: Area | None, names: dict[int, str]) -> SafeString:
    """Occupations of a group, with their codes."""
    return SafeString("".join(_member(one, area, names) for one in concepts))


def _member(one: Concept, area: Area | None, names: dict[int, str]) -> str:
    link = _link(one, area, spelt_out(named(one, names)))
    return f'<li><span class="wl-quiet">{escape(one.code)}</span> {link}</li>'


@register.simple_tag
def elsewhere_lines(found: Iterable[tuple[Concept, str]], area: Area | None) -> SafeString:
    """The occupation in other classifications, and how near each is."""
    return SafeString("".join(_elsewhere(other, kind, area) for other, kind in found))


def _elsewhere(other: Concept, kind: str, area: Area | None) -> str:
    whose = f"{escape(other.scheme.title)} {escape(other.code)}: {escape(mapping_words(kind))}"
    return f'<li>{_link(other, area, other.title)} <span class="wl-quiet">{whose}</span></li>'


def _link(one: Concept, area: Area | None, text: str) -> str:
    return f'<a class="govuk-link" href="{escape(occupation_address(one, area))}">{escape(text)}</a>'

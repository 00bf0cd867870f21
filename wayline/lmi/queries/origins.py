"""Where a figure comes from: line by line, down to the cell of the publisher's file."""

from __future__ import annotations

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from wayline.common.parts import Row
from wayline.lmi import candidates, figures
from wayline.lmi.display import Shown, StepShown, steps_shown
from wayline.lmi.figures import Figure
from wayline.taxonomy.models import Concept, Release


def figure(number: int) -> Figure | None:
    return figures.one(number) if number < 2**63 else None


def rows(shown: Shown) -> list[Row]:
    """What it measures and how good it is. Lines that the publisher leaves open are left out."""
    one = shown.figure
    lines = [
        (_("What is measured"), shown.title),
        (_("Which number of it"), shown.statistic),
        (_("Occupation"), _named(one.occupation) if one.occupation else _("All occupations")),
        (_("Classification"), one.occupation.scheme.title if one.occupation else ""),
        (_("What of the job"), f"{one.element.title} ({one.element.scheme.title})" if one.element else ""),
        (_("Area"), f"{one.area.title} ({one.area.scheme.upper()} {one.area.code})"),
        (_("Who is counted"), ", ".join(part.title for part in one.cut.parts()) or _("Everybody")),
        (_("Period"), shown.period),
        (_("As published"), shown.exact if shown.known else ""),
        (_("Status"), shown.status),
        (_("Why there is no figure"), f"{shown.missing}. {shown.meaning}" if not shown.known else ""),
        (_("Quality"), shown.quality or _("The publisher says nothing of its quality.")),
        (_("Uncertainty"), shown.interval),
        (_("Coefficient of variation"), _number(one.cv, " %")),
        (_("Standard error"), _number(one.error)),
        (_("Asked"), _number(one.sample)),
        (_("Break in the series"), _("What is counted changed before this period.") if one.breaks else ""),
        (_("Place in the file"), one.place),
    ]
    return [Row(name, value) for name, value in lines if value]


def release_rows(release: Release) -> list[Row]:
    lines = [
        (_("Publisher"), release.publisher),
        (_("Product"), f"{release.title}, {release.version}"),
        (_("Published"), date_format(release.published_on) if release.published_on else ""),
        (_("Licence"), release.licence),
        (_("Words that the licence asks for"), release.attribution),
        (_("Publisher's page"), release.homepage),
        (_("Files"), "; ".join(f"{one['name']} (SHA-256 {one['sha256'][:16]}…)" for one in release.files)),
        (_("Added here"), date_format(release.added_at, "DATETIME_FORMAT")),
    ]
    return [Row(name, value) for name, value in lines if value]


def way(key: str, figure: Figure) -> list[StepShown]:
    """The steps from the occupation that was asked for (`soc-2020:2434`) to the figure's own; none when it is it."""
    scheme, _colon, code = key.partition(":")
    asked = Concept.objects.public().filter(scheme__key=scheme, scheme__is_current=True, code=code).first()
    if asked is None or figure.occupation is None:
        return []
    return steps_shown(candidates.way(asked, figure.occupation, figure.indicator))


def _named(occupation: Concept) -> str:
    return f"{occupation.title} ({occupation.code})"


def _number(value: float | None, unit: str = "") -> str:
    return "" if value is None else f"{number_format(value)}{unit}"

"""The stays of a service in a year, as they are counted for its managers.

Sex and background are what participants answered for fairness alone, and agreed to have counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import get_language

from wayline.opportunities import stay_rules
from wayline.opportunities.enums import AgreementState, Found
from wayline.opportunities.group_sums import Table, folded_table, table
from wayline.opportunities.models import Agreement
from wayline.opportunities.queries import about_you
from wayline.opportunities.stay_sums import MEASURES, Counted
from wayline.people.models import Organisation
from wayline.taxonomy import queries as words

BANDS = ((0, "–15"), (16, "16–17"), (18, "18–24"), (25, "25–34"), (35, "35–49"), (50, "50–"))
"""Whole years on the first day: school age, under age, and on."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Stays that begin in this year. A year, and no other span: sums of overlapping spans would tell of a few."""

    year: int
    number: int
    tables: dict[str, Table]
    """By field, place, age, found, sex, background."""

    @property
    def is_hidden(self) -> bool:
        """They are so few that no table shows anything."""
        return not any(one.lines for one in self.tables.values())


def _counted(service: Organisation) -> QuerySet[Agreement]:
    """Agreed on by all, or called off; what still waits for a signature is no stay."""
    return Agreement.objects.filter(service=service).exclude(state=AgreementState.OPEN)


def years(service: Organisation) -> list[int]:
    return [day.year for day in _counted(service).order_by().dates("starts_on", "year", "DESC")]


def figures(service: Organisation, year: int, today: date) -> Figures:
    stays = list(_rows(_counted(service).filter(starts_on__year=year), today))
    return Figures(year, len(stays), _tables(stays))


def _tables(stays: Sequence[Counted]) -> dict[str, Table]:
    return {
        "field": table(stays, lambda one: one.field, MEASURES),
        "place": table(stays, lambda one: one.place, MEASURES),
        "age": table(stays, lambda one: one.age, MEASURES),
        "found": table(stays, lambda one: one.found, MEASURES),
        "sex": folded_table(stays, lambda one: one.sex, about_you.sexes(), MEASURES),
        "background": folded_table(stays, lambda one: one.background, about_you.backgrounds(), MEASURES),
    }


def _rows(found: QuerySet[Agreement], today: date) -> Iterator[Counted]:
    rows = list(found.select_related("field__scheme", "area", "company_feedback", "participant_feedback"))
    names = words.titles({one.field for one in rows if one.field}, get_language() or "en")
    said = about_you.groups({one.participant_id for one in rows})
    for one in rows:
        held = one.state == AgreementState.SIGNED
        ended = held and one.ends_on <= today
        yield Counted(
            person=one.participant_id,
            field=names[one.field_id] if one.field_id else "",
            place=one.area.title if one.area else "",
            age=_band(one),
            found=str(Found(one.found).label) if one.found else "",
            sex=said.sex.get(one.participant_id, ""),
            background=said.background.get(one.participant_id, ""),
            ended=ended,
            called_off=not held,
            company_said=ended and hasattr(one, "company_feedback"),
            participant_said=ended and hasattr(one, "participant_feedback"),
        )


def _band(agreement: Agreement) -> str:
    if agreement.born_on is None:
        return ""
    age = stay_rules.age_on(agreement.born_on, agreement.starts_on)
    return next(band for begin, band in reversed(BANDS) if age >= begin)

"""An item in lines that a person reads: labels, levels and dates in words."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from wayline.common.parts import Row
from wayline.portfolio import labels
from wayline.portfolio.enums import ShareWith
from wayline.portfolio.fields import fields_of
from wayline.portfolio.models import Item, Share
from wayline.portfolio.places import country_name, date_in_words, language_name
from wayline.portfolio.record import Kind

NOT_SHOWN = {"occupation", "occupations", "concept", "raw"}
"""Shown in words of their own, or not for reading."""


def period(item: Item, language: str) -> str:
    """“March 2019 to June 2021”, “since March 2019”, or what is known of it."""
    start, end = date_in_words(item.start, language), date_in_words(item.end, language)
    if start and item.ongoing:
        return _("since %(start)s") % {"start": start}
    if start and end:
        return _("%(start)s to %(end)s") % {"start": start, "end": end} if start != end else start
    if end:
        return _("until %(end)s") % {"end": end}
    return start or (_("goes on") if item.ongoing else "")


def rows_of(item: Item, language: str) -> list[Row]:
    """What is known of it, beside title, description and files."""
    kind = Kind(item.kind)
    rows = [(labels.field_label(kind, "organisation"), item.organisation)] if item.organisation else []
    country = country_name(item.country, language) if item.country else ""
    where = ", ".join(part for part in (item.place, country) if part)
    if where:
        rows.append((labels.FIELDS["place"], where))
    if when := period(item, language):
        single = kind in (Kind.QUALIFICATION, Kind.ACHIEVEMENT, Kind.JOURNAL, Kind.CREDENTIAL) and not item.end
        rows.append((labels.field_label(kind, "start") if single else _("When"), when))
    for field in fields_of(kind):
        if field.key in item.details and field.key not in NOT_SHOWN:
            shown = value_in_words(field.key, item.details[field.key], kind, language)
            rows.append((labels.field_label(kind, field.key), shown))
    if item.language:
        rows.append((labels.FIELDS["language"], language_name(item.language, language)))
    return [Row(_plain(label), value) for label, value in rows]


def _plain(label: object) -> str:
    """Forms say “one on each line”; a page that shows the list does not."""
    return str(label).partition(",")[0]


def value_in_words(key: str, value: Any, kind: Kind, language: str) -> str:
    if key == "eqf":
        return str(labels.EQF[int(value)])
    if kind == Kind.DIGITAL and key == "level":
        return str(labels.DIGCOMP_LEVELS[int(value)])
    if key == "competence":
        return f"{value} {labels.DIGCOMP[value]}"
    if key == "code":
        return language_name(value, language)
    if key in ("expires", "done"):
        return date_in_words(value, language)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, int | float):
        return str(number_format(value))
    if key in ("form", "level", "format"):
        return str(labels.CHOICES.get(value, value))
    return str(value)


def level(item: Item) -> str:
    """In a few letters, for lists: B2, EQF 4, advanced."""
    details = item.details
    if item.kind == Kind.LANGUAGE:
        if details.get("mother_tongue"):
            return _("mother tongue")
        parts = [
            details[part]
            for part in ("listening", "reading", "interaction", "production", "writing")
            if part in details
        ]
        if not parts:
            return str(details.get("level_text", ""))
        return min(parts) if min(parts) == max(parts) else f"{min(parts)}–{max(parts)}"
    if item.kind == Kind.DIGITAL and "level" in details:
        return _("level %(level)d of 8") % {"level": details["level"]}
    if item.kind == Kind.SKILL and "level" in details:
        return str(labels.SHORT_LEVELS[details["level"]])
    if "eqf" in details:
        return f"EQF {details['eqf']}"
    return str(details.get("level_text", "")) if item.kind in (Kind.SKILL, Kind.DIGITAL) else ""


def receiver_in_words(share: Share) -> str:
    if share.person:
        return share.person.name
    if share.organisation:
        return _("everybody who guides people at %(name)s") % {"name": share.organisation}
    return str(ShareWith.LINK.label)

"""What a page says of one opportunity, put together once for the page, JSON-LD, feed and API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from wayline.common.markdown import render_markdown
from wayline.opportunities import fields, labels, structured
from wayline.opportunities.enums import Accessibility, PayPer
from wayline.opportunities.models import Opportunity
from wayline.opportunities.money import money
from wayline.opportunities.queries.tags import Named
from wayline.people.mail import absolute


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


def html_of(offer: Opportunity) -> str:
    return render_markdown(offer.text, allow_images=False)


def pay_in_words(offer: Opportunity) -> str:
    """“£12.50 to £14 an hour”; empty when nothing is said."""
    low, high = (_amount(value, offer.currency) for value in (offer.pay_from, offer.pay_to))
    words = {"low": low, "high": high, "unit": PayPer(offer.pay_per).label if offer.pay_per else ""}
    return _pay_between(words).strip()


def _pay_between(words: dict[str, Any]) -> str:
    low, high = words["low"], words["high"]
    if low and high:
        return _("%(low)s to %(high)s %(unit)s") % words if low != high else f"{low} {words['unit']}"
    if low:
        return _("from %(low)s %(unit)s") % words
    return _("up to %(high)s %(unit)s") % words if high else ""


def _amount(value: Any, currency: str) -> str:
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    return money(number_format(value, decimal_pos=0 if whole else 2, force_grouping=True), currency)


def hours_in_words(offer: Opportunity) -> str:
    name = offer.get_hours_display() if offer.hours else ""
    ends = [
        number_format(one.normalize(), use_l10n=True) for one in (offer.hours_from, offer.hours_to) if one is not None
    ]
    span = "–".join(dict.fromkeys(ends))
    week = _("%(hours)s hours a week") % {"hours": span} if span else ""
    return ", ".join(part for part in (str(name), week) if part)


def language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code


def facts(offer: Opportunity) -> list[Fact]:
    """What all kinds share, then what is this kind's own; only what is said."""
    return [Fact(label, value) for label, value in [*_shared(offer), *_own(offer)] if value]


def _shared(offer: Opportunity) -> Iterator[tuple[str, str]]:
    language = get_language() or "en"
    area = offer.area.title_in(language) if offer.area else ""
    town = f"{offer.town} {offer.postcode}".strip()
    yield _("Place"), ", ".join(dict.fromkeys(part for part in (town, area) if part))
    yield _("Where one works"), str(offer.get_remote_display())
    yield _("Hours"), hours_in_words(offer)
    yield _("Contract"), str(offer.get_contract_display()) if offer.contract else ""
    yield _("Pay"), pay_in_words(offer)
    yield _("Begins"), date_format(offer.starts_on) if offer.starts_on else ""
    yield _("Apply by"), date_format(offer.deadline) if offer.deadline else ""
    yield _("Qualification level"), f"EQF {offer.level}" if offer.level else ""
    yield _("Languages needed"), ", ".join(language_name(code) for code in offer.languages)


def _own(offer: Opportunity) -> Iterator[tuple[str, str]]:
    for one in fields.FIELDS[offer.kind]:
        value = offer.details.get(one.key)
        if value is not None and one.form != "texts":
            yield str(labels.FIELDS[one.key]), _said(one, value, offer.currency)


def _said(one: fields.Field, value: Any, currency: str) -> str:
    if one.key == "cost":
        return _("free") if not value else money(number_format(value, force_grouping=True), currency)
    if one.form == "choice":
        return str(labels.CHOICES[value])
    return number_format(value) if one.form in ("whole", "number") else str(value)


def lists(offer: Opportunity) -> list[tuple[str, list[str]]]:
    """Tasks, goals, benefits …: a heading and its lines."""
    own = [one for one in fields.FIELDS[offer.kind] if one.form == "texts"]
    return [(str(labels.FIELDS[one.key]), offer.details[one.key]) for one in own if offer.details.get(one.key)]


def accessibility(offer: Opportunity) -> list[str]:
    known = dict(Accessibility.choices)
    return [str(known[code]) for code in offer.accessibility if code in known]


def shown(offer: Opportunity, occupations: Named, skills: Iterable[str]) -> structured.Shown | None:
    """For JSON-LD; None while it is not public."""
    if not offer.is_public or offer.published_at is None or offer.shown_until is None:
        return None
    employer = getattr(offer.organisation, "employer", None) if offer.organisation else None
    return structured.Shown(
        kind=offer.kind,
        url=absolute(offer.get_absolute_url()),
        title=offer.title,
        html=html_of(offer),
        offered_by=offer.offered_by,
        published_at=offer.published_at,
        shown_until=offer.shown_until,
        language=offer.language,
        employer_url=employer.website if employer else "",
        town=offer.town,
        postcode=offer.postcode,
        region=offer.area.title if offer.area else "",
        country=offer.area.country if offer.area else "",
        remote=offer.remote,
        hours=offer.hours,
        contract=offer.contract,
        pay_from=offer.pay_from,
        pay_to=offer.pay_to,
        pay_per=offer.pay_per,
        currency=offer.currency,
        starts_on=offer.starts_on,
        deadline=offer.deadline,
        occupations=[(concept.code, name) for concept, name in occupations],
        skills=list(skills),
        details=offer.details,
    )


def course_facts(offer: Opportunity, keys: Iterable[str]) -> tuple[Fact, ...]:
    """When it begins and by when one applies, then these fields of its kind; only what is said."""
    when = [
        (_("Begins"), date_format(offer.starts_on) if offer.starts_on else ""),
        (_("Apply by"), date_format(offer.deadline) if offer.deadline else ""),
    ]
    known = {one.key: one for one in fields.FIELDS[offer.kind]}
    own = [
        (str(labels.FIELDS[key]), _said(known[key], offer.details[key], offer.currency))
        for key in keys
        if key in known and offer.details.get(key) is not None
    ]
    return tuple(Fact(label, value) for label, value in (*own, *when) if value)

"""Figures on vacancies in words."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _

from wayline.lmi.indicators import plain
from wayline.opportunities.enums import Contract
from wayline.opportunities.money import money

register = template.Library()
NO_BREAK = "\N{NO-BREAK SPACE}"


@register.filter
def quarter_words(key: str) -> str:
    """`2026Q2` → April to June 2026."""
    names = {
        "1": _("January to March %(year)s"), "2": _("April to June %(year)s"), "3": _("July to September %(year)s"),
        "4": _("October to December %(year)s"),
    }  # fmt: skip
    return names[key[5]] % {"year": key[:4]}


@register.filter("money")
def written_money(amount: float, currency: str) -> str:
    return money(plain(amount), currency)


@register.filter
def median_in(pay: dict[str, dict[str, int]] | str, currency: str) -> str:
    """Of what is offered in a currency. `pay` is no dictionary where nothing was published."""
    spread = pay.get(currency) if isinstance(pay, dict) else None
    return written_money(spread["middle"], currency) if spread else "–"


@register.filter
def share_of(number: float, whole: float) -> str:
    """In whole per cent; numbers within a cell are rounded, so that no part can be above the whole."""
    if not whole:
        return "–"
    return _percent(min(round(100 * number / whole), 100))


@register.filter
def in_percent(share: float) -> str:
    return _percent(plain(100 * share))


def _percent(share: object) -> str:
    """Number and sign stay in one line of a narrow table."""
    return (_("%(share)s %%") % {"share": share}).replace(" ", NO_BREAK)


@register.filter
def points(share: float) -> str:
    """A difference of shares, in percentage points with its sign."""
    number = round(100 * share)
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)}"


@register.filter
def lookup(names: dict[str, str], key: str) -> str:
    """The name of a key; of a concept that is no longer loaded, its code."""
    return names.get(key) or key.partition(":")[2] or key


@register.filter
def contract_words(key: str) -> str:
    return str(Contract(key).label) if key in Contract.values else key


@register.simple_tag(takes_context=True)
def figures_address(context: template.Context, **chosen: Any) -> str:
    """This page with another choice."""
    page = context["page"]
    said = {"occupation": page.occupation_key, "area": page.area_key, "quarter": page.quarter.key, **chosen}
    return f"?{urlencode(said)}"

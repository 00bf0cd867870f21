"""What was read from a text, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from wayline.opportunities.enums import Hours, PayPer
from wayline.opportunities.money import money
from wayline.opportunities.queries.readings import Proposal
from wayline.opportunities.queries.spoken import Why
from wayline.opportunities.showing import language_name

register = template.Library()


@register.filter
def told(one: Proposal) -> str:
    """A proposal as a person reads it."""
    match one.kind:
        case "pay":
            low, high, currency, per = one.value
            ends = dict.fromkeys(money(number, currency) for number in (low, high))
            return f"{' – '.join(ends)} {PayPer(per).label}"
        case "hours":
            return low_to_high(*one.value)
        case "time":
            return str(Hours(one.value[0]).label)
        case "language":
            return language_name(one.value[0])
        case "licence":
            return _("Driving licence %(category)s") % {"category": one.value[0]}
        case "level":
            return f"EQF {one.value[0]}"
        case _:
            return one.name


def low_to_high(low: str, high: str) -> str:
    said = {"low": low, "high": high}
    return _("%(low)s hours a week") % said if low == high else _("%(low)s to %(high)s hours a week") % said


@register.filter
def why_words(why: str) -> str:
    return {
        Why.LIKELY: _("Not its name: words that are much like it."),
        Why.PERHAPS: _("Perhaps: words that are somewhat like it. Nothing is chosen for you."),
        Why.CONFIRMED: _("Several people chose this skill for the same words."),
    }[Why(why)]  # fmt: skip


@register.filter
def kind_words(kind: str) -> str:
    return {
        "occupation": _("Occupation"), "skill": _("Skill"), "pay": _("Pay"), "hours": _("Hours a week"),
        "time": _("Hours"), "language": _("Language needed"), "licence": _("Licence"), "level": _("Qualification"),
    }[kind]  # fmt: skip

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wayline.opportunities import showing, structured
from wayline.opportunities.matching.audit import Interval
from wayline.opportunities.models import Opportunity

register = template.Library()
STATUS_COLOURS = {
    "draft": "grey",
    "sent": "blue",
    "seen": "light-blue",
    "invited": "turquoise",
    "offered": "green",
    "taken_on": "green",
    "not_chosen": "grey",
    "withdrawn": "grey",
}


@register.simple_tag
def structured_data(data: dict[str, Any] | None) -> SafeString | str:
    """A data block of JSON-LD; browsers never run it."""
    if data is None:
        return ""
    return format_html('<script type="{}">{}</script>', "application/ld+json", SafeString(structured.script_text(data)))


@register.filter
def pay_in_words(offer: Opportunity) -> str:
    return showing.pay_in_words(offer)


@register.filter
def hours_in_words(offer: Opportunity) -> str:
    return showing.hours_in_words(offer)


@register.filter
def language_in_words(code: str) -> str:
    return showing.language_name(code)


@register.filter
def status_colour(state: str) -> str:
    """Colour of the tag of an application's status; the word says the same."""
    return STATUS_COLOURS.get(state, "")


@register.filter
def percent(part: float) -> str:
    """A part of 1 in whole per cent."""
    return f"{round(100 * part)} %"


@register.filter
def interval(found: Interval) -> SafeString:
    """A part with the interval around it: 40 %, and below it 31–49 %."""
    low, high = round(100 * found.low), round(100 * found.high)
    return format_html('{}<br><span class="wl-quiet">{}–{} %</span>', percent(found.value), low, high)

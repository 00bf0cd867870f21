"""Words and parts of the learning pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.template.context import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from wayline.learning.forms.study import FindingForm, HandInForm
from wayline.learning.models import Programme, Run
from wayline.learning.step_page import body_html

register = template.Library()


@register.simple_tag
def minutes_in_words(minutes: int) -> str:
    """`45 minutes`, `3 hours`, `3 h 20 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest}
    if not rest:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


@register.filter
def language_name(code: str) -> str:
    """A language by its own name; the code where nobody knows it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


@register.filter
def run_dates(run: Run) -> str:
    starts = date_format(run.starts_on, "DATE_FORMAT")
    if run.ends_on is None:
        return _("From %(start)s, without end") % {"start": starts}
    return _("%(start)s to %(end)s") % {"start": starts, "end": date_format(run.ends_on, "DATE_FORMAT")}


@register.simple_tag
def local_time(moment: datetime, time_zone: str) -> str:
    """The clock where the run takes place, with the zone's name, so that nobody has to guess."""
    there = moment.astimezone(ZoneInfo(time_zone))
    return f"{date_format(there, 'DATE_FORMAT')}, {date_format(there, 'H:i')} ({time_zone.replace('_', ' ')})"


@register.simple_tag
def programme_text(text: str, programme: Programme) -> SafeString:
    return body_html(text, programme, top=3)


@register.simple_tag(takes_context=True)
def hand_in_form(context: Context) -> forms.Form:
    """The form as it was sent, with its errors, or a fresh one with what was handed in before."""
    sent: forms.Form | None = context.get("hand_in_form")
    if sent is not None:
        return sent
    work: dict[str, Any] = context["work"]
    mine = work["mine"]
    return HandInForm(hand_in=work["hand_in"], existing=mine, initial={"text": mine.text if mine else ""})


@register.simple_tag(takes_context=True)
def finding_form(context: Context) -> forms.Form:
    """The form as it was sent, with its errors, or a fresh one with what was kept before."""
    sent: forms.Form | None = context.get("finding_form")
    if sent is not None:
        return sent
    mine = context["work"]["mine"]
    return FindingForm(initial={"text": mine.text, "reference": mine.reference} if mine else {})

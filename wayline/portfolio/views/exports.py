"""The portfolio for other programs: choose a format, see what it has no place for, download."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wayline.common import downloads
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.portfolio import labels
from wayline.portfolio.formats.losses import WHOLE
from wayline.portfolio.formats.register import Format, format_of, writable
from wayline.portfolio.queries.records import record_of
from wayline.portfolio.record import Loss, Record
from wayline.portfolio.views.here import crumbs, language

USES = {
    "europass": gettext_lazy("To go on in the Europass editor, or for an employer who asks for it."),
    "leap2a": gettext_lazy("To move to another portfolio, with your files. Nothing is lost."),
    "jsonresume": gettext_lazy("For web pages and tools that make CVs of it."),
    "elm": gettext_lazy("Education and qualifications, unsigned, for a school or office that issues credentials."),
    "esco": gettext_lazy("Skills and languages, for programs that match people and jobs."),
    "icalendar": gettext_lazy("When your goals are due and your certificates run out, for your own calendar."),
}
HOLDER = {
    "given_name": gettext_lazy("First name"),
    "family_name": gettext_lazy("Family name"),
    "display_name": gettext_lazy("Name as you show it"),
    "headline": gettext_lazy("Headline"),
    "summary": gettext_lazy("About you"),
    "birth_date": gettext_lazy("Date of birth"),
    "nationalities": gettext_lazy("Nationality"),
    "street": gettext_lazy("Street"),
    "postcode": gettext_lazy("Postcode"),
    "city": gettext_lazy("Town"),
    "region": gettext_lazy("Region"),
    "country": gettext_lazy("Country"),
    "contacts": gettext_lazy("Some ways to reach you"),
    "photo": gettext_lazy("Photo"),
    "record.language": gettext_lazy("Language"),
}
APART = {
    "attachments": gettext_lazy("Files"),
    "supports": gettext_lazy("What it is evidence for"),
    "kind": gettext_lazy("It stands under another heading"),
    "beyond": gettext_lazy("What another program said that only it understands"),
}


@require_safe
def choose(request: MemberRequest) -> HttpResponse:
    formats = [(one, USES[one.key]) for one in writable()]
    context = {"formats": formats, "crumbs": crumbs(Crumb(_("Take it with you")))}
    return render(request, "portfolio/export.html", context)


def _format(key: str) -> Format:
    form = format_of(key)
    if form is None or form.write is None or form.losses is None:
        raise Http404
    return form


def _record(request: MemberRequest, *, with_content: bool) -> Record:
    """Everything kept. A text in the language of the page need not say so."""
    record = record_of(request.user, language=language(), with_content=with_content)
    entries = (replace(one, language="") if one.language == record.language else one for one in record.entries)
    return replace(record, entries=tuple(entries))


@require_safe
def losses(request: MemberRequest, form: str) -> HttpResponse:
    """What the format has no place for, before anything leaves the house."""
    chosen = _format(form)
    record = _record(request, with_content=False)
    found = chosen.losses(record) if chosen.losses else []
    whole, parts, person = _told(record, found)
    context = {
        "format": chosen,
        "use": USES[chosen.key],
        "number": len(record.entries),
        "whole": whole,
        "parts": parts,
        "person": person,
        "crumbs": crumbs(Crumb(_("Take it with you"), reverse("portfolio:export")), Crumb(chosen.name)),
    }
    return render(request, "portfolio/export_losses.html", context)


def _told(record: Record, found: list[Loss]) -> tuple[list[str], list[tuple[str, int]], list[str]]:
    """Things that stay behind, fields with how many things they are lost for, and what is lost of the person."""
    titles = {entry.key: entry.title or str(labels.KINDS[entry.kind]) for entry in record.entries}
    kinds = {entry.key: entry.kind for entry in record.entries}
    whole = [titles[loss.key] for loss in found if loss.key and loss.what == WHOLE]
    fields = Counter(_field(loss.what) for loss in found if loss.key in kinds and loss.what != WHOLE)
    person = [str(HOLDER[loss.what]) for loss in found if not loss.key and loss.what in HOLDER]
    return whole, fields.most_common(), person


def _field(what: str) -> str:
    name = what.removeprefix("details.")
    # the labels of forms go on, after a comma, with how to fill them in
    return str(APART.get(name) or labels.FIELDS.get(name) or name).partition(",")[0]


@require_safe
def file(request: MemberRequest, form: str) -> HttpResponseBase:
    chosen = _format(form)
    record = _record(request, with_content=True)
    content = chosen.write(record) if chosen.write else b""
    return downloads.attachment(content, f"portfolio.{chosen.extension}", chosen.media_type)

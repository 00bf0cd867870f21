"""Files of other programs: bring one along, see what is in it, take it over, undo that."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.portfolio import labels
from wayline.portfolio.actions import incoming as acts
from wayline.portfolio.actions.intake import there_already
from wayline.portfolio.formats.register import format_of
from wayline.portfolio.forms.incoming import BringForm, ChooseForm
from wayline.portfolio.models import Incoming
from wayline.portfolio.record import Entry, Holder, Kind, Reading, UnreadableFile
from wayline.portfolio.views.here import crumbs


@dataclass(frozen=True, slots=True)
class Offer:
    """One entry as the preview shows it."""

    key: str
    title: str
    meta: str
    is_known: bool
    is_chosen: bool


@require_http_methods(["GET", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = BringForm(request.POST, request.FILES) if is_sent else BringForm()
    if is_sent and form.is_valid():
        name = form.cleaned_data["file"].name or ""
        incoming = acts.bring_along(request.user, content=form.content, name=name, form=form.form.key)
        return redirect("portfolio:import_preview", incoming.key)
    context = {"form": form, "crumbs": crumbs(Crumb(_("Bring along")))}
    return render(request, "portfolio/import.html", context, status=422 if form.errors else 200)


def _own(request: MemberRequest, key: str) -> Incoming:
    incoming = Incoming.objects.visible_to(request.member).filter(key=key).select_related("owner").first()
    if incoming is None:
        raise Http404
    return incoming


@require_http_methods(["GET", "POST"])
def preview(request: MemberRequest, key: str) -> HttpResponse:
    incoming = _own(request, key)
    if incoming.taken_at:
        return _taken(request, incoming)
    try:
        reading = acts.reading_of(incoming)
    except UnreadableFile:
        messages.error(request, _("The file is not there any more. Bring it along again."))
        return redirect("portfolio:import")
    known = there_already(request.user, reading.record)
    is_sent = request.method == "POST"
    form = ChooseForm([entry.key for entry in reading.record.entries], request.POST if is_sent else None)
    if is_sent and form.is_valid():
        return _take(request, incoming, form)
    chosen = set(request.POST.getlist("entries")) if form.is_bound else None
    context = _context(incoming, reading, known, chosen) | {"form": form}
    return render(request, "portfolio/import_preview.html", context, status=422 if form.errors else 200)


def _context(incoming: Incoming, reading: Reading, known: frozenset[str], chosen: set[str] | None) -> dict[str, object]:
    shelves: dict[Kind, list[Offer]] = {}
    for entry in reading.record.entries:
        is_chosen = entry.key not in known if chosen is None else entry.key in chosen
        shelves.setdefault(entry.kind, []).append(_offer(entry, entry.key in known, is_chosen))
    form = format_of(incoming.form)
    return {
        "incoming": incoming,
        "format": form.name if form else incoming.form,
        "shelves": [(labels.PLURALS[kind], offers) for kind, offers in shelves.items()],
        "notes": reading.notes,
        "holder": reading.record.holder if reading.record.holder != Holder() else None,
        "count": len(reading.record.entries),
        "known": len(known),
        "crumbs": crumbs(Crumb(_("Bring along"))),
    }


def _offer(entry: Entry, is_known: bool, is_chosen: bool) -> Offer:
    until = _("today") if entry.ongoing else str(entry.end or "")
    span = " – ".join(part for part in (str(entry.start or ""), until) if part)
    parts = (entry.organisation, entry.place, span, *(file.name for file in entry.attachments))
    words = " ".join(entry.description.split())
    title = entry.title or entry.organisation or words[:80] or str(labels.KINDS[entry.kind])
    return Offer(entry.key, title, " · ".join(part for part in parts if part), is_known, is_chosen)


def _take(request: MemberRequest, incoming: Incoming, form: ChooseForm) -> HttpResponse:
    intake = acts.take_over(
        incoming, chosen=set(form.cleaned_data["entries"]), with_holder=form.cleaned_data["profile"]
    )
    number = len(intake.items)
    said = ngettext("%(number)d thing is in your portfolio.", "%(number)d things are in your portfolio.", number)
    messages.success(request, said % {"number": number})
    for name, why in intake.refused:
        messages.warning(request, _("The file “%(name)s” was left out: %(why)s") % {"name": name, "why": why})
    return redirect("portfolio:import_preview", incoming.key)


def _taken(request: MemberRequest, incoming: Incoming) -> HttpResponse:
    context = {"incoming": incoming, "number": len(incoming.made), "crumbs": crumbs(Crumb(_("Bring along")))}
    return render(request, "portfolio/import_taken.html", context)


@require_POST
def undo(request: MemberRequest, key: str) -> HttpResponse:
    incoming = _own(request, key)
    if not incoming.taken_at:
        raise Http404
    number = acts.undo(incoming)
    said = ngettext("%(number)d thing is in the bin again.", "%(number)d things are in the bin again.", number)
    messages.success(request, said % {"number": number})
    return redirect("portfolio:items")

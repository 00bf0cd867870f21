"""The diary of a stay: its participant writes, decides who reads, and takes it along on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.common.pdf import pdf_response
from wayline.opportunities import access
from wayline.opportunities.actions import stays as acts
from wayline.opportunities.enums import Party, Shown
from wayline.opportunities.forms.stays import EntryForm
from wayline.opportunities.models import Agreement, DiaryEntry
from wayline.opportunities.queries import stays as reads
from wayline.opportunities.stay_page import in_hours, plainly
from wayline.opportunities.views.agreements import crumbs, own
from wayline.people.http import MemberRequest


def _crumbs(agreement: Agreement, *more: Crumb) -> list[Crumb]:
    here = reverse("opportunities:diary", args=[agreement.key])
    return crumbs(Crumb(agreement.title, agreement.get_absolute_url()), Crumb(_("Diary"), here), *more)


def _readable(request: MemberRequest, key: str) -> tuple[Agreement, Party]:
    agreement, party = own(request, key)
    if not access.can_read_diary(party, agreement):
        raise PermissionDenied(_("There is a diary once all have signed; when a stay is called off it is closed."))
    return agreement, party


def _context(request: MemberRequest, agreement: Agreement, party: Party) -> dict[str, Any]:
    if party != Party.PARTICIPANT:
        acts.look_at_diary(agreement, by=request.member)
    return {
        "agreement": agreement,
        "is_own": party == Party.PARTICIPANT,
        "hours": in_hours(reads.hours_written(agreement, request.member), agreement),
    }


@require_GET
def index(request: MemberRequest, key: str) -> HttpResponse:
    agreement, party = _readable(request, key)
    context = {
        **_context(request, agreement, party),
        "page": page_of(request, reads.entries(agreement, request.member)),
        "can_write": access.can_write_diary(party, agreement),
        "has_begun": agreement.starts_on <= timezone.localdate(),
        "crumbs": _crumbs(agreement),
    }
    return render(request, "opportunities/stays/diary.html", context)


@require_GET
def paper(request: MemberRequest, key: str) -> HttpResponseBase:
    """What the viewer may read, from the first day on."""
    agreement, party = _readable(request, key)
    context = {
        **_context(request, agreement, party),
        "entries": list(reads.entries(agreement, request.member).reverse()),
    }
    title = _("Diary: %(title)s") % {"title": agreement.title}
    return pdf_response(
        "opportunities/stays/diary_pdf.html", context, title=title, filename=f"diary-{agreement.key}.pdf",
        language=get_language() or "en",
    )  # fmt: skip


def _writing(request: MemberRequest, key: str) -> Agreement:
    agreement, party = own(request, key)
    if not access.can_write_diary(party, agreement):
        raise PermissionDenied(_("The participant writes the diary, from the first day of the stay on."))
    return agreement


@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, key: str) -> HttpResponse:
    agreement = _writing(request, key)
    form = EntryForm(request.POST or None, agreement=agreement, initial=_initial(agreement))
    if request.method == "POST" and form.is_valid() and _written(form, agreement, None):
        messages.success(request, _("Written down."))
        return redirect("opportunities:diary", agreement.key)
    return _form_page(request, form, agreement, None)


def _initial(agreement: Agreement) -> dict[str, Any]:
    """The last day without an entry, the hours agreed on, and the same readers as before; at first none."""
    last = agreement.entries.order_by("-changed_at").first()
    return {
        "day": reads.day_to_write(agreement, timezone.localdate()),
        "hours": plainly(agreement.hours_a_day),
        "shown": last.shown if last else Shown.ME,
    }


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    agreement = _writing(request, key)
    entry = _entry(request, agreement, pk)
    initial = {"skills": entry.skills.all()}
    form = EntryForm(request.POST or None, agreement=agreement, instance=entry, initial=initial)
    if request.method == "POST" and form.is_valid() and _written(form, agreement, entry):
        messages.success(request, _("Saved."))
        return redirect("opportunities:diary", agreement.key)
    return _form_page(request, form, agreement, entry)


def _entry(request: MemberRequest, agreement: Agreement, pk: int) -> DiaryEntry:
    return get_object_or_404(DiaryEntry.objects.visible_to(request.member), agreement=agreement, pk=pk)


def _written(form: EntryForm, agreement: Agreement, entry: DiaryEntry | None) -> bool:
    try:
        if entry is None:
            acts.write_entry(agreement, **form.cleaned_data)
        else:
            acts.change_entry(entry, **form.cleaned_data)
    except acts.DayTaken:
        form.add_error("day", str(_("You have written something for this day already. Open that entry instead.")))
        return False
    return True


def _form_page(
    request: MemberRequest, form: EntryForm, agreement: Agreement, entry: DiaryEntry | None
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form,
        "agreement": agreement,
        "entry": entry,
        "more_open": entry is not None or bool({"learned", "went", "skills"} & form.errors.keys()),
        "crumbs": _crumbs(agreement, Crumb(date_format(entry.day) if entry else _("New day"))),
    }
    return render(request, "opportunities/stays/entry.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    """Also when the stay is called off: the diary stays the participant's."""
    agreement, party = _readable(request, key)
    if party != Party.PARTICIPANT:
        raise PermissionDenied(_("The participant writes the diary, from the first day of the stay on."))
    entry = _entry(request, agreement, pk)
    if request.method == "POST":
        acts.delete_entry(entry)
        messages.success(request, _("Deleted."))
        return redirect("opportunities:diary", key)
    context = {
        "question": _("Delete what you wrote for %(day)s?") % {"day": date_format(entry.day)},
        "explanation": _("It is gone for you and for everybody who could read it."),
        "answer": _("Delete it"),
        "back": reverse("opportunities:diary", args=[key]),
        "crumbs": _crumbs(agreement, Crumb(_("Delete"))),
    }
    return render(request, "common/confirm.html", context)

"""Check-ins: the practitioner who accompanies a stay notes visits, calls and messages."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.opportunities import access
from wayline.opportunities.actions import agreements
from wayline.opportunities.actions import stays as acts
from wayline.opportunities.enums import Party
from wayline.opportunities.forms.stays import CheckInForm, SortForm
from wayline.opportunities.models import Agreement, CheckIn
from wayline.opportunities.views.agreements import crumbs, own
from wayline.people.http import MemberRequest


def _accompanied(request: MemberRequest, key: str) -> Agreement:
    agreement, party = own(request, key)
    if not access.can_check_in(party, agreement):
        raise PermissionDenied(_("The service that signed notes check-ins, once all have signed."))
    return agreement


@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, key: str) -> HttpResponse:
    agreement = _accompanied(request, key)
    form = CheckInForm(request.POST or None, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        acts.check_in(agreement, by=request.member, **form.cleaned_data)
        messages.success(request, _("Noted. The participant is told."))
        return redirect(agreement)
    return _form_page(request, form, agreement, None)


def _own_check_in(request: MemberRequest, agreement: Agreement, pk: int) -> CheckIn:
    """404 for a colleague, who reads it and does not change it."""
    found = CheckIn.objects.written_by(request.member).select_related("agreement__participant")
    return get_object_or_404(found, agreement=agreement, pk=pk)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    agreement = _accompanied(request, key)
    check = _own_check_in(request, agreement, pk)
    form = CheckInForm(request.POST or None, instance=check)
    if request.method == "POST" and form.is_valid():
        acts.change_check_in(check, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(agreement)
    return _form_page(request, form, agreement, check)


def _form_page(
    request: MemberRequest, form: CheckInForm, agreement: Agreement, check: CheckIn | None
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form,
        "agreement": agreement,
        "check": check,
        "crumbs": crumbs(Crumb(agreement.title, agreement.get_absolute_url()), Crumb(_("Check-in"))),
    }
    return render(request, "opportunities/stays/check_in.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    agreement = _accompanied(request, key)
    check = _own_check_in(request, agreement, pk)
    if request.method == "POST":
        acts.delete_check_in(check, by=request.member)
        messages.success(request, _("Deleted."))
        return redirect(agreement)
    context = {
        "question": _("Delete the check-in of %(day)s?") % {"day": date_format(check.day)},
        "explanation": _("The participant and the company no longer read it either."),
        "answer": _("Delete it"),
        "back": agreement.get_absolute_url(),
        "crumbs": crumbs(Crumb(agreement.title, agreement.get_absolute_url()), Crumb(_("Delete"))),
    }
    return render(request, "common/confirm.html", context)


@require_POST
def sort(request: MemberRequest, key: str) -> HttpResponse:
    """Into which group the service puts the stay, and how the place was found."""
    agreement, party = own(request, key)
    if party != Party.SERVICE:
        raise PermissionDenied(_("The service keeps its own lists."))
    form = SortForm(request.POST)
    if form.is_valid():
        agreements.keep_in_order(agreement, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect(agreement)

"""A job description brought along as a file becomes the draft of an offer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayline.common.parts import Crumb
from wayline.opportunities import access
from wayline.opportunities.actions import offers as actions
from wayline.opportunities.enums import Kind, Need
from wayline.opportunities.forms.offers import JobFileForm
from wayline.opportunities.models import Opportunity
from wayline.opportunities.sources.jsonresume_job import Taken
from wayline.opportunities.views.offers import service_of
from wayline.opportunities.views.received import offer_crumbs
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    if not access.can_offer(request.member):
        raise PermissionDenied(_("Only checked employers and the staff of the service offer places."))
    form = JobFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _drafted(request, form.cleaned_data["file"])
    context = {"form": form, "crumbs": offer_crumbs(Crumb(_("From a file")))}
    return render(request, "opportunities/offers/job_file.html", context, status=422 if form.errors else 200)


def _drafted(request: MemberRequest, taken: Taken) -> HttpResponse:
    offer = _create(request, taken)
    for skill in taken.skills:
        actions.want(offer, text=skill, need=Need.MUST, by=request.member)
    messages.success(request, _("A draft from your file. Read it, and add what the file does not say."))
    if taken.left:
        messages.info(request, _("Not taken over: %(names)s.") % {"names": ", ".join(taken.left)})
    return redirect("opportunities:offer_edit", pk=offer.pk)


def _create(request: MemberRequest, taken: Taken) -> Opportunity:
    user = request.user
    contact = {"contact_name": user.name, "contact_email": user.email, "language": get_language() or "en"}
    values = {**contact, **taken.values}
    return actions.create(kind=Kind.VACANCY, by=request.member, service=service_of(request), **values)

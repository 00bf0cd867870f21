"""What the program read in the text of a vacancy from elsewhere: staff leave out what is wrong, or put it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wayline.opportunities import access
from wayline.opportunities.actions import texts as actions
from wayline.opportunities.queries import read_skills
from wayline.opportunities.views.offers import own
from wayline.people.http import MemberRequest


@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """The button says what: `leave_out` or `take_back`, with the skill's number in the classification."""
    offer = own(request, pk)
    if not access.can_correct_reading(request.member, offer):
        raise PermissionDenied(_("The staff of the service answer for what was read."))
    name = next((name for name in ("leave_out", "take_back") if name in request.POST), "")
    concept = request.POST.get(name, "")
    if not (concept.isascii() and concept.isdecimal()):
        raise Http404
    if name == "leave_out" and (skill := read_skills.of(offer, int(concept[:18]))):
        actions.leave_out(offer, skill, by=request.member)
        messages.success(request, _("Left out. It is not matched any more."))
    elif name == "take_back" and (said := read_skills.left_out_as(offer, int(concept[:18]))):
        actions.take_back(offer, said, by=request.member)
        messages.success(request, _("Put back."))
    return redirect(offer.desk_url)

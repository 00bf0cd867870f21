"""“Read the text”: what an offer's text says, marked in it, to be confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wayline.common.parts import Crumb
from wayline.opportunities import access
from wayline.opportunities.actions import readings as actions
from wayline.opportunities.queries import readings
from wayline.opportunities.queries.readings import Proposal
from wayline.opportunities.templatetags.readings import told
from wayline.opportunities.views.offers import own
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def page(request: MemberRequest, pk: int) -> HttpResponse:
    """What was read before is read again when answers come: only what the text says now can be taken over."""
    offer = own(request, pk)
    if not access.can_edit(request.member, offer):
        raise PermissionDenied(_("Whoever wrote this offer changes it."))
    found = readings.reading(offer, (get_language() or "en").split("-")[0])
    if request.method == "POST":
        number = actions.answer(offer, found.proposals, request.POST.dict(), _names(found.proposals), by=request.member)
        messages.success(request, ngettext("%d thing is taken over.", "%d things are taken over.", number) % number)
        return redirect(offer.desk_url)
    context = {
        "offer": offer,
        "found": found,
        "crumbs": [
            Crumb(_("Offers"), reverse("opportunities:offers")),
            Crumb(offer.title, offer.desk_url),
            Crumb(_("Read the text")),
        ],
    }
    return render(request, "opportunities/offers/reading.html", context)


def _names(proposals: tuple[Proposal, ...]) -> dict[str, str]:
    return {one.key: told(one) for one in proposals}

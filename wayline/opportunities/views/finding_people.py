"""The company's side: people who asked to be found, for one of its offers, without name until they accept."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.opportunities import access, found_showing
from wayline.opportunities.actions import finding as acts
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import FoundState
from wayline.opportunities.forms.finding import AskForm
from wayline.opportunities.models import FoundPerson, Opportunity
from wayline.opportunities.queries import finding
from wayline.opportunities.views.offers import own
from wayline.opportunities.views.received import offer_crumbs
from wayline.people.http import MemberRequest


@dataclass(frozen=True, slots=True)
class Listed:
    """One person as the company sees them."""

    found: FoundPerson
    card: found_showing.Card | None
    """None where they do not fit any more; what was asked and answered stays."""


def _offer(request: MemberRequest, pk: int) -> Opportunity:
    offer = own(request, pk)
    if not access.can_look_for_people(request.member, offer):
        raise PermissionDenied(_("Only a checked company looks for people, for an offer that everybody can read."))
    return offer


@require_GET
def people(request: MemberRequest, pk: int) -> HttpResponse:
    offer = _offer(request, pk)
    found = finding.candidates(offer)
    said = finding.records(found, get_language() or "en")
    acts.show(offer, found, said)
    rows = finding.of_offer(request.member, offer, [one.user for one in found])
    cards = {one.user: found_showing.card(said[one.user], one.match.score, one.match.version) for one in found}
    listed = [Listed(row, cards.get(user)) for user, row in rows.items()]
    place = {user: number for number, user in enumerate(cards)}
    context = {
        "offer": offer,
        "answered": [one for one in listed if one.found.state != FoundState.SHOWN],
        "listed": sorted(
            (one for one in listed if one.found.state == FoundState.SHOWN),
            key=lambda one: place[one.found.user_id],
        ),
        "least": finding.LEAST,
        "crumbs": offer_crumbs(Crumb(offer.title, offer.desk_url), Crumb(_("People who asked to be found"))),
    }
    return render(request, "opportunities/finding/people.html", context)


def _person(request: MemberRequest, offer: Opportunity, key: str) -> FoundPerson:
    rows = FoundPerson.objects.shown_to(request.member).filter(opportunity=offer)
    return get_object_or_404(rows.select_related("user", "opportunity"), key=key)


@require_http_methods(["GET", "POST"])
def ask(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    offer = _offer(request, pk)
    found = _person(request, offer, key)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.ask(found, by=request.member, message=form.cleaned_data["message"])
        except TooLate:
            messages.error(request, _("They have been asked already."))
        else:
            messages.success(request, _("Asked. You are told when they answer; until then you do not see who it is."))
        return redirect(found.people_url)
    context = {
        "form": form,
        "found": found,
        "offer": offer,
        "crumbs": offer_crumbs(
            Crumb(offer.title, offer.desk_url), Crumb(_("People who asked to be found"), found.people_url),
            Crumb(_("Ask")),
        ),
    }  # fmt: skip
    return render(request, "opportunities/finding/ask_person.html", context, status=422 if form.errors else 200)


@require_POST
def take_back(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    offer = _offer(request, pk)
    found = _person(request, offer, key)
    try:
        acts.take_back(found, by=request.member)
    except TooLate:
        messages.error(request, _("They have answered meanwhile."))
    else:
        messages.success(request, _("Taken back."))
    return redirect(found.people_url)

"""Endorsing: for whoever was asked, by a secret link without an account, or as a colleague who is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.downloads import unkept
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.people.models import Membership
from wayline.people.tokens import hash_token
from wayline.portfolio.access import can_endorse
from wayline.portfolio.actions import endorsements as acts
from wayline.portfolio.enums import EndorsementState
from wayline.portfolio.forms.endorsements import EndorseForm
from wayline.portfolio.models import Endorsement
from wayline.portfolio.views.here import crumbs

LOOKS_AN_HOUR, ANSWERS_AN_HOUR = 120, 20
HOUR = 3600


def _by_secret(request: HttpRequest, secret: str) -> Endorsement | None:
    where = request.META.get("REMOTE_ADDR", "")
    insist(f"portfolio-endorse-look:{where}", LOOKS_AN_HOUR, HOUR)
    if request.method == "POST":
        insist(f"portfolio-endorse:{where}", ANSWERS_AN_HOUR, HOUR)
    asked = Endorsement.objects.by_secret(hash_token(secret)).answerable()
    return asked.select_related("item__owner").first()


def _gone(request: HttpRequest) -> HttpResponse:
    return unkept(render(request, "portfolio/endorse_gone.html", status=410))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds the link of the letter; a sign-in is neither needed nor asked for."""
    endorsement = _by_secret(request, secret)
    if endorsement is None:
        return _gone(request)
    here = reverse("portfolio:endorse", args=[secret])
    form = EndorseForm(request.POST or None)
    if request.method == "POST" and endorsement.state == EndorsementState.WAITING:
        if _answered(request, endorsement, form, None):
            return redirect(here)
    else:
        form = EndorseForm()
    withdraw = reverse("portfolio:endorse_withdraw", args=[secret])
    return _page(request, endorsement, form, withdraw, [])


@login_not_required
@require_POST
def withdraw_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    endorsement = _by_secret(request, secret)
    if endorsement is None:
        return _gone(request)
    try:
        acts.withdraw(endorsement, by=None)
    except acts.NotNow:
        return _gone(request)
    return unkept(render(request, "portfolio/endorse_withdrawn.html", {"crumbs": []}))


def _asked_here(request: MemberRequest, key: str) -> Endorsement:
    asked = Endorsement.objects.visible_to(request.member).answerable()
    found = asked.select_related("item__owner").filter(key=key).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def asked_here(request: MemberRequest, key: str) -> HttpResponse:
    """A colleague with an account. Those who may endorse in the name of their organisation can issue a credential."""
    endorsement = _asked_here(request, key)
    may_issue = can_endorse(request.member, endorsement.item)
    office = str(request.member.organisation) if may_issue else ""
    name = request.user.name
    form = EndorseForm(request.POST or None, name=name, office=office)
    if request.method == "POST" and endorsement.state == EndorsementState.WAITING:
        if _answered(request, endorsement, form, request.member):
            return redirect(endorsement)
    else:
        form = EndorseForm(name=name, office=office)
    withdraw = reverse("portfolio:endorsement_withdraw", args=[key])
    way = crumbs(Crumb(_("Shared with you"), reverse("portfolio:received")), Crumb(_("Endorsement")))
    return _page(request, endorsement, form, withdraw, way)


@require_POST
def withdraw_here(request: MemberRequest, key: str) -> HttpResponse:
    endorsement = _asked_here(request, key)
    try:
        acts.withdraw(endorsement, by=request.member)
    except acts.NotNow as gone:
        raise Http404 from gone
    messages.success(request, _("Your endorsement is withdrawn. What you wrote is gone."))
    return redirect("portfolio:received")


def _answered(request: HttpRequest, endorsement: Endorsement, form: EndorseForm, by: Membership | None) -> bool:
    """Two presses at one moment are one answer: the page after it says which."""
    try:
        if request.POST.get("answer") == "decline":
            acts.decline(endorsement, by=by)
            return True
        if not form.is_valid():
            return False
        acts.give(endorsement, form.testimony, by=by, as_credential=form.cleaned_data.get("as_credential", False))
    except acts.NotNow:
        messages.error(request, _("It was answered already."))
    return True


def _page(
    request: HttpRequest, endorsement: Endorsement, form: EndorseForm, withdraw: str, way: list[Crumb]
) -> HttpResponse:
    context = {
        "endorsement": endorsement,
        "item": endorsement.item,
        "owner": endorsement.item.owner,
        "form": form,
        "withdraw": withdraw,
        "crumbs": way,
    }
    refused = request.method == "POST" and endorsement.state == EndorsementState.WAITING
    return unkept(render(request, "portfolio/endorse.html", context, status=422 if refused else 200))

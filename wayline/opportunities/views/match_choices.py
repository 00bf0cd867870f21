"""What a person lets matching use, looks for and sets aside; what a service stops."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.opportunities import access, match_showing, matching
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.forms.matching import AsideForm, StopForm, WishesForm
from wayline.opportunities.models import JobAside, MatchChoice, Opportunity, SetAside
from wayline.opportunities.queries import match_oversight, match_person
from wayline.opportunities.views.matching import crumbs
from wayline.people.http import MemberRequest
from wayline.taxonomy import queries as words


def _choice(request: MemberRequest) -> MatchChoice:
    """404 while matching is off: there is nothing to choose."""
    found = match_person.choice_of(request.user)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def choices(request: MemberRequest) -> HttpResponse:
    choice = match_person.choice_of(request.user)
    if choice is None:
        return redirect("opportunities:for_you")
    form = WishesForm(request.POST if request.method == "POST" else None, choice=choice)
    if request.method == "POST" and form.is_valid():
        actions.set_wishes(choice, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("opportunities:for_you")
    context = {
        "form": form,
        "weights": match_showing.weights_in_words(),
        "version": matching.current().version,
        "job_weights": match_showing.job_weights_in_words(),
        "job_version": matching.moving.current().version,
        "crumbs": crumbs(Crumb(_("What counts"))),
    }
    return render(request, "opportunities/matching/choices.html", context, status=422 if form.errors else 200)


@require_POST
def part(request: MemberRequest, part: str, state: str) -> HttpResponse:
    if part not in MatchPart.values or state not in ("on", "off"):
        raise Http404
    actions.switch_part(_choice(request), part, on=state == "on")
    label = MatchPart(part).label
    said = _("%(part)s: on.") if state == "on" else _("%(part)s: off. It is no longer read.")
    messages.success(request, said % {"part": label})
    return redirect("opportunities:for_you")


@require_POST
def off(request: MemberRequest) -> HttpResponse:
    actions.turn_off(request.user)
    messages.success(request, _("Matching is off. Nothing of your portfolio is used for it any more."))
    return redirect("opportunities:for_you")


def _offer(pk: int) -> Opportunity:
    return get_object_or_404(Opportunity.objects.public().select_related("organisation"), pk=pk)


@require_POST
def hide(request: MemberRequest, pk: int) -> HttpResponse:
    _choice(request)
    offer = _offer(pk)
    actions.set_aside(request.user, offer)
    messages.success(request, _("Hidden: %(title)s. It is among what you set aside.") % {"title": offer.title})
    return redirect("opportunities:for_you")


@require_http_methods(["GET", "POST"])
def not_for_me(request: MemberRequest, pk: int) -> HttpResponse:
    _choice(request)
    offer = _offer(pk)
    form = AsideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.set_aside(request.user, offer, **form.cleaned_data)
        messages.success(request, _("Set aside: %(title)s. You can bring it back.") % {"title": offer.title})
        return redirect("opportunities:match_aside")
    context = {"form": form, "offer": offer, "crumbs": crumbs(Crumb(_("Not for me")))}
    return render(request, "opportunities/matching/not_for_me.html", context, status=422 if form.errors else 200)


@require_GET
def aside(request: MemberRequest) -> HttpResponse:
    rows = SetAside.objects.visible_to(request.member).select_related("opportunity__organisation")
    jobs = list(JobAside.objects.visible_to(request.member).select_related("occupation"))
    names = words.titles([one.occupation for one in jobs], get_language() or "en")
    context = {
        "page": page_of(request, rows),
        "jobs": [(one, match_showing.capital(names[one.occupation_id])) for one in jobs],
        "crumbs": crumbs(Crumb(_("Set aside"))),
    }
    return render(request, "opportunities/matching/aside.html", context)


@require_POST
def bring_back(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SetAside.objects.visible_to(request.member).select_related("opportunity"), opportunity=pk)
    actions.bring_back(found)
    messages.success(request, _("Brought back: %(title)s.") % {"title": found.opportunity.title})
    return redirect("opportunities:match_aside")


@require_http_methods(["GET", "POST"])
def rules(request: MemberRequest) -> HttpResponse:
    """A manager stops a part of matching for the service, and says why; everybody of the staff may look."""
    if not access.is_staff(request.member):
        raise PermissionDenied
    form = StopForm(request.POST if request.POST.get("act") == "stop" else None)
    if request.method == "POST":
        if not access.can_set_rule(request.member):
            raise PermissionDenied
        if answer := _decided(request, form):
            return answer
    context = {
        "form": form,
        "failed": request.POST.get("part", "") if form.errors else "",
        "parts": match_oversight.parts(request.member.organisation),
        "past": match_oversight.past(request.member.organisation),
        "may": access.can_set_rule(request.member),
        "weights": match_showing.weights_in_words(),
        "version": matching.current().version,
        "job_weights": match_showing.job_weights_in_words(),
        "job_version": matching.moving.current().version,
        "crumbs": [Crumb(_("Offers"), reverse("opportunities:offers")), Crumb(_("Matching"))],
    }
    return render(request, "opportunities/matching/rules.html", context, status=422 if form.errors else 200)


def _decided(request: MemberRequest, form: StopForm) -> HttpResponse | None:
    named = request.POST.get("part", "")
    if named not in MatchPart.values:
        raise Http404
    if request.POST.get("act") == "resume":
        actions.resume_part(named, by=request.member)
        messages.success(request, _("%(part)s: used again.") % {"part": MatchPart(named).label})
        return redirect("opportunities:match_rules")
    if form.is_valid():
        actions.stop_part(named, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(part)s: stopped. It is on record.") % {"part": MatchPart(named).label})
        return redirect("opportunities:match_rules")
    return None

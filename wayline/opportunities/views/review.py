"""What the staff of a service decide: what is published, which employers are accepted, how it is published."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayline.common.paging import page_of
from wayline.common.parts import Crumb, Tab
from wayline.opportunities import access, showing
from wayline.opportunities.actions import employers as employer_actions
from wayline.opportunities.actions import offers as actions
from wayline.opportunities.enums import EmployerState, State
from wayline.opportunities.forms.offers import ReasonForm, RuleForm
from wayline.opportunities.models import Employer
from wayline.opportunities.queries import companies, desk, tags
from wayline.opportunities.views.offers import own, remarks_on
from wayline.people.http import MemberRequest


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Offers"), reverse("opportunities:offers")), *more]


def _insist_staff(request: MemberRequest) -> None:
    if not access.is_staff(request.member):
        raise PermissionDenied(_("The staff of the service look after this."))


@require_GET
def queue(request: MemberRequest) -> HttpResponse:
    _insist_staff(request)
    page = page_of(request, desk.review_queue(request.member))
    return render(request, "opportunities/review/queue.html", {"page": page, "crumbs": _crumbs(Crumb(_("To read")))})


@require_http_methods(["GET", "POST"])
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """One offer as people would see it, with what the posting helper remarks, and two buttons."""
    offer = own(request, pk)
    if not access.can_review(request.member, offer):
        raise PermissionDenied(_("The staff of the service read what employers offer."))
    if offer.state != State.REVIEW:
        return redirect(offer.desk_url)
    form = ReasonForm(request.POST if request.POST.get("act") == "back" else None)
    if request.method == "POST" and request.POST.get("act") == "publish":
        return _publish(request, pk)
    if form.is_bound and form.is_valid():
        actions.give_back(offer, by=request.member, note=form.cleaned_data["reason"])
        messages.success(request, _("Given back. They are told what to change."))
        return redirect("opportunities:review")
    context = {
        "offer": offer,
        "form": form,
        "html": showing.html_of(offer),
        "facts": showing.facts(offer),
        "lists": showing.lists(offer),
        "accessibility": showing.accessibility(offer),
        "remarks": remarks_on(offer),
        "occupations": tags.occupations(offer),
        "wants": tags.wants(offer),
        "questions": offer.questions.all(),
        "crumbs": _crumbs(Crumb(_("To read"), reverse("opportunities:review")), Crumb(offer.title)),
    }
    return render(request, "opportunities/review/read.html", context, status=422 if form.errors else 200)


def _publish(request: MemberRequest, pk: int) -> HttpResponse:
    offer = own(request, pk)
    try:
        actions.publish(offer, by=request.member)
    except actions.NotReady as error:
        for reason in error.reasons:
            messages.error(request, reason)
        return redirect("opportunities:review_read", pk=pk)
    messages.success(request, _("Published: %(title)s") % {"title": offer.title})
    return redirect("opportunities:review")


@require_http_methods(["GET", "POST"])
def rule(request: MemberRequest) -> HttpResponse:
    if not access.can_set_rule(request.member):
        raise PermissionDenied(_("Managers and administrators decide how offers are published."))
    service = request.member.organisation
    known = actions.rule_of(service)
    form = RuleForm(request.POST or None, initial={"review": known.review, "days": known.days})
    if request.method == "POST" and form.is_valid():
        actions.set_rule(service, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("opportunities:rule")
    context = {"form": form, "crumbs": _crumbs(Crumb(_("How offers are published")))}
    return render(request, "opportunities/review/rule.html", context, status=422 if form.errors else 200)


@require_GET
def employers(request: MemberRequest) -> HttpResponse:
    _insist_staff(request)
    state = request.GET.get("state", "")
    state = state if state in EmployerState.values else ""
    numbers = companies.numbers_by_state(request.member)
    here = reverse("opportunities:employers")
    states = [
        Tab(str(one.label), f"{here}?state={one}", state == one, numbers.get(one, 0)) for one in EmployerState
    ]  # fmt: skip
    context = {
        "page": page_of(request, companies.employers(request.member, state)),
        "tabs": [Tab(_("All"), here, not state, sum(numbers.values())), *states],
        "crumbs": _crumbs(Crumb(_("Employers"))),
    }
    return render(request, "opportunities/review/employers.html", context)


@require_http_methods(["GET", "POST"])
def employer(request: MemberRequest, pk: int) -> HttpResponse:
    """Accept a company, or refuse it and say why."""
    _insist_staff(request)
    seen = Employer.objects.checked_by(request.member).select_related("organisation", "area", "handled_by__user")
    found = get_object_or_404(seen, pk=pk)
    form = ReasonForm(request.POST if request.POST.get("act") == "refuse" else None)
    if request.method == "POST" and request.POST.get("act") == "approve":
        employer_actions.approve(found, by=request.member)
        messages.success(request, _("Accepted. They are told that they can offer places."))
        return redirect("opportunities:employers")
    if form.is_bound and form.is_valid():
        employer_actions.refuse(found, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("Refused. They are told why."))
        return redirect("opportunities:employers")
    context = {
        "employer": found,
        "contacts": companies.contacts(found),
        "form": form,
        "crumbs": _crumbs(Crumb(_("Employers"), reverse("opportunities:employers")), Crumb(str(found))),
    }
    return render(request, "opportunities/review/employer.html", context, status=422 if form.errors else 200)

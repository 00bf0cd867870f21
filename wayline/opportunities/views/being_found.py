"""The person's side of being found: agree, choose, see who was shown what, answer a company."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.opportunities import access, found_showing
from wayline.opportunities.actions import finding as acts
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import FoundState
from wayline.opportunities.forms.finding import AnswerForm, FoundPartsForm, RuleOutForm
from wayline.opportunities.models import Findable, FoundPerson, MatchChoice
from wayline.opportunities.models.finding import PURPOSE
from wayline.opportunities.queries import finding, match_person
from wayline.opportunities.views.matching import crumbs
from wayline.people.actions import has_consented
from wayline.people.http import MemberRequest


def _found(request: MemberRequest) -> Findable | None:
    """None while the person is not found."""
    if not has_consented(request.user, PURPOSE):
        return None
    return Findable.objects.filter(user=request.user).first()


@require_http_methods(["GET", "POST"])
def being_found(request: MemberRequest) -> HttpResponse:
    if not access.can_be_found(request.member):
        raise PermissionDenied(_("Clients of a service can be found by companies."))
    choice, found = match_person.choice_of(request.user), _found(request)
    form = _parts_form(request, choice, found)
    if request.method == "POST" and form is not None and form.is_valid():
        acts.turn_on(request.member, parts=form.cleaned_data["parts"])
        messages.success(request, _("Saved. What companies are compared with is this, and nothing else."))
        return redirect("opportunities:being_found")
    return _page(request, found, form=form, status=422 if form is not None and form.errors else 200)


def _parts_form(request: MemberRequest, choice: MatchChoice | None, found: Findable | None) -> FoundPartsForm | None:
    """None while matching is off: there is nothing to choose from."""
    if choice is None:
        return None
    data = request.POST if request.method == "POST" else None
    return FoundPartsForm(data, on=choice.parts, initial={"parts": found.parts if found else []})


def _page(
    request: MemberRequest, found: Findable | None, *, form: FoundPartsForm | None,
    company: RuleOutForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        "found": found,
        "form": form,
        "company_form": company or RuleOutForm(),
        "asks": finding.asks(request.member) if found else [],
        "companies": finding.companies(request.member),
        "ruled_out": list(found.not_by.order_by("name")) if found else [],
        "crumbs": crumbs(Crumb(_("Being found"))),
    }
    return render(request, "opportunities/finding/being_found.html", context, status=status)


@require_POST
def off(request: MemberRequest) -> HttpResponse:
    acts.turn_off(request.user)
    messages.success(request, _("No company finds you any more. Names that you gave are closed."))
    return redirect("opportunities:being_found")


@require_POST
def rule_out(request: MemberRequest) -> HttpResponse:
    found = get_object_or_404(Findable, user=request.user)
    form = RuleOutForm(request.POST)
    if form.is_valid():
        company = form.cleaned_data["company"]
        acts.rule_out(found, company)
        messages.success(request, _("%(company)s does not find you.") % {"company": company.name})
        return redirect("opportunities:being_found")
    choice = match_person.choice_of(request.user)
    parts = FoundPartsForm(on=choice.parts, initial={"parts": found.parts}) if choice else None
    return _page(request, found, form=parts, company=form, status=422)


@require_POST
def let_in(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Findable, user=request.user)
    company = get_object_or_404(found.not_by, pk=pk)
    acts.let_in(found, company)
    messages.success(request, _("%(company)s may find you again.") % {"company": company.name})
    return redirect("opportunities:being_found")


def _asked(request: MemberRequest, key: str) -> FoundPerson:
    rows = FoundPerson.objects.visible_to(request.member).exclude(state=FoundState.SHOWN)
    return get_object_or_404(rows.select_related("opportunity__organisation", "asked_by__user"), key=key)


@require_http_methods(["GET", "POST"])
def ask(request: MemberRequest, key: str) -> HttpResponse:
    """What a company asks, what it saw, and the answer."""
    asked = _asked(request, key)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _answered(request, asked, yes=request.POST.get("act") == "accept", answer=form.cleaned_data["answer"])
    showing = finding.latest(asked)
    context = {
        "asked": asked,
        "offer": asked.opportunity,
        "form": form if asked.state == FoundState.ASKED else None,
        "card": found_showing.card(showing.record, showing.score, showing.version) if showing else None,
        "can_apply": access.can_apply(request.member, asked.opportunity),
        "crumbs": crumbs(Crumb(_("Being found"), reverse("opportunities:being_found")), Crumb(_("A company asks"))),
    }
    return render(request, "opportunities/finding/ask.html", context, status=422 if form.errors else 200)


def _answered(request: MemberRequest, asked: FoundPerson, *, yes: bool, answer: str) -> HttpResponse:
    try:
        if yes:
            acts.accept(asked, answer=answer)
            messages.success(request, _("The company reads your name and e-mail now. You can end that at any time."))
        else:
            acts.decline(asked, answer=answer)
            messages.success(request, _("Answered. The company does not learn who you are."))
    except TooLate:
        messages.error(request, _("It has been answered or taken back meanwhile. Look again."))
        return redirect("opportunities:being_found")
    return redirect(asked.get_absolute_url())


@require_POST
def end(request: MemberRequest, key: str) -> HttpResponse:
    asked = _asked(request, key)
    try:
        acts.end(asked)
    except TooLate:
        messages.error(request, _("It has ended already."))
    else:
        messages.success(request, _("Your name is closed to the company again."))
    return redirect(asked.get_absolute_url())

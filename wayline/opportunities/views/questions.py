"""The questions of an offer: what whoever applies answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.opportunities import access
from wayline.opportunities.actions import questions as acts
from wayline.opportunities.forms.questions import QuestionForm
from wayline.opportunities.models import Opportunity, Question
from wayline.opportunities.views.offers import own
from wayline.opportunities.views.received import offer_crumbs
from wayline.people.http import MemberRequest


def _to_edit(request: MemberRequest, pk: int) -> Opportunity:
    offer = own(request, pk)
    if not access.can_edit(request.member, offer):
        raise PermissionDenied(_("Whoever wrote this offer asks its questions."))
    return offer


def _say(request: MemberRequest, read_again: bool) -> None:
    said = _("Saved. The service reads it again before it is shown.") if read_again else _("Saved.")
    messages.success(request, said)


@require_http_methods(["GET", "POST"])
def index(request: MemberRequest, pk: int) -> HttpResponse:
    offer = _to_edit(request, pk)
    form = QuestionForm(request.POST or None, initial={"form": "text"})
    asked = list(Question.objects.of(offer))
    if request.method == "POST" and len(asked) >= acts.MOST:
        messages.error(request, _("An offer asks %(most)d questions at most.") % {"most": acts.MOST})
        return redirect("opportunities:questions", pk=pk)
    if request.method == "POST" and form.is_valid():
        _say(request, acts.add(offer, by=request.member, **form.values()))
        return redirect("opportunities:questions", pk=pk)
    context = {
        "offer": offer,
        "form": form,
        "questions": asked,
        "takes_here": access.takes_applications(offer),
        "crumbs": offer_crumbs(Crumb(offer.title, offer.desk_url), Crumb(_("Questions"))),
    }
    return render(request, "opportunities/questions/index.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int, question: int) -> HttpResponse:
    offer = _to_edit(request, pk)
    asked = get_object_or_404(Question.objects.of(offer), pk=question)
    asked.opportunity = offer
    form = QuestionForm(request.POST or None, instance=asked)
    if request.method == "POST" and form.is_valid():
        _say(request, acts.change(asked, by=request.member, **form.values()))
        return redirect("opportunities:questions", pk=pk)
    context = {
        "form": form,
        "crumbs": offer_crumbs(Crumb(offer.title, offer.desk_url), Crumb(_("Questions"))),
    }
    return render(request, "opportunities/questions/edit.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: MemberRequest, pk: int, question: int) -> HttpResponse:
    """Up, down or away: a button each."""
    offer = _to_edit(request, pk)
    asked = get_object_or_404(Question.objects.of(offer), pk=question)
    asked.opportunity = offer
    go = request.POST.get("go", "")
    if go in ("up", "down"):
        acts.move(asked, down=go == "down")
    elif go == "remove":
        _say(request, acts.remove(asked, by=request.member))
    return redirect("opportunities:questions", pk=pk)

"""Endorsements, for the person whose skill it is: asking, showing, hiding, taking away."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest
from wayline.people.limits import insist
from wayline.portfolio.access import SKILLS
from wayline.portfolio.actions import endorsements as acts
from wayline.portfolio.enums import EndorsementState
from wayline.portfolio.forms.endorsements import AskForm
from wayline.portfolio.models import Endorsement
from wayline.portfolio.queries.shares import person_by_email
from wayline.portfolio.views.here import item_crumbs, own_item

ASKED_A_DAY, LETTERS_TO_ONE = 10, 5
DAY = 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, key: str) -> HttpResponse:
    item = own_item(request, key)
    if item.kind not in SKILLS:
        raise Http404
    form = AskForm(item, request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        insist(f"portfolio-endorsement:{request.user.pk}", ASKED_A_DAY, DAY)
        insist(f"portfolio-endorser:{address}", LETTERS_TO_ONE, DAY)
        person = person_by_email(request.user, address)
        try:
            acts.ask(item, email=address, message=form.cleaned_data["message"], person=person)
        except IntegrityError:  # two presses at one moment are one question
            return redirect(item)
        if request.user.is_demo and person is None:
            messages.success(request, _("It is noted. The demo service sends no letters."))
        else:
            messages.success(request, _("The question is on its way. You are told when there is an answer."))
        return redirect(item)
    context = {
        "form": form,
        "item": item,
        "days": acts.DAYS,
        "crumbs": item_crumbs(item, Crumb(_("Ask for an endorsement"))),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolio/endorsement_ask.html", context, status=status)


def _own(request: MemberRequest, key: str) -> Endorsement:
    found = Endorsement.objects.of(request.user).select_related("item__owner").filter(key=key).first()
    if found is None:
        raise Http404
    return found


@require_POST
def show(request: MemberRequest, key: str) -> HttpResponse:
    """Shows what was hidden, hides what was shown."""
    endorsement = _own(request, key)
    try:
        acts.show(endorsement, shown=not endorsement.is_shown)
    except acts.NotNow as gone:
        raise Http404 from gone
    if endorsement.is_shown:
        messages.success(request, _("It is hidden. Only you see it."))
    else:
        messages.success(request, _("Whoever you share the skill with sees it too."))
    return redirect(endorsement.item)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, key: str) -> HttpResponse:
    endorsement = _own(request, key)
    item = endorsement.item
    waits = endorsement.state == EndorsementState.WAITING
    if request.method == "POST":
        acts.remove(endorsement)
        messages.success(request, _("The question is taken back.") if waits else _("It is gone."))
        return redirect(item)
    gone = _("What was said is gone for good. You can ask again.")
    context = {
        "question": _("Take the question back?") if waits else _("Remove this endorsement?"),
        "explanation": _("The link in the letter opens no more.") if waits else gone,
        "answer": _("Take it back") if waits else _("Remove it"),
        "back": item.get_absolute_url(),
        "crumbs": item_crumbs(item, Crumb(_("Endorsement"))),
    }
    return render(request, "common/confirm.html", context)

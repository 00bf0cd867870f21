"""“About you, for fairness only”: the person answers, changes, deletes. Nobody else has a page that shows an answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.opportunities import access
from wayline.opportunities.actions import about_you as acts
from wayline.opportunities.forms.about_you import AboutYouForm
from wayline.opportunities.group_sums import ENOUGH
from wayline.opportunities.models.about_you import LEAST_AGE
from wayline.opportunities.queries import about_you as reads
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def about_you(request: MemberRequest) -> HttpResponse:
    if not access.can_answer_about_you(request.member):
        raise PermissionDenied(_("Clients of a service are asked. Of nobody else anything is counted."))
    answers, has_agreed = reads.own(request.user), reads.has_agreed(request.user)
    too_young = reads.is_too_young(request.user)
    data = request.POST if request.method == "POST" else None
    form = None if too_young else AboutYouForm(data, answers=answers, has_agreed=has_agreed)
    if form is not None and form.is_valid():
        return _kept(request, form)
    context = {
        "form": form,
        "answers": answers,
        "has_agreed": has_agreed,
        "least_age": LEAST_AGE,
        "enough": ENOUGH,
        "crumbs": [Crumb(_("Your data"), reverse("people:your_data")), Crumb(_("About you"))],
    }
    refused = request.method == "POST"
    return render(request, "opportunities/about_you.html", context, status=422 if refused else 200)


def _kept(request: MemberRequest, form: AboutYouForm) -> HttpResponse:
    said = form.answers()
    acts.answer(request.user, **said)
    if any(said.values()):
        messages.success(request, _("Saved. Your answers count from the first day of next month on."))
    else:
        messages.success(request, _("Deleted. Nothing about you is kept for this any more."))
    return redirect("opportunities:about_you")


@require_POST
def delete(request: MemberRequest) -> HttpResponse:
    acts.take_back(request.user)
    messages.success(request, _("Deleted. Nothing about you is kept for this any more."))
    return redirect("opportunities:about_you")

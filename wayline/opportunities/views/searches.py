"""Searches that a person keeps."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.opportunities import asked
from wayline.opportunities.actions import searches as actions
from wayline.opportunities.forms.search import SaveForm
from wayline.opportunities.models import SavedSearch
from wayline.people.http import MemberRequest

MOST = 50


def _crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Jobs and places"), reverse("opportunities:search")), *more]


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    kept = list(SavedSearch.objects.visible_to(request.member))
    context = {"kept": kept, "crumbs": _crumbs(Crumb(_("Saved searches")))}
    return render(request, "opportunities/searches/index.html", context)


@require_http_methods(["GET", "POST"])
def save(request: MemberRequest) -> HttpResponse:
    said = asked.read(dict(request.GET.lists())).without("since")
    form = SaveForm(request.POST or None, initial={"name": said.words, "alerts": True})
    if request.method == "POST" and form.is_valid():
        if SavedSearch.objects.visible_to(request.member).count() >= MOST:
            messages.error(request, _("You keep as many searches as there may be. Delete one first."))
            return redirect("opportunities:searches")
        actions.save(request.user, query=asked.query_of(said)[:1000], **form.cleaned_data)
        messages.success(request, _("The search is saved."))
        return redirect("opportunities:searches")
    context = {"form": form, "crumbs": _crumbs(Crumb(_("Save this search")))}
    return render(request, "opportunities/searches/save.html", context, status=422 if form.errors else 200)


@require_POST
def alerts(request: MemberRequest, pk: int) -> HttpResponse:
    kept = get_object_or_404(SavedSearch.objects.visible_to(request.member), pk=pk)
    actions.set_alerts(kept, alerts=not kept.alerts)
    messages.success(
        request, _("You are told of new ones.") if kept.alerts else _("You are no longer told of new ones.")
    )
    return redirect("opportunities:searches")


@require_POST
def forget(request: MemberRequest, pk: int) -> HttpResponse:
    actions.forget(get_object_or_404(SavedSearch.objects.visible_to(request.member), pk=pk))
    messages.success(request, _("The saved search is deleted."))
    return redirect("opportunities:searches")

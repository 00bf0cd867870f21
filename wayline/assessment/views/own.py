"""What a person finds out for oneself: the instruments on offer, taking one, and the own results over time."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.assessment.actions import answering
from wayline.assessment.definitions import toml
from wayline.assessment.enums import Use
from wayline.assessment.models import Draft, Instrument, OwnResult
from wayline.assessment.own_page import overview, result_page
from wayline.assessment.views.door import Door, best_language, interface_language, serve_page
from wayline.assessment.walk import Walk
from wayline.common.parts import Crumb
from wayline.people.http import MemberRequest


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    return render(request, "assessment/own/index.html", {"cards": overview(request.member)})


@require_POST
def start(request: MemberRequest, pk: int) -> HttpResponse:
    instrument = get_object_or_404(Instrument.objects.visible_to(request.member), pk=pk, use=Use.SELF)
    version = instrument.latest
    if version is None:
        messages.error(request, _("This instrument is not published yet."))
        return redirect(instrument)
    definition = toml.read(version.definition)
    language = best_language(definition, request.POST.get("language"))
    draft = answering.begin_own(version, user=request.user, language=language)
    return redirect("assessment:own_page", pk=draft.pk, number=1)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    return serve_page(request, _door(request, pk), number)


@require_http_methods(["GET", "POST"])
def check(request: MemberRequest, pk: int) -> HttpResponse:
    door = _door(request, pk)
    walk = Walk.of(door.draft)
    if walk.unanswered:
        return redirect(door.page(walk.unanswered))
    if request.method == "POST":
        if "drop" in request.POST:
            answering.drop(door.draft)
            messages.success(request, _("Nothing of it was kept."))
            return redirect("assessment:own")
        return redirect(answering.keep_own(door.draft))
    with translation.override(interface_language(door.draft.language)):
        context = {"door": door, "walk": walk, "asks_word": False, "wave": None, "survey": None, "form": None}
        context |= {"language": door.draft.language, "back_url": door.page(walk.open[-1])}
        return render(request, "assessment/answer/check.html", context)


@require_GET
def result(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_results(request), pk=pk)
    page = result_page(found)
    return render(request, "assessment/own/result.html", {"page": page, "result": found, "crumbs": _crumbs(found)})


@require_http_methods(["GET", "POST"])
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_results(request), pk=pk)
    if request.method == "POST":
        answering.throw_away(found)
        messages.success(request, _("The result is gone. Nobody keeps a copy."))
        return redirect("assessment:own")
    return render(request, "assessment/own/delete.html", {"result": found, "crumbs": _crumbs(found)})


def _results(request: MemberRequest) -> QuerySet[OwnResult]:
    return OwnResult.objects.visible_to(request.member).select_related("version__instrument")


def _crumbs(found: OwnResult) -> list[Crumb]:
    return [Crumb(_("Find out about yourself"), reverse("assessment:own")), Crumb(str(found.version.instrument))]


def _door(request: MemberRequest, pk: int) -> Door:
    drafts = Draft.objects.filter(user=request.user, wave=None).select_related("version__instrument", "wave")
    return Door(get_object_or_404(drafts, pk=pk), "own_page", "own_check", (pk,), reverse("assessment:own"))

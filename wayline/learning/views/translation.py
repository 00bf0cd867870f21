"""Adapting a programme of others, and translating it step by step beside the original."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wayline.common.parts import Crumb
from wayline.learning import access
from wayline.learning.actions import translation as actions
from wayline.learning.actions.programmes import EditConflict
from wayline.learning.drafts import (
    ComparedPart,
    compare,
    draft_weeks,
    newest_version,
    original_version,
    translation_counts,
    translation_state,
)
from wayline.learning.forms.authoring import AdaptForm
from wayline.learning.kinds import kind_of
from wayline.learning.models import Programme, StepVersion
from wayline.learning.views.desk import programme_crumbs, step_crumbs, written_programme, written_step
from wayline.learning.views.steps import Desk, preview_context, tell_saved
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def adapt(request: MemberRequest, slug: str) -> HttpResponse:
    visible = Programme.objects.visible_to(request.member).select_related("organisation")
    original = get_object_or_404(visible, slug=slug)
    if not access.can_create_programme(request.member):
        raise PermissionDenied(_("Facilitators and administrators adapt programmes."))
    form = AdaptForm(request.POST or None, original=original)
    if request.method == "POST" and form.is_valid():
        copy = actions.adapt_programme(original, by=request.member, **form.cleaned_data)
        if copy.language != original.language:
            messages.success(request, _("The copy is yours. Translate it step by step."))
            return redirect("learning:translation", slug=copy.slug)
        messages.success(request, _("The copy is yours, as a draft."))
        return redirect("learning:programme_edit", slug=copy.slug)
    crumbs = [Crumb(original.title, original.get_absolute_url()), Crumb(_("Adapt"))]
    context = {"form": form, "original": original, "crumbs": crumbs}
    return render(request, "learning/authoring/adapt.html", context, status=422 if form.errors else 200)


@require_GET
def overview(request: MemberRequest, slug: str) -> HttpResponse:
    programme = written_programme(request, slug)
    weeks = draft_weeks(programme)
    if not any(line.translation for week in weeks for line in week.steps):
        raise Http404
    counts = translation_counts(weeks)
    context = {
        "programme": programme,
        "weeks": weeks,
        "counts": counts,
        "current": counts[-1][1],
        "total": sum(number for _state, number in counts),
        "crumbs": programme_crumbs(programme, Crumb(_("Translation"))),
    }
    return render(request, "learning/authoring/translation.html", context)


@require_http_methods(["GET", "POST"])
def translate(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    original = original_version(step)
    if original is None:
        raise Http404
    act = request.POST.get("act", "save")
    desk = Desk.open(request, step, act=act)
    if request.method == "POST" and act == "save":
        if not desk.is_valid():
            return _show(request, desk, original, status=422)
        return _save(request, desk, original)
    return _show(request, desk, original)


def _save(request: MemberRequest, desk: Desk, original: StepVersion) -> HttpResponse:
    mine, step = desk.unsaved(), desk.step
    addresses = desk.keep_uploads(request)
    # The translator translated what was on the page, which may not be the newest original any more.
    seen = step.translated_from.versions.filter(pk=_seen(request)).first() if step.translated_from else None
    try:
        with transaction.atomic():
            saved = actions.save_translation(
                step,
                by=request.member,
                outline=desk.outline(addresses),
                original=seen or original,
                base=desk.form.cleaned_data["base"],
                complete="complete" in request.POST,
                note=desk.form.cleaned_data["note"],
            )
    except EditConflict as conflict:
        desk.reopened(request, conflict.newest, addresses)
        return _show(request, desk, original, conflict=compare(conflict.newest, mine), status=409)
    tell_saved(request, desk, saved, published=False)
    return redirect("learning:translation", slug=step.programme.slug)


def _seen(request: MemberRequest) -> int:
    text = request.POST.get("original", "")
    return int(text) if text.isdecimal() else 0


def _show(
    request: MemberRequest,
    desk: Desk,
    original: StepVersion,
    *,
    conflict: list[ComparedPart] | None = None,
    status: int = 200,
) -> HttpResponse:
    step = desk.step
    translated = step.translated_version
    context = {
        "step": step,
        "programme": step.programme,
        "kind": kind_of(step.kind),
        "version": newest_version(step),
        "form": desk.form,
        "quiz": desk.quiz,
        "problems": desk.problems() if conflict is None else [],
        "conflict": conflict,
        "original": original,
        "original_programme": step.translated_from.programme if step.translated_from else None,
        "shown": preview_context(step.translated_from, original) if step.translated_from else {},
        "changes": compare(translated, original) if translated and translated.pk != original.pk else [],
        "state": translation_state(step),
        "complete": request.method == "GET" or "complete" in request.POST,
        "crumbs": step_crumbs(step, desk.version.title, Crumb(_("Translate"))),
    }
    return render(request, "learning/authoring/translate.html", context, status=status)

"""The history of a step: its versions, what changed between two, and going back to one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.learning.actions import programmes as actions
from wayline.learning.drafts import compare, newest_version
from wayline.learning.models import Step, StepVersion
from wayline.learning.views.desk import step_crumbs, written_step
from wayline.people.http import MemberRequest


@require_GET
def history(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    newest = newest_version(step)
    versions = step.versions.select_related("author").defer("body", "content")
    context = {
        "step": step,
        "programme": step.programme,
        "newest": newest,
        "page": page_of(request, versions),
        "crumbs": step_crumbs(step, newest.title, Crumb(_("History"))),
    }
    return render(request, "learning/authoring/history.html", context)


@require_GET
def compare_versions(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """`?old=2&new=5`, by number; the older one first, whichever way they were chosen."""
    step = written_step(request, slug, pk)
    newest = newest_version(step)
    one, other = (_chosen(request, name, newest.number) for name in ("old", "new"))
    old, new = (_version(step, number) for number in sorted((one, other)))
    context = {
        "step": step,
        "programme": step.programme,
        "old": old,
        "new": new,
        "newest": newest,
        "parts": compare(old, new),
        "crumbs": step_crumbs(step, newest.title, Crumb(_("What changed"))),
    }
    return render(request, "learning/authoring/compare.html", context)


@require_POST
def restore(request: MemberRequest, slug: str, pk: int, number: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    restored = actions.restore_version(_version(step, number), by=request.member)
    text = _("Version %(old)d is the newest again, as version %(new)d. Publish it when learners should read it.")
    messages.success(request, text % {"old": number, "new": restored.number})
    return redirect("learning:step_history", slug=slug, pk=pk)


def _chosen(request: MemberRequest, name: str, newest: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() else newest


def _version(step: Step, number: int) -> StepVersion:
    versions = step.versions.select_related("author", "step__programme")
    version: StepVersion = get_object_or_404(versions, number=number)
    return version

"""Remarks of colleagues beside a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.learning.actions import remarks as actions
from wayline.learning.drafts import newest_version
from wayline.learning.forms.authoring import RemarkForm
from wayline.learning.models import Remark, Step
from wayline.learning.views.desk import step_crumbs, written_step
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def add(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    version = newest_version(step)
    form = RemarkForm(request.POST or None, prefix="remark")
    if request.method == "POST" and form.is_valid():
        remark = actions.add_remark(version, by=request.member, **form.cleaned_data)
        messages.success(request, _("Your remark stands beside the draft. Its authors were told."))
        return _beside(step, remark)
    context = {
        "form": form,
        "step": step,
        "programme": step.programme,
        "version": version,
        "crumbs": step_crumbs(step, version.title, Crumb(_("Remark"))),
    }
    return render(request, "learning/authoring/remark.html", context, status=422 if form.errors else 200)


@require_POST
def resolve(request: MemberRequest, slug: str, pk: int, remark: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    found = get_object_or_404(Remark, version__step=step, pk=remark)
    if "reopen" in request.POST:
        actions.reopen_remark(found, by=request.member)
    else:
        actions.resolve_remark(found, by=request.member)
    return _beside(step, found)


def _beside(step: Step, remark: Remark) -> HttpResponse:
    address = reverse("learning:step_edit", args=[step.programme.slug, step.pk])
    return HttpResponseRedirect(f"{address}#remark-{remark.pk}")

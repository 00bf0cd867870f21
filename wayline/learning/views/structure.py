"""Adding, renaming, moving, withdrawing and deleting weeks and steps. Every act is a button that posts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wayline.common.parts import Crumb
from wayline.learning.actions import programmes, structure
from wayline.learning.drafts import newest_version
from wayline.learning.forms.authoring import NewStepForm, WeekForm
from wayline.learning.models import Step
from wayline.learning.views.desk import programme_crumbs, step_crumbs, written_programme, written_step, written_week
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def add_week(request: MemberRequest, slug: str) -> HttpResponse:
    programme = written_programme(request, slug)
    form = WeekForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        week = structure.add_week(programme, by=request.member, **form.cleaned_data)
        messages.success(request, _("The week is there."))
        return _home(slug, week.pk)
    context = {"form": form, "programme": programme, "crumbs": programme_crumbs(programme, Crumb(_("New week")))}
    return render(request, "learning/authoring/week.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit_week(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    week = written_week(request, slug, pk)
    form = WeekForm(request.POST or None, instance=week)
    if request.method == "POST" and form.is_valid():
        structure.change_week(week, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return _home(slug, pk)
    context = {
        "form": form,
        "programme": week.programme,
        "week": week,
        "crumbs": programme_crumbs(week.programme, Crumb(_("Week %(number)d") % {"number": week.position})),
    }
    return render(request, "learning/authoring/week.html", context, status=422 if form.errors else 200)


@require_POST
def move_week(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    week = written_week(request, slug, pk)
    if not structure.move_week(week, by=request.member, down=request.POST.get("to") == "down"):
        messages.info(request, _("The week is at the end already."))
    return _home(slug, pk)


@require_http_methods(["GET", "POST"])
def delete_week(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    week = written_week(request, slug, pk)
    if request.method == "POST":
        try:
            structure.delete_week(week, by=request.member)
        except structure.NotEmpty:
            messages.error(request, _("Move or delete the steps of this week first."))
            return _home(slug, pk)
        messages.success(request, _("The week is gone."))
        return _home(slug)
    context = {
        "question": _("Delete the week “%(title)s”?") % {"title": week.title},
        "explanation": _("Only a week without steps can be deleted."),
        "answer": _("Delete the week"),
        "back": reverse("learning:programme_edit", args=[slug]),
        "crumbs": programme_crumbs(week.programme, Crumb(week.title)),
    }
    return render(request, "common/confirm.html", context)


@require_http_methods(["GET", "POST"])
def add_step(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    week = written_week(request, slug, pk)
    form = NewStepForm(request.POST or None, initial={"kind": "article"})
    if request.method == "POST" and form.is_valid():
        step = structure.add_step(week, by=request.member, **form.cleaned_data)
        return redirect("learning:step_edit", slug=slug, pk=step.pk)
    context = {"form": form, "week": week, "crumbs": programme_crumbs(week.programme, Crumb(_("New step")))}
    return render(request, "learning/authoring/add_step.html", context, status=422 if form.errors else 200)


@require_POST
def move_step(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    if not structure.move_step(step, by=request.member, down=request.POST.get("to") == "down"):
        messages.info(request, _("The step is at the end already."))
    return _home(slug, step.week_id, pk)


@require_POST
def publish_step(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    if programmes.publish_step(step, by=request.member):
        messages.success(request, _("Learners read this version now."))
    else:
        messages.info(request, _("Learners read the newest version already."))
    return _home(slug, step.week_id, pk)


@require_POST
def withdraw_step(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    structure.withdraw_step(step, by=request.member)
    messages.success(request, _("Learners do not see the step any more. You can bring it back."))
    return _home(slug, step.week_id, pk)


@require_POST
def bring_back_step(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    structure.bring_back_step(step, by=request.member)
    messages.success(request, _("The step is back."))
    return _home(slug, step.week_id, pk)


@require_http_methods(["GET", "POST"])
def delete_step(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    step = written_step(request, slug, pk)
    if request.method == "POST":
        return _delete(request, step)
    title = newest_version(step).title
    context = {
        "question": _("Delete the step “%(title)s”?") % {"title": title},
        "explanation": _("Its versions and the remarks on them go with it. This cannot be undone."),
        "answer": _("Delete the step"),
        "back": reverse("learning:step_edit", args=[slug, pk]),
        "crumbs": step_crumbs(step, title, Crumb(_("Delete"))),
    }
    return render(request, "common/confirm.html", context)


def _delete(request: MemberRequest, step: Step) -> HttpResponse:
    slug = step.programme.slug
    try:
        structure.delete_step(step, by=request.member)
    except structure.WasPublished:
        messages.error(request, _("Learners may have worked on this step. Withdraw it instead."))
        return _home(slug, step.week_id, step.pk)
    messages.success(request, _("The step is gone."))
    return _home(slug)


def _home(slug: str, week: int | None = None, step: int | None = None) -> HttpResponse:
    """Back to the place where the person was: a large programme shows one week at a time, a large week a part of it."""
    address = reverse("learning:programme_edit", args=[slug])
    if week is None:
        return HttpResponseRedirect(address)
    if step is None:
        return HttpResponseRedirect(f"{address}?week={week}#week-{week}")
    return HttpResponseRedirect(f"{address}?week={week}&step={step}#step-{step}")

"""The pages of a learner: find a programme, join a run, take its steps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.downloads import media
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.discussion.queries import stream_context
from wayline.learning import access
from wayline.learning.actions import runs as run_actions
from wayline.learning.actions import study
from wayline.learning.calendar import run_calendar
from wayline.learning.enums import EnrolmentState, RunState
from wayline.learning.kinds import kind_of
from wayline.learning.models import Asset, Enrolment, Programme, Run, Step
from wayline.learning.queries import catalogue_page, my_runs, outline_of_programme, plan_of, run_for, thread_beside
from wayline.learning.step_page import StepPage, body_html, step_page
from wayline.people.http import MemberRequest
from wayline.people.models import Membership


@login_not_required
@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    words, language = request.GET.get("q", "").strip(), request.GET.get("language", "")
    found = catalogue_page(words=words, language=language)
    page = page_of(request, found, per_page=12)
    languages = Programme.objects.public().order_by("language").values_list("language", flat=True).distinct()
    context = {"page": page, "words": words, "language": language, "languages": list(languages)}
    return render(request, "learning/catalogue.html", context)


@login_not_required
@require_GET
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """What the programme is about and the runs one may join. Public, so that people can decide before signing up."""
    viewer: Membership | None = getattr(request, "member", None)
    seen = Programme.objects.visible_to(viewer) if viewer else Programme.objects.public()
    found = get_object_or_404(seen.select_related("organisation", "adapted_from"), slug=slug)
    runs = Run.objects.visible_to(viewer) if viewer else Run.objects.public()
    weeks = outline_of_programme(found)
    offered = runs.filter(programme=found, origin="").exclude(state=RunState.CLOSED).select_related("organisation")
    context = {
        "programme": found,
        "description": body_html(found.description, found, top=2),
        "weeks": weeks,
        "minutes": sum(week.minutes for week in weeks),
        "runs": list(offered),
        "can_author": viewer is not None and access.can_author(viewer, found),
        "can_create_run": viewer is not None and access.can_create_run(viewer),
        "crumbs": [Crumb(_("Programmes"), reverse("learning:catalogue")), Crumb(found.title)],
    }
    return render(request, "learning/programme.html", context)


@require_GET
def asset(request: MemberRequest, slug: str, name: str) -> HttpResponseBase:
    """A file of a programme. Only what a browser shows safely is shown inline; the rest is downloaded."""
    found = get_object_or_404(Programme.objects.visible_to(request.member), slug=slug)
    file = get_object_or_404(Asset, programme=found, name=name)
    return media(request, file.file.open("rb"), file.name, file.media_type)


@require_GET
def my_learning(request: MemberRequest) -> HttpResponse:
    return render(request, "learning/my_learning.html", {"rows": my_runs(request.member)})


@require_GET
def run(request: MemberRequest, pk: int) -> HttpResponse:
    found, enrolment = _own_run(request, pk)
    plan = plan_of(found, enrolment)
    context = {
        "run": found,
        "enrolment": enrolment,
        "plan": plan,
        "next_step": plan.next_step(),
        "events": list(found.events.select_related("step__published")),
        "can_join": access.can_join(request.member, found),
        "can_facilitate": access.can_facilitate(request.member, found),
        "can_see_participation": access.can_see_participation(request.member, found),
        "can_study": access.can_study(request.member, found, enrolment),
        "taking_part": found.enrolments.taking_part().count(),
        "crumbs": [Crumb(found.programme.title, found.programme.get_absolute_url()), Crumb(found.title)],
    }
    return render(request, "learning/run.html", context)


@require_POST
def join(request: MemberRequest, pk: int) -> HttpResponse:
    found, _enrolment = _own_run(request, pk)
    if not access.can_join(request.member, found):
        raise PermissionDenied(_("This run cannot be joined."))
    try:
        enrolment = run_actions.join(found, by=request.member, wait="wait" in request.POST)
    except run_actions.RunFull:
        messages.warning(request, _("All places are taken. You can go on the waiting list."))
        return redirect(found)
    if enrolment.state == EnrolmentState.WAITING:
        messages.success(request, _("You are on the waiting list. We tell you as soon as a place is free."))
    else:
        messages.success(request, _("You take part now. Start with the first step."))
    return redirect(found)


@require_http_methods(["GET", "POST"])
def leave(request: MemberRequest, pk: int) -> HttpResponse:
    found, _enrolment = _own_run(request, pk)
    enrolment = get_object_or_404(found.enrolments.exclude(state=EnrolmentState.LEFT), user=request.user)
    if request.method == "POST":
        run_actions.leave(enrolment, by=request.member)
        messages.success(request, _("You have left. Your progress is kept in case you come back."))
        return redirect("learning:my_learning")
    return render(request, "learning/leave.html", {"run": found})


@require_GET
def go_on(request: MemberRequest, pk: int) -> HttpResponse:
    """To the place the learner left, or to the next thing to do."""
    found, enrolment = _own_run(request, pk)
    following = plan_of(found, enrolment).next_step()
    if following is None:
        return redirect(found)
    return redirect("learning:step", run=found.pk, pk=following.pk)


@require_GET
def events(request: MemberRequest, pk: int) -> HttpResponse:
    found, _enrolment = _own_run(request, pk)
    rows = list(found.events.select_related("run", "step__published"))
    body = run_calendar(found, rows, base_url=f"{request.scheme}://{request.get_host()}")
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="run-{found.pk}.ics"'},
    )


@require_GET
def step(request: MemberRequest, run: int, pk: int) -> HttpResponse:
    page = open_step(request, run, pk)
    if page.enrolment is not None:
        study.visit(page.enrolment, page.step, seen=page.planned.visited)
    return render(request, "learning/step.html", step_context(request, page))


@require_POST
def complete(request: MemberRequest, run: int, pk: int) -> HttpResponse:
    page = open_step(request, run, pk)
    if page.enrolment is None:
        raise PermissionDenied(_("Join the run to mark steps."))
    if "undo" in request.POST:
        study.reopen(page.enrolment, page.step)
        return redirect("learning:step", run=run, pk=pk)
    study.complete(page.enrolment, page.step)
    if page.after is None:
        messages.success(request, _("That was the last open step."))
        return redirect(page.run)
    return redirect("learning:step", run=run, pk=page.after.pk)


def open_step(request: MemberRequest, run: int, pk: int) -> StepPage:
    """The step as this person may see it: hidden runs and unpublished steps are 404, closed weeks 403."""
    found, enrolment = _own_run(request, run)
    if not access.can_study(request.member, found, enrolment):
        raise PermissionDenied(_("Join the run to read its steps."))
    steps = Step.objects.published().filter(programme=found.programme_id).select_related("published")
    page = step_page(found, get_object_or_404(steps, pk=pk), enrolment)
    if not page.week.is_open and not access.can_facilitate(request.member, found):
        raise PermissionDenied(_("This week is not open yet."))
    return page


def step_context(request: MemberRequest, page: StepPage, **more: object) -> dict[str, object]:
    thread = thread_beside(page.run, page.step)
    return {
        "page": page,
        "run": page.run,
        "kind": kind_of(page.step.kind),
        "content": page.version.content,
        "work": page.work(),
        "can_facilitate": access.can_facilitate(request.member, page.run),
        "crumbs": [
            Crumb(page.run.title, page.run.get_absolute_url()),
            Crumb(f"{page.planned.number} {page.version.title}"),
        ],
        **(stream_context(request, thread) if thread else {"stream": None}),
        **more,
    }


def _own_run(request: MemberRequest, pk: int) -> tuple[Run, Enrolment | None]:
    try:
        return run_for(request.member, pk)
    except Run.DoesNotExist as missing:
        raise Http404 from missing

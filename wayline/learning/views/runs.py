"""The pages of whoever offers a run: settings, dates, invitations, learners, hand-ins."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.learning import access
from wayline.learning.actions import runs as actions
from wayline.learning.actions import study
from wayline.learning.enums import RunState
from wayline.learning.forms.runs import EventForm, InvitationsForm, OpeningForm, RunForm
from wayline.learning.forms.study import FeedbackForm
from wayline.learning.models import HandIn, LiveEvent, Programme, Run, Step, Week, WeekOpening
from wayline.learning.queries import learners_of, plan_of
from wayline.learning.step_page import body_html
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def create(request: MemberRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.member), slug=slug)
    if not access.can_create_run(request.member):
        raise PermissionDenied(_("Facilitators and administrators offer runs."))
    zone = request.user.time_zone
    initial = {"title": programme.title, "starts_on": timezone.localdate(), "time_zone": zone}
    form = RunForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        run = actions.create_run(
            programme, organisation=request.member.organisation, by=request.member, **form.values()
        )
        messages.success(request, _("The run is in preparation. Check the dates, then open it."))
        return redirect("learning:run_dates", pk=run.pk)
    crumbs = [Crumb(programme.title, programme.get_absolute_url()), Crumb(_("New run"))]
    context = {"form": form, "programme": programme, "run": None, "crumbs": crumbs}
    return render(request, "learning/runs/settings.html", context)


@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest, pk: int) -> HttpResponse:
    run = _own_run(request, pk)
    form = RunForm(request.POST or None, instance=run)
    if request.method == "POST" and form.is_valid():
        actions.update_run(_own_run(request, pk), by=request.member, **form.values())
        messages.success(request, _("Saved."))
        return redirect("learning:run_settings", pk=pk)
    context = {"form": form, "programme": run.programme, "run": run, "crumbs": _crumbs(run, _("Settings"))}
    return render(request, "learning/runs/settings.html", context, status=200 if not form.errors else 422)


@require_POST
def state(request: MemberRequest, pk: int) -> HttpResponse:
    run = _own_run(request, pk)
    wanted = request.POST.get("state", "")
    if wanted not in RunState.values:
        raise PermissionDenied(_("This is not a state of a run."))
    actions.set_state(run, state=RunState(wanted), by=request.member)
    told = {
        RunState.OPEN: _("The run is open. People can join."),
        RunState.CLOSED: _("The run is closed. Learners can still read it."),
        RunState.DRAFT: _("The run is in preparation again. Only the team sees it."),
    }
    messages.success(request, told[RunState(wanted)])
    return redirect(run)


@require_http_methods(["GET", "POST"])
def dates(request: MemberRequest, pk: int) -> HttpResponse:
    """When weeks open and live events take place. Each line is a form of its own, so a mistake in one loses nothing."""
    run = _own_run(request, pk)
    part = request.POST.get("part", "")
    weeks = _opening_forms(request, run, part)
    events = _event_forms(request, run, part)
    if request.method == "POST":
        for week, opening in weeks:
            if opening.is_bound and opening.is_valid():
                actions.set_opening(run, week, opens_on=opening.cleaned_data["opens_on"], by=request.member)
                return _saved(request, pk)
        for step, event in events:
            if event.is_bound and event.is_valid():
                return _save_event(request, run, step, event)
    forms: list[Form] = [*(form for _week, form in weeks), *(form for _step, form in events)]
    bound = next((form for form in forms if form.is_bound), None)
    context = {
        "run": run,
        "weeks": weeks,
        "events": events,
        "form": bound or OpeningForm(),
        "crumbs": _crumbs(run, _("Dates")),
        "plan": plan_of(run),
    }
    return render(request, "learning/runs/dates.html", context, status=422 if bound else 200)


def _saved(request: MemberRequest, pk: int) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("learning:run_dates", pk=pk)


def _save_event(request: MemberRequest, run: Run, step: Step, form: EventForm) -> HttpResponse:
    values = form.cleaned_data
    if values["starts_at"] is None:
        LiveEvent.objects.filter(run=run, step=step).delete()
        return _saved(request, run.pk)
    actions.set_event(run, step, by=request.member, **values)
    return _saved(request, run.pk)


def _opening_forms(request: MemberRequest, run: Run, part: str) -> list[tuple[Week, OpeningForm]]:
    fixed: dict[int, date] = dict(WeekOpening.objects.filter(run=run).values_list("week", "opens_on"))
    forms = []
    for week in run.programme.weeks.all():
        prefix = f"week-{week.pk}"
        data = request.POST if part == prefix else None
        opens_on = fixed.get(week.pk) or run.opening_by_pace(week.position)
        form = OpeningForm(data, prefix=prefix, initial={"opens_on": opens_on})
        forms.append((week, form))
    return forms


def _event_forms(request: MemberRequest, run: Run, part: str) -> list[tuple[Step, EventForm]]:
    known = {event.step_id: event for event in run.events.all()}
    forms = []
    steps = Step.objects.published().filter(programme=run.programme_id, kind="event").select_related("published")
    for step in steps:
        prefix = f"event-{step.pk}"
        content = step.published.content if step.published else {}
        initial = {
            "minutes": (step.published.minutes if step.published else 0) or 60,
            **{name: content.get(name, "") for name in ("place", "dial_in", "link")},
        }
        data = request.POST if part == prefix else None
        form = EventForm(data, prefix=prefix, zone=run.zone, event=known.get(step.pk), initial=initial)
        forms.append((step, form))
    return forms


@require_http_methods(["GET", "POST"])
def invitations(request: MemberRequest, pk: int) -> HttpResponse:
    run = _own_run(request, pk)
    if "withdraw" in request.POST:
        invitation = get_object_or_404(run.invitations, pk=request.POST["withdraw"])
        actions.withdraw_invitation(invitation, by=request.member)
        messages.success(request, _("The invitation is withdrawn."))
        return redirect("learning:run_invitations", pk=pk)
    form = InvitationsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.invite(run, emails=form.cleaned_data["emails"], by=request.member)
        messages.success(request, _("%(count)s people invited.") % {"count": len(made)})
        return redirect("learning:run_invitations", pk=pk)
    page = page_of(request, run.invitations.all(), per_page=50)
    context = {"run": run, "form": form, "page": page, "crumbs": _crumbs(run, _("Invitations"))}
    return render(request, "learning/runs/invitations.html", context, status=422 if form.errors else 200)


@require_GET
def learners(request: MemberRequest, pk: int) -> HttpResponse:
    run = _own_run(request, pk)
    words, sort = request.GET.get("q", "").strip(), request.GET.get("sort", "name")
    page = page_of(request, learners_of(run, words=words, sort=sort), per_page=50)
    context = {"run": run, "page": page, "words": words, "sort": sort, "crumbs": _crumbs(run, _("Learners"))}
    return render(request, "learning/runs/learners.html", context)


@require_GET
def hand_ins(request: MemberRequest, pk: int) -> HttpResponse:
    run = _own_run(request, pk)
    found = HandIn.objects.visible_to(request.member).filter(enrolment__run=run)
    only_waiting = request.GET.get("show", "waiting") == "waiting"
    if only_waiting:
        found = found.filter(feedback_at=None)
    rows = found.select_related("enrolment__user", "step__published").order_by("at")
    context = {
        "run": run,
        "page": page_of(request, rows, per_page=30),
        "only_waiting": only_waiting,
        "crumbs": _crumbs(run, _("Hand-ins")),
    }
    return render(request, "learning/runs/hand_ins.html", context)


@require_http_methods(["GET", "POST"])
def feedback(request: MemberRequest, pk: int) -> HttpResponse:
    seen = HandIn.objects.visible_to(request.member)
    found = get_object_or_404(
        seen.select_related("enrolment__run__programme", "enrolment__user", "step__published"), pk=pk
    )
    run = found.enrolment.run
    if not access.can_facilitate(request.member, run):
        raise PermissionDenied(_("Facilitators of the run give feedback."))
    form = FeedbackForm(request.POST or None, initial={"text": found.feedback})
    if request.method == "POST" and form.is_valid():
        url = reverse("learning:step", args=[run.pk, found.step_id])
        study.give_feedback(found, by=request.member, text=form.cleaned_data["text"], url=url)
        messages.success(request, _("Your feedback is sent."))
        waiting = HandIn.objects.visible_to(request.member).filter(enrolment__run=run, feedback_at=None)
        following = waiting.order_by("at").first()
        if following is None:
            return redirect("learning:run_hand_ins", pk=run.pk)
        return redirect("learning:hand_in_read", pk=following.pk)
    step_url = reverse("learning:run_hand_ins", args=[run.pk])
    context = {
        "hand_in": found,
        "run": run,
        "form": form,
        "instructions": body_html(found.step.published.body if found.step.published else "", run.programme),
        "crumbs": [Crumb(run.title, run.get_absolute_url()), Crumb(_("Hand-ins"), step_url), Crumb(_("Feedback"))],
    }
    return render(request, "learning/runs/feedback.html", context)


def _own_run(request: MemberRequest, pk: int) -> Run:
    """A run that the person may see and facilitates."""
    runs = Run.objects.visible_to(request.member).select_related("programme", "organisation", "space")
    run = get_object_or_404(runs, pk=pk)
    if not access.can_facilitate(request.member, run):
        raise PermissionDenied(_("Facilitators of the run see this page."))
    return run


def _crumbs(run: Run, here: str) -> list[Crumb]:
    return [Crumb(run.title, run.get_absolute_url()), Crumb(here)]

"""How a run is taken part in: sums for the team and managers, learner by learner for facilitators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wayline.common.csvfile import csv_response
from wayline.common.parts import Crumb, Tab
from wayline.learning import access
from wayline.learning.actions.participation import keep_count
from wayline.learning.learner_signals import RULES, all_learners, learner_page, learners_page
from wayline.learning.models import Enrolment, Run
from wayline.learning.participation import summary_of
from wayline.learning.participation_page import participation_page, tables
from wayline.people.actions import record_view
from wayline.people.http import MemberRequest


@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    run = _measured_run(request, pk)
    exact = access.can_facilitate(request.member, run)
    page = participation_page(run, summary_of(run), exact=exact, steps_page=request.GET.get("steps", "1"))
    context = {"run": run, "page": page, "tabs": _tabs(run, exact, "sums"), "crumbs": _crumbs(run)}
    return render(request, "learning/participation/show.html", context)


@require_GET
def table_csv(request: MemberRequest, pk: int, key: str) -> HttpResponseBase:
    """One table of the page; for who does not facilitate the run, with the same figures hidden."""
    run = _measured_run(request, pk)
    found = tables(run, summary_of(run), exact=access.can_facilitate(request.member, run)).get(key)
    if found is None:
        raise Http404
    return csv_response(_file_name(run, key), [column.label for column in found.columns], found.for_csv)


@require_POST
def count_again(request: MemberRequest, pk: int) -> HttpResponse:
    keep_count(_measured_run(request, pk))
    messages.success(request, _("Counted again."))
    return redirect("learning:participation", pk=pk)


@require_GET
def learners(request: MemberRequest, pk: int) -> HttpResponse:
    run = _guided_run(request, pk)
    asked = {"rule": request.GET.get("signal", ""), "number": request.GET.get("page", "1")}
    shown = learners_page(run, words=request.GET.get("q", "").strip(), **asked)
    context = {
        "run": run,
        "shown": shown,
        "page": shown.page,
        "tabs": _tabs(run, True, "learners"),
        "crumbs": _crumbs(run),
    }
    return render(request, "learning/participation/learners.html", context)


@require_GET
def learners_csv(request: MemberRequest, pk: int) -> HttpResponseBase:
    run = _guided_run(request, pk)
    header = [_("Learner"), _("Joined"), _("Last act"), _("Steps completed"), _("Comments")]
    header += [str(label) for label in RULES.values()]
    rows = (
        [
            row.name,
            row.figures.joined_at.isoformat(timespec="minutes"),
            row.figures.last_at.isoformat(timespec="minutes") if row.figures.last_at else "",
            row.figures.completed,
            row.figures.comments,
            *(row.reasons.get(rule, "") for rule in RULES),
        ]
        for row in all_learners(run)
    )
    return csv_response(_file_name(run, "learners"), header, rows)


@require_GET
def learner(request: MemberRequest, run: int, pk: int) -> HttpResponse:
    """What one person did in the run. That somebody looked is on record, for the person to see."""
    found = _guided_run(request, run)
    enrolments = Enrolment.objects.visible_to(request.member).filter(run=found).select_related("user")
    enrolment = get_object_or_404(enrolments, pk=pk)
    if enrolment.user is not None:
        record_view(request.member, "viewed participation", enrolment, about=enrolment.user)
    page = learner_page(found, enrolment, request.member)
    back = Crumb(_("Participation: learners"), reverse("learning:participation_learners", args=[found.pk]))
    crumbs = [Crumb(found.title, found.get_absolute_url()), back, Crumb(page.name)]
    return render(request, "learning/participation/learner.html", {"run": found, "page": page, "crumbs": crumbs})


def _measured_run(request: MemberRequest, pk: int) -> Run:
    """A run that the person may see, and whose sums."""
    run = _visible_run(request, pk)
    if not access.can_see_participation(request.member, run):
        raise PermissionDenied(_("The team and the managers of the organisation see this page."))
    return run


def _guided_run(request: MemberRequest, pk: int) -> Run:
    run = _visible_run(request, pk)
    if not access.can_facilitate(request.member, run):
        raise PermissionDenied(_("Facilitators of the run see this page."))
    return run


def _visible_run(request: MemberRequest, pk: int) -> Run:
    runs = Run.objects.visible_to(request.member).select_related("programme", "space")
    return get_object_or_404(runs, pk=pk)


def _tabs(run: Run, facilitates: bool, here: str) -> list[Tab]:
    if not facilitates:
        return []
    return [
        Tab(_("Sums"), reverse("learning:participation", args=[run.pk]), here == "sums"),
        Tab(_("Learners"), reverse("learning:participation_learners", args=[run.pk]), here == "learners"),
    ]


def _crumbs(run: Run) -> list[Crumb]:
    return [Crumb(run.title, run.get_absolute_url()), Crumb(_("Participation"))]


def _file_name(run: Run, key: str) -> str:
    return f"{slugify(run.title) or run.pk}-{key}.csv"

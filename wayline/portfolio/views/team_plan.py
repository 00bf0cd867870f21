"""The training plan of a team."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.csvfile import csv_response
from wayline.common.downloads import unkept
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.common.pdf import pdf_response
from wayline.people.http import MemberRequest
from wayline.portfolio import team_showing, team_sources
from wayline.portfolio.actions import team as acts
from wayline.portfolio.enums import TrainingState
from wayline.portfolio.forms.team import TrainingForm
from wayline.portfolio.models import TeamChoice, TeamNeed, TeamTraining
from wayline.portfolio.queries import team as reads
from wayline.portfolio.views.team import lead, own_need, team_crumbs, title_of


@require_safe
def plan(request: MemberRequest) -> HttpResponse:
    lead(request)
    context = {
        "page": page_of(request, reads.plan(request.member), per_page=50),
        "today": timezone.localdate(),
        "crumbs": team_crumbs(Crumb(_("Training plan"))),
    }
    return unkept(render(request, "portfolio/team/plan.html", context))


@require_safe
def plan_csv(request: MemberRequest) -> HttpResponseBase:
    lead(request)
    rows = [team_showing.plan_line(one) for one in reads.plan(request.member)]
    return unkept(csv_response("training-plan.csv", team_showing.plan_header(), rows))


@require_safe
def plan_pdf(request: MemberRequest) -> HttpResponseBase:
    lead(request)
    title = _("Training plan")
    context = {
        "title": title,
        "organisation": request.member.organisation,
        "day": timezone.localdate(),
        "lines": reads.plan(request.member),
    }
    return unkept(pdf_response("portfolio/team/plan_pdf.html", context, title=title, filename="training-plan.pdf"))


@require_http_methods(["GET", "HEAD", "POST"])
def training_new(request: MemberRequest, key: str) -> HttpResponse:
    need = own_need(request, key)
    form = _form(request, initial={"state": TrainingState.PLANNED})
    if request.method == "POST" and form.is_valid():
        acts.plan_training(need, by=request.member, person=form.person_chosen, **form.columns)
        messages.success(request, _("It is in the plan."))
        return redirect("portfolio:team_plan")
    return _page(request, form, need)


def _form(request: MemberRequest, **more: object) -> TrainingForm:
    named = TeamChoice.objects.named_to(request.member).select_related("user").order_by("user__name", "pk")
    data = request.POST if request.method == "POST" else None
    return TrainingForm(team_sources.programmes(request.member), list(named), data, **more)


def _page(
    request: MemberRequest, form: TrainingForm, need: TeamNeed, training: TeamTraining | None = None
) -> HttpResponse:
    plan = Crumb(_("Training plan"), reverse("portfolio:team_plan"))
    context = {
        "form": form,
        "need": need,
        "title": title_of(need),
        "training": training,
        "crumbs": team_crumbs(plan, Crumb(training.title if training else _("Plan training"))),
    }
    return unkept(render(request, "portfolio/team/training.html", context, status=422 if form.errors else 200))


def _own(request: MemberRequest, key: str) -> TeamTraining:
    lead(request)
    rows = TeamTraining.objects.visible_to(request.member).filter(key=key)
    found = rows.select_related("need__organisation").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def training(request: MemberRequest, key: str) -> HttpResponse:
    found = _own(request, key)
    form = _form(request, initial=_initial(request, found))
    if request.method == "POST" and form.is_valid():
        acts.change_training(found, by=request.member, person=form.person_chosen, **form.columns)
        messages.success(request, _("Saved."))
        return redirect("portfolio:team_plan")
    return _page(request, form, found.need, found)


def _initial(request: MemberRequest, found: TeamTraining) -> dict[str, object]:
    """A programme that is no longer on offer stands there as free words."""
    is_programme = any(one.url == found.url for one in team_sources.programmes(request.member))
    named = TeamChoice.objects.named_to(request.member).filter(user=found.person_id).first()
    url = "" if found.url.startswith("/") else found.url
    what = {"programme": found.url} if is_programme else {"title": found.title, "url": url}
    return {**what, "person": named.key if named else "", "until": found.until, "state": found.state}


@require_POST
def training_remove(request: MemberRequest, key: str) -> HttpResponse:
    found = _own(request, key)
    acts.remove_training(found, by=request.member)
    messages.success(request, _("Taken out of the plan: %(title)s.") % {"title": found.title})
    return redirect("portfolio:team_plan")

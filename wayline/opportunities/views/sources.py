"""Vacancies from elsewhere: sources, what each reading brought, and what a file would change."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.opportunities import access
from wayline.opportunities.actions import imports as actions
from wayline.opportunities.forms.sources import SendForm, SourceForm
from wayline.opportunities.models import ImportRun, Source
from wayline.opportunities.queries import texts
from wayline.people.http import MemberRequest
from wayline.people.limits import insist

PULLS_AN_HOUR = 10


def _crumbs(*more: Crumb) -> list[Crumb]:
    here = Crumb(_("Vacancies from elsewhere"), reverse("opportunities:sources"))
    return [Crumb(_("Offers"), reverse("opportunities:offers")), here, *more]


def _insist(request: MemberRequest) -> None:
    if not access.can_import(request.member):
        raise PermissionDenied(_("The staff of the service bring vacancies in."))


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    _insist(request)
    page = page_of(request, Source.objects.visible_to(request.member))
    return render(request, "opportunities/sources/index.html", {"page": page, "crumbs": _crumbs()[:-1]})


@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    _insist(request)
    source = Source(service=request.member.organisation, language=get_language() or "en")
    return _edit(request, source, _crumbs(Crumb(_("New source"))))


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    source = _own(request, pk)
    crumbs = _crumbs(Crumb(source.name, reverse("opportunities:source", args=[pk])), Crumb(_("Change")))
    return _edit(request, source, crumbs)


def _own(request: MemberRequest, pk: int) -> Source:
    return get_object_or_404(Source.objects.visible_to(request.member).select_related("service", "area"), pk=pk)


def _edit(request: MemberRequest, source: Source, crumbs: list[Crumb]) -> HttpResponse:
    form = SourceForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        actions.save_source(source, by=request.member, **form.values())
        messages.success(request, _("Saved."))
        return redirect("opportunities:source", pk=source.pk)
    context = {"form": form, "source": source, "crumbs": crumbs}
    return render(request, "opportunities/sources/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """The source, its readings, and a file to send."""
    source = _own(request, pk)
    form = SendForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = actions.read_file(source, file, by=request.member, file_name=file.name or "")
        return redirect("opportunities:import_run", pk=run.pk)
    context = {
        "source": source,
        "form": form,
        "page": page_of(request, ImportRun.objects.visible_to(request.member).filter(source=source)),
        "texts_waiting": texts.number_waiting(source),
        "texts_failed": texts.number_failed(source),
        "many": texts.MANY,
        "crumbs": _crumbs(Crumb(source.name)),
    }
    return render(request, "opportunities/sources/show.html", context, status=422 if form.errors else 200)


@require_POST
def pull(request: MemberRequest, pk: int) -> HttpResponse:
    source = _own(request, pk)
    if not source.url:
        raise PermissionDenied(_("This source has no address."))
    insist(f"pull:{source.pk}", PULLS_AN_HOUR, 3600)
    actions.pull_source.enqueue(source.pk, request.member.pk)
    messages.success(request, _("It is being read. The report stands here in a moment."))
    return redirect("opportunities:source", pk=pk)


@require_GET
def run(request: MemberRequest, pk: int) -> HttpResponse:
    """What one reading brought."""
    found = get_object_or_404(ImportRun.objects.visible_to(request.member).select_related("source"), pk=pk)
    crumbs = _crumbs(
        Crumb(found.source.name, reverse("opportunities:source", args=[found.source_id])), Crumb(_("Report"))
    )  # fmt: skip
    context = {
        "run": found,
        "refusals": found.report.get("refusals", []),
        "duplicates": found.report.get("duplicates", []),
        "duplicates_in_all": found.report.get("duplicates_in_all", 0),
        "crumbs": crumbs,
    }
    return render(request, "opportunities/sources/run.html", context)

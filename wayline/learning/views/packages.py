"""Sending in a package, watching it being read, and the report of what came of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.learning import access, report_words
from wayline.learning.actions import packages as actions
from wayline.learning.enums import ImportState
from wayline.learning.forms.packages import FutureLearnForm, PackageForm
from wayline.learning.models import PackageImport
from wayline.people.http import MemberRequest
from wayline.people.limits import insist

HOUR = 3600
IMPORTS_AN_HOUR = 20


@require_http_methods(["GET", "POST"])
def send(request: MemberRequest) -> HttpResponse:
    _may_import(request)
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        return _start(request, file, file.name or "package.zip")
    return _show_form(request, "learning/authoring/import.html", form, _("Import a package"))


@require_http_methods(["GET", "POST"])
def send_futurelearn(request: MemberRequest) -> HttpResponse:
    _may_import(request)
    form = FutureLearnForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, name = form.package()
        with file:
            return _start(request, file, name, title=form.cleaned_data["title"])
    return _show_form(request, "learning/authoring/import_futurelearn.html", form, _("Import a FutureLearn run"))


@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """While it is read: how far it is. Afterwards: the report."""
    imports = PackageImport.objects.visible_to(request.member).select_related("programme", "by__user")
    package = get_object_or_404(imports, pk=pk)
    report: dict[str, Any] = package.report or {}
    waiting = package.state in (ImportState.WAITING, ImportState.RUNNING)
    runs = package.programme.runs.exclude(origin="") if package.programme else ()
    context = {
        "package": package,
        "waiting": waiting,
        "taken": [(report_words.counted(what), number) for what, number in report.get("taken", {}).items()],
        "source_format": report.get("source_format", ""),
        "changed": page_of(request, _named(report.get("changed", [])), per_page=100, parameter="changed"),
        "not_taken": page_of(request, _named(report.get("not_taken", [])), per_page=100, parameter="left"),
        "problems": page_of(request, package.problems, per_page=100, parameter="problems"),
        "runs": runs,
        "crumbs": _crumbs(package.file_name),
    }
    part = "import_progress" if _wants_part(request) else "import_show"
    return render(request, f"learning/authoring/{part}.html", context)


@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the kept file of an import that was interrupted once more."""
    _may_import(request)
    package = get_object_or_404(PackageImport.objects.visible_to(request.member), pk=pk)
    if not package.can_be_read_again:
        raise PermissionDenied(_("This file is not kept any more. Send it again."))
    insist(f"import:{request.user.pk}", IMPORTS_AN_HOUR, HOUR)
    actions.read_again(package, by=request.member)
    return redirect("learning:package_import", pk=package.pk)


def _named(found: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{**one, "what": report_words.named(one["what"])} for one in found]


def _wants_part(request: MemberRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _may_import(request: MemberRequest) -> None:
    if not access.can_create_programme(request.member):
        raise PermissionDenied(_("Facilitators and administrators import programmes."))


def _start(request: MemberRequest, file: Any, name: str, *, title: str = "") -> HttpResponse:
    insist(f"import:{request.user.pk}", IMPORTS_AN_HOUR, HOUR)
    package = actions.start_import(
        file, organisation=request.member.organisation, by=request.member, name=name, title=title
    )
    return redirect("learning:package_import", pk=package.pk)


def _show_form(request: MemberRequest, template: str, form: PackageForm | FutureLearnForm, title: str) -> HttpResponse:
    context = {"form": form, "crumbs": _crumbs(title)}
    return render(request, template, context, status=422 if form.errors else 200)


def _crumbs(title: str) -> list[Crumb]:
    return [Crumb(_("Write programmes"), reverse("learning:authoring")), Crumb(title)]

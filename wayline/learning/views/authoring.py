"""The pages of a programme for its authors: the list, the home of one, what it is about, authors, files, publishing."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.downloads import attachment
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.learning import access
from wayline.learning.actions import programmes as actions
from wayline.learning.drafts import DraftStep, DraftWeek, draft_weeks, search_programmes, translation_counts
from wayline.learning.export import export_package
from wayline.learning.forms.authoring import AuthorForm, FileForm, NewProgrammeForm, ProgrammeForm
from wayline.learning.models import PackageImport, Programme
from wayline.learning.step_page import body_html
from wayline.learning.views.desk import programme_crumbs, written_programme
from wayline.people.http import MemberRequest

FOLDED_FROM = 60
"""Steps. A programme with more is shown to its authors one week at a time, and a week with more in parts of so many."""


@require_GET
def index(request: MemberRequest) -> HttpResponse:
    """The programmes one writes, with search and order."""
    mine = Programme.objects.authored_by(request.member).select_related("organisation")
    may_create = access.can_create_programme(request.member)
    if not may_create and not mine.exists():
        raise PermissionDenied(_("Facilitators and administrators write programmes. Ask one of them to name you."))
    words, order = request.GET.get("q", "").strip(), request.GET.get("order", "title")
    page = page_of(request, search_programmes(mine, words=words, order=order))
    context = {
        "page": page,
        "words": words,
        "order": order,
        "count": ngettext("%(count)d programme", "%(count)d programmes", page.paginator.count)
        % {"count": page.paginator.count},
        "may_create": may_create,
        "imports": PackageImport.objects.visible_to(request.member).select_related("programme")[:5],
    }
    return render(request, "learning/authoring/index.html", context)


@require_http_methods(["GET", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    if not access.can_create_programme(request.member):
        raise PermissionDenied(_("Facilitators and administrators write programmes."))
    form = NewProgrammeForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        programme = actions.create_programme(
            organisation=request.member.organisation, by=request.member, **form.cleaned_data
        )
        messages.success(request, _("The programme is there, as a draft. Add its first step."))
        return redirect("learning:programme_edit", slug=programme.slug)
    crumbs = [Crumb(_("Write programmes"), reverse("learning:authoring")), Crumb(_("New programme"))]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "learning/authoring/create.html", context, status=422 if form.errors else 200)


@require_GET
def home(request: MemberRequest, slug: str) -> HttpResponse:
    programme = written_programme(request, slug)
    weeks = draft_weeks(programme)
    lines = [line for week in weeks for line in week.steps]
    open_week = _open_week(request, weeks) if len(lines) > FOLDED_FROM else None
    context = {
        "open_week": open_week,
        "steps_page": _steps_page(request, open_week) if open_week else None,
        "programme": programme,
        "foreign": programme.language != get_language(),
        "description": body_html(programme.description, programme, top=3),
        "weeks": weeks,
        "minutes": sum(week.minutes for week in weeks),
        "changes": sum(line.changes_for_learners for line in lines),
        "translation": translation_counts(weeks) if any(line.translation for line in lines) else [],
        "authors": programme.authors.select_related("user").order_by("added_at"),
        "crumbs": programme_crumbs(programme),
    }
    return render(request, "learning/authoring/home.html", context)


def _open_week(request: MemberRequest, weeks: list[DraftWeek]) -> DraftWeek:
    """The week that was asked for, else the first: a page with every act of 170 steps would be too heavy."""
    asked = request.GET.get("week", "")
    return next((one for one in weeks if str(one.week.pk) == asked), weeks[0])


def _steps_page(request: MemberRequest, draft: DraftWeek) -> Page[DraftStep]:
    """The part of a week that was asked for, by its number or by a step that stands in it."""
    pages = Paginator(draft.steps, FOLDED_FROM)
    asked = request.GET.get("step", "")
    places = (place for place, line in enumerate(draft.steps) if str(line.step.pk) == asked)
    return pages.get_page(request.GET.get("page") or next(places, 0) // FOLDED_FROM + 1)


@require_http_methods(["GET", "POST"])
def details(request: MemberRequest, slug: str) -> HttpResponse:
    programme = written_programme(request, slug)
    form = ProgrammeForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        actions.change_programme(programme, by=request.member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("learning:programme_edit", slug=slug)
    context = {
        "form": form,
        "programme": programme,
        "crumbs": programme_crumbs(programme, Crumb(_("About the programme"))),
    }
    return render(request, "learning/authoring/details.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def publish(request: MemberRequest, slug: str) -> HttpResponse:
    """What changes for learners, then the button."""
    programme = written_programme(request, slug)
    if request.method == "POST":
        changed = actions.publish_programme(programme, by=request.member)
        text = ngettext("%(count)d step changed for learners.", "%(count)d steps changed for learners.", changed)
        messages.success(request, text % {"count": changed})
        return redirect("learning:programme_edit", slug=slug)
    lines = [line for week in draft_weeks(programme) for line in week.steps]
    context = {
        "programme": programme,
        "changes": [line for line in lines if line.changes_for_learners],
        "same": sum(not line.changes_for_learners and not line.is_withdrawn for line in lines),
        "crumbs": programme_crumbs(programme, Crumb(_("Publish"))),
    }
    return render(request, "learning/authoring/publish.html", context)


@require_http_methods(["GET", "POST"])
def authors(request: MemberRequest, slug: str) -> HttpResponse:
    programme = written_programme(request, slug)
    form = AuthorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.add_author(programme, user=form.user, by=request.member):
            messages.success(request, _("%(name)s can write here now, and was told.") % {"name": form.user.name})
        else:
            messages.info(request, _("%(name)s is an author already.") % {"name": form.user.name})
        return redirect("learning:programme_authors", slug=slug)
    context = {
        "form": form,
        "programme": programme,
        "authors": programme.authors.select_related("user").order_by("added_at"),
        "crumbs": programme_crumbs(programme, Crumb(_("Authors"))),
    }
    return render(request, "learning/authoring/authors.html", context, status=422 if form.errors else 200)


@require_POST
def remove_author(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    programme = written_programme(request, slug)
    author = get_object_or_404(programme.authors.select_related("user", "programme"), pk=pk)
    name = author.user.name
    actions.remove_author(author, by=request.member)
    messages.success(request, _("%(name)s is no author of this programme any more.") % {"name": name})
    if not access.can_author(request.member, programme):
        return redirect("home:start")
    return redirect("learning:programme_authors", slug=slug)


@require_http_methods(["GET", "POST"])
def files(request: MemberRequest, slug: str) -> HttpResponse:
    programme = written_programme(request, slug)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        checked = form.cleaned_data["file"]
        asset = actions.add_asset(
            programme, by=request.member, file=checked.file, name=checked.name, media_type=checked.content_type
        )
        messages.success(request, _("Kept. In texts its address is files/%(name)s.") % {"name": asset.name})
        return redirect("learning:programme_files", slug=slug)
    context = {
        "form": form,
        "programme": programme,
        "page": page_of(request, programme.assets.all(), per_page=50),
        "crumbs": programme_crumbs(programme, Crumb(_("Files"))),
    }
    return render(request, "learning/authoring/files.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def remove_file(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    programme = written_programme(request, slug)
    asset = get_object_or_404(programme.assets, pk=pk)
    if request.method == "POST":
        actions.remove_asset(asset, by=request.member)
        messages.success(request, _("The file is gone."))
        return redirect("learning:programme_files", slug=slug)
    context = {
        "question": _("Remove the file “%(name)s”?") % {"name": asset.name},
        "explanation": _("Steps that show it or link to it will miss it, the published ones too."),
        "answer": _("Remove the file"),
        "back": reverse("learning:programme_files", args=[slug]),
        "crumbs": programme_crumbs(programme, Crumb(_("Files"))),
    }
    return render(request, "common/confirm.html", context)


@require_GET
def export(request: MemberRequest, slug: str) -> HttpResponseBase:
    """The programme as a zip of Markdown: the drafts, or with `?text=published` what learners read."""
    programme = written_programme(request, slug)
    with tempfile.TemporaryDirectory(prefix="wayline-export-") as folder:
        path = Path(folder) / "package.zip"
        export_package(programme, path, published=request.GET.get("text") == "published")
        # The open file outlives its name, and is gone when the answer was sent.
        return attachment(path.open("rb"), f"{programme.slug}.zip", "application/zip")

"""Pages that members write together: read, edit, history, differences, restore; and pictures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.downloads import media
from wayline.common.paging import page_of
from wayline.common.parts import Crumb
from wayline.discussion import access, actions
from wayline.discussion.actions import EditConflict
from wayline.discussion.differences import differences
from wayline.discussion.forms import PageForm
from wayline.discussion.models import Page, PageVersion, Picture
from wayline.discussion.queries import stream_context
from wayline.discussion.views.fetch import insist, visible_page, visible_space
from wayline.discussion.views.spaces import frame
from wayline.people.http import MemberRequest


@require_GET
def pages(request: MemberRequest, pk: int) -> HttpResponse:
    space, who = visible_space(request, pk)
    found = Page.objects.visible_to(request.member).filter(space=space).select_related("changed_by")
    context = {"page": page_of(request, found, per_page=50), "can_edit": access.can_edit_pages(who)}
    return render(request, "discussion/pages.html", {**frame(request, space, who, "pages"), **context})


@require_http_methods(["GET", "POST"])
def new(request: MemberRequest, pk: int) -> HttpResponse:
    space, who = visible_space(request, pk)
    insist(access.can_edit_pages(who))
    form = PageForm(request.POST or None, initial={"seen": 0}, draft=f"newpage-{space.pk}")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = actions.create_page(space, by=request.member, title=data["title"], text=data["text"])
        messages.success(request, _("The page is there."), extra_tags=f"draft:newpage-{space.pk}")
        return redirect(made)
    crumbs = [Crumb(space.name, space.get_absolute_url()), Crumb(_("New page"))]
    context = {"form": form, "title": _("Write a new page"), "button": _("Save"), "crumbs": crumbs}
    return render(request, "discussion/space_form.html", context, status=422 if form.errors else 200)


def _way(page: Page, last: str = "") -> list[Crumb]:
    crumbs = [Crumb(page.space.name, page.space.get_absolute_url()), Crumb(page.title, page.get_absolute_url())]
    return [*crumbs, Crumb(last)] if last else crumbs


@require_GET
def page(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_page(request, pk)
    context: dict[str, object] = {"stream": None}
    if found.thread is not None:
        context = stream_context(request, found.thread)
    context |= {"written": found, "can_edit": access.can_edit_pages(who), "crumbs": _way(found)[:-1]}
    return render(request, "discussion/page.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_page(request, pk)
    insist(access.can_edit_pages(who))
    begun = {"title": found.title, "text": found.text, "seen": found.version}
    form = PageForm(request.POST or None, initial=begun, draft=f"page-{found.pk}-{found.version}")
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_page(found, by=request.member, **form.cleaned_data)
        except EditConflict as conflict:
            return _conflict(request, conflict.page, form)
        seen = form.cleaned_data["seen"]
        messages.success(request, _("The page is saved."), extra_tags=f"draft:page-{found.pk}-{seen}")
        return redirect(found)
    crumbs = _way(found, _("Edit"))
    context = {"form": form, "title": _("Edit this page"), "button": _("Save"), "crumbs": crumbs}
    return render(request, "discussion/space_form.html", context, status=422 if form.errors else 200)


def _conflict(request: MemberRequest, current: Page, form: PageForm) -> HttpResponse:
    """Somebody was faster: both texts, what differs, and a form that saves the own one over the newest."""
    mine = form.cleaned_data
    merged = PageForm(
        initial={"title": mine["title"], "text": mine["text"], "note": mine["note"], "seen": current.version}
    )
    context = {
        "form": merged,
        "written": current,
        "changes": differences(current.text, mine["text"]),
        "crumbs": _way(current, _("Edit")),
    }
    return render(request, "discussion/page_conflict.html", context, status=409)


@require_GET
def history(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_page(request, pk)
    versions = PageVersion.objects.filter(page=found).select_related("author")
    context = {
        "written": found,
        "page": page_of(request, versions),
        "can_edit": access.can_edit_pages(who),
        "crumbs": _way(found, _("History")),
    }
    return render(request, "discussion/page_history.html", context)


@require_GET
def version(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    """An earlier text, and what it changed in the one before."""
    found, who = visible_page(request, pk)
    this = get_object_or_404(PageVersion.objects.select_related("author"), page=found, number=number)
    before = PageVersion.objects.filter(page=found, number__lt=number).first()
    context = {
        "written": found,
        "version": this,
        "changes": differences(before.text if before else "", this.text),
        "is_current": this.number == found.version,
        "can_edit": access.can_edit_pages(who),
        "crumbs": _way(found, _("History")),
    }
    return render(request, "discussion/page_version.html", context)


@require_POST
def restore(request: MemberRequest, pk: int, number: int) -> HttpResponse:
    found, who = visible_page(request, pk)
    insist(access.can_edit_pages(who))
    get_object_or_404(PageVersion, page=found, number=number)
    actions.restore_page(found, by=request.member, number=number, seen=found.version)
    messages.success(request, _("The earlier text is the page again. The one it replaced stays in the history."))
    return redirect(found)


@require_GET
def picture(request: MemberRequest, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Picture.objects.visible_to(request.member), pk=pk)
    return media(request, found.file.open("rb"), found.file.name or "picture", found.media_type)

"""What every view begins with: the thing, if the viewer may see it, and what the viewer is there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from wayline.common.parts import Crumb
from wayline.discussion.access import Standing, standing, standing_as
from wayline.discussion.enums import SpaceKind
from wayline.discussion.models import Comment, Page, Space, Thread
from wayline.people.http import MemberRequest

RELATED = ("author", "thread__space", "root", "answers__author")


def visible_comment(request: MemberRequest, pk: int) -> tuple[Comment, Standing]:
    comment = get_object_or_404(Comment.objects.visible_to(request.member).select_related(*RELATED), pk=pk)
    return comment, standing(request.member, comment.thread.space)


def visible_thread(request: MemberRequest, pk: int) -> tuple[Thread, Standing]:
    """Members are told apart with the thread, in one query; for others the whole rule is asked."""
    viewer = request.member
    joined = Thread.objects.joined_by(viewer).select_related("space").filter(pk=pk).first()
    if joined is not None:
        return joined, standing_as(viewer, joined.space, joined.role)  # type: ignore[attr-defined]  # annotated
    thread = get_object_or_404(Thread.objects.visible_to(viewer).select_related("space"), pk=pk)
    return thread, standing(viewer, thread.space)


def visible_space(request: MemberRequest, pk: int) -> tuple[Space, Standing]:
    space = get_object_or_404(Space.objects.visible_to(request.member).select_related("organisation"), pk=pk)
    return space, standing(request.member, space)


def visible_page(request: MemberRequest, pk: int) -> tuple[Page, Standing]:
    pages = Page.objects.visible_to(request.member).select_related("space", "thread__space", "changed_by")
    page = get_object_or_404(pages, pk=pk)
    return page, standing(request.member, page.space)


def insist(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def back_to(request: HttpRequest, address: str) -> HttpResponse:
    """To where the form says it was, if that is a page of ours; otherwise to `address`."""
    asked = request.POST.get("back", "")
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return redirect(asked if own and asked.startswith("/") else address)


def way_to(thread: Thread, *, last: str = "") -> list[Crumb]:
    """Spaces, the space, the thread; a run's own pages know their way."""
    crumbs = [Crumb(thread.title, thread.address)]
    if thread.space.kind == SpaceKind.COMMUNITY and thread.address != thread.space.get_absolute_url():
        crumbs.insert(0, Crumb(thread.space.name, thread.space.get_absolute_url()))
    return [*crumbs, Crumb(last)] if last else crumbs

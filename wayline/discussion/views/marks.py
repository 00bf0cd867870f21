"""What is done with a comment by one press, and the menu of all that can be done."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.discussion import access, actions
from wayline.discussion.access import Standing
from wayline.discussion.forms import ReportForm
from wayline.discussion.menu import menu_of
from wayline.discussion.models import Comment
from wayline.discussion.queries import bookmarks_of, row_of, shown_author
from wayline.discussion.queries.rows import marks_for
from wayline.discussion.views.fetch import back_to, by_htmx, insist, visible_comment, visible_thread, way_to
from wayline.discussion.views.shown import fragment, the_row
from wayline.people.http import MemberRequest

Rule = Callable[[Standing, Comment], bool]


def _moderates(who: Standing, comment: Comment) -> bool:
    return access.can_moderate(who) and comment.deleted_at is None


def _moderates_readable(who: Standing, comment: Comment) -> bool:
    return access.can_moderate(who) and comment.is_readable


def _can_pin(who: Standing, comment: Comment) -> bool:
    return _moderates_readable(who, comment) and comment.level == 0


MARKS: dict[str, tuple[Rule, Callable[..., object]]] = {
    "like": (access.can_like, actions.like),
    "unlike": (access.can_mark, actions.unlike),
    "keep": (access.can_mark, actions.bookmark),
    "unkeep": (access.can_mark, actions.unbookmark),
    "unhide": (_moderates, actions.unhide_comment),
    "pin": (_can_pin, actions.pin),
    "unpin": (_moderates, actions.unpin),
    "endorse": (_moderates_readable, actions.endorse),
    "unendorse": (_moderates, actions.unendorse),
    "dismiss": (_moderates, actions.dismiss_reports),
}


@require_POST
def do(request: MemberRequest, pk: int, mark: str) -> HttpResponse:
    """One press: like, keep, follow the author, pin, endorse …"""
    found, who = visible_comment(request, pk)
    if mark in ("follow", "unfollow"):
        _follow(found, who, mark)
    elif mark in MARKS:
        allowed, action = MARKS[mark]
        insist(allowed(who, found))
        action(found, by=request.member)
    else:
        raise Http404
    if by_htmx(request):
        return fragment(request, *visible_comment(request, pk))
    return back_to(request, found.get_absolute_url())


def _follow(found: Comment, who: Standing, mark: str) -> None:
    insist(access.can_follow_author(who, found))
    if found.author is not None:
        action = actions.follow_person if mark == "follow" else actions.unfollow_person
        action(found.author, by=who.viewer)


@require_GET
def more(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything one may do with a comment."""
    found, who = visible_comment(request, pk)
    menu = menu_of(found, who)
    if by_htmx(request):
        return fragment(request, found, who, menu=menu)
    title = _("Comment by %(name)s") % {"name": shown_author(found, who)}
    crumbs = way_to(found.thread, last=title)
    context = {"row": the_row(found, who), "menu": menu, "title": title, "crumbs": crumbs}
    return render(request, "discussion/comment_more.html", context)


@require_GET
def row(request: MemberRequest, pk: int) -> HttpResponse:
    """The comment as it stood before a form was opened in it."""
    found, who = visible_comment(request, pk)
    return fragment(request, found, who) if by_htmx(request) else redirect(found.get_absolute_url())


@require_http_methods(["GET", "POST"])
def report(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = visible_comment(request, pk)
    insist(access.can_report(who, found))
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.report_comment(found, by=request.member, **form.cleaned_data)
        messages.success(request, _("Thank you. The facilitators will look at it."))
        return redirect(found.get_absolute_url())
    context = {
        "form": form,
        "row": the_row(found, who),
        "title": _("Report a comment"),
        "lead": _("Facilitators read your report and decide. The author does not learn who made it."),
        "button": _("Report"),
        "crumbs": way_to(found.thread, last=_("Report a comment")),
    }
    return render(request, "discussion/comment_form_page.html", context, status=422 if form.errors else 200)


@require_POST
def follow(request: MemberRequest, pk: int, mark: str) -> HttpResponse:
    """Follow, mute, or neither."""
    thread, who = visible_thread(request, pk)
    insist(who.is_member)
    verbs = {"follow": actions.follow_thread, "mute": actions.mute_thread, "unfollow": actions.unfollow_thread}
    if mark not in verbs:
        raise Http404
    verbs[mark](thread, by=request.member)
    return back_to(request, thread.address)


@require_GET
def bookmarks(request: MemberRequest) -> HttpResponse:
    page = page_of(request, bookmarks_of(request.member))
    kept = [bookmark.comment for bookmark in page.object_list]
    rows = []
    for found in kept:
        who = access.standing(request.member, found.thread.space)
        rows.append((row_of(found, who, marks_for(who, [found]), can_write=False, flat=True), found.thread))
    return render(request, "discussion/bookmarks.html", {"page": page, "rows": rows})

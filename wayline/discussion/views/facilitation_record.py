"""The record of moderation with what can be taken back, the reports, and linking two comments."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.discussion import access, actions
from wayline.discussion.access import Standing
from wayline.discussion.actions import undo as undoing
from wayline.discussion.enums import Act, ReportState
from wayline.discussion.facilitation_forms import PickForm, RecordForm, ReportsForm, TieForm
from wayline.discussion.models import Comment, CommentLink, ModerationAct, Report
from wayline.discussion.queries.facilitation import context_of, links_of, matches, who_acted
from wayline.discussion.queries.rows import marks_for, row_of, shown_author
from wayline.discussion.views.facilitation_frame import frame, guided_space
from wayline.discussion.views.fetch import insist, visible_comment
from wayline.people.http import MemberRequest


@dataclass(frozen=True, slots=True)
class Line:
    """One act in words. `about` is empty where the viewer may not know who it was."""

    act: ModerationAct
    about: str
    detail: str
    other_url: str
    can_undo: bool


@require_GET
def record(request: MemberRequest, key: str) -> HttpResponse:
    """Who did what, to what, why."""
    space, who = guided_space(request, key)
    acts = ModerationAct.objects.visible_to(request.member).filter(space=space)
    form = RecordForm(request.GET, people=who_acted(acts))
    if form.is_valid():
        if form.cleaned_data["act"]:
            acts = acts.filter(act=form.cleaned_data["act"])
        if form.cleaned_data["by"]:
            acts = acts.filter(by=form.cleaned_data["by"])
    page = page_of(request, acts.select_related("by", "about", "thread", "comment__thread", "space"), per_page=30)
    shown = list(page.object_list)
    newest = undoing.latest(shown)
    lines = [_line(act, who, newest=act.pk in newest) for act in shown]
    context = {"page": page, "lines": lines, "filter": form}
    return render(request, "discussion/facilitation/record.html", {**frame(space, who, "record"), **context})


def _line(act: ModerationAct, who: Standing, *, newest: bool) -> Line:
    about = act.about.name if act.about else ""
    if act.comment is not None and act.comment.anonymous and not who.facilitates:
        about = _("Anonymous participant")
    detail, other = act.reason, undoing.number_in(act) if act.act in (Act.LINK, Act.UNLINK) else None
    if other is not None:
        detail = act.reason.partition(" ")[2]
    elif act.act == Act.SLOW:
        detail = _wait(act.reason)
    can_undo = newest and undoing.undo_of(act, by=who.viewer) is not None
    return Line(act, about, detail, f"/comments/{other}/" if other else "", can_undo)


def _wait(seconds: str) -> str:
    if not seconds.isdecimal():
        return _("As the space says")
    return ngettext("%(number)d second", "%(number)d seconds", int(seconds)) % {"number": int(seconds)}


@require_POST
def undo(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    """Take an act back, if nothing has changed it since."""
    space, _who = guided_space(request, key)
    acts = ModerationAct.objects.visible_to(request.member).filter(space=space)
    related = ("thread__space", "space", "comment__thread__space", "comment__author", "comment__hidden_by")
    act = get_object_or_404(acts.select_related(*related), pk=pk)
    verb = undoing.undo_of(act, by=request.member) if pk in undoing.latest([act]) else None
    if verb is None:
        messages.error(request, _("This was taken back already, or changed since."))
    else:
        verb()
        messages.success(request, _("It is taken back. The record keeps both acts."))
    return redirect("discussion:record", space.pk)


@require_GET
def reports(request: MemberRequest, key: str) -> HttpResponse:
    """Every report with its state, those that wait first."""
    space, who = guided_space(request, key)
    found = Report.objects.visible_to(request.member).filter(comment__thread__space=space)
    form = ReportsForm(request.GET)
    if form.is_valid() and form.cleaned_data["state"]:
        found = found.filter(state=form.cleaned_data["state"])
    related = ("comment__author", "comment__thread", "reporter", "decided_by")
    page = page_of(
        request,
        found.select_related(*related).annotate(waits=Q(state=ReportState.OPEN)).order_by("-waits", "-at", "-pk"),
    )
    rows = [(report, shown_author(report.comment, who)) for report in page.object_list]
    context = {"page": page, "rows": rows, "filter": form}
    return render(request, "discussion/facilitation/reports.html", {**frame(space, who, "reports"), **context})


@require_http_methods(["GET", "POST"])
def tie(request: MemberRequest, pk: int) -> HttpResponse:
    """Find the other comment by its words and link the two."""
    found, who = visible_comment(request, pk)
    insist(access.can_moderate(who) and found.is_readable)
    if request.method == "POST":
        return _link(request, found)
    form = PickForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = page_of(request, matches(found, request.member, words), per_page=10)
    shown = list(page.object_list)
    marks = marks_for(who, shown)
    rows = [(row_of(one, who, marks, can_write=False, flat=True), one.thread) for one in shown]
    _before, row = context_of(found, who, can_write=False)
    context = {
        "row": row,
        "comment": found,
        "filter": form,
        "words": words,
        "page": page,
        "rows": rows,
        "ties": _ties(found, who),
    }
    last = _("Link to another comment")
    base = frame(found.thread.space, who, "queue", last=last)
    return render(request, "discussion/facilitation/tie.html", {**base, **context})


def _ties(found: Comment, who: Standing) -> list[tuple[CommentLink, str, str]]:
    """What it is linked with already: the link, the author of the other comment, its address."""
    shown = []
    for link in links_of(found):
        other = link.target if link.source_id == found.pk else link.source
        shown.append((link, shown_author(other, who), other.get_absolute_url()))
    return shown


def _link(request: MemberRequest, found: Comment) -> HttpResponse:
    if "remove" in request.POST:
        for one in links_of(found):
            if str(one.pk) == request.POST["remove"]:
                actions.unlink_comments(one, by=request.member)
                messages.success(request, _("The link is gone."))
        return redirect("discussion:tie", found.pk)
    form = TieForm(request.POST)
    other = None
    if form.is_valid():
        candidates = matches(found, request.member, "")
        other = candidates.filter(pk=form.cleaned_data["other"]).first()
    if other is None:
        messages.error(request, _("There is no such comment to link with in this space."))
    else:
        actions.link_comments(found, other, by=request.member, note=form.cleaned_data["note"])
        messages.success(request, _("The two comments are linked. Both show it. You can take the link off below."))
    return redirect("discussion:tie", found.pk)

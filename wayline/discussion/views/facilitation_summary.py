"""The weekly summary: drafted from the week's comments, edited, looked at, sent."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wayline.common.paging import page_of
from wayline.discussion import access
from wayline.discussion.access import Refused, Standing, standing
from wayline.discussion.actions import facilitation as work
from wayline.discussion.enums import SummaryState
from wayline.discussion.facilitation_forms import SummaryForm, WeekForm
from wayline.discussion.models import SpaceMember, WeeklySummary
from wayline.discussion.queries.facilitation_week import draft_of, monday
from wayline.discussion.views.facilitation_frame import frame, guided_space
from wayline.discussion.views.fetch import insist
from wayline.people.http import MemberRequest


@require_http_methods(["GET", "POST"])
def summaries(request: MemberRequest, key: str) -> HttpResponse:
    """What was sent, what is being written, and the start of a new one."""
    space, who = guided_space(request, key)
    form = WeekForm(request.POST or None, this_monday=monday(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        return redirect("discussion:edit_summary", _begin(who, form.cleaned_data["week"]).pk)
    found = WeeklySummary.objects.visible_to(request.member).filter(space=space).select_related("made_by", "posted")
    context = {"form": form, "page": page_of(request, found)}
    return render(request, "discussion/facilitation/summaries.html", {**frame(space, who, "summaries"), **context})


def _begin(who: Standing, week_of: date) -> WeeklySummary:
    """The draft of that week that somebody began, or a fresh one."""
    known = WeeklySummary.objects.visible_to(who.viewer).filter(
        space=who.space, week_of=week_of, state=SummaryState.DRAFT
    )
    draft = known.first()
    if draft is not None:
        return draft
    made = draft_of(who.space, week_of)
    return work.draft_summary(
        who.space, week_of=week_of, title=made.title, text=made.text, comments=made.comments, by=who.viewer
    )


def _summary(request: MemberRequest, pk: int) -> tuple[WeeklySummary, Standing]:
    found = WeeklySummary.objects.visible_to(request.member).select_related("space", "made_by", "posted__thread")
    summary = get_object_or_404(found, pk=pk)
    who = standing(request.member, summary.space)
    insist(access.can_moderate(who))
    return summary, who


@require_GET
def summary(request: MemberRequest, pk: int) -> HttpResponse:
    """As members will read it, or did."""
    found, who = _summary(request, pk)
    context = {
        "summary": found,
        "is_draft": found.state == SummaryState.DRAFT,
        "members": SpaceMember.objects.current().filter(space=found.space).count(),
    }
    base = frame(found.space, who, "summaries", last=found.title)
    return render(request, "discussion/facilitation/summary.html", {**base, **context})


@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    found, who = _summary(request, pk)
    if found.state != SummaryState.DRAFT:
        return redirect("discussion:summary", pk)
    form = SummaryForm(
        request.POST or None, initial={"title": found.title, "text": found.text}, draft=f"summary-{found.pk}"
    )
    if request.method == "POST" and form.is_valid():
        work.change_summary(found, by=request.member, **form.cleaned_data)
        messages.success(request, _("The draft is saved."), extra_tags=f"draft:summary-{found.pk}")
        return redirect("discussion:summary", pk)
    base = frame(found.space, who, "summaries", last=_("Edit the summary"))
    context = {"form": form, "summary": found}
    status = 422 if form.errors else 200
    return render(request, "discussion/facilitation/summary_form.html", {**base, **context}, status=status)


@require_POST
def send(request: MemberRequest, pk: int) -> HttpResponse:
    found, _who = _summary(request, pk)
    try:
        comment = work.send_summary(found, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("discussion:summary", pk)
    found.refresh_from_db()
    told = ngettext(
        "The summary is posted, pinned, and %(number)d member is told.",
        "The summary is posted, pinned, and %(number)d members are told.",
        found.sent_to,
    )
    messages.success(request, told % {"number": found.sent_to})
    return redirect(comment.get_absolute_url())


@require_POST
def drop(request: MemberRequest, pk: int) -> HttpResponse:
    found, _who = _summary(request, pk)
    try:
        work.drop_summary(found, by=request.member)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("discussion:summary", pk)
    messages.success(request, _("The draft is thrown away."))
    return redirect("discussion:summaries", found.space_id)

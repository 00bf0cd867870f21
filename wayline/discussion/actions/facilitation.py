"""Working through the queue, and the weekly summary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wayline.discussion import tasks
from wayline.discussion.access import Refused
from wayline.discussion.actions.comments import post_comment
from wayline.discussion.actions.moderation import decide_reports, keep_act, pin, unhide_comment, unpin
from wayline.discussion.actions.spaces import open_thread
from wayline.discussion.enums import Act, ReportState, SummaryState, ThreadKind
from wayline.discussion.models import Comment, QueueClaim, Report, Space, SpaceMember, Thread, WeeklySummary
from wayline.discussion.models.queue import CLAIM
from wayline.discussion.week import plain
from wayline.discussion.wording import render_comment
from wayline.people.actions import record
from wayline.people.models import Membership


@transaction.atomic
def claim(comment_id: int, *, by: Membership, take_over: bool = False) -> bool:
    """Take a comment from the queue for ten minutes. False when somebody else holds it."""
    now = timezone.now()
    claims = QueueClaim.objects.filter(comment=comment_id)
    if not take_over:
        claims = claims.filter(Q(until__lte=now) | Q(by=by.user))
    claims.delete()
    # The table holds one claim for each comment: of two who insert at once, one gets it.
    QueueClaim.objects.bulk_create(
        [QueueClaim(comment_id=comment_id, by=by.user, until=now + CLAIM)], ignore_conflicts=True
    )
    return QueueClaim.objects.filter(comment=comment_id, by=by.user).exists()


def claim_first(comments: Iterable[int], *, by: Membership) -> int | None:
    """The first of these comments that nobody else is answering."""
    return next((pk for pk in comments if claim(pk, by=by)), None)


def release(comment: Comment, *, by: Membership) -> None:
    QueueClaim.objects.filter(comment=comment, by=by.user).delete()


@transaction.atomic
def unsettle(comment: Comment, *, by: Membership) -> None:
    """It does wait for an answer."""
    comment.settled_at = None
    comment.save(update_fields=["settled_at"])
    keep_act(Act.UNSETTLE, by, comment=comment)


@transaction.atomic
def uphold_reports(comment: Comment, *, by: Membership, reason: str) -> None:
    """The report was right, and the comment may stand: its author changed it, or was spoken to."""
    if decide_reports(comment, ReportState.UPHELD, by):
        keep_act(Act.UPHOLD, by, comment=comment, reason=reason)


@transaction.atomic
def reopen_reports(comment: Comment, *, by: Membership) -> None:
    """Take the last decision on reports back; a person's newer report stands for the older one."""
    again = Report.objects.filter(comment=comment, state=ReportState.OPEN).values("reporter")
    decided = Report.objects.filter(comment=comment).exclude(state=ReportState.OPEN).exclude(reporter__in=again)
    last = decided.order_by("-decided_at").values_list("decided_at", flat=True).first()
    if last is None:
        return
    decided.filter(decided_at=last).update(state=ReportState.OPEN, decided_at=None, decided_by=None)
    keep_act(Act.REOPEN, by, comment=comment)


@transaction.atomic
def undo_hide(comment: Comment, *, by: Membership) -> None:
    """Show it again, and let the reports that hiding upheld wait for a decision."""
    hidden_at = comment.hidden_at
    unhide_comment(comment, by=by)
    if hidden_at and comment.reports.filter(state=ReportState.UPHELD, decided_at__gte=hidden_at).exists():
        reopen_reports(comment, by=by)


# Weekly summary


@transaction.atomic
def draft_summary(
    space: Space, *, week_of: date, title: str, text: str, comments: Iterable[int], by: Membership
) -> WeeklySummary:
    """Begin the summary of a week with this text, for a facilitator to edit."""
    summary = WeeklySummary.objects.create(
        space=space, week_of=week_of, title=title[:200], text=text, html=render_comment(text), made_by=by.user
    )
    summary.comments.set(list(comments))
    record(by, "drafted weekly summary", summary, space=space.pk)
    return summary


@transaction.atomic
def change_summary(summary: WeeklySummary, *, title: str, text: str, by: Membership) -> None:
    _insist_on_draft(summary)
    summary.title, summary.text, summary.html = title, text, render_comment(text)
    summary.save(update_fields=["title", "text", "html"])
    record(by, "changed weekly summary", summary, space=summary.space_id)


@transaction.atomic
def drop_summary(summary: WeeklySummary, *, by: Membership) -> None:
    """Throw a draft away. What was sent stays."""
    _insist_on_draft(summary)
    record(by, "dropped weekly summary", summary, space=summary.space_id)
    summary.delete()


@transaction.atomic
def send_summary(summary: WeeklySummary, *, by: Membership) -> Comment:
    """Post it as a pinned comment, in place of the summary pinned before, and tell every member."""
    summary = WeeklySummary.objects.select_for_update(of=("self",)).select_related("space").get(pk=summary.pk)
    _insist_on_draft(summary)
    comment = post_comment(_thread_of(summary.space, by), by=by, text=f"**{plain(summary.title)}**\n\n{summary.text}")
    pinned = WeeklySummary.objects.filter(space=summary.space_id, posted__pinned_at__isnull=False)
    for older in pinned.select_related("posted__thread__space", "posted__author"):
        if older.posted is not None:
            unpin(older.posted, by=by)
    pin(comment, by=by)
    summary.state, summary.sent_at, summary.posted = SummaryState.SENT, timezone.now(), comment
    summary.sent_to = SpaceMember.objects.current().filter(space=summary.space_id).count()
    summary.save(update_fields=["state", "sent_at", "posted", "sent_to"])
    record(by, "sent weekly summary", summary, space=summary.space_id, members=summary.sent_to)
    tasks.tell_of_summary.enqueue(summary.pk, comment.get_absolute_url())
    return comment


def _insist_on_draft(summary: WeeklySummary) -> None:
    if summary.state != SummaryState.DRAFT:
        raise Refused(_("This summary was sent already."))


def _thread_of(space: Space, by: Membership) -> Thread:
    """The posts of the space; a run has none, so its summaries get a topic of their own."""
    posts = space.threads.filter(kind=ThreadKind.SPACE).first()
    if posts is not None:
        return posts
    sent = WeeklySummary.objects.filter(space=space, posted__isnull=False).select_related("posted__thread__space")
    last = sent.order_by("-sent_at").first()
    if last is not None and last.posted is not None:
        return last.posted.thread
    thread = open_thread(space, title=_("Weekly summaries"), kind=ThreadKind.TOPIC, address="", by=by)
    thread.address = reverse("discussion:topic", args=[thread.pk])
    thread.save(update_fields=["address"])
    return thread

"""Keeping a discussion well: report, hide, close, slow down, pin, endorse, link. Every act is on record.

Reasons are kept with the space; the audit trail outlives accounts and holds no words that could name somebody.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wayline.discussion import tasks
from wayline.discussion.actions.comments import count_again
from wayline.discussion.enums import Act, ReportState
from wayline.discussion.models import Comment, CommentLink, ModerationAct, Picture, Report, Space, Thread
from wayline.people.actions import record
from wayline.people.models import Membership


def keep_act(act: Act, by: Membership, *, comment: Comment, reason: str = "") -> None:
    thread = comment.thread
    ModerationAct.objects.create(
        space=thread.space,
        thread=thread,
        comment=comment,
        by=by.user,
        about=comment.author,
        act=act,
        reason=reason[:300],
    )
    record(by, f"moderated: {act.value}", comment, about=comment.author)


def _keep_thread(act: Act, by: Membership, thread: Thread, reason: str) -> None:
    ModerationAct.objects.create(space=thread.space, thread=thread, by=by.user, act=act, reason=reason[:300])
    record(by, f"moderated: {act.value}", thread)


@transaction.atomic
def report_comment(comment: Comment, *, by: Membership, reason: str, text: str = "") -> Report:
    """Tell the facilitators. A second report by the same person joins the first while that is open."""
    report, created = Report.objects.get_or_create(
        comment=comment, reporter=by.user, state=ReportState.OPEN, defaults={"reason": reason, "text": text}
    )
    if created:
        record(by, "reported comment", comment, about=comment.author, reason=reason)
        tasks.tell_facilitators_of_report.enqueue(report.pk)
    return report


def decide_reports(comment: Comment, state: ReportState, by: Membership) -> int:
    """Close the reports that wait; who made them is told what was decided."""
    waiting = list(Report.objects.filter(comment=comment, state=ReportState.OPEN).values_list("pk", flat=True))
    if not waiting:
        return 0
    Report.objects.filter(pk__in=waiting).update(state=state, decided_at=timezone.now(), decided_by=by.user)
    tasks.tell_reporters.enqueue(waiting)
    return len(waiting)


@transaction.atomic
def hide_comment(comment: Comment, *, by: Membership, reason: str) -> None:
    """Take a comment out of sight; its author still sees it with the reason. Open reports are upheld by it."""
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = timezone.now(), by.user, reason[:300]
    comment.pinned_at = None
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "pinned_at"])
    Picture.objects.filter(comment=comment).update(is_shown=False)
    decide_reports(comment, ReportState.UPHELD, by)
    keep_act(Act.HIDE, by, comment=comment, reason=reason)
    count_again(comment)
    tasks.tell_author_hidden.enqueue(comment.pk)


@transaction.atomic
def unhide_comment(comment: Comment, *, by: Membership) -> None:
    comment.hidden_at, comment.hidden_by, comment.hidden_reason = None, None, ""
    comment.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    Picture.objects.filter(comment=comment).update(is_shown=True)
    keep_act(Act.UNHIDE, by, comment=comment)
    count_again(comment)


@transaction.atomic
def dismiss_reports(comment: Comment, *, by: Membership) -> None:
    """The comment may stand as it is."""
    if decide_reports(comment, ReportState.DISMISSED, by):
        keep_act(Act.DISMISS, by, comment=comment)
    if comment.deleted_at:
        comment.versions.all().delete()


@transaction.atomic
def pin(comment: Comment, *, by: Membership) -> None:
    """Keep an opening comment at the top of its thread."""
    comment.pinned_at = timezone.now()
    comment.save(update_fields=["pinned_at"])
    keep_act(Act.PIN, by, comment=comment)


@transaction.atomic
def unpin(comment: Comment, *, by: Membership) -> None:
    comment.pinned_at = None
    comment.save(update_fields=["pinned_at"])
    keep_act(Act.UNPIN, by, comment=comment)


@transaction.atomic
def endorse(comment: Comment, *, by: Membership) -> None:
    """A facilitator stands behind what it says."""
    comment.endorsed_at, comment.endorsed_by = timezone.now(), by.user
    comment.save(update_fields=["endorsed_at", "endorsed_by"])
    keep_act(Act.ENDORSE, by, comment=comment)
    tasks.tell_author_endorsed.enqueue(comment.pk)


@transaction.atomic
def unendorse(comment: Comment, *, by: Membership) -> None:
    comment.endorsed_at = comment.endorsed_by = None
    comment.save(update_fields=["endorsed_at", "endorsed_by"])
    keep_act(Act.UNENDORSE, by, comment=comment)


@transaction.atomic
def settle(comment: Comment, *, by: Membership) -> None:
    """It needs no answer; the queue leaves it out."""
    comment.settled_at = timezone.now()
    comment.save(update_fields=["settled_at"])
    keep_act(Act.SETTLE, by, comment=comment)


@transaction.atomic
def link_comments(source: Comment, target: Comment, *, by: Membership, note: str = "") -> CommentLink:
    """Tie two contributions of one space together, whichever came first."""
    first, second = sorted((source, target), key=lambda comment: comment.pk)
    link, created = CommentLink.objects.get_or_create(
        source=first, target=second, defaults={"note": note[:200], "by": by.user}
    )
    if created:
        keep_act(Act.LINK, by, comment=source, reason=f"{target.pk} {note}".strip())
    return link


@transaction.atomic
def unlink_comments(link: CommentLink, *, by: Membership) -> None:
    keep_act(Act.UNLINK, by, comment=link.source, reason=str(link.target_id))
    link.delete()


@transaction.atomic
def lock_thread(thread: Thread, *, by: Membership, reason: str = "") -> None:
    """Close a discussion: everybody reads, only facilitators write."""
    thread.locked_at = timezone.now()
    thread.save(update_fields=["locked_at"])
    _keep_thread(Act.LOCK, by, thread, reason)


@transaction.atomic
def unlock_thread(thread: Thread, *, by: Membership) -> None:
    thread.locked_at = None
    thread.save(update_fields=["locked_at"])
    _keep_thread(Act.UNLOCK, by, thread, "")


@transaction.atomic
def set_slow_mode(thread: Thread, *, by: Membership, seconds: int | None) -> None:
    """Participants wait this long between two comments; 0 for no wait, None to follow the space."""
    thread.slow_mode_seconds = seconds
    thread.save(update_fields=["slow_mode_seconds"])
    _keep_thread(Act.SLOW, by, thread, "" if seconds is None else str(seconds))


@transaction.atomic
def lock_space(space: Space, *, by: Membership, reason: str = "") -> None:
    """Close every discussion of the space."""
    space.locked_at = timezone.now()
    space.save(update_fields=["locked_at"])
    ModerationAct.objects.create(space=space, by=by.user, act=Act.LOCK, reason=reason[:300])
    record(by, "moderated: lock", space)


@transaction.atomic
def unlock_space(space: Space, *, by: Membership) -> None:
    space.locked_at = None
    space.save(update_fields=["locked_at"])
    ModerationAct.objects.create(space=space, by=by.user, act=Act.UNLOCK)
    record(by, "moderated: unlock", space)

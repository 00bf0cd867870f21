"""Taking an act of moderation back, where that makes sense and nothing has changed it since."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Max, Q

from wayline.discussion.actions.facilitation import reopen_reports, undo_hide, unsettle
from wayline.discussion.actions.moderation import (
    unendorse,
    unlink_comments,
    unlock_space,
    unlock_thread,
    unpin,
)
from wayline.discussion.enums import Act, ReportState
from wayline.discussion.models import Comment, CommentLink, ModerationAct
from wayline.people.models import Membership

Undo = Callable[[], object]


def undo_of(act: ModerationAct, *, by: Membership) -> Undo | None:
    """What takes this act back; None when it cannot be, or was already."""
    if act.act == Act.LOCK:
        return _unlock(act, by)
    comment = act.comment
    if comment is None or comment.deleted_at is not None:
        return None
    if act.act == Act.LINK:
        link = linked(act)
        return (lambda: unlink_comments(link, by=by)) if link else None
    if act.act in (Act.DISMISS, Act.UPHOLD):
        return None if _waits(comment) else lambda: reopen_reports(comment, by=by)
    known: dict[str, tuple[object, Callable[..., object]]] = {
        Act.HIDE: (comment.hidden_at, undo_hide),
        Act.PIN: (comment.pinned_at, unpin),
        Act.ENDORSE: (comment.endorsed_at, unendorse),
        Act.SETTLE: (comment.settled_at, unsettle),
    }
    holds, verb = known.get(act.act, (None, unpin))
    return (lambda: verb(comment, by=by)) if holds else None


def _unlock(act: ModerationAct, by: Membership) -> Undo | None:
    thread, space = act.thread, act.space
    if thread is not None:
        return (lambda: unlock_thread(thread, by=by)) if thread.locked_at else None
    return (lambda: unlock_space(space, by=by)) if space.locked_at else None


def _waits(comment: Comment) -> bool:
    return comment.reports.filter(state=ReportState.OPEN).exists()


def linked(act: ModerationAct) -> CommentLink | None:
    """The link that an act made, while it stands. The act keeps the number of the other comment before its note."""
    other = number_in(act)
    if act.comment_id is None or other is None:
        return None
    ends = Q(source=act.comment_id, target=other) | Q(source=other, target=act.comment_id)
    return CommentLink.objects.filter(ends).select_related("source__thread__space", "source__author").first()


def number_in(act: ModerationAct) -> int | None:
    first = act.reason.split(" ", 1)[0]
    return int(first) if first.isdecimal() and len(first) < 16 else None


def latest(acts: Iterable[ModerationAct]) -> set[int]:
    """Of these acts, the last of its kind on its comment, or on its thread: only that one can be taken back."""
    shown = list(acts)
    spaces = {act.space_id for act in shown}
    kinds = {act.act for act in shown}
    known = ModerationAct.objects.filter(space__in=spaces, act__in=kinds).order_by()
    # A comment may be linked with several others, each by an act of its own.
    links = {act.pk for act in shown if act.act == Act.LINK}
    return links | set(known.values("comment", "thread", "act").annotate(last=Max("pk")).values_list("last", flat=True))

"""The queue of facilitators: who waits for an answer, why, and who is answering at this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from wayline.common.markdown import excerpt
from wayline.discussion.enums import QueueReason, ReportState, SpaceRole
from wayline.discussion.models import Comment, CommentLink, ModerationAct, QueueClaim, Report, Space, SpaceMember
from wayline.discussion.queries.rows import Marks, Row, marks_for, row_of
from wayline.discussion.standing import Standing
from wayline.people.models import Membership, User

ANSWER_WITHIN = timedelta(hours=24)
RELATED = ("author", "thread__space__organisation", "root", "answers__author")
MOST = 2000
"""A queue is worked through from its head; what lies behind so many comments is not looked at."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One comment that waits. `taken_by` is the other facilitator who is answering it, until `taken_until`."""

    comment: Comment
    author: str
    excerpt: str
    reasons: tuple[QueueReason, ...]
    note: str
    reports: tuple[Report, ...]
    taken_by: str
    taken_until: datetime | None


@dataclass(frozen=True, slots=True)
class SpaceCount:
    space: Space
    waiting: int


def guided_spaces(viewer: Membership) -> QuerySet[Space]:
    return Space.objects.guided_by(viewer).select_related("organisation")


def queue_of(spaces: QuerySet[Space], *, now: datetime | None = None) -> QuerySet[Comment]:
    """Comments that wait, the most pressing reason first and the longest waiting first within it.

    Reported: until a facilitator decides. The others until somebody else replies or a facilitator says that it needs
    no answer: first comments and questions at once, opening comments after 24 hours. What facilitators wrote, what was
    imported and what erased accounts left waits for nothing.
    """
    first, question, waiting = _waiting(now or timezone.now())
    keys = list(spaces.order_by().values_list("pk", flat=True))
    reported = _reported(keys)
    rank = Case(
        When(pk__in=reported, then=Value(0)),
        When(first, then=Value(1)),
        When(question, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    # Numbers, not subqueries: so PostgreSQL reads the index of waiting comments, not all of them.
    found = Comment.objects.filter(thread__space__in=keys)
    found = found.filter(Q(pk__in=reported) | (_open() & (first | question | waiting)))
    return found.annotate(rank=rank).order_by("rank", "created_at", "pk")


def _open() -> Q:
    return Q(
        answered_at=None,
        settled_at=None,
        deleted_at=None,
        hidden_at=None,
        by_facilitator=False,
        imported_key="",
        author__isnull=False,
    )


def _waiting(now: datetime) -> tuple[Q, Q, Q]:
    return Q(is_first=True), Q(is_question=True), Q(level=0, created_at__lte=now - ANSWER_WITHIN)


def _reported(spaces: list[int]) -> list[int]:
    found = Report.objects.filter(state=ReportState.OPEN, comment__thread__space__in=spaces)
    return list(found.values_list("comment", flat=True).distinct())


def in_order(keys: Sequence[int]) -> list[Comment]:
    """These comments with what the list shows of them. Sorting their numbers first costs a fifth of sorting them."""
    found = Comment.objects.select_related(*RELATED).in_bulk(keys)
    return [found[key] for key in keys if key in found]


def order_of(spaces: QuerySet[Space]) -> list[int]:
    return list(queue_of(spaces).values_list("pk", flat=True)[:MOST])


def counts_by_space(viewer: Membership) -> list[SpaceCount]:
    """Every guided space with the number of comments that wait there, the fullest first."""
    spaces = guided_spaces(viewer)
    rows = queue_of(spaces).order_by().values("thread__space").annotate(waiting=Count("pk"))
    waiting = {row["thread__space"]: row["waiting"] for row in rows}
    counted = [SpaceCount(space, waiting.get(space.pk, 0)) for space in spaces]
    return sorted(counted, key=lambda one: (-one.waiting, one.space.name))


def reasons_of(comment: Comment, *, reported: bool, now: datetime) -> tuple[QueueReason, ...]:
    """Every reason that holds, the most pressing first; the same rules as in `queue_of`."""
    found = [QueueReason.REPORT] if reported else []
    is_open = comment.is_readable and comment.answered_at is None and comment.settled_at is None
    if is_open and not comment.by_facilitator and not comment.imported_key and comment.author_id:
        if comment.is_first:
            found.append(QueueReason.FIRST)
        if comment.is_question:
            found.append(QueueReason.QUESTION)
        if comment.level == 0 and comment.created_at <= now - ANSWER_WITHIN:
            found.append(QueueReason.WAITING)
    return tuple(found)


def standings(viewer: Membership, spaces: Iterable[Space]) -> dict[int, Standing]:
    """The viewer's standing in each of these spaces, with one query."""
    asked = {space.pk: space for space in spaces}
    roles = dict(
        SpaceMember.objects.current().filter(user=viewer.user_id, space__in=asked).values_list("space", "role")
    )
    return {
        pk: Standing(viewer, space, is_member=pk in roles, facilitates=roles.get(pk) == SpaceRole.FACILITATOR)
        for pk, space in asked.items()
    }


def items(comments: Sequence[Comment], viewer: Membership) -> list[QueueItem]:
    """What the list shows; three queries for any number of comments with their threads and spaces."""
    now = timezone.now()
    known = standings(viewer, [comment.thread.space for comment in comments])
    reports: dict[int, list[Report]] = defaultdict(list)
    for report in Report.objects.filter(comment__in=comments, state=ReportState.OPEN).select_related("reporter"):
        reports[report.comment_id].append(report)
    others = QueueClaim.objects.current().filter(comment__in=comments).exclude(by=viewer.user_id)
    claims = {claim.comment_id: claim for claim in others.select_related("by")}
    return [
        _item(comment, known[comment.thread.space_id], reports[comment.pk], claims.get(comment.pk), now)
        for comment in comments
    ]


def _item(comment: Comment, who: Standing, reports: list[Report], claim: QueueClaim | None, now: datetime) -> QueueItem:
    row = row_of(comment, who, Marks(), can_write=False)
    return QueueItem(
        comment=comment,
        author=row.author,
        excerpt=excerpt(comment.text, characters=280),
        reasons=reasons_of(comment, reported=bool(reports), now=now),
        note=row.note,
        reports=tuple(reports),
        taken_by=claim.by.name if claim else "",
        taken_until=claim.until if claim else None,
    )


def item_of(comment: Comment, viewer: Membership) -> QueueItem:
    return items([comment], viewer)[0]


def context_of(comment: Comment, who: Standing, *, can_write: bool) -> tuple[list[Row], Row]:
    """What was said before, the opening comment first, and the comment itself."""
    above = [one for one in (comment.root, comment.answers) if one is not None]
    shown = list({one.pk: one for one in above}.values())
    marks = marks_for(who, [*shown, comment])
    before = [row_of(one, who, marks, can_write=False) for one in shown]
    return before, row_of(comment, who, marks, can_write=can_write)


def replies_to(comment: Comment, who: Standing) -> list[Row]:
    """The latest replies, so that nobody says what was said."""
    below = Comment.objects.readable().filter(Q(root=comment) | Q(parent=comment) | Q(answers=comment))
    latest = list(below.select_related("author", "answers__author").order_by("-created_at", "-pk")[:5])[::-1]
    marks = marks_for(who, latest)
    return [row_of(one, who, marks, can_write=False, flat=True) for one in latest]


@dataclass(frozen=True, slots=True)
class Writer:
    """What helps to answer: is the person new here, and did they write before?"""

    comments: int
    joined_at: datetime | None


def writer_of(comment: Comment, who: Standing) -> Writer | None:
    """Nothing about who wrote anonymously, for somebody who may not know who it is."""
    if comment.author_id is None or (comment.anonymous and not who.facilitates):
        return None
    space = comment.thread.space_id
    written = Comment.objects.readable().filter(author=comment.author_id, thread__space=space)
    if not who.facilitates:
        written = written.filter(anonymous=False)
    member = SpaceMember.objects.filter(space=space, user=comment.author_id).first()
    return Writer(written.count(), member.joined_at if member else None)


def matches(comment: Comment, viewer: Membership, words: str) -> QuerySet[Comment]:
    """Comments of the same space that could be linked with this one, newest first."""
    found = Comment.objects.visible_to(viewer).readable().filter(thread__space=comment.thread.space_id)
    found = found.exclude(pk=comment.pk).exclude(links_out__target=comment).exclude(links_in__source=comment)
    if words:
        found = found.saying(words)
    return found.select_related("author", "thread__space", "answers__author").order_by("-created_at", "-pk")


def links_of(comment: Comment) -> QuerySet[CommentLink]:
    """What facilitators linked it with."""
    found = CommentLink.objects.filter(Q(source=comment) | Q(target=comment)).order_by("pk")
    return found.select_related("source__thread__space", "source__author", "target__author")


def who_acted(acts: QuerySet[ModerationAct]) -> list[tuple[int, str]]:
    """Those who stand in a record, by name."""
    return list(User.objects.filter(pk__in=acts.order_by().values("by")).order_by("name").values_list("pk", "name"))

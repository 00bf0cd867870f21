"""The stream of a thread: the same number of queries for ten comments and for ten thousand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import BigIntegerField, Case, F, Q, QuerySet, When
from django.db.models.functions import Cast
from django.http import HttpRequest, QueryDict
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import Promise

from wayline.discussion.enums import Filter, Sort
from wayline.discussion.models import Comment, CommentQuerySet, Follow, Thread, Visit
from wayline.discussion.queries.rows import Row, comments_shown, marks_for, row_of, with_replies
from wayline.discussion.standing import Standing, can_write_anonymously, obstacle_to_comment, standing_as
from wayline.people.models import Membership

ROOTS_PER_PAGE = 20
REPLIES_SHOWN = 3
REPLIES_PER_PAGE = 20
NEWEST = (F("created_at").desc(), F("id").desc())
ORDERS: dict[str, tuple[Any, ...]] = {
    Sort.NEWEST: NEWEST,
    Sort.OLDEST: (F("created_at").asc(), F("id").asc()),
    Sort.LIKED: (F("like_count").desc(), *NEWEST),
}


# By hand: making this statement in Python costs more than the whole rest of the page.
REPLIES = """
    SELECT id, root_id, total FROM (
        SELECT id, root_id, count(*) OVER (PARTITION BY root_id) AS total, row_number() OVER (
            PARTITION BY root_id ORDER BY CASE level WHEN 2 THEN parent_id ELSE id END, id
        ) AS place
        FROM discussion_comment WHERE root_id = ANY(%s)
    ) AS reply
    WHERE (root_id <> %s AND place <= %s) OR (root_id = %s AND place > %s AND place <= %s)
    ORDER BY root_id, place
"""

MINE = """
    SELECT (SELECT role FROM discussion_spacemember WHERE space_id = %s AND user_id = %s AND left_at IS NULL),
           (SELECT muted FROM discussion_follow WHERE thread_id = %s AND user_id = %s)
"""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str | Promise
    chosen: bool


@dataclass(frozen=True, slots=True)
class Stream:
    """What `discussion/stream.html` shows. `flat`: single comments that a filter found, out of their conversations."""

    thread: Thread
    who: Standing
    rows: tuple[Row, ...]
    page: Page[int]
    sorts: tuple[Option, ...]
    filters: tuple[Option, ...]
    sort: str
    filter: str
    words: str
    flat: bool
    obstacle: str
    can_write_anonymously: bool
    follows: bool
    muted: bool
    expanded: int
    replies_page: int
    replies_pages: int
    live_url: str

    @property
    def can_write(self) -> bool:
        return self.who.is_member and not self.obstacle

    @property
    def narrowed(self) -> bool:
        return bool(self.words) or self.filter != Filter.ALL

    @property
    def newest_first(self) -> bool:
        return self.sort != Sort.OLDEST

    @property
    def query(self) -> str:
        """What the address says beyond the page, for links that stay in this view."""
        wanted = QueryDict(mutable=True)
        if self.sort != Sort.NEWEST:
            wanted["sort"] = self.sort
        if self.filter != Filter.ALL:
            wanted["show"] = self.filter
        if self.words:
            wanted["q"] = self.words
        return f"{wanted.urlencode()}&" if wanted else ""


def stream(
    thread: Thread,
    viewer: Membership,
    *,
    sort: str = Sort.NEWEST,
    filter: str = Filter.ALL,
    page: int | str = 1,
    words: str = "",
    since: datetime | None = None,
    replies_of: int = 0,
    replies_page: int = 1,
) -> Stream:
    """One page of a thread as this viewer sees it. `replies_of` opens one conversation, a page of replies at a time."""
    role, muted = _mine(thread, viewer)
    who = standing_as(viewer, thread.space, role)
    sort = sort if sort in Sort.values else Sort.NEWEST
    filter = filter if filter in Filter.values else Filter.ALL
    flat = bool(words) or filter not in (Filter.ALL, Filter.UNANSWERED)
    chosen = _chosen(thread, who, sort, filter, words, since)
    shown = Paginator(chosen.values_list("pk", flat=True), ROOTS_PER_PAGE).get_page(page)
    roots = list(shown.object_list)
    below, totals = ({}, {}) if flat else _replies(roots, replies_of, replies_page)
    everything = comments_shown([*roots, *(reply for replies in below.values() for reply in replies)])
    marks = marks_for(who, everything.values())
    obstacle = obstacle_to_comment(who, thread)
    can_write = who.is_member and (not thread.closed_at or who.facilitates)

    def row(pk: int) -> Row:
        return row_of(everything[pk], who, marks, can_write=can_write, since=since, flat=flat)

    rows = []
    for root in roots:
        replies = below.get(root, [])
        opened = root == replies_of
        more = 0 if opened else totals.get(root, 0) - len(replies)
        rows.append(with_replies(row(root), tuple(map(row, replies)), more=more, before=opened and replies_page > 1))
    return Stream(
        thread=thread,
        who=who,
        rows=tuple(rows),
        page=shown,
        sorts=tuple(Option(one.value, one.label, one.value == sort) for one in Sort),
        filters=tuple(Option(one.value, one.label, one.value == filter) for one in Filter),
        sort=sort,
        filter=filter,
        words=words,
        flat=flat,
        obstacle=obstacle,
        can_write_anonymously=can_write_anonymously(who),
        follows=muted is False,
        muted=muted is True,
        expanded=replies_of,
        replies_page=replies_page,
        replies_pages=-(-totals.get(replies_of, 0) // REPLIES_PER_PAGE),
        live_url=_live_url(thread, everything),
    )


def _mine(thread: Thread, viewer: Membership) -> tuple[str | None, bool | None]:
    """The viewer's role in the space (None: no member), and whether they muted the thread (None: no follow)."""
    with connection.cursor() as cursor:
        cursor.execute(MINE, [thread.space_id, viewer.user_id, thread.pk, viewer.user_id])
        role, muted = cursor.fetchone()
    return role, muted


def _live_url(thread: Thread, shown: Iterable[int]) -> str:
    return f"/live/threads/{thread.pk}/?after={max(shown, default=0)}"


def _chosen(
    thread: Thread, who: Standing, sort: str, filter: str, words: str, since: datetime | None
) -> QuerySet[Comment]:
    """The comments of the list, pages not yet cut: openings, or whatever a filter finds on any level."""
    comments = Comment.objects.filter(thread=thread).order_by(*ORDERS[sort])
    if not words and filter == Filter.ALL:
        return comments.filter(level=0).order_by(F("pinned_at").desc(nulls_last=True), *ORDERS[sort])
    comments = comments.readable()
    if words:
        comments = comments.saying(words)
    return _filtered(comments, who, filter, since)


def _filtered(comments: CommentQuerySet, who: Standing, filter: str, since: datetime | None) -> QuerySet[Comment]:
    user = who.user_id
    match filter:
        case Filter.MINE:
            return comments.filter(author=user)
        case Filter.UNANSWERED:
            return comments.filter(level=0, answered_at=None)
        case Filter.FACILITATORS:
            return comments.filter(by_facilitator=True)
        case Filter.FOLLOWING:
            people = Follow.objects.filter(user=user, person__isnull=False).values("person")
            # Following somebody must not tell what they wrote anonymously.
            return comments.filter(author__in=people, anonymous=False)
        case Filter.NEW:
            new = comments.exclude(author=user)
            return new.filter(created_at__gt=since) if since else new
        case _:
            return comments


def _replies(roots: Sequence[int], expanded: int, page: int) -> tuple[dict[int, list[int]], dict[int, int]]:
    """The first replies of each conversation, one page of the opened one, and how many there are in each."""
    first = (page - 1) * REPLIES_PER_PAGE
    last = first + REPLIES_PER_PAGE
    with connection.cursor() as cursor:
        cursor.execute(REPLIES, [list(roots), expanded, REPLIES_SHOWN, expanded, first, last])
        found = cursor.fetchall()
    below: dict[int, list[int]] = defaultdict(list)
    totals: dict[int, int] = {}
    for pk, root, total in found:
        below[root].append(pk)
        totals[root] = total
    return below, totals


def place_of(comment: Comment) -> str:
    """Address, page and mark of a comment in the stream that shows all, newest first."""
    root = comment.root or comment
    openings = Comment.objects.filter(thread=comment.thread_id, level=0)
    if root.pinned_at:
        before = openings.filter(pinned_at__gt=root.pinned_at).count()
    else:
        newer = Q(created_at__gt=root.created_at) | Q(created_at=root.created_at, pk__gt=root.pk)
        before = openings.filter(Q(pinned_at__isnull=False) | newer).count()
    wanted = QueryDict(mutable=True)
    if before >= ROOTS_PER_PAGE:
        wanted["page"] = str(before // ROOTS_PER_PAGE + 1)
    if comment.level:
        number = _replies_before(comment)
        if number >= REPLIES_SHOWN:
            wanted["replies"] = str(root.pk)
        if number >= REPLIES_PER_PAGE:
            wanted["rpage"] = str(number // REPLIES_PER_PAGE + 1)
    query = f"?{wanted.urlencode()}" if wanted else ""
    return f"{comment.thread.address}{query}#comment-{comment.pk}"


def _replies_before(comment: Comment) -> int:
    branch = comment.parent_id if comment.level == 2 else comment.pk
    own = Case(When(level=2, then=F("parent")), default=F("id"), output_field=BigIntegerField())
    earlier = Q(branch__lt=branch) | Q(branch=branch, pk__lt=comment.pk)
    return (
        Comment.objects.filter(root=comment.root_id)
        .annotate(branch=Cast(own, BigIntegerField()))
        .filter(earlier)
        .count()
    )


def stream_context(request: HttpRequest, thread: Thread) -> dict[str, object]:
    """For a page that includes `discussion/stream.html`. Notes the visit, for "since my last visit"."""
    viewer: Membership = request.member  # type: ignore[attr-defined]  # MemberRequest
    since = Visit.objects.note(thread, viewer.user)
    asked = request.GET
    made = stream(
        thread,
        viewer,
        sort=asked.get("sort", ""),
        filter=asked.get("show", ""),
        page=asked.get("page", "1"),
        words=asked.get("q", "").strip()[:200],
        since=since,
        replies_of=_number(asked.get("replies")),
        replies_page=max(1, _number(asked.get("rpage"))),
    )
    return {
        "stream": made,
        "post_url": reverse("discussion:post", args=[thread.pk]),
        "csrf_token": get_token(request),
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0

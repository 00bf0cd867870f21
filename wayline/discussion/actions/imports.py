"""Bringing in discussions that were held elsewhere, with who said what and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction

from wayline.discussion.actions.comments import count_thread
from wayline.discussion.models import Comment, Thread
from wayline.discussion.models.comments import TEXT_LIMIT
from wayline.discussion.wording import is_question, render_comment
from wayline.people.models import User

BATCH = 1000
COLUMNS = tuple(field.attname for field in Comment._meta.concrete_fields)
NUMBERS = "SELECT nextval(pg_get_serial_sequence('discussion_comment', 'id')) FROM generate_series(1, %s)"
REPLIES = """
    UPDATE discussion_comment AS comment SET reply_count = below.number
    FROM (
        SELECT above, count(*) AS number FROM (
            SELECT id, root_id AS above FROM discussion_comment
                WHERE thread_id = %(thread)s AND deleted_at IS NULL AND hidden_at IS NULL
            UNION SELECT id, parent_id FROM discussion_comment
                WHERE thread_id = %(thread)s AND deleted_at IS NULL AND hidden_at IS NULL
        ) AS reply WHERE above IS NOT NULL GROUP BY above
    ) AS below
    WHERE comment.id = below.above AND comment.reply_count <> below.number
"""
# Two posts without any name are by two people, as far as anybody can tell.
ANSWERED = """
    UPDATE discussion_comment AS comment SET answered_at = first.at
    FROM (
        SELECT above.id, min(reply.created_at) AS at
        FROM discussion_comment AS reply
        JOIN discussion_comment AS above ON above.id IN (reply.root_id, reply.parent_id, reply.answers_id)
        WHERE reply.thread_id = %(thread)s AND reply.imported_key <> '' AND above.answered_at IS NULL AND NOT (
            CASE WHEN reply.author_id IS NULL AND above.author_id IS NULL
                THEN reply.imported_author <> '' AND reply.imported_author = above.imported_author
                ELSE reply.author_id IS NOT DISTINCT FROM above.author_id END)
        GROUP BY above.id
    ) AS first
    WHERE comment.id = first.id
"""


@dataclass(frozen=True, slots=True)
class ImportedPost:
    """One post of another system. `key` is its number there; `user` is set when the author has an account here."""

    key: str
    text: str
    at: datetime
    author: str = ""
    parent: str = ""
    likes: int = 0
    user: User | None = None
    by_facilitator: bool = False


@dataclass(slots=True)
class ImportResult:
    made: int = 0
    known: int = 0
    """Posts that an earlier import brought."""
    orphans: list[str] = field(default_factory=list)
    """Keys of posts whose parent is missing: they open a conversation of their own."""
    shortened: list[str] = field(default_factory=list)
    """Keys of posts that were longer than a comment may be."""


class Placed(NamedTuple):
    """Where an imported comment stands: all that those which answer it need."""

    pk: int
    root: int
    level: int
    parent: int | None


@transaction.atomic
def import_comments(
    thread: Thread, posts: Iterable[ImportedPost], *, progress: Callable[[int], None] | None = None
) -> ImportResult:
    """Add posts to a thread, keeping authors' names, times, likes and who answered whom. Twice changes nothing.

    Nobody gets a notice. Replies deeper than two levels stay on the second.
    """
    given = sorted(posts, key=lambda post: post.at)
    done = {
        key: Placed(pk, root or pk, level, parent)
        for key, pk, root, level, parent in thread.comments.exclude(imported_key="").values_list(
            "imported_key", "pk", "root", "level", "parent"
        )
    }
    result = ImportResult(known=sum(1 for post in given if post.key in done))
    fresh = [post for post in given if post.key not in done]
    keys = {post.key for post in fresh} | set(done)
    result.orphans = [post.key for post in fresh if post.parent and post.parent not in keys]
    waiting = fresh
    while waiting:
        ready = [post for post in waiting if not post.parent or post.parent in done or post.parent not in keys]
        if not ready:  # a ring of posts that answer each other
            ready = waiting[:1]
            result.orphans.append(ready[0].key)
        for start in range(0, len(ready), BATCH):
            made = [_comment(thread, post, done.get(post.parent), result) for post in ready[start : start + BATCH]]
            _write(made)
            done.update(
                (one.imported_key, Placed(one.pk, one.root_id or one.pk, one.level, one.parent_id)) for one in made
            )
            if progress:
                progress(len(made))
        taken = {post.key for post in ready}
        waiting = [post for post in waiting if post.key not in taken]
    result.made = len(fresh)
    if fresh:
        _count(thread)
    return result


def _write(comments: list[Comment]) -> None:
    """By COPY: many times faster than INSERT for a table with so many columns."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS, [len(comments)])
        for comment, (pk,) in zip(comments, cursor.fetchall(), strict=True):
            comment.pk = pk
        with cursor.copy(f"COPY discussion_comment ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for comment in comments:
                copy.write_row([getattr(comment, column) for column in COLUMNS])


def _comment(thread: Thread, post: ImportedPost, answered: Placed | None, result: ImportResult) -> Comment:
    if len(post.text) > TEXT_LIMIT:
        result.shortened.append(post.key)
    text = post.text[:TEXT_LIMIT]
    comment = Comment(
        thread=thread,
        author=post.user,
        imported_author=post.author[:120],
        imported_key=post.key[:80],
        text=text,
        html=render_comment(text),
        created_at=post.at,
        by_facilitator=post.by_facilitator,
        is_question=is_question(text),
        like_count=post.likes,
    )
    if answered is not None:
        comment.answers_id = answered.pk
        comment.root_id = answered.root
        comment.level = min(answered.level + 1, 2)
        comment.parent_id = answered.parent if answered.level == 2 else answered.pk
    return comment


def _count(thread: Thread) -> None:
    """Counters of every comment that got replies, and of the thread, from what stands there now."""
    with connection.cursor() as cursor:
        cursor.execute(REPLIES, {"thread": thread.pk})
        cursor.execute(ANSWERED, {"thread": thread.pk})
    count_thread(thread.pk)

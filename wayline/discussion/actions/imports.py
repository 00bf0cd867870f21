"""Bringing in discussions that were held elsewhere, with who said what and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from wayline.discussion.actions.comments import count_again
from wayline.discussion.models import Comment, Thread
from wayline.discussion.models.comments import TEXT_LIMIT
from wayline.discussion.wording import is_question, render_comment
from wayline.people.models import User

BATCH = 1000


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


@transaction.atomic
def import_comments(
    thread: Thread, posts: Iterable[ImportedPost], *, progress: Callable[[int], None] | None = None
) -> ImportResult:
    """Add posts to a thread, keeping authors' names, times, likes and who answered whom. Twice changes nothing.

    Nobody gets a notice. Replies deeper than two levels stay on the second.
    """
    given = sorted(posts, key=lambda post: post.at)
    done = {comment.imported_key: comment for comment in thread.comments.exclude(imported_key="")}
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
            made = Comment.objects.bulk_create(
                _comment(thread, post, done.get(post.parent), result) for post in ready[start : start + BATCH]
            )
            done.update((comment.imported_key, comment) for comment in made)
            if progress:
                progress(len(made))
        taken = {post.key for post in ready}
        waiting = [post for post in waiting if post.key not in taken]
    result.made = len(fresh)
    if fresh:
        _count(thread, [done[post.key] for post in fresh])
    return result


def _comment(thread: Thread, post: ImportedPost, answered: Comment | None, result: ImportResult) -> Comment:
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
        comment.root_id = answered.root_id or answered.pk
        comment.level = min(answered.level + 1, 2)
        comment.parent_id = answered.parent_id if answered.level == 2 else answered.pk
    return comment


def _count(thread: Thread, made: list[Comment]) -> None:
    """Counters of every comment that got replies, and of the thread."""
    replies = Counter(pk for comment in made for pk in {comment.root_id, comment.parent_id} if pk is not None)
    above = Comment.objects.in_bulk(replies)
    first: dict[int, datetime] = {}
    for comment in sorted(made, key=lambda one: one.created_at):
        for pk in {comment.root_id, comment.parent_id, comment.answers_id}:
            if pk is not None and pk in above and _who(above[pk]) != _who(comment):
                first.setdefault(pk, comment.created_at)
    for pk, comment in above.items():
        comment.reply_count += replies[pk]
        comment.answered_at = comment.answered_at or first.get(pk)
    Comment.objects.bulk_update(above.values(), ["reply_count", "answered_at"], batch_size=BATCH)
    count_again(made[0])


def _who(comment: Comment) -> object:
    """Two posts without any name are by two people, as far as anybody can tell."""
    return comment.author_id or comment.imported_author or object()

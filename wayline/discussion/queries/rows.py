"""One comment as a page shows it to one viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.dates import MONTHS_3
from django.utils.formats import get_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wayline.common.parts import hue, initials
from wayline.discussion.models import Comment
from wayline.discussion.standing import Standing, can_see_author
from wayline.people.models import User


@dataclass(frozen=True, slots=True)
class Tie:
    """A comment that a facilitator linked to this one."""

    url: str
    author: str
    note: str


@dataclass(frozen=True, slots=True)
class Marks:
    """What the viewer did with the comments of one page, and how they are tied. The same queries for any number."""

    liked: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    ties: dict[int, tuple[Tie, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """`level` is where it stands on this page; `gone` says why there are no words: "deleted" or "hidden"."""

    pk: int
    url: str
    author: str
    initials: str
    hue: int
    at: datetime
    time: str
    html: SafeString
    level: int
    root_id: int
    gone: str
    note: str
    facilitator: bool
    own: bool
    new: bool
    pinned: bool
    endorsed: bool
    edited: bool
    likes: int
    liked: bool
    kept: bool
    can_like: bool
    can_reply: bool
    reply_count: int
    answers_url: str
    answers_author: str
    ties: tuple[Tie, ...]
    replies: tuple[Row, ...] = ()
    more_replies: int = 0
    """Replies that this page leaves out."""
    replies_before: bool = False


def former_participant() -> str:
    return _("Former participant")


def shown_author(comment: Comment, who: Standing | None) -> str:
    """The name that this viewer may know; without a viewer, the name that everybody may."""
    if comment.anonymous and (who is None or not can_see_author(who, comment)):
        return _("Anonymous participant")
    if comment.author is not None:
        return comment.author.name
    return comment.imported_author or former_participant()


# Both in the order of the model: `from_db` takes values by place.
COLUMNS = (
    "id", "thread_id", "author_id", "imported_author", "root_id", "answers_id", "level", "html", "anonymous",
    "by_facilitator", "created_at", "edited_at", "deleted_at", "hidden_at", "hidden_reason", "pinned_at",
    "endorsed_at", "like_count", "reply_count",
)  # fmt: skip
ANSWERED = ("id", "author_id", "imported_author", "anonymous")
# By hand: Django takes three times as long to make the statement and the objects of all these joins.
# Its columns stand in the order of ANSWERED, then of COLUMNS.
SHOWN = """
    SELECT author.name, answered_author.name,
           answered.id, answered.author_id, answered.imported_author, answered.anonymous,
           comment.id, comment.thread_id, comment.author_id, comment.imported_author, comment.root_id,
           comment.answers_id, comment.level, comment.html, comment.anonymous, comment.by_facilitator,
           comment.created_at, comment.edited_at, comment.deleted_at, comment.hidden_at, comment.hidden_reason,
           comment.pinned_at, comment.endorsed_at, comment.like_count, comment.reply_count
    FROM discussion_comment AS comment
    LEFT JOIN people_user AS author ON author.id = comment.author_id
    LEFT JOIN discussion_comment AS answered ON answered.id = comment.answers_id
    LEFT JOIN people_user AS answered_author ON answered_author.id = answered.author_id
    WHERE comment.id = ANY(%s)
"""


def comments_shown(keys: Collection[int]) -> dict[int, Comment]:
    """These comments with what a row needs and no column more: a page holds eighty of them."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(SHOWN, [list(keys)])
        return {comment.pk: comment for comment in map(_comment, cursor.fetchall())}


def _comment(values: tuple[Any, ...]) -> Comment:
    author, answered_author, *rest = values
    answered, own = rest[: len(ANSWERED)], rest[len(ANSWERED) :]
    made = Comment.from_db(connection.alias, COLUMNS, own)
    made.author = _named(made.author_id, author)
    if made.answers_id is not None:
        made.answers = Comment.from_db(connection.alias, ANSWERED, answered)
        made.answers.author = _named(made.answers.author_id, answered_author)
    return made


def _named(pk: int | None, name: str) -> User | None:
    return None if pk is None else User.from_db(connection.alias, ("id", "name"), (pk, name))


# By hand, like the statements of the stream: three reads of a page in one.
MARKS = """
    SELECT 'liked', comment_id, NULL::bigint, '', 0 FROM discussion_like
        WHERE comment_id = ANY(%(keys)s) AND user_id = %(user)s
    UNION ALL SELECT 'kept', comment_id, NULL, '', 0 FROM discussion_bookmark
        WHERE comment_id = ANY(%(keys)s) AND user_id = %(user)s
    UNION ALL SELECT 'tied', source_id, target_id, note, id FROM discussion_commentlink
        WHERE source_id = ANY(%(keys)s) OR target_id = ANY(%(keys)s)
    ORDER BY 5
"""


def marks_for(who: Standing, comments: Iterable[Comment]) -> Marks:
    keys = [comment.pk for comment in comments]
    if not keys:
        return Marks()
    with connection.cursor() as cursor:
        cursor.execute(MARKS, {"keys": keys, "user": who.user_id})
        found = cursor.fetchall()
    return Marks(
        liked=frozenset(comment for what, comment, *_rest in found if what == "liked"),
        kept=frozenset(comment for what, comment, *_rest in found if what == "kept"),
        ties=_ties(who, [(source, target, note) for what, source, target, note, _pk in found if what == "tied"]),
    )


def _ties(who: Standing, links: list[tuple[int, int, str]]) -> dict[int, tuple[Tie, ...]]:
    ends = comments_shown({end for source, target, _note in links for end in (source, target)})
    found: dict[int, tuple[Tie, ...]] = {}
    for source, target, note in links:
        for here, there in ((source, ends[target]), (target, ends[source])):
            if there.is_readable:
                found[here] = (*found.get(here, ()), Tie(address(there.pk), shown_author(there, who), note))
    return found


def moment(at: datetime) -> str:
    """As the date filter writes a short date and time (`j M Y, H:i` or `j b Y, H:i`), at a tenth of its cost."""
    local = localtime(at)
    month = str(MONTHS_3[local.month])
    if "M" in get_format("SHORT_DATETIME_FORMAT"):
        month = month.title()
    return f"{local.day} {month} {local:%Y, %H:%M}"


def address(pk: int) -> str:
    """As `Comment.get_absolute_url`, without looking the pattern up for each of eighty comments."""
    return f"/comments/{pk}/"


def row_of(
    comment: Comment,
    who: Standing | None,
    marks: Marks,
    *,
    can_write: bool,
    since: datetime | None = None,
    flat: bool = False,
) -> Row:
    """`who` None makes the neutral row that every reader may get (live updates). `flat`: without its conversation."""
    gone = _gone(comment, who)
    author = shown_author(comment, who)
    known = not comment.anonymous or (who is not None and can_see_author(who, comment))
    own = who is not None and comment.author_id == who.user_id
    answered = comment.answers if flat or comment.level == 2 else None
    return Row(
        pk=comment.pk,
        url=address(comment.pk),
        author=author,
        initials=initials(author) if known else "?",
        hue=hue(author),
        at=comment.created_at,
        time=moment(comment.created_at),
        html=SafeString("" if gone else comment.html),
        level=comment.level,
        root_id=comment.root_id or comment.pk,
        gone=gone,
        note=_note(comment, who, own=own),
        facilitator=comment.by_facilitator,
        own=own,
        new=since is not None and comment.created_at > since and not own,
        pinned=comment.pinned_at is not None,
        endorsed=comment.endorsed_at is not None,
        edited=comment.edited_at is not None,
        likes=comment.like_count,
        liked=comment.pk in marks.liked,
        kept=comment.pk in marks.kept,
        can_like=not own and not gone and (who is None or who.is_member),
        can_reply=can_write and not gone,
        reply_count=comment.reply_count,
        answers_url=address(answered.pk) if answered else "",
        answers_author=shown_author(answered, who) if answered else "",
        ties=marks.ties.get(comment.pk, ()) if not gone else (),
    )


def with_replies(row: Row, replies: tuple[Row, ...], *, more: int, before: bool) -> Row:
    return replace(row, replies=replies, more_replies=more, replies_before=before)


def _gone(comment: Comment, who: Standing | None) -> str:
    if comment.deleted_at is not None:
        return "deleted"
    if comment.hidden_at is not None:
        may_read = who is not None and (who.moderates or comment.author_id == who.user_id)
        return "" if may_read else "hidden"
    return ""


def _note(comment: Comment, who: Standing | None, *, own: bool) -> str:
    if comment.hidden_at is not None and comment.deleted_at is None and who is not None and (own or who.moderates):
        return _("Hidden from the others: %(reason)s") % {"reason": comment.hidden_reason}
    if comment.anonymous and own:
        return _("You wrote this anonymously. Facilitators see your name.")
    if comment.anonymous and who is not None and who.facilitates:
        return _("Anonymous to peers")
    return ""

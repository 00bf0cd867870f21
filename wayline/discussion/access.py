"""Who may do what in a space. One condition a line; nothing here writes."""

from __future__ import annotations

from wayline.discussion.enums import SpaceKind
from wayline.discussion.models import Comment, Space
from wayline.discussion.models.spaces import COLLEAGUES
from wayline.discussion.standing import Standing as Standing
from wayline.discussion.standing import can_see_author as can_see_author
from wayline.discussion.standing import can_write_anonymously as can_write_anonymously
from wayline.discussion.standing import is_newcomer as is_newcomer
from wayline.discussion.standing import obstacle_to_comment as obstacle_to_comment
from wayline.discussion.standing import standing as standing
from wayline.discussion.standing import standing_as as standing_as
from wayline.people.enums import Role
from wayline.people.models import Membership


class Refused(Exception):
    """Something cannot be done now; the message says why, in words for the person."""


def can_create_space(viewer: Membership) -> bool:
    return viewer.role in (Role.FACILITATOR, Role.MANAGER, Role.ADMINISTRATOR)


def can_change_space(who: Standing) -> bool:
    return who.moderates


def can_join(viewer: Membership, space: Space) -> bool:
    if space.kind != SpaceKind.COMMUNITY or not space.is_open:
        return False
    return viewer.role in COLLEAGUES and viewer.organisation_id == space.organisation_id


def can_leave(who: Standing) -> bool:
    """A run is left by leaving the run."""
    return who.is_member and who.space.kind == SpaceKind.COMMUNITY


def can_open_topic(who: Standing) -> bool:
    return (who.is_member and who.space.locked_at is None) or who.facilitates


def can_edit_pages(who: Standing) -> bool:
    return (who.is_member and who.space.locked_at is None) or who.facilitates


def can_edit(who: Standing, comment: Comment) -> bool:
    if not who.is_member or not comment.is_readable:
        return False
    if comment.thread.closed_at and not who.facilitates:
        return False
    return comment.author_id == who.user_id


def can_delete(who: Standing, comment: Comment) -> bool:
    return comment.deleted_at is None and (comment.author_id == who.user_id or who.moderates)


def can_mark(who: Standing, comment: Comment) -> bool:
    """Like, keep."""
    return who.is_member and comment.is_readable


def can_like(who: Standing, comment: Comment) -> bool:
    return can_mark(who, comment) and comment.author_id != who.user_id


def can_report(who: Standing, comment: Comment) -> bool:
    return comment.is_readable and comment.author_id != who.user_id


def can_follow_author(who: Standing, comment: Comment) -> bool:
    """Nobody learns who wrote anonymously by following them."""
    return comment.author_id not in (None, who.user_id) and not comment.anonymous and comment.is_readable


def can_see_history(who: Standing, comment: Comment) -> bool:
    return comment.is_readable or who.moderates


def can_moderate(who: Standing) -> bool:
    return who.moderates

"""Who may do what in a space. One condition a line; nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from wayline.discussion.enums import SpaceKind, SpaceRole
from wayline.discussion.models import Comment, Space, SpaceMember, Thread
from wayline.discussion.models.spaces import COLLEAGUES
from wayline.people.enums import Role
from wayline.people.models import Membership


class Refused(Exception):
    """Something cannot be done now; the message says why, in words for the person."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a viewer is in one space, asked once."""

    viewer: Membership
    space: Space
    is_member: bool
    facilitates: bool
    """Guides the discussion, and sees who wrote anonymously."""

    @property
    def moderates(self) -> bool:
        """Facilitators, and administrators of the organisation (who see no anonymous names)."""
        return self.facilitates or is_administrator_of(self.viewer, self.space)

    @property
    def user_id(self) -> int:
        return self.viewer.user_id


def standing(viewer: Membership, space: Space) -> Standing:
    role = SpaceMember.objects.current().filter(space=space, user=viewer.user_id).values_list("role", flat=True).first()
    return Standing(viewer, space, is_member=role is not None, facilitates=role == SpaceRole.FACILITATOR)


def is_administrator_of(viewer: Membership, space: Space) -> bool:
    return viewer.role == Role.ADMINISTRATOR and viewer.organisation_id == space.organisation_id


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


def obstacle_to_comment(who: Standing, thread: Thread) -> str:
    """Why the viewer cannot write here now; empty when nothing stands in the way."""
    if not who.is_member:
        return gettext("Join the space to write here.")
    if thread.closed_at and not who.facilitates:
        return gettext("This discussion is closed. You can read it.")
    return _pause_left(who, thread)


def _pause_left(who: Standing, thread: Thread) -> str:
    if not thread.pause or who.facilitates:
        return ""
    last = Comment.objects.filter(thread=thread, author=who.user_id).order_by("-created_at").values("created_at").first()
    left = thread.pause - int((timezone.now() - last["created_at"]).total_seconds()) if last else 0
    if left <= 0:
        return ""
    return ngettext(
        "This discussion is in slow mode. You can write again in %(seconds)d second.",
        "This discussion is in slow mode. You can write again in %(seconds)d seconds.",
        left,
    ) % {"seconds": left}


def can_write_anonymously(who: Standing) -> bool:
    """Facilitators speak with their name: they are marked, which would give them away."""
    return who.space.anonymous_allowed and not who.facilitates


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


def can_see_author(who: Standing, comment: Comment) -> bool:
    return not comment.anonymous or who.facilitates or comment.author_id == who.user_id


def can_see_history(who: Standing, comment: Comment) -> bool:
    return comment.is_readable or who.moderates


def can_moderate(who: Standing) -> bool:
    return who.moderates

"""What a viewer is in one space, and what follows for reading and writing there. Rules and reads both rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from wayline.discussion.enums import SpaceRole
from wayline.discussion.models import Comment, Space, Thread
from wayline.people.enums import Role
from wayline.people.models import Membership, User


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


# By hand: everything in a space begins with it, and making the statement in Python costs more than running it.
ROLE = "SELECT role FROM discussion_spacemember WHERE space_id = %s AND user_id = %s AND left_at IS NULL"


def standing(viewer: Membership, space: Space) -> Standing:
    with connection.cursor() as cursor:
        cursor.execute(ROLE, [space.pk, viewer.user_id])
        found = cursor.fetchone()
    return standing_as(viewer, space, found[0] if found else None)


def standing_as(viewer: Membership, space: Space, role: str | None) -> Standing:
    """With the role of the viewer's current membership of the space; None is for who is no member."""
    return Standing(viewer, space, is_member=role is not None, facilitates=role == SpaceRole.FACILITATOR)


def is_administrator_of(viewer: Membership, space: Space) -> bool:
    return viewer.role == Role.ADMINISTRATOR and viewer.organisation_id == space.organisation_id


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
    last = (
        Comment.objects.filter(thread=thread, author=who.user_id).order_by("-created_at").values("created_at").first()
    )
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


def can_see_author(who: Standing, comment: Comment) -> bool:
    return not comment.anonymous or who.facilitates or comment.author_id == who.user_id


def is_newcomer(user: User) -> bool:
    """In the first day of an account one writes little; what floods a site does it with fresh accounts."""
    return timezone.now() - user.joined_at < timedelta(days=1)

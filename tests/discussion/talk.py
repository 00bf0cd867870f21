"""A run's space with a thread, people in it, and comments at chosen times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests.factories import Cast, member
from wayline.discussion import actions
from wayline.discussion.enums import SpaceKind, SpaceRole, ThreadKind
from wayline.discussion.models import Comment, Space, Thread
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation


@dataclass(frozen=True)
class Talk:
    """Fia and Gil facilitate; Ada, Ben and Dan take part. Fay facilitates in the same office, but elsewhere."""

    cast: Cast
    space: Space
    thread: Thread
    gil: Membership
    dan: Membership
    fay: Membership


def talk(
    cast: Cast, *, name: str = "Spring run", guide: Membership | None = None, of: Organisation | None = None
) -> Talk:
    office = of or cast.ada.organisation
    gil = member(Role.FACILITATOR, name="Gil Guide", of=office)
    dan = member(name="Dan Practitioner", of=office)
    fay = member(Role.FACILITATOR, name="Fay Facilitator", of=office)
    space = actions.open_space(
        name=name, organisation=office, kind=SpaceKind.RUN, by=guide or cast.fia, anonymous_allowed=True
    )
    actions.add_member(space, user=gil.user, role=SpaceRole.FACILITATOR)
    for person in (cast.ada, cast.ben, dan, *([cast.zoe] if of else [])):
        actions.add_member(space, user=person.user)
    thread = actions.open_thread(space, title="Your first week", kind=ThreadKind.STEP, address="/runs/1/steps/1/")
    return Talk(cast, space, thread, gil, dan, fay)


def say(
    room: Talk,
    who: Membership,
    text: str,
    *,
    to: Comment | None = None,
    hours: float = 0,
    anonymous: bool = False,
) -> Comment:
    """A comment written that many hours ago."""
    comment = actions.post_comment(room.thread, by=who, text=text, parent=to, anonymous=anonymous)
    Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    comment.refresh_from_db()
    return comment

"""Spaces and comments for the tests. Ada and Ben are members, Fia facilitates, Mia has not joined."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.factories import Cast
from wayline.discussion import actions
from wayline.discussion.enums import SpaceRole, ThreadKind
from wayline.discussion.models import Comment, Space, Thread
from wayline.people.models import Membership


def space(cast: Cast, *, name: str = "Coaching by phone", **fields: Any) -> Space:
    made = actions.open_space(name=name, organisation=cast.fia.organisation, purpose="For **us**.", **fields)
    actions.add_member(made, user=cast.fia.user, role=SpaceRole.FACILITATOR)
    for member in (cast.ada, cast.ben):
        actions.add_member(made, user=member.user)
    return made


def thread(where: Space, title: str = "What helps?") -> Thread:
    made = actions.open_thread(where, title=title, kind=ThreadKind.TOPIC, address="")
    made.address = f"/topics/{made.pk}/"
    made.save()
    return made


def old_account(member: Membership) -> None:
    member.user.joined_at = timezone.now() - timedelta(days=9)
    member.user.save()


def many(where: Thread, by: Membership, number: int, *, replies: int = 0) -> list[Comment]:
    """Comments in bulk, each a minute after the one before, without the cost of posting."""
    begin = timezone.now() - timedelta(days=3)
    made = Comment.objects.bulk_create(
        Comment(
            thread=where,
            author=by.user,
            text=f"Word {n}",
            html=f"<p>Word {n}</p>",
            created_at=begin + timedelta(minutes=n),
        )
        for n in range(number)
    )
    for root in made:
        root.reply_count = replies
        below = [
            Comment(
                thread=where,
                author=by.user,
                text="yes",
                html="<p>yes</p>",
                root=root,
                parent=root,
                answers=root,
                level=1,
            )
            for _ in range(replies)
        ]
        Comment.objects.bulk_create(below)
    Comment.objects.bulk_update(made, ["reply_count"])
    Thread.objects.filter(pk=where.pk).update(comment_count=number * (replies + 1))
    return made

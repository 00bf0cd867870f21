"""Opening spaces and threads; joining and leaving."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wayline.discussion.access import Refused
from wayline.discussion.actions.comments import post_comment
from wayline.discussion.enums import Act, SpaceKind, SpaceRole, ThreadKind
from wayline.discussion.models import Follow, ModerationAct, Space, SpaceMember, Thread
from wayline.discussion.wording import render_page
from wayline.people.actions import record
from wayline.people.models import Membership, Organisation, User


@transaction.atomic
def open_space(
    *,
    name: str,
    organisation: Organisation,
    purpose: str = "",
    kind: str = SpaceKind.COMMUNITY,
    by: Membership | None = None,
    **fields: Any,
) -> Space:
    """Open a space with a thread for posts of its own (communities); whoever opens it facilitates it."""
    space = Space.objects.create(
        name=name[:160],
        slug=_free_slug(name, organisation),
        organisation=organisation,
        purpose=purpose,
        purpose_html=render_page(purpose),
        kind=kind,
        created_by=by.user if by else None,
        **fields,
    )
    record(by, "opened space", space, name=space.name)
    if kind == SpaceKind.COMMUNITY:
        open_thread(space, title=space.name, kind=ThreadKind.SPACE, address=space.get_absolute_url(), by=by)
    if by is not None:
        add_member(space, user=by.user, role=SpaceRole.FACILITATOR, by=by)
    return space


def _free_slug(name: str, organisation: Organisation) -> str:
    base = slugify(name)[:70] or "space"
    taken = set(Space.objects.filter(organisation=organisation, slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)


@transaction.atomic
def change_space(space: Space, *, by: Membership, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(space, name, value)
    space.purpose_html = render_page(space.purpose)
    space.save(update_fields=[*fields, "purpose_html"])
    Thread.objects.filter(space=space, kind=ThreadKind.SPACE).update(title=space.name)
    record(by, "changed space", space, fields=sorted(fields))


@transaction.atomic
def add_member(
    space: Space, *, user: User, role: str = SpaceRole.PARTICIPANT, by: Membership | None = None
) -> SpaceMember:
    """Let a person take part, or take part again, in this role."""
    member, created = SpaceMember.objects.select_for_update().get_or_create(
        space=space, user=user, defaults={"role": role}
    )
    if not created and (member.left_at is not None or member.role != role):
        if member.left_at is not None:
            member.joined_at = timezone.now()
        member.left_at, member.role = None, role
        member.save(update_fields=["left_at", "role", "joined_at"])
        created = True
    if created:
        record(by, "joined space", space, about=user, role=role)
    return member


@transaction.atomic
def remove_member(space: Space, *, user: User, by: Membership | None = None) -> None:
    """End a person's part. What they wrote stays; what they follow here goes."""
    ended = SpaceMember.objects.current().filter(space=space, user=user).update(left_at=timezone.now())
    if not ended:
        return
    Follow.objects.filter(user=user, thread__space=space).delete()
    if by is not None and by.user_id != user.pk:
        ModerationAct.objects.create(space=space, by=by.user, act=Act.REMOVE, about=user)
    record(by, "left space", space, about=user)


@transaction.atomic
def set_member_role(member: SpaceMember, *, role: str, by: Membership) -> None:
    member.role = role
    member.save(update_fields=["role"])
    record(by, "set role in space", member.space, about=member.user, role=role)


def join_space(space: Space, *, by: Membership) -> SpaceMember:
    """Join an open space. Who facilitated it before does so again only when a facilitator says so."""
    known = SpaceMember.objects.current().filter(space=space, user=by.user).first()
    return known or add_member(space, user=by.user, by=by)


@transaction.atomic
def leave_space(space: Space, *, by: Membership) -> None:
    if _is_last_facilitator(space, by.user):
        raise Refused(_("You are the only facilitator. Make another member a facilitator first."))
    remove_member(space, user=by.user, by=by)


def _is_last_facilitator(space: Space, user: User) -> bool:
    guides = SpaceMember.objects.current().filter(space=space, role=SpaceRole.FACILITATOR)
    return list(guides.values_list("user", flat=True)[:2]) == [user.pk]


@transaction.atomic
def open_thread(space: Space, *, title: str, kind: str, address: str, by: Membership | None = None) -> Thread:
    thread = Thread.objects.create(
        space=space, title=title[:200], kind=kind, address=address, created_by=by.user if by else None
    )
    record(by, "opened thread", thread, space=space.pk)
    return thread


@transaction.atomic
def open_topic(space: Space, *, title: str, text: str, by: Membership, anonymous: bool = False) -> Thread:
    """Open a topic with its first comment."""
    thread = open_thread(space, title=title, kind=ThreadKind.TOPIC, address="", by=None if anonymous else by)
    thread.address = reverse("discussion:topic", args=[thread.pk])
    thread.save(update_fields=["address"])
    post_comment(thread, by=by, text=text, anonymous=anonymous)
    return thread

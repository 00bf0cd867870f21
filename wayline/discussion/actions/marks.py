"""Liking, following, keeping, looking in: the row with its time is the record, so the audit trail holds none of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from wayline.discussion.models import Bookmark, Comment, Follow, Like, Thread, Visit
from wayline.people.models import Membership, User


@transaction.atomic
def like(comment: Comment, *, by: Membership) -> None:
    _like, created = Like.objects.get_or_create(comment=comment, user=by.user)
    if created:
        Comment.objects.filter(pk=comment.pk).update(like_count=F("like_count") + 1)


@transaction.atomic
def unlike(comment: Comment, *, by: Membership) -> None:
    deleted, _detail = Like.objects.filter(comment=comment, user=by.user).delete()
    if deleted:
        Comment.objects.filter(pk=comment.pk, like_count__gt=0).update(like_count=F("like_count") - 1)


def bookmark(comment: Comment, *, by: Membership) -> None:
    Bookmark.objects.get_or_create(comment=comment, user=by.user)


def unbookmark(comment: Comment, *, by: Membership) -> None:
    Bookmark.objects.filter(comment=comment, user=by.user).delete()


def follow_thread(thread: Thread, *, by: Membership) -> None:
    Follow.objects.update_or_create(user=by.user, thread=thread, defaults={"muted": False})


def mute_thread(thread: Thread, *, by: Membership) -> None:
    """No notice of this thread any more, not even of answers; names after @ still reach the person."""
    Follow.objects.update_or_create(user=by.user, thread=thread, defaults={"muted": True})


def unfollow_thread(thread: Thread, *, by: Membership) -> None:
    """Neither followed nor muted: one hears of answers only."""
    Follow.objects.filter(user=by.user, thread=thread).delete()


def follow_person(person: User, *, by: Membership) -> None:
    Follow.objects.get_or_create(user=by.user, person=person)


def unfollow_person(person: User, *, by: Membership) -> None:
    Follow.objects.filter(user=by.user, person=person).delete()


def visit(thread: Thread, *, by: Membership) -> datetime | None:
    """Note that the person reads here. Returns when the visit before this one ended, None on the first."""
    return Visit.objects.note(thread, by.user)

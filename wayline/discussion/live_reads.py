"""The few things that live updates ask the database, each in one short visit that gives its connection back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections, connection
from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from wayline.discussion.models import Comment, Thread
from wayline.discussion.queries.rows import Marks, row_of
from wayline.people.middleware import SESSION_KEY
from wayline.people.models import Membership, User

RELATED = ("author", "answers__author", "thread__space")


Manner = tuple[str, str]
"""Language and time zone."""


@dataclass(frozen=True, slots=True)
class Reader:
    user_id: int
    thread_id: int
    manner: Manner


@dataclass(frozen=True, slots=True)
class Fragment:
    html: str
    author_id: int | None


def connection_details() -> dict[str, Any]:
    """How to reach the database, for a connection outside Django's pool."""
    details = connection.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold"):
        details.pop(name, None)
    return details


def admit(cookies: Mapping[str, str], thread: int) -> tuple[int, Reader | None]:
    """Who asks, and whether they may read this thread: 200, or 401 and 404 without a reader."""
    try:
        user = _user(cookies.get(settings.SESSION_COOKIE_NAME, ""))
        if user is None:
            return 401, None
        member = _membership(user)
        if member is None or not Thread.objects.visible_to(member).filter(pk=thread).exists():
            return 404, None
        return 200, Reader(user.pk, thread, (user.language, user.time_zone))
    finally:
        _give_back()


def _user(session_key: str) -> User | None:
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return None
    user.chosen_membership = request.session.get(SESSION_KEY)  # type: ignore[attr-defined]  # for _membership
    return user


def _membership(user: User) -> Membership | None:
    """As people.middleware chooses: the one of the session, or the first."""
    mine = list(Membership.objects.active().filter(user=user).select_related("organisation", "user").order_by("pk"))
    chosen = getattr(user, "chosen_membership", None)
    return next((one for one in mine if one.pk == chosen), mine[0] if mine else None)


def drawn(pk: int, manners: list[Manner]) -> dict[Manner, Fragment]:
    """A comment as everybody may see it, once for each manner. Empty when it is not readable any more."""
    try:
        comment = Comment.objects.readable().select_related(*RELATED).filter(pk=pk).first()
        if comment is None:
            return {}
        return {manner: Fragment(_html(comment, manner), comment.author_id) for manner in manners}
    finally:
        _give_back()


def comments_after(reader: Reader, seen: int, limit: int) -> list[tuple[int, str]]:
    """What others wrote in the thread after the newest comment that this reader has."""
    try:
        others = Comment.objects.readable().filter(~Q(author=reader.user_id) | Q(author=None))
        found = others.filter(thread=reader.thread_id, pk__gt=seen).select_related(*RELATED).order_by("pk")[:limit]
        return [(comment.pk, _html(comment, reader.manner)) for comment in found]
    finally:
        _give_back()


def _html(comment: Comment, manner: Manner) -> str:
    language, zone = manner
    with override(language), timezone.override(zone):
        row = row_of(comment, None, Marks(), can_write=not comment.thread.closed_at)
        return render_to_string("discussion/item.html", {"row": row})


def _give_back() -> None:
    """Threads of the executor live on; their database connection must not."""
    close_old_connections()
    if not connection.in_atomic_block:
        connection.close()

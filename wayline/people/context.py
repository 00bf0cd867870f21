"""The context processor that fills the page shell (common/shell.py). Nothing here asks the database for nobody."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from django.db import connection
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from wayline.common.offline import mark_of
from wayline.common.shell import Account, Choice, Link, Notices, Shell
from wayline.people import registers
from wayline.people.models import Membership, User


def shell(request: HttpRequest) -> dict[str, object]:
    footer = [_link(label, name) for label, name in _footer()]
    user = getattr(request, "user", None)
    # Who comes by another service and fills in the form for an account is not in any table yet.
    if user is None or not user.is_authenticated or user.pk is None:
        return Shell(
            navigation=_navigation(None, request.path),
            footer_links=footer,
            sign_in_url=_address("account_login"),
            sign_up_url=_address("account_signup"),
        ).as_context()
    member: Membership | None = getattr(request, "member", None)
    return Shell(
        navigation=_navigation(member, request.path),
        footer_links=footer,
        account=_account(user, member, getattr(request, "memberships", [])),
        notices=Notices(url=_address("people:notices"), unread=cast(int, SimpleLazyObject(lambda: _unread(user)))),
    ).as_context()


def _entries(member: Membership | None) -> list[registers.NavigationEntry]:
    if member is None:
        return registers.open_pages()
    return sorted((entry for entry in registers.navigation if entry.shown_to(member)), key=lambda entry: entry.order)


def _navigation(member: Membership | None, path: str) -> list[Link]:
    """The entry whose address begins the page's address is active; the longest of them, where several do."""
    entries = _entries(member)
    found = [(str(entry.label), _address(entry.url_name)) for entry in entries]
    here = max((url for _, url in found if path == url or (url != "/" and path.startswith(url))), key=len, default="")
    return [Link(label, url, active=url == here) for label, url in found]


def _account(user: User, member: Membership | None, memberships: list[Membership]) -> Account:
    links = [
        _link(gettext("Your profile"), "people:profile"),
        _link(gettext("Sign-in and security"), "people:security"),
        _link(gettext("Your data"), "people:your_data"),
    ]
    return Account(
        name=user.name,
        mark=mark_of(user),
        role=str(member.get_role_display()) if member else "",
        organisation=member.organisation.name if member else "",
        links=links,
        choices=[
            Choice(str(one.get_role_display()), str(one.pk), one.organisation.name, active=one == member)
            for one in memberships
        ]
        if len(memberships) > 1
        else [],
        switch_url=_address("people:switch_role"),
        sign_out_url=_address("account_logout"),
    )


def _footer() -> list[tuple[str, str]]:
    return [
        (gettext("Help"), "people:help"),
        (gettext("About"), "people:about"),
        (gettext("Privacy"), "people:privacy"),
        (gettext("Accessibility"), "people:accessibility"),
        (gettext("Terms"), "people:terms"),
        *((str(label), name) for label, name in registers.footer),
    ]


def _link(label: str, name: str) -> Link:
    return Link(label, _address(name))


def _address(name: str) -> str:
    return _addressed(name, get_script_prefix())


@lru_cache(maxsize=256)
def _addressed(name: str, _prefix: str) -> str:
    """Kept: two dozen of them stand on every page, and Django looks each up anew."""
    return reverse(name)


def _unread(user: User) -> int:
    """By hand: it stands on every page, and making the statement in Python costs more than running it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_notice WHERE user_id = %s AND read_at IS NULL", [user.pk])
        return int(cursor.fetchone()[0])

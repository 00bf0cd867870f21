"""The demo service signs anybody in as anybody. So it must never stand where real people are."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from wayline.people.models import Organisation, User

LOCAL = {"127.0.0.1", "localhost", "[::1]", "::1"}


def watch() -> None:
    checks.register(no_demo_in_public, checks.Tags.security)


def strange_hosts() -> list[str]:
    """Names under which this service is reached and which are not this machine's own."""
    named = [*settings.ALLOWED_HOSTS, urlsplit(settings.PUBLIC_URL).hostname or ""]
    return sorted({name for name in named if name and name not in LOCAL})


def no_demo_in_public(**kwargs: Any) -> list[checks.CheckMessage]:
    if not settings.DEMO or settings.DEMO_PUBLIC or not strange_hosts():
        return []
    return [
        checks.Error(
            f"The demo service is on, and this site is reached as {', '.join(strange_hosts())}. "
            "In the demo, everybody may sign in as an administrator.",
            hint="Set WAYLINE_DEMO=no. For a public demo with invented people only, set WAYLINE_DEMO_PUBLIC=yes.",
            id="home.E001",
        )
    ]


def refusal() -> str | None:
    """Why the demo service may not run here; None when it may."""
    for message in no_demo_in_public():
        return f"{message.msg} {message.hint}"
    if Organisation.objects.filter(is_demo=False).exists():
        return _real("an organisation that is not invented")
    if User.objects.filter(is_demo=False).exists() and not Organisation.objects.filter(is_demo=True).exists():
        return _real("people who are not invented")
    return None


def is_safe() -> bool:
    """Asked at every one-click sign-in."""
    return bool(settings.DEMO) and refusal() is None


def _real(what: str) -> str:
    return (
        f"This database holds {what}, so it is in real use, and the demo service stays out of it: it would let "
        "everybody sign in as an administrator. Start without --demo and with WAYLINE_DEMO=no, "
        "or name an empty data folder (WAYLINE_HOME) or database (DATABASE_URL) for the demo."
    )

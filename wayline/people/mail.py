"""Letters in the language of the person who gets them. Addresses never lie in the errand table: only keys do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from wayline.people.models import Invitation, Notice, User

UNSUBSCRIBE_SALT = "people.unsubscribe"


def absolute(path: str) -> str:
    """Notices may carry whole addresses already; paths get the public address of this service."""
    return path if path.startswith(("http://", "https://")) else settings.PUBLIC_URL.rstrip("/") + path


def unsubscribe_token(user: User) -> str:
    return signing.dumps(user.pk, salt=UNSUBSCRIBE_SALT)


def read_unsubscribe_token(token: str) -> User | None:
    """The link in a mail has no end: a person must be able to leave from an old one as well."""
    try:
        pk = signing.loads(token, salt=UNSUBSCRIBE_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def send(to: str, template: str, *, language: str, headers: dict[str, str] | None = None, **context: Any) -> None:
    """The template's first line is the subject, the rest the text. Plain text: it reads everywhere."""
    with translation.override(language):
        subject, _, body = render_to_string(f"people/mail/{template}.txt", context).strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[to], headers=headers or {}).send()


def tell_notices(user: User, notices: Sequence[Notice]) -> None:
    leave = absolute(reverse("people:unsubscribe", args=[unsubscribe_token(user)]))
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    lines = [(notice, absolute(notice.url)) for notice in notices]
    with timezone.override(user.time_zone):
        send(
            user.email,
            "notices",
            language=user.language,
            headers=headers,
            person=user,
            lines=lines,
            count=len(lines),
            leave=leave,
            profile=absolute(reverse("people:profile_edit")),
        )


def tell_invited(invitation: Invitation, token: str, language: str) -> None:
    known = User.objects.filter(email__iexact=invitation.email).first()
    send(
        invitation.email,
        "invitation",
        language=known.language if known else language,
        invitation=invitation,
        link=absolute(reverse("people:invitation", args=[token])),
    )


def tell_unused(user: User, days: int) -> None:
    link = absolute(reverse("account_login"))
    send(user.email, "unused_account", language=user.language, person=user, days=days, link=link)


def tell_erased(address: str, language: str) -> None:
    send(address, "erased", language=language)

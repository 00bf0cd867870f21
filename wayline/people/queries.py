"""Composed reads for the pages of this room."""

from __future__ import annotations

from django.utils import timezone

from wayline.people.models import Invitation, InvitationQuerySet
from wayline.people.tokens import hash_token


def open_invitation(token: str) -> Invitation | None:
    """By the secret of its link, while it can still be accepted."""
    return _open().filter(token_hash=hash_token(token)).first()


def invitation_by_key(pk: int | None) -> Invitation | None:
    return _open().filter(pk=pk).first() if pk else None


def _open() -> InvitationQuerySet:
    waiting = Invitation.objects.waiting().filter(expires_at__gt=timezone.now())
    return waiting.select_related("organisation", "invited_by__user")

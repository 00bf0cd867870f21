"""Verbs on accounts, memberships, notices and the audit trail."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction

from wayline.people.models import AuditRecord, Membership, Notice, Organisation, User


def record(
    by: Membership | None,
    verb: str,
    thing: models.Model | None = None,
    *,
    about: User | None = None,
    **details: Any,
) -> AuditRecord:
    """Write one line of the audit trail. Called inside the action's transaction: no act without its record."""
    return AuditRecord.objects.create(
        actor=by.user if by else None,
        organisation=by.organisation if by else None,
        verb=verb,
        about=about,
        thing=f"{thing._meta.label_lower}:{thing.pk}" if thing is not None else "",
        details=details,
    )


def notify(user: User, *, kind: str, text: str, url: str, key: str = "") -> Notice | None:
    """Tell a person on the site, and by e-mail at their pace. An unread notice of the same key is told once."""
    if key and Notice.objects.filter(user=user, key=key, read_at=None).exists():
        return None
    return Notice.objects.create(user=user, kind=kind, text=text[:300], url=url, key=key)


@transaction.atomic
def join_organisation(user: User, *, organisation: Organisation, role: str, by: Membership | None = None) -> Membership:
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, ended_at=None
    )
    if created:
        record(by, "joined organisation", organisation, about=user, role=role)
    return membership

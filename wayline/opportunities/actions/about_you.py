"""Verbs on what people say of themselves for fairness alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wayline.opportunities.models.about_you import PURPOSE, AboutYou
from wayline.people.actions import give_consent, withdraw_consent
from wayline.people.models import User


@transaction.atomic
def answer(
    user: User, at: datetime | None = None, /, *, sex: str = "", limits: str = "", background: str = ""
) -> None:  # fmt: skip
    """The person agrees and answers, now or at `at`. Who would rather say nothing at all agrees to nothing."""
    said = {"sex": sex, "limits": limits, "background": background}
    if not any(said.values()):
        take_back(user)
        return
    give_consent(user, purpose=PURPOSE)
    if not AboutYou.objects.filter(user=user, **said).exists():
        AboutYou.objects.update_or_create(user=user, defaults={**said, "changed_at": at or timezone.now()})


def take_back(user: User) -> None:
    """The consent ends, and the answers with it (`forget`)."""
    withdraw_consent(user, purpose=PURPOSE)


def forget(user: User) -> int:
    """What withdrawing does, wherever the person does it. How many rows went."""
    return AboutYou.objects.filter(user=user).delete()[0]

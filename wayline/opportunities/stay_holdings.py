"""What is held of a person's stays beside the agreement. All of it goes with the agreement, when its person goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.models import CheckIn, CompanyFeedback, Completion, DiaryEntry, ParticipantFeedback
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import User

HELD: tuple[tuple[type[models.Model], str | Promise, tuple[str, ...]], ...] = (
    (
        DiaryEntry,
        _("Diaries of your stays"),
        ("agreement__key", "day", "did", "learned", "went", "hours", "shown", "created_at", "changed_at"),
    ),
    (
        CheckIn,
        _("What your service noted during your stays"),
        ("agreement__key", "day", "kind", "note", "agreed", "to_company", "next_on", "created_at"),
    ),
    (
        ParticipantFeedback,
        _("How your stays were, as you said it"),
        ("agreement__key", "good", "bad", "advice", "to_company", "at", "changed_at"),
    ),
    (
        Completion,
        _("Stays that you completed"),
        ("agreement__key", "days", "hours", "at", "taken_back_at"),
    ),
)  # fmt: skip


def register_own() -> None:
    for model, title, columns in HELD:
        register(Holding(model, title, _rows(model, columns), _erased(model)))
    register(Holding(CompanyFeedback, _("How your stays were, as companies said it"), _said, _erased(CompanyFeedback)))


def _of(model: type[models.Model], user: User) -> models.QuerySet[Any]:
    return model._default_manager.filter(agreement__participant=user).order_by("pk")


def _rows(model: type[models.Model], columns: tuple[str, ...]) -> Callable[[User], Rows]:
    return lambda user: plain(_of(model, user), *columns)


def _erased(model: type[models.Model]) -> Callable[[User], int]:
    def erase(user: User) -> int:
        return _of(model, user).delete()[0]

    return erase


def _said(user: User) -> Rows:
    """With what was said of each skill."""
    found = CompanyFeedback.objects.filter(agreement__participant=user).prefetch_related("ratings").order_by("pk")
    return [
        {
            "agreement__key": one.agreement.key,
            "words": one.words,
            "ratings": [f"{rating.text}: {rating.level} {rating.words}".strip() for rating in one.ratings.all()],
            "at": one.at,
        }
        for one in found.select_related("agreement")
    ]

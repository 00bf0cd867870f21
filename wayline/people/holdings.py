"""The register of what each room holds about a person: every table with personal data has an export and an erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.functional import Promise

from wayline.people.models import User

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one table holds about a person.

    `export` returns plain values for JSON; `erase` removes the rows or cuts the link to the person, and returns how
    many rows it touched. `stays` says in plain words what an erasure leaves, and why; empty when nothing is left.
    """

    model: type[models.Model]
    title: str | Promise
    export: Callable[[User], Rows]
    erase: Callable[[User], int]
    stays: str | Promise = ""


_register: dict[type[models.Model], Holding] = {}


def register(holding: Holding) -> None:
    _register[holding.model] = holding


def all_holdings() -> list[Holding]:
    return sorted(_register.values(), key=lambda holding: holding.model._meta.label)


def export_everything(user: User) -> list[tuple[Holding, Rows]]:
    return [(holding, holding.export(user)) for holding in all_holdings()]


@transaction.atomic
def erase_everything(user: User) -> dict[str, int]:
    """All or nothing. The account comes last, since rooms find a person's traces by name and address."""
    rooms = [holding for holding in all_holdings() if holding.model is not User]
    touched = {holding.model._meta.label: holding.erase(user) for holding in rooms}
    touched[User._meta.label] = _register[User].erase(user)
    return touched


def plain(queryset: models.QuerySet[Any], *fields: str) -> Rows:
    """Rows of these columns, for an export."""
    return list(queryset.values(*fields))

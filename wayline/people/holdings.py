"""The register of what each room holds about a person: every table with personal data has an export and an erasure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from wayline.people.models import User

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Holding:
    """What one table holds about a person.

    `export` returns plain values for JSON; `erase` removes the rows or cuts the link to the person, and returns how
    many rows it touched.
    """

    model: type[models.Model]
    title: str
    export: Callable[[User], Rows]
    erase: Callable[[User], int]


_register: dict[type[models.Model], Holding] = {}


def register(holding: Holding) -> None:
    _register[holding.model] = holding


def all_holdings() -> list[Holding]:
    return sorted(_register.values(), key=lambda holding: holding.model._meta.label)

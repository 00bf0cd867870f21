"""Everything held about a person, for a page and for a JSON file that people and programs can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from wayline.people import holdings
from wayline.people import record_words as words
from wayline.people.models import User


@dataclass(frozen=True, slots=True)
class Section:
    """One table: its title, and each row as pairs of label and value."""

    title: str
    rows: list[list[tuple[str, str]]]


def document(user: User) -> dict[str, Any]:
    return {
        "title": gettext("What Wayline holds about you"),
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "person": {"name": user.name, "email": user.email},
        "holdings": [
            {
                "title": str(holding.title),
                "table": holding.model._meta.db_table,
                "rows": [{name: plain(value) for name, value in row.items()} for row in rows],
            }
            for holding, rows in holdings.export_everything(user)
        ],
    }


def sections(user: User) -> list[Section]:
    return [
        Section(str(holding.title), [_in_words(holding, row) for row in rows])
        for holding, rows in holdings.export_everything(user)
        if rows
    ]


def _in_words(holding: holdings.Holding, row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(words.column(name), words.value(name, value, holding.model)) for name, value in row.items()]


def plain(value: Any) -> Any:
    """What JSON can say."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return str(value) if isinstance(value, Promise) else value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)

"""What a search asks for, as it stands in an address. Plain Python: unknown or broken values are as if not said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

KINDS = ("vacancy", "work_experience", "training", "mentoring")
HOURS = ("full_time", "part_time")
CONTRACTS = ("permanent", "fixed_term", "agency", "seasonal", "apprenticeship", "on_call", "self_employed")
REMOTES = ("on_site", "hybrid", "remote")
ACCESSIBILITY = ("step_free", "toilet", "parking", "transport", "assistive", "sign_language", "quiet", "flexible")
SORTS = ("best", "newest", "pay", "deadline")
REACHES = ("area", "around", "country")
LEVELS = tuple(str(level) for level in range(1, 9))
CHOICES = {
    "kind": KINDS, "hours": HOURS, "contract": CONTRACTS, "remote": REMOTES, "sort": SORTS, "reach": REACHES,
    "level": LEVELS,
}  # fmt: skip
TEXTS = {"words": 100, "occupation": 100, "skill": 100, "area": 40, "language": 8}
NAMES = {"words": "q"}
FACETS = ("kind", "hours", "contract", "remote", "level")
HIGHEST_PAY = 10_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One search. `occupation` and `skill` are `scheme:code`, `area` is `scheme:code` too; `level` is the highest
    EQF level that may be asked for; `pay` is a full-time year in the currency of each offer;
    `since` a day of publication."""

    words: str = ""
    kind: str = ""
    occupation: str = ""
    skill: str = ""
    area: str = ""
    reach: str = ""
    hours: str = ""
    contract: str = ""
    remote: str = ""
    level: str = ""
    pay: int | None = None
    access: tuple[str, ...] = ()
    starts_by: date | None = None
    since: date | None = None
    language: str = ""
    sort: str = ""

    def without(self, *names: str) -> Asked:
        plain = Asked()
        return replace(self, **{name: getattr(plain, name) for name in names})

    def with_value(self, facet: str, value: str) -> Asked:
        changed: dict[str, Any] = {facet: value}
        return replace(self, **changed)

    @property
    def filters(self) -> list[str]:
        """Names of what narrows the search, in the order of the page."""
        plain = Asked()
        named = (field.name for field in fields(self) if field.name not in ("sort", "reach"))
        return [name for name in named if getattr(self, name) != getattr(plain, name)]


def read(values: Mapping[str, list[str]]) -> Asked:
    """From the parameters of an address, each a list as `QueryDict.lists` gives them."""
    said: dict[str, object] = {}
    for name, longest in TEXTS.items():
        said[name] = " ".join(_first(values, NAMES.get(name, name))[:longest].split())
    for name, allowed in CHOICES.items():
        value = _first(values, name)
        said[name] = value if value in allowed else ""
    said["pay"] = _number(_first(values, "pay"))
    said["access"] = tuple(one for one in ACCESSIBILITY if one in values.get("access", []))
    said["starts_by"] = _day(_first(values, "starts_by"))
    said["since"] = _day(_first(values, "since"))
    return Asked(**said)  # type: ignore[arg-type]


def from_query(query: str) -> Asked:
    return read(parse_qs(query))


def query_of(asked: Asked) -> str:
    """The same search as an address, always in the same order: two of the same text are the same search."""
    parts: list[tuple[str, str]] = []
    plain = Asked()
    for field in fields(asked):
        value = getattr(asked, field.name)
        if value == getattr(plain, field.name):
            continue
        values = value if isinstance(value, tuple) else (value,)
        parts += [(NAMES.get(field.name, field.name), _written(one)) for one in values]
    return urlencode(parts)


def with_since(query: str, day: date) -> str:
    return query_of(replace(from_query(query), since=day, sort="newest"))


def _first(values: Mapping[str, list[str]], name: str) -> str:
    found = values.get(name) or [""]
    return found[0].replace("\0", "").strip()


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= HIGHEST_PAY else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

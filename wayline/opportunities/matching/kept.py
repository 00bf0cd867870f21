"""A person in plain values, to be kept and read back: worth and relation of each claim, nothing in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wayline.opportunities.matching.shapes import Claim, Claims, Person

Plain = dict[str, Any]
CLAIMS = ("skills", "experience", "aspirations", "interests")
"""By concept."""
CODES = ("licences", "languages")
"""By code."""
SETS = ("areas", "contracts", "remote")
ALONE = ("level", "hours", "pay", "currency")
KEPT = ("value", "how", "via", "level", "evidence", "part")
"""Of a claim. The item that it rests on and its title stay with the person."""
YEAR, MOST = 12, 120


def plain(person: Person) -> Plain:
    """The same as JSON. Keys and titles of items are left out."""
    return {
        **{name: _claims(getattr(person, name)) for name in (*CLAIMS, *CODES)},
        **{name: sorted(getattr(person, name)) for name in SETS},
        **{name: getattr(person, name) for name in ALONE},
    }


def _claims(claims: Mapping[Any, Claim]) -> dict[str, Plain]:
    return {
        str(key): {**{name: getattr(claim, name) for name in KEPT}, "months": _whole_years(claim.months)}
        for key, claim in claims.items()
    }


def _whole_years(months: int | None) -> int | None:
    """Up to ten: a time to the month would make somebody known to who knows their CV. Its worth is told by `value`."""
    return None if months is None else min(MOST, months // YEAR * YEAR)


def person(kept: Plain) -> Person:
    """As `plain` kept it."""
    return Person(
        skills=_by_concept(kept, "skills"),
        experience=_by_concept(kept, "experience"),
        aspirations=_by_concept(kept, "aspirations"),
        interests=_by_concept(kept, "interests"),
        level=kept.get("level", 0),
        level_claim=Claim(100) if kept.get("level") else None,
        licences=_by_code(kept, "licences"),
        languages=_by_code(kept, "languages"),
        areas=frozenset(kept.get("areas", ())),
        hours=kept.get("hours", ""),
        contracts=frozenset(kept.get("contracts", ())),
        remote=frozenset(kept.get("remote", ())),
        pay=kept.get("pay", 0),
        currency=kept.get("currency", ""),
    )


def _by_concept(kept: Plain, name: str) -> Claims:
    return {int(key): Claim(**said) for key, said in kept.get(name, {}).items()}


def _by_code(kept: Plain, name: str) -> Mapping[str, Claim]:
    return {code: Claim(**said) for code, said in kept.get(name, {}).items()}

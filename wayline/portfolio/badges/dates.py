"""Moments in a credential: RFC 3339 with a time zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wayline.portfolio.badges.findings import Code, Finding, bad, good

FROM, UNTIL = ("validFrom", "issuanceDate"), ("validUntil", "expirationDate")


def moment(text: object) -> datetime | None:
    """None for what is not a moment: no text, no date, or no time zone."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def judge_dates(document: Mapping[str, Any], now: datetime) -> list[Finding]:
    """Not before its first day and not after its last; the first must be stated."""
    wrong = [name for name in FROM + UNTIL if name in document and moment(document[name]) is None]
    if wrong:
        return [bad(Code.FIELD_WRONG, place=name) for name in wrong]
    begins, ends = _first(document, FROM), _first(document, UNTIL)
    if begins is None:
        return [bad(Code.FIELD_MISSING, place="validFrom")]
    if begins > now:
        return [bad(Code.NOT_YET_VALID, date=begins.date().isoformat())]
    if ends is not None and ends < now:
        return [bad(Code.EXPIRED, date=ends.date().isoformat())]
    return [good(Code.WITHIN_DATES, since=begins.date().isoformat())]


def _first(document: Mapping[str, Any], names: tuple[str, ...]) -> datetime | None:
    return next((moment(document[name]) for name in names if name in document), None)

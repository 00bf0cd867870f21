"""What a credential says, for a page and for the picture of a badge."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wayline.common.parts import Row
from wayline.portfolio.badges.dates import moment

LONGEST = 600
WIDTH, LINES = 22, 3


def rows_of(document: Mapping[str, Any] | None) -> list[Row]:
    """Plain text only: strangers wrote it."""
    if document is None:
        return []
    subject = _part(document, "credentialSubject")
    achievement = _part(subject, "achievement")
    issuer = document.get("issuer")
    by = issuer if isinstance(issuer, str) else _text(_part(document, "issuer"), "name", "id")
    found = [
        (_("What it certifies"), _text(achievement, "name") or _text(document, "name")),
        (_("Given to"), _holder(subject)),
        (_("Issued by"), by),
        (_("What that means"), _text(achievement, "description")),
        (_("How it is earned"), _text(_part(achievement, "criteria"), "narrative", "id")),
        (_("Why it was given"), _evidence(document)),
        (_("Valid from"), _day(document, "validFrom", "issuanceDate")),
        (_("Valid until"), _day(document, "validUntil", "expirationDate")),
        (_("Comment"), _text(subject, "endorsementComment")),
    ]
    return [Row(key, value[:LONGEST]) for key, value in found if value]


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    if isinstance(found, list) and found:
        found = found[0]
    return found if isinstance(found, Mapping) else {}


def _text(value: Mapping[str, Any], *names: str) -> str:
    return next((found for name in names if isinstance(found := value.get(name), str) and found), "")


def _holder(subject: Mapping[str, Any]) -> str:
    identity = _part(subject, "identifier")
    named = identity.get("identityType") == "name" and identity.get("hashed") is False
    return _text(identity, "identityHash") if named else _text(subject, "name", "id")


def _evidence(document: Mapping[str, Any]) -> str:
    evidence = _part(document, "evidence")
    return ": ".join(filter(None, (_text(evidence, "name"), _text(evidence, "narrative", "description", "id"))))


def _day(document: Mapping[str, Any], *names: str) -> str:
    found = next((moment(document[name]) for name in names if name in document), None)
    return found.date().isoformat() if found else ""


def lines_of(title: str) -> list[str]:
    """The title in at most three lines of a badge."""
    return textwrap.wrap(title, WIDTH, max_lines=LINES, placeholder=" …")

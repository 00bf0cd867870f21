"""Credentials made for tests: an issuer with a key, an award, and the world that knows the issuer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wayline.portfolio.badges import issue
from wayline.portfolio.badges.keys import Known

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SITE = issue.Issuer("did:web:wayline.example", "Riverside careers service", "https://wayline.example")
LIST = "https://wayline.example/credentials/lists/1"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
METHOD = f"{SITE.did}#key-1"
ACHIEVEMENT = issue.Achievement(
    "https://wayline.example/achievements/7", "Competency", "Customer care", "Serves customers.", "Endorsed by a coach."
)
AWARD = issue.Award(
    id="urn:uuid:3f6a1f0e-6d5f-4d0a-9b6d-0d8a6f3a7c11",
    subject="urn:uuid:0c0c0c0c-6d5f-4d0a-9b6d-0d8a6f3a7c11",
    holder="Ada Moss",
    issuer=SITE,
    achievement=ACHIEVEMENT,
    valid_from=NOW - timedelta(days=1),
    status_list=LIST,
    place=23,
    evidence=[issue.Evidence("Summer job", "Two months at the ferry counter.")],
)


def signed(**changes: Any) -> dict[str, Any]:
    """A credential signed with KEY, with the given fields of AWARD changed."""
    return issue.sign(issue.credential(replace(AWARD, **changes)), KEY, METHOD, NOW)


def world(
    revoked: Sequence[int] = (), keys: Sequence[tuple[str, Ed25519PrivateKey]] = (("key-1", KEY),), **lists: Any
) -> Known:
    """What the site itself holds: its DID document and its signed status list."""
    held: Mapping[str, Any] = {
        SITE.did: issue.did_document(SITE.did, [(name, key.public_key()) for name, key in keys]),
        LIST: status_list(revoked, **lists),
    }
    return held.get


def status_list(
    revoked: Sequence[int], issuer: issue.Issuer = SITE, key: Ed25519PrivateKey = KEY, days: int = 7
) -> dict[str, Any]:
    unsigned = issue.status_list(issuer, LIST, revoked, NOW - timedelta(days=8), NOW + timedelta(days=days))
    return issue.sign(unsigned, key, METHOD, NOW)

"""What the service itself holds for checks: its DID document and its status lists; known without a network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from wayline.people.models import Organisation
from wayline.portfolio.badges import issue
from wayline.portfolio.badges.findings import Verdict
from wayline.portfolio.badges.keys import did_web
from wayline.portfolio.badges.verify import verify
from wayline.portfolio.models import IssuedCredential, IssuerKey
from wayline.portfolio.sealing import unseal

PURPOSE = "issuer key"
LIST_HOLDS = timedelta(days=7)
"""How long others may go on using a status list they fetched."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""A checker whose clock is slow must not take a fresh list for one of the future."""
LIST_ADDRESS = re.compile(r"/credentials/lists/([0-9]{1,9})/")


def address(path: str) -> str:
    """The full address of a page as credentials name it: always that of the settings, never that of a request."""
    return str(settings.PUBLIC_URL).rstrip("/") + path


def did() -> str:
    return did_web(settings.PUBLIC_URL)


def issuer(organisation: Organisation) -> issue.Issuer:
    return issue.Issuer(did(), organisation.name, address("/"))


def signing_key(key: IssuerKey) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(unseal(bytes(key.sealed), PURPOSE))


def method(key: IssuerKey) -> str:
    return f"{did()}#{key.name}"


def key_in_use() -> IssuerKey | None:
    return IssuerKey.objects.filter(retired_at=None).first()


def did_document() -> dict[str, Any] | None:
    """None before the first key: nothing was issued yet."""
    keys = [
        (key.name, Ed25519PublicKey.from_public_bytes(bytes(key.public)))
        for key in IssuerKey.objects.filter(distrusted_at=None)
    ]
    return issue.did_document(did(), keys) if keys else None


def list_address(number: int) -> str:
    return address(reverse("credentials:status_list", args=[number]))


def status_list(number: int) -> dict[str, Any] | None:
    """The signed list of revoked places as it is now; None when nothing was issued with it."""
    key = key_in_use()
    places = IssuedCredential.objects.filter(list_number=number)
    if key is None or not places.exists():
        return None
    revoked = list(places.exclude(revoked_at=None).values_list("place", flat=True))
    now = timezone.now()
    site = issue.Issuer(did(), "", address("/"))
    unsigned = issue.status_list(site, list_address(number), revoked, now - CLOCKS_DIFFER, now + LIST_HOLDS)
    return issue.sign(unsigned, signing_key(key), method(key), now)


def known(asked: str) -> Mapping[str, Any] | None:
    """What is held of an address: our own DID document and status lists."""
    if asked == did():
        return did_document()
    base = address("")
    found = LIST_ADDRESS.fullmatch(asked.removeprefix(base)) if asked.startswith(base) else None
    return status_list(int(found[1])) if found else None


def check(content: bytes, now: datetime | None = None) -> Verdict:
    return verify(content, now or timezone.now(), known)

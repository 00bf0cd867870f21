"""Optional keys, as LMI for All had them: they raise the limit and are asked for nowhere.

`Authorization: Signature keyId="…",algorithm="hmac-sha1",signature="base64(HMAC-SHA1(secret, Date))"`, where Date is
the request's own header. Keys stand in the setting API_KEYS (`WAYLINE_API_KEYS`).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import time
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.http import HttpRequest

SKEW = 15 * 60
"""Seconds that a signed date may differ from now: what was overheard is of no use for longer."""
_PART = re.compile(r'(\w+)="([^"]*)"')


class WrongSignature(Exception):
    pass


def key_of(request: HttpRequest) -> str:
    """The key that signed the request; empty when none did. A wrong signature is an error, not a missing one."""
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "signature":
        return ""
    parts = dict(_PART.findall(rest))
    key: str = parts.get("keyId", "")
    secret: str | None = settings.API_KEYS.get(key)
    if secret is None or parts.get("algorithm", "").lower() != "hmac-sha1":
        raise WrongSignature("The key is not known, or the algorithm is not hmac-sha1.")
    date = request.headers.get("Date", "")
    expected = hmac.digest(secret.encode(), date.encode(), "sha1")
    if not hmac.compare_digest(expected, _decoded(parts.get("signature", ""))):
        raise WrongSignature("The signature does not fit the Date header.")
    if not _is_now(date):
        raise WrongSignature("The Date header is more than 15 minutes away from now.")
    return key


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_now(date: str) -> bool:
    try:
        return abs(parsedate_to_datetime(date).timestamp() - time.time()) <= SKEW
    except (TypeError, ValueError):
        return False

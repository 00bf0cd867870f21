"""Secrets in the database, sealed with a key derived from the service's secret key.

Whoever reads a copy of the database alone cannot sign in the service's name. When the secret key changes, the former
one stands in SECRET_KEY_FALLBACKS until the keys were replaced.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE = 12


class CannotOpen(Exception):
    """The secret key of the service is not the one that sealed this."""


def seal(secret: bytes, purpose: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, secret, None)


def unseal(sealed: bytes, purpose: str) -> bytes:
    """`CannotOpen` if no secret key of the service fits."""
    for secret_key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret_key, purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except InvalidTag:
            continue
    raise CannotOpen("The secret key has changed since this was sealed.")


def _key(secret_key: str | bytes, purpose: str) -> bytes:
    """RFC 5869; a purpose of its own for each kind of secret."""
    return HKDF(SHA256(), 32, salt=None, info=f"wayline {purpose}".encode()).derive(force_bytes(secret_key))

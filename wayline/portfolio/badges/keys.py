"""Keys as credentials name them: Multikey text, did:key, did:web, an address with the key after `#`, JSON Web Keys.

A key is found offline or not at all: `Known` holds the DID documents we have; nothing is fetched.
Sources: W3C Controlled Identifiers 1.0 (Multikey), did:key and did:web method specifications, RFC 7517 and 8037.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wayline.portfolio.badges.findings import Code, Finding, Refused, bad, good, note, unchecked

Document = Mapping[str, Any]
Known = Callable[[str], Document | str | None]
"""What is held of an address: a JSON document, the text of a signed token, or None."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PLACE = {character: number for number, character in enumerate(ALPHABET)}
ED25519 = b"\xed\x01"
CURVES: dict[bytes, ec.EllipticCurve] = {b"\x80\x24": ec.SECP256R1(), b"\x81\x24": ec.SECP384R1()}
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A public key, whose it is (`controller`), and what finding it so says about the issuer."""

    key: PublicKeyTypes
    controller: str
    standing: Finding


def nothing_known(address: str) -> None:
    """The world of somebody who holds no document at all."""


def base58(data: bytes) -> str:
    number, text = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def from_base58(text: str) -> bytes:
    """ValueError names what is not base58btc."""
    number = 0
    for character in text:
        if character not in PLACE:
            raise ValueError(f"“{character}” does not occur in base58")
        number = number * 58 + PLACE[character]
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def multikey(key: Ed25519PublicKey) -> str:
    """`z6Mk…`: multibase base58btc of the multicodec prefix and the 32 bytes of an Ed25519 key."""
    return "z" + base58(ED25519 + key.public_bytes(Encoding.Raw, PublicFormat.Raw))


def from_multikey(text: str) -> PublicKeyTypes:
    """The Ed25519, P-256 or P-384 key in a Multikey text; ValueError says why there is none."""
    if not text.startswith("z") or len(text) > LONGEST_KEY:
        raise ValueError("it does not begin with z, as a key in base58 does")
    data = from_base58(text[1:])
    if data.startswith(ED25519):
        return Ed25519PublicKey.from_public_bytes(data[2:])
    if data[:2] in CURVES:
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVES[data[:2]], data[2:])
    raise ValueError("it is a key of no kind used for badges")


def find_key(method: object, known: Known) -> FoundKey:
    """The key a proof names; `Refused` with what is wrong, or that it could not be looked up here."""
    if not isinstance(method, str) or ":" not in method:
        raise Refused(bad(Code.KEY_UNUSABLE, key=method, reason="it is no address"))
    controller, _, fragment = method.partition("#")
    if method.startswith("did:"):
        return _from_did(method, controller, fragment, known)
    if urlsplit(method).scheme not in ("https", "http"):
        raise Refused(bad(Code.KEY_METHOD_UNKNOWN, method=method.partition(":")[0]))
    if fragment.startswith("z"):
        return FoundKey(_read(method, fragment), controller, note(Code.KEY_SELF_STATED, issuer=controller))
    raise Refused(unchecked(Code.KEY_UNREACHABLE, address=method))


def _from_did(method: str, controller: str, fragment: str, known: Known) -> FoundKey:
    kind = method.split(":")[1]
    if kind == "key":
        text = controller.removeprefix("did:key:")
        return FoundKey(_read(method, text), controller, note(Code.KEY_IS_NAME))
    if kind != "web":
        raise Refused(bad(Code.KEY_METHOD_UNKNOWN, method=f"did:{kind}"))
    document = known(controller)
    if not isinstance(document, Mapping):
        raise Refused(unchecked(Code.KEY_UNREACHABLE, address=_web_address(controller)))
    return FoundKey(_listed(document, method, fragment), controller, good(Code.ISSUER_KNOWN, issuer=controller))


def _listed(document: Document, method: str, fragment: str) -> PublicKeyTypes:
    """The key of a DID document by its name; it must be one that may sign statements."""
    allowed = document.get("assertionMethod") or []
    for entry in document.get("verificationMethod") or []:
        named = isinstance(entry, Mapping) and entry.get("id") in (method, f"#{fragment}")
        if named and entry["id"] in allowed:
            return _of_entry(method, entry)
    raise Refused(bad(Code.KEY_UNLISTED, key=method))


def _of_entry(method: str, entry: Document) -> PublicKeyTypes:
    if "publicKeyMultibase" in entry:
        return _read(method, str(entry["publicKeyMultibase"]))
    return from_jwk(entry.get("publicKeyJwk"))


def _read(method: str, text: str) -> PublicKeyTypes:
    try:
        return from_multikey(text)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refused(bad(Code.KEY_UNUSABLE, key=method, reason=error)) from error


def from_jwk(jwk: object) -> PublicKeyTypes:
    """The public key of a JSON Web Key; a private one, or one that is not a key, is refused."""
    import jwt

    if not isinstance(jwk, Mapping) or "d" in jwk:
        raise Refused(bad(Code.KEY_UNUSABLE, key="jwk", reason="it is no public key"))
    try:
        found: PublicKeyTypes = jwt.PyJWK(dict(jwk)).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused(bad(Code.KEY_UNUSABLE, key="jwk", reason=error)) from error
    return found


def did_web(base_url: str) -> str:
    """The did:web name of a site: `https://wayline.example` is `did:web:wayline.example`. A port is percent-encoded."""
    parts = urlsplit(base_url)
    if not parts.hostname or "@" in parts.netloc:
        raise ValueError("a site's address is needed")
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    segments = [quote(host, safe=""), *(quote(part, safe="") for part in parts.path.split("/") if part)]
    return "did:web:" + ":".join(segments)


def _web_address(did: str) -> str:
    """Where a did:web document lies on the network, for the reader to look."""
    host, *path = [unquote(part) for part in did.removeprefix("did:web:").split(":")]
    return f"https://{host}/{'/'.join(path) if path else '.well-known'}/did.json"


def new_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()

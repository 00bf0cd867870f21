"""From a file or a pasted text to the credential in it: JSON, a compact JWT, or either inside an SVG or PNG picture."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from wayline.portfolio.badges.findings import Code, Refused, bad

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_CREDENTIAL = 256 * 1024
"""Beyond it no known badge lies, and reading one costs more than a request should."""
PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
COMPACT_JWT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
OPEN_BADGES_ELEMENT = "openbadges:credential"
OPEN_BADGES_KEYWORD = b"openbadgecredential"
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Token:
    """A VC-JWT: its header and claims, and the text that is signed."""

    compact: str
    header: Document
    claims: Document

    @property
    def document(self) -> Document:
        """The credential: the claims themselves (VC 2.0) or their member `vc` (VC 1.1)."""
        inner = self.claims.get("vc")
        return inner if isinstance(inner, dict) else self.claims


@dataclass(frozen=True, slots=True)
class Presented:
    """A credential as it was handed in; `token` when its signature is that of a JWT."""

    document: Document
    token: Token | None = None


def unpack(content: bytes) -> Presented:
    """The credential in `content`; `Refused` says why there is none to read."""
    if len(content) > LARGEST_FILE:
        raise Refused(bad(Code.TOO_LARGE, size=len(content)))
    if content.startswith(PNG_MAGIC):
        return from_text(_in_png(content))
    text = _decoded(content).strip().lstrip("\ufeff")
    if text.startswith("<"):
        return from_text(_in_svg(content))
    return from_text(text)


def from_text(text: str) -> Presented:
    """JSON or a compact JWT."""
    text = text.strip()
    if len(text) > LARGEST_CREDENTIAL:
        raise Refused(bad(Code.TOO_LARGE, size=len(text)))
    if COMPACT_JWT.fullmatch(text):
        token = parse_token(text)
        return Presented(token.document, token)
    return Presented(parse_object(text))


def parse_token(compact: str) -> Token:
    header, claims, _ = compact.split(".")
    return Token(compact, parse_object(_from_base64(header)), parse_object(_from_base64(claims)))


def parse_object(text: str) -> Document:
    """A JSON object without doubled names, NaN or lone surrogates; anything else is refused."""
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Refused(bad(Code.NOT_READABLE, reason=error)) from error
    if not isinstance(value, dict):
        raise Refused(bad(Code.NOT_READABLE, reason="it holds no JSON object"))
    return value


def _once(pairs: list[tuple[str, Any]]) -> Document:
    """A name given twice would let two readers see two credentials."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name occurs twice in one object")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _from_base64(part: str) -> str:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise Refused(bad(Code.NOT_READABLE, reason=error)) from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise Refused(bad(Code.NOT_READABLE, reason="it is neither text nor a PNG picture")) from error


def _in_png(content: bytes) -> str:
    from openbadgeslib import baking

    try:
        found = baking.extract_png(content, keyword=OPEN_BADGES_KEYWORD)
    except Exception as error:  # a hostile picture fails in the decoder in many ways
        raise Refused(bad(Code.NOT_READABLE, reason=error)) from error
    return _found(found)


def _in_svg(content: bytes) -> str:
    from openbadgeslib import baking

    try:
        found = baking.extract_svg(content, element=OPEN_BADGES_ELEMENT, text_fallback=True)
    except Exception as error:  # malformed XML, entities, wrong encodings: each its own error
        raise Refused(bad(Code.NOT_READABLE, reason=error)) from error
    return _found(found)


def _found(text: str | None) -> str:
    if not text:
        raise Refused(bad(Code.NO_CREDENTIAL))
    return text

"""One vacancy as a reader found it, and what could not be taken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bs4 import BeautifulSoup
from markdownify import markdownify

LONGEST_TEXT = 20_000
LONGEST = {"title": 200, "employer": 200, "town": 120, "postcode": 16, "phone": 40, "contact_name": 120,
           "language": 8, "currency": 3}  # fmt: skip
HIGHEST = Decimal(10_000_000)
UNWRITABLE = re.compile("[\0\ud800-\udfff]")
"""NUL and halves of characters, which JSON may hold and no database."""


class BrokenFile(Exception):
    """Nothing can be read of it; the text says why."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row or entry that was not taken: where it stands, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ad:
    """`key` is the source's own. `text` is Markdown. `occupations` are (scheme, code); scheme "" when only a name is
    known, and then the code is the name. Pay is what the source says for `pay_per`."""

    key: str
    title: str
    text: str
    employer: str = ""
    url: str = ""
    language: str = ""
    town: str = ""
    postcode: str = ""
    region: str = ""
    country: str = ""
    remote: str = "on_site"
    hours: str = ""
    contract: str = ""
    pay_from: Decimal | None = None
    pay_to: Decimal | None = None
    pay_per: str = ""
    currency: str = ""
    starts_on: date | None = None
    deadline: date | None = None
    openings: int | None = None
    occupations: tuple[tuple[str, str], ...] = ()
    must: tuple[str, ...] = ()
    nice: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    contact_name: str = ""
    apply_url: str = ""

    @property
    def digest(self) -> str:
        """The same digest: nothing changed."""
        said = repr([(field.name, getattr(self, field.name)) for field in fields(self)])
        return hashlib.sha256(said.encode()).hexdigest()


def made(place: str, values: Mapping[str, Any]) -> Ad | Refusal:
    """An ad, or why it is none. Texts are cut to what fits, numbers and dates that make no sense are left out."""
    said = {name: _clean(name, value) for name, value in values.items()}
    if not said.get("title"):
        return Refusal(place, "it has no title")
    if not said.get("text"):
        return Refusal(place, "it has no text")
    if not said.get("key"):
        said["key"] = said.get("url") or hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:32]
    return Ad(**_ordered(said))


def _clean(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_clean(name, one) for one in value)
    if not isinstance(value, str) or not value:
        return value
    text = UNWRITABLE.sub("", value).strip()
    if name == "text":
        return text[:LONGEST_TEXT]
    line = " ".join(text.split())
    if name in ("url", "apply_url"):
        return line if re.match(r"https?://[^\s/]", line) and len(line) <= 500 else ""
    if name == "email":
        return line if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", line) and len(line) <= 254 else ""
    return line[: LONGEST.get(name, 200)]


def _ordered(said: dict[str, Any]) -> dict[str, Any]:
    low, high = said.get("pay_from"), said.get("pay_to")
    if low is not None and high is not None and high < low:
        said["pay_from"], said["pay_to"] = high, low
    if (low is not None or high is not None) and not (said.get("pay_per") and said.get("currency")):
        said |= {"pay_from": None, "pay_to": None, "pay_per": "", "currency": ""}  # a number alone says nothing
    return said


def markdown_of(text: str) -> str:
    """HTML as Markdown, without scripts, styles and pictures; plain text stays as it is."""
    if not re.search(r"<[a-zA-Z/!]", text):
        return text.strip()
    soup = BeautifulSoup(text, "html.parser")
    for unwanted in soup(["script", "style", "iframe", "object", "img", "form", "input", "button"]):
        unwanted.decompose()
    return re.sub(r"\n{3,}", "\n\n", str(markdownify(str(soup), heading_style="ATX", bullets="-"))).strip()


def day(value: Any) -> date | None:
    """The day of an ISO 8601 date or time, of 31/12/2026 or 31.12.2026."""
    text = str(value or "").strip()
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).date()
    except ValueError:
        pass
    match = re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def money(value: Any) -> Decimal | None:
    """12.5, "12,50", "30 000", "30,000.00"; None for what is no amount."""
    text = re.sub(r"[^\d.,]", "", str(value)) if value is not None and not isinstance(value, bool) else ""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text) or re.search(r",\d{1,2}$", text):
        text = text.replace(".", "").replace(",", ".")
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if 0 < amount <= HIGHEST else None


def decoded(content: bytes, declared: str = "") -> str:
    """Text of a file: by its mark, by UTF-8, by what was declared, else as Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for encoding in dict.fromkeys(("utf-8-sig", declared)):
        try:
            return content.decode(encoding) if encoding else content.decode("cp1252", errors="replace")
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")

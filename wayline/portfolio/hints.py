"""What to look at before strangers read a page. No Django: text in, remarks out, each with the words it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

LONG_SENTENCE = 40
"""Words. Longer ones are lost on a reader in a hurry."""
LONG_PAGE = 900
"""Words: about four minutes of reading."""

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.-])\+?\(?\d[\d ()/.-]{7,}\d(?![\w-])")
BIRTH = re.compile(r"\b(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d\b")
NUMBER_OF_OFFICE = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b|\b[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]\b"
)
"""A British national insurance number, an Italian codice fiscale."""
SHOUTING = re.compile(r"\b[^\W\d_]{4,}(?: [^\W\d_]{2,})+\b")
MARKS = re.compile(r"[!?]{2,}")
SENTENCE = re.compile(r"[^.!?\n]+")


class Remark(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    BIRTH = "birth"
    NUMBER = "number"
    SHOUTING = "shouting"
    MARKS = "marks"
    SENTENCE = "sentence"
    LENGTH = "length"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Hint:
    remark: Remark
    words: str
    """What it is about, as it stands in the text; the number of words for a long page."""


def hints_about(texts: Iterable[str]) -> list[Hint]:
    """In the order: what gives away too much, then tone, then length. Each wording once."""
    every = [text for text in texts if text.strip()]
    if not every:
        return [Hint(Remark.EMPTY, "")]
    found = dict.fromkeys(hint for text in every for hint in _in_text(text))
    ranked = sorted(found, key=lambda hint: list(Remark).index(hint.remark))
    words = sum(len(text.split()) for text in every)
    return [*ranked, *([Hint(Remark.LENGTH, str(words))] if words > LONG_PAGE else [])]


def _in_text(text: str) -> Iterator[Hint]:
    for remark, pattern in (
        (Remark.EMAIL, EMAIL),
        (Remark.BIRTH, BIRTH),
        (Remark.NUMBER, NUMBER_OF_OFFICE),
        (Remark.MARKS, MARKS),
    ):
        yield from (Hint(remark, found.group().strip()) for found in pattern.finditer(text))
    without_dates = BIRTH.sub(" ", text)
    yield from (
        Hint(Remark.PHONE, found.group().strip()) for found in PHONE.finditer(without_dates) if _is_phone(found.group())
    )
    yield from (Hint(Remark.SHOUTING, found.group()) for found in SHOUTING.finditer(text) if found.group().isupper())
    for sentence in SENTENCE.findall(text):
        if len(sentence.split()) > LONG_SENTENCE:
            yield Hint(Remark.SENTENCE, " ".join(sentence.split()[:8]) + " …")


def _is_phone(text: str) -> bool:
    """Nine digits at least; two years with a dash between them are a time, not a number."""
    digits = re.sub(r"\D", "", text)
    return len(digits) >= 9 and not re.fullmatch(r"(19|20)\d\d\s*[-/–]\s*(19|20)\d\d", text.strip())

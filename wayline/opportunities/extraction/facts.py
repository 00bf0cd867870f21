"""Pay, hours, languages, licences and level that a text states, each with the place of its words.

Numbers are taken only beside a word that says what they are: an amount beside a currency and a period, hours beside a
week. Of two readings of a number ("1.500") the one of the text's language holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from wayline.common.negation import is_within, unwanted
from wayline.opportunities.extraction.cues import Cues, Pattern, cues

CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD"}
_MONEY = r"(?:£|€|\$|\bGBP|\bEUR|\bUSD|\bCHF|\beuros?\b)"
_NUMBER = r"\d{1,3}(?:[.,'’ \u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_K = r"(?P<k{0}>\s?k\b)?"
_TO = r"\s*(?:-|–|—|to|bis|à|a|hasta|until)\s*"
_AMOUNT = re.compile(
    rf"(?P<before>{_MONEY})\s*(?P<low>{_NUMBER}){_K.format(1)}(?:{_TO}{_MONEY}?\s*(?P<high>{_NUMBER}){_K.format(2)})?"
    rf"|(?P<low2>{_NUMBER}){_K.format(3)}\s*{_MONEY}?(?:{_TO}(?P<high2>{_NUMBER}){_K.format(4)})?\s*(?P<after>{_MONEY})",
    re.IGNORECASE,
)
_DECIMAL_COMMA = {"fr", "it", "de", "es"}
_CATEGORY = r"(?P<category>(?:AM|A1|A2|BE|CE|DE|C1E?|D1E?|[ABCDT])(?:\s?\+\s?E)?)(?!\w)"
_CEFR = re.compile(r"(?<!\w)([ABC][12])(?!\w)")
NEAR = 40
"""Characters after an amount, or after a language, in which its period or its level is looked for."""
BEFORE = 30
MOST_HOURS = 60
LEAST_PAY = {"hour": 1, "day": 10, "week": 50, "month": 200, "year": 2_000}
"""Less is another thing: a discount, a bonus, a price."""
END = re.compile(r"(?<!\bcat)(?<!\bkl)(?<!\bstd)[.!?;](?=\s|$)|\n", re.IGNORECASE)
"""Of a sentence: not after the short forms that stand before a number or letter."""
HEADING = 60
BULLET = re.compile(r"\s*(?:[-*•–]|\d+[.)])\s")
PLAIN = ("pay", "hours", "time")
"""So or not so, whatever stands around it: nobody is paid only where it would be welcome."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`kind`: pay, hours, time, language, licence, level. `value`: what it says, as the offer keeps it. The words stand
    from `start` to `end`. `need`: must or nice."""

    kind: str
    value: tuple[str, ...]
    start: int
    end: int
    need: str = "must"

    def words(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    start: int
    need: str


def read(text: str, language: str) -> list[Fact]:
    """In the order of the text, each thing once; not what it says is not needed. Nothing in a language without cues."""
    known = cues(language)
    if known is None:
        return []
    spans = unwanted(text, language)
    told = (fact for one in sentences(text, known) for fact in _facts(one, known, language.split("-")[0]))
    found = [fact for fact in told if fact.kind in PLAIN or not is_within(fact.start, fact.end, spans)]
    once: dict[tuple[str, tuple[str, ...]], Fact] = {}
    for fact in found:
        once.setdefault((fact.kind, fact.value[:1] if fact.kind == "language" else fact.value), fact)
    return list(once.values())


def sentences(text: str, known: Cues) -> list[Sentence]:
    """With what they are about: a short line that says "desirable" holds for what is below it, up to the next such line
    or to a new paragraph that is no list."""
    under, found = "must", []
    start = last = 0
    for end in [*(one.end() for one in END.finditer(text)), len(text)]:
        said, begins, start = text[start:end], start, end
        if not said.strip():
            continue
        first = begins + len(said) - len(said.lstrip())
        if text.count("\n", last, first) > 1 and not BULLET.match(said):
            under = "must"
        last = begins + len(said.rstrip())
        own = _need(said, known)
        if own and _is_heading(said.strip()):
            under = own
        found.append(Sentence(said, begins, own or under))
    return found


def _is_heading(said: str) -> bool:
    return len(said) <= HEADING and (said.endswith(":") or said.startswith("#"))


def _need(said: str, known: Cues) -> str:
    if known.nice.search(said):
        return "nice"
    return "must" if known.must.search(said) else ""


def _facts(one: Sentence, known: Cues, language: str) -> Iterator[Fact]:
    yield from _pay(one, known, language)
    yield from _hours(one, known)
    yield from _spoken(one, known)
    yield from _licences(one, known)
    yield from _level(one, known)


def _at(one: Sentence, kind: str, value: tuple[str, ...], start: int, end: int) -> Fact:
    need = "must" if kind in PLAIN else one.need
    return Fact(kind, value, one.start + start, one.start + end, need)


def _pay(one: Sentence, known: Cues, language: str) -> Iterator[Fact]:
    for found in _AMOUNT.finditer(one.text):
        low, high = (found["low"], found["high"]) if found["before"] else (found["low2"], found["high2"])
        thousands = any(found[f"k{place}"] for place in range(1, 5))
        amounts = [_number(said, language, thousands=thousands) for said in (low, high or low)]
        unit = _period(one.text, found, known)
        if unit and None not in amounts and min(one for one in amounts if one is not None) >= LEAST_PAY[unit[0]]:
            low_, high_ = sorted(one for one in amounts if one is not None)
            sign = (found["before"] or found["after"]).upper()
            currency = CURRENCIES.get(sign, "EUR" if sign.startswith("EURO") else sign)
            value = (f"{low_.normalize():f}", f"{high_.normalize():f}", currency, unit[0])
            yield _at(one, "pay", value, min(found.start(), unit[1]), max(found.end(), unit[2]))


def _period(said: str, found: re.Match[str], known: Cues) -> tuple[str, int, int] | None:
    """The nearest period behind the amount, or else before it, with its place."""
    behind = [
        (hit.start(), unit, hit)
        for unit, pattern in known.per
        if (hit := pattern.search(said, found.end(), found.end() + NEAR))
    ]
    first = max(0, found.start() - BEFORE)
    ahead = [
        (-hit.end(), unit, hit) for unit, pattern in known.per for hit in pattern.finditer(said, first, found.start())
    ]
    best = min(behind or ahead, key=lambda one: one[0], default=None)
    return (best[1], best[2].start(), best[2].end()) if best else None


def _number(said: str, language: str, *, thousands: bool) -> Decimal | None:
    """A point or comma before three digits parts thousands; the last one before one or two is the decimal sign."""
    plain = re.sub(r"['’ \u00a0]", "", said)
    parts = re.split(r"[.,]", plain)
    if len(parts) > 1 and len(parts[-1]) == 3:
        whole = "".join(parts)
    else:
        whole = "".join(parts[:-1]) + "." + parts[-1] if len(parts) > 1 else plain
    try:
        return Decimal(whole) * (1000 if thousands else 1)
    except InvalidOperation:
        return None


@lru_cache(maxsize=16)
def _hours_of(words: str) -> Pattern:
    number = r"\d{1,2}(?:[.,]\d{1,2})?"
    said = rf"(?<![\w.,])(?P<low>{number})(?:{_TO}(?P<high>{number}))?[\s-]*(?:{words})(?!\w)"
    return re.compile(said, re.IGNORECASE)


@lru_cache(maxsize=16)
def _categories(words: str) -> tuple[Pattern, Pattern]:
    """Behind the licence, and before it."""
    behind = re.compile(rf"\s*\(?(?:(?:{words})\s*)?{_CATEGORY}", re.IGNORECASE)
    return behind, re.compile(rf"(?<!\w)(?:{words})\s+{_CATEGORY}\s*$", re.IGNORECASE)


def _hours(one: Sentence, known: Cues) -> Iterator[Fact]:
    for found in _hours_of(known.hours).finditer(one.text):
        week = known.week.search(one.text, found.end(), found.end() + BEFORE)
        low, high = (Decimal((found[name] or found["low"]).replace(",", ".")) for name in ("low", "high"))
        if week and 0 < low <= high <= MOST_HOURS:
            yield _at(one, "hours", (f"{low.normalize():f}", f"{high.normalize():f}"), found.start(), week.end())
    both = [(name, hit) for name in ("full_time", "part_time") if (hit := getattr(known, name).search(one.text))]
    if len(both) == 2:
        yield _at(one, "time", ("either",), min(hit.start() for _, hit in both), max(hit.end() for _, hit in both))
    else:
        yield from (_at(one, "time", (name,), hit.start(), hit.end()) for name, hit in both)


def _spoken(one: Sentence, known: Cues) -> Iterator[Fact]:
    if not known.any_language.search(one.text):
        return
    for code, pattern in known.languages:
        for found in pattern.finditer(one.text):
            level = _CEFR.search(one.text, found.end(), found.end() + NEAR)
            end = level.end() if level else found.end()
            yield _at(one, "language", (code, level[1] if level else ""), found.start(), end)


def _licences(one: Sentence, known: Cues) -> Iterator[Fact]:
    for found in known.licence.finditer(one.text):
        follows, precedes = _categories(known.category)
        behind = follows.match(one.text, found.end())
        before = precedes.search(one.text, max(0, found.start() - BEFORE), found.start())
        hit = behind if behind and behind["category"].isupper() else before
        start = min(found.start(), hit.start("category")) if hit else found.start()
        end = max(found.end(), hit.end("category")) if hit else found.end()
        category = re.sub(r"[\s+]", "", hit["category"]).upper() if hit else "B"
        yield _at(one, "licence", (category,), start, end)


def _level(one: Sentence, known: Cues) -> Iterator[Fact]:
    """The lowest that is named in a sentence: "bachelor's or master's" is met by the first."""
    hits = [(level, hit) for pattern, level in known.levels if (hit := pattern.search(one.text))]
    if hits:
        level, hit = min(hits, key=lambda pair: pair[0])
        yield _at(one, "level", (str(level),), hit.start(), hit.end())

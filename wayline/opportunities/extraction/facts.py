"""Pay, hours, languages, licences and level that a text states, each with the place of its words.

Numbers are taken only beside a word that says what they are: an amount beside a currency and a period, hours beside a
week. Of two readings of a number ("1.500") the one of the text's language holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from wayline.common.cues import Pattern, folded
from wayline.common.negation import is_within, unwanted
from wayline.opportunities.extraction.cues import Cues, cues

CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD"}
_MONEY = r"(?:£|€|\$|\bGBP|\bEUR|\bUSD|\bCHF|\beuros?\b)"
MONEY = ("£", "€", "$", "gbp", "eur", "usd", "chf")
"""One of them, folded, stands wherever an amount does."""
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
END = re.compile(r"[.!?;\n](?:(?<=\n)|(?=\s|$)(?<!\bcat.)(?<!\bkl.)(?<!\bstd.))", re.IGNORECASE)
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
    """`plain`: its text, folded."""

    text: str
    plain: str
    start: int
    need: str


Finder = Callable[[Sentence, Cues, str], Iterator[Fact]]


def read(text: str, language: str) -> list[Fact]:
    """In the order of the text, each thing once; not what it says is not needed. Nothing in a language without cues."""
    known = cues(language)
    finders = _finders(folded(text), known) if known else []
    if known is None or not finders:
        return []
    own = language.split("-")[0]
    told = [fact for one in sentences(text, known) for find in finders for fact in find(one, known, own)]
    # where a text says no is only looked up when it may matter
    spans = unwanted(text, language) if any(fact.kind not in PLAIN for fact in told) else []
    once: dict[tuple[str, tuple[str, ...]], Fact] = {}
    for fact in told:
        if fact.kind in PLAIN or not is_within(fact.start, fact.end, spans):
            once.setdefault((fact.kind, fact.value[:1] if fact.kind == "language" else fact.value), fact)
    return list(once.values())


def _finders(plain: str, known: Cues) -> list[Finder]:
    """Of those, in the order in which facts of a sentence are told, which may find something in this text."""
    likely = (
        (_pay, _names_money(plain)),
        (_hours, known.an_hour.may(plain) or known.full_time.may(plain) or known.part_time.may(plain)),
        (_spoken, known.any_language.may(plain)),
        (_licences, known.licence.may(plain)),
        (_level, any(cue.may(plain) for cue, _level in known.levels)),
    )
    return [find for find, may in likely if may]


def _names_money(plain: str) -> bool:
    return any(sign in plain for sign in MONEY)


def sentences(text: str, known: Cues) -> list[Sentence]:
    """With what they are about: a short line that says "desirable" holds for what is below it, up to the next such line
    or to a new paragraph that is no list."""
    under, found = "must", []
    start = last = 0
    for end in [*(one.end() for one in END.finditer(text)), len(text)]:
        said, begins, start = text[start:end], start, end
        bare = said.strip()
        if not bare:
            continue
        first = begins + len(said) - len(said.lstrip())
        if under != "must" and text.count("\n", last, first) > 1 and not BULLET.match(said):
            under = "must"
        last = begins + len(said.rstrip())
        plain = folded(said)
        own = _need(said, plain, known, under)
        if _is_heading(bare):
            under = own
        found.append(Sentence(said, plain, begins, own))
    return found


def need_at(said: Sequence[Sentence], place: int) -> str:
    """Of the sentence in which this place stands: must or nice."""
    before = [one.need for one in said if one.start <= place]
    return before[-1] if before else "must"


def _is_heading(said: str) -> bool:
    return len(said) <= HEADING and (said.endswith(":") or said.startswith("#"))


def _need(said: str, plain: str, known: Cues, under: str) -> str:
    """`under`: what holds unless the sentence says another thing."""
    if known.nice.may(plain) and known.nice.pattern.search(said):
        return "nice"
    return "must" if under == "must" or known.must.pattern.search(said) else under


def _at(one: Sentence, kind: str, value: tuple[str, ...], start: int, end: int) -> Fact:
    need = "must" if kind in PLAIN else one.need
    return Fact(kind, value, one.start + start, one.start + end, need)


def _pay(one: Sentence, known: Cues, language: str) -> Iterator[Fact]:
    if not _names_money(one.plain):
        return
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
        for unit, cue in known.per
        if (hit := cue.pattern.search(said, found.end(), found.end() + NEAR))
    ]
    first = max(0, found.start() - BEFORE)
    ahead = [
        (-hit.end(), unit, hit) for unit, cue in known.per for hit in cue.pattern.finditer(said, first, found.start())
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


def _hours(one: Sentence, known: Cues, _language: str) -> Iterator[Fact]:
    timed = _hours_of(known.hours).finditer(one.text) if known.an_hour.may(one.plain) else ()
    for found in timed:
        week = known.week.pattern.search(one.text, found.end(), found.end() + BEFORE)
        low, high = (Decimal((found[name] or found["low"]).replace(",", ".")) for name in ("low", "high"))
        if week and 0 < low <= high <= MOST_HOURS:
            yield _at(one, "hours", (f"{low.normalize():f}", f"{high.normalize():f}"), found.start(), week.end())
    ways = (("full_time", known.full_time), ("part_time", known.part_time))
    both = [(name, hit) for name, cue in ways if cue.may(one.plain) and (hit := cue.pattern.search(one.text))]
    if len(both) == 2:
        yield _at(one, "time", ("either",), min(hit.start() for _, hit in both), max(hit.end() for _, hit in both))
    else:
        yield from (_at(one, "time", (name,), hit.start(), hit.end()) for name, hit in both)


def _spoken(one: Sentence, known: Cues, _language: str) -> Iterator[Fact]:
    if not known.any_language.may(one.plain):
        return
    for code, cue in known.languages:
        for found in cue.pattern.finditer(one.text) if cue.may(one.plain) else ():
            level = _CEFR.search(one.text, found.end(), found.end() + NEAR)
            end = level.end() if level else found.end()
            yield _at(one, "language", (code, level[1] if level else ""), found.start(), end)


def _licences(one: Sentence, known: Cues, _language: str) -> Iterator[Fact]:
    for found in known.licence.pattern.finditer(one.text) if known.licence.may(one.plain) else ():
        follows, precedes = _categories(known.category)
        behind = follows.match(one.text, found.end())
        before = precedes.search(one.text, max(0, found.start() - BEFORE), found.start())
        hit = behind if behind and behind["category"].isupper() else before
        start = min(found.start(), hit.start("category")) if hit else found.start()
        end = max(found.end(), hit.end("category")) if hit else found.end()
        category = re.sub(r"[\s+]", "", hit["category"]).upper() if hit else "B"
        yield _at(one, "licence", (category,), start, end)


def _level(one: Sentence, known: Cues, _language: str) -> Iterator[Fact]:
    """The lowest that is named in a sentence: "bachelor's or master's" is met by the first."""
    hits = [(level, hit) for cue, level in known.levels if cue.may(one.plain) and (hit := cue.pattern.search(one.text))]
    if hits:
        level, hit = min(hits, key=lambda pair: pair[0])
        yield _at(one, "level", (str(level),), hit.start(), hit.end())

"""A second pair of eyes on an offer: what is missing, what shuts people out, what nobody will find.

Plain Python. The wordings are data (`rules/`): English and Italian; texts in other languages are checked for what is
missing only. A remark advises; nothing is refused by a rule.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "rules"
SHORT = 40
"""Words below which a text says too little to decide by."""
LONGEST_PASSAGE = 80


@dataclass(frozen=True, slots=True)
class Posting:
    """What the helper looks at. `unknown_skills` are those that no classification has."""

    kind: str
    language: str
    title: str
    text: str
    has_pay: bool = True
    has_occupation: bool = True
    has_accessibility: bool = True
    unknown_skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """`key` names a gap (pay, text, occupation, accessibility, skill) or the reason of a wording (sex, age …). For a
    wording `passage` is what was written, `better` what to write, `why` the reason in the reader's language."""

    key: str
    passage: str = ""
    why: str = ""
    better: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    reason: str
    better: str
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Rules:
    wordings: tuple[Rule, ...]
    endings: tuple[tuple[str, str], ...]
    open_titles: re.Pattern[str] | None


@lru_cache(maxsize=8)
def rules(language: str) -> Rules | None:
    """The rules of a language; None for one that has none."""
    file = FOLDER / f"{language.split('-')[0]}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", file.stem) or not file.is_file():
        return None
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    signs = [f"(?:{sign})" for sign in read.get("open", [])]
    return Rules(
        tuple(_rule(*row) for row in read["rules"]),
        tuple((ending, whole) for ending, whole in read.get("endings", [])),
        re.compile("|".join(signs), re.IGNORECASE) if signs else None,
    )


def _rule(pattern: str, reason: str, better: str, unless: str = "") -> Rule:
    whole = re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    return Rule(whole, reason, better, re.compile(unless, re.IGNORECASE) if unless else None)


@lru_cache(maxsize=1)
def reasons() -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / "reasons.toml").read_text(encoding="utf-8"))


def why(reason: str, reader: str) -> str:
    said = reasons()[reason]
    return said.get(reader.split("-")[0], said["en"])


def remarks(posting: Posting, reader: str = "en") -> list[Remark]:
    """Gaps first, then wordings in the order of the text, each once. `reader` is the language of the reasons."""
    return [*_gaps(posting), *_wordings(posting, reader)]


def _gaps(posting: Posting) -> Iterator[Remark]:
    if posting.kind == "vacancy" and not posting.has_pay:
        yield Remark("pay")
    if len(posting.text.split()) < SHORT:
        yield Remark("text")
    if not posting.has_occupation and posting.kind != "mentoring":
        yield Remark("occupation")
    if not posting.has_accessibility:
        yield Remark("accessibility")
    for skill in posting.unknown_skills:
        yield Remark("skill", passage=skill)


def _wordings(posting: Posting, reader: str) -> Iterator[Remark]:
    known = rules(posting.language)
    if known is None:
        return
    seen: set[str] = set()
    found = sorted([*_titles(posting, known), *_passages(posting, known.wordings)], key=lambda one: one[0])
    for _place, passage, reason, better in found:
        if passage.casefold() not in seen:
            seen.add(passage.casefold())
            yield Remark(reason, passage[:LONGEST_PASSAGE], why(reason, reader), better)


def _passages(posting: Posting, wordings: Sequence[Rule]) -> Iterator[tuple[int, str, str, str]]:
    whole = f"{posting.title}\n{posting.text}"
    for rule in wordings:
        for match in rule.pattern.finditer(whole):
            around = whole[max(0, match.start() - 30) : match.end() + 30]
            if not (rule.unless and rule.unless.search(around)):
                yield match.start(), match.group(0), rule.reason, rule.better


def _titles(posting: Posting, known: Rules) -> Iterator[tuple[int, str, str, str]]:
    """The first word of a title names the job: where it has one form for each sex, one alone is not enough."""
    if known.open_titles is None or known.open_titles.search(posting.title):
        return
    for match in re.finditer(r"\w+", posting.title):
        word = match.group(0)
        whole = next((whole for ending, whole in known.endings if word.casefold().endswith(ending)), "")
        if whole:
            ending = next(one for one, form in known.endings if form == whole)
            yield match.start(), word, "sex", word[: -len(ending)] + whole
            return

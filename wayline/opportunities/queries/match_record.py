"""A match as it is kept and shown: sums and reasons with their names, in plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wayline.opportunities.matching import Match, Reason, Sum
from wayline.taxonomy import queries as words
from wayline.taxonomy.models import Concept

Record = dict[str, Any]
WHOLE = 100


def names(matches: Iterable[Match], language: str) -> dict[int, str]:
    """Of every concept in them, in the language of the page: two queries."""
    keys: set[int] = set()
    for match in matches:
        for reason in match.reasons:
            keys |= {reason.concept, reason.claim.via if reason.claim else 0}
    return titles(keys - {0}, language)


def titles(keys: Iterable[int], language: str) -> dict[int, str]:
    return words.titles(Concept.objects.filter(pk__in=set(keys)), language)


def record_of(match: Match, named: dict[int, str]) -> Record:
    return {
        "sums": [{"rule": one.rule, "weight": one.weight, "share": one.share} for one in match.sums],
        "reasons": [_reason(one, named) for one in match.reasons],
    }


def record_of_job(match: Match, named: dict[int, str]) -> Record:
    """With an occupation: its number tells it from a match with an offer."""
    return {**record_of(match, named), "job": match.offer}


def _reason(reason: Reason, named: dict[int, str]) -> Record:
    """Empty values are left out: the record is read by people too."""
    claim = reason.claim
    said = {
        "rule": reason.rule,
        "state": reason.state.value,
        "value": reason.value,
        "part": reason.part,
        "need": reason.need,
        "code": reason.code,
        "concept": reason.concept,
        "name": named.get(reason.concept, ""),
        "item": claim.item if claim else "",
        "title": claim.title if claim else "",
        "how": claim.how if claim else "",
        "via": named.get(claim.via, "") if claim else "",
        "level": claim.level if claim else "",
        "evidence": claim.evidence if claim else False,
        "months": claim.months if claim else None,
        "of_it": claim.part if claim and claim.part != WHOLE else None,
    }
    kept = {key: value for key, value in said.items() if value not in ("", 0, False, None)}
    return {**kept, "value": reason.value}


def sums(record: Record) -> list[Sum]:
    return [Sum(one["rule"], one["weight"], one["share"]) for one in record["sums"]]

"""A match, and what one course would change in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from wayline.opportunities.matching.rules import RULES
from wayline.opportunities.matching.shapes import Claim, Match, Offer, Person, Reason, State, Sum
from wayline.opportunities.matching.weights import Weights


def match(person: Person, offer: Offer, weights: Weights, rules: Collection[str]) -> Match:
    """By the rules that count (`rules.counting`). Those that do not leave no trace in the score."""
    sums: list[Sum] = []
    reasons: list[Reason] = []
    for rule in (name for name in RULES if name in rules):
        share, why = RULES[rule](person, offer, weights)
        sums.append(Sum(rule, weights.rules[rule], share))
        reasons += why
    return Match(offer.key, weights.version, tuple(sums), tuple(reasons))


@dataclass(frozen=True, slots=True)
class Change:
    """What a course would change: the gaps it closes, and the score before and after."""

    closes: tuple[int, ...]
    before: int
    after: int

    @property
    def gain(self) -> int:
        return self.after - self.before


def with_training(
    person: Person, offer: Offer, weights: Weights, rules: Collection[str], taught: Collection[int]
) -> Change:
    """As if the person knew what the course teaches; what they know better already stays as it is."""
    counted = {*rules, "skills"}
    before = match(person, offer, weights, counted)
    gaps = tuple(
        one.concept
        for one in before.skills(State.MISSING, State.NEAR)
        if one.concept in taught and one.value < weights.taught
    )
    learnt = {**person.skills, **dict.fromkeys(gaps, Claim(weights.taught))}
    after = match(replace(person, skills=learnt), offer, weights, counted)
    return Change(gaps, before.score, after.score)

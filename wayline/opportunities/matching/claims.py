"""What a person brings, worked out from what they keep: each skill or job with its worth and why.

Of several ways to the same thing the best counts, and of equal ones the first: nothing is added up twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from wayline.opportunities.matching.shapes import Claim
from wayline.opportunities.matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill in the portfolio. `level`: basic, intermediate, advanced, expert; empty when not said."""

    concept: int
    level: str = ""
    evidence: bool = False
    item: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """That `there` is near to `here`, which the person holds: how, and for jobs the part that is brought along."""

    here: int
    there: int
    how: str
    ready: int = 0


@dataclass(frozen=True, slots=True)
class Experience:
    """Work in an occupation. `months` None: it is not said how long."""

    concept: int
    months: int | None = None
    item: str = ""
    title: str = ""
    how: str = "same"
    """`same` when the person or the very title says so, `title` when a similar title does."""
    certainty: int = 100
    """How well a similar title fits, per cent."""


def _best(claims: Iterable[tuple[int, Claim]]) -> dict[int, Claim]:
    found: dict[int, Claim] = {}
    for concept, claim in claims:
        if concept not in found or claim.value > found[concept].value:
            found[concept] = claim
    return found


def skilled(skills: Iterable[Skill], near: Iterable[Near], weights: Weights) -> dict[int, Claim]:
    """What each skill that is held or near is worth."""
    held = _best(
        (
            one.concept,
            Claim(
                weights.of_skill(one.level, evidence=one.evidence),
                one.item,
                one.title,
                level=one.level or "unsaid",
                evidence=one.evidence,
            ),
        )
        for one in skills
    )
    others = (
        (one.there, _nearby(held[one.here], one, weights.near[one.how]))
        for one in near
        if one.here in held and one.there not in held
    )
    return _best([*held.items(), *others])


def _nearby(claim: Claim, near: Near, part: int) -> Claim:
    return replace(claim, value=claim.value * part // 100, how=near.how, via=near.here, part=part * claim.part // 100)


def experienced(worked: Iterable[Experience], near: Iterable[Near], weights: Weights) -> dict[int, Claim]:
    """What each occupation that was worked in, or is near to one that was, is worth. Months in one job add up."""
    done = list(worked)
    own = _best(_worked(done, weights))
    others = (
        (one.there, _nearby(own[one.here], one, _part(one, weights)))
        for one in near
        if one.here in own and one.there not in own and _counts(one, weights)
    )
    return _best([*own.items(), *others])


def _worked(done: list[Experience], weights: Weights) -> Iterator[tuple[int, Claim]]:
    for one in done:
        said = [other.months for other in done if other.concept == one.concept and other.months is not None]
        months = sum(said) if said else None
        worth = weights.of_months(months) * one.certainty // 100
        yield one.concept, Claim(worth, one.item, one.title, one.how, months=months, part=one.certainty)


def _counts(near: Near, weights: Weights) -> bool:
    return near.how != "similar" or near.ready >= weights.similar_from


def _part(near: Near, weights: Weights) -> int:
    return near.ready if near.how == "similar" else weights.experience_group


def aspired(wanted: Iterable[Experience], near: Iterable[Near], weights: Weights) -> dict[int, Claim]:
    """What the person wants to be, and jobs in the same group."""
    own = _best(
        (
            one.concept,
            Claim(weights.aspired["same"] * one.certainty // 100, one.item, one.title, one.how, part=one.certainty),
        )
        for one in wanted
    )
    others = (
        (one.there, _nearby(own[one.here], one, weights.aspired["group"]))
        for one in near
        if one.here in own and one.there not in own and one.how == "group"
    )
    return _best([*own.items(), *others])

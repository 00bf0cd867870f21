"""Jobs that one person could move to: what they keep beside what each occupation needs. Plain Python.

Four rules, each a share in whole per cent; points and score are added up as for offers (`shapes.Match`). In
`moving_all.py` the same sums are made over all occupations of a classification at once; a test holds the two together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from wayline.opportunities.matching.claims import Near
from wayline.opportunities.matching.scoring import Change
from wayline.opportunities.matching.shapes import Claim, Claims, Match, Reason, State, Sum

FILE = Path(__file__).parent / "moving.toml"
RULES = ("skills", "experience", "aspirations", "interests")
"""Each is the part of the portfolio of that name too."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`rules` in points, everything else in whole per cent."""

    version: str
    rules: Mapping[str, int]
    worked: int
    taught: int
    alike: int


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation: the skills it cannot do without, each with its weight (a whole number, more for a rare skill)."""

    key: int
    needs: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Mover:
    """What a person brings to any occupation. Empty means: not said, off or stopped, and the rule does not count."""

    skills: Claims = field(default_factory=dict)
    """By skill: kept, near to one that is kept, or needed in a former job."""
    experience: Claims = field(default_factory=dict)
    """By occupation: how near a move it is from a former one."""
    aspirations: Claims = field(default_factory=dict)
    interests: Claims = field(default_factory=dict)
    """By occupation and by skill, as they are called."""

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(rule for rule in RULES if getattr(self, rule))


def read(text: str) -> Weights:
    said: dict[str, Any] = tomllib.loads(text)
    return Weights(
        said["version"], said["rules"], said["skills"]["worked"], said["skills"]["taught"], said["aspirations"]["alike"]
    )


@lru_cache(maxsize=1)
def current() -> Weights:
    return read(FILE.read_text(encoding="utf-8"))


def own(claims: Claims) -> Claims:
    """Occupations that the person did or wants themselves, without those that are only near."""
    return {key: claim for key, claim in claims.items() if claim.how in ("same", "title")}


def brought(kept: Claims, former: Claims, needed: Mapping[int, Iterable[int]], weights: Weights) -> Claims:
    """What is kept, and what the former jobs cannot do without (`needed`, by job); the best of several ways counts."""
    worked = (
        (skill, _through(claim, job, claim.value * weights.worked // 100, "worked", weights.worked))
        for job, claim in own(former).items()
        for skill in needed.get(job, ())
    )
    return _best(kept, worked)


def near(claims: Claims, alike: Iterable[Near], weights: Weights) -> Claims:
    """Occupations by how alike their work is to one that was done: the claims of `experience`. The former are left."""
    done = own(claims)
    moves = (
        (one.there, _through(done[one.here], one.here, done[one.here].value * one.ready // 100, "alike", one.ready))
        for one in alike
        if one.here in done and one.there not in done
    )
    return _best({}, ((key, claim) for key, claim in moves if claim.value))


def wished(claims: Claims, alike: Iterable[Near], weights: Weights) -> Claims:
    """Occupations that are wanted, in the same group as these (as `claims` says), or whose work is alike to them."""
    wanted = own(claims)
    moves = (
        (one.there, _through(wanted[one.here], one.here, _part(wanted[one.here], one, weights), "alike", one.ready))
        for one in alike
        if one.here in wanted and one.there not in wanted
    )
    return _best(claims, ((key, claim) for key, claim in moves if claim.value))


def _part(claim: Claim, one: Near, weights: Weights) -> int:
    return claim.value * one.ready * weights.alike // 10_000


def _through(claim: Claim, via: int, value: int, how: str, part: int) -> Claim:
    return replace(claim, value=value, how=how, via=via, part=part * claim.part // 100)


def _best(claims: Claims, more: Iterable[tuple[int, Claim]]) -> Claims:
    """Of equals the first."""
    found = dict(claims)
    for key, claim in more:
        if key not in found or claim.value > found[key].value:
            found[key] = claim
    return found


def match(mover: Mover, job: Job, weights: Weights) -> Match:
    """By the rules that count for this person. `offer` of the match is the number of the occupation."""
    sums: list[Sum] = []
    reasons: list[Reason] = []
    for rule in mover.rules:
        share, why = _skills(mover, job) if rule == "skills" else _of_job(rule, mover, job)
        sums.append(Sum(rule, weights.rules[rule], share))
        reasons += why
    return Match(job.key, weights.version, tuple(sums), tuple(reasons))


Outcome = tuple[int, tuple[Reason, ...]]


def _skills(mover: Mover, job: Job) -> Outcome:
    """The mean of what the needed skills are worth, each as often as its weight says; the heaviest reasons first."""
    reasons = tuple(_reasons(mover.skills, job))
    total = sum(one.part for one in reasons)
    return sum(one.value * one.part for one in reasons) // total if total else 0, reasons


def _reasons(held: Claims, job: Job) -> Iterator[Reason]:
    for skill, weight in sorted(job.needs, key=lambda one: (-one[1], one[0])):
        claim = held.get(skill)
        state = State.MISSING if claim is None else State.HELD if claim.how == "held" else State.NEAR
        value = claim.value if claim else 0
        yield Reason("skills", state, value, weight, concept=skill, need="usual", claim=claim)


def _of_job(rule: str, mover: Mover, job: Job) -> Outcome:
    claims: Claims = getattr(mover, rule)
    keys = (job.key, *(skill for skill, _weight in job.needs)) if rule == "interests" else (job.key,)
    best = max((key for key in keys if key in claims), key=lambda key: claims[key].value, default=None)
    if best is None:
        return 0, (Reason(rule, State.MISSING, 0, concept=job.key),)
    claim = claims[best]
    state = State.HELD if claim.how in ("same", "named") else State.NEAR
    return claim.value, (Reason(rule, state, claim.value, concept=best, claim=claim),)


def with_course(mover: Mover, job: Job, weights: Weights, taught: Collection[int]) -> Change:
    """As if the person knew what the course teaches; what they know better already stays as it is."""
    before = match(mover, job, weights)
    gaps = tuple(
        one.concept
        for one in before.skills(State.MISSING, State.NEAR)
        if one.concept in taught and one.value < weights.taught
    )
    learnt = {**mover.skills, **dict.fromkeys(gaps, Claim(weights.taught))}
    return Change(gaps, before.score, match(replace(mover, skills=learnt), job, weights).score)

"""One person and all occupations of the classification that names skills: the jobs they could move to, best first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg

from wayline.lmi.queries import likeness, moves
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.matching import Claim, Match, Near, moving
from wayline.opportunities.matching.moving import Job, Mover
from wayline.opportunities.matching.shapes import Claims
from wayline.opportunities.models import JobAside
from wayline.opportunities.queries.match_person import Seeker
from wayline.opportunities.queries.resolving import SCHEMES
from wayline.taxonomy import crosswalk
from wayline.taxonomy.enums import SKILLS, SkillNeed
from wayline.taxonomy.models import OccupationSkill, Scheme

if TYPE_CHECKING:
    from wayline.opportunities.matching.moving_all import Table

BEST = 100
"""So many are found; figures and filters are about these."""
COMPARED = 6
"""Former and wanted occupations whose near moves count, the best of each."""
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Reach:
    """What one person could move to. `scores`: occupations with their scores, best first; `number` in all."""

    scheme: Scheme
    mover: Mover
    scores: tuple[tuple[int, int], ...]
    number: int
    here: int = 0
    """The latest job, which pay and level are compared with; 0 when none is known."""

    @property
    def is_cut(self) -> bool:
        return self.number > len(self.scores)

    def matches(self, keys: Collection[int]) -> dict[int, Match]:
        """With all reasons."""
        weights = moving.current()
        return {key: moving.match(self.mover, job, weights) for key, job in jobs(self.scheme, keys).items()}


def scheme() -> Scheme | None:
    """The classification in which one moves: of those that name skills, the one that titles are looked up in first."""
    named = OccupationSkill.objects.filter(need=SkillNeed.ESSENTIAL)
    every = sorted(Scheme.objects.filter(is_current=True), key=_rank)
    return next((one for one in every if named.filter(occupation__scheme=one).exists()), None)


def _rank(one: Scheme) -> tuple[int, int]:
    return SCHEMES.index(one.key) if one.key in SCHEMES else len(SCHEMES), one.pk


def reach(who: Seeker) -> Reach | None:
    """None when no classification names skills."""
    from wayline.opportunities.matching import moving_all

    where = scheme()
    if where is None:
        return None
    table = _table(where.pk, crosswalk.stamp())
    bringing, former = mover(who, where, table), moving.own(who.person.experience)
    aside = JobAside.objects.filter(user=who.choice.user_id).values_list("occupation", flat=True)
    without = {*aside, *former}
    scores, number = moving_all.best(table, bringing, moving.current(), without=without, limit=BEST)
    here = next((job for job in who.jobs if table.job(job)), 0)
    return Reach(where, bringing, tuple(scores), number, here)


def mover(who: Seeker, where: Scheme, table: Table) -> Mover:
    """Only from the parts that are on: of the others nothing was read, so there is nothing here."""
    person, weights = who.person, moving.current()
    former = moving.own(person.experience)
    needed = {job: [skill for skill, _weight in found.needs] for job in former if (found := table.job(job))}
    skills = moving.brought(person.skills, person.experience, needed, weights) if MatchPart.SKILLS in who.on else {}
    return Mover(
        skills=skills,
        experience=moving.near(person.experience, _alike(former, where), weights),
        aspirations=moving.wished(person.aspirations, _alike(moving.own(person.aspirations), where), weights),
        interests=person.interests,
    )


def _alike(claims: Claims, where: Scheme) -> Iterator[Near]:
    for here, _claim in sorted(claims.items(), key=_worth)[:COMPARED]:
        for there, percent in moves.alike(here, where):
            yield Near(here, there, "alike", percent)


def _worth(pair: tuple[int, Claim]) -> tuple[int, int]:
    return -pair[1].value, pair[0]


def jobs(where: Scheme, keys: Collection[int]) -> dict[int, Job]:
    """Those that need skills, by number."""
    table = _table(where.pk, crosswalk.stamp())
    return {key: job for key in keys if (job := table.job(key))}


@lru_cache(maxsize=2)
def _table(where: int, stamp: str) -> Table:
    """123,000 needs of ESCO are 2 MB."""
    from wayline.opportunities.matching.moving_all import Table

    rows = OccupationSkill.objects.filter(
        occupation__scheme=where, occupation__retired=False, need=SkillNeed.ESSENTIAL, skill__kind__in=SKILLS,
        skill__retired=False,
    )  # fmt: skip
    # one row an occupation, not one for each of 67,000 needs
    needed = rows.values("occupation").order_by("occupation").annotate(some=ArrayAgg("skill", order_by="skill"))
    needs: dict[int, list[int]] = dict(needed.values_list("occupation", "some"))
    rarity = likeness.weights({skill for some in needs.values() for skill in some}, stamp)
    weigh = {skill: max(1, round(WHOLE * weight)) for skill, weight in rarity.items()}
    return Table.of(Job(key, tuple((skill, weigh[skill]) for skill in some)) for key, some in needs.items())

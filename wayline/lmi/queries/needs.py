"""What occupations need, of every classification that names skills: read once and kept as numbers, some MB.

Every comparison of two occupations asks for it, and a page compares one with eighty.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from wayline.lmi.similarity import Needs, Skill
from wayline.taxonomy.enums import SkillNeed
from wayline.taxonomy.models import OccupationSkill

NEEDS = (SkillNeed.ESSENTIAL, SkillNeed.OPTIONAL)
Occupation = int


class Table:
    """Skills of one occupation after the other, and occupations of one skill after the other."""

    def __init__(self, rows: Iterable[tuple[Occupation, Skill, bool]]) -> None:
        """`rows`: occupation, skill and whether it is essential."""
        self._skills, self._occupations = array("q"), array("q")
        self._of_occupation: dict[Occupation, tuple[int, int, int]] = {}
        """Where the essential ones begin, where the optional ones do, and where they end."""
        self._of_skill: dict[Skill, tuple[int, int]] = {}
        self._lay_skills(rows)
        self._lay_occupations()

    def needs(self, occupation: Occupation) -> Needs | None:
        """None when its classification names no skills for it."""
        place = self._of_occupation.get(occupation)
        if place is None:
            return None
        begin, middle, end = place
        return Needs(frozenset(self._skills[begin:middle]), frozenset(self._skills[middle:end]))

    def sharing(self, skills: Iterable[Skill]) -> Counter[Occupation]:
        """Occupations that need any of these, with how many of them each needs."""
        found: Counter[Occupation] = Counter()
        for skill in skills:
            begin, end = self._of_skill.get(skill, (0, 0))
            found.update(self._occupations[begin:end])
        return found

    def _lay_skills(self, rows: Iterable[tuple[Occupation, Skill, bool]]) -> None:
        needed: dict[Occupation, tuple[list[Skill], list[Skill]]] = defaultdict(lambda: ([], []))
        for occupation, skill, is_essential in rows:
            needed[occupation][not is_essential].append(skill)
        for occupation, (essential, optional) in sorted(needed.items()):
            begin = len(self._skills)
            self._skills.extend(essential)
            self._skills.extend(optional)
            self._of_occupation[occupation] = (begin, begin + len(essential), len(self._skills))

    def _lay_occupations(self) -> None:
        place = 0
        for skill, number in Counter(self._skills).items():
            self._of_skill[skill] = (place, place)
            place += number
        self._occupations = array("q", bytes(place * self._skills.itemsize))
        for occupation, (begin, _middle, end) in self._of_occupation.items():
            for skill in self._skills[begin:end]:
                first, last = self._of_skill[skill]
                self._occupations[last] = occupation
                self._of_skill[skill] = (first, last + 1)


@lru_cache(maxsize=1)
def table(_stamp: str) -> Table:
    """Of occupations that are not retired."""
    kept = OccupationSkill.objects.filter(need__in=NEEDS, occupation__retired=False).order_by()
    rows = kept.values_list("occupation_id", "skill_id", "need").iterator(20_000)
    return Table((occupation, skill, need == SkillNeed.ESSENTIAL) for occupation, skill, need in rows)

"""What occupations need, as kept in memory: the same as counting the links one by one."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from wayline.lmi.queries.needs import Table
from wayline.lmi.similarity import Needs

LINKS = st.dictionaries(st.tuples(st.integers(1, 9), st.integers(1, 12)), st.booleans())
"""By occupation and skill: whether it is essential."""


def made(links: dict[tuple[int, int], bool]) -> Table:
    return Table((occupation, skill, essential) for (occupation, skill), essential in links.items())


@given(LINKS)
def test_each_occupation_has_its_own_skills_by_need(links: dict[tuple[int, int], bool]) -> None:
    table = made(links)
    for occupation in range(1, 11):
        mine = {skill: essential for (one, skill), essential in links.items() if one == occupation}
        expected = Needs(
            frozenset(skill for skill, essential in mine.items() if essential),
            frozenset(skill for skill, essential in mine.items() if not essential),
        )
        assert table.needs(occupation) == (expected if mine else None)


@given(LINKS, st.sets(st.integers(1, 14)))
def test_sharing_counts_how_many_of_the_skills_each_occupation_needs(
    links: dict[tuple[int, int], bool], skills: set[int]
) -> None:
    counted = Counter(occupation for occupation, skill in links if skill in skills)
    assert made(links).sharing(skills) == counted

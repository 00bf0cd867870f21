"""What a team can do: who fits, who could step in, and that no sum says what one person without a name has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.portfolio.team_sums import Able, Fit, Wanted, at_least, at_least_in_all, cover, fit, stand_ins, to_cover

NEAR = {"counselling": {"listening": "related"}}


def able(person: int, **has: str) -> Able:
    return Able(person, has)


@pytest.mark.parametrize(
    ("level", "asked", "found"),
    [
        ("advanced", "advanced", Fit.HELD),
        ("expert", "advanced", Fit.HELD),
        ("intermediate", "advanced", Fit.NEAR),
        ("", "basic", Fit.NEAR),
        ("", "", Fit.HELD),
    ],
)
def test_a_lower_level_or_none_said_is_nearly(level: str, asked: str, found: Fit) -> None:
    assert fit(able(1, counselling=level), Wanted("counselling", level=asked), {}).fit == found


def test_something_near_is_nearly_and_anything_else_is_missing() -> None:
    near = fit(able(1, listening=""), Wanted("counselling"), NEAR)
    assert (near.fit, near.by, near.how) == (Fit.NEAR, "listening", "related")
    assert fit(able(1, driving=""), Wanted("counselling"), NEAR).fit == Fit.MISSING


def test_a_need_is_covered_by_names_and_by_sums_that_may_be_said() -> None:
    others = [able(number, counselling="") for number in range(7)] + [able(number) for number in range(10, 16)]
    found = cover(Wanted("counselling", people=8, level="expert"), [able(99, counselling="expert")], others, NEAR)
    assert (found.held, found.unnamed, found.known, found.missing) == ((99,), 5, 6, 2)
    assert not found.hangs_on_one
    alone = cover(Wanted("counselling"), [able(99, counselling="")], others[:4], NEAR)
    assert (alone.unnamed, alone.missing, alone.hangs_on_one) == (None, 0, True)


@given(st.integers(0, 40), st.integers(0, 40))
def test_no_sum_says_the_same_of_everybody_or_of_a_few(have: int, have_not: int) -> None:
    shown = at_least(have, have + have_not)
    if have < 5 or have_not < 5:
        assert shown is None
    else:
        assert shown is not None
        assert shown % 5 == 0
        assert have - 5 < shown <= have


@given(st.integers(0, 40), st.integers(0, 40))
def test_what_is_hidden_fits_people_who_have_it_and_people_who_have_not(have: int, have_not: int) -> None:
    """A reader who knows the rules, and even how many there are: nobody is known to have it, or not to have it."""
    of = have + have_not
    fitting = {guess for guess in range(of + 1) if at_least(guess, of) == at_least(have, of)}
    if of:
        assert fitting != {0}
        assert fitting != {of}


@given(st.lists(st.booleans(), max_size=30), st.booleans())
def test_one_who_joins_moves_a_sum_by_a_whole_step_or_not_at_all(have: list[bool], joins: bool) -> None:
    before, after = at_least(sum(have), len(have)), at_least(sum(have) + joins, len(have) + 1)
    if joins and before is not None and after is not None:
        assert after == before or (sum(have) + 1) % 5 == 0


@pytest.mark.parametrize(("count", "shown"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10)])
def test_few_without_a_name_look_like_nobody(count: int, shown: int | None) -> None:
    assert at_least_in_all(count) == shown


def test_a_higher_level_or_a_near_skill_changes_no_sum_of_people_without_a_name() -> None:
    """Set beside each other, two needs would otherwise say what one of them has."""
    others = [able(number, counselling="basic") for number in range(6)] + [
        able(number, listening="") for number in range(6)
    ]
    sums = {cover(Wanted("counselling", level=level), [], others, NEAR).unnamed for level in ("", "basic", "expert")}
    assert sums == {5}


def test_who_steps_in_is_ordered_by_what_they_have_of_it() -> None:
    member = able(1, counselling="expert", law="", driving="")
    needs = [Wanted("counselling", level="advanced"), Wanted("law"), Wanted("statistics")]
    covered = to_cover(member, needs)
    assert [one.thing for one in covered] == ["counselling", "law"]
    found = stand_ins(
        covered, [able(2, listening=""), able(3, law=""), able(4, driving=""), able(5, law="", listening="")], NEAR
    )
    assert [(one.person, one.share) for one in found] == [(5, 50), (3, 50), (2, 0)]
    assert (found[1].held, found[1].near, found[1].missing) == (("law",), (), ("counselling",))


def test_without_needs_all_that_the_person_has_is_compared() -> None:
    assert [one.thing for one in to_cover(able(1, law="basic", driving=""), [Wanted("statistics")])] == [
        "law",
        "driving",
    ]

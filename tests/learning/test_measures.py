"""Measures of participation: FutureLearn's definitions, and signals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.learning.measures import (
    Median,
    Signal,
    activity_signals,
    participation,
    publish,
)

STEPS = [(1, "a"), (1, "b"), (2, "c"), (2, "d")]
NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)


def days_ago(*days: float) -> list[datetime]:
    return [NOW - timedelta(days=number) for number in days]


def test_each_measure_counts_learners_once() -> None:
    found = participation(
        ["joined", "looked", "halfway", "finished", "talked"],
        STEPS,
        visits=[("looked", STEPS[0]), ("looked", STEPS[0]), ("talked", STEPS[0])],
        completions=[*(("halfway", step) for step in STEPS[:2]), *(("finished", step) for step in STEPS)],
        comments=[("talked", STEPS[0]), ("talked", STEPS[0]), ("finished", STEPS[2])],
    )
    assert (found.joiners, found.learners, found.active, found.social) == (5, 4, 2, 2)
    assert (found.completed_half, found.completed_most, found.comments) == (2, 1, 3)
    # halfway 2, finished 4; talked 2 comments, finished 1; looked 1, halfway 2, finished 4, talked 1 step.
    assert (found.steps_completed, found.comments_written) == (Median(3.0, 2), Median(1.5, 2))
    assert found.steps_viewed == Median(1.5, 4)


def test_a_social_learner_need_not_be_active() -> None:
    found = participation(["a"], STEPS, comments=[("a", STEPS[0])])
    assert (found.learners, found.active, found.social) == (1, 0, 1)


@pytest.mark.parametrize(("steps", "half", "most"), [(10, 5, 9), (30, 15, 27), (7, 4, 7), (1, 1, 1)])
def test_completion_is_reached_at_half_and_nine_tenths_and_not_a_step_before(steps: int, half: int, most: int) -> None:
    places = [(1, number) for number in range(steps)]

    def reached(done: int) -> tuple[int, int]:
        found = participation(["a"], places, completions=[("a", place) for place in places[:done]])
        return found.completed_half, found.completed_most

    assert reached(half)[0] == 1
    assert reached(half - 1)[0] == 0
    assert reached(most)[1] == 1
    assert reached(most - 1)[1] == 0


def test_facilitators_and_steps_of_other_programmes_are_left_out() -> None:
    found = participation(
        ["a"], STEPS, visits=[("guide", STEPS[0])], completions=[("a", (9, "z"))], comments=[("guide", STEPS[0])]
    )
    assert (found.learners, found.active, found.comments, found.by_step[STEPS[0]].learners) == (0, 0, 0, 0)


def test_a_week_is_finished_with_its_last_step() -> None:
    done = [("a", STEPS[0]), ("a", STEPS[1]), ("a", STEPS[2]), ("b", STEPS[2]), ("b", STEPS[3])]
    found = participation(["a", "b"], STEPS, completions=done)
    assert {week: (counts.active, counts.finished) for week, counts in found.weeks.items()} == {1: (1, 1), 2: (2, 1)}


def test_nobody_gives_no_median_and_no_one_completed_a_run_without_steps() -> None:
    found = participation(["a"], [])
    assert (found.steps_completed, found.completed_half, found.completed_most) == (Median(None, 0), 0, 0)


PEOPLE = st.integers(0, 12)
ACTS = st.lists(st.tuples(PEOPLE, st.sampled_from(STEPS)), max_size=60)


@given(st.sets(PEOPLE), ACTS, ACTS, ACTS)
def test_measures_are_nested_and_parts_add_up(
    joiners: set[int],
    visits: list[tuple[int, tuple[int, str]]],
    done: list[tuple[int, tuple[int, str]]],
    comments: list[tuple[int, tuple[int, str]]],
) -> None:
    found = participation(joiners, STEPS, visits=visits, completions=done, comments=comments)
    chain = [found.joiners, found.learners, found.active, found.completed_half, found.completed_most]
    assert chain == sorted(chain, reverse=True)
    assert found.social <= found.learners
    assert found.comments == sum(one.comments for one in found.by_step.values())
    assert found.comments == sum(one.comments for one in found.weeks.values())
    assert found.comments == sum(1 for person, _ in comments if person in joiners)
    for week, counts in found.weeks.items():
        inside = [found.by_step[step] for step in STEPS if step[0] == week]
        assert max(one.learners for one in inside) <= counts.learners <= sum(one.learners for one in inside)
        assert counts.finished <= min(one.active for one in inside)
        assert counts.active <= counts.learners


@given(st.sets(PEOPLE), ACTS, ACTS, st.tuples(PEOPLE, st.sampled_from(STEPS)))
def test_one_more_completion_never_lowers_a_measure(
    joiners: set[int],
    visits: list[tuple[int, tuple[int, str]]],
    done: list[tuple[int, tuple[int, str]]],
    more: tuple[int, tuple[int, str]],
) -> None:
    before = participation(joiners, STEPS, visits=visits, completions=done)
    after = participation(joiners, STEPS, visits=visits, completions=[*done, more])
    for name in ("joiners", "learners", "active", "social", "completed_half", "completed_most"):
        assert getattr(before, name) <= getattr(after, name)


def test_managers_see_no_small_numbers() -> None:
    joiners = range(20)
    found = participation(
        joiners,
        STEPS,
        visits=[(person, STEPS[0]) for person in range(18)],
        completions=[(person, STEPS[0]) for person in range(6)],
        comments=[(person, STEPS[0]) for person in range(7)]
        + [(1, STEPS[1])]
        + [(person, STEPS[2]) for person in range(9)],
    )
    shown = publish(found)
    assert shown.joiners.value == 20
    # 18 of 20 viewed a step: the 2 who did not would be known.
    assert (shown.learners.value, shown.learners.status) == (None, "suppressed")
    assert (shown.active.value, shown.completed_most.value) == (6, 0)
    # One comment at the second step would follow from the week's 8 and the 7 at the first.
    assert [shown.by_step[step].comments.value for step in STEPS] == [None, None, 9, 0]
    assert [week.comments.value for week in shown.weeks.values()] == [8, 9]
    assert shown.comments.value == 17
    assert publish(participation([1], STEPS, completions=[(1, STEPS[0])])).steps_completed == Median(None, 0)


# Signals


JOINED = NOW - timedelta(days=60)


def test_silence_is_raised_after_seven_days_with_the_figures() -> None:
    assert activity_signals("a", JOINED, days_ago(6.9), NOW) == ()
    (signal,) = activity_signals("a", JOINED, days_ago(20, 7), NOW)
    assert signal == Signal("a", "silent", (("days", 7.0), ("limit in days", 7.0)))
    assert signal.figure("days") == 7.0


def test_who_never_came_is_told_apart_from_who_fell_silent() -> None:
    (signal,) = activity_signals("a", NOW - timedelta(days=8), [], NOW)
    assert signal.rule == "never started"
    assert activity_signals("a", NOW - timedelta(days=6), [], NOW) == ()


def test_a_fall_compares_the_last_week_with_the_mean_of_the_two_before() -> None:
    before = days_ago(8, 9, 10, 15, 16, 17)
    (signal,) = activity_signals("a", JOINED, [*before, *days_ago(1)], NOW)
    assert (signal.rule, signal.figures) == (
        "falling",
        (("acts in the last period", 1), ("mean of the two periods before", 3.0)),
    )
    assert activity_signals("a", JOINED, [*before, *days_ago(1, 2)], NOW) == ()
    assert activity_signals("a", JOINED, [*before[1:], *days_ago(1)], NOW) == ()
    # Who joined within the three periods had no usual pace.
    assert activity_signals("a", NOW - timedelta(days=20), [*before, *days_ago(1)], NOW) == ()


def test_who_finished_is_not_silent_but_may_wait_for_an_answer() -> None:
    signals = activity_signals("a", JOINED, days_ago(30), NOW, finished=True, unanswered=days_ago(0.9, 1, 2))
    assert [(signal.rule, signal.figures) for signal in signals] == [("no reply", (("comments", 2), ("hours", 48.0)))]


@given(st.lists(st.floats(0, 59, allow_nan=False), max_size=30), st.floats(0, 59, allow_nan=False))
def test_one_act_today_ends_silence(days: list[float], hours: float) -> None:
    acts = [*days_ago(*days), NOW - timedelta(hours=min(hours, 23))]
    assert {signal.rule for signal in activity_signals("a", JOINED, acts, NOW)} <= {"falling"}

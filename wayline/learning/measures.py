"""Measures of participation in a run, as FutureLearn publishes them, and what a facilitator should look at.

People and steps come as any hashable key, so that the sums need no database. A step is a pair of week and step key.
Only learners are counted: leave facilitators out of `joiners`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from statistics import median
from typing import Literal, TypeAlias

from wayline.common.small_numbers import SMALL_NUMBER, Cell, suppress, suppress_nested, suppress_tree

Person: TypeAlias = Hashable
Step: TypeAlias = tuple[Hashable, Hashable]
"""(week, step)."""
Act: TypeAlias = tuple[Person, Step]
"""One visit, completion or comment."""


@dataclass(frozen=True, slots=True)
class Median:
    """`people` is how many it was taken over; nobody gives no median."""

    value: float | None
    people: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Learners in one week or at one step, and the comments they wrote there."""

    learners: int
    active: int
    social: int
    finished: int
    """Completed every step of the week; at a step the same as `active`."""
    comments: int


@dataclass(frozen=True, slots=True)
class Participation:
    """FutureLearn's measures: joiner > learner > active learner, completed 50 % and 90 %; social beside them."""

    joiners: int
    learners: int
    """Viewed at least one step. A step completed or commented on was viewed."""
    active: int
    """Marked at least one step complete."""
    social: int
    """Wrote at least one comment; need not be active."""
    completed_half: int
    """Marked at least 50 % of the run's steps complete."""
    completed_most: int
    """Marked at least 90 % of the run's steps complete."""
    comments: int
    steps: int
    weeks: dict[Hashable, Counts]
    by_step: dict[Step, Counts]
    steps_viewed: Median
    """Per learner."""
    steps_completed: Median
    """Per active learner."""
    comments_written: Median
    """Per social learner."""


def participation(
    joiners: Iterable[Person],
    steps: Iterable[Step],
    *,
    visits: Iterable[Act] = (),
    completions: Iterable[Act] = (),
    comments: Iterable[Act] = (),
) -> Participation:
    """Count each learner once per measure; acts by others, or at steps outside the run, are left out."""
    joined, order = set(joiners), list(dict.fromkeys(steps))
    written = {step: [one for one in people if one in joined] for step, people in _people_at(order, comments).items()}
    completed = {step: joined.intersection(people) for step, people in _people_at(order, completions).items()}
    looked = _people_at(order, visits)
    viewed = {step: joined.intersection(looked[step]).union(completed[step], written[step]) for step in order}
    done, seen, wrote = (Counter(chain.from_iterable(found.values())) for found in (completed, viewed, written))
    total = len(order)
    return Participation(
        joiners=len(joined),
        learners=len(seen),
        active=len(done),
        social=len(wrote),
        completed_half=sum(1 for number in done.values() if number * 2 >= total),
        completed_most=sum(1 for number in done.values() if number * 10 >= total * 9),
        comments=wrote.total(),
        steps=total,
        weeks={
            week: _counts([step for step in order if step[0] == week], viewed, completed, written)
            for week in dict.fromkeys(week for week, _ in order)
        },
        by_step={step: _counts([step], viewed, completed, written) for step in order},
        steps_viewed=_median(seen),
        steps_completed=_median(done),
        comments_written=_median(wrote),
    )


def _people_at(steps: Iterable[Step], acts: Iterable[Act]) -> dict[Step, list[Person]]:
    at: dict[Step, list[Person]] = {step: [] for step in steps}
    for person, step in acts:
        if step in at:
            at[step].append(person)
    return at


def _counts(
    steps: list[Step],
    viewed: Mapping[Step, set[Person]],
    completed: Mapping[Step, set[Person]],
    written: Mapping[Step, list[Person]],
) -> Counts:
    return Counts(
        learners=len(set[Person]().union(*(viewed[step] for step in steps))),
        active=len(set[Person]().union(*(completed[step] for step in steps))),
        social=len(set[Person]().union(*(written[step] for step in steps))),
        finished=len(set.intersection(*(completed[step] for step in steps))),
        comments=sum(len(written[step]) for step in steps),
    )


def _median(numbers: Counter[Person]) -> Median:
    return Median(float(median(numbers.values())) if numbers else None, len(numbers))


# For managers


@dataclass(frozen=True, slots=True)
class PublishedCounts:
    """`Counts` as somebody may see them who does not guide the run."""

    learners: Cell
    active: Cell
    social: Cell
    finished: Cell
    comments: Cell


@dataclass(frozen=True, slots=True)
class PublishedParticipation:
    """`Participation` with small numbers suppressed; a median over fewer people than the threshold is left out."""

    joiners: Cell
    learners: Cell
    active: Cell
    social: Cell
    completed_half: Cell
    completed_most: Cell
    comments: Cell
    steps: int
    weeks: dict[Hashable, PublishedCounts]
    by_step: dict[Step, PublishedCounts]
    steps_viewed: Median
    steps_completed: Median
    comments_written: Median


def publish(measures: Participation, threshold: int = SMALL_NUMBER) -> PublishedParticipation:
    """Suppress small groups, small differences between nested groups, and what would give them away."""
    joiners, learners, active, half, most = suppress_nested(
        (
            measures.joiners,
            measures.learners,
            measures.active,
            measures.completed_half,
            measures.completed_most,
        ),
        threshold,
    )
    comments, in_weeks, at_steps = _publish_comments(measures, threshold)
    return PublishedParticipation(
        joiners=joiners,
        learners=learners,
        active=active,
        social=_beside(measures.social, (joiners, learners), threshold),
        completed_half=half,
        completed_most=most,
        comments=comments,
        steps=measures.steps,
        weeks={week: _publish_counts(counts, in_weeks[week], threshold) for week, counts in measures.weeks.items()},
        by_step={step: _publish_counts(counts, at_steps[step], threshold) for step, counts in measures.by_step.items()},
        steps_viewed=_publish_median(measures.steps_viewed, threshold),
        steps_completed=_publish_median(measures.steps_completed, threshold),
        comments_written=_publish_median(measures.comments_written, threshold),
    )


def _publish_counts(counts: Counts, comments: Cell, threshold: int) -> PublishedCounts:
    learners, active, finished = suppress_nested((counts.learners, counts.active, counts.finished), threshold)
    return PublishedCounts(learners, active, _beside(counts.social, (learners,), threshold), finished, comments)


def _publish_comments(measures: Participation, threshold: int) -> tuple[Cell, dict[Hashable, Cell], dict[Step, Cell]]:
    written: dict[Hashable, dict[Step, int]] = {week: {} for week in measures.weeks}
    writers: dict[Hashable, dict[Step, int]] = {week: {} for week in measures.weeks}
    for step, counts in measures.by_step.items():
        written[step[0]][step] = counts.comments
        writers[step[0]][step] = counts.social
    social = {week: counts.social for week, counts in measures.weeks.items()}
    weeks, steps = suppress_tree(written, writers, social, threshold)
    return weeks.total, weeks.cells, {step: cell for cells in steps.values() for step, cell in cells.items()}


def _beside(count: int, wider: Iterable[Cell], threshold: int) -> Cell:
    """A group within the `wider` ones that is in no order with the other groups there."""
    shown = [cell.value for cell in wider if cell.value is not None]
    return suppress_nested((*shown, count), threshold)[-1]


def _publish_median(figure: Median, threshold: int) -> Median:
    return figure if suppress(figure.people, threshold).value is not None else Median(None, 0)


# Who falls silent


@dataclass(frozen=True, slots=True)
class Signal:
    """Why a facilitator should look at a learner: the rule and the figures that raised it."""

    person: Person
    rule: Literal["never started", "silent", "falling", "no reply"]
    figures: tuple[tuple[str, float], ...]

    def figure(self, name: str) -> float:
        return dict(self.figures)[name]


@dataclass(frozen=True, slots=True)
class SignalRules:
    """When a signal is raised; a team may set its own."""

    silent_after: timedelta = timedelta(days=7)
    period: timedelta = timedelta(days=7)
    """Length of the periods that `falling` compares."""
    fall_to: float = 0.5
    """`falling`: the last period has at most this share of the mean of the two periods before."""
    fall_from: float = 3.0
    """`falling`: the mean of the two periods before is at least this."""
    reply_within: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Activity:
    """What one learner did, as far as the rules ask."""

    last: datetime | None
    """Of the last act; None when there was none."""
    periods: tuple[int, int, int]
    """Acts in the last period, the one before, and the one before that."""
    waiting: int = 0
    """Comments that wait for a reply for longer than `reply_within`."""
    waiting_since: datetime | None = None


def activity_signals(
    person: Person,
    joined: datetime,
    acts: Iterable[datetime],
    now: datetime,
    *,
    finished: bool = False,
    unanswered: Iterable[datetime] = (),
    rules: SignalRules = SignalRules(),
) -> tuple[Signal, ...]:
    """What to tell about one learner: `joined` the later of joining and opening, `unanswered` times of comments.

    A learner who finished is never silent or falling. At most one of never started, silent and falling is raised.
    """
    times = sorted(moment for moment in acts if moment <= now)
    recent, before, earlier = (
        sum(1 for moment in times if now - rules.period * (back + 1) < moment <= now - rules.period * back)
        for back in range(3)
    )
    waiting = sorted(moment for moment in unanswered if moment <= now - rules.reply_within)
    activity = Activity(
        times[-1] if times else None, (recent, before, earlier), len(waiting), waiting[0] if waiting else None
    )
    return signals_of(person, joined, activity, now, finished=finished, rules=rules)


def signals_of(
    person: Person,
    joined: datetime,
    activity: Activity,
    now: datetime,
    *,
    finished: bool = False,
    rules: SignalRules = SignalRules(),
) -> tuple[Signal, ...]:
    """As `activity_signals`, from acts that were counted already."""
    signals = [] if finished else [*_silence(person, joined, activity, now, rules)]
    if activity.waiting_since is not None:
        hours = (now - activity.waiting_since) / timedelta(hours=1)
        signals.append(Signal(person, "no reply", (("comments", activity.waiting), ("hours", round(hours, 1)))))
    return tuple(signals)


def _silence(
    person: Person, joined: datetime, activity: Activity, now: datetime, rules: SignalRules
) -> Iterator[Signal]:
    limit = rules.silent_after / timedelta(days=1)
    quiet = (now - (activity.last or joined)) / timedelta(days=1)
    if quiet >= limit:
        rule: Literal["silent", "never started"] = "silent" if activity.last else "never started"
        yield Signal(person, rule, (("days", round(quiet, 1)), ("limit in days", limit)))
        return
    recent, before, earlier = activity.periods
    usual = (before + earlier) / 2
    known = joined <= now - rules.period * 3
    if known and usual >= rules.fall_from and recent <= usual * rules.fall_to:
        yield Signal(
            person, "falling", (("acts in the last period", recent), ("mean of the two periods before", usual))
        )

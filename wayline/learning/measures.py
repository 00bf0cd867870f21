"""Measures of participation in a run, as FutureLearn publishes them, and what a facilitator should look at.

People and steps come as any hashable key, so that the sums need no database. A step is a pair of week and step key.
Only learners are counted: leave facilitators out of `joiners`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import chain
from operator import itemgetter
from statistics import median
from typing import Literal, NamedTuple, TypeAlias

from wayline.learning.small_numbers import SMALL_NUMBER, Cell, suppress, suppress_nested, suppress_tree

Person: TypeAlias = Hashable
Step: TypeAlias = tuple[Hashable, Hashable]
"""(week, step)."""
Act: TypeAlias = tuple[Person, Step]
"""One visit, completion or comment."""
CommentType = Literal["initiating post", "lone post", "reply", "initiator's reply", "further reply"]


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


# Who answers whom


class Edge(NamedTuple):
    """`source` answered `target` `weight` times."""

    source: Person
    target: Person
    weight: int


class Node(NamedTuple):
    person: Person
    facilitator: bool
    comments: int
    replies_given: int
    replies_received: int


@dataclass(frozen=True, slots=True)
class Network:
    """Direct replies between people; replies to oneself are counted apart and are no edge."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    self_replies: int
    density: float | None
    """Pairs that are tied, over all ordered pairs. None below two people."""
    reciprocity: float | None
    """Share of ties that are answered by a tie back. None without ties."""
    isolates: tuple[Person, ...]
    """Wrote, but neither answered nor were answered."""
    facilitator_share: float | None
    """Share of all replies between people that facilitators wrote. None without replies."""

    def among_learners(self) -> tuple[Edge, ...]:
        guides = {node.person for node in self.nodes if node.facilitator}
        return tuple(edge for edge in self.edges if edge.source not in guides and edge.target not in guides)


def who_answers_whom(
    comments: Iterable[tuple[Person, Person | None]], facilitators: Collection[Person] = ()
) -> Network:
    """From pairs (author, author of the comment answered, or None for an opening comment).

    Nodes are in order of comments written, edges of weight; equals in the order in which they come.
    """
    guides = frozenset(facilitators)
    pairs = Counter(comments)
    ties = {pair: number for pair, number in pairs.items() if pair[1] is not None and pair[0] != pair[1]}
    wrote, given, received = Counter[Person](), Counter[Person](), Counter[Person]()
    for (author, _), number in pairs.items():
        wrote[author] += number
    for (author, answered), number in ties.items():
        given[author] += number
        received[answered] += number
    people = sorted(dict.fromkeys([*wrote, *received]), key=lambda person: -wrote[person])
    count, replies = len(people), given.total()
    mutual = sum(1 for author, answered in ties if (answered, author) in ties)
    return Network(
        nodes=tuple(Node(who, who in guides, wrote[who], given[who], received[who]) for who in people),
        edges=tuple(Edge(*pair, number) for pair, number in sorted(ties.items(), key=lambda tie: -tie[1])),
        self_replies=sum(number for (author, answered), number in pairs.items() if author == answered),
        density=len(ties) / (count * (count - 1)) if count > 1 else None,
        reciprocity=mutual / len(ties) if ties else None,
        isolates=tuple(who for who in people if not given[who] and not received[who]),
        facilitator_share=sum(given[who] for who in guides) / replies if replies else None,
    )


# What to put in a weekly summary, and what still waits for an answer


class Contribution(NamedTuple):
    """One comment; `parent` is the key of the comment it answers."""

    key: Hashable
    author: Person
    parent: Hashable | None = None
    likes: int = 0


class Candidate(NamedTuple):
    key: Hashable
    likes: int
    answered_by: int
    """People other than the author who answered."""


@dataclass(frozen=True, slots=True)
class SummaryCandidates:
    most_liked: tuple[Candidate, ...]
    most_answered: tuple[Candidate, ...]


def summary_candidates(
    comments: Iterable[Contribution | tuple[Hashable, Person, Hashable | None, int]], most: int = 5
) -> SummaryCandidates:
    """The most liked and most answered of these comments, highest first, the earlier in the list first when equal."""
    given = list(comments)
    authors = {key: author for key, author, _, _ in given}
    answers = {(parent, author) for _, author, parent, _ in given if parent is not None}
    answered = Counter(parent for parent, author in answers if authors.get(parent, author) != author)
    liked = [(likes, key) for key, _, _, likes in given if likes > 0]
    likes_of = {key: likes for key, _, _, likes in given}

    def candidate(key: Hashable) -> Candidate:
        return Candidate(key, likes_of[key], answered[key])

    return SummaryCandidates(
        tuple(candidate(key) for _, key in nlargest(most, liked, key=itemgetter(0))),
        tuple(
            candidate(key)
            for key in nlargest(most, (key for key in authors if key in answered), key=answered.__getitem__)
        ),
    )


def comment_types(
    comments: Iterable[Contribution | tuple[Hashable, Person, Hashable | None, int]],
) -> dict[Hashable, CommentType]:
    """Each comment's type after Chua, Tagg, Sharples and Rienties (2017). Give them oldest first.

    Initiating posts were answered, lone posts were not. A reply is a person's first in a thread, a further reply
    any later one; the initiator's reply is by who opened the thread.
    """
    types: dict[Hashable, CommentType] = {}
    opener: dict[Hashable, Hashable] = {}
    authors: dict[Hashable, Person] = {}
    spoke: set[tuple[Hashable, Person]] = set()
    for key, author, parent, _ in comments:
        thread = opener[key] = opener.get(parent, key)
        authors[key] = author
        if thread == key:
            types[key] = "lone post"
            continue
        types[thread] = "initiating post"
        if author == authors[thread]:
            types[key] = "initiator's reply"
        else:
            types[key] = "further reply" if (thread, author) in spoke else "reply"
        spoke.add((thread, author))
    return types


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
    signals = [] if finished else [*_silence(person, joined, times, now, rules)]
    waiting = sorted(moment for moment in unanswered if moment <= now - rules.reply_within)
    if waiting:
        hours = (now - waiting[0]) / timedelta(hours=1)
        signals.append(Signal(person, "no reply", (("comments", len(waiting)), ("hours", round(hours, 1)))))
    return tuple(signals)


def _silence(
    person: Person, joined: datetime, times: list[datetime], now: datetime, rules: SignalRules
) -> Iterator[Signal]:
    limit = rules.silent_after / timedelta(days=1)
    quiet = (now - (times[-1] if times else joined)) / timedelta(days=1)
    if quiet >= limit:
        rule: Literal["silent", "never started"] = "silent" if times else "never started"
        yield Signal(person, rule, (("days", round(quiet, 1)), ("limit in days", limit)))
        return
    recent, before, earlier = (
        sum(1 for moment in times if now - rules.period * (back + 1) < moment <= now - rules.period * back)
        for back in range(3)
    )
    usual = (before + earlier) / 2
    known = joined <= now - rules.period * 3
    if known and usual >= rules.fall_from and recent <= usual * rules.fall_to:
        yield Signal(
            person, "falling", (("acts in the last period", recent), ("mean of the two periods before", usual))
        )

"""Learners one by one, for who facilitates: how far each is, and who should be looked after, with the rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wayline.discussion.access import standing
from wayline.discussion.models import Comment
from wayline.learning.enums import RunState
from wayline.learning.measures import Signal
from wayline.learning.models import Enrolment, Progress, Run, StepThread
from wayline.learning.participation import LearnerFigures, learners_with_signals
from wayline.learning.queries import PlannedStep, plan_of
from wayline.people.models import Membership, User

RULES: dict[str, str | Promise] = {
    "never started": gettext_lazy("Never started"),
    "silent": gettext_lazy("Silent"),
    "falling": gettext_lazy("Fall in activity"),
    "no reply": gettext_lazy("Waits for a reply"),
}


@dataclass(frozen=True, slots=True)
class LearnerRow:
    name: str
    figures: LearnerFigures
    reasons: dict[str, str]
    """The figures behind each signal in words, by rule."""

    @property
    def signals(self) -> list[tuple[str | Promise, str]]:
        return [(RULES[rule], reason) for rule, reason in self.reasons.items()]


@dataclass(frozen=True, slots=True)
class Choice:
    rule: str
    label: str | Promise
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class LearnersPage:
    rows: list[LearnerRow]
    choices: tuple[Choice, ...]
    words: str
    rule: str
    steps: int
    watched: bool
    """The run is under way: only then are signals given."""


def learners_page(run: Run, *, rule: str = "", words: str = "") -> LearnersPage:
    """Those with a signal first, the longest away at the top; the others in the order of joining."""
    figures = learners_with_signals(run)
    counts = {one: sum(1 for row in figures if any(signal.rule == one for signal in row.signals)) for one in RULES}
    names = _names(run)
    rule = rule if rule in RULES else ""
    found = [row for row in figures if not rule or any(signal.rule == rule for signal in row.signals)]
    if words:
        found = [row for row in found if words.casefold() in names[row.enrolment].casefold()]
    found.sort(key=_urgency)
    return LearnersPage(
        rows=[_row(names[row.enrolment], row) for row in found],
        choices=tuple(Choice(one, label, counts[one], one == rule) for one, label in RULES.items()),
        words=words,
        rule=rule,
        steps=len(plan_of(run).steps),
        watched=run.state == RunState.OPEN and run.has_begun and not run.has_ended,
    )


def _urgency(row: LearnerFigures) -> tuple[int, datetime]:
    return (0, row.last_at or row.joined_at) if row.signals else (1, row.joined_at)


def _names(run: Run) -> dict[int, str]:
    rows = run.enrolments.values_list("pk", "user__name", "imported_key")
    return {pk: name or key for pk, name, key in rows}


def _row(name: str, figures: LearnerFigures) -> LearnerRow:
    return LearnerRow(name, figures, {signal.rule: in_words(signal) for signal in figures.signals})


def in_words(signal: Signal) -> str:
    """The figures that raised a signal, beside its rule."""
    match signal.rule:
        case "never started":
            days = int(signal.figure("days"))
            return ngettext(
                "Joined %(days)d day ago and has not opened a step.",
                "Joined %(days)d days ago and has not opened a step.",
                days,
            ) % {"days": days}
        case "silent":
            days = int(signal.figure("days"))
            return ngettext(
                "Nothing for %(days)d day. The rule: %(limit)d days.",
                "Nothing for %(days)d days. The rule: %(limit)d days.",
                days,
            ) % {"days": days, "limit": signal.figure("limit in days")}
        case "falling":
            return _("%(last)d acts in the last 7 days, after %(mean)g a week in the two weeks before.") % {
                "last": signal.figure("acts in the last period"),
                "mean": signal.figure("mean of the two periods before"),
            }
        case _:
            number = int(signal.figure("comments"))
            return ngettext(
                "%(count)d comment without a reply, the oldest for %(hours)d hours.",
                "%(count)d comments without a reply, the oldest for %(hours)d hours.",
                number,
            ) % {"count": number, "hours": signal.figure("hours")}


# One learner


@dataclass(frozen=True, slots=True)
class LearnerStep:
    planned: PlannedStep
    times: tuple[datetime | None, datetime | None]
    comments: int

    @property
    def visited_at(self) -> datetime | None:
        return self.times[0]

    @property
    def completed_at(self) -> datetime | None:
        return self.times[1]


@dataclass(frozen=True, slots=True)
class LearnerPage:
    name: str
    enrolment: Enrolment
    row: LearnerRow | None
    """None for who is not counted: on the waiting list, or facilitating."""
    steps: tuple[LearnerStep, ...]


def learner_page(run: Run, enrolment: Enrolment, viewer: Membership) -> LearnerPage:
    """Anonymous comments are counted only for who may know who wrote them."""
    name = enrolment.user.name if enrolment.user else enrolment.imported_key
    times: dict[int, tuple[datetime | None, datetime | None]] = {
        step: (visited, completed)
        for step, visited, completed in Progress.objects.filter(enrolment=enrolment).values_list(
            "step", "first_visited_at", "completed_at"
        )
    }
    said = _comments_by_step(run, enrolment, viewer)
    steps = tuple(
        LearnerStep(planned, times.get(planned.pk, (None, None)), said.get(planned.pk, 0))
        for planned in plan_of(run).steps
    )
    figures = learners_with_signals(run, only=enrolment)
    return LearnerPage(name, enrolment, _row(name, figures[0]) if figures else None, steps)


def _comments_by_step(run: Run, enrolment: Enrolment, viewer: Membership) -> dict[int, int]:
    mine: QuerySet[Comment] = Comment.objects.readable().filter(thread__step_thread__run=run)
    if not standing(viewer, run.space).facilitates:
        mine = mine.filter(anonymous=False)
    user: User | None = enrolment.user
    mine = mine.filter(author=user) if user else mine.filter(author=None, imported_author=enrolment.imported_key)
    by_thread: Iterable[tuple[int, int]] = mine.order_by().values_list("thread").annotate(number=Count("pk"))
    steps = dict(StepThread.objects.filter(run=run).values_list("thread", "step"))
    return {steps[thread]: number for thread, number in by_thread}

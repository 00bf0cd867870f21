"""Learners one by one, for who facilitates: how far each is, and who should be looked after, with the rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wayline.discussion.access import standing
from wayline.discussion.models import Comment
from wayline.learning.learner_figures import LearnerFigures, figures_page, is_watched, learners_with_signals
from wayline.learning.measures import Signal
from wayline.learning.models import Enrolment, Progress, Run, StepThread
from wayline.learning.queries import PlannedStep, plan_of
from wayline.people.models import Membership, User

LAST_PAGE = 10_000_000
"""More than there can be, and few enough for the database's numbers."""

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
    page: Page[LearnerRow]
    choices: tuple[Choice, ...]
    words: str
    rule: str
    steps: int
    watched: bool
    """The run is under way: only then are signals given."""


PER_PAGE = 50


class _Counted(Paginator[LearnerRow]):
    """Pages whose rows the database has chosen already."""

    def __init__(self, found: int) -> None:
        super().__init__([], PER_PAGE)
        self.count = found


def learners_page(run: Run, *, rule: str = "", words: str = "", number: str = "1") -> LearnersPage:
    """Those with a signal first, the longest away at the top; the others in the order of joining."""
    rule = rule if rule in RULES else ""
    asked = min(int(number), LAST_PAGE) if number.isdecimal() else 1
    found = figures_page(run, rule=rule, words=words, page=asked, size=PER_PAGE)
    names = _names(run, [figures.enrolment for figures in found.rows])
    rows = [_row(names[figures.enrolment], figures) for figures in found.rows]
    return LearnersPage(
        page=Page(rows, found.start // PER_PAGE + 1, _Counted(found.found)),
        choices=tuple(Choice(one, label, found.by_rule[one], one == rule) for one, label in RULES.items()),
        words=words,
        rule=rule,
        steps=len(plan_of(run).steps),
        watched=is_watched(run),
    )


def all_learners(run: Run) -> list[LearnerRow]:
    """As the pages list them, on one."""
    names = _names(run)
    found = sorted(learners_with_signals(run), key=_urgency)
    return [_row(names[figures.enrolment], figures) for figures in found]


def _urgency(row: LearnerFigures) -> tuple[int, datetime]:
    return (0, row.last_at or row.joined_at) if row.signals else (1, row.joined_at)


def _names(run: Run, only: list[int] | None = None) -> dict[int, str]:
    enrolments = run.enrolments.all() if only is None else run.enrolments.filter(pk__in=only)
    return {pk: name or key for pk, name, key in enrolments.values_list("pk", "user__name", "imported_key")}


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

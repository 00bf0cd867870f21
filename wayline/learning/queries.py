"""Composed reads: the plan of a run for one learner, a step page, the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from wayline.discussion.models import Thread
from wayline.learning.enums import EnrolmentState, RunState
from wayline.learning.kinds import StepKind, kind_of
from wayline.learning.models import (
    Enrolment,
    LiveEvent,
    PollVote,
    Programme,
    Run,
    Step,
    StepVersion,
    Week,
)
from wayline.learning.models.progress import CERTIFICATE_PERCENT
from wayline.people.models import Membership


@dataclass(slots=True)
class PlannedStep:
    """A step as a line of the plan."""

    pk: int
    number: str
    """`2.3`: third step of the second week."""
    title: str
    kind: StepKind
    minutes: int
    visited: bool
    completed: bool


@dataclass(slots=True)
class PlannedWeek:
    pk: int
    position: int
    title: str
    intro: str
    opens_on: date
    is_open: bool
    steps: list[PlannedStep] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def completed(self) -> int:
        return sum(step.completed for step in self.steps)


@dataclass(slots=True)
class Plan:
    """The weeks and steps of a run, with what one learner has done."""

    weeks: list[PlannedWeek]
    last_step: int | None

    @property
    def steps(self) -> list[PlannedStep]:
        return [step for week in self.weeks for step in week.steps]

    @property
    def open_steps(self) -> list[PlannedStep]:
        return [step for week in self.weeks if week.is_open for step in week.steps]

    @property
    def minutes(self) -> int:
        return sum(week.minutes for week in self.weeks)

    @property
    def completed(self) -> int:
        return sum(step.completed for step in self.steps)

    @property
    def percent(self) -> int:
        return 100 * self.completed // len(self.steps) if self.steps else 0

    @property
    def earns_certificate(self) -> bool:
        return bool(self.steps) and 100 * self.completed >= CERTIFICATE_PERCENT * len(self.steps)

    @property
    def steps_to_certificate(self) -> int:
        needed = -(-CERTIFICATE_PERCENT * len(self.steps) // 100)
        return max(0, needed - self.completed)

    def next_step(self) -> PlannedStep | None:
        """Where to go on: the first open step that is not complete, from the one last read."""
        steps = self.open_steps
        here = next((index for index, step in enumerate(steps) if step.pk == self.last_step), 0)
        undone = [step for step in (*steps[here:], *steps[:here]) if not step.completed]
        return undone[0] if undone else None

    def find(self, step: int) -> tuple[PlannedWeek, PlannedStep] | None:
        return next(((week, one) for week in self.weeks for one in week.steps if one.pk == step), None)

    def neighbours(self, step: int) -> tuple[PlannedStep | None, PlannedStep | None]:
        steps = self.open_steps
        index = next((number for number, one in enumerate(steps) if one.pk == step), None)
        if index is None:
            return None, None
        before = steps[index - 1] if index else None
        after = steps[index + 1] if index + 1 < len(steps) else None
        return before, after


# By hand: it stands on every step's page, and making the statements in Python costs more than running them.
PLAN = """
    SELECT step.id, step.kind, version.title, version.minutes, week.id, week.position, week.title, week.intro,
           opening.opens_on, progress.id IS NOT NULL, progress.completed_at IS NOT NULL
    FROM learning_step AS step
    JOIN learning_stepversion AS version ON version.id = step.published_id
    JOIN learning_week AS week ON week.id = step.week_id
    LEFT JOIN learning_weekopening AS opening ON opening.week_id = week.id AND opening.run_id = %s
    LEFT JOIN learning_progress AS progress ON progress.step_id = step.id AND progress.enrolment_id = %s
    WHERE step.programme_id = %s AND step.withdrawn_at IS NULL
    ORDER BY week.position, step.position
"""


def plan_of(run: Run, enrolment: Enrolment | None = None) -> Plan:
    """One query, however many steps there are; the texts of the steps are not read."""
    today = run.today()
    weeks: dict[int, PlannedWeek] = {}
    with connection.cursor() as cursor:
        cursor.execute(PLAN, [run.pk, enrolment.pk if enrolment else None, run.programme_id])
        rows = cursor.fetchall()
    for pk, kind, title, minutes, key, position, heading, intro, fixed, visited, completed in rows:
        if key not in weeks:
            opens_on = fixed or run.opening_by_pace(position)
            weeks[key] = PlannedWeek(key, position, heading, intro, opens_on, is_open=opens_on <= today)
        week = weeks[key]
        week.steps.append(
            PlannedStep(
                pk=pk,
                number=f"{week.position}.{len(week.steps) + 1}",
                title=title,
                kind=kind_of(kind),
                minutes=minutes,
                visited=visited,
                completed=completed,
            )
        )
    return Plan(list(weeks.values()), enrolment.last_step_id if enrolment else None)


def catalogue_page(*, words: str, language: str) -> QuerySet[Programme]:
    """Published programmes with their minutes and number of steps, filtered by words and language."""
    found = Programme.objects.public().select_related("organisation")
    if language:
        found = found.filter(language=language)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(description__icontains=word))
    in_use = Q(steps__published__isnull=False, steps__withdrawn_at=None)
    return found.annotate(
        minutes=Coalesce(Sum("steps__published__minutes", filter=in_use), 0), step_count=Count("steps", filter=in_use)
    ).order_by("title", "pk")


@dataclass(frozen=True, slots=True)
class MyRun:
    """A run that a person takes, with how far they are."""

    enrolment: Enrolment
    completed: int
    steps: int

    @property
    def percent(self) -> int:
        return 100 * self.completed // self.steps if self.steps else 0


def my_runs(viewer: Membership) -> list[MyRun]:
    """The person's runs, the latest visited first. One query for any number of runs."""
    steps = (
        Step.objects.filter(programme=OuterRef("run__programme"), published__isnull=False, withdrawn_at=None)
        .order_by()
        .values("programme")
        .annotate(number=Count("pk"))
        .values("number")
    )
    completed = Count(
        "progress",
        filter=Q(progress__completed_at__isnull=False, progress__step__withdrawn_at=None),
    )
    mine = (
        Enrolment.objects.filter(user=viewer.user_id)
        .exclude(state=EnrolmentState.LEFT)
        .select_related("run__programme", "run__organisation", "certificate", "last_step__published")
        .annotate(completed=completed, steps=Coalesce(Subquery(steps), 0))
        .order_by(F("last_seen_at").desc(nulls_last=True), "-joined_at")
    )
    counted: Iterable[Any] = mine
    return [MyRun(row, row.completed, row.steps) for row in counted]


def thread_beside(run: Run, step: Step) -> Thread | None:
    thread = Thread.objects.filter(step_thread__run=run, step_thread__step=step).order_by().first()
    if thread is not None and thread.space_id == run.space_id:
        thread.space = run.space
    return thread


def run_for(viewer: Membership, pk: int) -> tuple[Run, Enrolment | None]:
    """A run as this person may see it, and their own enrolment unless they left. Raises Run.DoesNotExist.

    Whoever takes part sees a run that is no draft, so for learners one query answers both.
    """
    mine = Enrolment.objects.filter(run=pk, user=viewer.user_id).exclude(state=EnrolmentState.LEFT)
    enrolment = mine.select_related("run__programme", "run__organisation", "run__space").order_by().first()
    if enrolment is not None and enrolment.run.state != RunState.DRAFT:
        return enrolment.run, enrolment
    seen = Run.objects.visible_to(viewer).select_related("programme", "organisation", "space")
    return seen.get(pk=pk), enrolment


def event_of(run: Run, step: Step) -> LiveEvent | None:
    return LiveEvent.objects.filter(run=run, step=step).first()


@dataclass(frozen=True, slots=True)
class OutlinedStep:
    number: str
    title: str
    kind: StepKind
    minutes: int


@dataclass(frozen=True, slots=True)
class OutlinedWeek:
    title: str
    intro: str
    steps: tuple[OutlinedStep, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


def outline_of_programme(programme: Programme) -> list[OutlinedWeek]:
    """What a visitor may know before joining: titles, kinds and minutes. Two queries."""
    steps: dict[int, list[StepVersion]] = {}
    versions = (
        StepVersion.objects.filter(published_as__programme=programme, published_as__withdrawn_at=None)
        .select_related("published_as")
        .defer("body", "content")
        .order_by("published_as__position")
    )
    for version in versions:
        steps.setdefault(version.published_as.week_id, []).append(version)
    return [
        OutlinedWeek(
            title=week.title,
            intro=week.intro,
            steps=tuple(
                OutlinedStep(
                    f"{week.position}.{number}", version.title, kind_of(version.published_as.kind), version.minutes
                )
                for number, version in enumerate(steps.get(week.pk, []), start=1)
            ),
        )
        for week in Week.objects.filter(programme=programme)
        if steps.get(week.pk)
    ]


def poll_results(run: Run, step: Step, options: list[str]) -> list[tuple[str, int]]:
    counts = [0] * len(options)
    for choices in PollVote.objects.filter(enrolment__run=run, step=step).values_list("choices", flat=True):
        for choice in choices:
            if choice < len(counts):
                counts[choice] += 1
    return list(zip(options, counts, strict=True))


def learners_of(run: Run, *, words: str, sort: str) -> QuerySet[Enrolment]:
    """Who takes part, waits or left, with the number of steps each has completed."""
    found = run.enrolments.select_related("user", "last_step__published").annotate(
        completed=Count("progress", filter=Q(progress__completed_at__isnull=False))
    )
    if words:
        found = found.filter(
            Q(user__name__icontains=words) | Q(user__email__icontains=words) | Q(imported_key__icontains=words)
        )
    orders: dict[str, tuple[str | OrderBy, ...]] = {
        "name": ("user__name", "imported_key"),
        "completed": ("-completed", "user__name"),
        "seen": (F("last_seen_at").desc(nulls_last=True), "user__name"),
        "joined": ("-joined_at", "user__name"),
    }
    return found.order_by(*orders.get(sort, orders["name"]), "pk")

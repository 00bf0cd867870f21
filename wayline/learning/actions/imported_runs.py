"""Closed runs made of what people left on another platform: who took part, what they did, what they said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wayline.discussion.actions import ImportedPost, import_comments, open_thread
from wayline.discussion.enums import ThreadKind
from wayline.discussion.models import Thread
from wayline.discussion.models.comments import TEXT_LIMIT
from wayline.learning.actions.runs import create_run
from wayline.learning.enums import Access, EnrolmentState, RunState
from wayline.learning.models import Enrolment, Programme, Run, Step, StepThread
from wayline.learning.packages.futurelearn import FutureLearnRun
from wayline.learning.packages.futurelearn_outline import streams_of
from wayline.learning.packages.outline import Changed, Outline, PostOutline, Report
from wayline.learning.packages.spool import Spool
from wayline.people.models import Membership, Organisation

Row = TypeVar("Row")
BATCH = 2000
DONE_BEFORE = 50
"""Hundredths of the whole import that were done when the writing begins."""


@dataclass(frozen=True, slots=True)
class FirstRun:
    """What every imported run of a package has in common."""

    programme: Programme
    organisation: Organisation
    by: Membership | None
    origin: str
    tell: Callable[[int, int], None]

    def make(self, title: str, moments: Iterable[datetime]) -> Run:
        """Closed, and open to nobody but the team: the people of the other platform did not choose this one."""
        days = sorted({moment.date() for moment in moments}) or [timezone.localdate()]
        run = create_run(
            self.programme,
            organisation=self.organisation,
            by=self.by,
            title=title[:200],
            starts_on=days[0],
            ends_on=days[-1],
            access=Access.INVITATION,
            time_zone="UTC",
        )
        run.origin, run.state = self.origin, RunState.CLOSED
        run.save(update_fields=["origin", "state"])
        return run


def import_discussions(first: FirstRun, outline: Outline, report: Report) -> None:
    """The forum posts of a package, in a closed run of their own."""
    posts = [post for week in outline.weeks for step in week.steps for post in step.posts]
    title = _("%(title)s: discussions from %(origin)s") % {"title": outline.title, "origin": first.origin}
    run = first.make(title, (post.at for post in posts if post.at is not None))
    report.count("run")
    streams = [(step.key, step.title, step.posts) for week in outline.weeks for step in week.steps if step.posts]
    _Talk(run, report, first.tell, (DONE_BEFORE, 100)).say(streams)


def import_futurelearn_run(first: FirstRun, source: FutureLearnRun, report: Report, *, share: tuple[int, int]) -> None:
    """One run of the export with its learners, their progress and comments. `share`: which run of how many."""
    _publish_steps(first.programme)
    run = first.make(source.name or first.programme.title, _moments(source))
    begin, step = DONE_BEFORE + 50 * share[0] // share[1], 50 // share[1]
    learners = _enrol(run, source)
    first.tell(begin + step // 5, 100)
    visits = _note_progress(run, source)
    first.tell(begin + step // 2, 100)
    team = frozenset(member.name or member.key for member in source.team_members)
    said = sorted(streams_of([source]).items())
    streams = [(f"step-{week}-{place}", "", posts) for (week, place), posts in said]
    _Talk(run, report, first.tell, (begin + step // 2, begin + step), team).say(streams)
    _correct(report, runs=1, learners=learners, visits=visits)


def _publish_steps(programme: Programme) -> None:
    """So that the run can be read and measured. The programme itself is not listed."""
    steps = list(programme.steps.filter(published=None).prefetch_related("versions"))
    for step in steps:
        step.published = step.versions.all()[0]
    Step.objects.bulk_update(steps, ["published"], batch_size=BATCH)


def _moments(source: FutureLearnRun) -> Iterator[datetime]:
    yield from (one.enrolled_at for one in source.enrolments if one.enrolled_at)
    yield from (comment.at for comment in source.comments)
    yield from (visit.first_visited_at for visit in source.visits if visit.first_visited_at)


def _enrol(run: Run, source: FutureLearnRun) -> int:
    """Everybody who enrolled, visited or wrote, by the key of the other platform; returns how many they are."""
    joined: dict[str, datetime | None] = {}
    left: dict[str, datetime | None] = {}
    for one in source.enrolments:
        joined.setdefault(one.learner, one.enrolled_at)
        left[one.learner] = one.unenrolled_at
    for visit in source.visits:
        joined.setdefault(visit.learner, visit.first_visited_at)
    for comment in source.comments:
        joined.setdefault(comment.author, comment.at)
    start = datetime.combine(run.starts_on, datetime.min.time(), UTC)
    rows = (
        Enrolment(
            run=run,
            imported_key=key,
            joined_at=at or start,
            left_at=left.get(key),
            state=EnrolmentState.LEFT if left.get(key) else EnrolmentState.ENROLLED,
        )
        for key, at in joined.items()
    )
    for batch in _batches(rows):
        Enrolment.objects.bulk_create(batch)
    return len(joined)


VISITS = """
    CREATE TEMPORARY TABLE imported_visit (learner text, step text, first_at timestamptz, done_at timestamptz)
"""
PROGRESS = """
    INSERT INTO learning_progress (enrolment_id, step_id, first_visited_at, completed_at)
    SELECT enrolment.id, step.id, COALESCE(min(first_at), max(done_at), now()), max(done_at)
    FROM imported_visit AS visit
    JOIN learning_enrolment AS enrolment ON enrolment.run_id = %s AND enrolment.imported_key = visit.learner
    JOIN learning_step AS step ON step.programme_id = %s AND step.key = visit.step
    GROUP BY enrolment.id, step.id
"""


def _note_progress(run: Run, source: FutureLearnRun) -> int:
    """One row for a learner and a step: the first visit, and the last completion. The database sums: they are many."""
    with connection.cursor() as cursor:
        cursor.execute(VISITS)
        with cursor.copy("COPY imported_visit FROM STDIN") as copy:
            for visit in source.visits:
                place = f"step-{visit.week}-{visit.step}"
                copy.write_row((visit.learner, place, visit.first_visited_at, visit.last_completed_at))
        cursor.execute("ANALYZE imported_visit")
        cursor.execute(PROGRESS, [run.pk, run.programme_id])
        made = int(cursor.rowcount)
        cursor.execute("DROP TABLE imported_visit")
    return made


Stream = tuple[str, str, list[PostOutline] | Spool[PostOutline]]
"""Key of the step, its title where the package gave no key, and what was said there."""


@dataclass(frozen=True, slots=True)
class _Talk:
    """Puts the posts of each step into the discussion beside it."""

    run: Run
    report: Report
    tell: Callable[[int, int], None]
    percent: tuple[int, int]
    """From where to where the import gets by this."""
    team: frozenset[str] = frozenset()
    """Names of those who facilitated."""

    def say(self, streams: Sequence[Stream]) -> None:
        total, said = sum(len(posts) for _key, _title, posts in streams), 0
        by_key = {step.key: step for step in self.run.programme.steps.select_related("published")}
        by_title = _keys_by_title(self.run.programme)
        for key, title, posts in streams:
            step = by_key[key or by_title[title[:200]]]
            title = title or (step.published.title if step.published else step.key)
            result = import_comments(_thread_beside(self.run, step, title), self._posts(posts))
            how = _("It was cut after %(limit)d characters.") % {"limit": TEXT_LIMIT}
            self.report.changed += [Changed("comment", post, how) for post in result.shortened]
            said += len(posts)
            self.tell(self.percent[0] + (self.percent[1] - self.percent[0]) * said // total, 100)

    def _posts(self, posts: Iterable[PostOutline]) -> Iterator[ImportedPost]:
        """A post without a time stands at the time of the one before it."""
        at = datetime.combine(self.run.starts_on, datetime.min.time(), UTC)
        for post in posts:
            at = post.at or at
            text = f"**{post.subject}**\n\n{post.text}" if post.subject and not post.parent else post.text
            yield ImportedPost(
                key=post.key,
                text=text,
                at=at,
                author=post.author,
                parent=post.parent,
                likes=post.likes,
                by_facilitator=post.author in self.team,
            )


def _keys_by_title(programme: Programme) -> dict[str, str]:
    """Steps whose package gave no key are found by their title; of several, the first."""
    rows = programme.steps.order_by("-week__position", "-position").values_list("versions__title", "key")
    return {title: key for title, key in rows if title is not None}


def _thread_beside(run: Run, step: Step, title: str) -> Thread:
    found = StepThread.objects.filter(run=run, step=step).select_related("thread").first()
    if found is not None:
        return found.thread
    address = reverse("learning:step", args=[run.pk, step.pk])
    thread = open_thread(run.space, title=title[:200], kind=ThreadKind.STEP, address=address)
    StepThread.objects.create(run=run, step=step, thread=thread)
    return thread


def _correct(report: Report, *, runs: int, learners: int, visits: int) -> None:
    """The reader counts what belongs to runs as not taken; here it was."""
    report.not_taken = [one for one in report.not_taken if one.what not in ("enrolments", "step activity")]
    for what, number in (("run", runs), ("learner", learners), ("visit of a step", visits)):
        report.count(what, number)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch

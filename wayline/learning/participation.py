"""Participation in a run, counted by the database: the sums of `measures.participation` without moving every act.

A large run is counted by the worker, and its page shows the last count with its time.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from wayline.discussion.models import Thread
from wayline.learning.measures import Counts, Median, Participation
from wayline.learning.models import ParticipationSummary, Run

LARGE = 10_000
"""Learners and comments together, above which a page shows the last count. Below it, counting takes about 50 ms."""

# Who is counted and where. Learners have an account, or a key of the platform that the run was imported from.
GROUND = """
    learner AS MATERIALIZED (
        SELECT e.id, e.user_id, e.imported_key, e.joined_at, e.last_seen_at, e.state
        FROM learning_enrolment e
        WHERE e.run_id = %(run)s AND e.state <> 'waiting'
        AND (e.user_id IS NULL OR e.user_id NOT IN (
            SELECT user_id FROM discussion_spacemember WHERE space_id = %(space)s AND role = 'facilitator'))
        AND (e.user_id IS NOT NULL OR e.imported_key NOT IN (
            SELECT c.imported_author FROM discussion_comment c JOIN discussion_thread t ON t.id = c.thread_id
            WHERE t.space_id = %(space)s AND c.by_facilitator AND c.author_id IS NULL))
    ), step AS MATERIALIZED (
        SELECT s.id, s.week_id AS week, v.minutes, link.thread_id AS thread
        FROM learning_step s
        JOIN learning_stepversion v ON v.id = s.published_id
        LEFT JOIN learning_stepthread link ON link.step_id = s.id AND link.run_id = %(run)s
        WHERE s.programme_id = %(programme)s AND s.withdrawn_at IS NULL
    ), author AS MATERIALIZED (
        SELECT id AS learner, user_id, NULL AS key FROM learner WHERE user_id IS NOT NULL
        UNION ALL SELECT id, NULL, imported_key FROM learner WHERE user_id IS NULL
    )
"""

_SUMS = f"""
    WITH {GROUND},
    said AS MATERIALIZED (
        SELECT step.id AS step, c.author_id, c.imported_author AS key, count(*) AS comments
        FROM step JOIN discussion_comment c ON c.thread_id = step.thread
        WHERE c.deleted_at IS NULL AND c.hidden_at IS NULL
        GROUP BY step.id, c.author_id, c.imported_author
    ), act AS (
        SELECT p.enrolment_id AS learner, p.step_id AS step, p.completed_at IS NOT NULL AS done, 0 AS comments
        FROM learning_progress p JOIN learner ON learner.id = p.enrolment_id
        UNION ALL
        SELECT author.learner, said.step, false, said.comments FROM said JOIN author ON author.user_id = said.author_id
        UNION ALL
        SELECT author.learner, said.step, false, said.comments
        FROM said JOIN author ON author.key = said.key WHERE said.author_id IS NULL
    ), at_step AS MATERIALIZED (
        SELECT act.learner, act.step, step.week, step.minutes, bool_or(act.done) AS done,
               sum(act.comments)::bigint AS comments
        FROM act JOIN step ON step.id = act.step GROUP BY act.learner, act.step, step.week, step.minutes
    ), in_week AS MATERIALIZED (
        SELECT learner, week, count(*) AS viewed, count(*) FILTER (WHERE done) AS done, sum(comments) AS comments,
               coalesce(sum(minutes) FILTER (WHERE done), 0) AS minutes
        FROM at_step GROUP BY learner, week
    ), whole AS MATERIALIZED (
        SELECT learner, sum(viewed) AS viewed, sum(done) AS done, sum(comments) AS comments, sum(minutes) AS minutes
        FROM in_week GROUP BY learner
    ), size AS (SELECT count(*) AS steps FROM step), week AS (SELECT week, count(*) AS steps FROM step GROUP BY week)
    SELECT 'run', (SELECT count(*) FROM learner), count(*), count(*) FILTER (WHERE done > 0),
           count(*) FILTER (WHERE comments > 0), count(*) FILTER (WHERE done > 0 AND done * 2 >= steps),
           count(*) FILTER (WHERE done > 0 AND done * 10 >= steps * 9), coalesce(sum(comments), 0)
    FROM whole, size
    UNION ALL
    SELECT 'median', 0, 0, 0, percentile_cont(0.5) WITHIN GROUP (ORDER BY viewed),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY done) FILTER (WHERE done > 0),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY comments) FILTER (WHERE comments > 0),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) FILTER (WHERE done > 0)
    FROM whole
    UNION ALL
    SELECT 'week', week, 0, count(*), count(*) FILTER (WHERE done > 0), count(*) FILTER (WHERE comments > 0),
           count(*) FILTER (WHERE done = steps), sum(comments)
    FROM in_week JOIN week USING (week) GROUP BY week
    UNION ALL
    SELECT 'step', week, step, count(*), count(*) FILTER (WHERE done), count(*) FILTER (WHERE comments > 0),
           count(*) FILTER (WHERE done), sum(comments)
    FROM at_step GROUP BY week, step
"""  # noqa: S608 - put together from the text above

_DAYS = f"""
    WITH {GROUND}
    SELECT day, sum(comments), count(*) FROM (
        SELECT coalesce(here.learner, there.learner) AS learner, (c.created_at AT TIME ZONE %(zone)s)::date AS day,
               count(*) AS comments
        FROM step JOIN discussion_comment c ON c.thread_id = step.thread
        LEFT JOIN author here ON here.user_id = c.author_id
        LEFT JOIN author there ON c.author_id IS NULL AND there.key = c.imported_author
        WHERE c.deleted_at IS NULL AND c.hidden_at IS NULL
              AND coalesce(here.learner, there.learner) IS NOT NULL
        GROUP BY 1, 2
    ) AS said GROUP BY day ORDER BY day
"""  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    comments: int
    writers: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that is counted of a run, without names."""

    measures: Participation
    minutes_completed: Median
    """Minutes that the authors state for the steps a learner completed. Per active learner; it is not measured time."""
    days: tuple[Day, ...]
    """Comments beside steps, by the calendar of the run. Days without a comment are left out."""
    counted_at: datetime
    is_kept: bool = False
    """From the last count, not from now."""


def summary_of(run: Run) -> Summary:
    """What the page shows: counted now, or the last count of a large run."""
    if not is_large(run):
        return count(run)
    kept = ParticipationSummary.objects.filter(run=run).first()
    return from_json(kept.figures, kept.counted_at) if kept else count(run)


def is_large(run: Run) -> bool:
    comments = Thread.objects.filter(space=run.space_id).aggregate(number=Sum("comment_count"))["number"] or 0
    return comments > LARGE or comments + run.enrolments.count() > LARGE


def count(run: Run) -> Summary:
    values: dict[str, int | str] = {
        "run": run.pk, "space": run.space_id, "programme": run.programme_id, "zone": run.time_zone,
    }  # fmt: skip
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")  # 200,000 comments are grouped in memory, not on the disk
        cursor.execute(_SUMS, values)
        rows = cursor.fetchall()
        cursor.execute(_DAYS, values)
        days = tuple(Day(on, int(comments), writers) for on, comments, writers in cursor.fetchall())
        cursor.execute(_places(), values)
        places = cursor.fetchall()
    measures, minutes = _measures(rows, places)
    return Summary(measures, minutes, days, now)


def _places() -> str:
    """Weeks and steps in the order in which they are taken; where nobody was yet, no row of the sums names them."""
    return """
        SELECT s.week_id, s.id FROM learning_step s JOIN learning_week w ON w.id = s.week_id
        WHERE s.programme_id = %(programme)s AND s.published_id IS NOT NULL AND s.withdrawn_at IS NULL
        ORDER BY w.position, s.position
    """


def _measures(rows: list[tuple[Any, ...]], places: list[tuple[int, int]]) -> tuple[Participation, Median]:
    found = {row[:3] if row[0] in ("week", "step") else row[0]: row for row in rows}
    joiners, learners, active, social, half, most, comments = (int(number) for number in found["run"][1:])
    viewed, done, wrote, minutes = found["median"][4:]

    def counts(key: tuple[str, int, int]) -> Counts:
        return Counts(*(int(number) for number in found[key][3:])) if key in found else Counts(0, 0, 0, 0, 0)

    measures = Participation(
        joiners=joiners,
        learners=learners,
        active=active,
        social=social,
        completed_half=half,
        completed_most=most,
        comments=comments,
        steps=len(places),
        weeks={week: counts(("week", week, 0)) for week in dict.fromkeys(week for week, _step in places)},
        by_step={(week, step): counts(("step", week, step)) for week, step in places},
        steps_viewed=Median(viewed, learners),
        steps_completed=Median(done, active),
        comments_written=Median(wrote, social),
    )
    return measures, Median(minutes, active)


# Kept


def as_json(summary: Summary) -> dict[str, Any]:
    measures = asdict(summary.measures)
    measures["weeks"] = [[week, *asdict(counts).values()] for week, counts in summary.measures.weeks.items()]
    measures["by_step"] = [[*step, *asdict(counts).values()] for step, counts in summary.measures.by_step.items()]
    days = [[day.on.isoformat(), day.comments, day.writers] for day in summary.days]
    return {"measures": measures, "minutes_completed": asdict(summary.minutes_completed), "days": days}


def from_json(figures: dict[str, Any], counted_at: datetime) -> Summary:
    kept = dict(figures["measures"])
    kept["weeks"] = {week: Counts(*counts) for week, *counts in kept["weeks"]}
    kept["by_step"] = {(week, step): Counts(*counts) for week, step, *counts in kept["by_step"]}
    for name in ("steps_viewed", "steps_completed", "comments_written"):
        kept[name] = Median(**kept[name])
    days = tuple(Day(date.fromisoformat(on), comments, writers) for on, comments, writers in figures["days"])
    return Summary(Participation(**kept), Median(**figures["minutes_completed"]), days, counted_at, is_kept=True)

"""Learner by learner, for facilitators: how much each did, and whom to look after. The database counts and chooses.

A run of 16,000 learners has 400,000 acts: they are read from indexes alone, summed where they lie, and only the
learners of one page leave the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from wayline.learning.enums import RunState
from wayline.learning.measures import Activity, Signal, SignalRules, signals_of
from wayline.learning.models import Enrolment, Run
from wayline.learning.models.progress import CERTIFICATE_PERCENT
from wayline.learning.participation import GROUND

RULES = SignalRules()


def _since(*columns: str) -> str:
    """Acts since the beginning of the last period, of the one before, and of the one before that."""
    return ", ".join(
        " + ".join(f"count(*) FILTER (WHERE {column} > %({since})s)" for column in columns) + f" AS since_{since}"
        for since in ("first", "second", "third")
    )


def _spoken(person: str, condition: str) -> str:
    """Accounts and keys of another platform apart: numbers are grouped much faster than texts."""
    return f"""
        SELECT {person} AS person, count(*) AS comments, max(created_at) AS last, {_since("created_at")}
        FROM step JOIN discussion_comment c ON c.thread_id = step.thread
        WHERE c.deleted_at IS NULL AND c.hidden_at IS NULL AND {condition} GROUP BY {person}
    """  # noqa: S608 - put together from the text here


def _waiting(person: str, condition: str) -> str:
    return f"""
        SELECT {person} AS person, count(*) AS comments, min(created_at) AS since
        FROM step JOIN discussion_comment c ON c.thread_id = step.thread
        WHERE c.level = 0 AND c.answered_at IS NULL AND c.settled_at IS NULL
              AND c.deleted_at IS NULL AND c.hidden_at IS NULL AND c.created_at <= %(answer_by)s AND {condition}
        GROUP BY {person}
    """  # noqa: S608 - put together from the text here


def _by_learner(counted: Callable[[str, str], str]) -> str:
    return f"""
        SELECT learner.id AS learner, had.* FROM learner
        JOIN ({counted("author_id", "author_id IS NOT NULL")}) AS had ON had.person = learner.user_id
        UNION ALL
        SELECT learner.id, NULL::bigint, {{}} FROM learner
        JOIN ({counted("imported_author", "author_id IS NULL")}) AS had ON had.person = learner.imported_key
        WHERE learner.user_id IS NULL
    """  # noqa: S608 - put together from the text here


# `quiet` and `waits` say by the rules of `measures.signals_of` who has a signal; a test holds the two together.
# Nobody did anything later than now, so that acts since a moment are acts in the time from it.
_FIGURES = f"""
    WITH {GROUND},
    studied AS (
        SELECT enrolment_id AS learner, count(completed_at) AS done,
               greatest(max(first_visited_at), max(completed_at)) AS last, {_since("first_visited_at", "completed_at")}
        FROM step JOIN learning_progress p ON p.step_id = step.id GROUP BY enrolment_id
    ), said AS (
        {_by_learner(_spoken).format("had.comments, had.last, had.since_first, had.since_second, had.since_third")}
    ), waits AS (
        {_by_learner(_waiting).format("had.comments, had.since")}
    ), figure AS (
        SELECT learner.id, learner.user_id, learner.imported_key, learner.joined_at,
               %(watched)s AND learner.state = 'enrolled' AS watched,
               greatest(studied.last, said.last, learner.last_seen_at) AS last,
               coalesce(done, 0) AS done, coalesce(said.comments, 0) AS comments,
               coalesce(studied.since_first, 0) + coalesce(said.since_first, 0) AS recent,
               coalesce(studied.since_second - studied.since_first, 0)
               + coalesce(said.since_second - said.since_first, 0) AS before,
               coalesce(studied.since_third - studied.since_second, 0)
               + coalesce(said.since_third - said.since_second, 0) AS earlier,
               coalesce(waits.comments, 0) AS waiting, waits.since,
               greatest(learner.joined_at, %(opened)s) AS began,
               coalesce(done, 0) * 100 >= size.steps * %(percent)s AND size.steps > 0 AS finished
        FROM learner CROSS JOIN (SELECT count(*) AS steps FROM step) AS size
        LEFT JOIN studied ON studied.learner = learner.id
        LEFT JOIN said ON said.learner = learner.id LEFT JOIN waits ON waits.learner = learner.id
    ), judged AS MATERIALIZED (
        SELECT figure.*, watched AND since IS NOT NULL AS waits,
               CASE WHEN finished OR NOT watched THEN ''
                    WHEN coalesce(last, began) <= %(silent_since)s
                    THEN CASE WHEN last IS NULL THEN 'never started' ELSE 'silent' END
                    WHEN began <= %(third)s AND (before + earlier) / 2.0 >= %(fall_from)s
                         AND recent <= (before + earlier) / 2.0 * %(fall_to)s THEN 'falling'
                    ELSE '' END AS quiet
        FROM figure
    )
"""  # noqa: S608 - put together from the text above
_COLUMNS = "id, joined_at, last, done, comments, recent, before, earlier, waiting, since, watched, began, finished"
_URGENCY = (
    "quiet = '' AND NOT waits, CASE WHEN quiet <> '' OR waits THEN coalesce(last, joined_at) ELSE joined_at END, id"
)

_ALL = f"""{_FIGURES}
    SELECT {_COLUMNS} FROM judged WHERE %(only)s::bigint IS NULL OR id = %(only)s ORDER BY joined_at, id
"""  # noqa: S608 - as above

_PAGE = f"""{_FIGURES},
    found AS MATERIALIZED (
        SELECT judged.* FROM judged
        WHERE (%(rule)s = '' OR quiet = %(rule)s OR %(rule)s = 'no reply' AND waits)
        AND (%(words)s = '' OR id IN (
            SELECT e.id FROM learning_enrolment e LEFT JOIN people_user u ON u.id = e.user_id
            WHERE e.run_id = %(run)s
                  AND strpos(lower(coalesce(nullif(u.name, ''), e.imported_key)), lower(%(words)s)) > 0))
    ), place AS (
        SELECT number, greatest(0, least(%(page)s, (number + %(size)s - 1) / %(size)s) - 1) * %(size)s AS start
        FROM (SELECT count(*) AS number FROM found) AS every
    ), counted AS (
        SELECT count(*) FILTER (WHERE quiet = 'never started'), count(*) FILTER (WHERE quiet = 'silent'),
               count(*) FILTER (WHERE quiet = 'falling'), count(*) FILTER (WHERE waits) FROM judged
    ), shown AS (
        SELECT {_COLUMNS}, row_number() OVER (ORDER BY {_URGENCY}) AS place FROM found
        ORDER BY {_URGENCY} OFFSET (SELECT start FROM place) LIMIT %(size)s
    )
    SELECT place.number, place.start, counted.*, shown.* FROM place CROSS JOIN counted LEFT JOIN shown ON true
    ORDER BY shown.place
"""  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class LearnerFigures:
    enrolment: int
    joined_at: datetime
    last_at: datetime | None
    completed: int
    comments: int
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Those with a signal first, the longest away at the top; the others in the order of joining."""

    rows: list[LearnerFigures]
    found: int
    """How many there are on all pages."""
    start: int
    """How many stand on the pages before."""
    by_rule: dict[str, int]
    """Learners of the whole run with each signal."""


def is_watched(run: Run) -> bool:
    """Signals are given while a run is under way."""
    return run.state == RunState.OPEN and run.has_begun and not run.has_ended


def learners_with_signals(
    run: Run, *, only: Enrolment | None = None, now: datetime | None = None, rules: SignalRules = RULES
) -> list[LearnerFigures]:
    """Every learner in the order of joining. Signals are for a run under way, and for who has not left or finished."""
    now = now or timezone.now()
    asked = {**_asked(run, now, rules), "only": only.pk if only else None}
    return [_figures(row, now, rules) for row in _everybody(asked)]


def figures_page(
    run: Run, *, rule: str, words: str, page: int, size: int, now: datetime | None = None, rules: SignalRules = RULES
) -> FiguresPage:
    """One page of them; a page beyond the last gives the last."""
    now = now or timezone.now()
    rows = _those_of_a_page({**_asked(run, now, rules), "rule": rule, "words": words, "page": page, "size": size})
    found, start, *by_rule = rows[0][:6]
    return FiguresPage(
        rows=[_figures(row[6:], now, rules) for row in rows if row[6] is not None],
        found=found,
        start=start,
        by_rule=dict(zip(("never started", "silent", "falling", "no reply"), by_rule, strict=True)),
    )


def _asked(run: Run, now: datetime, rules: SignalRules) -> dict[str, Any]:
    return {
        "run": run.pk,
        "space": run.space_id,
        "programme": run.programme_id,
        "watched": is_watched(run),
        "opened": datetime.combine(run.starts_on, datetime.min.time(), run.zone),
        "percent": CERTIFICATE_PERCENT,
        "now": now,
        **{name: now - rules.period * back for back, name in enumerate(("first", "second", "third"), start=1)},
        "answer_by": now - rules.reply_within,
        "silent_since": now - rules.silent_after,
        "fall_from": rules.fall_from,
        "fall_to": rules.fall_to,
    }


def _everybody(asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with _counting() as cursor:
        cursor.execute(_ALL, asked)
        return list(cursor.fetchall())


def _those_of_a_page(asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with _counting() as cursor:
        cursor.execute(_PAGE, asked)
        return list(cursor.fetchall())


@contextmanager
def _counting() -> Iterator[CursorWrapper]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off")  # compiling would take longer than counting
        yield cursor


def _figures(row: tuple[Any, ...], now: datetime, rules: SignalRules) -> LearnerFigures:
    pk, joined, last, done, comments, recent, before, earlier, waiting, since, watched, began, finished = row[:13]
    signals: tuple[Signal, ...] = ()
    if watched:
        activity = Activity(last, (recent, before, earlier), waiting, since)
        signals = signals_of(pk, began, activity, now, finished=finished, rules=rules)
    return LearnerFigures(pk, joined, last, done, comments, signals)

"""Counting large runs ahead, so that nobody waits for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from wayline.learning.enums import RunState
from wayline.learning.models import ParticipationSummary, Run
from wayline.learning.participation import Summary, as_json, count, is_large

RECOUNT_AFTER = timedelta(minutes=55)
CLOSED_RECOUNT_AFTER = timedelta(days=7)


def keep_count(run: Run) -> Summary:
    """Count a run, and keep the result for its page."""
    summary = count(run)
    values = {"counted_at": summary.counted_at, "figures": as_json(summary)}
    ParticipationSummary.objects.update_or_create(run=run, defaults=values)
    return summary


def recount_large_runs(now: datetime) -> int:
    """The worker does this every hour; a closed run, in which little changes, is counted once a week."""
    recent = Q(participation_summary__counted_at__gt=now - RECOUNT_AFTER)
    rested = Q(state=RunState.CLOSED, participation_summary__counted_at__gt=now - CLOSED_RECOUNT_AFTER)
    due = Run.objects.exclude(recent).exclude(rested).exclude(state=RunState.DRAFT)
    large = [run for run in due.iterator() if is_large(run)]
    for run in large:
        keep_count(run)
    return len(large)

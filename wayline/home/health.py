"""Whether the service works: the database answers, the worker lives."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.db import DatabaseError, connection

import wayline

WORKER = "worker-beat"
HOURLY = "hourly-work"
WORKER_LATE_SECONDS = 60
DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Health:
    database: bool
    worker_seconds: int | None
    """Since the worker last said that it lives; None when it never did, or nobody can know."""

    @property
    def worker(self) -> bool:
        return self.worker_seconds is not None and self.worker_seconds <= WORKER_LATE_SECONDS

    @property
    def good(self) -> bool:
        return self.database and self.worker

    def as_dict(self) -> dict[str, object]:
        return {
            "status": "ok" if self.good else "failing",
            "database": "ok" if self.database else "failing",
            "worker": "ok" if self.worker else "failing",
            "worker_seconds": self.worker_seconds,
            "version": wayline.__version__,
        }


def measure() -> Health:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        beat = cache.get(WORKER)
    except DatabaseError:
        return Health(database=False, worker_seconds=None)
    return Health(database=True, worker_seconds=None if beat is None else max(0, int(time.time() - beat)))


def worker_beats() -> None:
    cache.set(WORKER, time.time(), DAY)


def hour_begins() -> bool:
    """True for one caller an hour, whichever of several workers asks first."""
    return cache.add(HOURLY, True, 60 * 60)

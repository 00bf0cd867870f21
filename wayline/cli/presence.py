"""Which workers live, and the errands of those that do not.

Each worker holds a lock in the database. The lock ends with the worker's connection, in whatever way the worker ends.
"""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

LIVING = 20161
"""First half of the locks' keys; the second is made of the worker's name."""
PATIENCE = timedelta(seconds=60)
"""A living worker whose connection was cut takes its lock again well before."""


def key_of(worker: str) -> int:
    return zlib.crc32(worker.encode()) & 0x7FFFFFFF


class Presence:
    """The lock of one worker. `hold` is called every few seconds, always by the same thread."""

    def __init__(self, worker: str) -> None:
        self._key = key_of(worker)
        self._connection: Any = None

    def hold(self) -> None:
        """Take the lock, or take it anew when the connection was lost."""
        if self._connection is not None and self._answers():
            return
        self._connection = connection.copy()
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LIVING, self._key])

    def _answers(self) -> bool:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            self._connection.close()
            return False
        return True

    def end(self) -> None:
        if self._connection is not None:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LIVING, self._key])
            self._connection.close()
            self._connection = None


def put_back_orphans() -> int:
    """Errands whose worker was killed while it ran them are run again, by whichever worker is next."""
    from django_tasks_db.compat import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    begun = running.filter(started_at__lt=timezone.now() - PATIENCE).values_list("pk", "worker_ids")
    living = _living()
    lost = [pk for pk, workers in begun if not workers or key_of(workers[-1]) not in living]
    return running.filter(pk__in=lost).update(status=TaskResultStatus.READY, started_at=None)


def _living() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = %s AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [LIVING],
        )
        return {int(row[0]) for row in cursor.fetchall()}

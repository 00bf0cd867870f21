"""How often something may be done: posting, asking for mail, reading by programs."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime

from django.db import connection

COUNT = """
    INSERT INTO "people_limituse" AS known (key, until, number) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET number = known.number + 1 RETURNING number
"""


class TooMany(Exception):
    """Raised when a limit is passed. The middleware answers with a page that says when to try again (status 429)."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many requests; try again in {seconds} seconds.")
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        return max(1, -(-self.seconds // 60))


def allow(key: str, limit: int, seconds: int) -> bool:
    """Count one use of `key`; False when it was used `limit` times already in this window of `seconds`."""
    return count(key, seconds)[0] <= limit


def count(key: str, seconds: int) -> tuple[int, int]:
    """Count one use of `key`. Its uses in this window of `seconds`, by all processes, and the seconds left of it.

    One statement, so that two requests at the same moment never count as one.
    """
    now = time.time()
    window = int(now // seconds)
    until = datetime.fromtimestamp((window + 1) * seconds, UTC)
    name = hashlib.sha256(f"{key}:{seconds}:{window}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [name, until])
        return int(cursor.fetchone()[0]), max(1, int(seconds - now % seconds))


def insist(key: str, limit: int, seconds: int) -> None:
    """`allow`, or raise TooMany."""
    if not allow(key, limit, seconds):
        raise TooMany(max(1, int(seconds - time.time() % seconds)))

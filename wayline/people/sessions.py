"""Sessions that end after a time without requests, and in any case some hours after the sign-in.

Both ends lie in the store, so that live updates, which ask it without any middleware, keep to them too.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY as PERSON
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection, transaction
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"
RENEWED_AFTER = 300  # seconds; a write for every page would be waste
LIVING = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"
"""In SQL: every page of somebody signed in asks it first, and writing it anew takes Django longer than asking."""


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(LIVING, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None  # as Django does: a key that is not known is not taken over
            return {}
        data = self.decode(row[0])
        if PERSON in data and time.time() - data.get(SIGNED_IN_AT, 0) > settings.SESSION_LONGEST:
            return {}
        # Whoever still reads pushes the end further: what is modified is saved with the answer.
        left = row[1].timestamp() - time.time()
        self.modified = self.modified or left < self.get_session_cookie_age() - RENEWED_AFTER
        return data

    def save(self, must_create: bool = False) -> None:
        """Nobody waits for the disk: who loses the last half second of a session in a crash signs in again.

        What people wrote is committed before, and does wait. Within another transaction the session waits too.
        """
        if connection.in_atomic_block:
            super().save(must_create)
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
            super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        if PERSON in data:
            data.setdefault(SIGNED_IN_AT, int(time.time()))
        return super().create_model_instance(data)

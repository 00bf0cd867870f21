"""Counting how often something is done waits for no disk, and makes nothing else less durable."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from wayline.people import limits


def waits() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_only_the_counting_itself_does_not_wait() -> None:
    before = waits()
    assert [limits.count("reader", 3600)[0] for _ in range(2)] == [1, 2]
    assert waits() == before


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["on", "off", "local"])
def test_a_transaction_around_it_stays_as_durable_as_it_was(before: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL synchronous_commit TO {before}")
        limits.count("writer", 3600)
        assert waits() == before

"""What every command stands on: the embedded database, unless another is named, and Django."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from wayline.cli.screen import Refused
from wayline.common import garbage
from wayline.config import embedded, environment

LEAST_POSTGRESQL = 180000
"""What classifications and figures changed is told by `RETURNING old, new`, which PostgreSQL has from 18 on."""


def too_old(version: str) -> str:
    return f"PostgreSQL {version} is too old: Wayline needs 18 or later"


@contextmanager
def database() -> Iterator[None]:
    """The embedded server runs during the block; with DATABASE_URL nothing is started."""
    if not environment.uses_embedded_database():
        yield
        return
    try:
        with embedded.running(environment.home()):
            yield
    except embedded.DatabaseNotStarted as error:
        raise Refused(str(error)) from error
    except PermissionError as error:
        raise Refused(_closed(error)) from error


def _closed(error: PermissionError) -> str:
    return (
        f"{error.filename} cannot be used: permission denied. Data live in {environment.home()}; "
        "WAYLINE_HOME names another folder. Start Wayline as the user who started it first."
    )


@contextmanager
def django() -> Iterator[None]:
    """The database is up and Django is loaded; connections are closed at the end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayline.config.settings")
    with database():
        import django as framework

        framework.setup()
        from django.db import connections

        garbage.spare_what_is_loaded()
        try:
            yield
        finally:
            connections.close_all()
            for connection in connections.all():
                connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's has a pool

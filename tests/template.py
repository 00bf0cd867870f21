"""A database with every table, from which each process that runs tests copies its own.

The controller of pytest-xdist begins it while the processes still collect, and it has its name only when it is
complete.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

NAME, UNFINISHED = "wayline_template", "wayline_template_unfinished"
WANTED = "WAYLINE_TEST_TEMPLATE"
"""Environment: set for the processes that shall copy."""
SECONDS = 300


def _server() -> str:
    from wayline.config import environment  # reads WAYLINE_HOME, which tests.database sets

    return environment.database_url()


def begin() -> None:
    os.environ[WANTED] = NAME
    with psycopg.connect(_server(), autocommit=True) as connection:
        for name in (NAME, UNFINISHED):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(UNFINISHED)))
    subprocess.Popen([sys.executable, "-m", "tests.template"])


def make() -> None:
    fill(urlsplit(_server())._replace(path=f"/{UNFINISHED}").geturl())
    with psycopg.connect(_server(), autocommit=True) as connection:
        renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(renamed.format(sql.Identifier(UNFINISHED), sql.Identifier(NAME)))


def fill(database: str) -> None:
    """Make the tables of an empty database as `wayline prepare` does."""
    code = "from wayline.cli import data, ground\nwith ground.django():\n    data.migrate()"
    surroundings = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "wayline.config.settings"}
    subprocess.run([sys.executable, "-c", code], env=surroundings, check=True)


def wait() -> str:
    """Its name when it is there; "" where every process migrates for itself."""
    if WANTED not in os.environ:
        return ""
    deadline = time.monotonic() + SECONDS
    with psycopg.connect(_server(), autocommit=True) as connection:
        while not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            assert time.monotonic() < deadline, "The database that all tests copy was not made; see above."
            time.sleep(0.3)
    return NAME


if __name__ == "__main__":
    make()

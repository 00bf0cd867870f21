"""The product as people start it: `wayline run --demo`, with a database and a data folder of its own."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests import template
from wayline.config import environment

SECONDS_TO_START = 240
SECONDS_TO_STOP = 15
SECONDS_FOR_A_LETTER = 30
END_OF_LETTER = "\n----------"


@dataclass(frozen=True)
class Service:
    """A running Wayline. `ground` is what the walks stand on: addresses, sessions (see ground.py)."""

    address: str
    database: str
    log: Path
    ground: dict[str, Any]

    def execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def speaking(self, language: str) -> Iterator[None]:
        """Everybody reads in this language for a while."""
        before = self.execute("SELECT language, array_agg(id) FROM people_user GROUP BY language")
        self.execute("UPDATE people_user SET language = %s", language)
        try:
            yield
        finally:
            for spoken, people in before:
                self.execute("UPDATE people_user SET language = %s WHERE id = ANY(%s)", spoken, people)

    def code_for(self, address: str) -> str:
        """The code in the last letter to an address."""
        return self._in_letter(address, r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$")

    def link_for(self, address: str, beginning: str) -> str:
        """The path that begins so, in the last letter that holds one."""
        return self._in_letter(address, rf"(?<={re.escape(self.address)}){re.escape(beginning)}\S*")

    def _in_letter(self, address: str, wanted: str) -> str:
        """Letters go to the log here, some by the worker, which takes a moment."""
        deadline = time.monotonic() + SECONDS_FOR_A_LETTER
        while True:
            letters = self.log.read_text().split(f"\nTo: {address}\n")[1:]
            found = [re.search(wanted, letter.split(END_OF_LETTER)[0], re.MULTILINE) for letter in letters]
            if any(found) or time.monotonic() > deadline:
                break
            time.sleep(0.2)
        assert any(found), f"{len(letters)} letters to {address}, none with {wanted}"
        return [one[0] for one in found if one][-1]

    def faults(self) -> list[str]:
        """What the server logged as an error; that it refused a request is none (`django.security`)."""
        return re.findall(r"^.* ERROR (?!django\.security\.).*(?:\n(?!\d{4}-).*)*", self.log.read_text(), re.MULTILINE)


@contextmanager
def fresh_database(name: str, *, copied: str = "") -> Iterator[str]:
    """A database beside the one of the other tests, with no rows, or a copy of another; gone afterwards."""
    server = environment.database_url()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        copied = copied or template.wait() or "template1"
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(copied))
        )
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running(home: Path, database_name: str) -> Iterator[Service]:
    port = _free_port()
    with fresh_database(database_name) as database:
        surroundings = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("WAYLINE_", "PYTEST_"))},
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "wayline.config.settings",
            "WAYLINE_DATABASE_POOL": "8",
            "WAYLINE_DEMO": "yes",
            "WAYLINE_HOME": str(home),
            "WAYLINE_PORT": str(port),
            "WAYLINE_SECRET_KEY": "for the browser tests only",
        }
        log = home / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "wayline", "run", "--demo"], env=surroundings, stdout=output, stderr=output
            )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, process, log)
            yield Service(address, database, log, _lay_ground(surroundings))
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with opener.open(f"{address}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"Wayline did not start:\n{log.read_text()[-3000:]}")


def _lay_ground(surroundings: dict[str, str]) -> dict[str, Any]:
    """By the product's own verbs, in a process of its own: the event loop of the browser does not stand there."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.e2e.ground"], env=surroundings, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise RuntimeError(f"The ground for the browser tests could not be laid:\n{result.stderr[-4000:]}")
    made: dict[str, Any] = json.loads(result.stdout)
    return made

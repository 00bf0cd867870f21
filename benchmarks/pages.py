"""How a page is measured: in the process, and over HTTP with one and with four readers."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.report import timed
from benchmarks.web import BACKEND, Web, cookie_of, read_by
from wayline.people.models import User

COLUMNS = (
    "page", "server ms: median", "p95", "queries", "HTML kB", "HTTP, 1 reader ms: median", "p95",
    "HTTP, 4 readers ms: median", "p95", "pages/s",
)  # fmt: skip


def measure(name: str, path: str, readers: Sequence[User], web: Web, *, repeat: int = 30) -> list[object]:
    """One row of a table. Server time is that of the whole of Django, middleware included, on a warm process."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(readers[0], backend=BACKEND)

    def ask() -> HttpResponse:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        return answer  # type: ignore[return-value]  # the test client's own class

    server = timed(ask, repeat)
    with CaptureQueriesContext(connection) as queries:
        size = len(ask().content) / 1000
    cookies = [cookie_of(reader) for reader in readers[:4]]
    alone, _ = read_by(web, path, cookies[:1], repeat)
    crowd, rate = read_by(web, path, cookies, max(5, repeat // 2))
    times = [server.median, server.p95, len(queries), size, alone.median, alone.p95, crowd.median, crowd.p95, rate]
    return [name, *times]

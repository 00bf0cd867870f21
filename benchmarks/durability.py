"""Is every acknowledged comment there after the server was killed, and after its database was?"""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connections
from django.urls import reverse

from benchmarks import filling
from benchmarks.report import Table
from benchmarks.web import Web, cookie_of, post, web_process
from wayline.config import embedded
from wayline.discussion.models import Comment
from wayline.learning.models import Run, StepThread

POSTS = 200
KILL_AFTER = 100
WRITERS = 4


def run() -> list[Table]:
    table = Table(
        "Killing the server during 200 posts",
        "python -m benchmarks durability",
        ("killed with SIGKILL", "acknowledged", "of them lost", "there but not acknowledged", "posts of 200 made"),
        budget="No acknowledged comment is lost.",
        note=f"{WRITERS} writers; the kill comes after {KILL_AFTER} answers, while others are under way. "
        "A post whose answer was lost may be there.",
    )
    made = filling.run("Durability", learners=POSTS + 10)
    home = Path(os.environ["WAYLINE_HOME"])
    table.rows.append(["web process", *_kill_during_posts(made, "web", lambda web: web.kill())])
    table.rows.append(
        ["database (postmaster)", *_kill_during_posts(made, "database", lambda web: _kill_database(home))]
    )
    return [table]


def _kill_database(home: Path) -> None:
    number = int((home / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(number, signal.SIGKILL)


def _kill_during_posts(made: Run, what: str, kill: Callable[[Web], None]) -> list[object]:
    thread = StepThread.objects.get(run=made, step=filling.first_step(made)).thread_id
    path = reverse("discussion:post", args=[thread])
    cookies = [cookie_of(user) for user in filling.learners_of(made, POSTS)]
    acknowledged: list[str] = []
    tried: list[str] = []
    connections["default"].close()
    connections["default"].close_pool()  # type: ignore[attr-defined]  # PostgreSQL's has a pool
    with web_process() as web:
        writers = []
        for place in range(WRITERS):
            mine = (web, path, cookies[place::WRITERS], f"{what} {place}", acknowledged, tried)
            writers.append(threading.Thread(target=_write, args=mine))
        for writer in writers:
            writer.start()
        while len(acknowledged) < KILL_AFTER and any(writer.is_alive() for writer in writers):
            time.sleep(0.002)
        kill(web)
        for writer in writers:
            writer.join()
    embedded.start(Path(os.environ["WAYLINE_HOME"]))
    there = set(Comment.objects.filter(thread=thread, text__in=tried).values_list("text", flat=True))
    return [len(acknowledged), len(set(acknowledged) - there), len(there - set(acknowledged)), len(tried)]


def _write(web: Web, path: str, cookies: list[str], name: str, acknowledged: list[str], tried: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    for number, cookie in enumerate(cookies):
        text = f"Kept whatever happens: {name}, {number}"
        tried.append(text)
        try:
            status = post(connection, path, cookie, text=text)
        except (OSError, http.client.HTTPException):
            return
        if status == 302:
            acknowledged.append(text)
        elif status >= 500:
            return

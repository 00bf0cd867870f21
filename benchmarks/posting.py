"""How long does posting a comment take, and when do readers who are connected see it?"""

from __future__ import annotations

import http.client
import itertools
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from django.test import Client
from django.urls import reverse

from benchmarks import filling
from benchmarks.report import Spread, Table, spread
from benchmarks.web import BACKEND, Web, cookie_of, post, web_process
from wayline.discussion.models import Thread
from wayline.learning.models import Run, StepThread
from wayline.people.models import User

POSTS = 40
LIVE_POSTS = 20
CROWDS = (50, 500)
TEXT = (
    "What helped in my office was to ask which of the tasks they had liked, not which title they had held. ({number})"
)
_numbers = itertools.count(1)


def run() -> list[Table]:
    posting = Table(
        "Posting a comment",
        "python -m benchmarks posting",
        ("comments in the thread", "server ms: median", "p95", "HTTP, 1 writer ms: median", "p95",
         "HTTP, 4 writers ms: median", "p95"),
        budget="≤ 40 ms in the server.",
        note="Each post is on the disk before it is answered (PostgreSQL's default durability).",
    )  # fmt: skip
    live = Table(
        "A new comment reaches readers who are connected",
        "python -m benchmarks posting",
        ("readers", "events seen", "of", "ms until seen: median", "p95", "p99", "slowest"),
        budget="500 readers within 1 s at p99.",
        note="From sending the post to the reader's socket, one web process; readers in a process of their own.",
    )
    with web_process() as web:
        for number in (10, 1105):
            made = filling.run(f"Posting beside {number} comments", learners=600)
            thread = _thread(made, number)
            posting.rows.append([number, *_post(web, made, thread)])
        for crowd in CROWDS:
            live.rows.append([crowd, *_watch(web, made, thread, crowd)])
    return [posting, live]


def _thread(made: Run, number: int) -> Thread:
    link = StepThread.objects.select_related("thread").get(run=made, step=filling.first_step(made))
    if not link.thread.comment_count:
        filling.talk(link.thread_id, number)
        filling.tidy()
    return link.thread


def _post(web: Web, made: Run, thread: Thread) -> list[object]:
    path = reverse("discussion:post", args=[thread.pk])
    people = filling.learners_of(made, 3 * POSTS + 10)
    inside = _in_process(path, people[:POSTS])
    alone = _over_http(web, path, [people[POSTS : 2 * POSTS]])
    rest = people[2 * POSTS : 3 * POSTS]
    crowd = _over_http(web, path, [rest[place::4] for place in range(4)])
    return [one for times in (inside, alone, crowd) for one in (times.median, times.p95)]


def _in_process(path: str, people: Sequence[User]) -> Spread:
    seconds = []
    for user in people:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user, backend=BACKEND)
        began = time.perf_counter()
        answer = client.post(path, {"text": TEXT.format(number=next(_numbers))})
        seconds.append(time.perf_counter() - began)
        if answer.status_code != 302:
            raise RuntimeError(f"The post was answered with {answer.status_code}.")
    return spread(seconds[3:])


def _over_http(web: Web, path: str, writers: Sequence[Sequence[User]]) -> Spread:
    seconds: list[float] = []
    cookies = [[cookie_of(user) for user in people] for people in writers]

    def write(mine: Sequence[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
        for cookie in mine:
            text = TEXT.format(number=next(_numbers))
            began = time.perf_counter()
            status = post(connection, path, cookie, text=text)
            if status == 302:
                seconds.append(time.perf_counter() - began)

    threads = [threading.Thread(target=write, args=[mine]) for mine in cookies]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if len(seconds) != sum(map(len, cookies)):
        raise RuntimeError("Some posts were refused.")
    return spread(seconds)


def _watch(web: Web, made: Run, thread: Thread, crowd: int) -> list[object]:
    """Readers are other people than the writers: who wrote a comment is not told of it."""
    people = filling.learners_of(made, crowd + 50)
    readers, writers = people[50:], people[:LIVE_POSTS]
    order = {
        "port": web.port,
        "path": f"/live/threads/{thread.pk}/",
        "cookies": [cookie_of(user) for user in readers],
        "posts": LIVE_POSTS,
    }
    watching = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.watching"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    if watching.stdin is None or watching.stdout is None:
        raise RuntimeError("The readers have no pipe.")
    watching.stdin.write(json.dumps(order) + "\n")
    watching.stdin.flush()
    if watching.stdout.readline().strip() != "ready":
        raise RuntimeError("The readers could not connect.")
    sent = []
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
    path = reverse("discussion:post", args=[thread.pk])
    for cookie in [cookie_of(user) for user in writers]:
        sent.append(time.monotonic())
        if post(connection, path, cookie, text=TEXT.format(number=next(_numbers))) != 302:
            raise RuntimeError("A post was refused.")
        time.sleep(0.25)
    seen: list[list[float]] = json.loads(watching.stdout.readline())
    watching.wait()
    # Every reader gets the events in the order of the posts.
    if not any(seen):
        raise RuntimeError("No reader saw a comment.")
    delays = [at - sent[place] for times in seen for place, at in enumerate(times)]
    found = spread(delays)
    return [len(delays), crowd * LIVE_POSTS, found.median, found.p95, found.p99, 1000 * max(delays)]

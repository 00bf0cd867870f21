"""Live updates through a real server: who gets what, and what a lost connection costs."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import uvicorn
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client

from tests.discussion import helpers
from tests.factories import Cast, cast
from wayline.config.asgi import application
from wayline.discussion import actions, live
from wayline.discussion.live_reads import Reader
from wayline.discussion.models import Thread
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def _server() -> Iterator[int]:
    config = uvicorn.Config(application, port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def port() -> Iterator[int]:
    with _server() as number:
        yield number


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def thread(people: Cast) -> Thread:
    return helpers.thread(helpers.space(people, anonymous_allowed=True))


def session_of(member: Membership) -> str:
    client = Client()
    client.force_login(member.user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class Page:
    """An open page: a connection whose events can be read."""

    port: int
    path: str
    session: str
    headers: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Page:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=8)
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        self.connection.request("GET", self.path, headers={"Cookie": cookie, **self.headers})
        self.response = self.connection.getresponse()
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(OSError):
            self.response.close()
        self.connection.close()

    def until_listening(self) -> Page:
        assert self.response.status == 200
        while ": listening" not in self.line():
            pass
        return self

    def line(self) -> str:
        line = self.response.readline().decode()
        assert line, "The server closed the connection."
        return line.rstrip("\n")

    def until_closed(self) -> None:
        while True:
            self.line()

    def event(self) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            line = self.line()
            if not line and "data" in found:
                return found
            name, _, value = line.partition(": ")
            if name in ("event", "id", "data"):
                found[name] = found.get(name, "") + value


def test_a_new_comment_reaches_other_readers_without_reloading(people: Cast, thread: Thread, port: int) -> None:
    path = f"/live/threads/{thread.pk}/"
    with Page(port, path, session_of(people.ben)) as ben, Page(port, path, session_of(people.fia)) as fia:
        ben.until_listening(), fia.until_listening()
        comment = actions.post_comment(thread, by=people.ada, text="Hello\n\nthere")
        for page in (ben, fia):
            event = page.event()
            assert (event["event"], event["id"]) == ("comment", str(comment.pk))
            assert f'id="comment-{comment.pk}"' in event["data"]
            assert "<p>there</p>" in event["data"]


def test_nothing_arrives_of_what_was_rolled_back(people: Cast, thread: Thread, port: int) -> None:
    with Page(port, f"/live/threads/{thread.pk}/", session_of(people.ben)) as page:
        page.until_listening()
        with contextlib.suppress(RuntimeError), transaction.atomic():
            actions.post_comment(thread, by=people.ada, text="Never said")
            raise RuntimeError
        said = actions.post_comment(thread, by=people.ada, text="Said")
        assert page.event()["id"] == str(said.pk)


def test_the_writer_gets_no_event_of_their_own(people: Cast, thread: Thread, port: int) -> None:
    with Page(port, f"/live/threads/{thread.pk}/", session_of(people.ada)) as page:
        page.until_listening()
        actions.post_comment(thread, by=people.ada, text="Mine")
        other = actions.post_comment(thread, by=people.ben, text="Yours")
        assert page.event()["id"] == str(other.pk)


def test_an_event_names_no_anonymous_author_not_even_to_a_facilitator(people: Cast, thread: Thread, port: int) -> None:
    with Page(port, f"/live/threads/{thread.pk}/", session_of(people.fia)) as page:
        page.until_listening()
        actions.post_comment(thread, by=people.ada, text="I failed", anonymous=True)
        data = page.event()["data"]
        assert "I failed" in data
        assert "Ada" not in data


@pytest.mark.parametrize("by_header", [True, False])
def test_coming_back_brings_what_was_missed(people: Cast, thread: Thread, port: int, by_header: bool) -> None:
    seen = actions.post_comment(thread, by=people.ada, text="Seen")
    missed = actions.post_comment(thread, by=people.ada, text="Missed")
    path, headers = f"/live/threads/{thread.pk}/", {}
    if by_header:
        headers = {"Last-Event-ID": str(seen.pk)}
    else:
        path += f"?after={seen.pk}"
    with Page(port, path, session_of(people.ben), headers) as page:
        assert page.event()["id"] == str(missed.pk)


def test_a_reader_of_another_thread_hears_nothing(people: Cast, thread: Thread, port: int) -> None:
    other = helpers.thread(thread.space, "Other")
    with Page(port, f"/live/threads/{other.pk}/", session_of(people.ben)) as page:
        page.until_listening()
        actions.post_comment(thread, by=people.ada, text="Here")
        there = actions.post_comment(other, by=people.ada, text="There")
        assert page.event()["id"] == str(there.pk)


@pytest.mark.parametrize(
    ("who", "status"), [("ben", 200), ("admin", 200), ("mia", 404), ("zoe", 404), ("zeno", 404), ("cleo", 404)]
)
def test_who_may_listen(people: Cast, thread: Thread, port: int, who: str, status: int) -> None:
    with Page(port, f"/live/threads/{thread.pk}/", session_of(getattr(people, who))) as page:
        assert page.response.status == status


def test_who_left_may_not_listen(people: Cast, thread: Thread, port: int) -> None:
    actions.leave_space(thread.space, by=people.ben)
    with Page(port, f"/live/threads/{thread.pk}/", session_of(people.ben)) as page:
        assert page.response.status == 404


def test_without_a_session_nobody_listens(people: Cast, thread: Thread, port: int) -> None:
    key = session_of(people.ben)
    Session.objects.all().delete()
    for session in (key, "", "x" * 40, "'; drop table"):
        with Page(port, f"/live/threads/{thread.pk}/", session) as page:
            assert page.response.status == 401


@pytest.mark.parametrize("path", ["/live/", "/live/threads/x/", "/live/threads/1", "/live/../threads/1/"])
def test_other_addresses_are_not_found(people: Cast, port: int, path: str) -> None:
    with Page(port, path, session_of(people.ben)) as page:
        assert page.response.status == 404


def test_one_person_cannot_hold_every_connection(people: Cast, thread: Thread, port: int) -> None:
    session = session_of(people.ben)
    with contextlib.ExitStack() as stack:
        pages = [
            stack.enter_context(Page(port, f"/live/threads/{thread.pk}/", session)) for _ in range(live.PER_PERSON + 1)
        ]
        assert [page.response.status for page in pages].count(429) == 1


def test_readers_hold_no_database_connection(people: Cast, thread: Thread, port: int) -> None:
    with contextlib.ExitStack() as stack:
        for who in (people.ada, people.ben, people.fia):
            for _ in range(4):
                page = Page(port, f"/live/threads/{thread.pk}/", session_of(who))
                stack.enter_context(page).until_listening()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
            assert cursor.fetchone() == (1,)


def test_a_lost_database_connection_sends_readers_back_to_catch_up(people: Cast, thread: Thread, port: int) -> None:
    with Page(port, f"/live/threads/{thread.pk}/", session_of(people.ben)) as page:
        page.until_listening()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%%' AND datname = current_database()"
            )
        with pytest.raises(AssertionError, match="closed the connection"):
            page.until_closed()
    missed = actions.post_comment(thread, by=people.ada, text="Meanwhile")
    with Page(port, f"/live/threads/{thread.pk}/?after={missed.pk - 1}", session_of(people.ben)) as page:
        assert page.event()["id"] == str(missed.pk)
        page.until_listening()
        again = actions.post_comment(thread, by=people.ada, text="Again")
        assert page.event()["id"] == str(again.pk)


def test_a_slow_reader_is_sent_away_and_the_others_are_not() -> None:
    async def fill() -> tuple[bool, int]:
        listener = live.Listener(Reader(1, 1, ("en", "UTC")))
        for number in range(live.QUEUE + 5):
            listener.put((number, "x"))
        return listener.overflown, listener.queue.qsize()

    assert asyncio.run(fill()) == (True, live.QUEUE)


def test_an_event_keeps_its_lines_apart() -> None:
    assert (
        live.event(7, "<li>\n<p>a</p>\r\n\n</li>")
        == "event: comment\nid: 7\ndata: <li>\ndata: <p>a</p>\ndata: </li>\n\n"
    )

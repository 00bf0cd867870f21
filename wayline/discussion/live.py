"""New comments for those who are reading, as Server-Sent Events beside Django's request handling.

A reader costs a queue and a socket: no thread and no database connection. One connection per web process listens to
PostgreSQL. Each comment is drawn once per process, language and time zone, and handed to every reader of its thread.
What is drawn is what everybody may see; a reader's own view of it comes with the next page.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

import psycopg
from asgiref.sync import sync_to_async
from django.db import DatabaseError

from wayline.discussion.live_reads import Reader, admit, comments_after, connection_details, drawn

logger = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

CHANNEL = "wayline_discussion"
HEARTBEAT = 20.0
LONGEST = 300.0
"""Seconds until a reader comes back and is asked again who they are. A quarter is drawn by lot, against crowds."""
QUEUE = 100
PER_PERSON = 8
"""Connections of one person in one process: tabs, not robots."""
CATCH_UP = 50
ROUTE = re.compile(r"threads/(\d{1,15})/$")
# These answers never pass Django's middleware, so they bring their own headers.
CLOSED = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
)


@dataclass(eq=False, slots=True)
class Listener:
    """One open page. A full queue closes it: the browser comes back and catches up."""

    reader: Reader
    queue: asyncio.Queue[tuple[int, str] | None] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    overflown: bool = False

    def put(self, item: tuple[int, str] | None) -> None:
        try:
            self.queue.put_nowait(item)
        except asyncio.QueueFull:
            self.overflown = True


class Hub:
    """The readers of one process, and the connection that wakes them. Belongs to one event loop."""

    def __init__(self) -> None:
        self.threads: dict[int, set[Listener]] = {}
        self.listening = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def join(self, listener: Listener) -> bool:
        """False when this person has too many pages open."""
        mine = sum(
            1 for readers in self.threads.values() for one in readers if one.reader.user_id == listener.reader.user_id
        )
        if mine >= PER_PERSON:
            return False
        self.threads.setdefault(listener.reader.thread_id, set()).add(listener)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._listen())
        return True

    def leave(self, listener: Listener) -> None:
        readers = self.threads.get(listener.reader.thread_id, set())
        readers.discard(listener)
        if not readers:
            self.threads.pop(listener.reader.thread_id, None)
        if not self.threads and self.task is not None:
            self.task.cancel()
            self.task = None
            self.listening.clear()

    async def _listen(self) -> None:
        """Hold the connection; after a loss send all readers away, so that they come back and catch up."""
        pause = 0.5
        while True:
            try:
                details = connection_details()
                async with await psycopg.AsyncConnection.connect(**details, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.listening.set()
                    pause = 0.5
                    async for notice in connection.notifies():
                        await self._pass_on(notice.payload)
            except (psycopg.Error, DatabaseError) as error:
                logger.warning("Live updates lost their database connection: %s", error)
            finally:
                self._send_away()
            await asyncio.sleep(pause)
            pause = min(pause * 2, 30)

    def _send_away(self) -> None:
        self.listening.clear()
        for readers in self.threads.values():
            for listener in readers:
                listener.put(None)

    async def _pass_on(self, payload: str) -> None:
        thread, _, comment = payload.partition(":")
        readers = list(self.threads.get(int(thread), ())) if thread.isdecimal() and comment.isdecimal() else []
        if not readers:
            return
        manners = {listener.reader.manner for listener in readers}
        fragments = await sync_to_async(drawn, thread_sensitive=False)(int(comment), sorted(manners))
        for listener in readers:
            fragment = fragments.get(listener.reader.manner)
            # Whoever wrote it has it from the answer to the form.
            if fragment and fragment.author_id != listener.reader.user_id:
                listener.put((int(comment), fragment.html))


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running loop; those of closed loops go (tests have many)."""
    loop = asyncio.get_running_loop()
    for other in [known for known in _hubs if known.is_closed()]:
        del _hubs[other]
    return _hubs.setdefault(loop, Hub())


def live_updates(pages: Application, *, prefix: str = "/live/") -> Application:
    """Serve addresses below `prefix` here, and everything else by `pages`."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(prefix):
            await pages(scope, receive, send)
            return
        route = ROUTE.fullmatch(scope["path"].removeprefix(prefix))
        if route is None:
            await _refuse(send, 404)
        elif scope["method"] != "GET":
            await _refuse(send, 405)
        else:
            await _serve(int(route[1]), scope, receive, send)

    return application


async def _serve(thread: int, scope: Scope, receive: Receive, send: Send) -> None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    status, reader = await sync_to_async(admit, thread_sensitive=False)(_cookies(headers.get("cookie", "")), thread)
    if reader is None:
        await _refuse(send, status)
        return
    listener = Listener(reader)
    if not hub().join(listener):
        await _refuse(send, 429)
        return
    try:
        seen = _last_seen(headers.get("last-event-id", ""), scope.get("query_string", b""))
        await _stream(listener, seen, receive, send)
    finally:
        hub().leave(listener)


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _last_seen(header: str, query: bytes) -> int | None:
    """The newest comment that the browser has: from its last event, or from the page."""
    given = header or (parse_qs(query.decode("latin-1")).get("after") or [""])[0]
    return int(given) if given.isdecimal() and len(given) < 16 else None


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *CLOSED]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _stream(listener: Listener, seen: int | None, receive: Receive, send: Send) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [
                (b"content-type", b"text/event-stream; charset=utf-8"),
                (b"x-accel-buffering", b"no"),
                *CLOSED,
            ],
        }
    )
    await _write(send, f"retry: {random.randint(1000, 4000)}\n\n")  # noqa: S311 - spreads a crowd, guards nothing
    gone = asyncio.create_task(_wait_until_gone(receive))
    writing = asyncio.create_task(_write_events(listener, seen, send))
    try:
        await asyncio.wait({gone, writing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (gone, writing):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await task
    with contextlib.suppress(OSError):
        await send({"type": "http.response.body", "body": b""})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write_events(listener: Listener, seen: int | None, send: Send) -> None:
    """What was missed first, then what comes. Nothing falls between: the queue was open before the look back."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(hub().listening.wait(), 5)
    told: set[int] = set()
    if seen is not None:
        missed = await sync_to_async(comments_after, thread_sensitive=False)(listener.reader, seen, CATCH_UP)
        for number, html in missed:
            told.add(number)
            await _write(send, event(number, html))
    await _write(send, ": listening\n\n")
    async for item in _items(listener):
        if item is None:
            await _write(send, ": still here\n\n")
        elif item[0] not in told:
            await _write(send, event(*item))


async def _items(listener: Listener) -> AsyncIterator[tuple[int, str] | None]:
    """Comments as they come, None for a heartbeat; ends when the reader must come back."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST * random.uniform(0.75, 1)  # noqa: S311 - as above
    while not listener.overflown and loop.time() < end:
        try:
            item = await asyncio.wait_for(listener.queue.get(), HEARTBEAT)
        except TimeoutError:
            yield None
            continue
        if item is None:
            return
        yield item


def event(number: int, html: str) -> str:
    lines = "".join(f"data: {line}\n" for line in html.splitlines() if line.strip())
    return f"event: comment\nid: {number}\n{lines}\n"


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})

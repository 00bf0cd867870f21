"""What readers do to the server's database connections: each request gives its own back, however it ends.

The server of the browser tests has eight. As many lost ones, and every page would wait for ever.
"""

from __future__ import annotations

import http.cookiejar
import random
import re
import socket
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlsplit

import pytest

from tests.e2e.service import Service

AT_ONCE = 8
SECONDS = 20
OFTEN = 240
"""One in a few dozen of such pairs lost a connection, where one could be lost."""


@pytest.fixture(scope="module")
def cookies(service: Service) -> str:
    """Somebody who signed in to the demonstration."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar))
    front = opener.open(f"{service.address}/", timeout=SECONDS).read().decode()
    role = "/demo/practitioner/"
    secret = re.search(r'csrfmiddlewaretoken" value="(\w+)"', front[front.index(f'action="{role}"') :])
    assert secret
    sent = f"csrfmiddlewaretoken={secret[1]}".encode()
    opener.open(service.address + role, data=sent, timeout=SECONDS).close()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def asked_at_once(service: Service, cookies: str, *paths: str) -> list[int]:
    """All the requests are sent before the first is answered, as browsers do with `keep-alive` and impatience."""
    place = urlsplit(service.address)
    head = f"Host: {place.netloc}\r\nCookie: {cookies}\r\n"
    requests = [f"GET {path} HTTP/1.1\r\n{head}" for path in paths]
    requests[-1] += "Connection: close\r\n"
    with socket.create_connection((place.hostname, place.port), timeout=SECONDS) as connection:
        connection.sendall("".join(f"{request}\r\n" for request in requests).encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", answer)]


def asked_and_gone(service: Service, cookies: str, path: str) -> list[int]:
    """The reader goes before anything is answered."""
    place = urlsplit(service.address)
    with socket.create_connection((place.hostname, place.port), timeout=SECONDS) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookies}\r\n\r\n".encode())
        time.sleep(random.random() / 20)
    return []


def by_many(times: int, ask: Callable[[], list[int]]) -> list[list[int]]:
    with ThreadPoolExecutor(AT_ONCE) as readers:
        return list(readers.map(lambda _: ask(), range(times)))


def test_a_page_asked_for_before_a_file_has_quite_arrived(service: Service, cookies: str) -> None:
    run = f"/runs/{service.ground['run']}/"
    answers = by_many(OFTEN, lambda: asked_at_once(service, cookies, f"{run}events.ics", run))
    assert answers == [[200, 200]] * OFTEN


def test_many_pages_that_are_refused_or_not_there(service: Service, cookies: str) -> None:
    answers = by_many(60, lambda: asked_at_once(service, cookies, "/members/", "/nothing-of-this-name/"))
    assert answers == [[403, 404]] * 60
    assert asked_at_once(service, cookies, "/") == [200]


def test_readers_who_do_not_wait(service: Service, cookies: str) -> None:
    run = f"/runs/{service.ground['run']}/"
    for path in (run, f"{run}events.ics", "/members/"):
        by_many(60, partial(asked_and_gone, service, cookies, path))
    assert by_many(AT_ONCE, lambda: asked_at_once(service, cookies, run)) == [[200]] * AT_ONCE

"""Real web processes, and readers that ask them over HTTP."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from benchmarks.report import Spread, spread
from wayline.people.models import User

CSRF = "a" * 32
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Web:
    """One web process, started as `wayline run` starts it."""

    port: int
    process: subprocess.Popen[bytes]

    def memory_mb(self, line: str = "VmRSS") -> float:
        with open(f"/proc/{self.process.pid}/status") as status:
            found = next(one for one in status if one.startswith(f"{line}:"))
        return int(found.split()[1]) / 1024

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def web_process() -> Iterator[Web]:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen(2048)
        listening.setblocking(False)
        descriptor = listening.fileno()
        process = subprocess.Popen(
            [sys.executable, "-m", "wayline.cli.web", str(descriptor)],
            pass_fds=(descriptor,),
            stdin=subprocess.PIPE,  # its end tells the process to stop
            stderr=subprocess.DEVNULL,
        )
        web = Web(listening.getsockname()[1], process)
        try:
            _wait(web.port)
            yield web
        finally:
            if process.stdin:
                process.stdin.close()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                web.kill()


def _wait(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/health")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The web process did not answer.")


def cookie_of(user: User) -> str:
    """Signed in, without the time that a password costs."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}; csrf={CSRF}"


def get(connection: http.client.HTTPConnection, path: str, cookie: str) -> bytes:
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status} {answer.getheader('Location', '')}")
    return body


def post(connection: http.client.HTTPConnection, path: str, cookie: str, **fields: str) -> int:
    body = urlencode({**fields, "csrfmiddlewaretoken": CSRF})
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def read_by(web: Web, path: str, cookies: Sequence[str], each: int, *, warm: int = 2) -> tuple[Spread, float]:
    """As many readers at once as there are cookies; returns the times and the pages a second."""
    seconds: list[float] = []
    errors: list[Exception] = []
    ready = threading.Barrier(len(cookies) + 1)

    def reader(cookie: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
        try:
            for _ in range(warm):
                get(connection, path, cookie)
        except (OSError, RuntimeError) as error:
            errors.append(error)
        ready.wait()
        if errors:
            return
        for _ in range(each):
            began = time.perf_counter()
            get(connection, path, cookie)
            seconds.append(time.perf_counter() - began)

    threads = [threading.Thread(target=reader, args=[cookie]) for cookie in cookies]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return spread(seconds), len(seconds) / (time.perf_counter() - began)

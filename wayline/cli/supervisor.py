"""`wayline run`: the database, the web processes and the worker, kept alive together and stopped together."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from wayline.cli.ground import database
from wayline.cli.screen import Refused, complain, say
from wayline.config import embedded, environment

SECONDS_TO_STOP = 8
QUICK_DEATH = 5.0  # a child that lives shorter than this is started again more and more slowly


@dataclass
class Child:
    """One process under watch. Its standard input is a pipe from us: when we die, it ends."""

    name: str
    command: list[str]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    quick_deaths: int = 0
    not_before: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", *self.command],
            stdin=subprocess.PIPE,
            pass_fds=self.descriptors,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, and it stops the others in order
        )

    def look(self) -> None:
        """Start again what ended."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
            return
        status = self.process.poll()
        if status is None:
            return
        self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK_DEATH else 0
        self.not_before = now + min(30, self.quick_deaths * 2)
        complain(f"The {self.name} ended (status {status}); it is started again.")
        self._forget()

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def finish(self, deadline: float) -> None:
        if not self.process:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._forget()

    def _forget(self) -> None:
        if self.process and self.process.stdin:
            self.process.stdin.close()
        self.process = None


@dataclass
class Supervisor:
    host: str
    port: int
    demo: bool
    children: list[Child] = field(default_factory=list)
    asked_to_stop: bool = False

    @property
    def address(self) -> str:
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://{f'[{shown}]' if ':' in shown and '[' not in shown else shown}:{self.port}"

    def run(self) -> int:
        self._set_environment()
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        with only_one(self.address), listen(self.host, self.port) as listening:
            if environment.uses_embedded_database():
                say(f"Starting the database in {environment.home()} …")
            with database():
                self._prepare()
                if not self.asked_to_stop:
                    self._serve(listening)
        say("Wayline has stopped.")
        return 0

    def _set_environment(self) -> None:
        os.environ["WAYLINE_PORT"] = str(self.port)
        if self.demo:
            os.environ["WAYLINE_DEMO"] = "yes"
        environment.secret_key()  # made here, before several processes would make one each

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if not self.asked_to_stop:
            say("\nStopping …")
        self.asked_to_stop = True

    def _prepare(self) -> None:
        say("Bringing the database up to date …")
        command = [sys.executable, "-m", "wayline", "prepare", *(["--demo"] if self.demo else [])]
        process = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)  # noqa: S603
        while process.poll() is None:
            if self.asked_to_stop:
                process.terminate()
            time.sleep(0.05)
        if process.returncode and not self.asked_to_stop:
            raise Refused("Wayline did not start: the database could not be prepared (see above).")

    def _serve(self, listening: socket.socket) -> None:
        count = max(1, int(environment.text("WEB_PROCESSES", "1")))
        descriptor = listening.fileno()
        self.children = [
            Child("web process", ["wayline.cli.web", str(descriptor)], (descriptor,)) for _ in range(count)
        ]
        self.children.append(Child("worker", ["wayline.cli.worker"]))
        try:
            for child in self.children:
                child.start()
            told = False
            while not self.asked_to_stop:
                self._watch()
                told = told or self._announce()
                time.sleep(0.2)
        finally:
            self._stop_children()

    def _announce(self) -> bool:
        """Say where it runs once a page comes back, however long a busy machine takes for the first one."""
        if not _answers(self.address):
            return False
        say(f"Wayline runs at {self.address}  (Ctrl-C stops it)")
        return True

    def _watch(self) -> None:
        for child in self.children:
            child.look()
        if environment.uses_embedded_database() and not embedded.is_running(environment.home()):
            complain("The database ended; it is started again.")
            embedded.start(environment.home())

    def _stop_children(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in self.children:
            child.finish(deadline)


def _answers(address: str) -> bool:
    """Whether a page comes back. Any status will do: /health says more."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/health", timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@contextmanager
def only_one(address: str) -> Iterator[None]:
    """One `wayline run` a data folder. The kernel lets go of the lock when the program dies, however it dies."""
    home = environment.home()
    with _open_lock() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            number, _, where = lock.read().partition(" ")
            raise Refused(
                f"Wayline runs already with the data in {home}: {where or 'it is just starting'}\n"
                f"Open that address; or stop it first (Ctrl-C in its window, or `kill {number}`); "
                "or name another data folder with WAYLINE_HOME, and another port."
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()} {address}")
        lock.flush()
        yield


@contextmanager
def _open_lock() -> Iterator[IO[str]]:
    file = environment.home() / "wayline.lock"
    try:
        embedded.make_home(file.parent)
        with file.open("a+") as opened:
            yield opened
    except PermissionError as error:
        raise Refused(
            f"{error.filename} cannot be used: permission denied. WAYLINE_HOME names another data folder."
        ) from error


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """Take the port before anything slow happens, and share it with every web process."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen(2048)
        except OSError as error:
            raise Refused(_no_port(host, port, error)) from error
        listening.setblocking(False)
        yield listening


def _no_port(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program. Choose another one:\n"
            f"    WAYLINE_PORT={port + 1} make run\n"
            f"    wayline run --port {port + 1}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} may be used by root only. Choose one above 1024: wayline run --port 8000"
    return f"Wayline cannot listen on {host}, port {port}: {error.strerror}."

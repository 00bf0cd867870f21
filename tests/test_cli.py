"""The `wayline` command: what it offers, programmes in and out, backup and restore."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from psycopg.sql import SQL, Identifier

from tests import factories, template
from tests.database import HOME
from tests.factories import Cast
from wayline.cli import backup, data, main, programmes
from wayline.cli.backup import Store, restore_archive, write_archive
from wayline.cli.command import build_parser
from wayline.cli.screen import Refused
from wayline.config import embedded, environment
from wayline.learning.models import Programme, Step
from wayline.people.enums import Role
from wayline.people.models import Membership

COMMANDS = (
    "run",
    "worker",
    "prepare",
    "demo",
    "organisation",
    "programme",
    "data",
    "backup",
    "restore",
    "check",
    "manage",
)


class TestHelp:
    def test_every_command_is_listed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([]) == 2
        listed = capsys.readouterr().out
        assert all(f"\n    {command}" in listed for command in COMMANDS)

    @pytest.mark.parametrize("command", [[name] for name in COMMANDS if name != "manage"] + [["programme", "import"]])
    def test_every_command_explains_itself(self, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
        with pytest.raises(SystemExit, match="0"):
            main([*command, "--help"])
        assert "usage: wayline " + " ".join(command) in capsys.readouterr().out

    @pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
    def test_a_port_is_a_number(self, capsys: pytest.CaptureFixture[str], port: str) -> None:
        with pytest.raises(SystemExit, match="2"):
            build_parser().parse_args(["run", f"--port={port}"])
        assert "Write a number from 1 to 65535" in capsys.readouterr().err

    def test_the_port_comes_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WAYLINE_PORT", "8123")
        assert build_parser().parse_args(["run"]).port == 8123


@pytest.fixture
def at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in the test's own database and transaction."""
    for module in (programmes, data, backup):
        monkeypatch.setattr(module, "django", nullcontext)


PACKAGE = {
    "programme.toml": 'format = 1\ntitle = "Small"\nlanguage = "en"\nsummary = "One step"\n',
    "01-start/week.md": '+++\ntitle = "Start"\nkey = "start"\n+++\nHello\n',
    "01-start/01-read.md": '+++\ntitle = "Read"\nkind = "article"\nkey = "read"\nminutes = 5\n+++\nA text.\n',
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    for name, text in PACKAGE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.mark.usefixtures("at_work")
class TestProgrammes:
    def test_a_package_comes_in_as_a_draft_and_goes_out_as_it_came(
        self, cast: Cast, package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["programme", "import", str(package), "--organisation", "north-office"]) == 0
        assert "Imported as a draft: Small (North Office)" in capsys.readouterr().out
        made = Programme.objects.get(title="Small")
        assert (made.published_at, made.authors.get().user) == (None, cast.admin.user)
        assert main(["programme", "export", made.slug, str(tmp_path / "out.zip")]) == 0
        assert main(["programme", "import", str(tmp_path / "out.zip"), "--organisation", "south-office"]) == 0
        assert Step.objects.filter(key="read", versions__body__startswith="A text.").count() == 2

    def test_the_named_person_becomes_the_author(self, cast: Cast, package: Path) -> None:
        assert main(["programme", "import", str(package), f"--as-email={cast.fia.user.email}"]) == 0
        assert Programme.objects.get(title="Small").authors.get().user == cast.fia.user

    def test_somebody_of_another_organisation_does_not(
        self, cast: Cast, package: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        wanted = ["--organisation=north-office", f"--as-email={cast.zeno.user.email}"]
        assert main(["programme", "import", str(package), *wanted]) == 1
        assert "belongs to North Office" in capsys.readouterr().err
        assert not Programme.objects.exists()

    def test_the_only_organisation_needs_no_name(self, package: Path, db: None) -> None:
        factories.organisation("Only Office")
        assert main(["programme", "import", str(package)]) == 0
        assert Programme.objects.get().organisation.name == "Only Office"

    @pytest.mark.parametrize(
        ("arguments", "answer"),
        [
            (["import", "nothing.zip"], "There is no file or folder nothing.zip"),
            (["import", "{package}"], "--organisation SLUG"),
            (["import", "{package}", "--organisation=west"], "There are: north-office, south-office"),
            (["export", "nothing", "out.zip"], "There is no programme 'nothing'"),
        ],
    )
    def test_what_cannot_be_done_is_said_with_what_to_do(
        self, cast: Cast, package: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], answer: str
    ) -> None:
        assert main(["programme", *(one.format(package=package) for one in arguments)]) == 1
        assert answer in capsys.readouterr().err

    def test_a_file_that_is_no_package_leaves_nothing(
        self, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "letter.docx"
        file.write_bytes(b"not a programme")
        assert main(["programme", "import", str(file), "--organisation=north-office"]) == 1
        assert "letter.docx" in capsys.readouterr().err
        assert not Programme.objects.exists()


@pytest.mark.usefixtures("at_work")
class TestOrganisation:
    def test_the_first_administrator_is_somebody_who_signed_up(self, db: None) -> None:
        ada = factories.user("Ada First")
        for _ in range(2):
            assert main(["organisation", "New Service", "--administrator", ada.email.upper()]) == 0
        member = Membership.objects.get()
        assert (member.user, member.role, member.organisation.slug) == (ada, Role.ADMINISTRATOR, "new-service")

    def test_nobody_else(self, db: None, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["organisation", "New Service", "--administrator", "x@example.org"]) == 1
        assert "Sign up at" in capsys.readouterr().err
        assert not Membership.objects.exists()

    def test_an_invented_person_may_not(self, db: None) -> None:
        somebody = factories.user("Invented", is_demo=True)
        assert main(["organisation", "New Service", "--administrator", somebody.email]) == 1


# Backup


def _database(name: str, *, copied: str = "") -> Iterator[str]:
    """A database on the tests' server: empty, or a copy of another one."""
    name = f"{name}_{os.getpid()}"
    with psycopg.connect(environment.database_url(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{copied or "template1"}"')
        yield f"dbname={name} user=postgres host={embedded.socket_folder(HOME)}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    for database in _database("backup_source"):
        store = Store(database, "", tmp_path / "source" / "media")
        _sow(store, "Ada", "letter.txt")
        yield store


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Store]:
    for database in _database("backup_target"):
        yield Store(database, "", tmp_path / "target" / "media")


def _sow(store: Store, person: str, file: str) -> None:
    with store.connect() as connection:
        connection.execute("CREATE TABLE people_user (name text)")
        connection.execute("INSERT INTO people_user VALUES (%s)", [person])
    (store.media / "a").mkdir(parents=True)
    (store.media / "a" / file).write_text(f"of {person}")


def _held(store: Store) -> tuple[list[str], dict[str, str]]:
    with store.connect() as connection:
        names = [str(row[0]) for row in connection.execute("SELECT name FROM people_user")]
    files = {str(path.relative_to(store.media)): path.read_text() for path in store.media.rglob("*") if path.is_file()}
    return names, files


class TestBackup:
    def test_it_comes_back_elsewhere(self, source: Store, target: Store, tmp_path: Path) -> None:
        file = tmp_path / "backup.tar"
        assert write_archive(source, file) == 1
        assert file.stat().st_mode & 0o777 == 0o600
        manifest = restore_archive(target, file, replace=False)
        assert manifest["format"] == 1
        assert _held(target) == (["Ada"], {"a/letter.txt": "of Ada"})
        assert sorted(path.name for path in target.media.parent.iterdir()) == ["media"]

    def test_people_are_not_overwritten_unless_asked(self, source: Store, target: Store, tmp_path: Path) -> None:
        write_archive(source, tmp_path / "backup.tar")
        _sow(target, "Zoe", "diary.txt")
        with pytest.raises(Refused, match="people have accounts in it"):
            restore_archive(target, tmp_path / "backup.tar", replace=False)
        assert _held(target) == (["Zoe"], {"a/diary.txt": "of Zoe"})
        restore_archive(target, tmp_path / "backup.tar", replace=True)
        assert _held(target) == (["Ada"], {"a/letter.txt": "of Ada"})

    def test_tables_without_people_count_as_empty(self, source: Store, target: Store, tmp_path: Path) -> None:
        write_archive(source, tmp_path / "backup.tar")
        with target.connect() as connection:
            connection.execute("CREATE TABLE people_user (name text)")
        restore_archive(target, tmp_path / "backup.tar", replace=False)
        assert _held(target)[0] == ["Ada"]

    def test_a_database_in_use_is_left_alone(self, source: Store, target: Store, tmp_path: Path) -> None:
        write_archive(source, tmp_path / "backup.tar")
        with target.connect(), pytest.raises(Refused, match="Stop Wayline"):
            restore_archive(target, tmp_path / "backup.tar", replace=True)

    def test_a_damaged_dump_changes_nothing(self, source: Store, target: Store, tmp_path: Path) -> None:
        file = _archive(tmp_path, {"format": 1, "version": "0.1.0", "made_at": ""}, {"database.dump": b"PGDMP broken"})
        _sow(target, "Zoe", "diary.txt")
        with pytest.raises(Refused, match="pg_restore failed"):
            restore_archive(target, file, replace=True)
        assert _held(target) == (["Zoe"], {"a/diary.txt": "of Zoe"})

    def test_a_backup_of_a_newer_version_is_refused(self, target: Store, tmp_path: Path) -> None:
        file = _archive(tmp_path, {"format": 1, "version": "99.0.0", "made_at": ""}, {})
        with pytest.raises(Refused, match=r"made by Wayline 99\.0\.0"):
            restore_archive(target, file, replace=False)

    def test_paths_that_lead_out_of_the_folder_are_not_followed(
        self, source: Store, target: Store, tmp_path: Path
    ) -> None:
        write_archive(source, tmp_path / "good.tar")
        with tarfile.open(tmp_path / "good.tar") as good:
            dump = good.extractfile("database.dump")
            assert dump is not None
            content = dump.read()
        files = {"database.dump": content, "media/../../evil.txt": b"x", "/evil.txt": b"x", "media/good.txt": b"y"}
        file = _archive(tmp_path, {"format": 1, "version": "0.1.0", "made_at": ""}, files)
        restore_archive(target, file, replace=False)
        assert _held(target)[1] == {"good.txt": "y"}
        assert not list(tmp_path.rglob("evil.txt"))

    @pytest.mark.parametrize("content", [b"", b"this is no tar file" * 100])
    def test_another_file_is_refused(self, target: Store, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "other.tar").write_bytes(content)
        with pytest.raises(Refused, match="is no backup of Wayline"):
            restore_archive(target, tmp_path / "other.tar", replace=True)

    def test_a_backup_that_fails_leaves_no_half_file(self, tmp_path: Path) -> None:
        nowhere = Store("dbname=there_is_none host=/nowhere", "", tmp_path / "media")
        with pytest.raises(Refused, match="pg_dump failed"):
            write_archive(nowhere, tmp_path / "backup.tar")
        assert list(tmp_path.iterdir()) == []

    def test_a_password_is_not_shown_to_other_users(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        seen: dict[str, Any] = {}

        def run(command: list[str], **options: Any) -> Any:
            seen.update(command=command, environment=options["env"])
            return subprocess.CompletedProcess(command, 0)

        monkeypatch.setattr(subprocess, "run", run)
        Store("dbname=x", "hush-hush", tmp_path).run("pg_dump", "--file=y")
        assert "hush-hush" not in " ".join(seen["command"])
        assert seen["environment"]["PGPASSWORD"] == "hush-hush"


def _archive(folder: Path, manifest: dict[str, object], files: dict[str, bytes]) -> Path:
    with tarfile.open(folder / "made.tar", "w") as archive:
        for name, content in {"manifest.json": json.dumps(manifest).encode(), **files}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return folder / "made.tar"


Wayline = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def wayline(tmp_path: Path) -> Wayline:
    """The command as a program of its own, on the database that is named."""

    def run(database: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
        surroundings = {
            **os.environ,
            "DATABASE_URL": embedded.database_url(HOME, str(name)),
            "WAYLINE_HOME": str(tmp_path / str(name)),
        }
        return subprocess.run(
            [sys.executable, "-m", "wayline", *arguments], env=surroundings, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.xdist_group("processes")
def test_check_takes_an_empty_database_as_one_that_is_filled_at_the_start(wayline: Wayline) -> None:
    for fresh in _database("check_fresh"):
        done = wayline(fresh, "check")
        assert done.returncode == 0, done.stdout
        assert "migrations wait" in done.stdout


@pytest.mark.django_db
def test_a_postgresql_that_is_too_old_is_refused_with_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "LEAST_POSTGRESQL", 990_000)
    with pytest.raises(Refused, match=r"^PostgreSQL 18\.\d+ is too old"):
        data.migrate()


def test_a_database_that_lets_nobody_in_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def cursor(self) -> None:
            raise OperationalError("couldn't get a connection after 10.00 sec")

    monkeypatch.setattr("django.db.connection", Closed())
    with pytest.raises(Refused, match="DATABASE_URL"):
        data.migrate()


@pytest.mark.in_turns(3)
@pytest.mark.xdist_group("processes")
def test_a_whole_service_moves_to_another_database(wayline: Wayline, tmp_path: Path) -> None:
    """The restore drill of docs/operating.md; the first database is a copy."""
    for first in _database("move_from", copied=template.wait()):
        for second in _database("move_to"):
            _move(wayline, first, second, tmp_path / "backup.tar")


def _move(wayline: Wayline, first: str, second: str, file: Path) -> None:
    done = wayline(first, "demo")
    assert done.returncode == 0, done.stderr
    assert wayline(first, "backup", str(file)).returncode == 0
    done = wayline(second, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "made by Wayline" in done.stdout
    assert _numbers(first) == _numbers(second)
    check = wayline(second, "check")
    assert check.returncode == 0, check.stdout + check.stderr
    assert "ok     Database: PostgreSQL" in check.stdout


def _numbers(database: str) -> list[object]:
    tables = ("people_user", "people_membership", "learning_progress", "discussion_comment", "django_migrations")
    with psycopg.connect(database) as connection:
        counts = [SQL("SELECT count(*) FROM {}").format(Identifier(table)) for table in tables]
        return [connection.execute(count).fetchone() for count in counts]

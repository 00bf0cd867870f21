"""A worker that is killed: what it was doing is done again, all of it."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.factories import Cast
from tests.learning.test_import_browser import SMALL, packed
from wayline.cli import worker
from wayline.cli.presence import put_back_orphans
from wayline.learning.actions.packages import run_import
from wayline.learning.enums import ImportState
from wayline.learning.models import PackageImport, Programme
from wayline.people.tasks import mail_notice

TASKS = django_settings.TASKS
# Stands for the worker: takes the errand up, writes the programme in its transaction, and waits to be killed.
WORKER = """
import sys, time, types
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"], settings.MEDIA_ROOT = sys.argv[1], sys.argv[2]
django.setup()
from django_tasks_db.models import DBTaskResult
from wayline.cli import worker
from wayline.cli.presence import Presence
from wayline.learning.actions import packages
presence = Presence("killed")
presence.hold()
DBTaskResult.objects.get().claim("killed")
make = packages.import_programme
def slow(*args, **kwargs):
    made = make(*args, **kwargs)
    print("written", flush=True)
    time.sleep(60)
    return made
packages.import_programme = slow
packages.run_import.func(types.SimpleNamespace(attempt=1), int(sys.argv[3]))
"""


def errand_of(package: PackageImport, **fields: Any) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path=run_import.module_path,
        args_kwargs={"args": [package.pk], "kwargs": {}},
        priority=0,
        backend_name="default",
        **fields,
    )


def until(true: Any, seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(found)


@pytest.mark.django_db(transaction=True)
def test_the_import_of_a_killed_worker_is_done_again_and_made_once(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    package = PackageImport(organisation=cast.fia.organisation, by=cast.fia, file_name="package.zip")
    package.file.save("package.zip", SimpleUploadedFile("package.zip", packed(SMALL).read()))
    errand_of(package)
    name = str(connection.settings_dict["NAME"])
    arguments = [sys.executable, "-c", WORKER, name, str(tmp_path), str(package.pk)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as worker:
        try:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "written\n"
            DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=2))
            assert put_back_orphans() == 0
        finally:
            worker.kill()
    package.refresh_from_db()
    assert package.state == ImportState.RUNNING
    assert until(lambda: put_back_orphans() == 1)
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    assert not Programme.objects.exists()
    run_import.func(SimpleNamespace(attempt=2), package.pk)  # type: ignore[call-arg, arg-type]  # the stub leaves the context out
    package.refresh_from_db()
    assert package.state == ImportState.DONE
    assert Programme.objects.count() == 1


@pytest.mark.django_db
def test_an_errand_that_has_just_begun_is_left_alone(cast: Cast) -> None:
    package = PackageImport.objects.create(organisation=cast.fia.organisation, file_name="a.zip")
    errand_of(package, status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=["nobody"])
    assert put_back_orphans() == 0


@pytest.mark.django_db(transaction=True)
def test_a_letter_does_not_wait_behind_an_errand_that_takes_long(cast: Cast, settings: Any) -> None:
    """While one loop is at a feed, the other leaves feeds alone and writes the letters."""
    settings.TASKS = TASKS
    package = PackageImport.objects.create(organisation=cast.fia.organisation, file_name="a.zip")
    long = run_import.enqueue(package.pk)
    letter = mail_notice.enqueue(0)
    every, short = worker.errands("somebody")
    every.batch = short.batch = True
    short.run()
    assert _state(letter) == TaskResultStatus.SUCCESSFUL
    assert _state(long) == TaskResultStatus.READY
    every.run()
    assert _state(long) != TaskResultStatus.READY


def _state(errand: Any) -> str:
    return str(DBTaskResult.objects.get(pk=errand.id).status)


def test_when_one_half_of_the_worker_fails_the_other_ends_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends is started again by the supervisor; one that lives half is not."""
    short = SimpleNamespace(running=True)

    def wait() -> None:
        while short.running:
            time.sleep(0.01)

    def fail() -> None:
        raise RuntimeError("broken")

    short.run = wait
    every = SimpleNamespace(running=True, run=fail)
    monkeypatch.setattr(worker, "errands", lambda name: (every, short))
    monkeypatch.setattr(worker, "Every", lambda *given: SimpleNamespace(start=lambda: None, stopping=None))
    monkeypatch.setattr("signal.signal", lambda *given: None)
    with pytest.raises(RuntimeError, match="broken"):
        worker.work()
    assert not short.running

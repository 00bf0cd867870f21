"""Taking in a package: read it, make the programme of it and, where people left something behind, a closed run."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import TaskContext, TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from wayline.common.downloads import safe_filename
from wayline.common.errands import LONG
from wayline.common.ticker import Ticker
from wayline.learning.actions.imported_runs import FirstRun, import_discussions, import_futurelearn_run
from wayline.learning.actions.programmes import import_programme
from wayline.learning.enums import ImportState
from wayline.learning.models import PackageImport, Programme
from wayline.learning.packages.futurelearn import FutureLearnRun, RowProblem, read_export
from wayline.learning.packages.futurelearn_outline import without_posts
from wayline.learning.packages.outline import Imported, PackageError, PackageErrors, Report
from wayline.people.actions import notify, record
from wayline.people.models import Membership, Organisation

logger = logging.getLogger(__name__)
Progress = Callable[[int, int], None]
"""Called with what is done and what there is in all, both in hundredths of the whole."""
READ_PERCENT = 50
PROBLEMS_KEPT = 1000
WAITING = (ImportState.WAITING, ImportState.RUNNING)
MOST_ATTEMPTS = 2
LOST_AFTER = timedelta(minutes=10)
FILE_KEPT = timedelta(days=7)


@dataclass(slots=True)
class _Found:
    """What was read: the programme, and the runs of a FutureLearn export."""

    imported: Imported
    origin: str = ""
    runs: list[FutureLearnRun] = field(default_factory=list)


def import_package(
    path: Path,
    *,
    organisation: Organisation,
    by: Membership | None,
    publish: bool = False,
    progress: Progress | None = None,
    title: str = "",
) -> tuple[Programme, Report]:
    """Read any package there is a reader for, and make a programme of it: all of it or nothing.

    A FutureLearn export, and forum posts of a Moodle backup, also make a closed run with the discussions in it.
    `title` names the programme of a FutureLearn export, which does not say it.

    Raises:
        PackageError: the package cannot be read. `problems` says where, what and what to do.
    """
    tell = progress or _silent
    with tempfile.TemporaryDirectory(prefix="wayline-import-") as folder:
        found = _read(path, Path(folder), tell, title)
        tell(READ_PERCENT, 100)
        with transaction.atomic():
            programme = _make(found, organisation=organisation, by=by, publish=publish, tell=tell)
    tell(100, 100)
    return programme, found.imported.report


def _silent(done: int, total: int) -> None:
    """For callers who show nothing."""


def _read(path: Path, into: Path, tell: Progress, title: str) -> _Found:
    # Here: the readers of packages take a while to load, and few processes ever read one.
    from wayline.learning.packages import detect, markdown_folder

    if path.is_dir() and (path / markdown_folder.PROGRAMME_FILE).is_file():
        return _Found(markdown_folder.read_folder(path))
    if path.is_dir() or detect.find_format(path) == "futurelearn":
        return _read_futurelearn(path, tell, title)
    imported = detect.read_package(
        path, into, progress=lambda done, total: tell(READ_PERCENT * done // max(total, 1), 100)
    )
    return _Found(imported, origin="Moodle" if detect.find_format(path) == "moodle" else "")


def _read_futurelearn(path: Path, tell: Progress, title: str) -> _Found:
    """All or nothing: one row that cannot be read refuses the export, and every such row is named."""
    rows = {"": 0}

    def count(name: str, number: int) -> None:
        rows[name] = number
        tell(min(READ_PERCENT - 1, sum(rows.values()) // 10_000), 100)

    export, problems = read_export(path, progress=count)
    if problems:
        raise PackageErrors([_as_error(problem) for problem in problems])
    names = ", ".join(run.name for run in export.runs if run.name)
    imported = without_posts(export, title or names or path.stem)
    return _Found(imported, origin="FutureLearn", runs=export.runs)


def _as_error(problem: RowProblem) -> PackageError:
    where = _("%(file)s, line %(line)d") % {"file": problem.file, "line": problem.line}
    if problem.column:
        where = _("%(where)s, column %(column)s") % {"where": where, "column": problem.column}
    return PackageError(problem.problem, where=where, advice=problem.advice)


def _make(
    found: _Found, *, organisation: Organisation, by: Membership | None, publish: bool, tell: Progress
) -> Programme:
    outline, report = found.imported.outline, found.imported.report
    programme = import_programme(outline, organisation=organisation, by=by, publish=publish)
    first = FirstRun(programme, organisation=organisation, by=by, origin=found.origin, tell=tell)
    if found.runs:
        for number, run in enumerate(found.runs):
            import_futurelearn_run(first, run, report, share=(number, len(found.runs)))
    elif any(step.posts for week in outline.weeks for step in week.steps):
        import_discussions(first, outline, report)
    return programme


# In the browser


@transaction.atomic
def start_import(
    file: File[Any], *, organisation: Organisation, by: Membership, name: str, title: str = ""
) -> PackageImport:
    """Keep the file and have it read by the worker."""
    package = PackageImport(
        organisation=organisation, by=by, file_name=safe_filename(name), size=file.size or 0, title=title
    )
    package.file.save(name, file, save=False)
    package.save()
    record(by, "sent package", package, size=package.size)
    transaction.on_commit(partial(run_import.enqueue, package.pk))
    return package


@transaction.atomic
def read_again(package: PackageImport, *, by: Membership) -> None:
    """The file of an import that was interrupted is still here: have it read from the beginning."""
    package.state, package.percent, package.problems = ImportState.WAITING, 0, []
    package.asked_at, package.finished_at = timezone.now(), None
    package.save()
    record(by, "sent package", package, again=True)
    transaction.on_commit(partial(run_import.enqueue, package.pk))


@task(queue_name=LONG, takes_context=True)
def run_import(context: TaskContext, pk: int) -> None:
    """The errand. It stands here and not in tasks.py because it does what other verbs do.

    A second attempt means that the worker was killed in the first. Nothing of that one is kept, so it begins anew; a
    third is not made, since the package itself may be what the worker dies of.
    """
    open_ones = PackageImport.objects.filter(pk=pk, state__in=WAITING)
    if not open_ones.update(state=ImportState.RUNNING, percent=0):
        return
    package = PackageImport.objects.select_related("organisation", "by__user", "by__organisation").get(pk=pk)
    if context.attempt > MOST_ATTEMPTS:
        _interrupted(package)
        return
    notes = PackageImport.objects.filter(pk=pk)
    ticker = Ticker(lambda percent: notes.filter(percent__lt=percent).update(percent=percent))
    with override(package.by.user.language if package.by else None), ticker:
        try:
            _import_kept(package, ticker)
        except PackageError as error:
            _refuse(package, error)
        except Exception:
            logger.exception("The import %s broke.", package.pk)
            _refuse(package, _broke())
        finally:
            package.file.delete(save=False)
            package.finished_at = timezone.now()
            package.save()
        _tell_sender(package)


def _import_kept(package: PackageImport, ticker: Ticker) -> None:
    with tempfile.TemporaryDirectory(prefix="wayline-package-") as folder:
        # Readers name the file in what they say, and tell CSV by its ending: give it its own name back.
        named = Path(folder) / package.file_name
        named.symlink_to(package.file.path)
        programme, report = import_package(
            named, organisation=package.organisation, by=package.by, progress=_by_percent(ticker), title=package.title
        )
    package.state, package.percent = ImportState.DONE, 100
    package.programme = programme
    package.report = asdict(report)


def _by_percent(ticker: Ticker) -> Progress:
    """The whole is said when it is kept."""
    return lambda done, total: ticker.tell(min(99, 100 * done // max(total, 1)))


def _refuse(package: PackageImport, error: PackageError) -> None:
    package.state = ImportState.FAILED
    package.problems = [
        {"where": one.where, "problem": one.problem, "advice": one.advice} for one in error.problems[:PROBLEMS_KEPT]
    ]
    left = len(error.problems) - PROBLEMS_KEPT
    if left > 0:
        more = _("%(count)d more problems are not listed.") % {"count": left}
        package.problems.append({"where": "", "problem": more, "advice": _("Put these right first.")})


def _broke() -> PackageError:
    return PackageError(
        _("Something went wrong that we did not expect. Nothing was taken over."),
        advice=_("Try again. If it happens again, send the file to the people who run this site."),
    )


def _interrupted(package: PackageImport) -> None:
    """Its file stays for a week, so that it can be read again."""
    with override(package.by.user.language if package.by else None):
        error = PackageError(
            _("The reading was interrupted. Nothing was taken over."),
            advice=_("Have it read again. If that is interrupted too, tell the people who run this site."),
        )
        _refuse(package, error)
        package.finished_at = timezone.now()
        package.save()
        _tell_sender(package)


def end_lost_imports(now: datetime) -> int:
    """Imports that no errand will take up any more say so; files that wait to be read again are kept for a week."""
    errands = DBTaskResult.objects.filter(
        task_path=run_import.module_path, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    )
    awaited = {args["args"][0] for args in errands.values_list("args_kwargs", flat=True)}
    lost = PackageImport.objects.filter(state__in=WAITING, asked_at__lt=now - LOST_AFTER).exclude(pk__in=awaited)
    count = 0
    for package in lost.select_related("organisation", "by__user", "by__organisation"):
        _interrupted(package)
        count += 1
    old = PackageImport.objects.filter(state=ImportState.FAILED, finished_at__lt=now - FILE_KEPT).exclude(file="")
    for package in old:
        package.file.delete()
    return count


def _tell_sender(package: PackageImport) -> None:
    if package.by is None:
        return
    done = package.state == ImportState.DONE
    text = _("“%(file)s” was imported.") if done else _("“%(file)s” could not be imported.")
    url = reverse("learning:package_import", args=[package.pk])
    notify(package.by.user, kind="import", text=text % {"file": package.file_name}, url=url)

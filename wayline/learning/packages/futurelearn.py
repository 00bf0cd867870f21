"""Reader of FutureLearn run exports: a folder or zip of CSV files such as `coaching-7_step-activity.csv`.

A row that cannot be read is reported and left out; whether the rest is taken is for the caller to say.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, Any

from wayline.learning.packages.futurelearn_rows import (
    TABLES,
    Archetype,
    BadCellError,
    Comment,
    Enrolment,
    LeavingResponse,
    PeerAssignment,
    PeerReview,
    QuizResponse,
    Record,
    Row,
    Table,
    TeamMember,
    VideoFigures,
    Visit,
    WeeklySentiment,
)
from wayline.learning.packages.outline import PackageError
from wayline.learning.packages.spool import Spool
from wayline.learning.packages.words import gettext as _

MOST_BYTES = 2_000_000_000
"""Of one CSV file, unpacked."""
ALIASES = {
    "learner": "learner_id",
    "user_id": "learner_id",
    "author": "author_id",
    "comment_id": "id",
    "parent": "parent_id",
    "created_at": "timestamp",
    "posted_at": "timestamp",
    "week": "week_number",
    "completed_at": "last_completed_at",
}
"""Names that other years or tools gave to a column."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that was not taken. `line` is where it begins in the file, the header being line 1."""

    file: str
    line: int
    column: str
    problem: str
    advice: str

    def __str__(self) -> str:
        where = _("{file}, line {line}").format(file=self.file, line=self.line)
        if self.column:
            where = _("{file}, line {line}, column {column}").format(file=self.file, line=self.line, column=self.column)
        return f"{where}: {self.problem}. {self.advice}"


@dataclass(slots=True)
class FutureLearnRun:
    """What one run of a course left behind. Steps are known by week and step number only."""

    name: str
    enrolments: Spool[Enrolment] = field(default_factory=Spool)
    visits: Spool[Visit] = field(default_factory=Spool)
    comments: Spool[Comment] = field(default_factory=Spool)
    team_members: Spool[TeamMember] = field(default_factory=Spool)
    quiz_responses: Spool[QuizResponse] = field(default_factory=Spool)
    leaving_responses: Spool[LeavingResponse] = field(default_factory=Spool)
    weekly_sentiments: Spool[WeeklySentiment] = field(default_factory=Spool)
    archetypes: Spool[Archetype] = field(default_factory=Spool)
    peer_assignments: Spool[PeerAssignment] = field(default_factory=Spool)
    peer_reviews: Spool[PeerReview] = field(default_factory=Spool)
    videos: Spool[VideoFigures] = field(default_factory=Spool)

    @property
    def steps(self) -> list[tuple[int, int]]:
        """Every (week, step) that a row names, in order. A step that left no trace is not known."""
        lists = (self.visits, self.comments, self.quiz_responses, self.peer_assignments, self.peer_reviews, self.videos)
        return sorted({(row.week, row.step) for rows in lists for row in rows})


@dataclass(slots=True)
class FutureLearnExport:
    runs: list[FutureLearnRun] = field(default_factory=list)
    unread_columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By file: the columns that were not read."""
    unread_files: list[str] = field(default_factory=list)
    """Files of the folder that are no table of an export."""


def read_export(
    path: Path, progress: Callable[[str, int], None] | None = None
) -> tuple[FutureLearnExport, list[RowProblem]]:
    """Read a folder, a zip or one CSV file; `progress` hears the file and the rows read so far, every 10,000 rows."""
    export, problems = FutureLearnExport(), list[RowProblem]()
    runs: dict[str, FutureLearnRun] = {}
    for name, opener in _files(path):
        run_name, table = _table_of(name)
        if table is None:
            export.unread_files.append(name)
            continue
        run = runs.setdefault(run_name, FutureLearnRun(run_name))
        with opener() as stream:
            file = TableFile(stream, name, table)
            _gather(file, run, problems, progress)
            if file.unread_columns:
                export.unread_columns[name] = file.unread_columns
    export.runs = [runs[name] for name in sorted(runs)]
    if not runs:
        raise PackageError(
            _("No file of a FutureLearn export was found."),
            where=path.name,
            advice=_(
                "The files are called like course-1_enrolments.csv, course-1_step-activity.csv and "
                "course-1_comments.csv. Put them in one folder or zip."
            ),
        )
    return export, problems


class TableFile:
    """One CSV file, read row by row: iterating gives records and the problems of the rows that are none."""

    def __init__(self, stream: IO[str], name: str, table: Table) -> None:
        self.name = name
        self.table = table
        self.unread_columns: tuple[str, ...] = ()
        first = stream.readline()
        # Spreadsheets in half of Europe write semicolons.
        delimiter = max(",;\t", key=first.count)
        self._lines = csv.reader(chain([first], stream), strict=True, delimiter=delimiter)
        self._line = 1

    def __iter__(self) -> Iterator[Record | RowProblem]:
        header = self._header()
        if isinstance(header, RowProblem):
            yield header
            return
        while True:
            self._line = self._lines.line_num + 1
            try:
                cells = next(self._lines)
            except StopIteration:
                return
            except csv.Error as error:
                yield self.problem(
                    "",
                    _("is not CSV ({error})").format(error=error),
                    _("The quotes do not match: the rest of the row is lost."),
                )
                continue
            if cells:
                yield self._record(header, cells)

    def _header(self) -> list[str] | RowProblem:
        try:
            given = next(self._lines, [])
        except csv.Error as error:
            return self.problem(
                "", _("The header is not CSV ({error})").format(error=error), _("Export the file again.")
            )
        header = [_column(name, self.table) for name in given]
        twice = next((name for name in header if name and header.count(name) > 1), "")
        if twice:
            return self.problem(twice, _("The column is there twice"), _("Remove one of them."))
        missing = [need for need in self.table.required if not set(need.split("|")) & set(header)]
        if missing:
            names = ", ".join(need.replace("|", " or ") for need in missing)
            return self.problem(
                "",
                _("The file has no column {names}").format(names=names),
                _("No row was read. Export the file again."),
            )
        self.unread_columns = tuple(sorted(name for name in header if name and name not in self.table.columns))
        return header

    def _record(self, header: list[str], cells: list[str]) -> Record | RowProblem:
        if len(cells) != len(header):
            problem = _("The row has {cells} cells, the header {columns}").format(cells=len(cells), columns=len(header))
            return self.problem("", problem, _("Put texts that hold a comma in quotes."))
        whole = "".join(cells)
        if "\0" in whole or not (whole.isascii() or _is_text(whole)):
            column = next(name for name, cell in zip(header, cells, strict=True) if "\0" in cell or not _is_text(cell))
            return self.problem(column, _("holds characters that are not UTF-8"), _("Save the file as UTF-8."))
        try:
            return self.table.read(Row(dict(zip(header, cells, strict=True))))
        except BadCellError as bad:
            return self.problem(bad.column, bad.problem, bad.advice)

    def problem(self, column: str, problem: str, advice: str) -> RowProblem:
        return RowProblem(self.name, self._line, column, problem, advice)


def _is_text(cell: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in cell)


def _column(name: str, table: Table) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    if plain in table.columns:
        return plain
    other = ALIASES.get(plain, plain)
    return other if other in table.columns else plain


def _gather(
    file: TableFile,
    run: FutureLearnRun,
    problems: list[RowProblem],
    progress: Callable[[str, int], None] | None,
) -> None:
    lists = _lists(run)
    seen = {comment.key for comment in run.comments}
    for number, row in enumerate(file, start=1):
        if progress and number % 10_000 == 0:
            progress(file.name, number)
        if isinstance(row, RowProblem):
            problems.append(row)
        elif isinstance(row, Comment) and row.key in seen:
            problems.append(
                file.problem("id", _("Comment {key} is there twice").format(key=row.key), _("Remove one of them."))
            )
        else:
            if isinstance(row, Comment):
                seen.add(row.key)
            lists[type(row)](row)


def _lists(run: FutureLearnRun) -> dict[type, Callable[[Any], None]]:
    return {
        Enrolment: run.enrolments.append,
        Visit: run.visits.append,
        Comment: run.comments.append,
        TeamMember: run.team_members.append,
        QuizResponse: run.quiz_responses.append,
        LeavingResponse: run.leaving_responses.append,
        WeeklySentiment: run.weekly_sentiments.append,
        Archetype: run.archetypes.append,
        PeerAssignment: run.peer_assignments.append,
        PeerReview: run.peer_reviews.append,
        VideoFigures: run.videos.append,
    }


def _table_of(name: str) -> tuple[str, Table | None]:
    """The run and the table of a file: `coaching-7_step-activity.csv` is the step activity of coaching-7."""
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    if not dot or ending.lower() != "csv":
        return "", None
    plain = re.sub(r"[ _]+", "-", stem.lower())
    for table in TABLES.values():
        if plain == table.name or plain.endswith("-" + table.name):
            return re.sub(r"[-_ ]+$", "", stem[: len(stem) - len(table.name)]), table
    return "", None


def _files(path: Path) -> Iterator[tuple[str, Callable[[], AbstractContextManager[IO[str]]]]]:
    if path.is_dir():
        for file in sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink()):
            yield file.relative_to(path).as_posix(), partial(_text, partial(_open, file))
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
                if not entry.is_dir() and not entry.filename.startswith("__MACOSX/"):
                    yield entry.filename, partial(_text, partial(_member, archive, entry))
    elif path.is_file():
        yield path.name, partial(_text, partial(_open, path))
    else:
        raise PackageError(_("There is no such file or folder."), where=path.name)


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    if entry.file_size > MOST_BYTES:
        advice = _("Unpack it and import the parts that you need.")
        raise PackageError(
            _("The file holds more than {number} bytes.").format(number=f"{MOST_BYTES:,}"),
            where=entry.filename,
            advice=advice,
        )
    try:
        return archive.open(entry)
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
        advice = _("Make the zip again, without a password.")
        raise PackageError(_("The file cannot be unpacked."), where=entry.filename, advice=advice) from error


@contextmanager
def _text(opener: Callable[[], IO[bytes]]) -> Iterator[IO[str]]:
    """Bytes that are no UTF-8 come as lone surrogates, so that only their row is refused."""
    with opener() as raw, io.TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="") as text:
        yield text

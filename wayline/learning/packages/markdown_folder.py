"""A programme as a folder, or zip, of Markdown files with TOML headers (docs/decisions/0001)."""

from __future__ import annotations

import mimetypes
import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from wayline.learning.packages import archive
from wayline.learning.packages.headers import (
    KEY,
    PROGRAMME,
    WEEK,
    Header,
    fenced,
    format_header,
    format_questions,
    is_fence,
    normal,
    step_fields,
)
from wayline.learning.packages.outline import (
    Asset,
    Imported,
    NotTaken,
    Outline,
    PackageError,
    PackageErrors,
    Report,
    StepOutline,
    WeekOutline,
)
from wayline.learning.packages.words import gettext as _

PROGRAMME_FILE = "programme.toml"
WEEK_FILE = "week.md"
FILES = "files"
_TEXT_LIMIT = 4 * 1024**2
_FILE_LINK = re.compile(r"\]\(\s*(?:<files/([^>\n]+)>|files/([^)\s]+))")
_FILE_KEYS = ("media", "captions", "download")


def read_zip(path: Path, into: Path, progress: archive.Progress | None = None) -> Imported:
    """Unpack into an empty folder and read; the files of the programme lie there afterwards."""
    archive.unpack(path, into, progress=progress)
    return read_folder(find_root(into))


def find_root(folder: Path) -> Path:
    """The folder of `programme.toml`: this one, or the only one inside it (git hosts pack a folder)."""
    inner = [entry for entry in folder.iterdir() if entry.is_dir() and (entry / PROGRAMME_FILE).is_file()]
    return inner[0] if not (folder / PROGRAMME_FILE).is_file() and len(inner) == 1 else folder


def read_folder(path: Path) -> Imported:
    """The programme in a folder, or one error with everything that is wrong in it."""
    return _Reader(path).read()


@dataclass(slots=True)
class _Reader:
    root: Path
    problems: list[PackageError] = field(default_factory=list)
    report: Report = field(default_factory=lambda: Report(_("Programme package 1")))
    keys: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def read(self) -> Imported:
        if not (self.root / PROGRAMME_FILE).is_file():
            raise PackageError(
                _("{file} is missing.").format(file=PROGRAMME_FILE),
                where=self.root.name,
                advice=_("A programme package has it at its top, with format = 1 and the title."),
            )
        values = self._programme()
        assets = self._assets()
        weeks = [self._week(folder) for folder in self._week_folders()]
        if self.problems:
            raise PackageErrors(self.problems)
        if assets:
            self.report.count("file", len(assets))
        return Imported(Outline(weeks=weeks, assets=assets, **values), self.report)

    def _where(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _problem(self, text: str, path: Path, advice: str = "", line: str = "") -> None:
        self.problems.append(PackageError(text, where=self._where(path) + line, advice=advice))

    def _pass_over(self, path: Path) -> None:
        reason = _("It is not a part of a programme package.")
        self.report.not_taken.append(NotTaken(_("file"), self._where(path), reason))

    def _entries(self, folder: Path) -> list[Path]:
        """What stands in a folder, by name; hidden things are the author's tools, links could lead anywhere."""
        entries = []
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if entry.is_symlink():
                self._problem(_("Links to other files are not followed."), entry, _("Put the file itself there."))
            elif not entry.name.startswith("."):
                entries.append(entry)
        return entries

    def _programme(self) -> dict[str, Any]:
        path = self.root / PROGRAMME_FILE
        header = Header(self._where(path), self._text(path) or "", 1, self.problems)
        if not header.parse():
            return {}
        values = header.take(header.values, PROGRAMME)
        del values["format"]
        return values

    def _assets(self) -> list[Asset]:
        folder = self.root / FILES
        found = self._walk(folder) if folder.is_dir() else []
        assets = [Asset(path.relative_to(folder).as_posix(), path, media_type(path.name)) for path in found]
        self.names = {asset.name for asset in assets}
        return assets

    def _walk(self, folder: Path) -> list[Path]:
        found = []
        for entry in self._entries(folder):
            found += self._walk(entry) if entry.is_dir() else [entry]
        return found

    def _week_folders(self) -> list[Path]:
        folders = []
        for entry in self._entries(self.root):
            if entry.name in {PROGRAMME_FILE, FILES}:
                continue
            if not entry.is_dir() or not any(entry.glob("*.md")):
                self._pass_over(entry)
            elif not (entry / WEEK_FILE).is_file():
                advice = _("Every folder of a week needs it, with the week's title.")
                self._problem(_("{file} is missing.").format(file=WEEK_FILE), entry, advice)
            else:
                folders.append(entry)
        return folders

    def _week(self, folder: Path) -> WeekOutline:
        header, intro = self._split(folder / WEEK_FILE)
        values = header.take(header.values, WEEK) if header else {"title": ""}
        if header:
            self._check_key(header, values["key"])
            self._check_links(folder / WEEK_FILE, intro)
        week = WeekOutline(intro=intro, **values)
        for entry in self._entries(folder):
            if entry.name == WEEK_FILE:
                continue
            if entry.suffix != ".md" or entry.is_dir():
                self._pass_over(entry)
            elif step := self._step(entry):
                week.steps.append(step)
        return week

    def _step(self, path: Path) -> StepOutline | None:
        header, body = self._split(path)
        if header is None:
            return None
        kind = str(header.values.get("kind"))
        questions = header.questions() if kind == "quiz" else ()
        values = header.take(header.values, step_fields(kind))
        self._check_key(header, values["key"])
        self._check_links(path, body)
        for key in _FILE_KEYS:
            name = str(values.get(key, ""))
            if name.startswith("files/") and unquote(name[6:]) not in self.names and name[6:] not in self.names:
                header.problem(_("The file “{name}” is not in the package.").format(name=name), key=key)
        self.report.count(str(values["kind"]))
        return StepOutline(body=body, questions=questions, **values)

    def _check_key(self, header: Header, key: str) -> None:
        if key and key in self.keys:
            text = _("The key “{key}” stands in {other} already.").format(key=key, other=self.keys[key])
            header.problem(text, key="key", advice=_("Every key must be unique in the programme."))
        self.keys.setdefault(key, header.where)

    def _check_links(self, path: Path, body: str) -> None:
        for match in _FILE_LINK.finditer(body):
            name = match[1] or match[2]
            if unquote(name) not in self.names and name not in self.names:
                reason = _("{where} points to it, but it is not in the package.").format(where=self._where(path))
                self.report.not_taken.append(NotTaken(_("file"), f"files/{name}", reason))

    def _text(self, path: Path) -> str | None:
        if path.stat().st_size > _TEXT_LIMIT:
            self._problem(_("The text is longer than {size} MB.").format(size=_TEXT_LIMIT // 1024**2), path)
            return None
        data = path.read_bytes()
        try:
            return normal(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
            self._problem(_("The text is not UTF-8."), path, _("Save it again as UTF-8."), f":{line}:{column}")
            return None

    def _split(self, path: Path) -> tuple[Header | None, str]:
        """Header and body. One blank line after the header and the last line end belong to the file, not the text."""
        text = self._text(path)
        if text is None:
            return None, ""
        lines = text.split("\n")
        if not is_fence(lines[0]):
            advice = _("The first line must be +++, then the header, then another line +++.")
            self._problem(_("The header is missing."), path, advice, ":1:1")
            return None, ""
        end = next((number for number, line in enumerate(lines[1:], start=1) if is_fence(line)), 0)
        if not end:
            self._problem(_("The header does not end."), path, _("Put a line +++ after it."), f":{len(lines)}:1")
            return None, ""
        header = Header(self._where(path), "\n".join(lines[1:end]), 2, self.problems)
        body = "\n".join(lines[end + 1 :])
        return (header if header.parse() else None), body.removeprefix("\n").removesuffix("\n")


def media_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def write_zip(outline: Outline, path: Path) -> list[NotTaken]:
    """Like `write_folder`, packed; the same programme gives the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        left_out = write_folder(outline, Path(folder))
        archive.write_zip(Path(folder), path)
    return left_out


def write_folder(outline: Outline, path: Path) -> list[NotTaken]:
    """Write into an empty folder; the answer names what a package has no place for."""
    path.mkdir(parents=True, exist_ok=True)
    if any(entry.name != ".git" for entry in path.iterdir()):
        raise PackageError(_("The folder is not empty."), where=path.name, advice=_("Choose a new or empty one."))
    values = {key: getattr(outline, key, 1) for key in PROGRAMME}
    _write(path / PROGRAMME_FILE, format_header(values, PROGRAMME))
    for asset in outline.assets:
        target = path / FILES / archive.safe_name(asset.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(asset.path, target)
    left_out: list[NotTaken] = []
    for number, week in enumerate(outline.weeks, start=1):
        folder = path / _numbered(number, len(outline.weeks), week.key, week.title)
        folder.mkdir()
        _write_text(folder / WEEK_FILE, format_header({"title": week.title, "key": week.key}, WEEK), week.intro)
        for place, step in enumerate(week.steps, start=1):
            name = _numbered(place, len(week.steps), step.key, step.title)
            _write_step(folder / f"{name}.md", step)
            left_out += _left_out(step)
    return left_out


def _write_step(path: Path, step: StepOutline) -> None:
    spec = step_fields(step.kind)
    toml = format_header({key: getattr(step, key) for key in spec}, spec)
    _write_text(path, toml + (format_questions(step.questions) if step.kind == "quiz" else ""), step.body)


def _left_out(step: StepOutline) -> list[NotTaken]:
    """Values that the kind of the step has no key for, and the posts of a discussion."""
    known = {"body", *step_fields(step.kind), *(["questions"] if step.kind == "quiz" else [])}
    empty = StepOutline(title="", kind=step.kind)
    reason = _("A package has no place for it in this kind of step.")
    return [
        NotTaken(entry.name, step.title, reason)
        for entry in fields(step)
        if entry.name not in known and getattr(step, entry.name) != getattr(empty, entry.name)
    ]


def _write_text(path: Path, toml: str, body: str) -> None:
    text = normal(body)
    _write(path, fenced(toml) + (f"\n{text}\n" if text else ""))


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _numbered(number: int, total: int, key: str, title: str) -> str:
    """`01-welcome`: the number keeps the order; the key keeps the name when the title changes."""
    name = key if KEY.fullmatch(key) else slug(title)
    return f"{number:0{max(2, len(str(total)))}}-{name[:80].rstrip('-')}".rstrip("-")


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens, from any text; may be empty."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

"""What all parts of a Moodle backup share: its XML, its files and people, and its texts as Markdown."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse, parse

from wayline.learning.packages.markup import to_markdown
from wayline.learning.packages.outline import Asset, Changed, NotTaken, PackageError, Report
from wayline.learning.packages.plain_text import plain_to_markdown
from wayline.learning.packages.words import gettext as _

NULL = "$@NULL@$"
PLUGIN_FILE = "@@PLUGINFILE@@"
VIEW = re.compile(r"\$@([A-Z0-9]+?)VIEWBYID\*(\d+)@\$")
LAST_BREAK = re.compile(r"(?<!\\)(?:\\\n?)+(?=\n\n|\Z)")
"""Moodle's editor leaves a line break at the end of paragraphs."""
BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|td|tr|h[1-6])\b", re.IGNORECASE)
INDEX = re.compile(r"\$@([A-Z0-9]+?)INDEX\*(\d+)@\$")


def read_xml(path: Path, root: Path) -> Element:
    """The root element of a file of the backup; an entity that would be expanded is refused."""
    with _reading(path, root):
        found = parse(path, forbid_dtd=True).getroot()
    if found is None:
        raise damaged(_("The file is empty."), path.relative_to(root).as_posix())
    return found


def each(path: Path, tag: str, root: Path) -> Iterator[Element]:
    """The elements of one kind, one after the other, so that a long list is never in memory as a whole."""
    with _reading(path, root):
        parts = iterparse(path, events=("start", "end"), forbid_dtd=True)
        parent = next(parts)[1]
        for event, element in parts:
            if event == "end" and element.tag == tag and element.get("id"):
                yield element
                parent.clear()


@contextmanager
def _reading(path: Path, root: Path) -> Iterator[None]:
    where = path.relative_to(root).as_posix()
    try:
        yield
    except (FileNotFoundError, IsADirectoryError):
        raise damaged(_("The file is missing."), where) from None
    except ParseError as error:
        line, column = error.position
        place = _("{file}, line {line}, column {column}").format(file=where, line=line, column=column + 1)
        raise damaged(_("The file is not well-formed XML."), place) from error
    except DefusedXmlException as error:
        raise damaged(_("The file declares XML entities."), where) from error


def damaged(problem: str, where: str) -> PackageError:
    return PackageError(problem, where=where, advice=_("The backup is damaged. Make it again in Moodle."))


def value(element: Element | None, path: str) -> str:
    """The text of a child, empty where Moodle wrote that there is none."""
    found = "" if element is None else (element.findtext(path) or "")
    return "" if found.strip() == NULL else found.strip()


def number(element: Element | None, path: str) -> float:
    try:
        return float(value(element, path) or 0)
    except ValueError:
        return 0.0


def moment(element: Element, path: str) -> datetime | None:
    seconds = number(element, path)
    if not 0 < seconds < 32_503_680_000:
        return None
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(slots=True)
class FileEntry:
    """One line of `files.xml`; the content lies under its hash."""

    content: str
    context: str
    component: str
    area: str
    item: str
    path: str
    """Within its area, without the leading slash: `pictures/a.png`."""
    media_type: str
    order: int
    size: int
    used: bool = False

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name


@dataclass(slots=True)
class Backup:
    """An unpacked backup, and what has been found out about it so far."""

    root: Path
    report: Report
    site: str = ""
    """Address of the Moodle site it was made on."""
    files: dict[str, list[FileEntry]] = field(default_factory=dict)
    """By context."""
    people: dict[str, str] = field(default_factory=dict)
    assets: dict[str, Asset] = field(default_factory=dict)
    """By name."""
    where: str = ""
    """Title of what is being read, for the report."""
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, *parts: str) -> Element:
        return read_xml(self.inside(*parts), self.root)

    def inside(self, *parts: str) -> Path:
        """A path that the backup names, which must not lead out of it."""
        path = self.root.joinpath(*parts)
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise damaged(_("A path leads out of the backup."), "/".join(parts))
        return path

    def author(self, user: str) -> str:
        return self.people.get(user) or _("Learner {number}").format(number=user)

    def changed(self, what: str, name: str, how: str) -> None:
        self.report.changed.append(Changed(what, name, how))

    def not_taken(self, what: str, name: str, reason: str) -> None:
        self.report.not_taken.append(NotTaken(what, name, reason))

    def files_in(self, context: str, area: str, item: str = "") -> list[FileEntry]:
        """In the order Moodle shows them: the main file first."""
        found = [
            entry for entry in self.files.get(context, []) if entry.area == area and (not item or entry.item == item)
        ]
        return sorted(found, key=lambda entry: (-entry.order, entry.path))

    def address(self, entry: FileEntry) -> str:
        """`files/<name>` of a file, which becomes an asset; empty when the backup does not hold its content."""
        known = (entry.content, entry.name)
        if known not in self._names:
            self._names[known] = self._take(entry)
        entry.used = True
        return f"files/{self._names[known]}" if self._names[known] else ""

    def _take(self, entry: FileEntry) -> str:
        path = self._content(entry)
        if path is None:
            self.not_taken("file", entry.name, _("The backup lists the file but does not hold its content."))
            return ""
        name = self._free_name(entry.name)
        self.assets[name] = Asset(name, path, entry.media_type or "application/octet-stream")
        self.report.count("file")
        return name

    def _content(self, entry: FileEntry) -> Path | None:
        if not re.fullmatch(r"[0-9a-f]{40}", entry.content):
            return None
        path = self.root / "files" / entry.content[:2] / entry.content
        return path if path.is_file() else None

    def _free_name(self, name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        safe = re.sub(r"[^A-Za-z0-9._-]+", "-", plain)[-100:].strip("-.") or "file"
        stem, dot, ending = safe.rpartition(".")
        taken = {known.lower() for known in self.assets}
        wanted, count = safe, 1
        while wanted.lower() in taken:
            count += 1
            wanted = f"{stem}-{count}.{ending}" if dot else f"{safe}-{count}"
        return wanted

    def markdown(self, text: str, style: str, context: str, area: str = "", item: str = "") -> str:
        """A text of the backup. `style` is Moodle's number: 0 automatic, 1 HTML, 2 plain, 4 Markdown."""
        if not text.strip():
            return ""
        if style == "2":
            return plain_to_markdown(text)
        if style == "4":
            return LINK_TARGET.sub(lambda found: self.link(found[0], context, area, item), text).strip()
        html = re.sub(r"\r?\n", "<br>", text) if style == "0" and "<p" not in text else text
        result = to_markdown(html, address=lambda target: self.link(target, context, area, item), where=self.where)
        self.report.changed += result.changed
        self.report.not_taken += result.not_taken
        return LAST_BREAK.sub("", result.text)

    def plain(self, text: str) -> str:
        """A text of the backup in one line without markup, for titles and options."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
            words = BeautifulSoup(BLOCK.sub(r" \g<0>", text), "html.parser").get_text()
        return " ".join(words.split())

    def link(self, target: str, context: str, area: str = "", item: str = "") -> str:
        """Where a link of a text leads in the programme."""
        if PLUGIN_FILE in target:
            return self._file_link(target, context, area, item)
        if VIEW.search(target) or INDEX.search(target):
            return self._site_link(target)
        return target

    def _file_link(self, target: str, context: str, area: str, item: str) -> str:
        path = unquote(target.partition(PLUGIN_FILE)[2].partition("?")[0].partition("#")[0]).strip("/")
        found = [entry for entry in self.files.get(context, []) if entry.path == path]
        # The same name can stand in several areas: the text's own comes first.
        found.sort(key=lambda entry: (entry.area != area, entry.item != item))
        return self.address(found[0]) if found else ""

    def _site_link(self, target: str) -> str:
        address = VIEW.sub(lambda found: self._page(found[1], "view", found[2]), target)
        address = INDEX.sub(lambda found: self._page(found[1], "index", found[2]), address)
        self.changed("link", address, _("It still leads to the Moodle site. Link to the step instead."))
        return address

    def _page(self, module: str, page: str, key: str) -> str:
        folder = "course" if module == "COURSE" else f"mod/{module.lower()}"
        return f"{self.site}/{folder}/{page}.php?id={key}"


LINK_TARGET = re.compile(r"(?:@@PLUGINFILE@@|\$@[A-Z0-9]+\*\d+@\$)[^\s)\"'>]*")


def read_files(backup: Backup) -> None:
    """The index of files, read entry by entry because a course may have tens of thousands."""
    path = backup.root / "files.xml"
    if not path.is_file():
        return
    files = defaultdict[str, list[FileEntry]](list)
    for element in each(path, "file", backup.root):
        name = value(element, "filename")
        if name not in {"", "."}:
            entry = FileEntry(
                content=value(element, "contenthash"),
                context=value(element, "contextid"),
                component=value(element, "component"),
                area=value(element, "filearea"),
                item=value(element, "itemid"),
                path=(value(element, "filepath") + name).lstrip("/"),
                media_type=value(element, "mimetype"),
                order=int(number(element, "sortorder")),
                size=int(number(element, "filesize")),
            )
            files[entry.context].append(entry)
    backup.files = dict(files)


def read_people(backup: Backup) -> None:
    """Full names; two people of the same name are told apart by their user names."""
    path = backup.root / "users.xml"
    if not path.is_file():
        return
    found: list[tuple[str, str, str]] = []
    for element in each(path, "user", backup.root):
        full = f"{value(element, 'firstname')} {value(element, 'lastname')}".strip()
        found.append((element.get("id", ""), full, value(element, "username")))
    names = [full for _, full, _ in found]
    shared = {full for full in names if names.count(full) > 1} if len(set(names)) < len(names) else set[str]()
    for key, full, user in found:
        backup.people[key] = f"{full} ({user})" if full in shared and user else full or user

"""What all parts of a Moodle backup share: its XML, its files and people, and its texts as Markdown."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from wayline.learning.packages.outline import Asset, Changed, NotTaken, PackageError, Report

NULL = "$@NULL@$"
PLUGIN_FILE = "@@PLUGINFILE@@"
VIEW = re.compile(r"\$@([A-Z0-9]+?)VIEWBYID\*(\d+)@\$")
INDEX = re.compile(r"\$@([A-Z0-9]+?)INDEX\*(\d+)@\$")
DAMAGED = "The backup is damaged. Make it again in Moodle."


def read_xml(path: Path, root: Path) -> Element:
    """The root element of a file of the backup; an entity that would be expanded is refused."""
    where = path.relative_to(root).as_posix()
    try:
        last = None
        for _, last in iterparse(path, forbid_dtd=True):
            pass
    except FileNotFoundError:
        raise PackageError("The file is missing.", where=where, advice=DAMAGED) from None
    except ParseError as error:
        line, column = error.position
        place = f"{where}, line {line}, column {column + 1}"
        raise PackageError("The file is not well-formed XML.", where=place, advice=DAMAGED) from error
    except DefusedXmlException as error:
        raise PackageError("The file declares XML entities.", where=where, advice=DAMAGED) from error
    if last is None:
        raise PackageError("The file is empty.", where=where, advice=DAMAGED)
    return last


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
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, *parts: str) -> Element:
        return read_xml(self.inside(*parts), self.root)

    def inside(self, *parts: str) -> Path:
        """A path that the backup names, which must not lead out of it."""
        path = self.root.joinpath(*parts)
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise PackageError("A path leads out of the backup.", where="/".join(parts), advice=DAMAGED)
        return path

    def author(self, user: str) -> str:
        return self.people.get(user) or f"Learner {user}"

    def changed(self, what: str, name: str, how: str) -> None:
        self.report.changed.append(Changed(what, name, how))

    def not_taken(self, what: str, name: str, reason: str) -> None:
        self.report.not_taken.append(NotTaken(what, name, reason))

    def files_in(self, context: str, area: str, item: str = "") -> list[FileEntry]:
        """In the order Moodle shows them: the main file first."""
        found = [
            entry
            for entry in self.files.get(context, [])
            if entry.area == area and (not item or entry.item == item)
        ]
        return sorted(found, key=lambda entry: (-entry.order, entry.path))

    def address(self, entry: FileEntry) -> str:
        """`files/<name>` of a file, which becomes an asset; empty when the backup does not hold its content."""
        if entry.used and (entry.content, entry.name) not in self._names:
            return ""
        entry.used = True
        name = self._names.get((entry.content, entry.name))
        if name is None:
            path = self._content(entry)
            if path is None:
                self.not_taken("file", entry.name, "The backup lists the file but does not hold its content.")
                return ""
            name = self._free_name(entry.name)
            self._names[entry.content, entry.name] = name
            self.assets[name] = Asset(name, path, entry.media_type or "application/octet-stream")
            self.report.count("file")
        return f"files/{name}"

    def _content(self, entry: FileEntry) -> Path | None:
        if not re.fullmatch(r"[0-9a-f]{40}", entry.content):
            return None
        path = self.root / "files" / entry.content[:2] / entry.content
        return path if path.is_file() else None

    def _free_name(self, name: str) -> str:
        safe = safe_name(name)
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
        html = re.sub(r"\r?\n", "<br>\n", text) if style == "0" and "<p" not in text else text
        return html_to_markdown(html, link=lambda target: self.link(target, context, area, item))

    def plain(self, text: str) -> str:
        """A text of the backup in one line without markup, for titles and options."""
        return " ".join(html_to_text(text).split())

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
        if not found:
            self.not_taken("file", path, "A text links to it, but the backup does not list it.")
            return ""
        return self.address(found[0])

    def _site_link(self, target: str) -> str:
        address = VIEW.sub(lambda found: self._page(found[1], "view", found[2]), target)
        address = INDEX.sub(lambda found: self._page(found[1], "index", found[2]), address)
        self.changed("link", address, "It still leads to the Moodle site; put the address of the step in its place.")
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
    for element in _each(path, "file", backup.root):
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
    for element in _each(path, "user", backup.root):
        full = f"{value(element, 'firstname')} {value(element, 'lastname')}".strip()
        found.append((element.get("id", ""), full, value(element, "username")))
    names = [full for _, full, _ in found]
    shared = {full for full in names if names.count(full) > 1} if len(set(names)) < len(names) else set[str]()
    for key, full, user in found:
        backup.people[key] = f"{full} ({user})" if full in shared and user else full or user


def _each(path: Path, tag: str, root: Path) -> list[Element]:
    return [element for element in read_xml(path, root).iter(tag) if element.get("id")]

"""The files of an unpacked cartridge: which were used, which became files of the programme, which were left."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, unquote

from wayline.learning.packages.ims_manifest import MANIFEST_FILE, inside, read_xml, text_of
from wayline.learning.packages.markdown_folder import media_type
from wayline.learning.packages.outline import Asset, Changed, NotTaken, PackageError, Report
from wayline.learning.packages.words import gettext as _

_PAGE_LIMIT = 8 * 1024**2
_PASTED = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=%\s]+)$")
_FILE_BASE = re.compile(r"^\$IMS[-_]CC[-_]FILEBASE\$/?|^@@PLUGINFILE@@/?", re.IGNORECASE)
_PROGRAM = re.compile(r"\.(?:js|css|swf|php|exe|jar|class|map)$", re.IGNORECASE)
_DATA = re.compile(r"\.(?:xml|qti|xsd|dtd|html?|xhtml)$", re.IGNORECASE)
_SETTINGS = re.compile(
    r"(?:^|/)(?:course_settings/.*|assessment_meta\.xml|assignment_settings\.xml)$|^non_cc_assessments/"
)
_WEB_RESOURCES = "web_resources"


class CartridgeFiles:
    def __init__(self, root: Path, report: Report) -> None:
        self.assets: list[Asset] = []
        self.pages: set[str] = set()
        """Paths of the pages that become steps; links to them cannot be kept as links to files."""
        self.settings: set[str] = set()
        """Paths of what steers the other platform and is not for learners."""
        self._root = root
        self._report = report
        self._used: set[str] = {MANIFEST_FILE}
        self._names: dict[str, str] = {}

    def exists(self, path: str) -> bool:
        try:
            return bool(path) and (self._root / path).is_file()
        except OSError:  # a name longer than any file may have
            return False

    def use(self, path: str) -> Path:
        """The file on disk; it counts as taken from now on."""
        if not self.exists(path):
            raise PackageError(
                _("The file is not in the cartridge."),
                where=path,
                advice=_("Export the course again, or add the content by hand."),
            )
        self._used.add(path)
        return self._root / path

    def page(self, path: str) -> str:
        file = self.use(path)
        if file.stat().st_size > _PAGE_LIMIT:
            raise PackageError(_("The page is longer than {size} MB.").format(size=_PAGE_LIMIT // 1024**2), where=path)
        return decoded(file.read_bytes())

    def asset(self, path: str) -> str:
        """The address of a file in the programme, `files/…`; it is listed there on first use."""
        if path not in self._names:
            file = self.use(path)
            name = self._free_name(re.sub(r"[^\w./-]+", "-", path.removeprefix(f"{_WEB_RESOURCES}/")))
            self._names[path] = name
            self.assets.append(Asset(name, file, media_type(name)))
            self._report.count("file")
            if name != path.removeprefix(f"{_WEB_RESOURCES}/"):
                how = _("It is called {name} now; addresses have no spaces or signs.").format(name=name)
                self._report.changed.append(Changed(_("file"), path, how))
        return f"files/{self._names[path]}"

    def _free_name(self, name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        taken = set(self._names.values())
        found, number = name, 2
        while found in taken:
            found = f"{stem}-{number}{dot}{ending}" if dot else f"{name}-{number}"
            number += 1
        return found

    def address(self, base: str) -> Callable[[str], str]:
        """How the addresses in a page of the folder `base` turn into ours; empty for what is not there."""

        def turn(address: str) -> str:
            if address.startswith("//"):
                return f"https:{address}"
            if pasted := _PASTED.match(address):
                return self._pasted(pasted[1], pasted[2])
            if re.match(r"[a-zA-Z][\w+.-]*:", address):
                return address
            path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
            bare = _FILE_BASE.sub("", path)
            found = next((one for one in self._places(base, bare) if self.exists(one)), "")
            return self.asset(found) if found and found not in self.pages and not _PROGRAM.search(found) else ""

        return turn

    def _pasted(self, ending: str, text: str) -> str:
        """A picture that was pasted into a page stands in its address; it becomes a file like the others."""
        try:
            data = b64decode(unquote(text))
        except ValueError:
            return ""
        name = f"pasted-{sha256(data).hexdigest()[:12]}.{ending}"
        (self._root / name).write_bytes(data)
        return self.asset(name)

    def _places(self, base: str, path: str) -> list[str]:
        """Exporters disagree on what the file base is: the folder of the page, the package, or its web resources."""
        return [inside("", _quoted(place, path)) for place in (base, "", _WEB_RESOURCES)]

    def course_title(self) -> str:
        path = "course_settings/course_settings.xml"
        return text_of(read_xml(self._root / path, path), "title") if self.exists(path) else ""

    def sweep(self) -> None:
        """Every file that nobody used becomes a file of the programme or is named in the report."""
        for file in sorted(self._root.rglob("*")):
            path = file.relative_to(self._root).as_posix()
            if not file.is_file() or path in self._used:
                continue
            if path in self.settings or _SETTINGS.search(path):
                self._leave(_("settings"), path, _("They steer the other platform and mean nothing here."))
            elif _PROGRAM.search(path):
                self._leave(_("program"), path, _("Programs and styles of pages are not taken over."))
            elif _DATA.search(path):
                self._leave(_("file"), path, _("No part of the course uses it, and it is no file for learners."))
            else:
                self.asset(path)

    def _leave(self, what: str, path: str, reason: str) -> None:
        self._report.not_taken.append(NotTaken(what, path, reason))


def _quoted(folder: str, path: str) -> str:
    return quote(f"{folder}/{path}" if folder else path)


def decoded(data: bytes) -> str:
    """The text of a page: UTF-8 as nearly always, else what it declares, else Windows' Western characters."""
    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:2000])
    for name in ("utf-8-sig", declared[1].decode() if declared else "cp1252"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")

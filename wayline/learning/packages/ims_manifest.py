"""The manifest of a Common Cartridge 1.0 to 1.3: what it is, its tree of items, and its resources."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from wayline.learning.packages.outline import PackageError
from wayline.learning.packages.words import gettext as _

MANIFEST_FILE = "imsmanifest.xml"
VERSIONS = ("1.0", "1.1", "1.2", "1.3")
_XML_LIMIT = 32 * 1024**2
_XML_ELEMENTS = 400_000
_XML_DEPTH = 100


@dataclass(slots=True)
class Resource:
    key: str
    type: str
    href: str = ""
    files: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    """Keys of the resources it depends on."""
    inline: Element | None = None
    """A thin cartridge has the link itself in the manifest."""

    @property
    def main(self) -> str:
        return self.href or (self.files[0] if self.files else "")


@dataclass(slots=True)
class Item:
    title: str
    ref: str = ""
    parts: list[Item] = field(default_factory=list)

    def all(self) -> Iterator[Item]:
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(slots=True)
class Manifest:
    version: str
    title: str = ""
    description: str = ""
    language: str = ""
    licence: str = ""
    authors: tuple[str, ...] = ()
    protected: bool = False
    items: list[Item] = field(default_factory=list)
    resources: dict[str, Resource] = field(default_factory=dict)


def read_xml(path: Path, where: str) -> Element:
    """The root of a file from a stranger, names without their namespaces; entities are refused, not expanded."""
    try:
        if path.stat().st_size > _XML_LIMIT:
            raise _too_large(where)
        return _parsed(path, where)
    except ParseError as error:
        line, column = error.position
        raise PackageError(_("The file is not well-formed XML."), where=f"{where}:{line}:{column + 1}") from error
    except DefusedXmlException as error:
        raise PackageError(_("The file declares XML entities, which could be an attack."), where=where) from error
    except (OSError, ValueError, LookupError) as error:
        raise PackageError(_("The file is missing or cannot be read."), where=where) from error


def _parsed(path: Path, where: str) -> Element:
    """Counted while it is read: elements weigh far more in memory than in the file, and deep ones end in recursion."""
    root: Element | None = None
    depth = count = 0
    for event, element in iterparse(path, events=("start", "end")):
        if event == "start":
            root = element if root is None else root
            depth, count = depth + 1, count + 1
            if depth > _XML_DEPTH or count > _XML_ELEMENTS:
                raise _too_large(where)
        else:
            depth -= 1
            element.tag = _local(element.tag)
            element.attrib = {_local(name): value for name, value in element.attrib.items()}
    if root is None:
        raise PackageError(_("The file is empty."), where=where)
    return root


def _too_large(where: str) -> PackageError:
    return PackageError(
        _("The file is too long or nested too deeply."), where=where, advice=_("Split the course and export it again.")
    )


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def text_of(element: Element | None, path: str = ".") -> str:
    found = None if element is None else element.find(path)
    return "" if found is None else " ".join("".join(found.itertext()).split())


def read_manifest(folder: Path) -> Manifest:
    root = read_xml(folder / MANIFEST_FILE, MANIFEST_FILE)
    manifest = Manifest(_version(root))
    _read_metadata(root, manifest)
    organization = root.find("organizations/organization")
    if organization is not None:
        manifest.items = [_item(item) for item in organization.findall("item")]
        manifest.title = manifest.title or text_of(organization, "title")
    resources = root.find("resources")
    base = root.get("base", "") + ("" if resources is None else resources.get("base", ""))
    for element in [] if resources is None else resources.findall("resource"):
        resource = _resource(element, base)
        manifest.resources[resource.key] = resource
    manifest.protected = root.find(".//authorizations") is not None
    return manifest


def _version(root: Element) -> str:
    """`1.2`, from the schema version: the one place that every version of the format fills."""
    schema = text_of(root, "metadata/schema")
    match = re.match(r"1\.\d+", text_of(root, "metadata/schemaversion"))
    if "common cartridge" not in schema.lower():
        raise PackageError(
            _("The manifest does not say that it is a Common Cartridge."),
            where=MANIFEST_FILE,
            advice=_("Export the course as Common Cartridge 1.1, 1.2 or 1.3, or as a Moodle backup."),
        )
    if match is None or match[0] not in VERSIONS:
        raise PackageError(
            _("Common Cartridge {version} cannot be read.").format(version=text_of(root, "metadata/schemaversion")),
            where=MANIFEST_FILE,
            advice=_("Versions that can: {versions}.").format(versions=", ".join(VERSIONS)),
        )
    return match[0]


def _read_metadata(root: Element, manifest: Manifest) -> None:
    lom = root.find("metadata/lom")
    if lom is None:
        return
    title = lom.find("general/title/string")
    manifest.title = text_of(lom, "general/title")
    manifest.description = text_of(lom, "general/description")
    language = text_of(lom, "general/language") or ("" if title is None else title.get("language", ""))
    manifest.language = re.split(r"[-_]", language)[0].lower()
    manifest.licence = text_of(lom, "rights/description")
    names = (re.search(r"FN:(.+?)(?:\s[A-Z-]+[:;]|$)", text_of(entity)) for entity in lom.iter("entity"))
    manifest.authors = tuple(dict.fromkeys(name[1].strip() for name in names if name))


def _item(element: Element) -> Item:
    parts = [_item(part) for part in element.findall("item")]
    return Item(text_of(element, "title"), element.get("identifierref", ""), parts)


def _resource(element: Element, base: str) -> Resource:
    base += element.get("base", "")
    files = [inside(base, file.get("href", "")) for file in element.findall("file")]
    needs = [need.get("identifierref", "") for need in element.findall("dependency")]
    inline = next((part for part in element if part.tag in {"webLink", "cartridge_basiclti_link"}), None)
    href = inside(base, element.get("href", ""))
    return Resource(element.get("identifier", ""), element.get("type", ""), href, files, needs, inline)


def inside(base: str, address: str) -> str:
    """The path of an address in the package; empty when it leads out of it."""
    path = unquote(re.split(r"[?#]", address, maxsplit=1)[0]).replace("\\", "/")
    joined = posixpath.normpath(posixpath.join(base, path.lstrip("/"))) if path else ""
    return "" if joined.startswith("..") or joined in {".", "/"} else joined.lstrip("/")

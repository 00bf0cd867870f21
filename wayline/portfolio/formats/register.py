"""The formats that are known, and how a file says which one it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wayline.portfolio.formats import europass, jsonresume, leap2a, safe_json, safe_xml, skillspassport
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Loss, Reading, Record, UnreadableFile

Read = Callable[[bytes], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: `read` and `write` are None where it only goes one way; `losses` stands beside `write`."""

    key: str
    name: str
    media_type: str
    extension: str
    read: Read | None = None
    write: Callable[[Record], bytes] | None = None
    losses: Callable[[Record], list[Loss]] | None = None
    recognises: Callable[["Sight"], bool] = lambda _sight: False


@dataclass(frozen=True, slots=True)
class Sight:
    """What a file shows at first sight: the name of its root element, its JSON value, or only its bytes."""

    content: bytes
    root: str = ""
    value: Any = None

    def has(self, *keys: str) -> bool:
        return isinstance(self.value, dict) and any(key in self.value for key in keys)


FORMATS = (
    Format(
        key="europass",
        name="Europass CV (XML)",
        media_type="application/xml",
        extension="xml",
        read=europass.read,
        write=europass.write,
        losses=europass.losses,
        recognises=lambda sight: sight.root == "Candidate",
    ),
    Format(
        key="skillspassport-xml",
        name="Europass 3.4 (XML)",
        media_type="application/xml",
        extension="xml",
        read=skillspassport.read_xml,
        recognises=lambda sight: sight.root == "SkillsPassport",
    ),
    Format(
        key="skillspassport-json",
        name="Europass 3.4 (JSON)",
        media_type="application/json",
        extension="json",
        read=skillspassport.read_json,
        recognises=lambda sight: sight.has("SkillsPassport"),
    ),
    Format(
        key="leap2a",
        name="Leap2A (Mahara, Moodle)",
        media_type="application/zip",
        extension="zip",
        read=leap2a.read,
        write=leap2a.write,
        losses=leap2a.losses,
        recognises=lambda sight: sight.root == "feed" or sight.content.startswith(b"PK\x03\x04"),
    ),
    Format(
        key="jsonresume",
        name="JSON Resume",
        media_type="application/json",
        extension="json",
        read=jsonresume.read,
        write=jsonresume.write,
        losses=jsonresume.losses,
        recognises=lambda sight: sight.has("basics", *jsonresume.SECTIONS),
    ),
)


def format_of(key: str) -> Format | None:
    return next((one for one in FORMATS if one.key == key), None)


def readable() -> Iterator[Format]:
    return (one for one in FORMATS if one.read is not None)


def writable() -> Iterator[Format]:
    return (one for one in FORMATS if one.write is not None)


def recognise(content: bytes) -> Format | None:
    """The format of a file, by what is in it; UnreadableFile when it is broken before that shows."""
    sight = _look(content)
    return next((one for one in FORMATS if one.recognises(sight)), None)


def read(content: bytes) -> tuple[Format, Reading]:
    """Read a file of any format that is known here."""
    form = recognise(content)
    if form is None or form.read is None:
        raise UnreadableFile(_("This is none of the formats that Wayline reads."))
    return form, form.read(content)


def _look(content: bytes) -> Sight:
    start = content[:512].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip()
    if start.startswith(b"<"):
        return Sight(content, root=safe_xml.name_of(safe_xml.load(content)))
    if start.startswith((b"{", b"[")):
        return Sight(content, value=safe_json.load(content))
    return Sight(content)

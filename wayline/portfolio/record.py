"""A person's record outside the database: what readers of other formats return and writers take.

Plain Python. A reader (`formats/europass.py`, `formats/jsonresume.py` …) turns bytes into a `Reading`; a writer turns a
`Record` into bytes and says beforehand what its format has no place for (`Loss`). The tables of the room hold the same
shape: an `Entry` here is an `Item` there, kind for kind and field for field, so that neither side needs a third model.

What a foreign file says that Wayline has no field for is kept word for word in `beyond`, under the name of the format,
so that a file read and written again in its own format loses nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Details = dict[str, Any]


class Kind(StrEnum):
    """What an entry of a record, and an item of a portfolio, is."""

    EXPERIENCE = "experience"
    EDUCATION = "education"
    QUALIFICATION = "qualification"
    SKILL = "skill"
    LANGUAGE = "language"
    DIGITAL = "digital"
    ACHIEVEMENT = "achievement"
    PROJECT = "project"
    INTEREST = "interest"
    ASPIRATION = "aspiration"
    GOAL = "goal"
    REFERENCE = "reference"
    FILE = "file"
    LINK = "link"
    JOURNAL = "journal"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as people remember it: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs a month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2019`, `2019-07` or `2019-07-15`; ValueError says what was wrong."""
        parts = text.strip().split("-")
        if (
            not 1 <= len(parts) <= 3
            or not all(part.isascii() and part.isdecimal() for part in parts)
            or len(parts[0]) != 4
        ):
            raise ValueError(f"“{text}” is not a date like 2019, 2019-07 or 2019-07-15")
        return cls(*map(int, parts))

    def __str__(self) -> str:
        month = "" if self.month is None else f"-{self.month:02}"
        return f"{self.year:04}{month}" + ("" if self.day is None else f"-{self.day:02}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an entry: evidence, a certificate, a photo."""

    name: str
    media_type: str
    content: bytes
    description: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a person keeps. `details` holds the fields of its kind (`fields.py`), checked by `fields.faults`."""

    kind: Kind
    title: str = ""
    organisation: str = ""
    place: str = ""
    country: str = ""  # ISO 3166-1 alpha-2, capitals
    start: PartialDate | None = None
    end: PartialDate | None = None
    ongoing: bool = False
    description: str = ""  # Markdown
    url: str = ""
    language: str = ""  # of the text, BCP 47; empty: the record's
    details: Details = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    supports: tuple[str, ...] = ()  # keys of entries this one is evidence for
    key: str = ""  # stable within one record; the item's public id when it comes from the tables
    beyond: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the person: one address, number or account."""

    kind: str  # email, phone, website, messaging, social
    value: str
    label: str = ""  # home, work, the network's name


@dataclass(frozen=True, slots=True)
class Holder:
    """The person the record is about. Everything may be empty."""

    given_name: str = ""
    family_name: str = ""
    display_name: str = ""
    headline: str = ""
    summary: str = ""  # Markdown
    birth_date: PartialDate | None = None
    nationalities: tuple[str, ...] = ()  # ISO 3166-1 alpha-2
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    contacts: tuple[Contact, ...] = ()
    photo: Attachment | None = None
    beyond: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """A portfolio, or the part of it that was chosen."""

    holder: Holder = Holder()
    entries: tuple[Entry, ...] = ()
    language: str = "en"
    beyond: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader wants the person to know: what it left out, guessed or mended, and where."""

    place: str  # line and column, or a path such as work[2].startDate
    says: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in a file."""

    record: Record
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Loss:
    """What a writer's format has no place for. `key` names the entry; empty for the holder."""

    key: str
    what: str


class UnreadableFile(ValueError):
    """The file cannot be read. `place` says where it broke; nothing was taken over."""

    def __init__(self, says: str, place: str = "") -> None:
        super().__init__(f"{place}: {says}" if place else says)
        self.says = says
        self.place = place

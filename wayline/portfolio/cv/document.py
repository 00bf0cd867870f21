"""A CV as it is read: a head, and sections of entries, in the words of one language. What every format is drawn from.

Plain Python over `record.Record`: no database, no HTML. Texts stay Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wayline.portfolio.cv.words import words
from wayline.portfolio.fields import CEFR_PARTS
from wayline.portfolio.places import country_name, date_in_words, language_name
from wayline.portfolio.record import Entry, Kind, PartialDate, Record

KINDS = (
    Kind.EXPERIENCE, Kind.EDUCATION, Kind.QUALIFICATION, Kind.SKILL, Kind.LANGUAGE, Kind.DIGITAL, Kind.PROJECT,
    Kind.ACHIEVEMENT, Kind.CREDENTIAL, Kind.INTEREST, Kind.LINK, Kind.REFERENCE,
)  # fmt: skip
"""What a CV may show, in the usual order. Goals, wishes, journal and files stay with the person."""
SHORT = {Kind.SKILL, Kind.DIGITAL, Kind.INTEREST}
"""Kinds that are listed in a few words each."""


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """One entry: what, where, when, and what is said about it."""

    title: str
    organisation: str = ""
    place: str = ""
    period: str = ""
    level: str = ""
    text: str = ""
    points: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    """Of the text, where it is not that of the CV."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: mother tongue, or a level for each part (empty where not said)."""

    name: str
    mother_tongue: bool
    levels: tuple[str, ...]
    level_text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    kind: Kind
    heading: str
    parts: tuple[Part, ...] = ()
    tongues: tuple[Tongue, ...] = ()

    @property
    def is_short(self) -> bool:
        return self.kind in SHORT


@dataclass(frozen=True, slots=True)
class Document:
    language: str
    title: str
    name: str
    headline: str
    about_heading: str
    about: str
    contact_heading: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    cefr_heads: tuple[str, ...]
    mother_tongue: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the head is shown."""

    address: bool = True
    birth: bool = False
    nationality: bool = False
    summary: bool = True


def document(record: Record, *, language: str, shown: Shown, order: Sequence[Kind] = KINDS) -> Document:
    """The entries of the record in their order, under headings in `order`."""
    said = words(language)
    holder = record.holder
    sections = [_section(kind, [one for one in record.entries if one.kind == kind], language) for kind in order]
    return Document(
        language=language,
        title=said["cv"],
        name=holder.display_name or f"{holder.given_name} {holder.family_name}".strip(),
        headline=holder.headline,
        about_heading=said["about"],
        about=holder.summary if shown.summary else "",
        contact_heading=said["contact"],
        facts=tuple(_facts(record, language, shown)),
        sections=tuple(one for one in sections if one.parts or one.tongues),
        cefr_heads=tuple(said[part] for part in CEFR_PARTS),
        mother_tongue=said["mother_tongue"],
    )


def _facts(record: Record, language: str, shown: Shown) -> list[Fact]:
    said, holder = words(language), record.holder
    found = [
        Fact(said.get(one.kind, one.label or one.kind), one.value) for one in holder.contacts if one.kind != "social"
    ]
    accounts = [one for one in holder.contacts if one.kind == "social"]
    found += [Fact(one.label.capitalize() or said["website"], one.value) for one in accounts]
    town = f"{holder.postcode} {holder.city}".strip()
    country = country_name(holder.country, language) if holder.country else ""
    address = ", ".join(part for part in (holder.street, town, holder.region, country) if part)
    if shown.address and address:
        found.append(Fact(said["address"], address))
    if shown.birth and holder.birth_date:
        found.append(Fact(said["birth"], date_in_words(str(holder.birth_date), language)))
    if shown.nationality and holder.nationalities:
        names = ", ".join(country_name(code, language) for code in holder.nationalities)
        found.append(Fact(said["nationality"], names))
    return found


def _section(kind: Kind, entries: Sequence[Entry], language: str) -> Section:
    heading = words(language)[kind.value]
    if kind == Kind.LANGUAGE:
        return Section(kind, heading, tongues=tuple(_tongue(one, language) for one in entries))
    return Section(kind, heading, tuple(_part(one, language) for one in entries))


def _tongue(entry: Entry, language: str) -> Tongue:
    """Named in the language of the CV where we know which language it is."""
    code = entry.details.get("code", "")
    name = language_name(code, language) if code else entry.title
    return Tongue(
        name[:1].upper() + name[1:],
        bool(entry.details.get("mother_tongue")),
        tuple(entry.details.get(part, "") for part in CEFR_PARTS),
        entry.details.get("level_text", ""),
    )


def _part(entry: Entry, language: str) -> Part:
    country = country_name(entry.country, language) if entry.country else ""
    details = entry.details
    extra = (details.get("role"), details.get("email"), details.get("phone")) if entry.kind == Kind.REFERENCE else ()
    return Part(
        title=entry.title,
        organisation=entry.organisation,
        place=", ".join(part for part in (entry.place, country) if part),
        period=period(entry, language),
        level=_level(entry, language),
        text=entry.description if entry.kind not in SHORT else "",
        points=(*details.get("highlights", ()), *(str(one) for one in extra if one)),
        url=entry.url,
        language=entry.language if entry.language not in ("", language) else "",
    )


def _level(entry: Entry, language: str) -> str:
    details = entry.details
    if entry.kind == Kind.SKILL and "level" in details:
        return words(language)[details["level"]]
    if entry.kind == Kind.DIGITAL and "level" in details:
        return f"DigComp {int(details['level'])}/8"
    parts = []
    if "eqf" in details:
        parts.append(f"EQF {int(details['eqf'])}")
    parts += [str(details[key]) for key in ("national_level", "grade") if details.get(key)]
    if details.get("categories"):
        parts.append(", ".join(details["categories"]))
    return " · ".join(parts)


def period(entry: Entry, language: str) -> str:
    """March 2020 – present."""
    start, end = (_when(one, language) for one in (entry.start, entry.end))
    if entry.ongoing:
        end = words(language)["present"]
    if start and end and start != end:
        return f"{start} – {end}"
    return start or end


def _when(when: PartialDate | None, language: str) -> str:
    return date_in_words(str(when), language) if when else ""

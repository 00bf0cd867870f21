"""Writes a record as Leap2A: a zip of the feed and the files."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from wayline.portfolio.formats import plain, safe_zip, xml_rest
from wayline.portfolio.formats.leap2a.content import say_text
from wayline.portfolio.formats.leap2a.names import (
    APART,
    ENTRY_ORDER,
    FORM,
    NAMESPACES,
    PERSON,
    VERSION,
    WRITTEN,
    add,
    tag,
)
from wayline.portfolio.formats.leap2a.person import PHONES, TEXTS
from wayline.portfolio.formats.leap2a.reader import read
from wayline.portfolio.formats.losses import measured
from wayline.portfolio.formats.safe_xml import Element, found
from wayline.portfolio.formats.taking import left_of
from wayline.portfolio.record import Attachment, Contact, Entry, Holder, Kind, Loss, Record

FEED = "leap2a.xml"


class _Files:
    """The files of the zip by the address the feed gives them."""

    def __init__(self) -> None:
        self.members: dict[str, bytes] = {}

    def enclose(self, entry: Element, file: Attachment) -> None:
        ending = file.name.rpartition(".")[2] if "." in file.name else "bin"
        plain_ending = "".join(char for char in ending if char.isascii() and char.isalnum())[:8] or "bin"
        href = f"files/{len(self.members)}-file.{plain_ending}"
        self.members[href] = file.content
        add(entry, "link", rel="enclosure", type=file.media_type, href=href)


def write(record: Record) -> bytes:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    files = _Files()
    feed = etree.Element(tag("feed"), nsmap=NAMESPACES)
    add(feed, "version", VERSION, "leap2")
    add(feed, "id", "urn:wayline:portfolio")
    add(feed, "title", "Portfolio")
    add(feed, "updated", now)
    add(feed, "generator", "Wayline")
    _author(feed, record.holder)
    _say_fields(feed, {"language": record.language, "beyond": _others(record.beyond)}, {"language": "en"})
    kept = left_of(FORM, record.beyond)
    xml_rest.merge(feed, xml_rest.from_text(kept.get("xml")))
    if record.holder != Holder():
        feed.append(_person(record.holder, files, now))
    for entry in record.entries:
        feed.append(_entry(entry, files, now))
    feed.extend(_furniture(kept.get("entries")))
    xml = etree.tostring(feed, xml_declaration=True, encoding="UTF-8")
    return safe_zip.pack({FEED: xml} | files.members)


def losses(record: Record) -> list[Loss]:
    return measured(record, write, read)


def _furniture(kept: Any) -> Iterator[Element]:
    for text in kept if isinstance(kept, list) else []:
        if (element := xml_rest.from_text(text)) is not None:
            yield element


def _others(kept: dict[str, Any]) -> dict[str, Any]:
    """What other formats left over; our own is put back as XML."""
    return {key: value for key, value in kept.items() if key != FORM}


def _say_fields(parent: Element, fields: dict[str, Any], usual: dict[str, Any] | None = None) -> None:
    """What the format has no words for, as JSON; nothing for what is empty or as usual."""
    said = {key: value for key, value in fields.items() if value and value != (usual or {}).get(key)}
    if said:
        # escaped to ASCII: JSON keeps signs that XML has no place for
        add(parent, "fields", json.dumps(said, sort_keys=True), "wayline")


def _author(feed: Element, holder: Holder) -> None:
    author = add(feed, "author")
    add(author, "name", _name(holder) or "—")
    if email := next((contact.value for contact in holder.contacts if contact.kind == "email"), ""):
        add(author, "email", email)


def _name(holder: Holder) -> str:
    return holder.display_name or f"{holder.given_name} {holder.family_name}".strip()


def _person(holder: Holder, files: _Files, now: str) -> Element:
    entry = etree.Element(tag("entry"), nsmap=NAMESPACES)
    add(entry, "title", _name(holder))
    add(entry, "id", "portfolio:person")
    add(entry, "updated", now)
    say_text(entry, holder.summary)
    _say_type(entry, "person", "Self", PERSON)
    for field, ours in TEXTS.items():
        _datum(entry, field, getattr(holder, ours))
    _datum(entry, "dob", str(holder.birth_date or ""))
    _datum(entry, "country", holder.country)
    for contact in holder.contacts:
        _reach(entry, contact)
    if holder.photo:
        files.enclose(entry, holder.photo)
    _say_fields(entry, _holder_fields(holder))
    xml_rest.merge(entry, xml_rest.from_text(left_of(FORM, holder.beyond).get("xml")), ENTRY_ORDER, APART)
    return entry


def _holder_fields(holder: Holder) -> dict[str, Any]:
    return {
        "headline": holder.headline,
        "nationalities": list(holder.nationalities),
        "postcode": holder.postcode,
        "region": holder.region,
        "contacts": [plain.contact_value(contact) for contact in holder.contacts],
        "attachments": [_about(holder.photo)] if holder.photo else [],
        "beyond": _others(holder.beyond),
    }


def _datum(entry: Element, field: str, text: str, **more: str) -> None:
    if text:
        attributes = {tag("field", "leap2"): field} | {tag(key, "leap2"): value for key, value in more.items()}
        add(entry, "persondata", text, "leap2", **attributes)


def _reach(entry: Element, contact: Contact) -> None:
    if contact.kind == "phone":
        labels = {label: field for field, label in PHONES.items()}
        _datum(entry, labels.get(contact.label, "homephone"), contact.value)
    elif contact.kind in {"email", "website"}:
        _datum(entry, contact.kind, contact.value)
    else:
        _datum(entry, "id", contact.value, service=contact.label or contact.kind)


def _say_type(entry: Element, name: str, term: str, scheme: str) -> None:
    add(entry, "type", "", "rdf", **{tag("resource", "rdf"): f"leap2:{name}"})
    if term:
        add(entry, "category", term=term, scheme=scheme)


def _entry(entry: Entry, files: _Files, now: str) -> Element:
    kept = xml_rest.from_text(left_of(FORM, entry.beyond).get("xml"))
    made = etree.Element(tag("entry"), nsmap=NAMESPACES)
    add(made, "title", entry.title)
    add(made, "id", f"portfolio:{entry.key}")
    if found(kept, "updated") is None:
        add(made, "updated", now)
    say_text(made, entry.description)
    if found(kept, "type") is None:
        _say_type(made, *WRITTEN[entry.kind])
    _say_facts(made, entry)
    for key in entry.supports:
        add(made, "link", rel="leap2:supports", href=f"portfolio:{key}")
    for file in entry.attachments:
        files.enclose(made, file)
    _say_fields(made, _entry_fields(entry))
    xml_rest.merge(made, kept, ENTRY_ORDER, APART)
    return made


def _say_facts(made: Element, entry: Entry) -> None:
    for point, date in (("start", entry.start), ("target" if entry.kind is Kind.GOAL else "end", entry.end)):
        if date:
            add(made, "date", str(date), "leap2", **{tag("point", "leap2"): point})
    if entry.organisation:
        add(made, "orgdata", entry.organisation, "leap2", **{tag("field", "leap2"): "legal_org_name"})
    if entry.place or entry.country:
        spatial = add(made, "spatial", "", "leap2")
        if entry.place:
            add(spatial, "addressline", entry.place, "leap2")
        if entry.country:
            add(spatial, "country", "", "leap2", **{tag("countrycode", "leap2"): entry.country.lower()})
    if entry.url:
        add(made, "link", rel="related", href=entry.url)
    if entry.kind is Kind.JOURNAL:
        for term in entry.details.get("tags", []):
            add(made, "category", term=term)


def _entry_fields(entry: Entry) -> dict[str, Any]:
    details = entry.details
    if entry.kind is Kind.JOURNAL:  # its tags are categories
        details = {key: value for key, value in details.items() if key != "tags"}
    return {
        "details": details,
        "ongoing": entry.ongoing,
        "language": entry.language,
        "attachments": [_about(file) for file in entry.attachments],
        "beyond": _others(entry.beyond),
    }


def _about(file: Attachment) -> dict[str, str]:
    return {"name": file.name, "description": file.description}

"""JSON Resume 1.0.0 (jsonresume.org, schema of github.com/jsonresume/resume-schema, MIT)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wayline.portfolio.fields import CEFR, CEFR_PARTS, SKILL_LEVELS
from wayline.portfolio.formats import data_address, safe_json
from wayline.portfolio.formats.codes import country_of
from wayline.portfolio.formats.losses import measured
from wayline.portfolio.formats.places import Place, Section, read_entry, written
from wayline.portfolio.formats.taking import Taking, beyond, left_of, object_of
from wayline.portfolio.record import (
    Attachment,
    Contact,
    Details,
    Entry,
    Holder,
    Kind,
    Loss,
    Note,
    PartialDate,
    Reading,
    Record,
)

FORM = "jsonresume"
SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
NATIVE = "Native speaker"
_SINGLE = (("email", "email"), ("phone", "phone"), ("website", "url"))
_PROFILE = "profile "

_SPAN = (Place("startDate", "start", "date"), Place("endDate", "end", "date"))
_TEXTS = (Place("summary", "description"), Place("highlights", "details.highlights", "texts"))
SECTIONS = {
    section.key: section
    for section in (
        Section(
            "work",
            Kind.EXPERIENCE,
            (
                Place("name", "organisation"),
                Place("position", "title"),
                Place("location", "place"),
                Place("url", "details.organisation_url"),
                *_SPAN,
                *_TEXTS,
                Place("description", "details.organisation_about"),
            ),
        ),
        Section(
            "volunteer",
            Kind.EXPERIENCE,
            (
                Place("organization", "organisation"),
                Place("position", "title"),
                Place("url", "details.organisation_url"),
                *_SPAN,
                *_TEXTS,
            ),
            {"form": "voluntary"},
        ),
        Section(
            "education",
            Kind.EDUCATION,
            (
                Place("institution", "organisation"),
                Place("url", "details.organisation_url"),
                Place("area", "details.field"),
                Place("studyType", "title"),
                *_SPAN,
                Place("score", "details.grade"),
                Place("courses", "details.subjects", "texts"),
            ),
        ),
        Section(
            "awards",
            Kind.ACHIEVEMENT,
            (
                Place("title", "title"),
                Place("date", "start", "date"),
                Place("awarder", "organisation"),
                Place("summary", "description"),
            ),
            {"form": "award"},
        ),
        Section(
            "certificates",
            Kind.ACHIEVEMENT,
            (
                Place("name", "title"),
                Place("date", "start", "date"),
                Place("url", "url"),
                Place("issuer", "organisation"),
            ),
            {"form": "certificate"},
        ),
        Section(
            "publications",
            Kind.ACHIEVEMENT,
            (
                Place("name", "title"),
                Place("publisher", "organisation"),
                Place("releaseDate", "start", "date"),
                Place("url", "url"),
                Place("summary", "description"),
            ),
            {"form": "publication"},
        ),
        Section(
            "skills",
            Kind.SKILL,
            (
                Place("name", "title"),
                Place("level", "details.level_text"),
                Place("keywords", "details.keywords", "texts"),
            ),
        ),
        Section("languages", Kind.LANGUAGE, (Place("language", "title"), Place("fluency", "details.level_text"))),
        Section("interests", Kind.INTEREST, (Place("name", "title"), Place("keywords", "details.keywords", "texts"))),
        Section("references", Kind.REFERENCE, (Place("name", "title"), Place("reference", "description"))),
        Section(
            "projects",
            Kind.PROJECT,
            (
                Place("name", "title"),
                Place("description", "description"),
                Place("highlights", "details.highlights", "texts"),
                Place("keywords", "details.keywords", "texts"),
                *_SPAN,
                Place("url", "url"),
                Place("roles", "details.roles", "texts"),
                Place("entity", "organisation"),
                Place("type", "details.form"),
            ),
        ),
    )
}
_BY_KIND = {
    Kind.EDUCATION: "education",
    Kind.QUALIFICATION: "education",
    Kind.SKILL: "skills",
    Kind.DIGITAL: "skills",
    Kind.LANGUAGE: "languages",
    Kind.INTEREST: "interests",
    Kind.REFERENCE: "references",
    Kind.PROJECT: "projects",
    Kind.CREDENTIAL: "certificates",
}
_ACHIEVEMENTS = {
    "award": "awards",
    "certificate": "certificates",
    "course": "certificates",
    "publication": "publications",
    "presentation": "publications",
    "patent": "publications",
    "creative_work": "publications",
}


def read(content: bytes) -> Reading:
    notes: list[Note] = []
    whole = object_of(safe_json.load(content), notes)
    holder = _holder(whole)
    entries = [_read_entry(section, taken) for section in SECTIONS.values() for taken in whole.children(section.key)]
    if whole.peek("$schema") == SCHEMA:
        whole.raw("$schema")
    record = Record(holder, tuple(entries), beyond=beyond(FORM, whole.rest()))
    return Reading(record, tuple(notes))


def _read_entry(section: Section, taken: Taking) -> Entry:
    entry = read_entry(section, taken, FORM)
    if section.key in {"work", "volunteer"} and entry.start is not None and entry.end is None:
        return replace(entry, ongoing=True)  # the format has no other way to say so
    level = entry.details.get("level_text", "")
    if entry.kind is Kind.LANGUAGE and (parts := _fluency(level)):
        return replace(entry, details=parts)
    if entry.kind is Kind.SKILL and level in SKILL_LEVELS:
        rest = {key: value for key, value in entry.details.items() if key != "level_text"}
        return replace(entry, details=rest | {"level": level})
    return entry


def _fluency(text: str) -> Details:
    if text == NATIVE:
        return {"mother_tongue": True}
    found: Details = {}
    for piece in text.split(", "):
        part, _space, level = piece.partition(" ")
        if part not in CEFR_PARTS or level not in CEFR or part in found:
            return {}
        found[part] = level
    return found


def _holder(whole: Taking) -> Holder:
    basics = whole.child("basics")
    place = basics.child("location")
    holder = Holder(
        display_name=basics.text("name"),
        headline=basics.text("label"),
        summary=basics.text("summary"),
        street=place.text("address"),
        postcode=place.text("postalCode"),
        city=place.text("city"),
        region=place.text("region"),
        country=_country(place),
        contacts=tuple(_contacts(basics)),
        photo=_photo(basics),
    )
    basics.keep("location", place.rest())
    rest = basics.rest()
    return replace(holder, beyond=beyond(FORM, rest))


def _contacts(basics: Taking) -> Iterator[Contact]:
    for kind, key in _SINGLE:
        if value := basics.text(key):
            yield Contact(kind, value)
    for profile in basics.children("profiles"):
        network, url = profile.text("network"), profile.text("url")
        value = url or profile.text("username")
        yield Contact("social", value, network)
        basics.keep(_PROFILE + value, profile.rest())


def _country(place: Taking) -> str:
    code = place.text("countryCode")
    if not (country := country_of(code)):
        place.keep("countryCode", code)
    return country


def _photo(basics: Taking) -> Attachment | None:
    address = basics.text("image")
    photo = data_address.read(address)
    if photo is None:
        basics.keep("image", address)
    return photo


def write(record: Record) -> bytes:
    """The file, fit for the schema; what it has no place for is left out (`losses`)."""
    whole: dict[str, Any] = {"$schema": SCHEMA, "basics": _basics(record.holder)}
    for key in SECTIONS:
        entries = [entry for entry in record.entries if section_of(entry) == key]
        if entries:
            whole[key] = [_written(key, entry) for entry in entries]
    for key, value in left_of(FORM, record.beyond).items():
        both_lists = isinstance(value, list) and isinstance(whole.get(key), list)
        if both_lists or key not in whole or key == "$schema":
            whole[key] = whole[key] + value if both_lists else value
    return safe_json.dump(whole)


def losses(record: Record) -> list[Loss]:
    return measured(record, write, read)


def section_of(entry: Entry) -> str:
    """The section an entry has its place in, or ""."""
    if entry.kind is Kind.EXPERIENCE:
        return "volunteer" if entry.details.get("form") == "voluntary" else "work"
    if entry.kind is Kind.ACHIEVEMENT:
        return _ACHIEVEMENTS.get(entry.details.get("form", ""), "")
    return _BY_KIND.get(entry.kind, "")


def _written(key: str, entry: Entry) -> dict[str, Any]:
    made = written(SECTIONS[key], entry, FORM, date_text)
    if level := _level(entry):
        made["fluency" if entry.kind is Kind.LANGUAGE else "level"] = level
    if entry.ongoing:
        made.pop("endDate", None)
    return made


def date_text(date: PartialDate) -> str:
    """The date, if the schema allows its year."""
    return str(date) if 1000 <= date.year < 3000 else ""


def _level(entry: Entry) -> str:
    details = entry.details
    if entry.kind is Kind.LANGUAGE and not details.get("level_text"):
        parts = ", ".join(f"{part} {details[part]}" for part in CEFR_PARTS if part in details)
        return NATIVE if details.get("mother_tongue") else parts
    if entry.kind in {Kind.SKILL, Kind.DIGITAL} and not details.get("level_text"):
        return str(details.get("level", ""))
    return ""


def _basics(holder: Holder) -> dict[str, Any]:
    left = left_of(FORM, holder.beyond)
    place = {
        "address": holder.street,
        "postalCode": holder.postcode,
        "city": holder.city,
        "countryCode": holder.country,
        "region": holder.region,
    }
    known = {
        "name": holder.display_name or f"{holder.given_name} {holder.family_name}".strip(),
        "label": holder.headline,
        "image": data_address.write(holder.photo) if holder.photo else "",
        **{key: _first(holder, kind) for kind, key in _SINGLE},
        "summary": holder.summary,
    }
    profiles = [_profile(contact, left) for contact in holder.contacts if contact.kind == "social"]
    strange = left.get("profiles") if isinstance(left.get("profiles"), list) else []
    made: dict[str, Any] = {key: value for key, value in known.items() if value}
    made["location"] = _filled(place) | _filled(left.get("location") if isinstance(left.get("location"), dict) else {})
    made["profiles"] = profiles + list(strange or [])
    kept = {key: value for key, value in left.items() if key not in made and not key.startswith(_PROFILE)}
    return kept | {key: value for key, value in made.items() if value}


def _filled(values: Any) -> dict[str, Any]:
    return {key: value for key, value in dict(values).items() if value not in ("", None)}


def _first(holder: Holder, kind: str) -> str:
    return next((contact.value for contact in holder.contacts if contact.kind == kind), "")


def _profile(contact: Contact, left: dict[str, Any]) -> dict[str, Any]:
    known = {"network": contact.label, "url" if ":" in contact.value else "username": contact.value}
    kept = left.get(_PROFILE + contact.value)
    return _filled(known) | (kept if isinstance(kept, dict) else {})

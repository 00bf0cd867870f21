"""Skills in the terms of ESCO, as JSON-LD: concepts with their preferred labels, and what a person says of them.

Names after SKOS and the ESCO data model (ec.europa.eu/esco); what a person adds (level, years, evidence) has names of
Wayline's own vocabulary, which other readers of linked data pass over.
"""

from typing import Any

from wayline.portfolio.fields import faults, fields_of
from wayline.portfolio.formats import safe_json
from wayline.portfolio.formats.addresses import is_address
from wayline.portfolio.formats.losses import measured
from wayline.portfolio.formats.taking import Taking, beyond, left_of, object_of
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Details, Entry, Kind, Loss, Note, Reading, Record, UnreadableFile

FORM = "esco"
CONTEXT = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "esco": "http://data.europa.eu/esco/model#",
    "wayline": "urn:wayline:skills:1#",
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "note": {"@id": "skos:note", "@container": "@language"},
}
_TYPES = {Kind.SKILL: "esco:Skill", Kind.LANGUAGE: "esco:Language", Kind.DIGITAL: "esco:DigitalSkill"}
_OWN = "wayline:"


def read(content: bytes) -> Reading:
    """Skills with an ESCO address, from a `@graph`, a list, or one object."""
    value = safe_json.load(content)
    notes: list[Note] = []
    whole = object_of({"@graph": value} if isinstance(value, list) else value, notes)
    if "@graph" not in whole:
        whole = object_of({"@graph": [value]}, notes)
    language = whole.text("language") or "en"
    entries = [entry for taken in whole.children("@graph") if (entry := _read(taken, language)) is not None]
    if not entries and whole.peek("@context") != CONTEXT:
        raise UnreadableFile(_("The file holds no skill with an ESCO address."))
    if whole.peek("@context") == CONTEXT:
        whole.raw("@context")
    return Reading(Record(entries=tuple(entries), language=language, beyond=beyond(FORM, whole.rest())), tuple(notes))


def looks_like(value: Any) -> bool:
    """Whether a JSON value is linked data about skills."""
    listed = value.get("@graph", [value]) if isinstance(value, dict) else value
    return (isinstance(listed, list) and any(_address(one) for one in listed)) or (
        isinstance(value, dict) and value.get("@context") == CONTEXT
    )


def _address(value: Any) -> str:
    said = (value.get("@id") or value.get("id") or value.get("uri")) if isinstance(value, dict) else None
    return said if isinstance(said, str) and "/esco/" in said and is_address(said) else ""


def _own_address(taken: Taking) -> str:
    """In our own files a skill may be of another scheme than ESCO."""
    said = taken.peek("@id")
    return said if isinstance(said, str) and is_address(said) else ""


def _read(taken: Taking, language: str) -> Entry | None:
    said_type = taken.peek("@type")
    address = _address(taken.rest()) or (_own_address(taken) if said_type in _TYPES.values() else "")
    kind = next((kind for kind, name in _TYPES.items() if name == said_type), Kind.SKILL)
    if not address and said_type not in _TYPES.values():
        taken.note("@id", _("This is not a skill of ESCO; it is left out."))
        return None
    if said_type in _TYPES.values():
        taken.raw("@type")
    details: Details = {"concept": address} if address else {}
    for key in ("@id", "id", "uri"):
        if taken.peek(key) == address:
            taken.raw(key)
    for field in fields_of(kind):
        value = taken.peek(_OWN + field.key)
        if value is not None and next(faults(kind, {field.key: value}), None) is None:
            details[field.key] = taken.raw(_OWN + field.key)
    title = _label(taken, "prefLabel", language) or taken.text("title")
    description = _label(taken, "note", language)
    return Entry(
        kind, title=title, description=description, details=details, key=taken.path, beyond=beyond(FORM, taken.rest())
    )


def _label(taken: Taking, key: str, language: str) -> str:
    """A text by language: the one in ours is taken, those in others stay."""
    value = taken.peek(key)
    if isinstance(value, str):
        return taken.text(key)
    if not isinstance(value, dict):
        return ""
    name = next((one for one in (language, "en", *value) if isinstance(value.get(one), str) and value[one]), "")
    if not name:
        return ""
    taken.keep(key, {other: text for other, text in value.items() if other != name})
    return str(value[name])


def write(record: Record) -> bytes:
    graph = [_written(entry, record.language) for entry in record.entries if entry.kind in _TYPES]
    left = left_of(FORM, record.beyond)
    strange = left.pop("@graph", [])
    whole = {"@context": CONTEXT, "language": record.language} | left
    return safe_json.dump(whole | {"@graph": graph + (strange if isinstance(strange, list) else [])})


def _written(entry: Entry, language: str) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": _TYPES[entry.kind]}
    if concept := entry.details.get("concept"):
        made["@id"] = concept
    left = left_of(FORM, entry.beyond)
    for key, text in (("prefLabel", entry.title), ("note", entry.description)):
        others = left.pop(key, {})
        if text:
            made[key] = {language: text} | (others if isinstance(others, dict) else {})
    made |= {_OWN + key: value for key, value in entry.details.items() if key != "concept"}
    return made | {key: value for key, value in left.items() if key not in made}


def losses(record: Record) -> list[Loss]:
    return measured(record, write, read)

"""The data model of Open Badges 3.0 (1EdTech, Open Badges Specification, appendix B) as a table of what must be said.

Only what makes a credential wrong stands here: the type each object states, the fields it cannot do without and which
fields hold further objects. Everything else may be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wayline.portfolio.badges.findings import Code, Finding, bad

URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of the model: one of `types` must be stated, `required` must be there, `parts` are objects in turn."""

    types: tuple[str, ...]
    required: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    by_reference: bool = False
    """An address may stand for the object."""


SHAPES: dict[str, Shape] = {
    "profile": Shape(
        ("Profile",),
        ("id",),
        {"parentOrg": "profile", "otherIdentifier": "identifier_entry", "image": "image", "address": "address"},
        by_reference=True,
    ),
    "identifier_entry": Shape(("IdentifierEntry",), ("identifier", "identifierType")),
    "identity": Shape(("IdentityObject",), ("hashed", "identityHash", "identityType")),
    "image": Shape(("Image",), ("id",), by_reference=True),
    "address": Shape(("Address",), (), {"geo": "geo"}),
    "geo": Shape(("GeoCoordinates",), ("latitude", "longitude")),
    "evidence": Shape(("Evidence",)),
    "alignment": Shape(("Alignment",), ("targetName", "targetUrl")),
    "related": Shape(("Related",), ("id",)),
    "result": Shape(("Result",), (), {"alignment": "alignment"}),
    "rubric_level": Shape(("RubricCriterionLevel",), ("id", "name"), {"alignment": "alignment"}),
    "result_description": Shape(
        ("ResultDescription",),
        ("id", "name", "resultType"),
        {"alignment": "alignment", "rubricCriterionLevel": "rubric_level"},
    ),
    "achievement": Shape(
        ("Achievement",),
        ("id", "name", "description", "criteria"),
        {
            "creator": "profile",
            "alignment": "alignment",
            "image": "image",
            "otherIdentifier": "identifier_entry",
            "related": "related",
            "resultDescription": "result_description",
        },
    ),
    "achievement_subject": Shape(
        ("AchievementSubject",),
        ("achievement",),
        {
            "achievement": "achievement",
            "identifier": "identity",
            "image": "image",
            "result": "result",
            "source": "profile",
        },
    ),
    "endorsement_subject": Shape(("EndorsementSubject",), ("id",)),
    "status_list_subject": Shape(("BitstringStatusList",), ("statusPurpose", "encodedList")),
    "achievement_credential": Shape(
        ("OpenBadgeCredential", "AchievementCredential"),
        ("id", "issuer", "credentialSubject"),
        {"credentialSubject": "achievement_subject", "issuer": "profile", "evidence": "evidence", "image": "image"},
    ),
    "endorsement_credential": Shape(
        ("EndorsementCredential",),
        ("id", "issuer", "credentialSubject"),
        {"credentialSubject": "endorsement_subject", "issuer": "profile"},
    ),
    "status_list_credential": Shape(
        ("BitstringStatusListCredential",),
        ("issuer", "credentialSubject"),
        {"credentialSubject": "status_list_subject"},
    ),
}


def kind_of(document: Mapping[str, Any]) -> str | None:
    """Which credential of the model a document states to be; None if it is none of them."""
    types = set(type_names(document))
    if "VerifiableCredential" not in types:
        return None
    for name, shape in SHAPES.items():
        if name.endswith("_credential") and types & set(shape.types):
            return name
    return None


def type_names(value: Mapping[str, Any]) -> list[str]:
    stated = value.get("type")
    return [name for name in (stated if isinstance(stated, list) else [stated]) if isinstance(name, str)]


def faults(document: Mapping[str, Any], kind: str) -> list[Finding]:
    """Everything the model forbids, with its place as in `credentialSubject.result[1].type`."""
    found = list(_faults(document, kind, "", 0))
    subject = document.get("credentialSubject")
    if kind == "achievement_credential" and isinstance(subject, dict) and not subject.keys() & {"id", "identifier"}:
        found.append(bad(Code.FIELD_MISSING, place="credentialSubject.id"))
    return found


def _faults(value: Any, kind: str, place: str, depth: int) -> Iterator[Finding]:
    shape = SHAPES[kind]
    if isinstance(value, str) and shape.by_reference and URI.fullmatch(value):
        return
    if not isinstance(value, dict) or depth > DEEPEST:
        yield bad(Code.FIELD_WRONG, place=place)
        return
    if not set(type_names(value)) & set(shape.types):
        yield bad(Code.TYPE_WRONG, place=_at(place, "type"), stated=_stated(value), expected=" / ".join(shape.types))
    yield from _missing(value, shape, place)
    for name, part in shape.parts.items():
        for index, item in _items(value.get(name)):
            yield from _faults(item, part, _at(place, name) + index, depth + 1)


def _missing(value: Mapping[str, Any], shape: Shape, place: str) -> Iterator[Finding]:
    for name in shape.required:
        if value.get(name) in (None, "", [], {}):
            yield bad(Code.FIELD_MISSING, place=_at(place, name))
    stated = value.get("id")
    if stated is not None and not (isinstance(stated, str) and URI.fullmatch(stated)):
        yield bad(Code.FIELD_WRONG, place=_at(place, "id"))


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if value is None:
        return
    if not isinstance(value, list):
        yield "", value
        return
    for index, item in enumerate(value):
        yield f"[{index}]", item


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _stated(value: Mapping[str, Any]) -> str:
    return ", ".join(type_names(value)) or "–"

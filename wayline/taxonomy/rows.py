"""What readers of classifications yield, one row a statement. Codes stand for concepts; no database here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SchemeKey = tuple[str, str]
"""(key, version), for example ("esco", "1.1.1")."""


@dataclass(frozen=True, slots=True)
class SchemeRow:
    key: str
    version: str
    title: str
    publisher: str


@dataclass(frozen=True, slots=True)
class ConceptRow:
    scheme: SchemeKey
    kind: str
    code: str
    title: str
    uri: str = ""
    level: int | None = None
    broader: str = ""
    """Code of the first broader concept in the same scheme."""
    description: str = ""
    retired: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BroaderRow:
    scheme: SchemeKey
    code: str
    broader: str
    broader_scheme: SchemeKey | None = None
    """When the broader concept stands in another scheme (an ESCO occupation under its ISCO group)."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    scheme: SchemeKey
    code: str
    language: str
    kind: str
    text: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class NoteRow:
    scheme: SchemeKey
    code: str
    language: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class OccupationSkillRow:
    scheme: SchemeKey
    occupation: str
    skill: str
    need: str


@dataclass(frozen=True, slots=True)
class SkillRelationRow:
    scheme: SchemeKey
    skill: str
    related: str
    need: str


@dataclass(frozen=True, slots=True)
class CollectionRow:
    key: str
    title: str
    scheme: SchemeKey
    code: str


@dataclass(frozen=True, slots=True)
class MappingRow:
    source_scheme: SchemeKey
    source: str
    target_scheme: SchemeKey
    target: str
    kind: str
    share: float | None = None
    share_basis: str = ""
    confidence: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AreaRow:
    scheme: str
    code: str
    title: str
    kind: str
    country: str
    parent: str = ""
    """Code of the area it is part of, in the same scheme."""
    titles: dict[str, str] = field(default_factory=dict)

"""What readers of classifications yield, one row a statement. Codes stand for concepts; no database here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SchemeKey = tuple[str, str]
"""(key, version), for example ("esco", "1.1.1"). Who refers to a scheme may know less: ("esco", "1.1") is the newest
loaded version of 1.1, ("esco", "") the current one."""
Ref = str
"""A concept of a scheme, by its code or its address (http…)."""


@dataclass(frozen=True, slots=True)
class SchemeRow:
    key: str
    version: str
    title: str
    publisher: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConceptRow:
    scheme: SchemeKey
    kind: str
    code: str
    title: str
    uri: str = ""
    level: int | None = None
    broader: Ref = ""
    """The first broader concept, in `broader_scheme` or the same scheme."""
    description: str = ""
    retired: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    broader_scheme: SchemeKey | None = None
    fallback: bool = False
    """Another source describes it; this row only makes it when it is not there, and never changes it."""


@dataclass(frozen=True, slots=True)
class BroaderRow:
    scheme: SchemeKey
    code: Ref
    broader: Ref
    broader_scheme: SchemeKey | None = None
    """When the broader concept stands in another scheme (an ESCO occupation under its ISCO group)."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    scheme: SchemeKey
    code: Ref
    language: str
    kind: str
    text: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class NoteRow:
    scheme: SchemeKey
    code: Ref
    language: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class OccupationSkillRow:
    scheme: SchemeKey
    occupation: Ref
    skill: Ref
    need: str
    skill_scheme: SchemeKey | None = None
    """When the skill, task or technology stands in another scheme (O*NET)."""


@dataclass(frozen=True, slots=True)
class SkillRelationRow:
    scheme: SchemeKey
    skill: Ref
    related: Ref
    need: str


@dataclass(frozen=True, slots=True)
class CollectionRow:
    key: str
    title: str
    scheme: SchemeKey
    code: Ref


@dataclass(frozen=True, slots=True)
class MappingRow:
    source_scheme: SchemeKey
    source: Ref
    target_scheme: SchemeKey
    target: Ref
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
    """Code of the area it is part of."""
    parent_scheme: str = ""
    """When that area is coded by somebody else (a local area of a publisher in a country coded by GSS)."""
    titles: dict[str, str] = field(default_factory=dict)

"""What the API answers with. A member that is not said is null, never an empty text or 0."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema


class Term(Schema):
    """A concept of a classification, or words alone: then `scheme` and `code` are null."""

    title: str
    scheme: str | None = None
    code: str | None = None
    uri: str | None = None


class Skill(Term):
    need: str
    """`must` or `nice`."""


class Place(Schema):
    town: str | None = None
    postcode: str | None = None
    area: str | None = None
    """As `scheme:code`."""
    area_title: str | None = None
    country: str | None = None


class Pay(Schema):
    lowest: float | None = None
    highest: float | None = None
    per: str
    currency: str


class Opportunity(Schema):
    id: int
    url: str
    kind: str
    title: str
    text: str
    """Markdown."""
    language: str
    offered_by: str
    place: Place
    remote: str
    hours: str | None = None
    hours_from: float | None = None
    hours_to: float | None = None
    contract: str | None = None
    pay: Pay | None = None
    level: int | None = None
    """EQF, 1 to 8."""
    languages: list[str]
    starts_on: date | None = None
    deadline: date | None = None
    published_at: datetime
    shown_until: date
    accessibility: list[str]
    occupations: list[Term]
    skills: list[Skill]
    details: dict[str, Any]
    apply_url: str | None = None
    source: str | None = None
    source_url: str | None = None


class FacetValue(Schema):
    value: str
    count: int


class Answer(Schema):
    total: int
    page: int
    pages: int
    facets: dict[str, list[FacetValue]]
    opportunities: list[Opportunity]


class Problem(Schema):
    detail: str

"""Shapes of our own API, for the published description. Further members may come; those named here stay as they are."""

from __future__ import annotations

from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field


class Shape(Schema):
    model_config = ConfigDict(extra="allow")


class Problem(Shape):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


class Listed(Shape):
    next: str | None = Field(None, description="Address of the next page; absent on the last.")


class Source(Shape):
    title: str
    publisher: str
    version: str
    licence: str
    attribution: str


class Figure(Shape):
    """With `fields`, only the members named are there."""

    id: int | None = Field(None, description="Its page: /lmi/figures/<id>/.")
    indicator: str | None = None
    unit: str | None = None
    statistic: str | None = None
    value: float | int | None = Field(None, description="null when status is not actual.")
    status: str | None = None
    quality: str | None = None
    release: int | None = None
    place: str | None = Field(None, description="Where it stands in the publisher's file.")
    reason: Any = Field(None, description="Key of why there is no figure; null where there is one.")
    reason_text: Any = Field(None, description="The same in plain words; null where there is a figure.")


class Figures(Listed):
    items: list[Figure]
    releases: dict[str, Source] = Field(description="By number, as figures name them.")


class OneFigure(Figure):
    source: dict[str, Any]


class Scheme(Shape):
    key: str
    version: str
    title: str
    publisher: str
    is_current: bool


class Schemes(Shape):
    items: list[Scheme]


class Concept(Shape):
    scheme: str | None = None
    code: str | None = None
    title: str | None = None
    kind: str | None = None


class Concepts(Listed):
    items: list[Concept]


class Named(Shape):
    scheme: str
    version: str
    code: str
    title: str


class OneConcept(Shape):
    scheme: str
    code: str
    title: str
    kind: str
    description: str
    retired: bool
    labels: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    ancestors: list[Named]
    narrower: list[Named]
    mappings: list[dict[str, Any]]
    source: dict[str, Any]


class Mapping(Shape):
    from_code: str | None = None
    to_code: str | None = None
    kind: str | None = None


class Mappings(Listed):
    items: list[Mapping]


class Step(Shape):
    kind: str
    release: int


class Path(Shape):
    target: Named
    is_exact: bool
    steps: list[Step]


class Crosswalk(Shape):
    concept: Named
    to: str
    paths: list[Path]


class Hit(Named):
    match: dict[str, Any]
    score: float


class Meaning(Named):
    differences: list[str] = Field(description="When it is this one, in plain words.")
    group: Named | None = Field(None, description="The widest group above it.")


class Hits(Shape):
    items: list[Hit]
    ask_back: list[Meaning] | None = Field(
        None, description="Occupations that the words name equally well; absent when there is nothing to ask."
    )


class Indicator(Shape):
    key: str
    unit: str
    decimals: int


class Indicators(Shape):
    items: list[Indicator]


class Category(Shape):
    dimension: str
    scheme: str
    code: str
    title: str


class Categories(Shape):
    items: list[Category]


class Coverage(Shape):
    indicator: str | None = None
    observations: int | None = None
    missing: int | None = None


class Coverages(Listed):
    items: list[Coverage]


class Area(Shape):
    scheme: str | None = None
    code: str | None = None
    name: str | None = None
    kind: str | None = None


class Areas(Listed):
    items: list[Area]


class Place(Shape):
    scheme: str
    code: str
    name: str


class OneArea(Shape):
    scheme: str
    code: str
    name: str
    kind: str
    country: str
    parts: list[Place]


class Release(Shape):
    id: int | None = None
    source: str | None = None
    title: str | None = None
    version: str | None = None
    licence: str | None = None


class Releases(Listed):
    items: list[Release]


class OneRelease(Shape):
    id: int
    source: str
    title: str
    publisher: str
    version: str
    licence: str
    is_current: bool
    rows: int
    digest: str
    files: list[dict[str, Any]]
    found_faults: list[dict[str, Any]]
    counts: dict[str, Any]


class Point(Shape):
    id: int
    statistic: str
    period_start: str
    period_end: str
    status: str
    quality: str
    reason: str | None = Field(None, description="Key of why there is no figure.")
    reason_text: str | None = Field(None, description="The same in plain words.")


class Reading(Shape):
    occupation: Named
    area: Place
    is_as_asked: bool
    is_same_work: bool
    release: int
    steps: list[Step]
    figures: list[Point]


class Read(Shape):
    unit: str
    decimals: int
    readings: list[Reading]


class Profile(Shape):
    occupation: dict[str, Any]
    area: Place
    indicators: dict[str, Read]
    nothing_known: list[str] = Field(description="Indicators that have no figure for it, near or far.")
    releases: dict[str, Source]


class Compared(Shape):
    occupation: Named
    area: Place
    indicators: dict[str, Read]


class Comparison(Shape):
    items: list[Compared]
    releases: dict[str, Source]


class Ranking(Shape):
    items: list[Figure]
    without_figure: int
    releases: dict[str, Source]


class Move(Shape):
    place: int | None = None
    scheme: str | None = None
    code: str | None = None
    title: str | None = None
    alike: int | None = Field(None, description="Per cent; 100 would be the occupation itself.")
    ready: int | None = Field(None, description="Per cent of what it cannot do without that one brings.")
    declines: bool | None = Field(None, description="null where no projection stands for the whole job.")
    points: dict[str, float] | None = Field(None, description="What each signal adds or takes.")


class Moves(Shape):
    items: list[Move]
    number: int = Field(description="Of moves from this occupation, before filters.")
    unsure: int = Field(description="Left out because no figure says whether they fit the filters.")
    weights: str = Field(description="Version of the weights.")
    releases: dict[str, Source]

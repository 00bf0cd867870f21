"""How things are written: one flat row a figure, so that JSON, CSV and Parquet have the same members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wayline.lmi.enums import Quality, Status
from wayline.lmi.figures import Figure
from wayline.lmi.reasons import in_english
from wayline.taxonomy.crosswalk import Path, Step
from wayline.taxonomy.models import Area, Concept, Release

Row = dict[str, Any]
FIGURE = (
    "id", "indicator", "unit", "statistic", "value", "status", "reason", "quality", "cv", "sample", "error", "low",
    "high", "break", "period_start", "period_end", "occupation_scheme", "occupation_version", "occupation_code",
    "occupation_title", "element_scheme", "element_code", "element_title", "area_scheme", "area_code", "area_name",
    "industry", "sex", "age", "working_status", "qualification", "release", "place",
    "reason_text",
)  # fmt: skip
NUMBERS = {"value", "cv", "error", "low", "high"}
WHOLE = {"id", "sample", "release"}
STATUSES = {one.value: one.name.lower() for one in Status}
QUALITIES = {one.value: one.name.lower() for one in Quality}


def figure(one: Figure) -> Row:
    cut = one.cut
    return {
        "id": one.observation, "indicator": one.indicator, "unit": one.unit, "statistic": one.statistic.value,
        "value": one.value, "status": STATUSES[one.status], "reason": one.reason or None,
        "quality": QUALITIES[one.quality], "cv": one.cv, "sample": one.sample, "error": one.error, "low": one.low,
        "high": one.high, "break": one.breaks, "period_start": one.period_start.isoformat(),
        "period_end": one.period_end.isoformat(), **_concept("occupation", one.occupation, version=True),
        **_concept("element", one.element), "area_scheme": one.area.scheme, "area_code": one.area.code,
        "area_name": one.area.title, "industry": _category(cut.industry), "sex": _category(cut.sex),
        "age": _category(cut.age), "working_status": _category(cut.status),
        "qualification": _category(cut.qualification), "release": one.release.pk, "place": one.place,
        "reason_text": in_english(one.reason) or None,
    }  # fmt: skip


def _concept(name: str, one: Concept | None, *, version: bool = False) -> Row:
    told = {f"{name}_scheme": one.scheme.key if one else None}
    if version:
        told[f"{name}_version"] = one.scheme.version if one else None
    return told | {f"{name}_code": one.code if one else None, f"{name}_title": one.title if one else None}


def _category(one: Any) -> str | None:
    """`sex:2 Women`: who codes it, the code, and the words."""
    return f"{one.scheme}:{one.code} {one.title}" if one else None


def point(one: Figure) -> Row:
    """A figure among others of the same occupation, area and indicator: only what differs, and nothing that is not
    known."""
    told: Row = {
        "id": one.observation, "statistic": one.statistic.value, "period_start": one.period_start.isoformat(),
        "period_end": one.period_end.isoformat(), "value": one.value, "status": STATUSES[one.status],
        "quality": QUALITIES[one.quality],
    }  # fmt: skip
    if one.element is not None:
        told |= {"element": {"code": one.element.code, "title": one.element.title}}
    for name in ("cv", "sample", "error", "low", "high"):
        if (value := getattr(one, name)) is not None:
            told[name] = value
    if one.reason:
        told |= {"reason": one.reason, "reason_text": in_english(one.reason)}
    if one.breaks:
        told["break"] = True
    return told


def short(one: Concept) -> Row:
    return {"scheme": one.scheme.key, "version": one.scheme.version, "code": one.code, "title": one.title}


def concept(one: Concept) -> Row:
    return short(one) | {
        "kind": one.kind, "level": one.level, "uri": one.uri or None, "description": one.description,
        "broader": one.broader.code if one.broader else None, "retired": one.retired, "release": one.release_id,
    }  # fmt: skip


def area(one: Area) -> Row:
    parent = one.parent
    return {
        "scheme": one.scheme, "code": one.code, "name": one.title, "names": one.titles, "kind": one.kind,
        "country": one.country, "parent": f"{parent.scheme}:{parent.code}" if parent else None,
    }  # fmt: skip


def place(one: Area) -> Row:
    return {"scheme": one.scheme, "code": one.code, "name": one.title}


def release(one: Release) -> Row:
    return {
        "id": one.pk, "source": one.source, "title": one.title, "publisher": one.publisher, "version": one.version,
        "licence": one.licence, "attribution": one.attribution, "homepage": one.homepage or None,
        "published_on": one.published_on.isoformat() if one.published_on else None,
        "added_at": one.added_at.isoformat(), "is_current": one.superseded_at is None, "rows": one.rows,
        "digest": one.digest, "files": one.files, "defects": len(one.defects),
    }  # fmt: skip


def source(one: Release) -> Row:
    return {
        "title": one.title, "publisher": one.publisher, "version": one.version, "licence": one.licence,
        "attribution": one.attribution,
    }  # fmt: skip


def step(one: Step) -> Row:
    return {
        "from": short(one.source), "to": short(one.target), "kind": str(one.kind), "share": one.share,
        "share_counts": one.share_basis or None, "release": one.release.pk,
    }  # fmt: skip


def path(one: Path) -> Row:
    return {
        "target": short(one.target),
        "is_exact": one.is_exact,
        "share": one.share,
        "steps": [step(each) for each in one.steps],
    }


def sources_of(figures: Iterable[Figure]) -> Row:
    """Releases by their number, as figures name them."""
    return {str(pk): source(one) for pk, one in {figure.release.id: figure.release for figure in figures}.items()}


def chosen(rows: Iterable[Row], names: Sequence[str]) -> list[Row]:
    return [{name: row[name] for name in names} for row in rows]

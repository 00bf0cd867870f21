"""The members that LMI for All never had. Clients that do not know them never see them; nobody's numbers move.

No `null` stands among them: what is not known has no member.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wayline.lmi.api.v1.reading import Found, Point
from wayline.lmi.enums import Quality, Status
from wayline.lmi.figures import Figure
from wayline.lmi.reasons import in_english
from wayline.taxonomy.crosswalk import Step
from wayline.taxonomy.models import Area, Concept, Release

Members = dict[str, Any]


def known(**members: Any) -> Members:
    return {name: value for name, value in members.items() if value not in (None, "", [])}


def source_of(release: Release) -> Members:
    return known(
        title=release.title,
        publisher=release.publisher,
        version=release.version,
        published=release.published_on.isoformat() if release.published_on else None,
        licence=release.licence,
        attribution=release.attribution,
        release=f"/api/lmi/v2/releases/{release.pk}",
    )


def area_of(area: Area) -> Members:
    return {"scheme": area.scheme, "code": area.code, "name": area.title}


def concept_of(concept: Concept) -> Members:
    return {"scheme": concept.scheme.key, "code": concept.code, "title": concept.title}


def step_of(step: Step) -> Members:
    """One use of a published table, or of the hierarchy of a classification."""
    told = {"from": concept_of(step.source), "to": concept_of(step.target), "kind": str(step.kind)}
    return told | known(share=step.share, share_counts=step.share_basis, source=step.release.title)


def steps_of(steps: Iterable[Step]) -> list[Members]:
    return [step_of(step) for step in steps]


def point_of(point: Point) -> Members:
    """Beside a year's number: how good it is, and the cells it stands on."""
    first = point.figures[0]
    told = quality_of(first) | {
        "period": {"start": first.period_start.isoformat(), "end": first.period_end.isoformat()},
        "figures": [f"/api/lmi/v2/observations/{figure.observation}" for figure in point.figures],
    }
    if any(figure.breaks for figure in point.figures):
        told["break"] = True
    if len(point.figures) > 1:
        told |= {"mean_of": len(point.figures), "covered": point.covered}
    return told


def quality_of(figure: Figure) -> Members:
    quality = Quality(figure.quality).name.lower()
    return known(quality=quality, cv=figure.cv, sample=figure.sample, low=figure.low, high=figure.high)


def missing_of(points: Iterable[Point]) -> list[Members]:
    """Years that are left out of the series, each with why."""
    return [{"year": point.year, **absence_of(point.figures[0])} for point in points if point.value is None]


def absence_of(figure: Figure) -> Members:
    parts_missing = figure.status == Status.ACTUAL
    reason = "parts-missing" if parts_missing else figure.reason
    status = Status.NOT_APPLICABLE if parts_missing else Status(figure.status)
    return {"status": status.name.lower(), "reason": reason, "reason_text": in_english(reason)}


def of(found: Found) -> Members:
    """What holds for the whole answer."""
    first = found.first()
    releases = {figure.release.pk: figure.release for point in found.points for figure in point.figures}
    scheme = found.rung.parts[0].concept.scheme
    told: Members = {
        "source": source_of(first.release),
        "area": area_of(found.area),
        "classification": scheme.title,
        "statistic": str(first.statistic.value),
    }
    if len(releases) > 1:
        told["sources"] = [source_of(release) for release in releases.values()]
    steps = [steps_of(part.steps) for part in found.rung.parts if part.steps]
    if steps:
        told |= {"asked": int(found.asked.code), "steps": steps, "note": _note(found)}
    if missing := missing_of(found.points):
        told["missing"] = missing
    return told


def _note(found: Found) -> str:
    names = ", ".join(f"{part.concept.code} {part.concept.title}" for part in found.rung.parts)
    scheme = found.rung.parts[0].concept.scheme.title
    if found.rung.height:
        return f"These figures are for the larger group {names} of {scheme}, which {found.asked.code} belongs to."
    if len(found.rung.parts) == 1:
        return f"These figures are for {names} of {scheme}, which corresponds to {found.asked.code}."
    return f"Put together, by their shares, from {names} of {scheme}, among which {found.asked.code} was divided."

"""Search and profile as O*NET Web Services 2.0 answers them, so that its clients run with another host.

Served from the O*NET release that is loaded here. `X-API-Key` is accepted and not asked for. Of a profile there are the
sections for which data are loaded; the others answer 404 in the form that clients read. It is no service of O*NET.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema
from ninja.errors import ValidationError
from ninja.params.functions import Path, Query
from pydantic import ConfigDict

from wayline.lmi import figures
from wayline.lmi.api import describing
from wayline.lmi.api.answers import Refusal, answer, refusal
from wayline.lmi.enums import Statistic, Status
from wayline.lmi.figures import Figure
from wayline.taxonomy import search as titles
from wayline.taxonomy.enums import LabelKind
from wayline.taxonomy.models import Concept, Label, OccupationSkill, Scheme

ONET = "onet-soc"
BASE = "/api/onet/ws"
CODE = Path(..., max_length=20, example="47-2111.00", description="O*NET-SOC code.")
START = Query(1, ge=1, le=100_000, description="Number of the first result.")
END = Query(20, ge=1, le=100_000, description="Number of the last result.")
MOST = 1_000
RATED = {
    "skills": "skill", "knowledge": "knowledge", "abilities": "ability", "work_styles": "work_style",
    "work_activities": "work_activity",
}  # fmt: skip
TITLES = {
    "tasks": "Tasks", "technology_skills": "Technology Skills", "skills": "Skills", "knowledge": "Knowledge",
    "abilities": "Abilities", "work_activities": "Work Activities", "work_styles": "Work Styles",
    "interests": "Interests", "job_zone": "Job Zone",
}  # fmt: skip


class Shape(Schema):
    model_config = ConfigDict(extra="allow")


class Error(Shape):
    error: str


class About(Shape):
    api_version: str


class Occupation(Shape):
    href: str
    code: str
    title: str
    tags: dict[str, bool]


class Occupations(Shape):
    start: int
    end: int
    total: int
    occupation: list[Occupation]


class Contents(Shape):
    href: str
    title: str


class Overview(Shape):
    code: str
    title: str
    tags: dict[str, bool]
    description: str
    sample_of_reported_titles: list[str]
    summary_contents: list[Contents]
    details_contents: list[Contents]
    custom_contents: list[Contents]


router = Router(tags=["O*NET"])
ERRORS = {404: Error, 422: Error}


@router.get("/about", response={200: About}, summary="What answers here")
def about(request: HttpRequest) -> HttpResponse:
    scheme = Scheme.objects.filter(key=ONET, is_current=True).first()
    told = {"api_version": "2.0", "served_by": "Wayline; no service of O*NET", "title": scheme.title if scheme else ""}
    return answer(told)


@router.get("/online/search", response={200: Occupations, **ERRORS}, summary="Occupations by a keyword or code")
def search(
    request: HttpRequest,
    keyword: str = Query("", max_length=200, example="electrician"), start: int = START, end: int = END,
) -> HttpResponse:  # fmt: skip
    if not keyword.strip():
        raise Refusal(422, "Please enter a keyword.")
    coded = list(_all().filter(code__startswith=keyword.strip()[:20])) if keyword.strip()[:2].isdecimal() else []
    found = coded or [hit.concept for hit in titles.find(keyword, "en", ONET, MOST)]
    return answer(_paged(request, "occupation", found, start, end) | {"keyword": keyword})


@router.get("/online/occupations", response={200: Occupations, **ERRORS}, summary="All occupations")
def occupations(request: HttpRequest, start: int = START, end: int = END) -> HttpResponse:
    return answer(_paged(request, "occupation", list(_all()), start, end))


def _all() -> Any:
    return Concept.objects.public().filter(scheme__key=ONET, kind="occupation").current().order_by("code")


def _paged(request: HttpRequest, name: str, found: Sequence[Concept], start: int, end: int) -> dict[str, Any]:
    end = max(start, min(end, len(found)))
    told = {"start": start, "end": end, "total": len(found), name: [_short(one) for one in found[start - 1 : end]]}
    size = end - start + 1
    if end < len(found):
        told["next"] = _page(request, end + 1, min(len(found), end + size))
    if start > 1:
        told["prev"] = _page(request, max(1, start - size), start - 1)
    return told


def _page(request: HttpRequest, start: int, end: int) -> str:
    query = request.GET.copy()
    query["start"], query["end"] = str(start), str(end)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _short(one: Concept) -> dict[str, Any]:
    return {"href": f"{BASE}/online/occupations/{one.code}/", "code": one.code, "title": one.title, "tags": {}}


@router.get("/online/occupations/{code}", response={200: Overview, **ERRORS}, summary="One occupation")
def overview(request: HttpRequest, code: str = CODE) -> HttpResponse:
    found = _occupation(code)
    names = Label.objects.filter(concept=found, language="en", kind=LabelKind.ALTERNATIVE).order_by("text")
    there = f"{BASE}/online/occupations/{found.code}/summary"
    sections = [{"href": f"{there}/{name}", "title": title} for name, title in TITLES.items()]
    return answer(
        {
            "code": found.code, "title": found.title, "tags": {}, "description": found.description,
            "sample_of_reported_titles": list(dict.fromkeys(names.values_list("text", flat=True)[:10])),
            "summary_contents": sections, "details_contents": [], "custom_contents": [],
        }
    )  # fmt: skip


def _occupation(code: str) -> Concept:
    found = Concept.objects.public().filter(scheme__key=ONET, scheme__is_current=True, code=code)
    one = found.select_related("scheme", "release").first()
    if one is None:
        raise Refusal(404, "There is no occupation of this code.")
    return one


@router.get("/online/occupations/{code}/summary/{section}", response={200: Shape, **ERRORS}, summary="One section")
def summary(
    request: HttpRequest, code: str = CODE, section: str = Path(..., max_length=40, example="skills"),
    start: int = START, end: int = END,
) -> HttpResponse:  # fmt: skip
    """The most important first. What O*NET recommends not to show, or says is not relevant, is left out."""
    if section not in TITLES:
        raise Refusal(404, f"There is no such section here. There are {', '.join(TITLES)}.")
    found = _occupation(code)
    if section in RATED:
        return answer(_bounded("element", _rated(found, RATED[section]), start, end))
    if section == "interests":
        return answer(_interests(found))
    if section == "job_zone":
        return answer(_job_zone(found))
    return answer(_bounded("task" if section == "tasks" else "category", _linked(found, section), start, end))


def _bounded(name: str, rows: list[dict[str, Any]], start: int, end: int) -> dict[str, Any]:
    end = max(start, min(end, len(rows)))
    return {"start": start, "end": end, "total": len(rows), name: rows[start - 1 : end]}


def _rated(of: Concept, indicator: str) -> list[dict[str, Any]]:
    rows = [row for row in figures.exactly(occupations=[of], indicators=[indicator]) if row.status == Status.ACTUAL]
    important = [row for row in rows if row.statistic == Statistic.IMPORTANCE] or rows
    return [_element(row) for row in sorted(important, key=lambda row: -(row.value or 0))]


def _element(row: Figure) -> dict[str, Any]:
    one = row.element
    if one is None:
        return {}
    href = f"{BASE}/online/onet_data/{one.code}"
    return {"id": one.code, "related": href, "name": one.title, "description": one.description, "value": row.value}


def _interests(of: Concept) -> dict[str, Any]:
    elements = [one for one in _rated(of, "interest") if one]
    return {"interest_code": "".join(one["name"][:1] for one in elements[:3]), "element": elements}


def _job_zone(of: Concept) -> dict[str, Any]:
    rows = figures.exactly(occupations=[of], indicators=["job_zone"])
    zone = next((row for row in rows if row.value is not None), None)
    if zone is None or zone.value is None:
        raise Refusal(404, "O*NET gives this occupation no job zone.")
    return {"code": int(zone.value), "title": f"Job Zone {int(zone.value)}", **_zone_texts(of.scheme, int(zone.value))}


def _zone_texts(scheme: Scheme, zone: int) -> dict[str, str]:
    """What O*NET says of the zone."""
    names = {"name": "title", "education": "education", "experience": "related_experience", "training": "job_training"}
    zones: list[dict[str, str]] = scheme.facts.get("job_zones", [])
    told = next((one for one in zones if one["zone"] == str(zone)), {})
    return {theirs: told[ours] for ours, theirs in names.items() if ours in told}


def _linked(of: Concept, section: str) -> list[dict[str, Any]]:
    kind = "task" if section == "tasks" else "technology"
    links = OccupationSkill.objects.filter(occupation=of, skill__kind=kind).select_related("skill")
    return [
        {"id": one.skill.code, "title": one.skill.title, "related": f"{BASE}/online/search"}
        for one in links.order_by("need", "pk")
    ]


api = NinjaAPI(
    title="Occupations, compatible with O*NET Web Services 2.0",
    version="2.0.0",
    description="Search and profile of O*NET occupations. Not a service of O*NET.",
    urls_namespace="api-onet",
    docs_url=None,
    openapi_url=None,
)
api.add_router("", router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return refusal(request, error.status, error.text, **error.more)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refusal(request, 422, describing.flaws(error))


def description() -> dict[str, Any]:
    return describing.described(api, f"{BASE}/", error=Error, _422="A parameter is wrong.")


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    return describing.published(description())

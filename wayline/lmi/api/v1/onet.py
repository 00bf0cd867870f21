"""O*NET by way of SOC 2010: which codes correspond, and what the work asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi import figures
from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v1 import extras, shapes
from wayline.lmi.api.v1.lfs import ERRORS
from wayline.lmi.api.v1.reading import OLD, occupation
from wayline.lmi.enums import Statistic, Status
from wayline.lmi.figures import Figure
from wayline.lmi.models import Observation
from wayline.taxonomy import crosswalk
from wayline.taxonomy.crosswalk import Path as Way
from wayline.taxonomy.models import Concept

router = Router(tags=["O*NET"])
older = Router(tags=["O*NET by SOC (older addresses)"])
ONET = "onet-soc"
SOC = Path(..., example=5241, description="A code of SOC 2010.")
CODE = Path(..., example="47-2111.00", description="An O*NET-SOC code.")
RESULTS = 20
MOST_CODES = 50
SCALES: dict[str, list[tuple[str, str, str]]] = {
    "skill": [("LV", "skill", Statistic.LEVEL), ("IM", "skill", Statistic.IMPORTANCE)],
    "ability": [("LV", "ability", Statistic.LEVEL), ("IM", "ability", Statistic.IMPORTANCE)],
    "interest": [("IH", "interest_high_point", ""), ("OI", "interest", "")],
}
"""Their scales in their order, which clients count on; the indicator and statistic of each (empty: the only one)."""
PLURAL = {"skill": "skills", "ability": "abilities", "interest": "interests"}


@router.get("/soc2onet/{int:soc}", response={200: shapes.OnetCodes, **ERRORS}, summary="O*NET codes of a SOC 2010 code")
def soc2onet(request: HttpRequest, soc: int = SOC) -> HttpResponse:
    """By the published tables; `steps` tells each one used. Several codes mean that no table says which."""
    found = _named(soc)
    if not found:
        raise Refusal(404, f"No table that is loaded leads from SOC 2010 {soc} to O*NET.")
    return answer({"soc": soc, "onetCodes": [_onet_code(way) for way in found]})


def _named(soc: int) -> list[Way]:
    return [way for way in _ways(occupation(soc).pk, ONET, crosswalk.stamp()) if not way.target.retired]


def _onet_code(way: Way) -> dict[str, Any]:
    told = {"code": way.target.code, "title": way.target.title, "steps": extras.steps_of(way.steps)}
    return told | extras.known(share=way.share)


@router.get("/onet2soc", response={200: list[shapes.SocCodes], **ERRORS}, summary="SOC 2010 codes of O*NET codes")
def onet2soc(
    request: HttpRequest,
    onet_codes: str = Query(
        ..., max_length=600, alias="onetCodes", example="47-2111.00", description="Commas between."
    ),
) -> HttpResponse:
    wanted = list(dict.fromkeys(code.strip() for code in onet_codes.split(",") if code.strip()))
    if not wanted or len(wanted) > MOST_CODES:
        raise Refusal(400, f"Give 1 to {MOST_CODES} O*NET codes.")
    return answer([{"onetCode": code, "socCodes": _soc_codes(_occupation(code))} for code in wanted])


def _occupation(code: str) -> Concept:
    found = Concept.objects.public().filter(scheme__key=ONET, scheme__is_current=True, code=code[:20])
    concept = found.select_related("scheme", "release").first()
    if concept is None:
        raise Refusal(404, f"There is no code {code[:20]!r} in O*NET-SOC as it is loaded here.")
    return concept


def _soc_codes(concept: Concept) -> list[dict[str, Any]]:
    return [
        {"soc": int(way.target.code), "title": way.target.title, "steps": extras.steps_of(way.steps)}
        for way in _ways(concept.pk, OLD, crosswalk.stamp())
        if way.target.code.isdecimal()
    ]


@lru_cache(maxsize=2048)
def _ways(pk: int, to: str, _stamp: str) -> tuple[Way, ...]:
    concept = Concept.objects.select_related("scheme", "release").get(pk=pk)
    return tuple(crosswalk.paths(concept, to))


# -- ratings ----------------------------------------------------------------------------------------------------------


@router.get("/skills/{onet}", response={200: shapes.Ratings, **ERRORS}, summary="Skills")
def skills(request: HttpRequest, onet: str = CODE) -> HttpResponse:
    return _ratings("skill", onet)


@router.get("/abilities/{onet}", response={200: shapes.Ratings, **ERRORS}, summary="Abilities")
def abilities(request: HttpRequest, onet: str = CODE) -> HttpResponse:
    return _ratings("ability", onet)


@router.get("/interests/{onet}", response={200: shapes.Ratings, **ERRORS}, summary="Interests")
def interests(request: HttpRequest, onet: str = CODE) -> HttpResponse:
    return _ratings("interest", onet)


def _ratings(kind: str, code: str) -> HttpResponse:
    """Ratings that O*NET asks not to show are left out of the scales and told in `missing`."""
    concept = _occupation(code)
    keys = list(dict.fromkeys(key for _, key, _ in SCALES[kind]))
    rows = [row for row in figures.exactly(occupations=[concept], indicators=keys) if row.element is not None]
    if not rows:
        raise Refusal(404, f"O*NET rates no {PLURAL[kind]} for {concept.code} {concept.title}.")
    scales = [{"id": scale, PLURAL[kind]: _scale(rows, key, wanted)} for scale, key, wanted in SCALES[kind]]
    missing = [
        {**_element(row), "scale": row.statistic.value, **extras.absence_of(row)}
        for row in rows
        if row.status != Status.ACTUAL
    ]
    told = {"onetcode": concept.code, "scales": scales, "title": concept.title}
    return answer(told | {"source": extras.source_of(rows[0].release)} | extras.known(missing=missing))


def _scale(rows: Sequence[Figure], indicator: str, statistic: str) -> list[dict[str, Any]]:
    return [
        {**_element(row), "value": row.value, **extras.quality_of(row)}
        for row in rows
        if row.indicator == indicator and row.statistic in {statistic or row.statistic} and row.status == Status.ACTUAL
    ]


def _element(row: Figure) -> dict[str, Any]:
    return {"id": row.element.code, "name": row.element.title} if row.element else {}


@router.get("/reversematch", response={200: shapes.Matches, **ERRORS}, summary="Occupations by what one can and likes")
def reversematch(
    request: HttpRequest,
    skills: str = Query("", max_length=600, example="2.A.1.a,2.B.3.j", description="O*NET elements, commas between."),
    interests: str = Query("", max_length=200, description="1.B.1.a to 1.B.1.f."),
    abilities: str = Query("", max_length=600),
    weights: str = Query("100,100,100,100", max_length=60, description="Of skills, interests, abilities; 0 to 100."),
) -> HttpResponse:
    """Occupations in which what was named matters most: the mean of its ratings (of skills and abilities the level), by
    the weights. `value` is that mean, each rating as a part of the highest of its scale."""
    wanted = {kind: _split(text) for kind, text in zip(PLURAL, (skills, abilities, interests), strict=True)}
    if not any(wanted.values()):
        raise Refusal(400, "Name at least one skill, ability or interest.")
    first, second, third = _weights(weights)
    weight = {"skill": first, "interest": second, "ability": third}
    elements = _elements([code for codes in wanted.values() for code in codes])
    results = _matches(wanted, weight, elements)
    selection = {
        PLURAL[kind]: {code: elements[code].title for code in wanted[kind] if code in elements} for kind in PLURAL
    }
    return answer({"selection": selection, "results": results})


def _elements(codes: Sequence[str]) -> dict[str, Concept]:
    found = Concept.objects.public().filter(scheme__key="onet-content", scheme__is_current=True, code__in=codes)
    return {one.code: one for one in found}


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))[:MOST_CODES]


def _weights(text: str) -> list[float]:
    try:
        given = [float(one) for one in text.split(",")]
    except ValueError:
        given = []
    if not 1 <= len(given) <= 4 or any(not 0 <= one <= 100 for one in given):
        raise Refusal(400, "Give up to four weights from 0 to 100, commas between.")
    return [*given, 100.0, 100.0, 100.0][:3]


HIGHEST = 7.0
"""Of the scales of level and of occupational interest."""


def _matches(
    wanted: dict[str, list[str]], weight: dict[str, float], elements: dict[str, Concept]
) -> list[dict[str, Any]]:
    total = sum(weight[kind] * sum(code in elements for code in codes) for kind, codes in wanted.items())
    if not total:
        return []
    scores: dict[int, float] = defaultdict(float)
    for kind, codes in wanted.items():
        keys = [elements[code].pk for code in codes if code in elements]
        for occupation_id, value in _values(kind, keys):
            scores[occupation_id] += weight[kind] * value / HIGHEST
    best = sorted(scores.items(), key=lambda one: (-one[1], one[0]))[: 2 * RESULTS]
    known = Concept.objects.in_bulk([pk for pk, _ in best])
    stamp = crosswalk.stamp()
    results = []
    for pk, score in best:
        likely = [int(way.target.code) for way in _ways(pk, OLD, stamp)]
        if likely:  # clients take the first of them without looking
            one = known[pk]
            value = round(score / total, 4)
            results.append({"onetcode": one.code, "title": one.title, "value": value, "likely_soc_codes": likely})
    return results[:RESULTS]


def _values(kind: str, elements: list[int]) -> list[tuple[int, float]]:
    _scale_id, key, statistic = next(one for one in SCALES[kind] if one[0] in {"LV", "OI"})
    rows = (
        Observation.objects.public()
        .current()
        .filter(indicator__key=key, element__in=elements, status=Status.ACTUAL, occupation__scheme__key=ONET)
    )
    if statistic:
        rows = rows.filter(statistic=statistic)
    return [(pk, value) for pk, value in rows.values_list("occupation", "value") if pk and value is not None]


# -- older addresses, by SOC ------------------------------------------------------------------------------------------


@older.get("/skills", response={200: dict[str, str]}, summary="Skills by their id")
def skill_names(request: HttpRequest) -> HttpResponse:
    found = Concept.objects.public().filter(scheme__key="onet-content", scheme__is_current=True, kind="skill")
    return answer(dict(found.order_by("code").values_list("code", "title")))


@older.get("/levels/{int:soc}", response={200: shapes.Scores, **ERRORS}, summary="Levels of skills")
def levels(request: HttpRequest, soc: int = SOC) -> HttpResponse:
    return _by_soc(soc, "level", Statistic.LEVEL)


@older.get("/importance/{int:soc}", response={200: shapes.Scores, **ERRORS}, summary="Importance of skills")
def importance(request: HttpRequest, soc: int = SOC) -> HttpResponse:
    return _by_soc(soc, "importance", Statistic.IMPORTANCE)


def _by_soc(soc: int, infotype: str, statistic: str) -> HttpResponse:
    """Means over the O*NET occupations that the code corresponds to; each counts the same."""
    ways = _named(soc)
    if not ways:
        raise Refusal(404, f"No table that is loaded leads from SOC 2010 {soc} to O*NET.")
    rows = figures.exactly(occupations=[way.target for way in ways], indicators=["skill"], statistics=[statistic])
    values: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.element is not None and row.value is not None:
            values[row.element.title].append(row.value)
    if not values:
        raise Refusal(404, f"O*NET rates no skills for the occupations that SOC 2010 {soc} corresponds to.")
    means = sorted(((name, sum(own) / len(own)) for name, own in values.items()), key=lambda one: (-one[1], one[0]))
    ranked = [{"name": name, "score": round(mean, 2), "rank": rank} for rank, (name, mean) in enumerate(means, start=1)]
    told = {"soc": soc, "infotype": infotype, "skills": ranked, "source": extras.source_of(rows[0].release)}
    return answer(told | {"steps": [extras.steps_of(way.steps) for way in ways]})

"""Classifications: schemes, their concepts, what corresponds to what, and search by what people call things."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v2 import asking, forms, shapes, written
from wayline.lmi.api.v2.asking import CURSOR, FIELDS, FORMAT, LIMIT, strict
from wayline.lmi.api.v2.written import Row
from wayline.taxonomy import crosswalk
from wayline.taxonomy import search as titles
from wayline.taxonomy.enums import OCCUPATIONAL, ConceptKind
from wayline.taxonomy.meanings import Meaning, meanings
from wayline.taxonomy.models import Concept, Label, Mapping, Note, Scheme

router = Router(tags=["Words"])
CONCEPT = (
    "scheme", "version", "code", "title", "kind", "level", "uri", "description", "broader", "retired", "release",
)  # fmt: skip
MAPPING = (
    "from_scheme", "from_version", "from_code", "from_title", "to_scheme", "to_version", "to_code", "to_title", "kind",
    "share", "share_counts", "confidence", "note", "release",
)  # fmt: skip
SCHEME = Query("", max_length=40, example="soc-2020", description="Key of a classification; see /schemes.")
MOST_LABELS = 2_000


@router.get("/schemes", response={200: shapes.Schemes}, summary="Classifications")
@strict
def schemes(request: HttpRequest) -> HttpResponse:
    rows = Scheme.objects.order_by("key", "-is_current", "version")
    return answer({"items": [_scheme(one) for one in rows]})


def _scheme(one: Scheme) -> Row:
    told = {"key": one.key, "version": one.version, "title": one.title, "publisher": one.publisher}
    return told | {"is_current": one.is_current}


@router.get("/concepts", response={200: shapes.Concepts}, summary="Entries of a classification")
@strict
def concepts(
    request: HttpRequest, scheme: str = SCHEME,
    kind: list[str] = Query([], description="occupation, group, skill, knowledge, ability …"),
    broader: str = Query("", max_length=150, description="Only those directly below this one, scheme:code."),
    retired: bool = Query(False, description="true: those that are retired too."),
    limit: int = LIMIT, cursor: str = CURSOR, fields: str = FIELDS, format: str = FORMAT,
) -> HttpResponse:  # fmt: skip
    """In order of scheme and code; versions that are current."""
    return _concepts(request, _chosen(scheme, kind, broader, retired), "concepts", limit, cursor, fields, format)


@router.get("/occupations", response={200: shapes.Concepts}, summary="Occupations and their groups")
@strict
def occupations(
    request: HttpRequest, scheme: str = SCHEME,
    broader: str = Query("", max_length=150, description="Only those directly below this one, scheme:code."),
    retired: bool = Query(False, description="true: those that are retired too."),
    limit: int = LIMIT, cursor: str = CURSOR, fields: str = FIELDS, format: str = FORMAT,
) -> HttpResponse:  # fmt: skip
    rows = _chosen(scheme, list(OCCUPATIONAL), broader, retired)
    return _concepts(request, rows, "occupations", limit, cursor, fields, format)


def _chosen(scheme: str, kinds: list[str], broader: str, retired: bool) -> QuerySet[Concept]:
    rows = Concept.objects.public().filter(scheme__is_current=True)
    if scheme:
        rows = rows.filter(scheme__in=_schemes(scheme))
    if unknown := set(kinds) - set(ConceptKind.values):
        raise Refusal(422, f"Unknown kind: {', '.join(sorted(unknown))[:100]}.", known=list(ConceptKind.values))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if broader:
        rows = rows.filter(broader=asking.concept(broader, "concept"))
    return rows if retired else rows.filter(retired=False)


def _schemes(key: str) -> list[int]:
    found = list(Scheme.objects.filter(key=key, is_current=True).values_list("pk", flat=True))
    if not found:
        raise Refusal(404, f"There is no classification {key[:40]!r}.")
    return found


def _concepts(
    request: HttpRequest, rows: QuerySet[Concept], name: str, limit: int, cursor: str, fields: str, format: str
) -> HttpResponse:
    form = forms.form_of(request, format)
    if position := asking.position_of(cursor, [int, str]):
        rows = rows.filter(scheme__gte=position[0]).exclude(scheme=position[0], code__lte=position[1])
    found = list(rows.select_related("scheme", "broader").order_by("scheme_id", "code")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    more = asking.next_of(request, [last.scheme_id, last.code]) if last else ""
    return forms.listed(
        request, (written.concept(one) for one in found[:limit]), columns=CONCEPT, fields=fields, form=form, name=name,
        next_page=more,
    )  # fmt: skip


@router.get("/concepts/{scheme}/{code}", response={200: shapes.OneConcept}, summary="One entry")
@strict
def one(
    request: HttpRequest, scheme: str = Path(..., example="soc-2020"), code: str = Path(..., example="5241")
) -> HttpResponse:
    found = asking.concept(f"{scheme}:{code}", "concept")
    narrower = Concept.objects.public().filter(broader=found, retired=False).select_related("scheme").order_by("code")
    return answer(
        written.concept(found)
        | {
            "labels": _labels(found),
            "notes": _notes(found),
            "ancestors": [written.short(one) for one in crosswalk.ancestors(found)],
            "narrower": [written.short(one) for one in narrower[:MOST_LABELS]],
            "mappings": _mappings_of(found),
            "source": written.release(found.release),
        }
    )


def _labels(of: Concept) -> list[Row]:
    rows = Label.objects.filter(concept=of).order_by("language", "kind", "text")[:MOST_LABELS]
    return [
        {"language": one.language, "kind": one.kind, "text": one.text, "qualifier": one.qualifier or None}
        for one in rows
    ]


def _notes(of: Concept) -> list[Row]:
    rows = Note.objects.filter(concept=of).order_by("kind", "language")
    return [{"language": one.language, "kind": one.kind, "text": one.text} for one in rows]


def _mappings_of(of: Concept) -> list[Row]:
    rows = _current().filter(source=of).order_by("target__scheme__key", "target__code")
    return [_mapping(one) for one in rows]


def _current() -> QuerySet[Mapping]:
    related = ("source__scheme", "target__scheme")
    return Mapping.objects.filter(release__superseded_at=None).select_related(*related)


def _mapping(one: Mapping) -> Row:
    ends: Row = {}
    for name, end in (("from", one.source), ("to", one.target)):
        ends |= {f"{name}_{member}": value for member, value in written.short(end).items()}
    return ends | {
        "kind": one.kind, "share": one.share, "share_counts": one.share_basis or None, "confidence": one.confidence,
        "note": one.note or None, "release": one.release_id,
    }  # fmt: skip


@router.get("/mappings", response={200: shapes.Mappings}, summary="What corresponds to what, as publishers state it")
@strict
def mappings(
    request: HttpRequest,
    from_scheme: str = Query("", max_length=40, example="soc-2010"),
    to_scheme: str = Query("", max_length=40),
    source: str = Query("", max_length=150, description="Only from this concept, scheme:code."),
    limit: int = LIMIT, cursor: str = CURSOR, fields: str = FIELDS, format: str = FORMAT,
) -> HttpResponse:  # fmt: skip
    """One row a statement. Several rows from one concept mean that it is divided, or that nobody says which it is."""
    form = forms.form_of(request, format)
    rows = _current()
    if from_scheme:
        rows = rows.filter(source__scheme__key=from_scheme)
    if to_scheme:
        rows = rows.filter(target__scheme__key=to_scheme)
    if source:
        rows = rows.filter(source=asking.concept(source, "concept"))
    if position := asking.position_of(cursor, [int]):
        rows = rows.filter(pk__gt=position[0])
    with asking.patiently():
        found = list(rows.order_by("pk")[: limit + 1])
    more = asking.next_of(request, [found[limit - 1].pk]) if len(found) > limit else ""
    return forms.listed(
        request, (_mapping(one) for one in found[:limit]), columns=MAPPING, fields=fields, form=form, name="mappings",
        next_page=more,
    )  # fmt: skip


@router.get("/crosswalk", response={200: shapes.Crosswalk}, summary="From a concept to another classification")
@strict
def leading(
    request: HttpRequest,
    concept: str = Query(..., max_length=150, example="soc-2010:5241"),
    to: str = Query(..., max_length=40, example="onet-soc"),
) -> HttpResponse:
    """Every shortest way by the tables loaded, step by step. `share` is the part that goes to a target, where each step
    counts it; no way is called exact unless each of its steps is."""
    start = asking.concept(concept, "concept")
    ways = crosswalk.paths(start, to)
    return answer({"concept": written.short(start), "to": to, "paths": [written.path(way) for way in ways]})


@router.get("/search", response={200: shapes.Hits}, summary="Occupations by what people call them")
@strict
def search(
    request: HttpRequest,
    q: str = Query(..., max_length=200, example="electrician"),
    scheme: str = Query("soc-2020", max_length=40, description="In which classification."),
    language: str = Query("en", max_length=8, description="Of the labels."),
    limit: int = Query(20, ge=1, le=100),
) -> HttpResponse:
    """Best first, with the label that matched and how near it is. `ask_back` stands beside them when the words alone
    do not tell which occupation is meant: all that they may mean, with what makes the difference."""
    if not q.strip():
        raise Refusal(422, "Give words to search for.")
    told: Row = {"items": [_hit(one) for one in titles.find(q, language, scheme, limit)]}
    if several := meanings(q, language, scheme):
        told["ask_back"] = [_meaning(one) for one in several]
    return answer(told)


def _meaning(one: Meaning) -> Row:
    told = written.short(one.concept) | {"differences": list(one.differences)}
    return told | ({"group": written.short(one.group)} if one.group else {})


def _hit(hit: titles.Hit) -> dict[str, Any]:
    match = {"label": hit.label, "qualifier": hit.qualifier or None, "language": hit.language, "kind": hit.kind}
    return {**written.short(hit.concept), "match": match, "score": round(hit.score, 4)}

"""Occupations of SOC 2010, by their words and by their code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path, Query

from wayline.lmi.api.answers import Refusal, answer
from wayline.lmi.api.v1 import shapes
from wayline.lmi.api.v1.extras import source_of
from wayline.lmi.api.v1.reading import OLD, occupation
from wayline.taxonomy import search as titles
from wayline.taxonomy.enums import LabelKind, NoteKind
from wayline.taxonomy.models import Concept, Label, Note

router = Router(tags=["Occupations"])
MOST = 50


@router.get("/search", response={200: list[shapes.Occupation], 400: shapes.Error}, summary="Occupations by a job title")
def search(request: HttpRequest, q: str = Query("", max_length=200, example="electrician")) -> HttpResponse:
    """Best first, with what matched. Nothing found is an empty list; an empty question is an error, as in LMI for All
    since 2017."""
    if not q.strip():
        raise Refusal(400, "Please give a string to search for.")
    hits = titles.find(q, "en", OLD, MOST)
    written = _written([hit.concept for hit in hits])
    return answer([written[hit.concept.pk] | {"match": _match(hit)} for hit in hits if hit.concept.code.isdecimal()])


def _match(hit: titles.Hit) -> dict[str, Any]:
    """Why it was found: which of its names, and how near it is (1 is the same words)."""
    told = {"label": hit.label, "language": hit.language, "kind": hit.kind, "score": round(hit.score, 4)}
    return told | ({"qualifier": hit.qualifier} if hit.qualifier else {})


@router.get(
    "/code/{int:soc}", response={200: shapes.Occupation, 400: shapes.Error, 404: shapes.Error}, summary="One occupation"
)
def code(request: HttpRequest, soc: int = Path(..., example=5241)) -> HttpResponse:
    found = occupation(soc)
    written = _written([found])[found.pk]
    return answer(written | {"classification": found.scheme.title, "source": source_of(found.release)})


def _written(concepts: list[Concept]) -> dict[int, dict[str, Any]]:
    keys = [concept.pk for concept in concepts]
    notes = {
        (note.concept_id, note.kind): note.text
        for note in Note.objects.filter(
            concept__in=keys, language="en", kind__in=(NoteKind.TASKS, NoteKind.ENTRY_ROUTES)
        )
    }
    titles: dict[int, list[str]] = {}
    for label in _other_titles(keys):
        titles.setdefault(label.concept_id, []).append(label.text)
    return {
        concept.pk: {
            "soc": int(concept.code) if concept.code.isdecimal() else 0,
            "title": concept.title,
            "description": concept.description,
            "qualifications": notes.get((concept.pk, NoteKind.ENTRY_ROUTES), ""),
            "tasks": notes.get((concept.pk, NoteKind.TASKS), ""),
            "add_titles": list(dict.fromkeys(titles.get(concept.pk, ()))),
        }
        for concept in concepts
    }


def _other_titles(keys: list[int]) -> Iterable[Label]:
    kinds = (LabelKind.ALTERNATIVE, LabelKind.INDEX)
    return Label.objects.filter(concept__in=keys, language="en", kind__in=kinds).order_by("concept", "text")

"""Vacancies that this service knows, by words and place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Query

from wayline.lmi import openings
from wayline.lmi.api.answers import answer
from wayline.lmi.api.v1 import shapes

router = Router(tags=["Vacancies"])
MOST = 50
USUAL = 10
RADIUS = Query(
    0, ge=0, le=1000, example=10, description="Taken and not used: places have names here and no coordinates."
)


@router.get("/search", response={200: list[shapes.Vacancy], 400: shapes.Error}, summary="Vacancies by words and place")
def search(
    request: HttpRequest,
    keywords: str = Query("", max_length=200, example="joiner"),
    location: str = Query("", max_length=120, example="Northvale", description="An area, a town or a postcode."),
    limit: int = Query(USUAL, ge=1, le=MOST, example=USUAL),
    radius: int = RADIUS,
) -> HttpResponse:
    """The vacancies published in this service and nowhere else. Nothing found is an empty list."""
    found = openings.search(keywords.strip(), location.strip(), limit)
    return answer([
        {
            "title": one.title,
            "company": one.offered_by,
            "summary": one.text,
            "link": one.url,
            "location": {"location": one.place},
        }
        for one in found
    ])  # fmt: skip

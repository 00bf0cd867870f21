"""Parts of LMI for All for which no figures can be had: the addresses answer, and say so."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Path

from wayline.lmi.api.answers import Refusal
from wayline.lmi.api.v1 import shapes

router = Router(tags=["Not available"])
ERROR = {404: shapes.Error}
HESA = "Courses of graduates by occupation (HESA) are not loaded: their publisher gives no open file of them."
CENSUS = "Counts of jobs and residents by postcode (census) are not loaded."


@router.get("/hesa/courses/{int:soc}", response=ERROR, summary="Courses of graduates")
def hesa_courses(request: HttpRequest, soc: int = Path(..., example=5241)) -> HttpResponse:
    raise Refusal(404, HESA)


@router.get("/hesa/list-courses", response=ERROR, summary="List of courses")
def hesa_list(request: HttpRequest) -> HttpResponse:
    raise Refusal(404, HESA)


@router.get("/census/{what}", response=ERROR, summary="Jobs, residents and distances by postcode")
def census(request: HttpRequest, what: str = Path(..., example="jobs_breakdown")) -> HttpResponse:
    raise Refusal(404, CENSUS)

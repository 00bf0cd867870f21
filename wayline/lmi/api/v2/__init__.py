"""Our own API: everything that is known of each figure, in forms that programs like."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from wayline.lmi.api import describing
from wayline.lmi.api.answers import PROBLEM, Refusal, refusal
from wayline.lmi.api.v2 import measures, moves, observations, profiles, releases, shapes, words

api = NinjaAPI(
    title="Wayline labour market information",
    version="2.2.0",
    description=(
        "Figures as publishers gave them out, each with its source, period, area, classification, quality, place in "
        "the file, and why it is missing where it is. Errors are problem+json (RFC 9457). An unknown parameter "
        "is an error."
    ),
    urls_namespace="api-v2",
    docs_url=None,
    openapi_url=None,
)
for router in (profiles.router, moves.router, observations.router, words.router, measures.router, releases.router):
    api.add_router("", router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return refusal(request, error.status, error.text, **error.more)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refusal(request, 422, describing.flaws(error))


def description() -> dict[str, Any]:
    return describing.described(
        api, "/api/lmi/v2/", error=shapes.Problem, media=PROBLEM, _406="It cannot be had in this form.",
        _422="A parameter is wrong.", _503="It takes too long.",
    )  # fmt: skip


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    return describing.published(description())

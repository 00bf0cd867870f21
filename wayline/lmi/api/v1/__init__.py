"""The API that clients of LMI for All use unchanged: paths, parameters, shapes, codes and errors are theirs.

What it adds stands in further members (`extras.py`): where each figure comes from, and what was done to reach it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from wayline.lmi.api import describing
from wayline.lmi.api.answers import Refusal, refusal
from wayline.lmi.api.v1 import absent, ashe, ess, lfs, onet, shapes, soc, vacancies, wf

api = NinjaAPI(
    title="Labour market information, compatible with LMI for All",
    version="1.2.0",
    description=(
        "Every member that clients of LMI for All know keeps its name and kind. Occupations are SOC 2010 codes, as "
        'integers. Errors are `{"error": "text"}`. With `callback=name` any answer comes as JSONP.'
    ),
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url=None,
)
for prefix, router in {
    "/soc": soc.router, "/ashe": ashe.router, "/lfs": lfs.router, "/wf": wf.router, "/ess": ess.router,
    "/o-net": onet.router, "/onet": onet.older, "/vacancies": vacancies.router, "": absent.router,
}.items():  # fmt: skip
    api.add_router(prefix, router)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return refusal(request, error.status, error.text, **error.more)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refusal(request, 400, describing.flaws(error))


def description() -> dict[str, Any]:
    return describing.with_callback(describing.described(api, "/api/v1/", error=shapes.Error))


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    return describing.published(description())

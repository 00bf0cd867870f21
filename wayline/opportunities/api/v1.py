"""Version 1: a search with its facets, and one opportunity."""

from __future__ import annotations

import json
from collections.abc import Sequence
from math import ceil
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Query, Schema, Status

from wayline.opportunities import asked
from wayline.opportunities.api import shapes
from wayline.opportunities.facets import Choice
from wayline.opportunities.models import OccupationTag, Opportunity, Want
from wayline.opportunities.queries import search
from wayline.people.mail import absolute
from wayline.taxonomy.models import Concept

PREFIX = "/api/opportunities/v1/"
api = NinjaAPI(
    title="Wayline opportunities",
    version="1.0.0",
    description=(
        "Jobs, work experience, training and mentors' offers that are on show. The parameters are those of the search "
        "page; what is unknown is ignored. No key is needed."
    ),
    urls_namespace="opportunities-v1",
    docs_url=None,
    openapi_url=None,
)


class Asking(Schema):
    """As in the address of the search page."""

    q: str = ""
    kind: str = ""
    occupation: str = ""
    skill: str = ""
    area: str = ""
    reach: str = ""
    hours: str = ""
    contract: str = ""
    remote: str = ""
    level: str = ""
    pay: str = ""
    access: list[str] = []
    starts_by: str = ""
    since: str = ""
    language: str = ""
    sort: str = ""
    page: int = 1


@api.get("/opportunities", response=shapes.Answer, summary="Find opportunities, twenty a page, with facets")
def find(request: HttpRequest, asking: Query[Asking]) -> Any:
    said = asking.model_dump()
    number = said.pop("page")
    values = {name: value if isinstance(value, list) else [value] for name, value in said.items()}
    found = search.search(asked.read(values))
    pages = max(1, ceil(len(found.rows) / search.PER_PAGE))
    page = min(max(1, number), pages)
    begin = (page - 1) * search.PER_PAGE
    return {
        "total": found.total,
        "page": page,
        "pages": pages,
        "facets": {name: [_choice(one) for one in choices] for name, choices in found.facets.items()},
        "opportunities": _written(found.rows[begin : begin + search.PER_PAGE]),
    }


def _choice(one: Choice) -> dict[str, Any]:
    return {"value": one.value, "count": one.count}


@api.get(
    "/opportunities/{int:pk}",
    response={200: shapes.Opportunity, 404: shapes.Problem},
    summary="One opportunity that is on show",
)
def one(request: HttpRequest, pk: int) -> Any:
    found = search.fetch([pk])
    if not found:
        return Status(404, {"detail": "There is no such opportunity on show."})
    return _written(found)[0]


def _written(offers: Sequence[Opportunity]) -> list[dict[str, Any]]:
    """Tags of all of them in two queries."""
    tags = OccupationTag.objects.select_related("concept__scheme")
    wants = Want.objects.select_related("concept__scheme")
    prefetch_related_objects(list(offers), Prefetch("occupation_tags", tags), Prefetch("wants", wants))
    return [_one(offer) for offer in offers]


def _one(offer: Opportunity) -> dict[str, Any]:
    plain = ("kind", "title", "text", "language", "offered_by", "remote", "languages", "published_at", "shown_until",
             "accessibility", "details", "level", "starts_on", "deadline", "hours_from", "hours_to")  # fmt: skip
    optional = ("hours", "contract", "apply_url", "source_url")
    return {
        "id": offer.pk,
        "url": absolute(offer.get_absolute_url()),
        **{name: getattr(offer, name) for name in plain},
        **{name: getattr(offer, name) or None for name in optional},
        "place": _place(offer),
        "pay": _pay(offer),
        "occupations": [_term(tag.concept, tag.concept.title) for tag in offer.occupation_tags.all()],
        "skills": [{**_term(want.concept, want.text), "need": want.need} for want in offer.wants.all()],
        "source": offer.source.name if offer.source else None,
    }


def _place(offer: Opportunity) -> dict[str, Any]:
    area = offer.area
    return {
        "town": offer.town or None,
        "postcode": offer.postcode or None,
        "area": f"{area.scheme}:{area.code}" if area else None,
        "area_title": area.title if area else None,
        "country": area.country if area else None,
    }


def _pay(offer: Opportunity) -> dict[str, Any] | None:
    if offer.pay_from is None and offer.pay_to is None:
        return None
    return {"lowest": offer.pay_from, "highest": offer.pay_to, "per": offer.pay_per, "currency": offer.currency}


def _term(concept: Concept | None, title: str) -> dict[str, Any]:
    if concept is None:
        return {"title": title}
    return {"title": title, "scheme": concept.scheme.key, "code": concept.code, "uri": concept.uri or None}


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(written(), content_type="application/json")


def written() -> str:
    made = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX), default=str))
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def public() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Its addresses, open to all. They keep the token check of other pages: nothing is changed here anyway."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        view: Any = pattern.callback
        view.login_required = False
        view.csrf_exempt = False
    return patterns, app, namespace

"""Parameters that many addresses share: codes with their scheme, pages, forms."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, wraps
from inspect import signature
from typing import Any
from urllib.parse import urlencode

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja.params.functions import Query

from wayline.lmi.api.answers import Refusal
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area, Concept

View = Callable[..., HttpResponseBase]
LIMIT = Query(100, ge=1, le=1000, description="Entries of a page.")
CURSOR = Query("", max_length=400, description="Where the next page begins; taken from `next`.")
FORMAT = Query("", max_length=12, description="json, csv or, of figures, parquet; without it Accept decides.")
FIELDS = Query("", max_length=600, description="Names of members, commas between; without it all.")
PATIENCE = 5_000
"""Milliseconds that the database may look for an answer: what no index helps with is refused, not waited for."""


def strict(view: View) -> View:
    """A parameter that an address does not know is an error: a filter misspelt would give figures nobody asked for."""
    known = {
        one.default.alias or name for name, one in signature(view).parameters.items() if hasattr(one.default, "alias")
    }

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        unknown = sorted(set(request.GET) - known)
        if unknown:
            raise Refusal(422, f"Unknown parameter: {', '.join(unknown)[:200]}.", known=sorted(known))
        return view(request, *args, **kwargs)

    return checked


def concepts(asked: Sequence[str], name: str) -> list[Concept]:
    """`soc-2020:5241`, in the version of the scheme that is current."""
    return [concept(one, name) for one in asked]


def concept(asked: str, name: str) -> Concept:
    found = _concept(*_pair(asked, name), crosswalk.stamp())
    if found is None:
        raise Refusal(404, f"There is no {name} {asked[:80]!r} among the classifications loaded.")
    return found


@lru_cache(maxsize=4096)
def _concept(scheme: str, code: str, _stamp: str) -> Concept | None:
    found = Concept.objects.public().filter(scheme__key=scheme, scheme__is_current=True, code=code)
    return found.select_related("scheme", "release", "broader").first()


def areas(asked: Sequence[str], name: str = "area") -> list[Area]:
    """`gss:E12000007`."""
    return [area(one, name) for one in asked]


def area(asked: str, name: str = "area") -> Area:
    found = known_area(*_pair(asked, name))
    if found is None:
        raise Refusal(404, f"There is no {name} {asked[:80]!r}.")
    return found


def known_area(scheme: str, code: str) -> Area | None:
    return _area(scheme, code, crosswalk.stamp())


@lru_cache(maxsize=2048)
def _area(scheme: str, code: str, _stamp: str) -> Area | None:
    return Area.objects.public().filter(scheme=scheme, code=code).select_related("parent").first()


def _pair(asked: str, name: str) -> tuple[str, str]:
    scheme, colon, code = asked.partition(":")
    if not (scheme and colon and code):
        raise Refusal(422, f"Write the {name} as scheme:code, for example soc-2020:5241 or gss:K02000001.")
    return scheme[:40], code[:100]


def cursor_of(position: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(position, separators=(",", ":")).encode()).decode().rstrip("=")


def position_of(cursor: str, kinds: Sequence[type | tuple[type, ...]]) -> list[Any] | None:
    """What `cursor_of` wrote; None for the first page."""
    if not cursor:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, UnicodeError):
        found = None
    fits = isinstance(found, list) and len(found) == len(kinds)
    if not fits or not all(isinstance(one, kind) for one, kind in zip(found, kinds, strict=True)):
        raise Refusal(422, "This cursor was not made by this address.")
    return list(found)


def next_of(request: HttpRequest, position: Sequence[Any]) -> str:
    """The address of the next page, without the host: whoever asked knows it."""
    query = [(name, value) for name, values in request.GET.lists() if name != "cursor" for value in values]
    return f"{request.path}?{urlencode([*query, ('cursor', cursor_of(position))])}"


@contextmanager
def patiently() -> Iterator[None]:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(PATIENCE)])
            yield
    except OperationalError as error:
        raise Refusal(503, "This takes too long. Name an indicator and an occupation, area or year.") from error


def after(response: HttpResponse, next_page: str) -> HttpResponse:
    if next_page:
        response.headers["Link"] = f'<{next_page}>; rel="next"'
    return response

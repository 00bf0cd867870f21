"""The page for programmers: what there is, and a form that asks it and shows the answer. It works without script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wayline.common.parts import Crumb
from wayline.lmi.api import door, limits, onet_ws, v1, v2
from wayline.lmi.api.answers import Refusal

APIS = {"v2": v2, "v1": v1, "onet": onet_ws}
SHOWN = 20_000
"""Signs of an answer that are shown; the address gives all of it."""


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`?api=v2&path=…&go=1` with the parameters under their own names, each beginning with `p_`."""
    name = request.GET.get("api", "v2")
    described = APIS[name if name in APIS else "v2"].description()
    path = request.GET.get("path", "")
    chosen = path if path in described["paths"] else next(iter(described["paths"]))
    operation = described["paths"][chosen]["get"]
    fields = [_field(one, request.GET) for one in operation.get("parameters", ())]
    address = _address(chosen, fields)
    asked = request.GET.get("go") == "1"
    return render(
        request,
        "lmi/api/console.html",
        {
            "crumbs": [Crumb(_("Labour market"), "/occupations/"), Crumb(_("For programs"), "")],
            "apis": [("v2", "/api/lmi/v2/"), ("v1", "/api/v1/"), ("onet", "/api/onet/ws/")],
            "api": name if name in APIS else "v2",
            "description": described["info"]["description"].replace("`", ""),
            "openapi": f"{_base(described)}openapi.json",
            "paths": [(one, methods["get"].get("summary", "")) for one, methods in described["paths"].items()],
            "path": chosen,
            "summary": operation.get("summary", ""),
            "explanation": operation.get("description", ""),
            "fields": fields,
            "address": address,
            "home": settings.PUBLIC_URL,
            "answer": _asked(request, address) if asked else None,
        },
    )


def _base(described: dict[str, Any]) -> str:
    first = next(iter(described["paths"]))
    return next(prefix for prefix in door.PREFIXES if first.startswith(prefix))


def _field(parameter: dict[str, Any], query: QueryDict) -> dict[str, Any]:
    name, given = parameter["name"], query.get(f"p_{parameter['name']}")
    example = str(parameter.get("example", "")) if parameter.get("required") else ""
    return {
        "name": name, "value": example if given is None else given[:400], "required": parameter.get("required", False),
        "hint": parameter.get("description", ""), "in_path": parameter["in"] == "path",
    }  # fmt: skip


def _address(path: str, fields: list[dict[str, Any]]) -> str:
    for one in fields:
        if one["in_path"]:
            path = path.replace(f"{{{one['name']}}}", quote(one["value"].replace("/", "") or "-", safe=":"))
    query = urlencode([(one["name"], one["value"]) for one in fields if not one["in_path"] and one["value"]])
    return f"{path}?{query}" if query else path


def _asked(request: HttpRequest, address: str) -> dict[str, Any]:
    """As the door would answer it, within this request; it counts for the limit as any other question."""
    standing = limits.take(request, "")
    if not standing.allowed:
        return {"status": 429, "text": _("Too many questions. Try again in a minute."), "more": False}
    inner = HttpRequest()
    inner.method, inner.META = "GET", {**request.META, "QUERY_STRING": address.partition("?")[2]}
    inner.path = inner.path_info = address.partition("?")[0]
    inner.GET = QueryDict(inner.META["QUERY_STRING"])
    try:
        match = resolve(inner.path_info)
        with translation.override("en"):
            response = match.func(inner, *match.args, **match.kwargs)
    except (Refusal, LookupError) as error:
        return {"status": 404, "text": str(error), "more": False}
    return {"status": response.status_code, **_shown(response)}


def _shown(response: HttpResponseBase) -> dict[str, Any]:
    if isinstance(response, HttpResponse) and "json" in response.headers["Content-Type"]:
        text = json.dumps(json.loads(response.content), indent=2, ensure_ascii=False)
    elif isinstance(response, HttpResponse):
        text = response.content.decode(errors="replace")
    else:
        text = "".join(_first(response))
    return {"text": text[:SHOWN], "more": len(text) > SHOWN}


def _first(response: HttpResponseBase) -> Iterator[str]:
    """The beginning of a download."""
    for part in response:  # one part is more than is shown
        yield part.decode(errors="replace")
        return

"""How answers are written: JSON, and errors in the form that the clients of each API read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

JSON = "application/json;charset=utf-8"
"""As LMI for All wrote it."""
PROBLEM = "application/problem+json"


class Refusal(Exception):
    """Ends a view: the door writes it in the form of the API. `more` are further members of the error."""

    def __init__(self, status: int, text: str, **more: Any) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.more = more


def dumps(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def answer(data: Any, status: int = 200, content_type: str = JSON) -> HttpResponse:
    return HttpResponse(dumps(data), status=status, content_type=content_type)


def refusal(
    request: HttpRequest, status: int, text: str, headers: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """RFC 9457 for our own API; `{"error": …}` for the two that we are compatible with."""
    if request.path_info.startswith("/api/lmi/"):
        title = HTTPStatus(status).phrase
        problem = {"type": "about:blank", "title": title, "status": status, "detail": text, **more}
        response = answer(problem, status, PROBLEM)
    else:
        response = answer({"error": text, **more}, status)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response

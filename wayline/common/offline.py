"""What a browser may keep for reading without a network, and for whom (docs/decisions/0015).

The server decides it: a page that may be kept says so in a header, and every page says whose browser it is for. The
service worker (assets/js/worker.js) keeps nothing else, and forgets what it kept as soon as somebody else is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

PERSON = "Wayline-Person"
KEEP = "Wayline-Keep"
NOBODY = "nobody"
QUESTIONS = {"kind", "page"}
"""What may stand behind the address of a page that is kept: parts of a list, and no searches."""
View = TypeVar("View", bound=Callable[..., HttpResponse])


def mark_of(user: Any) -> str:
    """Names a person to their own browser: always the same, and nobody else's after a database was replaced."""
    if not user.is_authenticated or user.pk is None:
        return NOBODY
    return hashlib.sha256(f"{user.pk}:{user.joined_at.isoformat()}".encode()).hexdigest()[:16]


def kept_offline(view: View) -> View:
    """For pages that show a person nothing but their own. What others share is never kept: they may revoke it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200 and QUESTIONS.issuperset(request.GET):
            response.headers[KEEP] = "yes"
        return response

    answer.is_kept_offline = True  # type: ignore[attr-defined]  # for the test that knows them all
    return answer  # type: ignore[return-value]  # the same view, as its callers see it

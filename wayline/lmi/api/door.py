"""The way in for programs. What all three APIs have in common stands here, once.

They are public and read only, so they need no session, no cookie and no token: the door answers before the middleware
that reads those. Other sites may read them (CORS, JSONP); docs/decisions/0006 says why that is safe.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils import translation

from wayline import __version__
from wayline.lmi.api import jsonp, keys, limits
from wayline.lmi.api.answers import Refusal, refusal
from wayline.taxonomy import crosswalk

logger = logging.getLogger("wayline.security")

PREFIXES = ("/api/v1/", "/api/lmi/v2/", "/api/onet/ws/")
METHODS = "GET, HEAD, OPTIONS"
FRESH = "public, max-age=300"
"""Seconds that a copy may be used without asking; after that the ETag is asked for, and costs two small queries."""
LONGEST = 4_000
"""Signs of an address. Longer ones come from no program of ours or of LMI for All."""
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, X-Auth-Type"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, Date, If-None-Match, X-API-Key",
    "Access-Control-Max-Age": "86400",
}


def open_door(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: addresses of the APIs are answered here, all others go on."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIXES):
            return get_response(request)
        request.get_host()  # a strange host is refused here as on every page
        response = _answer(request)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    return answer


def _answer(request: HttpRequest) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={**PREFLIGHT, "Allow": METHODS})
    if request.method not in {"GET", "HEAD"}:
        return refusal(request, 405, "This API only answers GET.", {"Allow": METHODS})
    if flaw := _flaw(request):
        return refusal(request, 400, flaw)
    try:
        key = keys.key_of(request)
    except keys.WrongSignature as error:
        logger.warning("API: %s", error)
        return refusal(request, 401, str(error), {"WWW-Authenticate": "Signature", "X-Auth-Type": "No Key"})
    standing = limits.take(request, key)
    headers = {**standing.headers(), "X-Auth-Type": "HMAC" if key else "No Key"}
    if not standing.allowed:
        logger.warning("API: too many requests")
        text = f"Too many requests. Try again in {standing.reset} seconds."
        return refusal(request, 429, text, {**headers, "Retry-After": str(standing.reset)})
    with crosswalk.held() as stamp:
        return _with(headers, _fresh_answer(request, stamp))


def _flaw(request: HttpRequest) -> str:
    """What is wrong with the address itself; empty when nothing is."""
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info) + len(query) > LONGEST:
        return "The address is too long."
    if "\0" in request.path_info or "%00" in query:
        return "The address holds a NUL."
    try:
        QueryDict(query)
    except (SuspiciousOperation, UnicodeError):
        return "The parameters cannot be read."
    return "" if jsonp.is_safe(request) else "The callback must be the name of a function."


def _fresh_answer(request: HttpRequest, stamp: str) -> HttpResponseBase:
    """304 when the client has what we would send. Nothing changes between two releases."""
    tag = _tag(request, stamp)
    asked = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    kept = {"ETag": tag, "Cache-Control": FRESH, "Vary": "Accept"}
    if tag in asked:
        return HttpResponse(status=304, headers=kept)
    response = _view(request)
    if response.status_code == 200:
        return _with(kept, response)
    return _with({"Cache-Control": "no-store"}, response)


def _tag(request: HttpRequest, stamp: str) -> str:
    """Of what the answer is made from: the releases, the address, the form asked for, and this program."""
    parts = (__version__, stamp, request.get_full_path(), request.headers.get("Accept", ""))
    return f'"{hashlib.sha256("|".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]}"'


def _view(request: HttpRequest) -> HttpResponseBase:
    method, request.method = request.method, "GET"  # HEAD is the same without its body, which the server leaves out
    try:
        match = _match(request.path_info)
        request.resolver_match = match
        with translation.override("en"):
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Refusal as error:
        response = refusal(request, error.status, error.text, **error.more)
    except Http404:
        response = refusal(request, 404, "There is nothing at this address.")
    except SuspiciousOperation:
        response = refusal(request, 400, "The parameters cannot be read.")
    finally:
        request.method = method
    return jsonp.wrapped(request, response)


def _match(path: str) -> ResolverMatch:
    """Clients of both models write some addresses with a slash at the end and some without."""
    try:
        return resolve(path)
    except Http404:
        if not path.endswith("/"):
            raise
        return resolve(path.rstrip("/"))


def _with(headers: Mapping[str, str], response: HttpResponseBase) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response

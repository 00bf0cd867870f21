"""JSONP for the clients of LMI for All that were written before CORS: `?callback=name` makes the answer a script.

The script calls one function of the asking page with public figures; it is made by us and holds nothing else. Guards:
the name is a name (letters, digits, `_`, `$`, dots between), the answer begins with a comment (so that it is no file of
another kind, whatever its first signs), and browsers are told not to guess (nosniff, set for the whole house).
"""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

PREFIX = "/api/v1/"
SCRIPT = "application/javascript;charset=utf-8"
_NAME = re.compile(r"[A-Za-z_$][\w$]{0,99}(?:\.[A-Za-z_$][\w$]{0,99}){0,5}", re.ASCII)


def callback_of(request: HttpRequest) -> str:
    return request.GET.get("callback", "") if request.path_info.startswith(PREFIX) else ""


def is_safe(request: HttpRequest) -> bool:
    name = callback_of(request)
    return not name or _NAME.fullmatch(name) is not None


def wrapped(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    name = callback_of(request)
    if not name or not isinstance(response, HttpResponse):
        return response
    text = response.content.decode()
    # Two signs that JSON allows in a text and older scripts take for the end of a line.
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    response.content = f"/**/{name}({text});"
    response.headers["Content-Type"] = SCRIPT
    return response

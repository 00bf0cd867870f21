"""Addresses of the APIs, and that they are public: no view here knows who asks."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI

from wayline.lmi.api import console, onet_ws, v1, v2


def public(api: NinjaAPI) -> tuple[list[URLPattern | URLResolver], str, str]:
    patterns, app, namespace = api.urls
    for pattern in patterns:
        view: Any = pattern.callback
        view.login_required = False
    return patterns, app, namespace


app_name = "api"
urlpatterns = [
    path("", console.page, name="console"),
    path("v1/", public(v1.api)),
    path("lmi/v2/", public(v2.api)),
    path("onet/ws/", public(onet_ws.api)),
]

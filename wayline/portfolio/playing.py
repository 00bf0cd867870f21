"""The parts of a film, handed to a browser. Who may have them, the caller has checked."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from wayline.common import downloads
from wayline.portfolio.captions import webvtt
from wayline.portfolio.models import Video

PARTS = {"large": "video/mp4", "small": "video/mp4", "poster": "image/jpeg"}


def part_of(request: HttpRequest, shown: Video, name: str) -> HttpResponseBase:
    """A version, the picture before it plays, or the captions."""
    if name == "captions":
        return HttpResponse(webvtt(shown.lines), content_type="text/vtt; charset=utf-8")
    held = getattr(shown, name) if name in PARTS else None
    if not held:
        raise Http404
    return downloads.media(request, held.open("rb"), name, PARTS[name])

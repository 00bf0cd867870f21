"""The ASGI application: Django for pages, a small door of its own for live updates."""

import os
import warnings
from typing import cast

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Files are read in a thread, 64 kB at a time, whether WhiteNoise or a download sends them: that is what we want.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayline.config.settings")


class InOneThread(ASGIHandler):
    """Each request stays in one thread from the first middleware to the finished page (decision 0018).

    Django's own handler makes the pages 400, 403 and 404 in other threads. Each of those takes a second database
    connection while the request still holds its first, and keeps it.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)


django.setup(set_prefix=False)
pages = InOneThread()

from wayline.discussion.live import Application, live_updates  # noqa: E402 - needs the apps loaded above

application = live_updates(cast("Application", pages), prefix="/live/")

"""The gallery of components, the web app (manifest, service worker, page without a network), the pages for errors."""

import logging
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wayline.common import specimens

logger = logging.getLogger("wayline.security")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with the line that makes it."""
    return render(request, "common/gallery.html", {"groups": specimens.groups(request)})


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Browsers ask for it again at each visit, so that an upgrade reaches them at once."""
    built = finders.find("wayline/worker.js")
    if built is None:
        raise Http404
    answer = HttpResponse(Path(str(built)).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """W3C Web Application Manifest."""
    about = {
        "id": "/",
        "name": settings.APP_NAME,
        "short_name": settings.APP_NAME[:12],
        "description": _("What you can do and have done, your programmes, work and training."),
        "lang": get_language(),
        "start_url": reverse(settings.APP_START),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0f4c52",
        "icons": [
            {"src": static("wayline/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": static("wayline/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("wayline/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("wayline/icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    return JsonResponse(about, content_type="application/manifest+json")


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Kept by the service worker, and shown for what it has not kept. Says nothing about who is signed in."""
    return render(request, "common/offline.html", {"account": None, "notices": None, "navigation": []})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    person = getattr(getattr(request, "user", None), "pk", None)
    logger.warning("Access refused: %s to person %s", ascii(request.path), person)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """For the library of accounts, whose own page has our look in no language. The rooms answer by `people.limits`."""
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what failed."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)

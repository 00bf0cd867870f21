"""The gallery of components, and the pages for errors."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.http import require_safe

from wayline.common import specimens

logger = logging.getLogger("wayline.security")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with the line that makes it."""
    return render(request, "common/gallery.html", {"groups": specimens.groups(request)})


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

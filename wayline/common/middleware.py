"""Headers beside the content security policy."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wayline.common import offline

# A page that needs camera or microphone (meetings) sets the header itself.
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def browser_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What browsers may use, and that pages of a signed-in person are not kept on a shared computer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.method == "POST" and request.path == reverse(settings.LOGOUT_URL):
            # Drafts and pictures must not wait for the next person at a shared computer.
            response.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        if user is not None and response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers[offline.PERSON] = offline.mark_of(user)
        return response

    return answer


def no_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """PostgreSQL keeps no NUL in a text and nobody types one: an address that holds it is refused."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise SuspiciousOperation("The address holds a NUL.")
        return get_response(request)

    return answer

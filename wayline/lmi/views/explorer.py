"""Where the explorer begins: a search, the groups of a classification, the area, and what is loaded."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wayline.common.paging import page_of
from wayline.lmi import actions
from wayline.lmi.queries import explorer, places
from wayline.lmi.views.here import SESSION_KEY, area_of, public_page


@public_page
def start(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "")[:100].split())
    scheme = explorer.scheme_of(request.GET.get("scheme", ""))
    found = explorer.find(words, get_language() or "en", scheme.key) if words and scheme else None
    area = area_of(request)
    context = {
        "words": words,
        "scheme": scheme,
        "schemes": explorer.schemes(),
        "found": found,
        "page": page_of(request, found.hits) if found else None,
        "groups": explorer.top_groups(scheme) if scheme and not words else [],
        "loaded": explorer.loaded(),
        "area": area,
        "area_key": places.key_of(area) if area else "",
        "areas": places.choices(),
    }
    return render(request, "lmi/explorer.html", context)


@login_not_required
@require_POST
def choose_area(request: HttpRequest) -> HttpResponse:
    """Keeps the area with the account; for visitors with their session, which ends with the browser."""
    area = places.with_key(request.POST.get("area", ""))
    if area is None:
        messages.error(request, _("Choose an area from the list."))
    elif request.user.is_authenticated:
        actions.read_for(request.user, area=area)
    else:
        request.session[SESSION_KEY] = places.key_of(area)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    there = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if safe and there.startswith("/") else reverse("lmi:explorer")

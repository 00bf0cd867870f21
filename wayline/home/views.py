"""Front hall: the start page by role, global search, one-click sign-in of the demo, health."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from wayline.common.paging import page_of
from wayline.home import demo_guard, health, queries
from wayline.home.demo import people
from wayline.home.demo.cast import one_click
from wayline.people import actions
from wayline.people.http import MemberRequest
from wayline.people.middleware import SESSION_KEY
from wayline.people.models import Membership


@login_not_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "home/landing.html", _landing())
    member: Membership | None = getattr(request, "member", None)
    if member is None:
        return redirect("people:no_role")
    return render(request, "home/start.html", {"member": member, "cards": _drawn(request, member)})


def _drawn(request: HttpRequest, member: Membership) -> list[str]:
    """Each room draws its own card, with nothing in its context but what the room gave."""
    return [render_to_string(card.template, card.content, request) for card in queries.cards_for(member)]


def _landing() -> dict[str, object]:
    return {
        "demo_roles": one_click() if settings.DEMO else [],
        "programmes_url": _address("learning:catalogue"),
    }


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    member = cast("MemberRequest", request).member
    words = " ".join(request.GET.get("q", "")[:100].split())
    only = request.GET.get("in", "")
    groups = queries.search(member, words, only=only)
    context = {
        "words": words,
        "too_short": 0 < len(words) < queries.SHORTEST_QUERY,
        "groups": groups,
        "only": groups[0] if only and groups else None,
        "page": page_of(request, groups[0].hits) if only and groups else None,
    }
    return render(request, "home/search.html", context)


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as an invented person; only while the demo service is on, and may be."""
    if not demo_guard.is_safe():
        raise Http404
    member = people.stand_in(key)
    if member is None:
        raise Http404
    login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[SESSION_KEY] = member.pk
    actions.note_sign_in(member.user)
    return redirect("home:start")


@login_not_required
@never_cache
@require_GET
def health_report(request: HttpRequest) -> HttpResponse:
    found = health.measure()
    return JsonResponse(found.as_dict(), status=200 if found.good else 503)

"""Puts the acting membership on the request, so that views and rules get a subject and never ask for it.

The person's language and time zone hold for the page. Somebody without any membership is led to the page that says how
to get one, except on pages that work without (`@without_role`, public ones, and those of the account).
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.contrib import messages
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext

from wayline.common.lookups import Blank, Question, any_of
from wayline.people.limits import TooMany
from wayline.people.models import Membership, Organisation, User

logger = logging.getLogger("wayline.security")
SESSION_KEY = "membership"
ACCOUNT_PAGES = ("allauth.", "django.")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def without_role(view: View) -> View:
    """Marks a view that works for a signed-in person without a membership: `request.member` may be None."""
    view.works_without_role = True  # type: ignore[attr-defined]  # read by the middleware
    return view


class membership:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.memberships = memberships_of(request.user)  # type: ignore[attr-defined]  # MemberRequest
        request.member = acting_membership(request)  # type: ignore[attr-defined]  # MemberRequest
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(request.user.time_zone):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        if request.user.is_demo and request.method == "POST" and _changes_account(request, view):
            messages.error(request, gettext("A demo account belongs to everybody. Its sign-in cannot be changed."))
            return redirect("people:profile")
        if request.member is None and not _works_without_role(view):  # type: ignore[attr-defined]  # MemberRequest
            return _to_no_role(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooMany):
            return None
        logger.warning("Too many requests: %s by person %s", ascii(request.path), request.user.pk)
        response = render(request, "people/too_many.html", {"minutes": exception.minutes}, status=429)
        response["Retry-After"] = str(exception.seconds)
        return response


def memberships_of(user: User) -> list[Membership]:
    found = []
    for row in _active().ask(users=[user.pk]):
        one = Membership.from_db(DEFAULT_DB_ALIAS, OWN, row[: len(OWN)])
        one.organisation = Organisation.from_db(DEFAULT_DB_ALIAS, OF_THE_ORGANISATION, row[len(OWN) :])
        one.user = user  # known: reading it again would cost its columns a second time
        found.append(one)
    return found


OWN = [one.attname for one in Membership._meta.concrete_fields]
OF_THE_ORGANISATION = [one.attname for one in Organisation._meta.concrete_fields]


@lru_cache(maxsize=1)
def _active() -> Question:
    """Every page of somebody signed in asks it: Django writes the SQL once."""
    rows = Membership.objects.active().filter(any_of("user_id", Blank("users"))).order_by("pk")
    return Question(rows.values_list(*OWN, *(f"organisation__{name}" for name in OF_THE_ORGANISATION)))


def acting_membership(request: HttpRequest) -> Membership | None:
    """The one chosen in this session, or the person's first; None for a person without any."""
    mine: list[Membership] = request.memberships  # type: ignore[attr-defined]  # MemberRequest
    chosen = request.session.get(SESSION_KEY)
    return next((one for one in mine if one.pk == chosen), mine[0] if mine else None)


def _to_no_role(request: HttpRequest) -> HttpResponse:
    """With the page that was wanted, so that whoever gets a role there goes on to it."""
    wanted = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(f"{reverse('people:no_role')}{wanted}")


def _works_without_role(view: Callable[..., Any]) -> bool:
    public = getattr(view, "login_required", True) is False
    return (
        public or hasattr(view, "works_without_role") or view.__module__.startswith((*ACCOUNT_PAGES, "wayline.common"))
    )


def _changes_account(request: HttpRequest, view: Callable[..., Any]) -> bool:
    return view.__module__.startswith("allauth.") and request.path != reverse("account_logout")

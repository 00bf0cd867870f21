"""The area that a page is read for: the address says it, or the person's choice, or the service's country."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from wayline.lmi.queries import places
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Area

SESSION_KEY = "lmi_area"
Parts = ParamSpec("Parts")
Answer = TypeVar("Answer", bound=HttpResponseBase)


def public_page(view: Callable[Concatenate[HttpRequest, Parts], Answer]) -> Callable[..., HttpResponseBase]:
    """A page of the explorer: for everybody, for reading only, and of one moment of the data."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Parts.args, **kwargs: Parts.kwargs) -> Answer:
        with crosswalk.held():
            return view(request, *args, **kwargs)

    return answer


def area_of(request: HttpRequest) -> Area | None:
    """None before the first figure is loaded."""
    asked = request.GET.get("a", "")
    return (places.with_key(asked) if asked else None) or chosen_area(request) or places.usual()


def chosen_area(request: HttpRequest) -> Area | None:
    """What the person chose before: kept with the account, or for visitors with the session."""
    if request.user.is_authenticated:
        return places.of_user(request.user)
    key = request.session.get(SESSION_KEY, "") if request.session.session_key else ""
    return places.with_key(key) if key else None

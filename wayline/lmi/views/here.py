"""The area that a page is read for: the address says it, or the person's choice, or the service's country."""

from __future__ import annotations

from django.http import HttpRequest

from wayline.lmi.queries import places
from wayline.taxonomy.models import Area

SESSION_KEY = "lmi_area"


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

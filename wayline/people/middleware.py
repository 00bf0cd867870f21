"""Puts the acting membership on the request, so that views and rules get a subject and never ask for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from wayline.people.models import Membership

SESSION_KEY = "membership"


def membership(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.member = acting_membership(request)  # type: ignore[attr-defined]  # MemberRequest
        return get_response(request)

    return middleware


def acting_membership(request: HttpRequest) -> Membership | None:
    """The one chosen in this session, or the person's first; None for a person without any."""
    mine = list(
        Membership.objects.active().filter(user=request.user.pk).select_related("organisation", "user").order_by("pk")
    )
    chosen = request.session.get(SESSION_KEY)
    return next((one for one in mine if one.pk == chosen), mine[0] if mine else None)

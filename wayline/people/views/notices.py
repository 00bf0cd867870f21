"""Notices: the list, reading, and leaving the mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wayline.common.paging import page_of
from wayline.people import actions, mail, queries
from wayline.people.http import PersonRequest
from wayline.people.middleware import without_role
from wayline.people.models import Notice


@without_role
@require_safe
def notice_list(request: PersonRequest) -> HttpResponse:
    unread_only = request.GET.get("show") == "unread"
    page = page_of(request, queries.notices(request.user, unread_only=unread_only))
    return render(request, "people/notices.html", {"page": page, "unread_only": unread_only})


@without_role
@require_safe
def open_notice(request: PersonRequest, pk: int) -> HttpResponse:
    """Leads to what the notice is about, and counts it as read."""
    notice = _notice(request, pk)
    actions.read_notices(request.user, only=notice)
    inside = url_has_allowed_host_and_scheme(notice.url, {request.get_host()}, require_https=request.is_secure())
    return redirect(notice.url if inside else "people:notices")


@without_role
@require_POST
def read_one(request: PersonRequest, pk: int) -> HttpResponse:
    actions.read_notices(request.user, only=_notice(request, pk))
    return redirect("people:notices")


@without_role
@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    actions.read_notices(request.user)
    messages.success(request, gettext("All notices are marked as read."))
    return redirect("people:notices")


@csrf_exempt  # mail programs post here without a page (RFC 8058); the signed link is the proof
@login_not_required
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Works without signing in. Opening the link only asks, since mail scanners open links too."""
    person = mail.read_unsubscribe_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        actions.stop_mail(person)
    return render(request, "people/unsubscribe.html", {"done": request.method == "POST"})


def _notice(request: PersonRequest, pk: int) -> Notice:
    notice = queries.notice(request.user, pk)
    if notice is None:
        raise Http404
    return notice

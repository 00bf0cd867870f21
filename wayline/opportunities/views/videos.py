"""The film that goes with an application: taken back by its person, opened and played on the other side."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wayline.common.downloads import unkept
from wayline.opportunities.actions import videos as acts
from wayline.opportunities.models import ApplicationVideo
from wayline.people.http import MemberRequest
from wayline.portfolio.playing import part_of


@require_POST
def take_back(request: MemberRequest, key: str) -> HttpResponse:
    """Out of a draft, or back from whoever received it."""
    mine = ApplicationVideo.objects.visible_to(request.member).filter(taken_back_at=None)
    film = get_object_or_404(mine.select_related("application__user"), application__key=key)
    acts.take_back(film)
    if film.application.is_draft:
        messages.success(request, _("The video does not go along."))
        return redirect("opportunities:application_check", key=key)
    messages.success(request, _("Taken back. They cannot play the video any more; the application stays."))
    return redirect(film.application)


@require_POST
def open_one(request: MemberRequest, key: str) -> HttpResponse:
    """Whoever reads the application says that they did."""
    received = ApplicationVideo.objects.received_by(request.member).select_related("application__user")
    film = get_object_or_404(received, application__key=key)
    try:
        acts.open_video(film, by=request.member)
    except acts.ReadFirst:
        messages.error(request, _("Open what was written first: the video comes second."))
    return redirect(f"{film.application.received_url}#video")


@require_safe
def part(request: MemberRequest, key: str, name: str) -> HttpResponseBase:
    """404 to the very next request after it was taken back, its day has passed, or its captions went."""
    played = ApplicationVideo.objects.played_to(request.member).select_related("application__user", "video")
    film = get_object_or_404(played, application__key=key)
    answer = part_of(request, film.video, name)
    acts.watch(film, by=request.member, part=name)
    return unkept(answer)

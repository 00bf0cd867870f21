"""Public pages: for whoever has the address, from the moment of publishing to the moment of withdrawing."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from wayline.common import downloads
from wayline.common.downloads import unkept
from wayline.people.mail import absolute
from wayline.portfolio.actions import pages as acts
from wayline.portfolio.models import PortfolioPage
from wayline.portfolio.queries import pages as reads


def _public(address: str) -> PortfolioPage:
    page = PortfolioPage.objects.public().filter(address=address).select_related("owner").first()
    if page is None:
        raise Http404
    return page


@login_not_required
@require_safe
def public(request: HttpRequest, address: str) -> HttpResponse:
    page = _public(address)
    if request.user.pk != page.owner_id:
        acts.count_visit(page)
    shown = reads.shown(page)
    context = {
        "shown": shown,
        "look": False,
        "whole": absolute(reverse("portfolio:public", args=[address])),
        "whole_picture": absolute(reverse("portfolio:public_picture", args=[address])) if shown.has_photo else "",
    }
    answer = unkept(render(request, "portfolio/page_public.html", context))
    if page.is_listed:
        del answer["X-Robots-Tag"]
    return answer


@login_not_required
@require_safe
def picture(request: HttpRequest, address: str) -> HttpResponseBase:
    holder = reads.photo_on(_public(address))
    if holder is None:
        raise Http404
    return unkept(downloads.media(request, holder.photo.open("rb"), "photo", holder.photo_type))


@login_not_required
@require_safe
def file(request: HttpRequest, address: str, key: str) -> HttpResponseBase:
    held = reads.file_on(reads.blocks_of(_public(address)), key)
    if held is None:
        raise Http404
    return unkept(downloads.media(request, held.file.open("rb"), held.name, held.media_type))

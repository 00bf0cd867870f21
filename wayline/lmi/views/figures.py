"""The page of one figure: everything known of it, so that anybody can find it again in the publisher's file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from wayline.common.parts import Crumb
from wayline.lmi.display import Shown
from wayline.lmi.queries import origins
from wayline.lmi.views.here import public_page


@public_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    figure = origins.figure(pk)
    if figure is None:
        raise Http404
    shown = Shown(figure)
    crumbs = [Crumb(_("Occupations"), reverse("lmi:explorer"))]
    if figure.occupation:
        one = figure.occupation
        crumbs.append(Crumb(one.title, reverse("lmi:occupation", args=[one.scheme.key, one.code])))
    context = {
        "shown": shown,
        "figure": figure,
        "rows": origins.rows(shown),
        "release_rows": origins.release_rows(figure.release),
        "superseded": figure.release.superseded_at is not None,
        "asked": origins.way(request.GET.get("for", ""), figure),
        "crumbs": [*crumbs, Crumb(shown.title)],
    }
    return render(request, "lmi/figure.html", context)

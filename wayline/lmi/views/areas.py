"""The picture of an area, on the screen, as one page on paper, and as a CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayline.common.csvfile import csv_response
from wayline.common.parts import Crumb
from wayline.common.pdf import pdf_response
from wayline.lmi.queries import picture, places, tables
from wayline.lmi.views.here import area_of, public_page
from wayline.taxonomy.models import Area

SECTIONS = {
    "large": gettext_lazy("What is large"),
    "growing": gettext_lazy("What is growing"),
    "differs": gettext_lazy("How it differs from the country"),
    "wanted": gettext_lazy("Where people will be needed"),
    "short": gettext_lazy("What is short"),
}
"""Parts of the page for an employer."""


@public_page
def every(request: HttpRequest) -> HttpResponse:
    """All areas with figures."""
    crumbs = [Crumb(_("Occupations"), reverse("lmi:explorer")), Crumb(_("Areas"))]
    return render(request, "lmi/areas.html", {"groups": places.choices(), "area": area_of(request), "crumbs": crumbs})


@public_page
def page(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    area = _find(scheme, code)
    context = {
        "area": area,
        "area_key": places.key_of(area),
        "picture": picture.picture(area),
        "crumbs": [
            Crumb(_("Occupations"), reverse("lmi:explorer")),
            Crumb(_("Areas"), reverse("lmi:areas")),
            *([Crumb(area.parent.title, _address("lmi:area", area.parent))] if area.parent else []),
            Crumb(area.title),
        ],
        "csv_url": _address("lmi:area_csv", area),
        "pdf_url": _address("lmi:area_pdf", area),
        "sections": SECTIONS,
    }
    return render(request, "lmi/area.html", context)


@public_page
def working(request: HttpRequest, scheme: str, code: str) -> HttpResponse:
    """How the shares, comparisons and changes of the picture are worked out, each from which figures."""
    area = _find(scheme, code)
    crumbs = [
        Crumb(_("Occupations"), reverse("lmi:explorer")),
        Crumb(_("Areas"), reverse("lmi:areas")),
        Crumb(area.title, _address("lmi:area", area)),
        Crumb(_("How it is worked out")),
    ]
    return render(request, "lmi/working.html", {"area": area, "picture": picture.picture(area), "crumbs": crumbs})


@public_page
def pdf(request: HttpRequest, scheme: str, code: str) -> HttpResponseBase:
    """One page to hand to an employer, with the parts that `show` names; without it all of them."""
    area = _find(scheme, code)
    asked = [key for key in request.GET.getlist("show") if key in SECTIONS]
    context = {
        "shown": asked or list(SECTIONS),
        "site": request.build_absolute_uri("/")[:-1],
        "area": area,
        "picture": picture.picture(area),
        "address": request.build_absolute_uri(_address("lmi:area", area)),
        "day": timezone.localdate(),
    }
    title = _("The labour market in %(area)s") % {"area": area.title}
    name = f"{slugify(area.title) or 'area'}.pdf"
    return pdf_response("lmi/area_pdf.html", context, title=title, filename=name)


@public_page
def csv(request: HttpRequest, scheme: str, code: str) -> HttpResponseBase:
    area = _find(scheme, code)
    rows = (tables.row_of(shown) for shown in picture.picture(area).figures())
    return csv_response(f"{slugify(area.title) or 'area'}.csv", tables.HEADER, rows)


def _find(scheme: str, code: str) -> Area:
    return get_object_or_404(Area.objects.public().select_related("parent"), scheme=scheme, code=code)


def _address(name: str, area: Area) -> str:
    return reverse(name, args=[area.scheme, area.code])

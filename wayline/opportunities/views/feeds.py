"""What programs fetch: an Atom feed of any search (RFC 4287) and the site map (sitemaps.org)."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wayline.common.markdown import excerpt
from wayline.opportunities import asked
from wayline.opportunities.models import Listing
from wayline.opportunities.queries import search
from wayline.people.mail import absolute

ENTRIES = 50
A_MAP = 10_000
"""Addresses in one file of the site map; 50,000 are allowed."""
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@login_not_required
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """The newest of a search: the address takes the same parameters as the page."""
    said = replace(asked.read(dict(request.GET.lists())), sort="newest")
    query = asked.query_of(said.without("sort"))
    page = f"{reverse('opportunities:search')}?{query}" if query else reverse("opportunities:search")
    made = Atom1Feed(
        title=_("Jobs and places"), link=absolute(page), description="", feed_url=absolute(request.get_full_path())
    )
    for offer in search.search(said).rows[:ENTRIES]:
        address = absolute(offer.get_absolute_url())
        made.add_item(
            title=offer.title,
            link=address,
            description=excerpt(offer.text, characters=400),
            author_name=offer.offered_by,
            pubdate=offer.published_at,
            updateddate=max(offer.changed_at, offer.published_at or offer.changed_at),
            unique_id=address,
            categories=[str(offer.get_kind_display())],
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_GET
def sitemap(request: HttpRequest) -> HttpResponse:
    files = max(1, ceil(Listing.objects.public().count() / A_MAP))
    parts = [absolute(reverse("opportunities:sitemap_part", args=[number])) for number in range(1, files + 1)]
    rows = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>" for one in parts)
    return _xml(f'<sitemapindex xmlns="{SITEMAPS}">{rows}</sitemapindex>')


@login_not_required
@require_GET
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    if number < 1:
        raise Http404
    shown = Listing.objects.public().order_by("pk")[(number - 1) * A_MAP : number * A_MAP]
    rows = [
        f"<url><loc>{escape(absolute(reverse('opportunities:opportunity', args=[key])))}</loc>"
        f"<lastmod>{changed:%Y-%m-%d}</lastmod></url>"
        for key, changed in shown.values_list("pk", "opportunity__changed_at")
    ]
    if not rows and number > 1:
        raise Http404
    return _xml(f'<urlset xmlns="{SITEMAPS}">{"".join(rows)}</urlset>')


def _xml(body: str) -> HttpResponse:
    return HttpResponse(XML + body, content_type="application/xml; charset=utf-8")

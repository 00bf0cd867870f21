"""Jobs on show for those who read about an occupation, or ask by program."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from wayline.common.markdown import excerpt
from wayline.lmi.openings import Opening, Openings
from wayline.opportunities.asked import Asked
from wayline.opportunities.enums import Kind
from wayline.opportunities.models import Listing, Opportunity
from wayline.opportunities.queries import search
from wayline.people.mail import absolute
from wayline.taxonomy.models import Area, Concept

NEWEST = 3
LENGTH = 300
"""Characters of the text that a program is given."""


def for_occupation(same: Sequence[Concept]) -> Openings | None:
    """Jobs tagged with the occupation or one inside it; by the classification in which most of them are tagged."""
    numbers = _numbers([concept.pk for concept in same])
    most = max(same, key=lambda concept: numbers[concept.pk])
    number = numbers[most.pk]
    if not number:
        return None
    jobs = Listing.objects.public().filter(kind=Kind.VACANCY)
    found = jobs.filter(occupations__overlap=[most.pk]).order_by("-published_at", "-pk")
    newest = search.fetch(list(found.values_list("pk", flat=True)[:NEWEST]))
    asked = {"kind": Kind.VACANCY.value, "occupation": f"{most.scheme.key}:{most.code}"}
    return Openings(
        number=number,
        newest=tuple(_opening(offer, offer.get_absolute_url()) for offer in newest),
        url=f"{reverse('opportunities:search')}?{urlencode(asked)}",
    )


COUNTED = """
SELECT concept, (
    SELECT count(*) FROM opportunities_listing
    WHERE shown_until >= %s AND kind = %s AND occupations @> ARRAY[concept])
FROM unnest(%s::bigint[]) AS concept
"""


def _numbers(concepts: Sequence[int]) -> dict[int, int]:
    """Jobs on show of each. By hand: it stands on every page of an occupation, and mostly there are none."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [timezone.localdate(), Kind.VACANCY.value, list(concepts)])
        return dict(cursor.fetchall())


def by_words(words: str, place: str, limit: int) -> list[Opening]:
    """The best fitting jobs first. `place`: the name of an area, of a town, or a postcode as offers write it."""
    found = search.matching(Asked(words=words, kind=Kind.VACANCY.value))
    if place:
        found = found.filter(_in(place))
    offers = search.fetch(list(found.values_list("pk", flat=True)[:limit]))
    return [_opening(offer, absolute(offer.get_absolute_url()), LENGTH) for offer in offers]


def _in(place: str) -> Q:
    areas = list(Area.objects.public().filter(title__iexact=place).values_list("pk", flat=True))
    here = Opportunity.objects.filter(Q(town__iexact=place) | Q(postcode__istartswith=place)).order_by().values("pk")
    return Q(pk__in=here) | Q(areas__overlap=areas) if areas else Q(pk__in=here)


def _opening(offer: Opportunity, url: str, length: int = 0) -> Opening:
    told = excerpt(offer.text, characters=length) if length else ""
    return Opening(offer.title, offer.offered_by, offer.place, url, told)

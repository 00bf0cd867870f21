"""Jobs on show for those who read about an occupation, or ask by program."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

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
    jobs = Listing.objects.public().filter(kind=Kind.VACANCY)
    named = {f"of_{concept.pk}": Count("pk", filter=Q(occupations__contains=[concept.pk])) for concept in same}
    numbers = jobs.filter(occupations__overlap=[concept.pk for concept in same]).aggregate(**named)
    most = max(same, key=lambda concept: int(numbers[f"of_{concept.pk}"]))
    number = numbers[f"of_{most.pk}"]
    if not number:
        return None
    found = jobs.filter(occupations__overlap=[most.pk]).order_by("-published_at", "-pk")
    newest = search.fetch(list(found.values_list("pk", flat=True)[:NEWEST]))
    asked = {"kind": Kind.VACANCY.value, "occupation": f"{most.scheme.key}:{most.code}"}
    return Openings(
        number=number,
        newest=tuple(_opening(offer, offer.get_absolute_url()) for offer in newest),
        url=f"{reverse('opportunities:search')}?{urlencode(asked)}",
    )


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

"""What this room puts into the registers of the house: an entry of the menu, a card, a part of the search."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wayline.lmi.queries import explorer, places
from wayline.people import registers
from wayline.people.models import Membership
from wayline.people.registers import Card, NavigationEntry, SearchHit, SearchSource
from wayline.taxonomy import search
from wayline.taxonomy.models import Area


def register_everything() -> None:
    registers.columns.update({"area__title": _("area"), "area__code": _("code of the area")})
    registers.navigation.append(
        NavigationEntry(
            _("Labour market"),
            "lmi:explorer",
            _everybody,
            order=35,
            for_all=_("Look jobs up: what they pay, how many people do them, and what is known of your area."),
        )
    )
    registers.footer += [(_("Data and sources"), "taxonomy:releases"), (_("Open APIs"), "api:console")]
    registers.search_sources.append(SearchSource(_("Jobs and areas"), find, order=40))
    registers.cards.append(Card("lmi.explorer", "lmi/card.html", _card, order=60))


def _everybody(viewer: Membership) -> bool:
    return True


def find(viewer: Membership, words: str, limit: int) -> list[SearchHit]:
    """Jobs of the first classification, with the label that matched; then areas by name."""
    every = explorer.schemes()
    hits = search.find(words, get_language() or "en", every[0].key, limit) if every else []
    jobs = [
        SearchHit(
            hit.concept.title,
            reverse("lmi:occupation", args=[hit.concept.scheme.key, hit.concept.code]),
            _("Job"),
            "" if hit.label == hit.concept.title else hit.label,
        )
        for hit in hits
    ]
    areas = [
        SearchHit(area.title, reverse("lmi:area", args=[area.scheme, area.code]), _("Area"))
        for area in Area.objects.public().filter(Q(title__icontains=words)).order_by("title")[:limit]
    ]
    return [*jobs, *areas][:limit]


def _card(viewer: Membership) -> dict[str, object] | None:
    """A search box, and the area that the person reads for. Nothing while nothing is loaded."""
    if not explorer.schemes():
        return None
    return {"area": places.of_user(viewer.user) or places.usual()}

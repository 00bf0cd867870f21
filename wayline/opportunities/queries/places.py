"""Areas to choose from."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

from wayline.taxonomy.enums import AreaKind
from wayline.taxonomy.models import Area

SIZES = list(AreaKind)
Groups = list[tuple[str, list[tuple[str, str]]]]


def choices(*, by_key: bool = False) -> Groups:
    """Areas by country and size, the service's own country first. Values are ids, or `scheme:code` for addresses."""
    language = get_language() or "en"
    groups: dict[tuple[bool, str, int], list[tuple[str, str]]] = {}
    for area in Area.objects.public().exclude(kind=AreaKind.WORLD):
        place = (area.country != settings.COUNTRY, area.country, SIZES.index(AreaKind(area.kind)))
        value = f"{area.scheme}:{area.code}" if by_key else str(area.pk)
        groups.setdefault(place, []).append((value, area.title_in(language)))
    return _merged(groups)


def _merged(groups: dict[tuple[bool, str, int], list[tuple[str, str]]]) -> Groups:
    """Other countries, of which only the country itself is known, stand in one group."""
    made: Groups = []
    abroad: list[tuple[str, str]] = []
    for (is_abroad, country, size), areas in sorted(groups.items()):
        if is_abroad and SIZES[size] == AreaKind.COUNTRY:
            abroad += areas
        else:
            made.append((f"{country} · {SIZES[size].label}", sorted(areas, key=lambda one: one[1].casefold())))
    if abroad:
        made.append((str(AreaKind.COUNTRY.label), sorted(abroad, key=lambda one: one[1].casefold())))
    return made

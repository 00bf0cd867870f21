"""Areas that figures are about, and the one a page is read for."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from wayline.lmi import coverage
from wayline.lmi.models import ReadingArea
from wayline.people.models import User
from wayline.taxonomy import crosswalk
from wayline.taxonomy.enums import AreaKind
from wayline.taxonomy.models import Area

SIZES = (AreaKind.WORLD, AreaKind.COUNTRY, AreaKind.NATION, AreaKind.REGION, AreaKind.LOCAL)


def key_of(area: Area) -> str:
    """As it stands in an address: `gss:E12000007`."""
    return f"{area.scheme}:{area.code}"


def with_key(key: str) -> Area | None:
    return _with_key(key, crosswalk.stamp())


@lru_cache(maxsize=2048)
def _with_key(key: str, _stamp: str) -> Area | None:
    scheme, _, code = key.partition(":")
    return Area.objects.public().filter(scheme=scheme, code=code).select_related("parent").first()


def with_keys(keys: list[str]) -> list[Area]:
    """In their order; unknown ones are left out."""
    pairs = [key.partition(":")[::2] for key in keys]
    rows = Area.objects.public().filter(
        scheme__in={scheme for scheme, _code in pairs}, code__in={code for _scheme, code in pairs}
    )
    found = {(area.scheme, area.code): area for area in rows.select_related("parent")}
    return [found[pair] for pair in pairs if pair in found]


def of_user(user: User) -> Area | None:
    chosen = ReadingArea.objects.filter(user=user).select_related("area__parent").first()
    return chosen.area if chosen else None


def with_figures() -> tuple[Area, ...]:
    """Areas with at least one figure, large ones first."""
    return _with_figures(crosswalk.stamp())


@lru_cache(maxsize=2)
def _with_figures(_stamp: str) -> tuple[Area, ...]:
    found = Area.objects.public().filter(pk__in=coverage.areas()).select_related("parent")
    return tuple(sorted(found, key=lambda area: (SIZES.index(AreaKind(area.kind)), area.title)))


def usual() -> Area | None:
    """The service's own country; without figures of it, the first area that has any."""
    areas = with_figures()
    home = [area for area in areas if area.country == settings.COUNTRY]
    return next(iter(home or areas), None)


def fallbacks(area: Area) -> tuple[Area, ...]:
    """Nations within the area, then other countries: their figures are better than none, when it is said whose."""
    every = with_figures()
    within = (one for one in every if one.parent_id == area.pk and one.kind == AreaKind.NATION)
    return (*within, *(one for one in every if one.country != area.country and one.kind == AreaKind.COUNTRY))


def choices() -> tuple[tuple[str, tuple[Area, ...]], ...]:
    """Areas with figures, by country and size, as a list to choose from."""
    return _choices(settings.COUNTRY, get_language(), crosswalk.stamp())


@lru_cache(maxsize=32)
def _choices(country: str, _language: str | None, _stamp: str) -> tuple[tuple[str, tuple[Area, ...]], ...]:
    groups: dict[str, list[Area]] = {}
    for area in with_figures():
        groups.setdefault(f"{area.country} · {AreaKind(area.kind).label}", []).append(area)
    own = [name for name in groups if name.startswith(country)]
    return tuple((name, tuple(groups[name])) for name in [*own, *(one for one in groups if one not in own)])

"""What is loaded of each indicator: counted once a release, read on every page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Max, Min, Q, QuerySet

from wayline.lmi.enums import Status
from wayline.lmi.models import Coverage, Observation
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Release


def recount(release: Release) -> None:
    """Count what a release holds. Loaders call it when its last row is in."""
    Coverage.objects.filter(release=release).delete()
    counted = (
        Observation.objects.filter(release=release)
        .order_by()
        .values("indicator_id", scheme_id=F("occupation__scheme"))
        .annotate(
            first_day=Min("period_start"),
            last_day=Max("period_end"),
            occupations=Count("occupation", distinct=True),
            areas=Count("area", distinct=True),
            observations=Count("pk"),
            missing=Count("pk", filter=~Q(status=Status.ACTUAL)),
            levels=_every("occupation__level", occupation__level__isnull=False),
            days=_every("period_end"),
            statistics=_every("statistic"),
            cut_numbers=_every("cut"),
            area_numbers=_every("area"),
        )
    )
    Coverage.objects.bulk_create(Coverage(release=release, **row) for row in counted)


def _every(name: str, **only: object) -> ArrayAgg:
    return ArrayAgg(name, distinct=True, default=[], filter=Q(**only) if only else None)


def current() -> QuerySet[Coverage]:
    """Of releases that none has replaced."""
    return Coverage.objects.filter(release__superseded_at=None)


def areas() -> set[int]:
    """Numbers of the areas with at least one current figure."""
    return {number for numbers in current().values_list("area_numbers", flat=True) for number in numbers}


def areas_of(indicator: str, scheme: int) -> frozenset[int]:
    """Numbers of the areas in which an indicator counts occupations of a classification (its number)."""
    return _areas_of(crosswalk.stamp()).get((indicator, scheme), frozenset())


@lru_cache(maxsize=2)
def _areas_of(_stamp: str) -> dict[tuple[str, int], frozenset[int]]:
    found: dict[tuple[str, int], frozenset[int]] = {}
    rows = current().filter(scheme__isnull=False).values_list("indicator__key", "scheme", "area_numbers")
    for indicator, scheme, numbers in rows:
        if scheme is not None:
            found[indicator, scheme] = found.get((indicator, scheme), frozenset()) | frozenset(numbers)
    return found


def schemes_of(indicators: Sequence[str]) -> frozenset[str]:
    """Keys of the classifications in which publishers count these indicators."""
    known = _schemes(crosswalk.stamp())
    return frozenset(key for indicator, key in known if indicator in indicators)


@lru_cache(maxsize=2)
def _schemes(_stamp: str) -> frozenset[tuple[str, str]]:
    known = current().filter(scheme__isnull=False)
    return frozenset(known.values_list("indicator__key", "scheme__key").distinct())

"""What is loaded of each indicator: counted once a release, read on every page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.db.models import Count, Max, Min, Q

from wayline.lmi.enums import Status
from wayline.lmi.models import Coverage, Observation
from wayline.taxonomy import crosswalk
from wayline.taxonomy.models import Release


def recount(release: Release) -> None:
    """Count what a release holds. Loaders call it when its last row is in."""
    Coverage.objects.filter(release=release).delete()
    counted = (
        Observation.objects.filter(release=release)
        .values("indicator", "occupation__scheme")
        .order_by("indicator", "occupation__scheme")
        .annotate(
            first_day=Min("period_start"),
            last_day=Max("period_end"),
            occupations=Count("occupation", distinct=True),
            areas=Count("area", distinct=True),
            observations=Count("pk"),
            missing=Count("pk", filter=~Q(status=Status.ACTUAL)),
        )
    )
    Coverage.objects.bulk_create(
        Coverage(
            release=release,
            indicator_id=row["indicator"],
            scheme_id=row["occupation__scheme"],
            first_day=row["first_day"],
            last_day=row["last_day"],
            occupations=row["occupations"],
            areas=row["areas"],
            observations=row["observations"],
            missing=row["missing"],
        )
        for row in counted
    )


def schemes_of(indicators: Sequence[str]) -> frozenset[str]:
    """Keys of the classifications in which publishers count these indicators."""
    known = _schemes(crosswalk.stamp())
    return frozenset(key for indicator, key in known if indicator in indicators)


@lru_cache(maxsize=2)
def _schemes(_stamp: str) -> frozenset[tuple[str, str]]:
    current = Coverage.objects.filter(release__superseded_at=None, scheme__isnull=False)
    return frozenset(current.values_list("indicator__key", "scheme__key").distinct())

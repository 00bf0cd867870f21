"""A small invented local labour market beside the starter pack, for the walk of a work coach."""

from __future__ import annotations

from datetime import date

from tests.lmi import numbers
from wayline.lmi import coverage
from wayline.lmi.enums import Quality, Statistic
from wayline.lmi.models import Observation
from wayline.taxonomy.enums import AreaKind
from wayline.taxonomy.models import Area, Concept, Release

NAME = "Walkshire (invented)"
YEARS = {2022: 1.0, 2035: 1.08}


def lay() -> None:
    """People in nine groups of jobs, now and in 2035, here and in England."""
    england = Area.objects.get(scheme="gss", code="E92000001")
    here = Area.objects.create(
        scheme="made", code="walkshire", title=NAME, kind=AreaKind.LOCAL, country="GB", parent=england
    )
    release = Release.objects.create(
        source="made-walkshire", version="1", title="Invented figures of a walk", publisher="Wayline's own tests",
        licence="AGPL-3.0-or-later", published_on=date(2023, 1, 1), digest="0" * 64,
        files=[{"name": "walkshire.csv", "sha256": "0" * 64, "bytes": 1}],
    )  # fmt: skip
    groups = Concept.objects.filter(scheme__key="soc-2020", scheme__is_current=True, broader=None).order_by("code")
    rows = [
        Observation(
            release=release, indicator=numbers.indicator("projection"), occupation=group, area=area,
            cut=numbers.everybody(), statistic=Statistic.TOTAL, period_start=date(year, 1, 1),
            period_end=date(year, 12, 31), value=(10_000 + 3_000 * number) * size * growth, quality=Quality.PRECISE,
            place=f"walkshire.csv, row {number}",
        )
        for number, group in enumerate(groups, start=2)
        for area, size in ((here, 1), (england, 40 + number))
        for year, growth in YEARS.items()
    ]  # fmt: skip
    Observation.objects.bulk_create(rows)
    coverage.recount(release)

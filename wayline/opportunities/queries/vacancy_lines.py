"""What stands above the occupations and areas of facts, and how many people work in the groups on top."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import connection

from wayline.lmi.models import Observation
from wayline.opportunities.intelligence.findings import Lines
from wayline.opportunities.models import VacancyFact
from wayline.taxonomy.enums import AreaKind
from wayline.taxonomy.models import Area, Concept

OCCUPATIONS_ABOVE = """
WITH RECURSIVE line (start, id, height) AS (
    SELECT c.id, c.id, 0 FROM taxonomy_concept c WHERE c.id = ANY(%s)
    UNION
    SELECT line.start, up.id, line.height + 1 FROM line
    JOIN taxonomy_concept here ON here.id = line.id
    JOIN taxonomy_concept up ON up.id = here.broader_id
    WHERE line.height < 12)
SELECT start, id FROM line ORDER BY start, height
"""


def split(key: str) -> tuple[str, str]:
    scheme, _colon, code = key.partition(":")
    return scheme, code


def concepts(keys: Iterable[str]) -> dict[str, Concept]:
    """`scheme:code` to concept of the current version of the classification; what is gone is left out."""
    wanted = {split(key) for key in keys}
    rows = Concept.objects.filter(
        scheme__key__in={scheme for scheme, _code in wanted}, code__in={code for _scheme, code in wanted}
    ).select_related("scheme")
    return {key_of(one): one for one in rows.order_by("scheme__is_current")}


def key_of(one: Concept) -> str:
    return f"{one.scheme.key}:{one.code}"


def areas(keys: Iterable[str]) -> dict[str, Area]:
    wanted = {split(key) for key in keys}
    rows = Area.objects.filter(
        scheme__in={scheme for scheme, _code in wanted}, code__in={code for _scheme, code in wanted}
    )
    return {f"{one.scheme}:{one.code}": one for one in rows}


def lines() -> Lines:
    """Of every occupation and area that a fact names."""
    facts = VacancyFact.objects.order_by()
    jobs = concepts(facts.exclude(occupation="").values_list("occupation", flat=True).distinct())
    places = areas(facts.exclude(area="").values_list("area", flat=True).distinct())
    return Lines(_occupation_lines(jobs), _area_lines(places))


def _above(keys: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(OCCUPATIONS_ABOVE, [keys])
        for start, one in cursor.fetchall():
            found.setdefault(start, []).append(one)
    return found


def _occupation_lines(jobs: dict[str, Concept]) -> dict[str, list[str]]:
    found = _above([one.pk for one in jobs.values()])
    every = {pk for line in found.values() for pk in line}
    names = {one.pk: key_of(one) for one in Concept.objects.filter(pk__in=every).select_related("scheme")}
    return {key: [names[pk] for pk in found[one.pk]] for key, one in jobs.items()}


def _area_lines(places: dict[str, Area]) -> dict[str, list[str]]:
    known = {one.pk: one for one in Area.objects.all()}
    return {key: list(_around(one, known)) for key, one in places.items()}


def _around(area: Area, known: dict[int, Area]) -> Iterable[str]:
    here: Area | None = area
    while here is not None:
        yield f"{here.scheme}:{here.code}"
        here = known.get(here.parent_id or 0)


def employed(tops: Iterable[str]) -> tuple[dict[str, float], str]:
    """People in work by top group in the service's country, of the newest period in which a publisher counted most of
    these groups; and where that stands: source and period. Nothing when nothing is loaded."""
    jobs = concepts(tops)
    found = Observation.objects.public().current().filter(
        indicator__key="employment", occupation__in=jobs.values(), statistic="total", value__isnull=False,
        area__kind=AreaKind.COUNTRY, area__country=settings.COUNTRY, cut__industry=None, cut__sex=None, cut__age=None,
        cut__status=None, cut__qualification=None,
    ).select_related("occupation__scheme", "release")  # fmt: skip
    newest: dict[tuple[int, object], dict[str, float]] = {}
    said: dict[tuple[int, object], str] = {}
    for one in found.order_by("-period_end", "-release"):
        place = (one.release_id, one.period_end)
        if one.occupation is not None:
            newest.setdefault(place, {})[key_of(one.occupation)] = float(one.value or 0)
        said[place] = f"{one.release}, {one.period_end:%Y-%m}"
    best = max(newest, key=lambda place: len(newest[place]), default=None)
    return (newest[best], said[best]) if best else ({}, "")

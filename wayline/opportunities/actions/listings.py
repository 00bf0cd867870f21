"""Keeping what search reads in step with what is published."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from wayline.opportunities import pay
from wayline.opportunities.actions import asking, facts
from wayline.opportunities.enums import State
from wayline.opportunities.models import Listing, Opportunity
from wayline.opportunities.text_search import config

OCCUPATIONS_ABOVE = """
WITH RECURSIVE line (start, id) AS (
    SELECT c.id, c.id FROM taxonomy_concept c WHERE c.id = ANY(%s)
    UNION
    SELECT line.start, up.id FROM line
    JOIN taxonomy_concept here ON here.id = line.id
    JOIN taxonomy_concept up ON up.id = here.broader_id)
SELECT start, array_agg(id ORDER BY id) FROM line GROUP BY start
"""
AREAS_ABOVE = """
WITH RECURSIVE line (start, id) AS (
    SELECT a.id, a.id FROM taxonomy_area a WHERE a.id = ANY(%s)
    UNION
    SELECT line.start, up.id FROM line
    JOIN taxonomy_area here ON here.id = line.id
    JOIN taxonomy_area up ON up.id = here.parent_id)
SELECT start, array_agg(id ORDER BY id) FROM line GROUP BY start
"""
WORDS = """
UPDATE opportunities_opportunity o SET words =
    setweight(to_tsvector(%s::regconfig, o.title) || to_tsvector('simple', o.title), 'A')
    || setweight(to_tsvector('simple', concat_ws(' ', o.employer_name, o.town,
        (SELECT name FROM people_organisation WHERE id = o.organisation_id))), 'B')
    || setweight(to_tsvector(%s::regconfig, o.text), 'C')
WHERE o.id = ANY(%s)
"""
TITLE_WORDS = """
UPDATE opportunities_listing l SET title_words =
    to_tsvector(%s::regconfig, o.title) || to_tsvector('simple', o.title)
FROM opportunities_opportunity o WHERE o.id = l.opportunity_id AND l.opportunity_id = ANY(%s)
"""
BATCH = 500


def _occupation_lines(keys: set[int]) -> dict[int, list[int]]:
    """Of each occupation, itself and everything above it."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(OCCUPATIONS_ABOVE, [sorted(keys)])
        return dict(cursor.fetchall())


def _area_lines(keys: set[int]) -> dict[int, list[int]]:
    """Of each area, itself and everything around it."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(AREAS_ABOVE, [sorted(keys)])
        return dict(cursor.fetchall())


def refresh(offers: Sequence[int]) -> None:
    """Write, correct or remove the rows of search for these opportunities."""
    for begin in range(0, len(offers), BATCH):
        _refresh(list(offers[begin : begin + BATCH]))


def _refresh(keys: list[int]) -> None:
    shown = list(
        Opportunity.objects.filter(pk__in=keys, state=State.PUBLISHED)
        .select_related("organisation")
        .prefetch_related("occupation_tags", "wants")
        .defer("words")
    )
    Listing.objects.filter(pk__in=set(keys) - {offer.pk for offer in shown}).delete()
    tagged = {tag.concept_id for offer in shown for tag in offer.occupation_tags.all()}
    occupations = _occupation_lines(tagged)
    areas = _area_lines({offer.area_id for offer in shown if offer.area_id})
    rows = [_row(offer, occupations, areas) for offer in shown]
    columns = [field.name for field in Listing._meta.fields if field.name not in ("opportunity", "title_words")]
    Listing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["opportunity"], update_fields=columns, batch_size=BATCH
    )
    _index_words(shown)
    asking.refresh([offer.pk for offer in shown])
    facts.refresh(keys)


def _row(offer: Opportunity, occupations: dict[int, list[int]], areas: dict[int, list[int]]) -> Listing:
    tags = [occupations.get(tag.concept_id, []) for tag in offer.occupation_tags.all()]
    highest = offer.pay_to if offer.pay_to is not None else offer.pay_from
    return Listing(
        opportunity=offer,
        kind=offer.kind,
        hours=offer.hours,
        contract=offer.contract,
        remote=offer.remote,
        level=offer.level,
        language=offer.language,
        pay_a_year=pay.a_year(highest, offer.pay_per),
        currency=offer.currency if highest is not None else "",
        starts_on=offer.starts_on,
        deadline=offer.deadline,
        published_at=offer.published_at or timezone.now(),
        shown_until=offer.shown_until or timezone.localdate(),
        occupations=sorted({key for line in tags for key in line}),
        skills=sorted({want.concept_id for want in offer.wants.all() if want.concept_id}),
        areas=areas.get(offer.area_id or 0, []),
        accessibility=offer.accessibility,
    )


def _index_words(shown: Sequence[Opportunity]) -> None:
    by_config: dict[str, list[int]] = {}
    for offer in shown:
        by_config.setdefault(config(offer.language), []).append(offer.pk)
    with connection.cursor() as cursor:
        for name, keys in by_config.items():
            cursor.execute(WORDS, [name, name, keys])
            cursor.execute(TITLE_WORDS, [name, keys])

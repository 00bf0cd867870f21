"""What many rows point to (concepts, schemes, releases …), kept in memory while no release comes or goes.

A page names hundreds of concepts, mostly the same as the page before: asking for them anew costs more than the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Manager, Model, QuerySet

from wayline.taxonomy.models import Concept, Release, Scheme

MOST = 20_000
"""Of one kind. Beyond that the memory is begun anew."""
_kept: dict[type[Model], dict[int, Any]] = {}
_stamp = ""


def among(rows: Manager[Any] | QuerySet[Any], numbers: Iterable[int | None], stamp: str) -> dict[int, Any]:
    """Rows by number, with others that are known; asks for those that are not known yet, in one query or none.

    `rows`: a manager rather than a query, which would be made anew each time, mostly for nothing.
    """
    known, lacking = _known(rows.model, numbers, stamp)
    if lacking:
        known.update(rows.in_bulk(lacking))
    return known


def concepts(numbers: Iterable[int | None], stamp: str) -> dict[int, Concept]:
    """Concepts by number, with others that are known; each with its scheme and release, of which there is one each."""
    known, lacking = _known(Concept, numbers, stamp)
    return _keep(Concept.objects.filter(pk__in=lacking), stamp) if lacking else known


@lru_cache(maxsize=64)
def keep_occupations(key: str, stamp: str) -> None:
    """All occupations and groups of a classification in use, in one question, once: some hundreds or thousands."""
    _keep(Concept.objects.of(key).occupational(), stamp)


def occupation(key: str, code: str, stamp: str) -> Concept | None:
    """The entry of a classification in use with this code, also a retired one."""
    try:
        number = _codes(key, stamp).get(code)
    except LookupError:
        return None
    keep_occupations(key, stamp)
    return concepts([number], stamp)[number] if number else None


@lru_cache(maxsize=64)
def _codes(key: str, _stamp: str) -> dict[str, int]:
    """Raises LookupError for a classification that is not loaded: what is not there is not remembered."""
    found = dict(Concept.objects.of(key).occupational().values_list("code", "pk"))
    if not found:
        raise LookupError(key)
    return found


def _keep(rows: QuerySet[Concept], stamp: str) -> dict[int, Concept]:
    found = list(rows)
    schemes = among(Scheme.objects, (one.scheme_id for one in found), stamp)
    releases = among(Release.objects, (one.release_id for one in found), stamp)
    known, _lacking = _known(Concept, (one.pk for one in found), stamp)
    for one in found:
        one.scheme, one.release = schemes[one.scheme_id], releases[one.release_id]
        known[one.pk] = one
    return known


def _known(model: type[Model], numbers: Iterable[int | None], stamp: str) -> tuple[dict[int, Any], set[int]]:
    """What is kept of a model, and the numbers that it lacks."""
    global _stamp
    if stamp != _stamp:
        _kept.clear()
        _stamp = stamp
    known = _kept.setdefault(model, {})
    wanted: set[Any] = set(numbers)
    wanted.discard(None)
    lacking = wanted.difference(known)
    if len(known) + len(lacking) > MOST:
        known = _kept[model] = {}
        lacking = wanted
    return known, lacking

"""From the concepts of one classification one step to another: tables of mappings and the hierarchy, kept in memory.

Each page about an occupation follows a dozen of them; all that lead from one to the other are read in four questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from wayline.taxonomy import known
from wayline.taxonomy.enums import INVERSE, MappingKind
from wayline.taxonomy.models import Concept
from wayline.taxonomy.models import Mapping as Row


class Link(NamedTuple):
    """`share` and `basis` as a table of mappings says them; of the hierarchy, `release` is the classification's own."""

    target: int
    kind: str
    release: int
    share: float | None = None
    basis: str = ""


Links = Mapping[int, tuple[Link, ...]]
"""By the number of the concept that they start from."""


@lru_cache(maxsize=64)
def links(here: str, there: str, stamp: str) -> Links:
    """From any version of scheme `here` to the current one of `there`: by a table, or by a table read backwards, or by
    the hierarchy."""
    known.keep_occupations(there, stamp)  # where they lead to
    found = _by_hierarchy(here, there) | _backwards(here, there) | _forwards(here, there)
    return {source: tuple(some) for source, some in found.items()}


def _forwards(here: str, there: str) -> dict[int, list[Link]]:
    rows = Row.objects.filter(release__superseded_at=None, source__scheme__key=here, target__scheme__key=there)
    said = rows.filter(target__scheme__is_current=True).order_by("target__code")
    words: dict[str, str] = {}  # a few words, said of thousands of rows
    return _never_one_of_several(
        (source, Link(target, kind, release, share, words.setdefault(basis, basis)))
        for source, target, kind, release, share, basis in said.values_list(*ROW, "share", "share_basis")
    )


ROW = ("source", "target", "kind", "release")


def _backwards(here: str, there: str) -> dict[int, list[Link]]:
    """A share says nothing of the other direction."""
    rows = Row.objects.filter(release__superseded_at=None, target__scheme__key=here, source__scheme__key=there)
    said = rows.filter(source__scheme__is_current=True).order_by("source__code").values_list(*ROW)
    return _never_one_of_several(
        (target, Link(source, INVERSE.get(MappingKind(kind), kind), release)) for source, target, kind, release in said
    )


def _never_one_of_several(links: Iterable[tuple[int, Link]]) -> dict[int, list[Link]]:
    """By start. A publisher may call two targets the same as one source; they cannot both be."""
    found: dict[int, list[Link]] = defaultdict(list)
    for source, link in links:
        found[source].append(link)
    for source, some in found.items():
        if len(some) > 1:
            found[source] = [
                one._replace(kind=MappingKind.CLOSE) if one.kind == MappingKind.EXACT else one for one in some
            ]
    return found


def _by_hierarchy(here: str, there: str) -> dict[int, list[Link]]:
    """ESCO occupations stand below ISCO-08 groups: the link up is broader, the links down are narrower."""
    up = Concept.objects.filter(scheme__key=here, broader__scheme__key=there, broader__scheme__is_current=True)
    down = Concept.objects.of(there).filter(broader__scheme__key=here, retired=False).order_by("code")
    found: dict[int, list[Link]] = defaultdict(list)
    for below, above, release in up.values_list("pk", "broader__pk", "release"):
        found[below].append(Link(above, MappingKind.BROAD, release))
    for below, above, release in down.values_list("pk", "broader__pk", "release"):
        found[above].append(Link(below, MappingKind.NARROW, release))
    return found

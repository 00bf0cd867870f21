"""What the explorer's first page shows: classifications, their groups, what is loaded, and what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Sum

from wayline.lmi.models import Coverage
from wayline.taxonomy import crosswalk, search
from wayline.taxonomy.meanings import Meaning, meanings
from wayline.taxonomy.models import Concept, Release, Scheme
from wayline.taxonomy.search import Hit

PREFERRED = ("starter", "soc-2020", "esco", "isco-08", "onet-soc", "us-soc-2018", "soc-2010")
"""The first that is loaded is shown first. The starter pack steps back when others come."""
FOUND = 60
FEW = 9
"""Meanings that are shown one by one, each with its description; more are listed by group."""


def schemes() -> tuple[Scheme, ...]:
    """Current classifications with occupations in them, the one for most people first."""
    return _schemes(crosswalk.stamp())


@lru_cache(maxsize=2)
def _schemes(_stamp: str) -> tuple[Scheme, ...]:
    used = Concept.objects.public().occupational().current().order_by().values_list("scheme", flat=True).distinct()
    found = {scheme.key: scheme for scheme in Scheme.objects.filter(pk__in=list(used))}
    known = [found.pop(key) for key in PREFERRED if key in found]
    return (*known, *found.values())


def scheme_of(key: str) -> Scheme | None:
    every = schemes()
    return next((scheme for scheme in every if scheme.key == key), every[0] if every else None)


def top_groups(scheme: Scheme) -> list[Concept]:
    rows = Concept.objects.public().occupational().filter(scheme=scheme, retired=False)
    return list(rows.exclude(broader__scheme=scheme).order_by("code")[:200])


@dataclass(frozen=True, slots=True)
class Loaded:
    """A release that figures come from, and how many."""

    release: Release
    figures: int
    missing: int


def loaded() -> list[Loaded]:
    """What is behind the explorer: every current release, with its number of figures; those with words only last."""
    counted = Coverage.objects.values("release").annotate(figures=Sum("observations"), missing=Sum("missing"))
    numbers = {row["release"]: (row["figures"], row["missing"]) for row in counted.order_by()}
    releases = Release.objects.public().current().order_by("publisher", "title")
    every = [Loaded(one, *numbers.get(one.pk, (0, 0))) for one in releases]
    return sorted(every, key=lambda one: not one.figures)


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first. `meanings`: the jobs that the words name equally well, when there are several."""

    hits: Sequence[Hit]
    meanings: Sequence[Meaning] = ()

    @property
    def groups(self) -> list[tuple[Concept | None, list[Meaning]]]:
        """The meanings by the widest group above them, in the order of the likeliest of each."""
        grouped: dict[Concept | None, list[Meaning]] = {}
        for one in self.meanings:
            grouped.setdefault(one.group, []).append(one)
        return list(grouped.items())

    @property
    def are_many(self) -> bool:
        return len(self.meanings) > FEW


def find(text: str, language: str, scheme: str) -> Found:
    return Found(search.find(text, language, scheme, FOUND), meanings(text, language, scheme))

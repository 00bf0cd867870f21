"""A search answered from the shelf, and from the tables for what changed since: together as `listed.py` alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial, reduce
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone

from wayline.opportunities.facets import Cube, added, fits
from wayline.opportunities.queries.listed import Key, Listed
from wayline.opportunities.queries.resolving import Question
from wayline.opportunities.queries.stock import Layer, Stock
from wayline.opportunities.shelf.days import micros

if TYPE_CHECKING:
    from wayline.opportunities.shelf.columns import Flags
    from wayline.opportunities.shelf.finding import Want


@dataclass(frozen=True)
class Shelved:
    question: Question
    stock: Stock

    @cached_property
    def _fresh(self) -> Listed | None:
        if not self.stock.changed:
            return None
        return Listed(replace(self.question, of_few=True), self.stock.fresh())

    @cached_property
    def _narrowed(self) -> list[Flags]:
        """Of each shelf."""
        from wayline.opportunities.shelf.finding import narrowed

        want = _want(self.question)
        return [narrowed(one.shelf, want, one.struck) for one in self.stock.layers]

    @cached_property
    def _chosen(self) -> list[Flags]:
        from wayline.opportunities.shelf.finding import chosen

        fitting = partial(fits, self.question.asked)
        return [chosen(one.shelf, flags, fitting) for one, flags in self._with(self._narrowed)]

    def _with(self, flags: list[Flags]) -> Iterator[tuple[Layer, Flags]]:
        return zip(self.stock.layers, flags, strict=True)

    def cube(self) -> Cube:
        from wayline.opportunities.shelf.finding import cells

        found = [cells(one.shelf, flags) for one, flags in self._with(self._narrowed)]
        return reduce(added, [*found, self._fresh.cube()] if self._fresh else found)

    def number(self) -> int:
        return sum(int(flags.sum()) for flags in self._chosen) + (self._fresh.number() if self._fresh else 0)

    def keys(self, stop: int) -> list[int]:
        from wayline.opportunities.shelf.finding import ranked

        sort, clauses = self.question.sort, self.question.clauses
        found: list[list[Key]] = [
            ranked(one.shelf, flags, sort, clauses, stop) for one, flags in self._with(self._chosen)
        ]
        if self._fresh:
            found.append(self._fresh.ranked(stop))
        return [-key[-1] for key in islice(merge(*found), stop)]


def _want(question: Question) -> Want:
    from wayline.opportunities.shelf.finding import Want

    asked, resolved = question.asked, question.resolved
    since = [micros(question.since)] if question.since else []
    since += [micros(question.after) + 1] if question.after else []
    return Want(
        day=timezone.localdate().toordinal(),
        clauses=question.clauses if asked.words else None,
        meant=tuple(concept.pk for concept in resolved.meant),
        occupation=resolved.occupation.pk if resolved.occupation else None,
        skill=resolved.skill.pk if resolved.skill else None,
        area=question.reached,
        access=asked.access,
        pay=asked.pay,
        starts_by=asked.starts_by.toordinal() if asked.starts_by else None,
        since=max(since, default=None),
        language=asked.language,
    )

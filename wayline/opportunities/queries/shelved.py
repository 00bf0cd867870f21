"""A search answered from the shelf, and from the tables for what changed since: together as `listed.py` alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING

from django.utils import timezone

from wayline.opportunities.facets import Cube, added, fits
from wayline.opportunities.queries.listed import Key, Listed
from wayline.opportunities.queries.resolving import Question
from wayline.opportunities.queries.stock import Stock
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
    def _narrowed(self) -> Flags:
        from wayline.opportunities.shelf.finding import narrowed

        return narrowed(self.stock.shelf, _want(self.question), self.stock.struck)

    @cached_property
    def _chosen(self) -> Flags:
        from wayline.opportunities.shelf.finding import chosen

        return chosen(self.stock.shelf, self._narrowed, partial(fits, self.question.asked))

    def cube(self) -> Cube:
        from wayline.opportunities.shelf.finding import cells

        kept = cells(self.stock.shelf, self._narrowed)
        return added(kept, self._fresh.cube()) if self._fresh else kept

    def number(self) -> int:
        return int(self._chosen.sum()) + (self._fresh.number() if self._fresh else 0)

    def keys(self, stop: int) -> list[int]:
        from wayline.opportunities.shelf.finding import ranked

        clauses = self.question.clauses
        kept: list[Key] = ranked(self.stock.shelf, self._chosen, self.question.sort, clauses, stop)
        fresh = self._fresh.ranked(stop) if self._fresh else []
        return [-key[-1] for key in islice(merge(kept, fresh), stop)]


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

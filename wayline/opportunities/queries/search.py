"""Search over what is on show: what fits, in which order, and how many each further choice would leave.

Answered from the shelf where one stands (`shelved.py`), otherwise from the narrow table (`listed.py`): the same answer.
Totals, facets and what an empty answer suggests are sums over the counted combinations of the facets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from wayline.opportunities import facets
from wayline.opportunities.asked import FACETS, Asked
from wayline.opportunities.facets import Choice
from wayline.opportunities.models import Listing, Opportunity
from wayline.opportunities.queries import listed, resolving, stock
from wayline.opportunities.queries.listed import Listed
from wayline.opportunities.queries.resolving import Question, Resolved
from wayline.opportunities.queries.shelved import Shelved

PER_PAGE = 20
DEEPEST = 100
"""Pages that may be turned; who wants more narrows the search."""
Answer = Listed | Shelved


@dataclass(frozen=True, slots=True)
class Found:
    """`rows` are sliced by a paginator and fetched page by page."""

    asked: Asked
    resolved: Resolved
    total: int
    rows: Rows
    facets: dict[str, list[Choice]]
    without: list[tuple[str, int]] = field(default_factory=list)
    """When nothing fits: which filter to drop, and how many then."""


class Rows:
    """A list that knows its length and fetches only what is looked at."""

    def __init__(self, keys: Callable[[int], list[int]], total: int) -> None:
        self._keys, self._total = keys, total

    def __len__(self) -> int:
        return min(self._total, PER_PAGE * DEEPEST)

    def __getitem__(self, wanted: slice) -> list[Opportunity]:
        stop = len(self) if wanted.stop is None else min(wanted.stop, len(self))
        return fetch(self._keys(stop)[wanted.start or 0 :])


def fetch(keys: list[int]) -> list[Opportunity]:
    """The opportunities with these keys, in their order, with what a list shows of them."""
    rows = (
        Opportunity.objects.public()
        .filter(pk__in=keys)
        .select_related("organisation__employer", "area", "source")
        .defer("words")
    )
    known = {row.pk: row for row in rows}
    return [known[key] for key in keys if key in known]


def search(asked: Asked) -> Found:
    question = resolving.question(asked)
    if question.resolved.unknown:
        return Found(asked, question.resolved, 0, Rows(lambda stop: [], 0), {}, [])
    kept = stock.current()
    answer = _answer(question, kept)
    counted = facets.counted(asked, answer.cube())
    help_out = [] if counted.total else list(_without(question, counted, kept))
    rows = Rows(answer.keys, counted.total)
    return Found(asked, question.resolved, counted.total, rows, facets.choices(asked, counted), help_out)


def _answer(question: Question, kept: stock.Stock | None) -> Answer:
    return Shelved(question, kept) if kept else Listed.everything(question)


def matching(asked: Asked) -> QuerySet[Listing]:
    """What fits, in its order, without facets and counts, for who narrows it further."""
    question = resolving.question(asked)
    if question.resolved.unknown:
        return Listing.objects.none()
    return listed.ordered(question, Listing.objects.public())


def number(asked: Asked, moment: datetime | None = None) -> int:
    """How many fit, all of them or those that were published after a moment."""
    question = resolving.question(asked, moment)
    if question.resolved.unknown:
        return 0
    return _answer(question, stock.current()).number()


def _without(question: Question, counted: facets.Counted, kept: stock.Stock | None) -> Iterator[tuple[str, int]]:
    """Which one filter, dropped, lets something fit; best first."""
    numbers = []
    for name in question.asked.filters:
        facet = name in FACETS
        left = facets.without(counted, name) if facet else _answer(question.without(name), kept).number()
        if left:
            numbers.append((name, left))
    yield from sorted(numbers, key=lambda pair: -pair[1])

"""The portfolio page: everything by kind, or what was looked for. As many queries for three as for 2,000."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from wayline.people.models import User
from wayline.portfolio.labels import PLURALS, Label
from wayline.portfolio.models import Item, ItemQuerySet
from wayline.portfolio.record import Kind

SHOWN = 4
"""Items of each kind on the first page."""
PER_PAGE = 25
ORDERS = {
    "new": ("-changed_at", "-pk"),
    "time": ("-ongoing", "-end", "-start", "-pk"),
    "title": ("title", "pk"),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The newest items of a kind, and how many there are."""

    kind: Kind
    label: Label
    count: int
    items: tuple[Item, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.items)


def shelves(user: User) -> list[Shelf]:
    """By kind, those with something on them. One query counts and numbers the rows, one counts what hangs on them."""
    place = Window(RowNumber(), partition_by=F("kind"), order_by=(F("changed_at").desc(), F("pk").desc()))
    number = Window(Count("pk"), partition_by=F("kind"))
    rows = Item.objects.of(user).defer("description", "beyond").annotate(nth=place, of_kind=number)
    newest = with_counts(list(rows.filter(nth__lte=SHOWN).order_by("nth")))
    found: dict[str, list[Item]] = {}
    for item in newest:
        found.setdefault(item.kind, []).append(item)
    return [
        Shelf(kind, PLURALS[kind], found[kind][0].of_kind, tuple(found[kind]))  # type: ignore[attr-defined]  # annotated
        for kind in Kind
        if kind in found
    ]


def with_counts(items: Sequence[Item]) -> list[Item]:
    """Each with `file_count` and `evidence_count`: asked for the few that are shown, not for all."""
    counted = Item.objects.filter(pk__in=[one.pk for one in items]).order_by()
    counts = {
        pk: (files, evidence)
        for pk, files, evidence in counted.annotate(
            file_count=Count("files", distinct=True),
            evidence_count=Count("evidence", filter=Q(evidence__deleted_at=None), distinct=True),
        ).values_list("pk", "file_count", "evidence_count")
    }
    for one in items:
        one.file_count, one.evidence_count = counts.get(one.pk, (0, 0))  # type: ignore[attr-defined]  # for the page
    return list(items)


def found(user: User, *, words: str = "", kind: str = "", order: str = "new", only: str = "") -> ItemQuerySet:
    """What the person looks for. `only`: "evidence" what has a file or another item to show for it, "bare" what not."""
    rows = Item.objects.of(user)
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(organisation__icontains=word)
            | Q(place__icontains=word)
            | Q(description__icontains=word)
        )
    if kind:
        rows = rows.filter(kind=kind)
    shown_for = Q(files__isnull=False) | Q(evidence__isnull=False, evidence__deleted_at=None)
    if only == "evidence":
        rows = rows.filter(pk__in=Item.objects.of(user).filter(shown_for).values("pk"))
    elif only == "bare":
        rows = rows.exclude(pk__in=Item.objects.of(user).filter(shown_for).values("pk"))
    return rows.defer("beyond").order_by(*ORDERS.get(order, ORDERS["new"]))

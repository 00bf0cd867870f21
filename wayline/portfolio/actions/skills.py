"""Words of ESCO for what a person keeps: chosen by the person, never by us."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from wayline.people.actions import record_own
from wayline.people.models import User
from wayline.portfolio.models import Item
from wayline.portfolio.queries.skills import Term
from wayline.portfolio.record import Kind

TERM_OF = {Kind.EXPERIENCE: "occupation", Kind.SKILL: "concept", Kind.DIGITAL: "concept", Kind.LANGUAGE: "concept"}
"""Which field of a kind holds its word of ESCO; aspirations hold several, in `occupations`."""


@transaction.atomic
def confirm_skills(owner: User, *, chosen: Sequence[Term], shown_by: Item | None = None) -> list[Item]:
    """Keep these skills; the item they were suggested from becomes their evidence. One that is held is not doubled."""
    held = set(Item.objects.of(owner).filter(kind=Kind.SKILL).values_list("details__concept", flat=True))
    made = [
        Item.objects.create(owner=owner, kind=Kind.SKILL, title=term.title[:300], details={"concept": term.address})
        for term in chosen
        if term.address not in held
    ]
    if shown_by is not None:
        shown_by.supports.add(*made)
    if made:
        record_own(owner, "added skills", count=len(made))
    return made


@transaction.atomic
def set_term(item: Item, *, term: Term | None) -> None:
    """Name an item by a concept of ESCO; None takes the name away. Aspirations may hold several."""
    details = dict(item.details)
    if item.kind == Kind.ASPIRATION:
        held = list(details.get("occupations", []))
        details["occupations"] = [*held, term.address] if term and term.address not in held else held
        if term is None:
            details.pop("occupations")
    elif term is None:
        details.pop(TERM_OF[Kind(item.kind)], None)
    else:
        details[TERM_OF[Kind(item.kind)]] = term.address
    item.details = details
    item.changed_at = timezone.now()
    item.save(update_fields=["details", "changed_at"])
    record_own(item.owner, "set term", item)

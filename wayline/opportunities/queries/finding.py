"""People for a place, among those who asked to be found: who brings something of it, each scored by the same rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, QuerySet, Sum

from wayline.opportunities import matching
from wayline.opportunities.enums import FoundState
from wayline.opportunities.matching import kept
from wayline.opportunities.models import (
    Findable,
    FindableClaim,
    FoundPerson,
    FoundShowing,
    Opportunity,
)
from wayline.opportunities.queries import match_record, match_search
from wayline.opportunities.queries.match_person import stopped
from wayline.people.models import Membership, Organisation
from wayline.portfolio.models import Item

LOOKED_AT = 400
"""So many, who bring most of what is asked for, are scored."""
LEAST = 50
"""Below this score nobody is shown: a name that fits badly helps neither side."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody for an offer, as matching sees them."""

    user: int
    match: matching.Match


def candidates(offer: Opportunity) -> list[Candidate]:
    """The best of those who agreed, best first. Equal ones stand in an order that says nothing about them."""
    asked = match_search.offers([offer.pk]).get(offer.pk)
    if asked is None:
        return []
    weights, off = matching.current(), stopped(offer.service)
    found = []
    for one in _bringing(offer, (*asked.skills, *asked.jobs)):
        person = kept.person(one.person)
        match = matching.match(person, asked, weights, matching.counting(person, set(one.parts) - off))
        if match.score >= LEAST:
            found.append(Candidate(one.user_id, match))
    return sorted(found, key=lambda one: (-one.match.score, one.user))[:SHOWN]


def _bringing(offer: Opportunity, concepts: Sequence[int]) -> list[Findable]:
    claims = FindableClaim.objects.filter(concept__in=concepts, findable__in=Findable.objects.open_to(offer))
    best = claims.values("findable").annotate(worth=Sum("value")).order_by("-worth", "findable")[:LOOKED_AT]
    return list(Findable.objects.filter(pk__in=[row["findable"] for row in best]))


def records(found: Sequence[Candidate], language: str) -> dict[int, match_record.Record]:
    """By user. What rests on an item of theirs says so no more: neither its title nor its address is in it."""
    named = match_record.names([one.match for one in found], language)
    return {one.user: match_record.record_of(one.match, named) for one in found}


def changed() -> QuerySet[Findable]:
    """Whose portfolio or wishes changed since they were read last."""
    items = Item.objects.filter(owner=OuterRef("user"), changed_at__gt=OuterRef("read_at"))
    gone = Item.objects.filter(owner=OuterRef("user"), deleted_at__gt=OuterRef("read_at"))
    wishes = F("user__match_choice__changed_at")
    rows = Findable.objects.agreed().annotate(items=Exists(items), gone=Exists(gone), wished_at=wishes)
    return (rows.filter(items=True) | rows.filter(gone=True) | rows.filter(wished_at__gt=F("read_at"))).distinct()


# What the person sees


def asks(viewer: Membership) -> QuerySet[FoundPerson]:
    """Companies that asked, those that wait for an answer first."""
    rows = FoundPerson.objects.visible_to(viewer).exclude(state=FoundState.SHOWN)
    return rows.select_related("opportunity__organisation").order_by(
        F("answered_at").asc(nulls_first=True), "-asked_at", "-pk"
    )


def companies(viewer: Membership) -> list[dict[str, Any]]:
    """To whom the person was shown without a name, the latest first."""
    rows = FoundShowing.objects.filter(found__in=FoundPerson.objects.visible_to(viewer))
    grouped = rows.values("found__opportunity__organisation__name", "found__opportunity__title")
    told = grouped.annotate(last=Max("last_at"), times=Sum("times"), best=Max("score")).order_by("-last")[:SHOWN]
    return [
        {"company": row["found__opportunity__organisation__name"], "title": row["found__opportunity__title"], **row}
        for row in told
    ]


def latest(found: FoundPerson) -> FoundShowing | None:
    return found.showings.first()


def waiting(viewer: Membership) -> int:
    return FoundPerson.objects.visible_to(viewer).filter(state=FoundState.ASKED).count()


def company_called(name: str) -> Organisation | None:
    """A checked company with exactly this name."""
    rows = Organisation.objects.filter(employer__state="approved", name__iexact=name.strip())
    return rows.order_by("pk").first()


# What the company sees


def of_offer(viewer: Membership, offer: Opportunity, users: Collection[int]) -> dict[int, FoundPerson]:
    """Among those shown now, and those asked before, by user."""
    rows = FoundPerson.objects.shown_to(viewer).filter(opportunity=offer).select_related("user")
    wanted = rows.filter(user__in=users) | rows.exclude(state=FoundState.SHOWN)
    return {one.user_id: one for one in wanted.distinct()}

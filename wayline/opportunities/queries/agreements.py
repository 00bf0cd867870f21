"""What the parties read of agreements on stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from wayline.opportunities.enums import AgreementState, Party
from wayline.opportunities.models import Agreement
from wayline.people.models import Membership


@dataclass(frozen=True, slots=True)
class Place:
    """The line of one party: who signed these very terms, and when; empty while nobody has."""

    party: Party
    name: str
    at: datetime | None


def own(viewer: Membership) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(viewer).select_related("participant", "employer", "service")


def places(agreement: Agreement) -> list[Place]:
    signed = {one.party: one for one in agreement.signatures.filter(digest=agreement.digest)}
    return [
        Place(party, signed[party].name if party in signed else "", signed[party].at if party in signed else None)
        for party in agreement.parties
    ]


def number_open(viewer: Membership) -> int:
    return Agreement.objects.visible_to(viewer).filter(state=AgreementState.OPEN).count()

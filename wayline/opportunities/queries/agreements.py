"""What the parties read of agreements on stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from wayline.opportunities.enums import AgreementState, Party
from wayline.opportunities.models import Agreement, CheckIn
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


def running_of(viewer: Membership) -> Agreement | None:
    """The viewer's own stay that is on today."""
    today = timezone.localdate()
    mine = Agreement.objects.visible_to(viewer).filter(participant=viewer.user_id, state=AgreementState.SIGNED)
    return mine.filter(starts_on__lte=today, ends_on__gte=today).first()


def number_due(viewer: Membership) -> int:
    """Check-ins that the viewer meant to have done by today."""
    return CheckIn.objects.written_by(viewer).due(timezone.localdate()).count()

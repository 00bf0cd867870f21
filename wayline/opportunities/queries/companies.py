"""Companies: which services check them, who speaks for one, what it offers."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wayline.opportunities.enums import State
from wayline.opportunities.models import Employer, Opportunity
from wayline.opportunities.models.employers import STAFF
from wayline.people.enums import Role
from wayline.people.models import Invitation, Membership, Organisation, User


def services() -> QuerySet[Organisation]:
    """Organisations with somebody who can check a company."""
    staff = Membership.objects.active().filter(organisation=OuterRef("pk"), role__in=STAFF)
    return Organisation.objects.filter(Exists(staff))


def employers(viewer: Membership, state: str) -> QuerySet[Employer]:
    found = Employer.objects.checked_by(viewer).select_related("organisation", "area")
    found = found.annotate(
        shown=Count("organisation__opportunities", filter=Q(organisation__opportunities__state=State.PUBLISHED))
    )
    found = found.order_by("organisation__name", "pk")
    return found.filter(state=state) if state else found


def numbers_by_state(viewer: Membership) -> dict[str, int]:
    found = Employer.objects.checked_by(viewer).order_by().values_list("state")
    return dict(found.annotate(number=Count("pk")))


def contacts(employer: Employer) -> list[Membership]:
    people = Membership.objects.active().filter(organisation=employer.organisation_id, role=Role.EMPLOYER)
    return list(people.select_related("user").order_by("user__name", "pk"))


def invitations(employer: Employer) -> list[Invitation]:
    return list(Invitation.objects.waiting().filter(organisation=employer.organisation_id).order_by("-sent_at"))


def shown_by(employer: Employer) -> QuerySet[Opportunity]:
    found = Opportunity.objects.public().filter(organisation=employer.organisation_id)
    return (
        found.select_related("organisation__employer", "area", "source").defer("words").order_by("-published_at", "-pk")
    )


def has_company(user: User) -> bool:
    """Whether the person speaks for a company already."""
    own = Membership.objects.active().filter(user=user, role=Role.EMPLOYER)
    return Employer.objects.filter(organisation__in=own.values("organisation")).exists()

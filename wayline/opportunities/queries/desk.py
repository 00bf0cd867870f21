"""What whoever offers, or a service's staff, find on their desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from wayline.opportunities.asked import Asked
from wayline.opportunities.enums import EmployerState, State
from wayline.opportunities.models import DayCount, Employer, Opportunity, SavedSearch
from wayline.opportunities.queries import search
from wayline.people.models import Membership

FEWEST = 5
"""Smaller numbers are not told: who offers must not recognise a single reader."""
WEEKS = 8


def offers(viewer: Membership, state: str) -> QuerySet[Opportunity]:
    found = Opportunity.objects.handled_by(viewer).select_related("organisation", "source", "area").defer("words")
    found = found.annotate(views=Sum("day_counts__views")).order_by("-changed_at", "-pk")
    return found.filter(state=state) if state else found


def numbers_by_state(viewer: Membership) -> dict[str, int]:
    found = Opportunity.objects.handled_by(viewer).order_by().values_list("state")
    return dict(found.annotate(number=Count("pk")))


def review_queue(viewer: Membership) -> QuerySet[Opportunity]:
    """The longest waiting first."""
    found = Opportunity.objects.handled_by(viewer).filter(state=State.REVIEW, service=viewer.organisation_id)
    return found.select_related("organisation", "area").defer("words").order_by("sent_at", "pk")


def for_staff(member: Membership) -> dict[str, int]:
    employers = Employer.objects.checked_by(member).filter(state=EmployerState.WAITING).count()
    return {"to_review": review_queue(member).count(), "employers": employers}


def for_company(member: Membership) -> dict[str, int]:
    return Opportunity.objects.handled_by(member).aggregate(
        shown=Count("pk", filter=Q(state=State.PUBLISHED)),
        waits=Count("pk", filter=Q(state=State.REVIEW)),
        drafts=Count("pk", filter=Q(state=State.DRAFT)),
    )


def for_seeker(member: Membership) -> dict[str, int]:
    return {"kept": SavedSearch.objects.visible_to(member).count(), "shown": search.number(Asked())}


@dataclass(frozen=True, slots=True)
class Week:
    """Openings in the seven days from `begins`; None when there were some, but too few to tell."""

    begins: date
    views: int | None


def statistics(offer: Opportunity) -> tuple[int | None, list[Week]]:
    """Openings in all, and of the last eight weeks, oldest first. Small numbers are None."""
    days = dict(DayCount.objects.filter(opportunity=offer).values_list("day", "views"))
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    weeks = []
    for back in range(WEEKS - 1, -1, -1):
        begins = monday - timedelta(weeks=back)
        total = sum(number for day, number in days.items() if begins <= day < begins + timedelta(weeks=1))
        weeks.append(Week(begins, told(total)))
    return told(sum(days.values())), weeks


def told(number: int) -> int | None:
    """0 is told, and five or more; between them nothing is."""
    return number if number == 0 or number >= FEWEST else None

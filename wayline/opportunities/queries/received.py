"""What whoever offers places reads of the applications for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from wayline.opportunities import applying
from wayline.opportunities.enums import ApplicationState, Paper
from wayline.opportunities.models import (
    Application,
    ApplicationPaper,
    ApplicationStep,
    ApplicationVideo,
    ApplicationVisit,
    Opportunity,
    VideoOpening,
)
from wayline.opportunities.models.applications import ApplicationQuerySet
from wayline.people.models import Membership

ORDERS = {
    "sent": ["sent_at", "pk"],
    "-sent": ["-sent_at", "-pk"],
    "name": ["user__name", "pk"],
    "-name": ["-user__name", "-pk"],
    "offer": ["offer_title", "-sent_at", "pk"],
    "-offer": ["-offer_title", "-sent_at", "pk"],
    "state": ["state", "-sent_at", "pk"],
    "-state": ["-state", "-sent_at", "pk"],
}


def applications(
    viewer: Membership, *, offer: Opportunity | None = None, state: str = "", order: str = "-sent"
) -> ApplicationQuerySet:
    found = Application.objects.received_by(viewer).with_seen().select_related("user", "opportunity")
    if offer is not None:
        found = found.filter(opportunity=offer)
    if state:
        found = found.in_state(state)
    return found.order_by(*ORDERS.get(order, ORDERS["-sent"]))


def numbers(viewer: Membership, offer: Opportunity | None = None) -> dict[str, int]:
    """By the status that is shown."""
    counted: dict[str, int] = {}
    for one in applications(viewer, offer=offer).select_related(None).only("state"):
        counted[one.shown_state] = counted.get(one.shown_state, 0) + 1
    return counted


def offers(viewer: Membership) -> list[tuple[int, str, int]]:
    """Offers that somebody applied for: key, title, how many can be read today."""
    found = Application.objects.received_by(viewer).order_by().values_list("opportunity", "opportunity__title")
    return list(found.annotate(how_many=Count("pk")).order_by("opportunity__title", "opportunity"))


def for_company(viewer: Membership) -> dict[str, int]:
    """Of the start page: how many are there, and how many nobody has opened."""
    found = Application.objects.received_by(viewer).exclude(state=ApplicationState.WITHDRAWN)
    new = Q(state=ApplicationState.SENT, visits=None)
    return {"received": found.count(), "new": found.filter(new).count()}


def last_step(application: Application) -> ApplicationStep | None:
    steps = application.steps.filter(taken_back_at=None).select_related("by__user")
    return steps.order_by("-at", "-pk").first()


def to_take_back(application: Application) -> ApplicationStep | None:
    """The last status, while the side that set it can still take it back."""
    step = last_step(application)
    if step is None or step.state != application.state or step.state in (ApplicationState.SENT, "withdrawn"):
        return None
    return step if applying.can_take_back(step.at, timezone.now()) else None


@dataclass(frozen=True)
class Film:
    """A video on the page of whoever received the application. `unread`: papers to open before it."""

    shown: ApplicationVideo | None
    was_opened: bool
    unread: list[ApplicationPaper]


def film(application: Application, viewer: Membership) -> Film:
    """`shown`: there is one, and it may be shown to the viewer today."""
    mine = VideoOpening.objects.filter(film__application=application, viewer=viewer.user)
    found = ApplicationVideo.objects.received_by(viewer).filter(application=application)
    shown = found.select_related("video__item").first()
    return Film(shown, mine.exists(), unread_papers(application, viewer) if shown else [])


def unread_papers(application: Application, viewer: Membership) -> list[ApplicationPaper]:
    """CV and letter, as far as they were sent and the viewer has not opened them."""
    opened = ApplicationVisit.objects.filter(application=application, viewer=viewer.user).values("opened")
    written = application.papers.filter(part__in=(Paper.CV, Paper.LETTER))
    return list(written.exclude(pk__in=opened.filter(opened__isnull=False)))

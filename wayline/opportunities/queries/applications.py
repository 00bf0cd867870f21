"""What a person reads of the own applications, and what stands on an offer about applying."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from wayline.opportunities import applying
from wayline.opportunities.enums import AnswerForm, ApplicationState, Paper
from wayline.opportunities.models import Application, ApplicationPaper, ApplicationVideo, Opportunity, Question
from wayline.opportunities.models.applications import ApplicationQuerySet
from wayline.opportunities.models.employers import STAFF
from wayline.people.enums import Role
from wayline.people.models import Membership, MembershipQuerySet
from wayline.portfolio.models import CV, Video

Answers = list[tuple[str, str]]


def own(viewer: Membership, state: str = "") -> ApplicationQuerySet:
    """Newest change first."""
    found = Application.objects.visible_to(viewer).with_seen().select_related("opportunity")
    return (found.in_state(state) if state else found).order_by("-changed_at", "-pk")


def numbers(viewer: Membership) -> dict[str, int]:
    """By the status that is shown."""
    counted: dict[str, int] = {}
    for one in Application.objects.visible_to(viewer).with_seen().only("state"):
        counted[one.shown_state] = counted.get(one.shown_state, 0) + 1
    return counted


def for_seeker(viewer: Membership) -> dict[str, object]:
    """Of the start page: drafts, and the three that moved last."""
    drafts = Application.objects.visible_to(viewer).filter(state=ApplicationState.DRAFT).count()
    moved = own(viewer).exclude(state__in=[ApplicationState.DRAFT, ApplicationState.WITHDRAWN])[:3]
    return {"drafts": drafts, "moved": list(moved)}


def cvs(viewer: Membership) -> list[CV]:
    return list(CV.objects.visible_to(viewer))


def videos(viewer: Membership) -> list[Video]:
    """All of one's own that are not in the bin; `why_not` says which cannot go along."""
    return list(Video.objects.visible_to(viewer).select_related("item"))


def film(application: Application) -> ApplicationVideo | None:
    found = ApplicationVideo.objects.filter(application=application).select_related("video__item")
    return found.prefetch_related("openings__viewer").first()


def papers(application: Application) -> list[ApplicationPaper]:
    """CV, letter, then the documents as they were added."""
    order = list(Paper)
    return sorted(application.papers.all(), key=lambda one: order.index(Paper(one.part)))


def questions(offer: Opportunity) -> list[Question]:
    return list(Question.objects.of(offer))


def answered(draft: Application, asked: list[Question]) -> Answers:
    """Question and answer in words, those without an answer left out."""
    found = [(one.text, draft.typed.get(str(one.pk), "")) for one in asked]
    return [(text, answer) for text, answer in found if answer]


def unanswered(draft: Application, asked: list[Question]) -> list[Question]:
    """Those that must be answered and are not; an answer that is no longer offered counts for nothing."""
    return [one for one in asked if one.required and not _holds(one, draft.typed.get(str(one.pk), ""))]


def _holds(question: Question, answer: str) -> bool:
    return answer in question.choices if question.form == AnswerForm.CHOICE else bool(answer)


def last_day_for(offer: Opportunity) -> date:
    """Until when it is open to the employer, unless the person says otherwise."""
    closes = max(offer.shown_until or timezone.localdate(), timezone.localdate())
    return closes + timedelta(days=applying.OPEN_DAYS)


def readers(offer: Opportunity) -> MembershipQuerySet:
    """Who of the other side reads applications for it today."""
    roles = STAFF if offer.organisation_id == offer.service_id else (Role.EMPLOYER,)
    return Membership.objects.active().filter(organisation=offer.organisation_id, role__in=roles)


def number_of_readers(offer: Opportunity) -> int:
    return readers(offer).values("user").distinct().count()

"""Claims as their person sees them, and as assessors do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wayline.common.parts import Step
from wayline.people.models import AuditRecord, Membership, User
from wayline.portfolio.enums import JUDGED, TO_ASSESS, AssessmentMethod, ClaimState
from wayline.portfolio.models import (
    Assessor,
    Claim,
    ClaimQuerySet,
    ClaimStep,
    Ground,
    IssuedCredential,
    Item,
)
from wayline.portfolio.models.claims import ASSESSING_ROLES, AssessorQuerySet

VIEWED = "viewed claim"
"""The verb under which the audit trail keeps that an assessor looked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence: its name as it was sent, and the thing itself while it is there."""

    title: str
    item: Item | None
    is_changed: bool
    """After the claim was sent."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be given the right to assess, with the number of claims that are not decided."""

    membership: Membership
    assesses: bool
    waiting: int


def of_owner(owner: User) -> ClaimQuerySet:
    return Claim.objects.of(owner).select_related("organisation", "assessor__user")


def to_assess(viewer: Membership) -> ClaimQuerySet:
    """What waits for the assessor first, oldest first; then what waits for the person, then what is decided."""
    order = Case(
        When(state__in=(ClaimState.SENT, ClaimState.ASSESSING), then=Value(0)),
        When(state=ClaimState.MORE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = Claim.objects.visible_to(viewer).select_related("owner", "assessor__user")
    return found.annotate(turn=order).order_by("turn", "sent_at", "pk")


def number_waiting(viewer: Membership) -> int:
    return Claim.objects.visible_to(viewer).filter(state__in=(ClaimState.SENT, ClaimState.ASSESSING)).count()


def assessors_for(owner: User) -> AssessorQuerySet:
    """Those of the organisations the person belongs to, but never oneself."""
    mine = Membership.objects.active().filter(user=owner).values("organisation")
    found = Assessor.objects.active().filter(membership__organisation__in=mine).exclude(membership__user=owner)
    return found.select_related("membership__user", "membership__organisation").order_by(
        "membership__organisation__name", "membership__user__name"
    )


def colleagues(viewer: Membership) -> list[Colleague]:
    team = Membership.objects.visible_to(viewer).active().filter(role__in=ASSESSING_ROLES)
    rows = team.select_related("user").order_by("user__name", "pk")
    assessing = set(Assessor.objects.of(viewer.organisation_id).values_list("membership", flat=True))
    open_claims = Claim.objects.filter(organisation=viewer.organisation_id, state__in=TO_ASSESS)
    held = list(open_claims.exclude(assessor=None).values_list("assessor", flat=True))
    return [Colleague(row, row.pk in assessing, held.count(row.pk)) for row in rows]


def claimed(claim: Claim) -> Item | None:
    """The thing that is claimed, with its files, as long as its person keeps it."""
    if claim.item_id is None:
        return None
    return Item.objects.filter(pk=claim.item_id, deleted_at=None).prefetch_related("files").first()


def evidence_of(claim: Claim) -> list[Shown]:
    """In its order. What is in the bin, or gone, is there by its name only."""
    rows = claim.shown.select_related("item").prefetch_related("item__files")
    return [_shown(row.title, row.item, claim.last_sent) for row in rows]


def _shown(title: str, item: Item | None, sent_at: datetime | None) -> Shown:
    if item is None or item.deleted_at is not None:
        return Shown(title, None, False)
    return Shown(title, item, sent_at is not None and item.changed_at > sent_at)


def steps_of(claim: Claim) -> list[ClaimStep]:
    return list(claim.steps.select_related("by"))


def methods_in_words(step: ClaimStep) -> str:
    return ", ".join(str(AssessmentMethod(one).label) for one in step.methods)


def looked(claim: Claim) -> list[AuditRecord]:
    """Which assessor opened the claim when; once a day for each."""
    thing = f"{claim._meta.label_lower}:{claim.pk}"
    found = AuditRecord.objects.filter(verb=VIEWED, about=claim.owner_id, thing=thing)
    return list(found.select_related("actor").order_by("-at")[:50])


def stages(claim: Claim) -> list[Step]:
    """The four stages of validation, and how far the claim has come."""
    sent, judged = claim.sent_at is not None, claim.state in JUDGED
    documenting = claim.state in (ClaimState.DRAFT, ClaimState.MORE)
    stopped = claim.state == ClaimState.WITHDRAWN
    return [
        Step(_("Identification: what I can do"), state="done", meta=_day(claim.made_at)),
        Step(_("Documentation: what shows it"), state=_state(sent and not documenting, documenting),
             meta=_day(claim.sent_at)),
        Step(_("Assessment: an assessor looks at it"),
             state=_state(judged, claim.state in (ClaimState.SENT, ClaimState.ASSESSING)),
             meta=_day(claim.ended_at) if judged else ""),
        Step(_("Certification"), state=_state(claim.state == ClaimState.CERTIFIED, False),
             meta=str(ClaimState(claim.state).label) if judged or stopped else ""),
    ]  # fmt: skip


def _state(done: bool, current: bool) -> str:
    if done:
        return "done"
    return "current" if current else "open"


def _day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATE_FORMAT") if moment else ""


def credential_of(claim: Claim) -> IssuedCredential | None:
    ending = Q(source__endswith=f":{claim.key}", ground=Ground.VALIDATION)
    return IssuedCredential.objects.public().filter(ending, user=claim.owner_id).first()

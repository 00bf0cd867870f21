"""What is read of a stay while it lasts and afterwards; and of all stays of a service, for who accompanies them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import OrderBy
from django.db.models.functions import Greatest

from wayline.opportunities.enums import AgreementState, Shown
from wayline.opportunities.models import Agreement, CheckIn, CompanyFeedback, Completion, DiaryEntry
from wayline.people.models import Membership
from wayline.portfolio.models import IssuedCredential

SILENT_DAYS = 3
MOST_SILENT_DAYS = 60
PERIODS = ("now", "coming", "over")
ORDERS: dict[str, list[str | OrderBy]] = {
    "name": ["participant__name", "pk"],
    "company": ["employer__name", "participant__name", "pk"],
    "begins": ["starts_on", "pk"],
    "heard": [F("heard_on").asc(nulls_first=True), "pk"],
    "next": [F("next_on").asc(nulls_last=True), "pk"],
    "-name": ["-participant__name", "-pk"],
    "-company": ["-employer__name", "-participant__name", "-pk"],
    "-begins": ["-starts_on", "-pk"],
    "-heard": [F("heard_on").desc(nulls_last=True), "-pk"],
    "-next": [F("next_on").desc(nulls_last=True), "-pk"],
}


def entries(agreement: Agreement, viewer: Membership) -> QuerySet[DiaryEntry]:
    """What the viewer may read of the diary, the newest day first."""
    found = DiaryEntry.objects.visible_to(viewer).filter(agreement=agreement)
    return found.select_related("agreement").prefetch_related("skills").order_by("-day")


def hours_written(agreement: Agreement, viewer: Membership) -> Decimal:
    """Of the entries that the viewer may read."""
    return entries(agreement, viewer).aggregate(hours=Sum("hours"))["hours"] or Decimal(0)


def day_to_write(agreement: Agreement, today: date) -> date:
    """The last day up to today that has no entry; when all have one, the last of them."""
    last = min(today, agreement.ends_on)
    taken = set(agreement.entries.values_list("day", flat=True))
    days = (last - timedelta(days=back) for back in range((last - agreement.starts_on).days + 1))
    return next((day for day in days if day not in taken), last)


def check_ins(agreement: Agreement, viewer: Membership) -> list[CheckIn]:
    found = CheckIn.objects.visible_to(viewer).filter(agreement=agreement)
    return list(found.select_related("by__user"))


def company_feedback(agreement: Agreement) -> CompanyFeedback | None:
    return CompanyFeedback.objects.filter(agreement=agreement).prefetch_related("ratings__skill").first()


def completion(agreement: Agreement) -> Completion | None:
    """The one that counts."""
    return Completion.objects.filter(agreement=agreement, taken_back_at=None).select_related("item", "by__user").first()


def source_of(agreement: Agreement) -> str:
    """How the credential of a stay is found again."""
    return f"placement:{agreement.key}"


def credential_of(agreement: Agreement) -> IssuedCredential | None:
    """The one that stands."""
    return IssuedCredential.objects.public().filter(source=source_of(agreement), revoked_at=None).first()


# All stays of a service


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a practitioner looks for: empty means any."""

    period: str = "now"
    state: str = AgreementState.SIGNED
    company: int | None = None
    group: str = ""
    silent: int | None = None
    """Only those of which nothing was heard for so many days."""
    order: str = "begins"


def stays(viewer: Membership, wanted: Wanted, today: date) -> QuerySet[Agreement]:
    """With `wrote_on` (last entry that the service may read), `checked_on`, `heard_on` and `next_on`.

    What a participant keeps to themselves counts as nothing here: not even its day is told.
    """
    found = _of_service(viewer).filter(_period(wanted.period, today))
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.company is not None:
        found = found.filter(employer=wanted.company)
    if wanted.group:
        found = found.filter(group=wanted.group)
    found = _with_signs_of_life(found)
    if wanted.silent is not None:
        found = found.filter(_period("now", today), state=AgreementState.SIGNED)
        found = found.filter(heard_on__lte=today - timedelta(days=wanted.silent))  # type: ignore[misc]  # annotated
    return found.select_related("participant", "employer").order_by(*ORDERS[wanted.order])


def _of_service(viewer: Membership) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(viewer).filter(service=viewer.organisation_id)


def _period(period: str, today: date) -> Q:
    return {
        "now": Q(starts_on__lte=today, ends_on__gte=today),
        "coming": Q(starts_on__gt=today),
        "over": Q(ends_on__lt=today),
    }.get(period, Q())


def _with_signs_of_life(found: QuerySet[Agreement]) -> QuerySet[Agreement]:
    shown = Q(entries__shown__in=[Shown.SERVICE, Shown.COMPANY])
    newest = CheckIn.objects.filter(agreement=OuterRef("pk")).order_by("-day", "-pk")
    dated = found.annotate(
        wrote_on=Max("entries__day", filter=shown),
        checked_on=Subquery(newest.values("day")[:1]),
        next_on=Subquery(newest.values("next_on")[:1]),
    )
    # GREATEST of PostgreSQL passes over what is null; before the first sign the first day counts.
    return dated.annotate(heard_on=Greatest("starts_on", "wrote_on", "checked_on"))


def silent_days(agreement: Agreement, today: date) -> int | None:
    """How many days nothing was heard of a stay that is on. Needs a row of `stays`. None when it is not on."""
    if not agreement.is_signed or not agreement.starts_on <= today <= agreement.ends_on:
        return None
    heard: date = agreement.heard_on  # type: ignore[attr-defined]
    return (today - heard).days


def companies(viewer: Membership) -> list[tuple[int, str]]:
    found = _of_service(viewer).order_by("employer__name", "employer_id").values_list("employer", "employer__name")
    return list(found.distinct())


def groups(viewer: Membership) -> list[str]:
    found = _of_service(viewer).exclude(group="").order_by("group").values_list("group", flat=True)
    return list(found.distinct())

"""Verbs on opportunities: write, send to be read, publish, withdraw, copy, delete, end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.actions import listings
from wayline.opportunities.enums import Need, State
from wayline.opportunities.models import DayCount, OccupationTag, Opportunity, PublicationRule, Question, Want
from wayline.people.actions import notify, record
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation
from wayline.taxonomy.models import Concept

WRITERS = (Role.EMPLOYER,)
COPIED = (
    "kind", "title", "text", "language", "languages", "area_id", "town", "postcode", "remote", "hours", "hours_from",
    "hours_to", "contract", "pay_from", "pay_to", "pay_per", "currency", "level", "accessibility",
    "accessibility_notes", "contact_name", "contact_email", "contact_phone", "apply_url", "details",
)  # fmt: skip


class NotReady(Exception):
    """An offer cannot be published as it is; `reasons` say what is missing."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def rule_of(service: Organisation) -> PublicationRule:
    return PublicationRule.objects.filter(organisation=service).first() or PublicationRule(organisation=service)


@transaction.atomic
def create(*, kind: str, by: Membership, service: Organisation, **values: Any) -> Opportunity:
    """A draft that the organisation of `by` offers. `service` looks after it."""
    offer = Opportunity(kind=kind, organisation=by.organisation, service=service, created_by=by, **values)
    offer.clean()
    offer.save()
    record(by, "wrote offer", offer, kind=kind)
    return offer


@transaction.atomic
def change(offer: Opportunity, *, by: Membership, **values: Any) -> bool:
    """Returns whether it must be read again before people see it: a company's change to what is on show."""
    for name, value in values.items():
        setattr(offer, name, value)
    offer.clean()
    offer.changed_at = timezone.now()
    again = offer.state == State.PUBLISHED and will_be_read(offer, by)
    if again:
        offer.state, offer.sent_at = State.REVIEW, timezone.now()
    if offer.state == State.PUBLISHED:
        offer.shown_until = last_day(offer)
    offer.save()
    listings.refresh([offer.pk])
    record(by, "changed offer", offer, fields=sorted(values))
    return again


def will_be_read(offer: Opportunity, by: Membership) -> bool:
    """Whether the service reads it before people do."""
    own = offer.service_id == by.organisation_id
    return not own and rule_of(offer.service).review


@transaction.atomic
def tag_occupation(offer: Opportunity, concept: Concept, *, by: Membership) -> None:
    _tag, created = OccupationTag.objects.get_or_create(opportunity=offer, concept=concept)
    if created:
        _touched(offer, by)


@transaction.atomic
def untag_occupation(offer: Opportunity, concept_pk: int, *, by: Membership) -> None:
    if OccupationTag.objects.filter(opportunity=offer, concept=concept_pk).delete()[0]:
        _touched(offer, by)


@transaction.atomic
def want(offer: Opportunity, *, text: str, need: str, by: Membership, concept: Concept | None = None) -> None:
    """Add a skill, or say anew how much it is needed."""
    Want.objects.update_or_create(opportunity=offer, text=text, defaults={"need": Need(need), "concept": concept})
    _touched(offer, by)


@transaction.atomic
def unwant(offer: Opportunity, want_pk: int, *, by: Membership) -> None:
    if Want.objects.filter(opportunity=offer, pk=want_pk).delete()[0]:
        _touched(offer, by)


def _touched(offer: Opportunity, by: Membership) -> None:
    """Tags are changes like others, but need no second reading: they come from the classification."""
    Opportunity.objects.filter(pk=offer.pk).update(changed_at=timezone.now())
    listings.refresh([offer.pk])
    record(by, "changed offer", offer, fields=["tags"])


def missing(offer: Opportunity) -> list[str]:
    """What must be there before people see it."""
    reasons = []
    if not offer.title.strip() or not offer.text.strip():
        reasons.append(str(_("A title and a text are needed.")))
    if offer.deadline and offer.deadline < timezone.localdate():
        reasons.append(str(_("The deadline has passed. Give a later one, or none.")))
    if not (offer.contact_email or offer.contact_phone or offer.apply_url):
        reasons.append(str(_("Say how people reach you: an e-mail address, a telephone number or a web address.")))
    return reasons


def last_day(offer: Opportunity) -> date:
    """The deadline; without one, so many days from publication as the service's rule says."""
    if offer.deadline:
        return offer.deadline
    begun = timezone.localdate(offer.published_at) if offer.published_at else timezone.localdate()
    return begun + timedelta(days=rule_of(offer.service).days)


@transaction.atomic
def send(offer: Opportunity, *, by: Membership) -> State:
    """Publish at once where the service wants no review, else put it into the queue of the service."""
    if reasons := missing(offer):
        raise NotReady(reasons)
    if not will_be_read(offer, by):
        publish(offer, by=by)
        return State.PUBLISHED
    offer.state, offer.sent_at, offer.note = State.REVIEW, timezone.now(), ""
    offer.save(update_fields=["state", "sent_at", "note"])
    listings.refresh([offer.pk])
    record(by, "sent offer to review", offer)
    return State.REVIEW


@transaction.atomic
def publish(offer: Opportunity, *, by: Membership) -> None:
    if reasons := missing(offer):
        raise NotReady(reasons)
    offer.state, offer.note, offer.ended_at = State.PUBLISHED, "", None
    offer.published_at = timezone.now()
    offer.shown_until = last_day(offer)
    offer.save(update_fields=["state", "note", "ended_at", "published_at", "shown_until"])
    listings.refresh([offer.pk])
    record(by, "published offer", offer)
    if offer.organisation_id != by.organisation_id:
        _tell_writers(offer, _("Your offer is published: {title}"))


@transaction.atomic
def give_back(offer: Opportunity, *, by: Membership, note: str) -> None:
    """Not published: the company reads why, changes it and sends it again."""
    offer.state, offer.note = State.DRAFT, note
    offer.save(update_fields=["state", "note"])
    listings.refresh([offer.pk])
    record(by, "gave offer back", offer)
    _tell_writers(offer, _("Please change your offer: {title}"))


def _tell_writers(offer: Opportunity, text: Any) -> None:
    people = Membership.objects.active().filter(organisation=offer.organisation_id, role__in=WRITERS)
    for member in people.select_related("user"):
        said = format_lazy(text, title=offer.title[:120])
        notify(member.user, kind="offer", text=said, url=offer.desk_url, key=f"offer:{offer.pk}:{offer.state}")


@transaction.atomic
def withdraw(offer: Opportunity, *, by: Membership) -> None:
    """Taken off at once. `put_back` undoes it."""
    offer.state = State.WITHDRAWN if offer.published_at else State.DRAFT
    offer.ended_at = timezone.now() if offer.published_at else None
    offer.save(update_fields=["state", "ended_at"])
    listings.refresh([offer.pk])
    record(by, "withdrew offer", offer)
    if offer.organisation_id and offer.organisation_id != by.organisation_id:
        _tell_writers(offer, _("The service took your offer off: {title}"))


@transaction.atomic
def put_back(offer: Opportunity, *, by: Membership) -> None:
    """Undo a withdrawal: it is on show as it was, for as long as it was to be."""
    if reasons := missing(offer):
        raise NotReady(reasons)
    offer.state, offer.ended_at = State.PUBLISHED, None
    offer.shown_until = max(offer.shown_until or timezone.localdate(), timezone.localdate())
    offer.save(update_fields=["state", "ended_at", "shown_until"])
    listings.refresh([offer.pk])
    record(by, "put offer back", offer)


@transaction.atomic
def copy(offer: Opportunity, *, by: Membership) -> Opportunity:
    """A new draft with the same text and tags; dates are left out, since they are of the other one."""
    values = {name: getattr(offer, name) for name in COPIED}
    made = Opportunity.objects.create(
        **values, organisation=by.organisation, service=offer.service, created_by=by, copied_from=offer
    )
    OccupationTag.objects.bulk_create(
        OccupationTag(opportunity=made, concept_id=tag.concept_id) for tag in offer.occupation_tags.all()
    )
    Want.objects.bulk_create(
        Want(opportunity=made, concept_id=one.concept_id, text=one.text, need=one.need) for one in offer.wants.all()
    )
    Question.objects.bulk_create(
        Question(
            opportunity=made,
            position=one.position,
            text=one.text,
            form=one.form,
            choices=one.choices,
            required=one.required,
        )
        for one in Question.objects.of(offer)
    )
    record(by, "copied offer", made)
    return made


@transaction.atomic
def delete(offer: Opportunity, *, by: Membership) -> None:
    record(by, "deleted offer", offer)
    offer.delete()


def end_due(now: datetime) -> int:
    """Every hour: what has passed its last day is taken off."""
    today = timezone.localdate(now)
    due = Opportunity.objects.filter(state=State.PUBLISHED, shown_until__lt=today)
    return _end(due.values_list("pk", flat=True), now)


def _end(keys: Iterable[int], now: datetime) -> int:
    found = list(keys)
    with transaction.atomic():
        for begin in range(0, len(found), listings.BATCH):
            part = found[begin : begin + listings.BATCH]
            Opportunity.objects.filter(pk__in=part).update(state=State.EXPIRED, ended_at=now)
            listings.refresh(part)
    return len(found)


def count_view(offer: Opportunity) -> None:
    """One more opening today; nobody is remembered."""
    today = timezone.localdate()
    DayCount.objects.bulk_create([DayCount(opportunity=offer, day=today)], ignore_conflicts=True)
    DayCount.objects.filter(opportunity=offer, day=today).update(views=F("views") + 1)


@transaction.atomic
def set_rule(service: Organisation, *, by: Membership, review: bool, days: int) -> None:
    PublicationRule.objects.update_or_create(organisation=service, defaults={"review": review, "days": days})
    record(by, "changed publication rule", service, review=review, days=days)

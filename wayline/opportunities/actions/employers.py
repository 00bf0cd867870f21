"""Verbs on employers: ask, approve, refuse, describe, and who speaks for one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.actions import offers
from wayline.opportunities.enums import EmployerState, State
from wayline.opportunities.models import Employer, Opportunity
from wayline.people.actions import join_organisation, notify, record
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User

DECIDERS = (Role.PRACTITIONER, Role.MANAGER, Role.ADMINISTRATOR)
SLUG = 60


@transaction.atomic
def sign_up(user: User, *, name: str, service: Organisation, **details: Any) -> Employer:
    """A new company with its first contact; it offers nothing until the service has checked it."""
    organisation = Organisation.objects.create(name=name, slug=free_slug(name), is_demo=service.is_demo)
    membership = join_organisation(user, organisation=organisation, role=Role.EMPLOYER)
    employer = Employer.objects.create(organisation=organisation, service=service, **details)
    record(membership, "asked as employer", employer)
    _tell_service(employer)
    return employer


def free_slug(name: str) -> str:
    """From the name, with a number when it is taken."""
    stem = slugify(name)[: SLUG - 5] or "employer"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


def _tell_service(employer: Employer) -> None:
    staff = Membership.objects.active().filter(organisation=employer.service, role=Role.ADMINISTRATOR)
    for member in staff.select_related("user"):
        notify(
            member.user,
            kind="employer",
            text=_("An employer asks to offer places here."),
            url=reverse("opportunities:employer", args=[employer.pk]),
            key=f"employer:{employer.pk}",
        )


@transaction.atomic
def ask_again(employer: Employer, *, by: Membership, **details: Any) -> None:
    """Change what the company says of itself. A refused one is checked again."""
    for name, value in details.items():
        setattr(employer, name, value)
    again = employer.state == EmployerState.REFUSED
    if again:
        employer.state, employer.reason, employer.asked_at = EmployerState.WAITING, "", timezone.now()
    employer.save()
    record(by, "changed employer", employer)
    if again:
        _tell_service(employer)


@transaction.atomic
def approve(employer: Employer, *, by: Membership) -> None:
    _decide(employer, EmployerState.APPROVED, "", by)
    record(by, "approved employer", employer)
    _tell_contacts(employer, _("Your company is checked. You can offer places now."))


@transaction.atomic
def refuse(employer: Employer, *, by: Membership, reason: str) -> None:
    """What a company had on show is taken off with it."""
    _decide(employer, EmployerState.REFUSED, reason, by)
    on_show = Opportunity.objects.filter(organisation=employer.organisation, state__in=[State.PUBLISHED, State.REVIEW])
    for offer in on_show.select_related("service", "organisation"):
        offers.withdraw(offer, by=by)
    record(by, "refused employer", employer)
    _tell_contacts(employer, _("Your company was not accepted. Read why, and ask again."))


def _decide(employer: Employer, state: EmployerState, reason: str, by: Membership) -> None:
    employer.state, employer.reason = state, reason
    employer.decided_at, employer.handled_by = timezone.now(), by
    employer.save(update_fields=["state", "reason", "decided_at", "handled_by"])


def _tell_contacts(employer: Employer, text: Any) -> None:
    tell = partial(notify, kind="employer", text=text, url=reverse("opportunities:my_company"))
    people = Membership.objects.active().filter(organisation=employer.organisation, role=Role.EMPLOYER)
    for member in people.select_related("user"):
        tell(member.user)

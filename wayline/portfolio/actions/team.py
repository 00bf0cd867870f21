"""Verbs on a team: take part or not, say what is needed, plan training, ask those who have not chosen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wayline.people.actions import forget_notices, give_consent, notify, record, record_own, withdraw_consent
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.enums import NeedKind, TeamPart, TeamPresence
from wayline.portfolio.models import TeamAsk, TeamChoice, TeamNeed, TeamTraining
from wayline.portfolio.models.team import PURPOSE, STAFF

BETWEEN_ASKS = timedelta(days=30)


class AskedAlready(Exception):
    """The team was asked less than 30 days ago."""


@transaction.atomic
def choose(member: Membership, *, presence: str, parts: Collection[str]) -> TeamChoice:
    """How the person takes part in this organisation, and with what. Whoever is no longer named is in no plan."""
    takes_part = presence != TeamPresence.NONE
    if takes_part:
        give_consent(member.user, purpose=PURPOSE)
    chosen = [part for part in TeamPart.values if part in parts] if takes_part else []
    choice, _made = TeamChoice.objects.update_or_create(
        user=member.user,
        organisation=member.organisation,
        defaults={"presence": presence, "parts": chosen, "changed_at": timezone.now()},
    )
    if not TeamChoice.objects.filter(user=member.user).exclude(presence=TeamPresence.NONE).exists():
        withdraw_consent(member.user, purpose=PURPOSE)
    if presence != TeamPresence.NAMED:
        _take_out_of_plan(member.user, member.organisation)
    record_own(member.user, "chose about team", choice, presence=presence, parts=chosen)
    forget_notices(_ask_key(member.organisation))
    return choice


def _take_out_of_plan(user: User, organisation: Organisation) -> None:
    lines = TeamTraining.objects.planned_for(user, organisation)
    forget_notices(*[_training_key(line) for line in lines])
    lines.update(person=None)


def _ask_key(organisation: Organisation) -> str:
    return f"team-ask:{organisation.pk}"


def _training_key(training: TeamTraining) -> str:
    return f"team-training:{training.pk}"


@transaction.atomic
def ask(by: Membership) -> TeamAsk:
    """One notice to everybody who works here and has not chosen. Raises AskedAlready within 30 days of the last."""
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    since = timezone.now() - BETWEEN_ASKS
    if TeamAsk.objects.filter(organisation=by.organisation, at__gt=since).exists():
        raise AskedAlready
    asked = TeamAsk.objects.create(organisation=by.organisation, sent_by=by)
    chosen = TeamChoice.objects.filter(organisation=by.organisation).values("user")
    works_here = Membership.objects.active().filter(organisation=by.organisation, role__in=STAFF).values("user")
    text = format_lazy(
        _("{manager} would like to know what the team can do. Whether you take part is up to you."),
        manager=by.user.name,
    )
    for user in User.objects.filter(pk__in=works_here).exclude(pk__in=chosen).exclude(pk=by.user_id):
        notify(user, kind="team", text=text, url=reverse("portfolio:my_team"), key=_ask_key(by.organisation))
    record(by, "asked team to choose", asked)
    return asked


@transaction.atomic
def add_need(by: Membership, *, kind: str, title: str, address: str = "", level: str = "", people: int) -> TeamNeed:
    need = TeamNeed.objects.create(
        organisation=by.organisation, kind=kind, title=title[:300], address=address, people=people, created_by=by,
        level=level if kind == NeedKind.SKILL else "",
    )  # fmt: skip
    record(by, "added need of team", need)
    return need


@transaction.atomic
def change_need(need: TeamNeed, *, level: str = "", people: int, by: Membership) -> None:
    need.level = level if need.kind == NeedKind.SKILL else ""
    need.people = people
    need.save(update_fields=["level", "people"])
    record(by, "changed need of team", need)


@transaction.atomic
def remove_need(need: TeamNeed, *, by: Membership) -> None:
    """With the training that was planned for it."""
    forget_notices(*[_training_key(line) for line in need.training.all()])
    record(by, "removed need of team", need)
    need.delete()


@transaction.atomic
def plan_training(need: TeamNeed, *, by: Membership, person: User | None = None, **columns: Any) -> TeamTraining:
    """Who is to take part is told, and reads it on their own page."""
    training = TeamTraining.objects.create(need=need, person=person, created_by=by, **columns)
    record(by, "planned training", training, about=person)
    _tell(training, by)
    return training


@transaction.atomic
def change_training(training: TeamTraining, *, by: Membership, person: User | None = None, **columns: Any) -> None:
    before = training.person_id
    if before is not None and (person is None or before != person.pk):
        forget_notices(_training_key(training))
    for name, value in columns.items():
        setattr(training, name, value)
    training.person = person
    training.changed_at = timezone.now()
    training.save(update_fields=[*columns, "person", "changed_at"])
    record(by, "changed planned training", training, about=person)
    if person is not None and before != person.pk:
        _tell(training, by)


@transaction.atomic
def remove_training(training: TeamTraining, *, by: Membership) -> None:
    forget_notices(_training_key(training))
    record(by, "removed planned training", training)
    training.delete()


def _tell(training: TeamTraining, by: Membership) -> None:
    if training.person is None or training.person_id == by.user_id:
        return
    text = format_lazy(_("{manager} planned training for you: {title}"), manager=by.user.name, title=training.title)
    notify(training.person, kind="team", text=text, url=reverse("portfolio:my_team"), key=_training_key(training))

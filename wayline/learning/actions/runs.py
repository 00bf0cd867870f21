"""Offering a programme: make a run, invite, enrol and keep the waiting list, set dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from wayline.discussion.actions import add_member, open_space, open_thread, remove_member
from wayline.discussion.enums import SpaceKind, SpaceRole, ThreadKind
from wayline.learning.enums import EnrolmentState, RunState
from wayline.learning.models import (
    Enrolment,
    LiveEvent,
    Programme,
    Run,
    RunInvitation,
    Step,
    StepThread,
    Week,
    WeekOpening,
)
from wayline.people.actions import notify, record
from wayline.people.models import Membership, Organisation, User


class RunFull(Exception):
    """There are no places left; the learner may wait."""


@transaction.atomic
def create_run(
    programme: Programme,
    *,
    organisation: Organisation,
    by: Membership | None,
    title: str,
    starts_on: date,
    **fields: Any,
) -> Run:
    """Make a run in preparation, with a space for its discussions; whoever makes it facilitates it."""
    space = open_space(
        name=title,
        kind=SpaceKind.RUN,
        organisation=organisation,
        purpose="",
        by=by,
        anonymous_allowed=bool(fields.get("anonymous_allowed")),
    )
    run = Run.objects.create(
        programme=programme, organisation=organisation, space=space, title=title, starts_on=starts_on, **fields
    )
    open_threads(run)
    record(by, "created run", run, title=title)
    return run


def open_threads(run: Run) -> None:
    """A discussion beside every published step that has none yet."""
    have = StepThread.objects.filter(run=run).values("step")
    steps = Step.objects.filter(programme=run.programme_id, published__isnull=False, withdrawn_at=None)
    for step in steps.exclude(pk__in=have).select_related("published"):
        if step.published is None:
            continue
        address = reverse("learning:step", args=[run.pk, step.pk])
        thread = open_thread(run.space, title=step.published.title, kind=ThreadKind.STEP, address=address)
        StepThread.objects.create(run=run, step=step, thread=thread)


@transaction.atomic
def update_run(run: Run, *, by: Membership, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(update_fields=list(fields))
    run.space.name = run.title
    run.space.anonymous_allowed = run.anonymous_allowed
    run.space.save(update_fields=["name", "anonymous_allowed"])
    record(by, "changed run", run, fields=sorted(fields))
    fill_places(run)


@transaction.atomic
def set_state(run: Run, *, state: RunState, by: Membership) -> None:
    run.state = state
    run.save(update_fields=["state"])
    record(by, "set state of run", run, state=state)


@transaction.atomic
def invite(run: Run, *, emails: list[str], by: Membership) -> list[RunInvitation]:
    """Invite people by address; those who have an account get a notice. Returns the new invitations only."""
    known = {email.lower() for email in run.invitations.values_list("email", flat=True)}
    fresh = [
        email for email in dict.fromkeys(email.strip().lower() for email in emails) if email and email not in known
    ]
    made = RunInvitation.objects.bulk_create(RunInvitation(run=run, email=email) for email in fresh)
    for user in User.objects.filter(email__in=fresh, is_active=True):
        with override(user.language):
            text = _("You are invited to “%(run)s”.") % {"run": run.title}
        notify(user, kind="invitation", text=text, url=run.get_absolute_url(), key=f"invited:{run.pk}")
    record(by, "invited to run", run, count=len(fresh))
    return made


@transaction.atomic
def withdraw_invitation(invitation: RunInvitation, *, by: Membership) -> None:
    record(by, "withdrew invitation to run", invitation.run)
    invitation.delete()


@transaction.atomic
def join(run: Run, *, by: Membership, wait: bool = False) -> Enrolment:
    """Take a place, or a place on the waiting list when `wait`.

    Raises:
        RunFull: no place is free and the learner did not say that they would wait.
    """
    run = Run.objects.select_for_update(of=("self",)).select_related("space", "programme").get(pk=run.pk)
    enrolment = run.enrolments.filter(user=by.user).first()
    if enrolment is not None and enrolment.state == EnrolmentState.ENROLLED:
        return enrolment
    full = _is_full(run)
    if full and not wait:
        raise RunFull
    enrolment = enrolment or Enrolment(run=run, user=by.user)
    enrolment.state = EnrolmentState.WAITING if full else EnrolmentState.ENROLLED
    enrolment.joined_at = timezone.now()
    enrolment.left_at = None
    enrolment.save()
    if not full:
        add_member(run.space, user=by.user, role=SpaceRole.PARTICIPANT, by=by)
    record(by, "joined waiting list" if full else "joined run", run, about=by.user)
    return enrolment


@transaction.atomic
def leave(enrolment: Enrolment, *, by: Membership) -> None:
    """Give the place back. Progress and comments stay, so that one can come back."""
    had_place = enrolment.state == EnrolmentState.ENROLLED
    enrolment.state = EnrolmentState.LEFT
    enrolment.left_at = timezone.now()
    enrolment.save(update_fields=["state", "left_at"])
    if enrolment.user is not None and had_place:
        remove_member(enrolment.run.space, user=enrolment.user, by=by)
    record(by, "left run", enrolment.run, about=enrolment.user)
    fill_places(enrolment.run)


@transaction.atomic
def fill_places(run: Run) -> list[Enrolment]:
    """Give free places to those who wait, in the order in which they came, and tell them."""
    Run.objects.select_for_update().get(pk=run.pk)
    moved = []
    waiting = run.enrolments.filter(state=EnrolmentState.WAITING, user__isnull=False).select_related("user")
    for enrolment in waiting.order_by("joined_at", "pk"):
        if _is_full(run) or enrolment.user is None:
            break
        enrolment.state = EnrolmentState.ENROLLED
        enrolment.save(update_fields=["state"])
        add_member(run.space, user=enrolment.user, role=SpaceRole.PARTICIPANT)
        with override(enrolment.user.language):
            text = _("You have a place in “%(run)s” now.") % {"run": run.title}
        notify(enrolment.user, kind="place", text=text, url=run.get_absolute_url(), key=f"place:{run.pk}")
        record(None, "moved up from waiting list", run, about=enrolment.user)
        moved.append(enrolment)
    return moved


def _is_full(run: Run) -> bool:
    if run.places is None:
        return False
    return run.enrolments.filter(state=EnrolmentState.ENROLLED).count() >= run.places


@transaction.atomic
def set_opening(run: Run, week: Week, *, opens_on: date | None, by: Membership) -> None:
    """Give a week its own date in this run, or (None) return it to the run's pace."""
    if opens_on is None:
        WeekOpening.objects.filter(run=run, week=week).delete()
    else:
        WeekOpening.objects.update_or_create(run=run, week=week, defaults={"opens_on": opens_on})
    record(by, "set opening of week", run, week=week.position, opens_on=str(opens_on or ""))


@transaction.atomic
def set_event(
    run: Run, step: Step, *, by: Membership, starts_at: datetime, minutes: int, place: str, dial_in: str, link: str
) -> LiveEvent:
    """Set or move a live event, and tell everybody who takes part."""
    event, created = LiveEvent.objects.update_or_create(
        run=run,
        step=step,
        defaults={"starts_at": starts_at, "minutes": minutes, "place": place, "dial_in": dial_in, "link": link},
    )
    record(by, "set live event", event)
    if not created:
        _tell_of_moved_event(event)
    return event


def _tell_of_moved_event(event: LiveEvent) -> None:
    taking_part = event.run.enrolments.filter(state=EnrolmentState.ENROLLED, user__isnull=False)
    for enrolment in taking_part.select_related("user"):
        if enrolment.user is None:
            continue
        with override(enrolment.user.language):
            text = _("The details of a live event in “%(run)s” have changed.") % {"run": event.run.title}
        notify(enrolment.user, kind="event", text=text, url=event.run.get_absolute_url(), key=f"event:{event.pk}")

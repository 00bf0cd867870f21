"""Verbs on surveys and their waves: offer, open, invite, remind, close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext

from wayline.assessment import tasks
from wayline.assessment.actions.answering import mix
from wayline.assessment.enums import Audience, WaveState
from wayline.assessment.models import Draft, InstrumentVersion, KeptFile, Participant, Survey, Wave
from wayline.people.actions import notify, record
from wayline.people.models import Membership, User

DRAFTS_KEPT = timedelta(days=30)


class FormIsSettled(Exception):
    """A wave has been opened: who is asked, and whether by name, cannot change any more."""


@transaction.atomic
def create_survey(version: InstrumentVersion, *, by: Membership, waves: Sequence[str], **values: Any) -> Survey:
    survey = Survey.objects.create(organisation=by.organisation, created_by=by, version=version, **values)
    for number, title in enumerate(waves, 1):
        Wave.objects.create(survey=survey, number=number, title=title)
    record(by, "created survey", survey, waves=len(waves), anonymous=survey.anonymous)
    return survey


@transaction.atomic
def update_survey(survey: Survey, *, by: Membership, **values: Any) -> None:
    """Title, purpose and reminder at any time; the rest until the first wave opens."""
    settled = {"audience", "group_role", "anonymous", "version"} & set(values)
    if settled and survey.waves.exclude(state=WaveState.DRAFT).exists():
        raise FormIsSettled
    for name, value in values.items():
        setattr(survey, name, value)
    survey.save(update_fields=list(values))
    record(by, "changed survey", survey)


@transaction.atomic
def update_wave(wave: Wave, *, by: Membership, title: str, opens_on: date | None, closes_on: date | None) -> None:
    wave.title, wave.opens_on, wave.closes_on = title, opens_on, closes_on
    wave.save(update_fields=["title", "opens_on", "closes_on"])
    record(by, "changed survey", wave.survey, wave=wave.number)


@transaction.atomic
def add_wave(survey: Survey, *, by: Membership, title: str) -> Wave:
    number = survey.waves.count() + 1
    wave = Wave.objects.create(survey=survey, number=number, title=title)
    people = Participant.objects.filter(wave__survey=survey, wave__number=1).exclude(email="")
    Participant.objects.bulk_create(Participant(wave=wave, email=one.email) for one in people)
    record(by, "changed survey", survey, wave=number)
    return wave


@transaction.atomic
def open_wave(wave: Wave, *, by: Membership) -> None:
    """From now on, or from its day on, people may answer. Letters and notices go out the moment it opens."""
    wave.state = WaveState.OPEN
    wave.save(update_fields=["state"])
    record(by, "opened survey", wave.survey, wave=wave.number)
    if wave.is_open():
        invite(wave)


@transaction.atomic
def close_wave(wave: Wave, *, by: Membership | None) -> None:
    """No more answers. What was begun and not handed in goes; anonymous answers are mixed once more."""
    wave.state = WaveState.CLOSED
    wave.save(update_fields=["state"])
    _drop(Draft.objects.filter(wave=wave).values_list("pk", flat=True))
    mix(wave, at_once=1_000_000)
    if by is not None:
        record(by, "closed survey", wave.survey, wave=wave.number)


@transaction.atomic
def add_people(survey: Survey, addresses: Iterable[str], *, by: Membership) -> int:
    """Put addresses on the list of every wave that is not closed; who is asked by an open wave gets the letter now."""
    wanted = {address.strip().lower() for address in addresses if address.strip()}
    added = 0
    for wave in survey.waves.exclude(state=WaveState.CLOSED):
        known = {email.lower() for email in wave.participants.values_list("email", flat=True)}
        made = Participant.objects.bulk_create(
            Participant(wave=wave, email=address) for address in sorted(wanted - known)
        )
        added = max(added, len(made))
        if wave.is_open():
            _write_to(made, reminder=False)
    record(by, "invited to survey", survey, count=added)
    return added


@transaction.atomic
def remove_person(participant: Participant, *, by: Membership) -> None:
    """Off the list of every wave. Answers by name go with the person; anonymous ones cannot be found."""
    survey = participant.wave.survey
    Participant.objects.filter(wave__survey=survey, email__iexact=participant.email).delete()
    record(by, "withdrew invitation to survey", survey)


@transaction.atomic
def invite(wave: Wave) -> int:
    """Ask everybody once: the members of the group by a notice, people on the list by a letter."""
    if wave.survey.audience == Audience.GROUP:
        _ask_group(wave)
    wave.invited_on = timezone.localdate()
    wave.save(update_fields=["invited_on"])
    return _write_to(wave.participants.filter(answered=False).select_related("user"), reminder=False)


@transaction.atomic
def remind(wave: Wave) -> int:
    """Those who have not answered, and nobody else."""
    wave.reminded_on = timezone.localdate()
    wave.save(update_fields=["reminded_on"])
    return _write_to(wave.participants.filter(answered=False).select_related("user"), reminder=True)


@transaction.atomic
def delete_survey(survey: Survey, *, by: Membership) -> None:
    record(by, "deleted survey", survey, waves=survey.waves.count())
    for kept in KeptFile.objects.filter(response__wave__survey=survey):
        kept.file.delete(save=False)
    _drop(Draft.objects.filter(wave__survey=survey).values_list("pk", flat=True))
    survey.delete()


def keep_surveys_going(now: datetime) -> int:
    """Once an hour: open and close by the calendar, and remind. Says how much it did."""
    today = timezone.localdate(now)
    open_waves = Wave.objects.filter(state=WaveState.OPEN).select_related("survey")
    return sum(_keep_going(wave, today) for wave in open_waves)


def old_drafts(now: datetime) -> QuerySet[Draft]:
    return Draft.objects.filter(day__lt=timezone.localdate(now) - DRAFTS_KEPT)


def forget_old_drafts(now: datetime) -> int:
    return _drop(old_drafts(now).values_list("pk", flat=True))


def _keep_going(wave: Wave, today: date) -> int:
    if wave.closes_on and wave.closes_on < today:
        close_wave(wave, by=None)
        return 1
    if not wave.is_open(today):
        return 0
    if wave.invited_on is None:
        invite(wave)
        return 1
    days = wave.survey.reminder_days
    if days and wave.reminded_on is None and wave.invited_on + timedelta(days=days) <= today:
        remind(wave)
        return 1
    return 0


def _ask_group(wave: Wave) -> None:
    survey = wave.survey
    members = Membership.objects.active().filter(organisation=survey.organisation)
    if survey.group_role:
        members = members.filter(role=survey.group_role)
    known = set(wave.participants.values_list("user", flat=True))
    people = set(members.values_list("user", flat=True)) - known
    Participant.objects.bulk_create(Participant(wave=wave, user_id=pk) for pk in sorted(people))


def _write_to(participants: Iterable[Participant], *, reminder: bool) -> int:
    number = 0
    for participant in participants:
        if participant.user_id is not None:
            _tell(participant, reminder=reminder)
        elif not participant.wave.survey.organisation.is_demo:  # the demo sends no letters
            transaction.on_commit(partial(tasks.send_letter.enqueue, participant.pk, reminder))
        number += 1
    return number


def _tell(participant: Participant, *, reminder: bool) -> None:
    user: User = participant.user  # type: ignore[assignment]  # the caller has looked
    wave = participant.wave
    with translation.override(user.language):
        text = gettext("A reminder: please answer “%(title)s”") if reminder else gettext("Please answer “%(title)s”")
    notify(
        user,
        kind="survey",
        text=text % {"title": wave.survey.title},
        url=wave.get_absolute_url(),
        key=f"survey:{wave.pk}",
    )


def _drop(keys: Iterable[int]) -> int:
    wanted = list(keys)
    for kept in KeptFile.objects.filter(draft__in=wanted):
        kept.file.delete(save=False)
    Draft.objects.filter(pk__in=wanted).delete()
    return len(wanted)

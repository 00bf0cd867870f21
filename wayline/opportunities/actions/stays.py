"""Verbs during a stay: the participant's diary, the practitioner's check-ins, reminders of the next one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.actions import agreements
from wayline.opportunities.models import AgreedSkill, Agreement, CheckIn, DiaryEntry
from wayline.people.actions import forget_notices, notify, record, record_own, record_view
from wayline.people.models import Membership


class DayTaken(ValueError):
    """The day has an entry already."""


# The diary


def write_entry(agreement: Agreement, *, skills: Iterable[AgreedSkill] = (), **values: Any) -> DiaryEntry:
    """By the participant. `values` are columns of DiaryEntry. DayTaken when the day has an entry."""
    try:
        with transaction.atomic():
            made = DiaryEntry.objects.create(agreement=agreement, **values)
            made.skills.set(skills)
            record_own(agreement.participant, "wrote diary entry", made, shown=str(made.shown))
    except IntegrityError as error:
        raise DayTaken(str(values["day"])) from error
    return made


def change_entry(entry: DiaryEntry, *, skills: Iterable[AgreedSkill] = (), **values: Any) -> None:
    """Also who can read it: what is shown can be hidden again."""
    for name, value in values.items():
        setattr(entry, name, value)
    entry.changed_at = timezone.now()
    try:
        with transaction.atomic():
            entry.save(update_fields=[*values, "changed_at"])
            entry.skills.set(skills)
            record_own(entry.agreement.participant, "changed diary entry", entry, shown=str(entry.shown))
    except IntegrityError as error:
        raise DayTaken(str(values["day"])) from error


@transaction.atomic
def delete_entry(entry: DiaryEntry) -> None:
    record_own(entry.agreement.participant, "deleted diary entry", entry)
    entry.delete()


def look_at_diary(agreement: Agreement, *, by: Membership) -> None:
    """The participant can see who read it."""
    record_view(by, "read diary", agreement, about=agreement.participant)


# Check-ins


@transaction.atomic
def check_in(agreement: Agreement, *, by: Membership, **values: Any) -> CheckIn:
    """The participant is told, and the company when the note is for it too."""
    made = CheckIn.objects.create(agreement=agreement, by=by, **values)
    record(by, "noted check-in", made, about=agreement.participant)
    _tell_of(made)
    return made


@transaction.atomic
def change_check_in(check: CheckIn, *, by: Membership, **values: Any) -> None:
    """With another day for the next one, its author is reminded anew."""
    if values.get("next_on", check.next_on) != check.next_on:
        check.reminded_at = None
    for name, value in values.items():
        setattr(check, name, value)
    check.changed_at = timezone.now()
    check.save()
    record(by, "changed check-in", check, about=check.agreement.participant)
    _tell_of(check)


def _tell_of(check: CheckIn) -> None:
    agreement, about = check.agreement, f"check-in:{check.pk}"
    agreements.tell_participant(agreement, _("There is a note on your stay: {title}"), about=about)
    if check.to_company:
        agreements.tell_company(agreement, _("There is a note on a stay: {title}"), about=about)


@transaction.atomic
def delete_check_in(check: CheckIn, *, by: Membership) -> None:
    forget_notices(agreements.notice_key(check.agreement, f"check-in:{check.pk}"))
    record(by, "deleted check-in", check, about=check.agreement.participant)
    check.delete()


def remind_due(now: datetime) -> int:
    """Tell each author once that the day for the next check-in has come."""
    due = CheckIn.objects.due(timezone.localdate(now)).filter(reminded_at=None)
    due = due.filter(by__ended_at=None, by__user__is_active=True)
    found = list(due.select_related("by__user", "agreement__participant"))
    for check in found:
        _remind(check, now)
    return len(found)


@transaction.atomic
def _remind(check: CheckIn, now: datetime) -> None:
    check.reminded_at = now
    check.save(update_fields=["reminded_at"])
    if check.by is None:
        return
    text = format_lazy(_("A check-in is due: {name}"), name=check.agreement.participant.name)
    notify(
        check.by.user, kind="agreement", text=text, url=check.agreement.get_absolute_url(),
        key=agreements.notice_key(check.agreement, "check-in-due"),
    )  # fmt: skip

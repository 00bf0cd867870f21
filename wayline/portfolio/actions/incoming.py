"""Bringing files of other programs along: look first, then take over all or what was chosen, and undo it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from wayline.people.actions import record_own
from wayline.people.models import User
from wayline.portfolio.actions.intake import Intake, take_in
from wayline.portfolio.formats.register import format_of
from wayline.portfolio.models import Incoming, IncomingQuerySet, Item
from wayline.portfolio.record import Holder, Reading, UnreadableFile


@transaction.atomic
def bring_along(owner: User, *, content: bytes, name: str, form: str) -> Incoming:
    """Keep the file for the look at it. An earlier one that was not taken over goes: one at a time is enough."""
    drop(Incoming.objects.filter(owner=owner, taken_at=None))
    incoming = Incoming(owner=owner, name=name[:200], form=form)
    incoming.file.save(incoming.key, ContentFile(content), save=False)
    incoming.save()
    return incoming


def reading_of(incoming: Incoming) -> Reading:
    """What is in the file; UnreadableFile when it is gone or its format is."""
    form = format_of(incoming.form)
    if form is None or form.read is None or not incoming.file:
        raise UnreadableFile("")
    with incoming.file.open("rb") as file:
        return form.read(file.read())


@transaction.atomic
def take_over(incoming: Incoming, *, chosen: Collection[str], with_holder: bool) -> Intake:
    """Entries by key, all or nothing. The file leaves the disk; what was made of it is remembered for a day."""
    record = reading_of(incoming).record
    part = replace(
        record,
        holder=record.holder if with_holder else Holder(),
        entries=tuple(entry for entry in record.entries if entry.key in chosen),
    )
    intake = take_in(incoming.owner, part, source=incoming.form)
    incoming.made = [item.key for item in intake.items]
    incoming.taken_at = timezone.now()
    _remove_from_disk(incoming)
    incoming.file.name = ""
    incoming.save()
    return intake


@transaction.atomic
def undo(incoming: Incoming) -> int:
    """Put everything that was made of a file into the bin. What was filled in of the profile stays."""
    items = Item.objects.of(incoming.owner).filter(key__in=incoming.made)
    count = items.update(deleted_at=timezone.now())
    record_own(incoming.owner, "undid import", count=count)
    incoming.delete()
    return count


def drop(incoming: IncomingQuerySet) -> int:
    """Rows and their files."""
    for one in incoming:
        _remove_from_disk(one)
    return incoming.delete()[0]


def _remove_from_disk(incoming: Incoming) -> None:
    """After the transaction: a file that a rolled back transaction still names must stay."""
    storage, name = incoming.file.storage, incoming.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))

"""Keeping things: add, change, put into the bin, bring back; files and evidence. All by the person they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from wayline.common.uploads import Checked
from wayline.people.actions import record_own
from wayline.people.models import User
from wayline.portfolio.fields import faults
from wayline.portfolio.models import Item, ItemFile, Video
from wayline.portfolio.record import Details, Kind

MOST_FILES = 30


class WrongDetails(ValueError):
    """Details that their kind does not allow: a fault of the program, since forms and readers check before."""


def _check(kind: Kind, details: Details) -> None:
    found = list(faults(kind, details))
    if found:
        raise WrongDetails(f"{kind}: {found}")


@transaction.atomic
def add_item(owner: User, *, kind: Kind, details: Details | None = None, **columns: Any) -> Item:
    """Keep one thing. `columns` are those of Item; `details` the fields of its kind."""
    _check(kind, details or {})
    item = Item.objects.create(owner=owner, kind=kind, details=details or {}, **columns)
    record_own(owner, "added to portfolio", item, kind=str(kind))
    return item


@dataclass(frozen=True, slots=True)
class Sending:
    """The name of what was written on a device, and how often it was changed there before it was sent."""

    key: UUID
    revision: int = 0


def add_sent_item(owner: User, sending: Sending, *, kind: Kind, details: Details | None = None, **columns: Any) -> Item:
    """Keep what a device sends, once however often and by however many at a time; a later revision changes it."""
    try:
        with transaction.atomic():  # of its own: a key that is taken must not end the caller's
            name = {"sent_as": sending.key, "revision": sending.revision}
            return add_item(owner, kind=kind, details=details, **columns, **name)
    except IntegrityError:
        with transaction.atomic():
            item = Item.objects.select_for_update().filter(owner=owner, sent_as=sending.key).first()
            if item is None:  # another rule of the table was broken
                raise
            if sending.revision > item.revision:
                _revise(item, sending.revision, kind, details, columns)
            return item


def _revise(item: Item, revision: int, kind: Kind, details: Details | None, columns: dict[str, Any]) -> None:
    if kind != item.kind:  # the fields of the former kind mean nothing in the new one
        item.kind, details = kind, details or {}
    change_item(item, details=details, revision=revision, **columns)


@transaction.atomic
def change_item(item: Item, *, details: Details | None = None, **columns: Any) -> Item:
    if details is not None:
        _check(Kind(item.kind), details)
        item.details = details
    for name, value in columns.items():
        setattr(item, name, value)
    item.changed_at = timezone.now()
    item.save()
    record_own(item.owner, "changed in portfolio", item)
    return item


@transaction.atomic
def bin_item(item: Item) -> None:
    """Out of sight at once, for everybody it was shared with too. Its owner can bring it back for thirty days."""
    item.deleted_at = timezone.now()
    item.save(update_fields=["deleted_at"])
    record_own(item.owner, "put into bin", item)


@transaction.atomic
def bring_back(item: Item) -> None:
    item.deleted_at = None
    item.save(update_fields=["deleted_at"])
    record_own(item.owner, "brought back from bin", item)


@transaction.atomic
def destroy(items: Iterable[Item]) -> int:
    """For good, with the files. Called for the bin, by its owner or by the retention rule."""
    count = 0
    for item in items:
        for held in item.files.all():
            _remove_from_disk(held.file)
        for film in Video.objects.filter(item=item):
            for version in film.files:
                _remove_from_disk(version)
        item.delete()
        count += 1
    return count


@transaction.atomic
def empty_bin(owner: User) -> int:
    count = destroy(Item.objects.binned_by(owner))
    if count:
        record_own(owner, "emptied bin", count=count)
    return count


def _remove_from_disk(file: FieldFile) -> None:
    """After the transaction: a file that a rolled back transaction still names must stay."""
    storage, name = file.storage, file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def attach(item: Item, *, checked: Checked, description: str = "") -> ItemFile:
    held = ItemFile(
        item=item,
        name=checked.name[:200],
        media_type=checked.content_type,
        size=checked.size,
        description=description,
    )
    held.file.save(held.key, checked.file, save=False)
    held.save()
    _touch(item)
    record_own(item.owner, "attached file", item)
    return held


@transaction.atomic
def detach(held: ItemFile) -> None:
    item = held.item
    _remove_from_disk(held.file)
    held.delete()
    _touch(item)
    record_own(item.owner, "removed file from portfolio", item)


@transaction.atomic
def set_evidence(item: Item, *, evidence: Iterable[Item]) -> None:
    """Which of the person's items show that this one is true."""
    own = [one for one in evidence if one.owner_id == item.owner_id and one.pk != item.pk]
    item.evidence.set(own)
    _touch(item)
    record_own(item.owner, "set evidence", item, count=len(own))


def _touch(item: Item) -> None:
    item.changed_at = timezone.now()
    item.save(update_fields=["changed_at"])

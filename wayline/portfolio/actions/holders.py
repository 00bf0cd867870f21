"""The person's names, contacts and photo."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from wayline.common.uploads import Checked, redraw
from wayline.people.actions import record_own
from wayline.people.models import User
from wayline.portfolio.models import Holder

PHOTO_EDGE = 800
"""Pixels: enough for print at CV size."""


def holder_of(owner: User) -> Holder:
    """The row, or an unsaved one with the name of the account."""
    found = Holder.objects.filter(owner=owner).first()
    if found:
        return found
    given, _blank, family = owner.name.rpartition(" ")
    return Holder(
        owner=owner,
        given_name=given or family,
        family_name=family if given else "",
        contacts=[{"kind": "email", "value": owner.email, "label": "home"}],
    )


@transaction.atomic
def change_holder(owner: User, **columns: Any) -> Holder:
    holder = holder_of(owner)
    for name, value in columns.items():
        setattr(holder, name, value)
    holder.changed_at = timezone.now()
    holder.save()
    record_own(owner, "changed portfolio profile", holder, fields=sorted(columns))
    return holder


@transaction.atomic
def set_photo(owner: User, *, checked: Checked) -> Holder:
    """`checked` was drawn anew already; here it is made small."""
    holder = holder_of(owner)
    _drop_photo(holder)
    holder.photo_type = checked.content_type
    holder.photo.save("photo", redraw(checked.file, checked.kind, longest_edge=PHOTO_EDGE), save=False)
    holder.changed_at = timezone.now()
    holder.save()
    record_own(owner, "set photo", holder)
    return holder


@transaction.atomic
def remove_photo(owner: User) -> None:
    holder = holder_of(owner)
    _drop_photo(holder)
    holder.photo_type = ""
    holder.save()
    record_own(owner, "removed photo", holder)


def _drop_photo(holder: Holder) -> None:
    storage, name = holder.photo.storage, holder.photo.name
    holder.photo.name = ""
    if name:
        transaction.on_commit(lambda: storage.delete(name))

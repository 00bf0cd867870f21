"""A person's record as writers of other formats and the CV take it."""

from __future__ import annotations

from collections.abc import Iterable

from wayline.people.models import User
from wayline.portfolio.models import Holder, Item, ItemFile
from wayline.portfolio.record import Attachment, Contact, Entry, Kind, PartialDate, Record
from wayline.portfolio.record import Holder as Person


def record_of(
    owner: User, *, items: Iterable[Item] | None = None, language: str = "en", with_files: bool = True
) -> Record:
    """Everything the person keeps, or the items given, in their order."""
    chosen = list(Item.objects.of(owner).order_by("kind", "pk")) if items is None else list(items)
    kept = Item.objects.filter(pk__in=[item.pk for item in chosen]).prefetch_related("files", "supports")
    ready = {item.pk: item for item in kept}
    entries = tuple(entry_of(ready[item.pk], with_files=with_files) for item in chosen)
    return Record(person_of(owner, with_photo=with_files), entries, language)


def entry_of(item: Item, *, with_files: bool = True) -> Entry:
    """The item outside the tables. Files and what it supports are read: prefetch them."""
    return Entry(
        kind=Kind(item.kind),
        title=item.title,
        organisation=item.organisation,
        place=item.place,
        country=item.country,
        start=_date(item.start),
        end=_date(item.end),
        ongoing=item.ongoing,
        description=item.description,
        url=item.url,
        language=item.language,
        details=dict(item.details),
        attachments=tuple(_attachment(held) for held in item.files.all()) if with_files else (),
        supports=tuple(one.key for one in item.supports.all() if one.deleted_at is None),
        key=item.key,
        beyond=dict(item.beyond),
    )


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _attachment(held: ItemFile) -> Attachment:

    with held.file.open("rb") as file:
        return Attachment(held.name, held.media_type, file.read(), held.description)


def person_of(owner: User, *, with_photo: bool = True) -> Person:
    row = Holder.objects.filter(owner=owner).first()
    if row is None:
        given, _blank, family = owner.name.rpartition(" ")
        return Person(given_name=given or family, family_name=family if given else "")
    return Person(
        given_name=row.given_name,
        family_name=row.family_name,
        display_name=row.display_name,
        headline=row.headline,
        summary=row.summary,
        birth_date=_date(row.birth_date),
        nationalities=tuple(row.nationalities),
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        region=row.region,
        country=row.country,
        contacts=tuple(Contact(one["kind"], one["value"], one.get("label", "")) for one in row.contacts),
        photo=photo_of(row) if with_photo else None,
        beyond=dict(row.beyond),
    )


def photo_of(row: Holder) -> Attachment | None:
    if not row.photo:
        return None
    with row.photo.open("rb") as file:
        return Attachment("photo." + row.photo_type.rpartition("/")[2], row.photo_type, file.read())

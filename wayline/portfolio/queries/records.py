"""A person's record as writers of other formats and the CV take it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from wayline.people.models import User
from wayline.portfolio.models import Holder, Item, ItemFile
from wayline.portfolio.record import Attachment, Contact, Entry, Kind, PartialDate, Record
from wayline.portfolio.record import Holder as Person


def record_of(
    owner: User,
    *,
    items: Iterable[Item] | None = None,
    language: str = "en",
    with_files: bool = True,
    with_content: bool = True,
) -> Record:
    """Everything the person keeps, or the items given, in their order.

    Without content files stand in the record and are not opened: enough to see whether a format has a place for them.
    """
    ready = _ready(Item.objects.of(owner).order_by("kind", "pk")) if items is None else _in_order(list(items))
    entries = tuple(entry_of(item, with_files=with_files, with_content=with_content) for item in ready)
    return Record(person_of(owner, with_photo=with_files), entries, language)


def _in_order(chosen: list[Item]) -> list[Item]:
    ready = {item.pk: item for item in _ready(Item.objects.filter(pk__in=[item.pk for item in chosen]))}
    return [ready[item.pk] for item in chosen]


def _ready(items: QuerySet[Item]) -> list[Item]:
    return list(items.prefetch_related("files", "supports"))


def entry_of(item: Item, *, with_files: bool = True, with_content: bool = True) -> Entry:
    """The item outside the tables. Files and what it supports are read: prefetch them."""
    read = _attachment if with_content else _stand_in
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
        attachments=tuple(read(held) for held in item.files.all()) if with_files else (),
        supports=tuple(one.key for one in item.supports.all() if one.deleted_at is None),
        key=item.key,
        beyond=dict(item.beyond),
    )


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _attachment(held: ItemFile) -> Attachment:
    with held.file.open("rb") as file:
        return Attachment(held.name, held.media_type, file.read(), held.description)


def _stand_in(held: ItemFile) -> Attachment:
    """With its key in place of what is in the file."""
    return Attachment(held.name, held.media_type, held.key.encode(), held.description)


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

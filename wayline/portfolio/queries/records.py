"""A person's record as writers of other formats and the CV take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from wayline.people.models import User
from wayline.portfolio.models import Holder, Item, ItemFile
from wayline.portfolio.record import Attachment, Contact, Entry, Kind, PartialDate, Record
from wayline.portfolio.record import Holder as Person

Held = TypeVar("Held")


def record_of(owner: User, *, language: str = "en", with_content: bool = True) -> Record:
    """Everything the person keeps, by kind.

    Without content files stand in the record and are not opened: enough to see whether a format has a place for them.
    """
    read = _attachment if with_content else _stand_in
    files = _by_item((held.item_id, held) for held in ItemFile.objects.filter(item__owner=owner, item__deleted_at=None))
    supported = _by_item(_supported(owner))
    entries = tuple(
        entry_of(item, attachments=map(read, files.get(item.pk, ())), supports=supported.get(item.pk, ()))
        for item in Item.objects.of(owner).order_by("kind", "pk")
    )
    return Record(person_of(owner), entries, language)


def _by_item(pairs: Iterable[tuple[int, Held]]) -> dict[int, list[Held]]:
    """Fetched at once: prefetching makes a query set for each of 2,000 items, which takes longer than the rest."""
    found: dict[int, list[Held]] = defaultdict(list)
    for item, held in pairs:
        found[item].append(held)
    return found


def _supported(owner: User) -> Iterable[tuple[int, str]]:
    """Item, and the key of what it is evidence for; what lies in the bin is left out."""
    links = Item.supports.through.objects.filter(from_item__owner=owner, to_item__deleted_at=None)
    return links.order_by("-to_item__changed_at", "-to_item").values_list("from_item", "to_item__key")


def entry_of(item: Item, *, attachments: Iterable[Attachment] = (), supports: Iterable[str] = ()) -> Entry:
    """The item outside the tables. `supports`: keys."""
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
        attachments=tuple(attachments),
        supports=tuple(supports),
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

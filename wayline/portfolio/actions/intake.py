"""Taking a record of another format over into the portfolio: what is there already is not doubled."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from wayline.common import uploads
from wayline.people.actions import record_own
from wayline.people.models import User
from wayline.portfolio.actions.holders import holder_of, set_photo
from wayline.portfolio.actions.items import WrongDetails
from wayline.portfolio.fields import faults
from wayline.portfolio.models import Item, ItemFile
from wayline.portfolio.record import Attachment, Entry, Holder, Record

KINDS = uploads.PICTURES | uploads.DOCUMENTS | uploads.MEDIA
HOLDER_TEXTS = (
    "given_name", "family_name", "display_name", "headline", "summary", "street", "postcode", "city", "region",
    "country",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in: items made, entries that were there already, files that were refused (name and why)."""

    items: tuple[Item, ...]
    known: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


@transaction.atomic
def take_in(owner: User, record: Record, *, source: str) -> Intake:
    """All or nothing. `source` names the format for the audit trail. Empty fields of the profile are filled."""
    there = {_likeness(item.kind, item.title, item.organisation, item.start, item.end): item.key for item in
             Item.objects.of(owner)}  # fmt: skip
    made: dict[str, Item] = {}
    known: list[str] = []
    refused: list[tuple[str, str]] = []
    for entry in reversed(record.entries):  # the first of the file is the newest here
        likeness = _likeness(entry.kind, entry.title, entry.organisation, _text(entry.start), _text(entry.end))
        if likeness in there and any(likeness[1:]):
            known.append(entry.title)
            continue
        item = _keep(owner, entry, record.language)
        made[entry.key or item.key] = item
        refused += _attach(item, entry.attachments)
    _link(made, record.entries)
    _fill_holder(owner, record.holder)
    record_own(owner, "imported into portfolio", format=source, count=len(made))
    return Intake(tuple(reversed(made.values())), tuple(reversed(known)), tuple(refused))


def _likeness(kind: str, *parts: str) -> tuple[str, ...]:
    return (str(kind), *(" ".join(part.casefold().split()) for part in parts))


def _text(when: object) -> str:
    return str(when) if when else ""


def _keep(owner: User, entry: Entry, language: str) -> Item:
    wrong = list(faults(entry.kind, entry.details))
    if wrong:
        raise WrongDetails(f"{entry.kind}: {wrong}")
    return Item.objects.create(
        owner=owner,
        kind=entry.kind,
        title=entry.title[:300],
        organisation=entry.organisation[:300],
        place=entry.place[:200],
        country=entry.country,
        start=_text(entry.start),
        end="" if entry.ongoing else _text(entry.end),
        ongoing=entry.ongoing,
        description=entry.description,
        url=entry.url[:1000],
        language=entry.language or language,
        details=entry.details,
        beyond=entry.beyond,
    )


def _attach(item: Item, attachments: tuple[Attachment, ...]) -> list[tuple[str, str]]:
    refused = []
    for attachment in attachments:
        try:
            checked = uploads.check(ContentFile(attachment.content, name=attachment.name), kinds=KINDS)
        except ValidationError as error:
            refused.append((attachment.name, " ".join(error.messages)))
            continue
        held = ItemFile(
            item=item, name=checked.name[:200], media_type=checked.content_type, size=checked.size,
            description=attachment.description[:500],
        )  # fmt: skip
        held.file.save(held.key, checked.file, save=False)
        held.save()
    return refused


def _link(made: dict[str, Item], entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        if entry.key in made:
            made[entry.key].supports.add(*(made[key] for key in entry.supports if key in made))


def _fill_holder(owner: User, found: Holder) -> None:
    if found == Holder():
        return
    holder = holder_of(owner)
    if holder.pk is None and any(one.kind == "email" for one in found.contacts):
        holder.contacts = []  # the address of the account was only a guess
    for name in HOLDER_TEXTS:
        if not getattr(holder, name):
            setattr(holder, name, getattr(found, name))
    holder.birth_date = holder.birth_date or _text(found.birth_date)
    holder.nationalities = holder.nationalities or list(found.nationalities)
    held = {(one["kind"], one["value"]) for one in holder.contacts}
    holder.contacts += [asdict(one) for one in found.contacts if (one.kind, one.value) not in held]
    holder.beyond = {**found.beyond, **holder.beyond}
    holder.save()
    if found.photo and not holder.photo:
        _take_photo(owner, found.photo)


def _take_photo(owner: User, photo: Attachment) -> None:
    try:
        checked = uploads.check(ContentFile(photo.content, name=photo.name), kinds=uploads.PICTURES)
    except ValidationError:
        return  # a CV without its photo is worth more than none
    set_photo(owner, checked=checked)

"""A CV with what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from wayline.portfolio.cv.document import Document, Shown, document
from wayline.portfolio.cv.files import Letter
from wayline.portfolio.cv.words import words
from wayline.portfolio.labels import PLURALS, Label
from wayline.portfolio.models import CV, CVItem, Holder
from wayline.portfolio.places import date_in_words
from wayline.portfolio.queries.records import entry_of, person_of, photo_of
from wayline.portfolio.record import Attachment, Kind, Record
from wayline.portfolio.record import Holder as Person


@dataclass(frozen=True, slots=True)
class Arranged:
    """A section as it is arranged: its places in order, hidden ones too."""

    kind: Kind
    label: Label
    heading: str
    places: tuple[CVItem, ...]


def arranged(cv: CV) -> list[Arranged]:
    rows = cv.places.filter(item__deleted_at=None).select_related("item").order_by("position", "pk")
    found: dict[str, list[CVItem]] = {}
    for row in rows:
        found.setdefault(row.item.kind, []).append(row)
    said = words(cv.language)
    return [
        Arranged(Kind(kind), PLURALS[Kind(kind)], said[kind], tuple(found[kind]))
        for kind in cv.sections
        if kind in found
    ]


def record_of_cv(cv: CV, *, shown: Sequence[str] | None = None) -> Record:
    """What the CV shows and nothing else: also what goes into the Europass file inside the PDF.

    `shown`: keys of items, for a preview of a choice that is not kept yet.
    """
    chosen = cv.places.filter(is_hidden=False) if shown is None else cv.places.filter(item__key__in=shown)
    rows = (
        chosen.filter(item__deleted_at=None)
        .select_related("item")
        .prefetch_related("item__supports")
        .order_by("position", "pk")
    )
    order = {kind: number for number, kind in enumerate(cv.sections)}
    items = sorted((row.item for row in rows), key=lambda item: order.get(item.kind, len(order)))
    entries = tuple(
        entry_of(item, supports=[one.key for one in item.supports.all() if one.deleted_at is None]) for item in items
    )
    return Record(holder_of_cv(cv), entries, cv.language)


def holder_of_cv(cv: CV) -> Person:
    """What the head does not show is in no file either."""
    person = replace(person_of(cv.owner, with_photo=False), photo=photo_in(cv), beyond={})
    if not cv.show_address:
        person = replace(person, street="", postcode="", city="", region="", country="")
    if not cv.show_birth:
        person = replace(person, birth_date=None)
    if not cv.show_nationality:
        person = replace(person, nationalities=())
    return person if cv.show_summary else replace(person, summary="")


def document_of(cv: CV, record: Record) -> Document:
    shown = Shown(cv.show_address, cv.show_birth, cv.show_nationality, cv.show_summary)
    return document(record, language=cv.language, shown=shown, order=[Kind(kind) for kind in cv.sections])


def photo_in(cv: CV) -> Attachment | None:
    if not cv.show_photo:
        return None
    holder = Holder.objects.filter(owner=cv.owner_id).exclude(photo="").first()
    return photo_of(holder) if holder else None


def letter_of(cv: CV) -> Letter:
    """The letter that goes along with a CV, dated today."""
    head = document_of(cv, Record(holder_of_cv(cv), (), cv.language))
    day = date_in_words(timezone.localdate().isoformat(), cv.language)
    return Letter(cv.language, head.name, head.facts, cv.letter_to, day, cv.letter_subject, cv.letter_text)

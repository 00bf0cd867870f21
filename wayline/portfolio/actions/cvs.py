"""Making CVs out of what is kept."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from wayline.people.actions import record_own
from wayline.people.models import User
from wayline.portfolio.cv.document import KINDS
from wayline.portfolio.models import CV, CVItem, Item, ItemQuerySet


@transaction.atomic
def make_cv(owner: User, *, title: str, language: str) -> CV:
    """Everything a CV may show is in it, newest first; the person takes out what does not belong."""
    cv = CV.objects.create(owner=owner, title=title, language=language)
    take_up_new(cv)
    record_own(owner, "made CV", cv)
    return cv


def _fresh(cv: CV) -> ItemQuerySet:
    known = cv.places.values("item")
    return Item.objects.of(cv.owner).filter(kind__in=KINDS).exclude(pk__in=known)


def number_of_new(cv: CV) -> int:
    """How many things the person keeps that this CV has not been asked about."""
    return _fresh(cv).count()


@transaction.atomic
def take_up_new(cv: CV) -> int:
    """Items that were added since stand at the end of their section, hidden in a CV that was arranged before."""
    known = cv.places.count()
    fresh = list(_fresh(cv).order_by("-ongoing", "-end", "-start", "-pk").only("pk"))
    CVItem.objects.bulk_create(
        CVItem(cv=cv, item=item, position=known + number, is_hidden=bool(known)) for number, item in enumerate(fresh)
    )
    return len(fresh)


@transaction.atomic
def change_cv(cv: CV, *, shown: Collection[str] | None = None, **columns: Any) -> CV:
    """`shown`: keys of the items to show; all others are hidden and keep their place."""
    for name, value in columns.items():
        setattr(cv, name, value)
    cv.changed_at = timezone.now()
    cv.save()
    if shown is not None:
        cv.places.filter(item__key__in=shown).update(is_hidden=False)
        cv.places.exclude(item__key__in=shown).update(is_hidden=True)
    record_own(cv.owner, "changed CV", cv)
    return cv


@transaction.atomic
def move_item(cv: CV, *, key: str, down: bool) -> bool:
    """One place within its section; False at the end of it."""
    places = list(cv.places.filter(item__deleted_at=None).select_related("item").order_by("position", "pk"))
    here = next((place for place in places if place.item.key == key), None)
    if here is None:
        return False
    section = [place for place in places if place.item.kind == here.item.kind]
    at = section.index(here) + (1 if down else -1)
    if not 0 <= at < len(section):
        return False
    section[at].position, here.position = here.position, section[at].position
    CVItem.objects.bulk_update([section[at], here], ["position"])
    return True


@transaction.atomic
def move_section(cv: CV, *, kind: str, down: bool) -> bool:
    """One place; sections that are empty are skipped, so that every press shows."""
    filled = set(cv.places.filter(item__deleted_at=None).values_list("item__kind", flat=True))
    order = list(cv.sections)
    seen = [one for one in order if one in filled]
    if kind not in seen:
        return False
    at = seen.index(kind) + (1 if down else -1)
    if not 0 <= at < len(seen):
        return False
    one, other = order.index(kind), order.index(seen[at])
    order[one], order[other] = order[other], order[one]
    cv.sections = order
    cv.save(update_fields=["sections"])
    return True


@transaction.atomic
def copy_cv(cv: CV, *, title: str) -> CV:
    places = list(cv.places.all())
    copy = CV.objects.get(pk=cv.pk)
    fresh = CV(owner=cv.owner)
    copy.pk, copy.key, copy.title = None, fresh.key, title
    copy.created_at = copy.changed_at = timezone.now()
    copy._state.adding = True
    copy.save()
    CVItem.objects.bulk_create(
        CVItem(cv=copy, item_id=place.item_id, position=place.position, is_hidden=place.is_hidden) for place in places
    )
    record_own(cv.owner, "made CV", copy)
    return copy


@transaction.atomic
def delete_cv(cv: CV) -> None:
    record_own(cv.owner, "deleted CV", cv)
    cv.delete()

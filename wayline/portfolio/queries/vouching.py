"""What others say for a person's skills: credentials that stand, endorsements, claims under way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wayline.people.models import User
from wayline.portfolio.enums import EndorsementState
from wayline.portfolio.models import Endorsement, EndorsementQuerySet, Ground, IssuedCredential, Item


@dataclass(frozen=True, slots=True)
class Vouched:
    """For one thing: what can be checked, and what was said."""

    credentials: Sequence[IssuedCredential] = ()
    endorsements: Sequence[Endorsement] = ()

    @property
    def is_validated(self) -> bool:
        return any(one.ground == Ground.VALIDATION for one in self.credentials)


NOTHING = Vouched()


def certified(items: Iterable[Item]) -> dict[str, list[IssuedCredential]]:
    """Credentials that stand for these things, by the key of the item; one query."""
    keys = {item.key: item.owner_id for item in items}
    if not keys:
        return {}
    rows = IssuedCredential.objects.public().filter(
        user__in=set(keys.values()), revoked_at=None, ground__in=(Ground.SKILL, Ground.VALIDATION)
    )
    found: dict[str, list[IssuedCredential]] = {}
    for row in rows.select_related("organisation").defer("document"):
        found.setdefault(row.source.partition(":")[2].partition(":")[0], []).append(row)
    return {key: rows for key, rows in found.items() if key in keys}


def shown(items: Sequence[Item]) -> dict[str, Vouched]:
    """What those see with whom the items are shared: endorsements that the person shows, and what was made of them."""
    said: dict[str, list[Endorsement]] = {}
    chosen = Endorsement.objects.filter(item__in=items, state=EndorsementState.GIVEN, is_shown=True)
    for one in chosen.select_related("item").order_by("answered_at", "pk"):
        said.setdefault(one.item.key, []).append(one)
    standing = certified(items)
    return {
        item.key: Vouched(_open(standing.get(item.key, []), said.get(item.key, [])), said.get(item.key, []))
        for item in items
    }


def _open(credentials: Iterable[IssuedCredential], said: Iterable[Endorsement]) -> list[IssuedCredential]:
    """A credential made of an endorsement is hidden with it."""
    sources = {f"{one.item.key}:{one.person_id}" for one in said}
    return [one for one in credentials if one.ground != Ground.SKILL or one.source.partition(":")[2] in sources]


def of_item(item: Item) -> Vouched:
    """All of it, for the person."""
    said = Endorsement.objects.filter(item=item).select_related("item").order_by("-asked_at", "-pk")
    return Vouched(certified([item]).get(item.key, []), list(said))


def asked_of(user: User) -> EndorsementQuerySet:
    """What a colleague was asked, and what they said and may withdraw."""
    open_or_given = Endorsement.objects.filter(person=user, item__deleted_at=None, item__owner__is_active=True)
    return open_or_given.answerable().select_related("item__owner").order_by("-asked_at", "-pk")

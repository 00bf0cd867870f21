"""Verbs on matching: what a person lets it use and sets aside, what was shown, what a service stops."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import JobAside, MatchChoice, Opened, Opportunity, SetAside, StoppedPart
from wayline.opportunities.queries.match_person import PURPOSE
from wayline.people.actions import give_consent, record, record_own, withdraw_consent
from wayline.people.models import Membership, User
from wayline.taxonomy.models import Area, Concept

TITLE = 200
"""Characters of a title that are kept."""
KEEP = """
INSERT INTO "opportunities_shownmatch" AS kept (
    user_id, service_id, opportunity_id, is_job, title, place, score, version, digest, record, times, first_at, last_at)
SELECT %(user)s, %(service)s, offer, offer IS NULL, title, place, score, version, digest, record::jsonb, 1, %(now)s,
    %(now)s
FROM unnest(%(offers)s::bigint[], %(titles)s::text[], %(places)s::int[], %(scores)s::int[], %(versions)s::text[],
    %(digests)s::text[], %(records)s::text[]) AS x (offer, title, place, score, version, digest, record)
ON CONFLICT (user_id, digest) DO UPDATE SET times = kept.times + 1, last_at = EXCLUDED.last_at,
    place = least(kept.place, EXCLUDED.place)
"""


@transaction.atomic
def turn_on(user: User, *, parts: Collection[str]) -> MatchChoice:
    """The person consents to matching, with these parts of their portfolio and no others."""
    give_consent(user, purpose=PURPOSE)
    choice, _made = MatchChoice.objects.update_or_create(
        user=user, defaults={"parts": _in_order(parts), "changed_at": timezone.now()}
    )
    record_own(user, "chose parts for matching", parts=choice.parts)
    return choice


def _in_order(parts: Collection[str]) -> list[str]:
    return [part for part in MatchPart.values if part in parts]


@transaction.atomic
def turn_off(user: User) -> None:
    """The consent ends, and no part is on any more. What was shown stays on record until its time is over."""
    withdraw_consent(user, purpose=PURPOSE)
    MatchChoice.objects.filter(user=user).update(parts=[], suggests=[], changed_at=timezone.now())
    Opened.objects.filter(user=user).delete()


@transaction.atomic
def switch_part(choice: MatchChoice, part: str, *, on: bool) -> None:
    choice.parts = _in_order({*choice.parts, part} if on else set(choice.parts) - {part})
    choice.changed_at = timezone.now()
    choice.save(update_fields=["parts", "changed_at"])
    record_own(choice.user, "chose parts for matching", parts=choice.parts)


@transaction.atomic
def set_wishes(choice: MatchChoice, *, areas: Iterable[Area] = (), **fields: Any) -> None:
    """What the person looks for: kinds, hours, contracts, where one works, pay; and whether to tell of it.

    What came before they wanted to be told is not told afterwards.
    """
    if fields.get("tells") and not choice.tells:
        fields["looked_at"] = timezone.now()
    for name, value in fields.items():
        setattr(choice, name, value)
    choice.changed_at = timezone.now()
    choice.save(update_fields=[*fields, "changed_at"])
    choice.areas.set(areas)


def set_aside(user: User, offer: Opportunity, *, reason: str = "", note: str = "") -> SetAside:
    """Not among the matches any more. It says nothing about other opportunities."""
    made, _new = SetAside.objects.update_or_create(
        user=user, opportunity=offer, defaults={"reason": reason, "note": note, "at": timezone.now()}
    )
    return made


def bring_back(aside: SetAside | JobAside) -> None:
    aside.delete()


def set_job_aside(user: User, occupation: Concept) -> JobAside:
    """Not among the jobs one could move to any more. It changes no match with an offer."""
    made, _new = JobAside.objects.get_or_create(user=user, occupation=occupation)
    return made


@dataclass(frozen=True, slots=True)
class Showing:
    """A match as it is about to be shown. `record` is what `queries/match_record.py` makes of it."""

    offer: Opportunity | None
    """None: it is with an occupation, `title`, whose number the record names as `job`."""
    place: int | None
    """In the list; None when it was opened by itself."""
    score: int
    version: str
    record: dict[str, Any]
    title: str = ""

    @property
    def digest(self) -> str:
        said = dumps(
            [self.offer.pk if self.offer else 0, self.version, self.record], sort_keys=True, ensure_ascii=False
        )
        return sha256(said.encode()).hexdigest()


def record_shown(viewer: Membership, shown: Sequence[Showing]) -> None:
    """Keep what is shown, in one query: the same match with the same reasons is one row that counts up."""
    by_digest = {one.digest: one for one in shown}
    rows = list(by_digest.items())
    values: dict[str, Any] = {
        "user": viewer.user_id,
        "service": viewer.organisation_id,
        "now": timezone.now(),
        "offers": [one.offer.pk if one.offer else None for _digest, one in rows],
        "titles": [one.offer.title if one.offer else one.title[:TITLE] for _digest, one in rows],
        "places": [one.place for _digest, one in rows],
        "scores": [one.score for _digest, one in rows],
        "versions": [one.version for _digest, one in rows],
        "digests": [digest for digest, _one in rows],
        "records": [dumps(one.record, ensure_ascii=False) for _digest, one in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)


@transaction.atomic
def stop_part(part: str, *, by: Membership, reason: str) -> None:
    """No match of this service uses the part from now on."""
    _standing, made = StoppedPart.objects.get_or_create(
        service=by.organisation, part=part, ended_at=None, defaults={"reason": reason, "by": by}
    )
    if made:
        record(by, "stopped part of matching", by.organisation, part=part)


@transaction.atomic
def resume_part(part: str, *, by: Membership) -> None:
    standing = StoppedPart.objects.filter(service=by.organisation, part=part, ended_at=None)
    if standing.update(ended_at=timezone.now(), handled_by=by):
        record(by, "resumed part of matching", by.organisation, part=part)

"""Verbs on being found: agree, choose parts, rule a company out, show, ask, answer, end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import FoundState, MatchPart
from wayline.opportunities.matching import kept
from wayline.opportunities.models import Findable, FindableClaim, FoundPerson, Opportunity
from wayline.opportunities.models.finding import PURPOSE
from wayline.opportunities.queries import finding, match_person
from wayline.opportunities.queries.finding import Candidate
from wayline.opportunities.queries.match_record import Record
from wayline.opportunities.queries.match_search import kinds_of
from wayline.people.actions import forget_notices, give_consent, notify, record, record_own, withdraw_consent
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User

NAMED = timedelta(days=90)
AT_ONCE = 200
"""People read anew in one errand."""


KEEP = """
INSERT INTO "opportunities_foundshowing" AS kept (
    found_id, place, score, version, digest, record, times, first_at, last_at)
SELECT found, place, score, version, digest, record::jsonb, 1, %(now)s, %(now)s
FROM unnest(%(found)s::bigint[], %(scores)s::int[], %(versions)s::text[], %(digests)s::text[], %(records)s::text[])
    WITH ORDINALITY AS x (found, score, version, digest, record, place)
ON CONFLICT (found_id, digest) DO UPDATE SET times = kept.times + 1, last_at = EXCLUDED.last_at,
    place = least(kept.place, EXCLUDED.place)
"""


@transaction.atomic
def turn_on(member: Membership, *, parts: Collection[str]) -> Findable:
    """The person agrees to be found, with these parts of what matching may use."""
    give_consent(member.user, purpose=PURPOSE)
    found, _made = Findable.objects.get_or_create(user=member.user)
    return choose_parts(found, parts=parts)


@transaction.atomic
def choose_parts(found: Findable, *, parts: Collection[str]) -> Findable:
    found.parts = [part for part in MatchPart.values if part in parts]
    found.save(update_fields=["parts"])
    record_own(found.user, "chose parts for being found", parts=found.parts)
    read_anew(found)
    return found


@transaction.atomic
def turn_off(user: User) -> None:
    """Nobody finds the person any more, names that were given are closed, and what was kept for it is deleted."""
    withdraw_consent(user, purpose=PURPOSE)
    Findable.objects.filter(user=user).delete()
    waiting = FoundPerson.objects.filter(user=user, state=FoundState.ASKED)
    forget_notices(*[_key(one) for one in waiting])
    waiting.update(state=FoundState.DECLINED, answered_at=timezone.now())
    FoundPerson.objects.filter(user=user).update(named_until=None)


def rule_out(found: Findable, company: Organisation) -> None:
    found.not_by.add(company)


def let_in(found: Findable, company: Organisation) -> None:
    found.not_by.remove(company)


@transaction.atomic
def read_anew(found: Findable) -> None:
    """Write down what may be compared. A part that matching may not use any more is not used here either."""
    member = Membership.objects.active().filter(user=found.user, role=Role.CLIENT).select_related("user").first()
    who = match_person.seeker(member, only=found.parts) if member else None
    found.person = kept.plain(who.person) if who else {}
    found.kinds = kinds_of(who.choice) if who else []
    found.read_at = timezone.now()
    found.save(update_fields=["person", "kinds", "read_at"])
    found.claims.all().delete()
    worth: dict[str, int] = {}
    for name in kept.CLAIMS[:3]:
        for concept, claim in found.person.get(name, {}).items():
            worth[concept] = max(worth.get(concept, 0), claim["value"])
    FindableClaim.objects.bulk_create(
        FindableClaim(findable=found, concept_id=int(concept), value=value) for concept, value in worth.items() if value
    )


def read_changed(now: datetime) -> int:
    """Every hour, whoever changed something since."""
    due = list(finding.changed().select_related("user")[:AT_ONCE])
    for found in due:
        read_anew(found)
    return len(due)


@transaction.atomic
def show(offer: Opportunity, candidates: Sequence[Candidate], records: Mapping[int, Record]) -> None:
    """Put on record that the company is shown these people, in this order and for these reasons."""
    FoundPerson.objects.bulk_create(
        [FoundPerson(user_id=one.user, opportunity=offer) for one in candidates], ignore_conflicts=True
    )
    keys = dict(FoundPerson.objects.filter(opportunity=offer).values_list("user", "pk"))
    said = [dumps(records[one.user], sort_keys=True, ensure_ascii=False) for one in candidates]
    values: dict[str, Any] = {
        "now": timezone.now(),
        "found": [keys[one.user] for one in candidates],
        "scores": [one.match.score for one in candidates],
        "versions": [one.match.version for one in candidates],
        "digests": [
            sha256(f"{one.match.version} {record}".encode()).hexdigest()
            for one, record in zip(candidates, said, strict=True)
        ],
        "records": said,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)


def _key(found: FoundPerson) -> str:
    return f"found:{found.pk}"


def _held(found: FoundPerson, *states: str) -> FoundPerson:
    held = FoundPerson.objects.select_for_update().get(pk=found.pk)
    if held.state not in states:
        raise TooLate
    return held


@transaction.atomic
def ask(found: FoundPerson, *, by: Membership, message: str) -> None:
    """The company asks; the person is told who asks, and the company still not who is asked."""
    held = _held(found, FoundState.SHOWN)
    held.state, held.message = FoundState.ASKED, message
    held.asked_by, held.asked_at = by, timezone.now()
    held.save(update_fields=["state", "message", "asked_by", "asked_at"])
    record(by, "asked somebody found", held.opportunity)
    text = format_lazy(_("{company} asks whether you are interested: {title}"), company=by.organisation.name,
                       title=held.opportunity.title[:120])  # fmt: skip
    notify(held.user, kind="found", text=text, url=held.get_absolute_url(), key=_key(held))


@transaction.atomic
def take_back(found: FoundPerson, *, by: Membership) -> None:
    """Before there is an answer."""
    held = _held(found, FoundState.ASKED)
    held.state, held.message, held.asked_by, held.asked_at = FoundState.SHOWN, "", None, None
    held.save(update_fields=["state", "message", "asked_by", "asked_at"])
    record(by, "took back asking somebody found", held.opportunity)
    forget_notices(_key(held))


@transaction.atomic
def accept(found: FoundPerson, *, answer: str = "") -> None:
    """From now on the company reads name and e-mail, for as long as the person lets it."""
    held = _held(found, FoundState.ASKED, FoundState.DECLINED)
    held.state, held.answer, held.answered_at = FoundState.ACCEPTED, answer, timezone.now()
    held.named_until = timezone.localdate() + NAMED
    held.save(update_fields=["state", "answer", "answered_at", "named_until"])
    record_own(held.user, "gave name to company", held.opportunity)
    _tell(held, _("Somebody you asked is interested: {title}"))


@transaction.atomic
def decline(found: FoundPerson, *, answer: str = "") -> None:
    held = _held(found, FoundState.ASKED)
    held.state, held.answer, held.answered_at = FoundState.DECLINED, answer, timezone.now()
    held.save(update_fields=["state", "answer", "answered_at"])
    _tell(held, _("Somebody you asked is not interested: {title}"))


@transaction.atomic
def end(found: FoundPerson) -> None:
    """The name is closed again; the company is not told why."""
    held = _held(found, FoundState.ACCEPTED)
    held.named_until = None
    held.state = FoundState.DECLINED
    held.save(update_fields=["named_until", "state"])
    record_own(held.user, "took name back from company", held.opportunity)


def _tell(found: FoundPerson, text: Any) -> None:
    """`text` is lazy: it is written in the language of who reads it."""
    if found.asked_by is not None:
        said = format_lazy(text, title=found.opportunity.title[:120])
        notify(found.asked_by.user, kind="found", text=said, url=found.people_url, key=f"found-answer:{found.pk}")

"""Reading the texts of vacancies from elsewhere for skills, many at a time, and leaving out what is read wrongly."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks import task

from wayline.common.errands import LONG
from wayline.opportunities.actions import listings
from wayline.opportunities.enums import Need, ReadAnswer, State
from wayline.opportunities.models import Opportunity, ReadingAnswer, ReadSkill, TextReading
from wayline.opportunities.models.readings import skill_value
from wayline.opportunities.queries import tags, texts
from wayline.opportunities.queries.texts import Sure
from wayline.people.actions import record
from wayline.people.models import Membership
from wayline.taxonomy.models import Concept

logger = logging.getLogger(__name__)
Advance = Callable[[int], None]
"""Told how many are read."""
TOGETHER = 512
"""In one transaction: an interrupted run loses no more."""
TURN = 600.0
"""Seconds of one errand. What is left is an errand of its own, so that feeds and shelves get their turn."""
NEWEST = 2**62
HOLD = "SELECT id FROM taxonomy_concept WHERE id = ANY(%s::bigint[]) ORDER BY id FOR KEY SHARE"


def read_due(_now: datetime) -> int:
    """Every hour: an errand, when texts wait. 1 when there is one."""
    if not texts.waiting().exists():
        return 0
    read_on.enqueue()
    return 1


@task(queue_name=LONG)
def read_on(below: int = NEWEST) -> None:
    """The errand. It stands here and not in tasks.py because it does what other verbs do."""
    ends = time.monotonic() + TURN
    while keys := read_some(below):
        below = keys[-1]
        if time.monotonic() > ends:
            read_on.enqueue(below)
            return


def read_all(advance: Advance = lambda number: None) -> int:
    """Everything that waits; how many were read."""
    done, below = 0, NEWEST
    while keys := read_some(below):
        done, below = done + len(keys), keys[-1]
        advance(done)
    return done


def read_again() -> None:
    """So that all of it is read anew: after the reader learnt more. What was left out by somebody stays so."""
    TextReading.objects.update(at=None)


@transaction.atomic
def read_some(below: int = NEWEST) -> list[int]:
    """Up to TOGETHER that wait, the newest first, of those with smaller numbers; their numbers. What another process
    reads or writes just now is left to it. While no skills are loaded, all wait."""
    if not tags.skill_scheme():
        return []
    keys = list(texts.waiting().filter(pk__lt=below).order_by("-pk").values_list("pk", flat=True)[:TOGETHER])
    free = Opportunity.objects.filter(pk__in=keys, state=State.PUBLISHED, text_reading__at=None)
    free = free.select_for_update(skip_locked=True, of=("self",), no_key=True).only("pk", "text", "language")
    if offers := list(free):
        _keep([offer.pk for offer in offers], _said(offers))
    return keys


def _said(offers: Sequence[Opportunity]) -> dict[int, list[Sure]]:
    """What the texts ask for. One that cannot be read is not in it, so that it does not keep all others waiting."""
    try:
        return texts.read(offers)
    except DatabaseError:  # not the text's fault: all of it is tried again
        raise
    except Exception:  # whatever a text brings about in the reader: the log names it, and its page says that it failed
        if len(offers) == 1:
            logger.exception("The text of vacancy %s could not be read.", offers[0].pk)
            return {}
    half = len(offers) // 2
    return _said(offers[:half]) | _said(offers[half:])


def _keep(keys: Sequence[int], said: Mapping[int, Sequence[Sure]]) -> None:
    """In the place of what was read before. The offers are on show and locked by this transaction. `said` has no key
    for a text that could not be read."""
    concepts = sorted({one.concept for found in said.values() for one in found})
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [concepts])
        held = {concept for (concept,) in cursor.fetchall()}
    before = ReadSkill.objects.filter(opportunity__in=keys)
    changed = set(before.values_list("opportunity", flat=True))
    before.delete()
    made = ReadSkill.objects.bulk_create(
        ReadSkill(opportunity_id=key, concept_id=one.concept, need=one.need, words=one.words)
        for key in keys
        for one in said.get(key, ())
        if one.concept in held
    )
    readings = TextReading.objects.filter(pk__in=keys)
    readings.update(at=timezone.now(), failed=False)
    readings.exclude(pk__in=said).update(failed=True)
    listings.refresh(sorted(changed | {one.opportunity_id for one in made}), brought=True)


@transaction.atomic
def leave_out(offer: Opportunity, skill: ReadSkill, *, by: Membership) -> None:
    """It is not meant: not shown and not matched any more, and not read again in this offer."""
    ReadingAnswer.objects.update_or_create(
        opportunity=offer, value=skill_value(skill.concept_id),
        defaults={
            "kind": "skill", "language": offer.language, "words": skill.words, "proposed": skill.need,
            "answer": ReadAnswer.NO, "at": timezone.now(),
        },
    )  # fmt: skip
    skill.delete()
    _refresh(offer)
    record(by, "left out read skill", offer, skill=skill.words)


@transaction.atomic
def take_back(offer: Opportunity, answer: ReadingAnswer, *, by: Membership) -> None:
    """Undo it."""
    if Concept.objects.filter(pk=answer.concept).exists():
        said = {"need": Need(answer.proposed), "words": answer.words}
        ReadSkill.objects.get_or_create(opportunity=offer, concept_id=answer.concept, defaults=said)
    answer.delete()
    _refresh(offer)
    record(by, "took back leaving out read skill", offer, skill=answer.words)


def _refresh(offer: Opportunity) -> None:
    if offer.state == State.PUBLISHED:
        listings.refresh([offer.pk])

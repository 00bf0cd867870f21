"""Bringing in vacancies of others: what a reading would change, and changing it, all or nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import task

from wayline.common.errands import LONG
from wayline.common.ticker import Ticker
from wayline.opportunities import fetching
from wayline.opportunities.actions import foreign_keys, listings, shelf, staging, texts, twins
from wayline.opportunities.actions.offers import rule_of
from wayline.opportunities.actions.staging import Plan
from wayline.opportunities.enums import State
from wayline.opportunities.models import ImportRun, Opportunity, Source
from wayline.opportunities.sources.ad import UNWRITABLE, BrokenFile
from wayline.people.actions import record
from wayline.people.models import Membership

Advance = Callable[[int], None]
"""Told how many of 100 parts are done."""
LOCK = 2_110_024
"""Of PostgreSQL's advisory locks, with the number of the source: one reading of it at a time."""
LOST_AFTER = timedelta(hours=6)
READ, COMPARED, WRITTEN = 90, 95, 99
"""Parts of 100 that are done after each step."""
BATCH = 2_000
PAUSE = 2.0
"""Seconds between two notes of how far a reading is."""
# Deferred checks of a million rows would wait in memory until the end; a longer list of what an index still lacks makes
# adding to it several times faster.
GROUND = """
SET CONSTRAINTS ALL IMMEDIATE;
SET LOCAL gin_pending_list_limit = '32MB';
SET LOCAL work_mem = '64MB'
"""
GROUND_LEFT = """
SET CONSTRAINTS ALL DEFERRED;
SET LOCAL gin_pending_list_limit TO DEFAULT;
SET LOCAL work_mem TO DEFAULT
"""
NUMBER = """
UPDATE read_sorted s SET id = made.id FROM (
    SELECT at, nextval(pg_get_serial_sequence('opportunities_opportunity', 'id')) AS id
    FROM (SELECT at FROM read_sorted WHERE id IS NULL ORDER BY at) ordered) made
WHERE made.at = s.at
"""
OFFERS = """
WITH places AS MATERIALIZED (
    SELECT id FROM taxonomy_area WHERE id IN (SELECT area FROM read_text) FOR KEY SHARE)
INSERT INTO opportunities_opportunity AS kept (id, kind, state, service_id, source_id, source_key, source_url,
    employer_name, digest, title, text, language, languages, area_id, town, postcode, remote, hours, contract, pay_from,
    pay_to, pay_per, currency, starts_on, deadline, accessibility, accessibility_notes, contact_name, contact_email,
    contact_phone, apply_url, details, note, words, created_at, changed_at, published_at, shown_until)
SELECT s.id, 'vacancy', 'published', %(service)s, %(source)s, t.key, t.url, t.employer, t.digest, t.title, t.text,
    t.language, '{}', places.id, t.town, t.postcode, t.remote, t.hours, t.contract, t.pay_from, t.pay_to, t.pay_per,
    t.currency, t.starts_on, t.deadline, '{}', '', t.contact_name, t.email, t.phone, t.apply_url,
    CASE WHEN t.openings IS NULL THEN '{}' ELSE jsonb_build_object('openings', t.openings) END, '', t.words, %(now)s,
    %(now)s, %(now)s, coalesce(t.deadline, %(until)s)
FROM read_sorted s JOIN read_text t ON t.n = s.n LEFT JOIN places ON places.id = t.area ORDER BY s.at
ON CONFLICT (id) DO UPDATE SET state = excluded.state, source_url = excluded.source_url,
    employer_name = excluded.employer_name, digest = excluded.digest, title = excluded.title, text = excluded.text,
    language = excluded.language, area_id = excluded.area_id, town = excluded.town, postcode = excluded.postcode,
    remote = excluded.remote, hours = excluded.hours, contract = excluded.contract, pay_from = excluded.pay_from,
    pay_to = excluded.pay_to, pay_per = excluded.pay_per, currency = excluded.currency, starts_on = excluded.starts_on,
    deadline = excluded.deadline, contact_name = excluded.contact_name, contact_email = excluded.contact_email,
    contact_phone = excluded.contact_phone, apply_url = excluded.apply_url, details = excluded.details,
    words = excluded.words, changed_at = excluded.changed_at, shown_until = excluded.shown_until, ended_at = NULL,
    published_at = CASE WHEN kept.state = 'published' THEN kept.published_at ELSE excluded.published_at END
"""
UNTAG = """
DELETE FROM opportunities_occupationtag WHERE opportunity_id IN (SELECT id FROM read_sorted WHERE NOT new);
DELETE FROM opportunities_want WHERE opportunity_id IN (SELECT id FROM read_sorted WHERE NOT new)
"""
# What the rows name is locked once for the whole transaction, and what is gone is left out.
HOLD = """
SELECT 1 FROM opportunities_source s, people_organisation o
WHERE s.id = %(source)s AND o.id = %(service)s FOR KEY SHARE
"""
HOLD_CONCEPTS = """
WITH named (id) AS MATERIALIZED (SELECT unnest(occupations) FROM read_text UNION SELECT unnest(skills) FROM read_text),
held AS MATERIALIZED (
    SELECT id FROM taxonomy_concept WHERE id IN (SELECT id FROM named EXCEPT SELECT id FROM read_held) FOR KEY SHARE)
INSERT INTO read_held SELECT id FROM held
"""
TAGS = """
INSERT INTO opportunities_occupationtag (opportunity_id, concept_id)
SELECT s.id, held.id FROM read_sorted s JOIN read_text t ON t.n = s.n
CROSS JOIN unnest(t.occupations) WITH ORDINALITY AS said (concept, place)
JOIN read_held held ON held.id = said.concept
ORDER BY s.at, said.place
"""
# After the offers are locked by their change: whoever reads texts holds that lock until what was read stands.
UNREAD = """
DELETE FROM opportunities_readskill WHERE opportunity_id IN (SELECT id FROM read_sorted WHERE NOT new);
DELETE FROM opportunities_textreading WHERE opportunity_id IN (SELECT id FROM read_sorted WHERE NOT new)
"""
WAIT = """
INSERT INTO opportunities_textreading (opportunity_id)
SELECT s.id FROM read_sorted s JOIN read_text t ON t.n = s.n
WHERE NOT EXISTS (SELECT 1 FROM unnest(t.skills) AS said (concept) JOIN read_held held ON held.id = said.concept)
"""
WANTS = """
INSERT INTO opportunities_want (opportunity_id, text, need, concept_id)
SELECT s.id, said.text, said.need, held.id FROM read_sorted s JOIN read_text t ON t.n = s.n
CROSS JOIN unnest(t.wants, t.needs, t.skills) WITH ORDINALITY AS said (text, need, concept, place)
LEFT JOIN read_held held ON held.id = said.concept
ORDER BY s.at, said.place
"""
# What was written in this transaction is new to the planner too: else it reads whole tables for a few rows. Only the
# columns by which rows are found: looking through words and texts takes ten times as long.
ANALYZE = """
ANALYZE (SKIP_LOCKED) opportunities_opportunity (id, source_id, source_key, state),
    opportunities_occupationtag (opportunity_id, concept_id), opportunities_want (opportunity_id, concept_id),
    opportunities_listing (opportunity_id, kind), opportunities_asking (listing_id),
    opportunities_askedskill (listing_id, need), opportunities_vacancyfact (offer, begun)
"""
DOUBLED = {2**power for power in range(20)}
KEYS = "SELECT id FROM read_sorted ORDER BY at"


def read_file(
    source: Source, file: BinaryIO, *, by: Membership | None, file_name: str, advance: Advance = lambda percent: None
) -> ImportRun:
    """Read a file that stands for all that the source offers now. `fault` says why nothing was changed, if so."""
    return _read(_begin(source, by, file_name), file, advance)


def look(source: Source, file: BinaryIO, *, advance: Advance = lambda percent: None) -> ImportRun:
    """What a file would change: a report that is not kept. BrokenFile when it cannot be read."""
    run = ImportRun(source=source)
    with transaction.atomic():
        _plan(run, file, advance, lambda: None)
        staging.forget()
    return run


def _begin(source: Source, by: Membership | None, file_name: str) -> ImportRun:
    return ImportRun.objects.create(source=source, file_name=file_name[:200], sent_by=by, percent=0)


def _read(run: ImportRun, file: BinaryIO, advance: Advance = lambda percent: None) -> ImportRun:
    notes = ImportRun.objects.filter(pk=run.pk)
    with Ticker(lambda percent: notes.filter(percent__lt=percent).update(percent=percent), pause=PAUSE) as ticker:

        def tell(percent: int) -> None:
            ticker.tell(percent)
            advance(percent)

        try:
            with transaction.atomic():
                _apply(run, file, tell)
                ticker.quiet()
                _finish(run)
        except BrokenFile as error:
            return _failed(run, str(error))
        except Exception:
            _failed(run, "something went wrong that nobody expected; the log of the worker says what")
            raise
    return run


def _failed(run: ImportRun, fault: str) -> ImportRun:
    """Nothing was changed; the report says why."""
    untouched: dict[str, Any] = {"new": 0, "changed": 0, "same": 0, "gone": 0, "refused": 0, "report": {}}
    for name, value in {**untouched, "fault": UNWRITABLE.sub("", fault)[:500], "percent": 100}.items():
        setattr(run, name, value)
    run.save()
    return run


def _plan(run: ImportRun, file: BinaryIO, tell: Advance, write: staging.Write) -> Plan:
    source = run.source
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, source.pk])
        if not cursor.fetchone()[0]:
            raise BrokenFile("this source is being read just now")
    made = staging.stage(source, file, lambda part: tell(round(READ * part)), write=write)
    told, number = twins.find(source)
    run.new, run.changed, run.same = made.new, made.changed, made.same
    run.gone, run.refused = len(made.gone), made.refused
    run.report = {
        "refusals": [[one.place, one.reason] for one in made.refusals],
        "duplicates": [[pair.one, pair.other, pair.likeness] for pair in told],
        "duplicates_in_all": number,
    }
    tell(COMPARED)
    return made


def _apply(run: ImportRun, file: BinaryIO, tell: Advance) -> None:
    """Write each part as soon as it is read: the next is read meanwhile. A file that breaks takes all of it back."""
    parts = count(1)

    def write() -> None:
        listings.refresh(_write(run), brought=True)
        if next(parts) in DOUBLED:
            _look_through()

    with connection.cursor() as cursor:
        cursor.execute(GROUND)
        cursor.execute(HOLD, {"source": run.source.pk, "service": run.source.service_id})
        if not cursor.fetchone():
            raise Source.DoesNotExist
    made = _plan(run, file, tell, write)
    for begin in range(0, len(made.gone), BATCH):
        gone = made.gone[begin : begin + BATCH]
        Opportunity.objects.filter(pk__in=gone).update(state=State.WITHDRAWN, ended_at=run.at)
        listings.refresh(gone)
    tell(WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute(GROUND_LEFT)
    staging.forget()


def _look_through() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE)


def _write(run: ImportRun) -> list[int]:
    """The part that is laid out; the keys of its opportunities."""
    source = run.source
    until = timezone.localdate(run.at) + timedelta(days=rule_of(source.service).days)
    said: dict[str, Any] = {"service": source.service_id, "source": source.pk, "now": run.at, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(NUMBER)
        cursor.execute(UNTAG)
        cursor.execute(HOLD_CONCEPTS)
        with foreign_keys.held(cursor):
            cursor.execute(OFFERS, said)
            cursor.execute(UNREAD)
            cursor.execute(TAGS)
            cursor.execute(WANTS)
            cursor.execute(WAIT)
        cursor.execute(KEYS)
        return [key for (key,) in cursor.fetchall()]


def _finish(run: ImportRun) -> None:
    run.percent = 100
    run.save()
    if run.new or run.changed:
        transaction.on_commit(texts.read_on.enqueue)
    transaction.on_commit(shelf.keep_up.enqueue)
    record(
        run.sent_by, "read vacancy source", run.source, new=run.new, changed=run.changed, gone=run.gone,
        refused=run.refused,
    )  # fmt: skip


def pull(source: Source, *, by: Membership | None = None, advance: Advance = lambda percent: None) -> ImportRun:
    """Ask the source's address and take what it says. The feed is laid on the disk first, where Wayline's data are."""
    Source.objects.filter(pk=source.pk).update(asked_at=timezone.now())
    run = _begin(source, by, source.url)
    Path(settings.HOME).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(prefix="feed-", dir=settings.HOME) as file:
        try:
            run.file_name = fetching.fetch(source.url, file)[:200]
        except fetching.NotFetched as error:
            return _failed(run, str(error))
        return _read(run, file, advance)


@task(queue_name=LONG)
def pull_source(pk: int, member: int | None = None) -> None:
    """The errand. It stands here and not in tasks.py because it does what other verbs do."""
    source = Source.objects.select_related("service").filter(pk=pk).exclude(url="").first()
    if source is not None:
        asked = Membership.objects.filter(pk=member) if member else Membership.objects.none()
        pull(source, by=asked.select_related("user", "organisation").first())


def pull_due(now: datetime) -> int:
    """Every hour: errands for the sources whose time has come. Claimed by the update, so that none runs twice."""
    for lost in ImportRun.objects.filter(percent__lt=100, at__lt=now - LOST_AFTER):
        _failed(lost, "it was interrupted")
    return sum(_pull_if_due(source, now) for source in Source.objects.filter(active=True))


def _pull_if_due(source: Source, now: datetime) -> int:
    if source.asked_at and source.asked_at + timedelta(hours=source.every_hours) > now:
        return 0
    claimed = Source.objects.filter(pk=source.pk, asked_at=source.asked_at).update(asked_at=now)
    if claimed:
        pull_source.enqueue(source.pk)
    return claimed


@transaction.atomic
def save_source(source: Source, *, by: Membership, **values: Any) -> Source:
    created = source.pk is None
    for name, value in values.items():
        setattr(source, name, value)
    source.save()
    record(by, "added vacancy source" if created else "changed vacancy source", source)
    return source

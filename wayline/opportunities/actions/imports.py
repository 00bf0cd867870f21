"""Bringing in vacancies of others: what a reading would change, and changing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from wayline.opportunities import fetching, likeness
from wayline.opportunities.actions import listings
from wayline.opportunities.actions.offers import rule_of
from wayline.opportunities.enums import Kind, Need, State
from wayline.opportunities.models import ImportRun, OccupationTag, Opportunity, Source, Want
from wayline.opportunities.models.sources import Format
from wayline.opportunities.queries.lookup import Known
from wayline.opportunities.sources import eures, jobtech, schema_org, table
from wayline.opportunities.sources.ad import Ad, BrokenFile, Refusal
from wayline.people.actions import record
from wayline.people.models import Membership

Reader = Callable[[bytes, Mapping[str, str]], Iterator[Ad | Refusal]]
READERS: dict[str, Reader] = {
    Format.SCHEMA_ORG: schema_org.read,
    Format.JOBTECH: jobtech.read,
    Format.EURES: eures.read,
    Format.CSV: table.read,
}
TOLD = 500
"""Refusals and duplicates that a report names; all are counted."""
BATCH = 500
PLAIN = (
    "title", "text", "town", "postcode", "remote", "hours", "contract", "pay_from", "pay_to", "pay_per", "currency",
    "starts_on", "deadline", "apply_url",
)  # fmt: skip


@dataclass(slots=True)
class Plan:
    """What a reading would change. `gone` are keys of opportunities."""

    new: list[Ad] = field(default_factory=list)
    changed: list[Ad] = field(default_factory=list)
    same: int = 0
    gone: list[int] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    duplicates: list[likeness.Pair] = field(default_factory=list)


def plan(source: Source, content: bytes) -> Plan:
    """Reads all of it first: a file that breaks in its middle changes nothing."""
    made = Plan()
    known = _standing(source)
    seen: dict[str, Ad] = {}
    for one in READERS[source.format](content, source.mapping):
        _sort_in(one, seen, made)
    if not seen:
        raise BrokenFile("nothing in it can be taken; what is here stays as it is")
    for key, ad in seen.items():
        standing = known.get(key)
        if standing is None:
            made.new.append(ad)
        elif standing[1] == ad.digest and standing[2] == State.PUBLISHED:
            made.same += 1
        else:
            made.changed.append(ad)
    made.gone = [pk for key, (pk, _digest, state) in known.items() if key not in seen and state == State.PUBLISHED]
    made.duplicates = _duplicates(source, list(seen.values()))
    return made


def _standing(source: Source) -> dict[str, tuple[int, str, str]]:
    rows = Opportunity.objects.filter(source=source).values_list("source_key", "pk", "digest", "state")
    return {key: (pk, digest, state) for key, pk, digest, state in rows}


def _sort_in(one: Ad | Refusal, seen: dict[str, Ad], made: Plan) -> None:
    if isinstance(one, Refusal):
        made.refusals.append(one)
    elif one.key in seen:
        made.refusals.append(
            Refusal(f"“{one.title}”", f"its key {one.key[:60]} stands there twice; the first is taken")
        )
    elif one.deadline and one.deadline < timezone.localdate():
        made.refusals.append(Refusal(f"“{one.title}”", f"its deadline {one.deadline} has passed"))
    else:
        seen[one.key] = one


def _duplicates(source: Source, ads: Sequence[Ad]) -> list[likeness.Pair]:
    """Within the reading, and with what others show of the same employer in the same place."""
    texts = [likeness.Text(ad.title, likeness.folded(ad.employer, ad.town), f"{ad.title} {ad.text}") for ad in ads]
    employers = {ad.employer for ad in ads if ad.employer}
    named = Q(employer_name__in=employers) | Q(organisation__name__in=employers)
    others = Opportunity.objects.public().filter(named).exclude(source=source).select_related("organisation")
    texts += [
        likeness.Text(
            f"{offer.title} ({offer.get_absolute_url()})",
            likeness.folded(offer.offered_by, offer.town),
            f"{offer.title} {offer.text}",
        )
        for offer in others.defer("words")
    ]
    read = {ad.title for ad in ads}
    found = likeness.pairs([text for text in texts if text.group.strip("|")])
    return [pair for pair in found if pair.one in read]


@transaction.atomic
def apply(source: Source, made: Plan, *, by: Membership | None, file_name: str = "") -> ImportRun:
    now = timezone.now()
    known = Known([*made.new, *made.changed])
    days = rule_of(source.service).days
    touched = [*_add(source, made.new, known, now, days), *_update(source, made.changed, known, now, days)]
    _take_off(made.gone, now)
    listings.refresh([*touched, *made.gone])
    run = ImportRun.objects.create(
        source=source, at=now, file_name=file_name[:200], new=len(made.new), changed=len(made.changed), same=made.same,
        gone=len(made.gone), refused=len(made.refusals), report=_report(made), sent_by=by,
    )  # fmt: skip
    record(by, "read vacancy source", source, new=run.new, changed=run.changed, gone=run.gone, refused=run.refused)
    return run


def _report(made: Plan) -> dict[str, Any]:
    return {
        "refusals": [[one.place, one.reason] for one in made.refusals[:TOLD]],
        "duplicates": [[pair.one, pair.other, pair.likeness] for pair in made.duplicates[:TOLD]],
        "duplicates_in_all": len(made.duplicates),
    }


def _filled(offer: Opportunity, source: Source, ad: Ad, known: Known, now: datetime, days: int) -> Opportunity:
    for name in PLAIN:
        setattr(offer, name, getattr(ad, name))
    offer.language = ad.language or source.language
    offer.employer_name = ad.employer or source.name
    offer.area_id = known.area(ad.town, ad.region, ad.country) or source.area_id
    offer.source_url, offer.digest = ad.url, ad.digest
    offer.contact_name, offer.contact_email, offer.contact_phone = ad.contact_name, ad.email, ad.phone
    offer.details = {"openings": ad.openings} if ad.openings else {}
    offer.published_at = offer.published_at if offer.state == State.PUBLISHED else now
    offer.state, offer.ended_at, offer.changed_at = State.PUBLISHED, None, now
    offer.shown_until = ad.deadline or timezone.localdate(now) + timedelta(days=days)
    return offer


def _add(source: Source, ads: Sequence[Ad], known: Known, now: datetime, days: int) -> list[int]:
    rows = [
        _filled(Opportunity(kind=Kind.VACANCY, service=source.service, source=source, source_key=ad.key), source, ad,
                known, now, days)
        for ad in ads
    ]  # fmt: skip
    made = Opportunity.objects.bulk_create(rows, batch_size=BATCH)
    _tag([(offer.pk, ad) for offer, ad in zip(made, ads, strict=True)], known)
    return [offer.pk for offer in made]


def _update(source: Source, ads: Sequence[Ad], known: Known, now: datetime, days: int) -> list[int]:
    by_key = {ad.key: ad for ad in ads}
    found = list(Opportunity.objects.filter(source=source, source_key__in=by_key).defer("words"))
    for offer in found:
        _filled(offer, source, by_key[offer.source_key], known, now, days)
    columns = [
        *PLAIN, "language", "employer_name", "area_id", "source_url", "digest", "contact_name", "contact_email",
        "contact_phone", "details", "published_at", "state", "ended_at", "changed_at", "shown_until",
    ]  # fmt: skip
    Opportunity.objects.bulk_update(found, [name.removesuffix("_id") for name in columns], batch_size=BATCH)
    keys = [offer.pk for offer in found]
    OccupationTag.objects.filter(opportunity__in=keys).delete()
    Want.objects.filter(opportunity__in=keys).delete()
    _tag([(offer.pk, by_key[offer.source_key]) for offer in found], known)
    return keys


def _tag(pairs: Iterable[tuple[int, Ad]], known: Known) -> None:
    tags, wants = [], []
    for pk, ad in pairs:
        tags += [OccupationTag(opportunity_id=pk, concept_id=key) for key in known.occupations(ad)]
        for text, need in _wanted(ad).items():
            wants.append(Want(opportunity_id=pk, text=text, need=need, concept_id=known.skill(text)))
    OccupationTag.objects.bulk_create(tags, batch_size=BATCH, ignore_conflicts=True)
    Want.objects.bulk_create(wants, batch_size=BATCH, ignore_conflicts=True)


def _wanted(ad: Ad) -> dict[str, str]:
    """What is needed is not also welcome."""
    return dict.fromkeys(ad.nice, str(Need.NICE)) | dict.fromkeys(ad.must, str(Need.MUST))


def _take_off(keys: Sequence[int], now: datetime) -> None:
    Opportunity.objects.filter(pk__in=keys).update(state=State.WITHDRAWN, ended_at=now)


def failed(source: Source, fault: str, *, by: Membership | None = None, file_name: str = "") -> ImportRun:
    """Nothing was changed; the report says why."""
    return ImportRun.objects.create(source=source, fault=fault[:500], file_name=file_name[:200], sent_by=by)


def read_file(source: Source, content: bytes, *, by: Membership | None, file_name: str) -> ImportRun:
    try:
        return apply(source, plan(source, content), by=by, file_name=file_name)
    except BrokenFile as error:
        return failed(source, str(error), by=by, file_name=file_name)


def pull(source: Source, *, by: Membership | None = None) -> ImportRun:
    """Ask the source's address and take what it says."""
    Source.objects.filter(pk=source.pk).update(asked_at=timezone.now())
    try:
        got = fetching.fetch(source.url)
    except fetching.NotFetched as error:
        return failed(source, str(error), by=by)
    return read_file(source, got.content, by=by, file_name=got.url)


@task()
def pull_source(pk: int, member: int | None = None) -> None:
    """The errand. It stands here and not in tasks.py because it does what other verbs do."""
    source = Source.objects.select_related("service").filter(pk=pk).exclude(url="").first()
    if source is not None:
        asked = Membership.objects.filter(pk=member) if member else Membership.objects.none()
        pull(source, by=asked.select_related("user", "organisation").first())


def pull_due(now: datetime) -> int:
    """Every hour: errands for the sources whose time has come. Claimed by the update, so that none runs twice."""
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

"""How long does it take to match everybody with everything, as the worker does each night to tell who asked for it?

WAYLINE_BENCH_PEOPLE and WAYLINE_BENCH_VACANCIES set other sizes, 100000 and 100000 for instance.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

from django.utils import timezone

from benchmarks import vacancies
from benchmarks.matching import by_the_tables
from benchmarks.report import Table
from wayline.opportunities import matching
from wayline.opportunities.actions import in_processes, match_alerts, shelf
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import Listing, MatchChoice
from wayline.opportunities.queries import match_person, match_search, stock
from wayline.people.enums import Role
from wayline.people.models import Consent, Membership, Notice, Organisation, User
from wayline.portfolio.models import Item
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.enums import ConceptKind
from wayline.taxonomy.models import Concept, OccupationSkill

PEOPLE = int(os.environ.get("WAYLINE_BENCH_PEOPLE", "5000"))
VACANCIES = int(os.environ.get("WAYLINE_BENCH_VACANCIES", "100000"))
BATCH = 2_000
EVERYBODY = 100_000


def run() -> list[Table]:
    filled = vacancies.fill(VACANCIES)
    vacancies.titles()
    if filled or stock.current() is None:
        shelf.remake()
    people = _people(PEOPLE)
    _check(people[:20])
    MatchChoice.objects.filter(user__in=people).update(looked_at=timezone.now() - timedelta(days=2))
    table = Table(
        f"Everybody against everything, {Listing.objects.count():,} on show",
        "python -m benchmarks matching_nightly",
        ("people", "processes", "minutes", "people a second", "for 100,000 people, minutes", "told",
         "ms of processor a person", "MB of memory of a process at most"),
        budget="100,000 people × 100,000 vacancies on two cores ≤ 30 minutes",
        note="By the errand that tells people of new offers that fit them well: reads each portfolio, scores all that "
        "could fit, keeps until when it looked, and writes a notice. Twenty people are compared with the tables first. "
        "Minutes for 100,000 are those measured, times people; processor time leaves "
        "out the database, and holds what the processes need to begin.",
    )  # fmt: skip
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    before = used.ru_utime + used.ru_stime
    began, told, highest = time.perf_counter(), 0, 0
    for _done, number in in_processes.each(match_alerts.tell, people, together=match_alerts.TOGETHER):
        told += number
        highest = max(highest, *_memory())
    seconds = time.perf_counter() - began
    assert not MatchChoice.objects.filter(user__in=people, looked_at__lt=timezone.now() - timedelta(days=1)).exists()
    assert Notice.objects.filter(user__in=people, kind="match").count() >= told
    rate = len(people) / seconds
    minutes = f"{seconds / 60:.1f}"
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    each = f"{1000 * (spent.ru_utime + spent.ru_stime - before) / len(people):.0f}"
    whole = f"{EVERYBODY / rate / 60:.0f}"
    row = [f"{len(people):,}", os.cpu_count(), minutes, f"{rate:.0f}", whole, told, each, highest]
    table.rows.append(row)
    return [table]


def _memory() -> list[int]:
    """The most that each process of the work held, in MB."""
    found = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:  # it ended meanwhile
            continue
        if f"PPid:\t{os.getpid()}\n" in text and "VmHWM:" in text:
            found.append(int(text.split("VmHWM:")[1].split()[0]) >> 10)
    return found


def _check(people: Sequence[int]) -> None:
    weights = matching.current()
    for member in Membership.objects.filter(user__in=people, role=Role.CLIENT).select_related("user", "organisation"):
        who = match_person.seeker(member)
        assert who is not None
        assert match_search.best(who, weights) == by_the_tables(who, weights), member.user_id


def _people(number: int) -> list[int]:
    """Clients with a job they did and one they want, skills of both, a level and a language; made once."""
    there = User.objects.filter(email__startswith="night-")
    begin = there.count()
    makers = _Maker()
    for first in range(begin, number, BATCH):
        makers.make(range(first, min(first + BATCH, number)))
    return list(there.order_by("pk").values_list("pk", flat=True)[:number])


class _Maker:
    def __init__(self) -> None:
        self.dice = Random(21)
        self.service = Organisation.objects.get(slug="bench")
        links = OccupationSkill.objects.filter(need="essential", occupation__scheme__is_current=True)
        self.needed: dict[int, list[int]] = {}
        for job, skill in links.values_list("occupation", "skill"):
            self.needed.setdefault(job, []).append(skill)
        kept = Concept.objects.filter(kind__in=(ConceptKind.OCCUPATION, ConceptKind.SKILL, ConceptKind.KNOWLEDGE))
        self.concepts = {one.pk: one for one in kept.select_related("scheme")}
        self.jobs = sorted(job for job in self.needed if job in self.concepts)

    def make(self, numbers: range) -> None:
        users = User.objects.bulk_create(
            User(email=f"night-{number}@bench.invalid", name=f"Night {number}", password="!") for number in numbers
        )
        Membership.objects.bulk_create(
            Membership(user=user, organisation=self.service, role=Role.CLIENT) for user in users
        )
        Consent.objects.bulk_create(
            Consent(user=user, purpose=match_person.PURPOSE, wording="2026-11") for user in users
        )
        MatchChoice.objects.bulk_create(
            MatchChoice(user=user, parts=MatchPart.values, tells=True, looked_at=timezone.now(), hours="part_time",
                        contracts=["permanent"], pay=25_000, currency="GBP") for user in users
        )  # fmt: skip
        Item.objects.bulk_create([item for user in users for item in self._items(user)], batch_size=5_000)

    def _items(self, user: User) -> list[Item]:
        done, wanted = self.dice.sample(self.jobs, 2)
        skills = [*self.needed[done], *self.needed[wanted]]
        some = self.dice.sample(skills, min(10, len(skills)))
        kept = [self.concepts[skill] for skill in dict.fromkeys(some) if skill in self.concepts]
        items = [
            Item(owner=user, kind=Kind.SKILL, title=one.title[:300], details={"concept": address_of(one)})
            for one in kept
        ]
        for kind, job, key in ((Kind.EXPERIENCE, done, "occupation"), (Kind.ASPIRATION, wanted, "occupations")):
            concept = self.concepts[job]
            address = address_of(concept)
            details = {key: address if key == "occupation" else [address]}
            items.append(Item(owner=user, kind=kind, title=concept.title, start="2019", end="2024", details=details))
        items.append(Item(owner=user, kind=Kind.EDUCATION, title="School", details={"eqf": self.dice.randrange(2, 7)}))
        items.append(Item(owner=user, kind=Kind.LANGUAGE, title="English", details={"code": "en"}))
        return items

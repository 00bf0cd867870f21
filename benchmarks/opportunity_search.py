"""How long does a search with facets take over 100,000 vacancies, made from real titles and skills?

WAYLINE_BENCH_VACANCIES sets another number, 1000000 for instance. WAYLINE_BENCH_HOME keeps what was made.
"""

from __future__ import annotations

import os
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from django.db import connection
from django.utils import timezone

from benchmarks.report import Table, spread
from wayline.cli.releases import places
from wayline.opportunities.actions import listings
from wayline.opportunities.asked import Asked
from wayline.opportunities.enums import Contract, Hours, Kind, Remote, State
from wayline.opportunities.models import Listing, OccupationTag, Opportunity, Source, Want
from wayline.opportunities.queries import search
from wayline.people.models import Organisation
from wayline.taxonomy import actions
from wayline.taxonomy.enums import ConceptKind
from wayline.taxonomy.models import Area, Concept, OccupationSkill
from wayline.taxonomy.sources import register

DATA = Path(os.environ.get("WAYLINE_DATA") or Path(__file__).parent.parent.parent / "shared" / "data")
NUMBER = int(os.environ.get("WAYLINE_BENCH_VACANCIES", "100000"))
BATCH = 5_000
ROUNDS = 20
WORDS = ("nurse", "driver", "software developer", "warehouse", "cook")


def run() -> list[Table]:
    seconds = fill(NUMBER)
    area = Area.objects.filter(kind="region").order_by("pk").first()
    job = Concept.objects.filter(pk__in=OccupationTag.objects.values("concept")).select_related("scheme").first()
    occupation = f"{job.scheme.key}:{job.code}" if job else ""
    place = f"{area.scheme}:{area.code}" if area else ""
    table = Table(
        f"Search with facets over {Listing.objects.count():,} vacancies",
        "python -m benchmarks opportunity_search",
        ("search", "found", "median ms", "p95 ms"),
        budget="≤ 150 ms at 100,000, page of 20 and all facets with their counts",
        note=f"Made and indexed in {seconds:.0f} s." if seconds else "",
    )
    for name, searches in (
        ("everything", [Asked()]),
        ("a word", [Asked(words=word) for word in WORDS]),
        ("a word, part time, an area", [Asked(words=word, hours="part_time", area=place) for word in WORDS]),
        ("an occupation", [Asked(occupation=occupation)]),
        ("an area, pay of at least 30,000, best paid first", [Asked(area=place, pay=30_000, sort="pay")]),
        ("nothing fits", [Asked(words="nurse", contract="seasonal", level="1", area=place, pay=9_000_000)]),
    ):
        table.rows.append(_measured(name, searches))
    return [table]


def _measured(name: str, searches: list[Asked]) -> tuple[object, ...]:
    times, totals = [], []
    for turn in range(ROUNDS + 2):
        began = time.perf_counter()
        found = search.search(searches[turn % len(searches)])
        shown = found.rows[:20]
        if turn >= 2:  # the first two warm the cache of the database, as in steady state
            times.append(time.perf_counter() - began)
            totals.append(found.total)
        assert len(shown) == min(20, found.total)
    told = spread(times)
    return name, f"{sum(totals) // len(totals):,}", f"{told.median:.0f}", f"{told.p95:.0f}"


def fill(number: int) -> float:
    """Vacancies up to this number, with the classification they are made from. Returns the seconds it took."""
    there = Listing.objects.count()
    if there >= number:
        _settle()
        return 0
    for source in register.all_sources():
        if source.key == "esco" and not Concept.objects.filter(scheme__key="esco", kind=ConceptKind.SKILL).exists():
            for path in places(source, DATA):
                actions.add_release(source, path, write=True, advance=lambda done, of: None)
    began = time.perf_counter()
    service = Organisation.objects.get_or_create(slug="bench", defaults={"name": "Bench"})[0]
    feed = Source.objects.get_or_create(service=service, name="Bench", format="csv")[0]
    dice = Random(16)
    makers = _Maker(dice)
    for begin in range(there, number, BATCH):
        _batch(makers, feed, begin, min(BATCH, number - begin))
    _settle()
    return time.perf_counter() - began


def _settle() -> None:
    """As autovacuum leaves the tables in steady state."""
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM ANALYZE opportunities_listing, opportunities_opportunity, opportunities_asking,"
            " opportunities_askedskill, opportunities_occupationtag"
        )


class _Maker:
    """Titles, descriptions and skills of the occupations that are loaded, put together by chance."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        jobs = Concept.objects.filter(kind=ConceptKind.OCCUPATION, retired=False, scheme__is_current=True)
        self.jobs = list(jobs.filter(pk__in=OccupationSkill.objects.values("occupation")).only("title", "description"))
        self.skills: dict[int, list[tuple[int, str]]] = {}
        for job, skill, title in OccupationSkill.objects.values_list("occupation", "skill", "skill__title"):
            self.skills.setdefault(job, []).append((skill, title))
        self.areas: list[int | None] = list(
            Area.objects.filter(country="GB", kind="region").values_list("pk", flat=True)
        ) or [None]

    def made(self, source: Source, number: int) -> tuple[Opportunity, int, list[tuple[int, str]]]:
        dice, job = self.dice, self.dice.choice(self.jobs)
        some = dice.sample(self.skills[job.pk], min(8, len(self.skills[job.pk])))
        now = timezone.now() - timedelta(minutes=dice.randrange(60_000))
        low = Decimal(dice.randrange(18_000, 60_000, 500)) if dice.random() < 0.6 else None
        offer = Opportunity(
            kind=Kind.VACANCY if dice.random() < 0.85 else dice.choice(list(Kind)), state=State.PUBLISHED,
            service=source.service, source=source, source_key=str(number), employer_name=f"Company {number % 7000}",
            title=f"{job.title}{dice.choice(['', ' (part time)', ', nights', ' for our team'])}"[:200],
            text=f"{job.description}\n\n" + "\n".join(f"- {title}" for _pk, title in some),
            language="en", town=f"Town {number % 900}", area_id=dice.choice(self.areas),
            remote=dice.choice(Remote.values),
            hours=dice.choice(["", *Hours.values]), contract=dice.choice(["", *Contract.values]), pay_from=low,
            pay_to=low + 3000 if low else None, pay_per="year" if low else "", currency="GBP" if low else "",
            level=dice.choice([None, 1, 2, 3, 4, 5, 6, 7]), published_at=now, changed_at=now,
            shown_until=timezone.localdate() + timedelta(days=30),
        )  # fmt: skip
        return offer, job.pk, some


def _batch(makers: _Maker, source: Source, begin: int, number: int) -> None:
    rows = [makers.made(source, begin + place) for place in range(number)]
    made = Opportunity.objects.bulk_create([offer for offer, _job, _skills in rows], batch_size=1000)
    OccupationTag.objects.bulk_create(
        OccupationTag(opportunity=offer, concept_id=job)
        for offer, (_same, job, _skills) in zip(made, rows, strict=True)
    )
    Want.objects.bulk_create(
        (
            Want(opportunity=offer, concept_id=pk, text=title)
            for offer, (_same, _job, skills) in zip(made, rows, strict=True)
            for pk, title in skills
        ),
        ignore_conflicts=True,
    )
    listings.refresh([offer.pk for offer in made])

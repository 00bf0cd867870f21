"""How long does a file of JobAds take to come in, and how much memory? New, again the same, and with some changed.

WAYLINE_BENCH_JOBADS sets the size (20000). WAYLINE_BENCH_HOME keeps the classification; vacancies of an earlier run of
this benchmark are taken off first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from benchmarks import vacancies
from benchmarks.report import Table
from wayline.opportunities.models import Opportunity, Source, VacancyFact
from wayline.people.models import Organisation

SIZE = int(os.environ.get("WAYLINE_BENCH_JOBADS", "20000"))
NAME = "JobAds of the benchmark"
ONE_IN = 100
"""So many are one changed and one gone at the third reading."""
SKILLS, TOWNS, EMPLOYERS = 6, 290, 40_000
JOBS = """
SELECT c.title, c.description, left(g.code, 4), (SELECT array_agg(s.title ORDER BY s.id) FROM (
    SELECT s.id, s.title FROM taxonomy_occupationskill o JOIN taxonomy_concept s ON s.id = o.skill_id
    WHERE o.occupation_id = c.id LIMIT 40) s)
FROM taxonomy_concept c JOIN taxonomy_scheme e ON e.id = c.scheme_id AND e.key = 'esco' AND e.is_current
LEFT JOIN taxonomy_concept g ON g.id = c.broader_id
WHERE c.kind = 'occupation' AND NOT c.retired AND EXISTS (
    SELECT 1 FROM taxonomy_occupationskill o WHERE o.occupation_id = c.id)
ORDER BY c.id
"""
Job = tuple[str, str, str | None, list[str]]


def run() -> list[Table]:
    table = Table(
        f"Bringing in {SIZE:,} JobAds",
        "python -m benchmarks importing_ads",
        ("reading", "new", "changed", "same", "gone", "seconds", "processor seconds: program",
         "PostgreSQL", "ads/s",
         "highest MB"),
        budget="1,000,000 in ≤ 20 minutes with ≤ 1 GB",
        note="JobTech JobAds made from titles, descriptions and skills of ESCO, one JSON object a line. Each reading "
        "is `wayline vacancies import --write` in a process of its own, whose highest memory is told (without "
        "PostgreSQL, which works beside it), with words, listings, what matching reads, facts and duplicates, in "
        "one transaction. The third: one in a hundred changed and one in a hundred gone.",
    )  # fmt: skip
    vacancies.classification()
    _clear()
    with tempfile.TemporaryDirectory(prefix="wayline-jobads-") as folder:
        file = Path(folder) / "ads.jsonl"
        for number, what in enumerate(("all new", "again, nothing changed", "again, some changed and gone")):
            size = _write(file, changed=number == 2)
            table.rows.append([f"{what}, {size >> 20:,} MB", *_measured(file)])
    return [table]


def _clear() -> None:
    """The source as it was before it was ever read."""
    service = Organisation.objects.get_or_create(slug="bench", defaults={"name": "Bench"})[0]
    source = Source.objects.get_or_create(service=service, name=NAME, defaults={"format": "jobtech"})[0]
    source.runs.all().delete()
    mine = Opportunity.objects.filter(source=source)
    VacancyFact.objects.filter(offer__in=mine.values("pk")).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM opportunities_opportunity WHERE source_id <> %s", [source.pk])
        others = cursor.fetchone()[0]
        if not others and mine.exists():
            cursor.execute("TRUNCATE opportunities_opportunity CASCADE")
    mine.delete()


def _measured(file: Path) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.jobads_importing", NAME, str(file)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = json.loads(done.stdout.splitlines()[-1])
    plain = [f"{said[name]:,}" for name in ("new", "changed", "same", "gone")]
    seconds = said["seconds"]
    number = said["new"] + said["changed"] + said["same"]
    return [
        *plain,
        f"{seconds:.0f}",
        *(f"{said[name]:.0f}" for name in ("processor", "postgresql")),
        f"{number / seconds:,.0f}",
        f"{said['highest']:.0f}",
    ]


def _write(file: Path, *, changed: bool) -> int:
    """JSON lines; how many bytes."""
    with connection.cursor() as cursor, file.open("w", encoding="utf-8") as lines:
        cursor.execute(JOBS)
        for one in _ads(cursor.fetchall(), changed=changed):
            lines.write(json.dumps(one, ensure_ascii=False) + "\n")
    return file.stat().st_size


def _ads(jobs: list[Job], *, changed: bool) -> Iterator[dict[str, Any]]:
    dice, until = Random(5), (timezone.localdate() + timedelta(days=30)).isoformat()
    for number in range(SIZE):
        title, text, group, skills = dice.choice(jobs)
        asked = dice.sample(skills, min(SKILLS, len(skills)))
        employer, town = int(EMPLOYERS * dice.random() ** 2), dice.randrange(TOWNS)
        if changed and number % ONE_IN == 1:
            continue
        more = " New." if changed and number % ONE_IN == 0 else ""
        yield _ad(number, title, f"{text}{more}", group or "", asked, employer, town, until)


def _ad(
    number: int, title: str, text: str, group: str, asked: list[str], employer: int, town: int, until: str
) -> dict[str, Any]:
    """With what the platform sends beside what is read: a third of its bytes."""
    words = "\n".join(f"* {skill}" for skill in asked)
    about = f"Employer {employer} has been in town {town} for {employer % 90 + 5} years. " * 4
    return {
        "id": str(10_000_000 + number), "external_id": None, "headline": title[:200],
        "application_deadline": f"{until}T23:59:59", "number_of_vacancies": number % 4 + 1,
        "description": {"text": f"{text}\n\nDu ska kunna:\n{words}\n\n{about}", "text_formatted": f"<p>{text}</p>",
                        "company_information": about, "needs": None, "requirements": words, "conditions": "Heltid"},
        "employment_type": {"concept_id": "PFZr_Syz_cUq", "label": "Vanlig anställning"},
        "duration": {"concept_id": "a7uU_j21_mkL", "label": "Tillsvidare"},
        "working_hours_type": {"concept_id": "6YE1_gAC_R2G", "label": "Heltid"},
        "employer": {"id": str(employer), "name": f"Employer {employer} AB", "workplace": f"Employer {employer}"},
        "application_details": {"email": f"jobs{employer}@example.org", "url": f"https://example.org/{number}"},
        "occupation": {"concept_id": "x", "label": title}, "occupation_group": {"legacy_ams_taxonomy_id": group},
        "workplace_address": {"municipality": f"Town {town}", "region": "Region", "country": "Sverige",
                              "postcode": f"{10_000 + town}", "city": f"Town {town}"},
        "must_have": {"skills": [{"concept_id": "x", "label": skill, "weight": 10} for skill in asked[:4]]},
        "nice_to_have": {"skills": [{"concept_id": "x", "label": skill, "weight": 5} for skill in asked[4:]]},
        "keywords": {"enriched": {"occupation": [title], "skill": asked}},
        "webpage_url": f"https://example.org/ads/{number}", "removed": False,
    }  # fmt: skip

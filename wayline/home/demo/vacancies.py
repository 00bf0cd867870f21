"""Two years of invented vacancies, of which only facts are left, so that there is something to count.

Not like any real market: a little season, pay that rises, and one skill that employers begin to ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.utils import timezone

from wayline.home.demo.offers import concept_of
from wayline.opportunities.actions import counting
from wayline.opportunities.intelligence.columns import earlier, quarter_days, quarter_of
from wayline.opportunities.models import VacancyFact
from wayline.taxonomy.models import Concept, OccupationSkill

QUARTERS = 8
JOBS = {
    "nurse": (26, 33_000), "care-worker": (30, 24_500), "carpenter": (9, 31_000), "cook": (14, 27_000),
    "waiter": (15, 23_500), "lorry-driver": (14, 34_500), "software-developer": (12, 47_000),
    "sales-assistant": (22, 23_800), "electrician": (10, 36_500), "warehouse-worker": (16, 25_200),
    "nursery-worker": (12, 24_800), "accountant": (8, 42_000),
}  # fmt: skip
"""How many begin in a quarter, and what they pay in the first of them."""
REGIONS = {"E12000003": 5, "E12000001": 2, "E12000002": 2, "E12000004": 1}
RISING = "care-worker"
EMPLOYERS = 24
"""To each occupation; the first have more than the others."""


def count_two_years() -> None:
    dice = Random(23)  # noqa: S311 - the same service on every machine, not a secret
    today = timezone.localdate()
    VacancyFact.objects.bulk_create(_facts(dice, today), batch_size=500)
    counting.count()


def _facts(dice: Random, today: date) -> Iterator[VacancyFact]:
    number = 0
    for code, (usual, pay) in JOBS.items():
        job = concept_of(code)
        skills = _skills(job) if job else []
        for back in range(QUARTERS, 0, -1):
            quarter = earlier(quarter_of(today), back)
            season = 1.2 if quarter.endswith(("Q2", "Q3")) else 0.9
            for _ in range(round(usual * season * dice.uniform(0.85, 1.15))):
                number += 1
                offered = pay * (1 + 0.008 * (QUARTERS - back)) * dice.gauss(1, 0.09)
                yield _fact(dice, number, code, job, quarter, offered, _asked(dice, code, skills, back), today)


def _skills(job: Concept) -> list[str]:
    links = OccupationSkill.objects.filter(occupation=job).select_related("skill__scheme").order_by("pk")[:8]
    return [f"{one.skill.scheme.key}:{one.skill.code}" for one in links]


def _asked(dice: Random, code: str, skills: list[str], back: int) -> list[str]:
    """The first ones more often than the last; in one occupation the last becomes common in the past year."""
    asked = [one for place, one in enumerate(skills) if dice.random() < 0.75 - 0.12 * place]
    if code == RISING and skills and back <= 3 and dice.random() < 0.6:
        asked.append(skills[-1])
    return sorted(set(asked))


def _fact(
    dice: Random, number: int, code: str, job: Concept | None, quarter: str, pay: float, skills: list[str], today: date
) -> VacancyFact:
    first, last = quarter_days(quarter)
    begun = first + timedelta(days=dice.randrange((last - first).days + 1))
    ended = begun + timedelta(days=min(3 + round(dice.expovariate(1 / 24)), 60))
    over = ended <= today
    employer = f"{code[:8]}{round(EMPLOYERS * dice.random() ** 1.6)}"
    region = dice.choices(list(REGIONS), list(REGIONS.values()))[0]
    title = job.title.lower() if job else code
    return VacancyFact(
        offer=-number,
        begun=begun,
        ended=ended if over else None,
        ending=dice.choices(["taken_off", "filled", "last_day"], [5, 3, 3])[0] if over else "",
        title=dice.choices([title, f"senior {title}", f"{title}, nights"], [8, 1, 1])[0],
        occupation=f"{job.scheme.key}:{job.code}" if job else "",
        area=f"gss:{region}" if dice.random() < 0.96 else "",
        employer=employer[:16],
        skills=skills,
        contract=dice.choices(["permanent", "fixed_term", "agency", ""], [10, 4, 3, 3])[0],
        pay=round(pay) if dice.random() < 0.62 else None,
        currency="GBP",
        source=dice.choices(["own", "brought"], [2, 5])[0],
        compared=True,
        duplicate_of=number if dice.random() < 0.04 else None,
    )

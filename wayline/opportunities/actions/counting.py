"""Counting vacancies: from facts to figures that may be shown, on pages and in the labour market room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from wayline.common.errands import LONG
from wayline.opportunities.actions import facts, handing
from wayline.opportunities.intelligence import chunks
from wayline.opportunities.intelligence.columns import COLUMNS, quarter_days, quarter_of
from wayline.opportunities.intelligence.findings import Figures, Lines, Weighted, finish, weighted
from wayline.opportunities.intelligence.sums import ALL, Partial
from wayline.opportunities.models import VacancyCount, VacancyFact, VacancyFigures
from wayline.opportunities.queries import vacancy_lines
from wayline.opportunities.vacancy_hiding import FEWEST, Group, hidden, rounded, shown

Advance = Callable[[int, int], None]
Closed = dict[str, set[Group]]
"""Quarter → groups that are hidden."""
BATCH = 1_000
PLAIN = tuple(name for name in COLUMNS if name not in ("begun", "ended", "duplicate"))


def folder() -> Path:
    """Chunks and their sums, so that a stopped counting goes on and unchanged chunks are not counted again."""
    return Path(settings.HOME) / "vacancies"


def rows() -> Iterator[dict[str, Any]]:
    """Facts as the sums read them, the earliest first."""
    found = VacancyFact.objects.order_by("begun", "pk").values("begun", "ended", "duplicate_of", *PLAIN)
    for one in found.iterator(chunk_size=5_000):
        one["begun"] = one["begun"].isoformat()
        one["ended"] = one["ended"].isoformat() if one["ended"] else ""
        one["duplicate"] = one.pop("duplicate_of") is not None
        yield one


def count(*, processes: int = 1, advance: Advance = lambda done, total: None) -> VacancyCount:
    """Count every fact anew, and put the figures in the place of the earlier ones. Only quarters that are over."""
    whole = chunks.run(write_chunks(folder()), processes=processes, advance=advance)
    return publish(whole, as_of=timezone.localdate())


def write_chunks(place: Path) -> list[Path]:
    """The facts as files, when those that lack are written and the duplicates among them are marked."""
    facts.catch_up()
    facts.compare()
    return chunks.write(rows(), place)


@transaction.atomic
def publish(whole: Partial, *, as_of: date) -> VacancyCount:
    """The same for sums that were made elsewhere, such as on Spark."""
    lines = vacancy_lines.lines()
    over = [quarter for quarter in whole.quarters() if quarter_days(quarter)[1] < as_of]
    made = VacancyCount.objects.create(
        as_of=as_of,
        vacancies=sum(items["read"] for items in whole.tables["facts"].values()),
        quarters=over,
        unfinished=_of_quarter(whole, quarter_of(as_of)),
    )
    by_quarter: dict[str, list[Figures]] = defaultdict(list)
    for one in finish(whole, lines, as_of):
        if one.cell[0] in over:
            by_quarter[one.cell[0]].append(one)
    closed = {quarter: hidden(figures, lines) for quarter, figures in by_quarter.items()}
    VacancyFigures.objects.bulk_create(_kept(made, by_quarter, closed), batch_size=BATCH)
    VacancyCount.objects.exclude(pk=made.pk).delete()
    made.weights = _weights(whole, lines, closed)
    made.handed = handing.hand_over(made)
    made.save(update_fields=["weights", "handed"])
    return made


def _of_quarter(whole: Partial, quarter: str) -> int:
    return sum(items["counted"] for cell, items in whole.tables["facts"].items() if cell[0] == quarter)


def _kept(made: VacancyCount, by_quarter: dict[str, list[Figures]], closed: Closed) -> Iterable[VacancyFigures]:
    for quarter, figures in by_quarter.items():
        for one in figures:
            group = one.cell[1:]
            is_hidden = group in closed[quarter]
            base = one.rising_titles.base
            yield VacancyFigures(
                count=made, quarter=quarter, occupation=group[0], area=group[1], hidden=is_hidden,
                shown={} if is_hidden else shown(one, base_hidden=group in closed.get(base, {group})),
            )  # fmt: skip


def _weights(whole: Partial, lines: Lines, closed: Closed) -> dict[str, Any]:
    """Groups that are hidden are left out before anything is weighted: their weight would tell their number."""
    employed, source = vacancy_lines.employed({line[-1] for line in lines.occupations.values()})
    said = {}
    for quarter, groups in closed.items():
        open_groups = {group: people for group, people in employed.items() if (group, ALL) not in groups}
        found = weighted(whole, lines, quarter, open_groups, every=sum(employed.values()))
        if found is not None and (ALL, ALL) not in groups:
            said[quarter] = _said(found, source)
    return said


def _said(one: Weighted, source: str) -> dict[str, Any]:
    return {
        "source": source,
        "covered": round(one.weighting.covered, 3),
        "usable": one.weighting.usable,
        "strata": [
            {"group": group.group, "vacancies": rounded(group.vacancies), "share": round(group.share, 3),
             "employed_share": round(group.employed_share, 3), "weight": round(group.weight, 2)}
            for group in one.weighting.strata
        ],
        "pay": {
            currency: {"number": found.number, "low": round(found.low, -2), "middle": round(found.middle, -2),
                       "high": round(found.high, -2)}
            for currency, found in one.pay.items() if found.number >= FEWEST
        },
        "contracts": {name: round(share, 2) for name, share in one.contracts.items()},
        "skills": [[skill, round(share, 3)] for skill, share in one.skills],
    }  # fmt: skip


@task(queue_name=LONG)
def count_vacancies() -> None:
    """The errand. It stands here and not in tasks.py because it does what other verbs do."""
    count()


def count_due(now: datetime) -> int:
    """Every hour: an errand once a month, from the second day on, when yesterday's last vacancies are in."""
    today = timezone.localdate(now)
    begun = today.replace(day=1)
    if today.day < 2 or VacancyCount.objects.filter(as_of__gte=begun).exists():
        return 0
    if not VacancyFact.objects.exists() and not facts.catch_up():
        return 0
    count_vacancies.enqueue()
    return 1

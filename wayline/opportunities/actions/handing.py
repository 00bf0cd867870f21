"""Handing the figures on vacancies to the labour market room, through the same door as publishers' files."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from wayline.lmi.enums import Quality, Status
from wayline.opportunities.figures_source import COLUMNS, KEY, NAME, OWN
from wayline.opportunities.intelligence.columns import quarter_days
from wayline.opportunities.intelligence.sums import ALL
from wayline.opportunities.models import VacancyCount, VacancyFigures
from wayline.taxonomy.actions import InUse, add_release, remove_release
from wayline.taxonomy.models import Release
from wayline.taxonomy.sources.register import SourceError

PAY = {"GBP": "pay_offered", "EUR": "pay_offered_eur", "USD": "pay_offered_usd"}
STATISTICS = {"p25": "low", "median": "middle", "p75": "high"}
WELL, ENOUGH = 100, 30
"""Offers of pay: from so many on their median is called reasonably precise, or to be used with care."""
KEPT = timedelta(days=400)
"""Earlier releases stay that long, so that a figure that somebody quoted is found again."""


def hand_over(count: VacancyCount) -> str:
    """Why it could not be done; empty when it was, or when there is no figure to hand over."""
    rows = list(_rows(count))
    if not any(row["value"] != "" for row in rows):
        return ""
    path = _write(rows)
    try:
        add_release(OWN, path, write=True, advance=lambda done, total: None)
    except SourceError as error:
        return str(error)[:400]
    _forget_old()
    return ""


def _write(rows: list[dict[str, Any]]) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    folder = Path(settings.HOME) / "vacancy-figures"
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{NAME}.{os.getpid()}.part"
    beside.write_text(text.getvalue(), encoding="utf-8")
    return beside.replace(folder / NAME)


def _rows(count: VacancyCount) -> Iterator[dict[str, Any]]:
    """Vacancies of every cell with an area, hidden ones too; pay of those that are shown."""
    found = VacancyFigures.objects.filter(count=count).exclude(area=ALL)
    for one in found.order_by("quarter", "occupation", "area"):
        yield _vacancies(one)
        yield from _pay(one)


def _row(one: VacancyFigures, indicator: str, statistic: str, **values: Any) -> dict[str, Any]:
    start, end = quarter_days(one.quarter)
    return {
        "indicator": indicator, "statistic": statistic, "occupation": "" if one.occupation == ALL else one.occupation,
        "area": one.area, "period_start": start.isoformat(), "period_end": end.isoformat(), "value": "", "status": 0,
        "reason": "", "quality": 0, "sample": "", "note": "", **values,
    }  # fmt: skip


def _vacancies(one: VacancyFigures) -> dict[str, Any]:
    if one.hidden:
        return _row(one, "vacancies_published", "total", status=int(Status.SUPPRESSED), reason="vacancies-few")
    facts = one.shown["facts"]
    return _row(
        one, "vacancies_published", "total", value=one.shown["vacancies"], quality=int(Quality.ACCEPTABLE),
        note=f"counted from {one.shown['vacancies']} vacancies; about {one.shown['brought']} of them brought by "
        f"sources, about {facts.get('duplicate', 0)} more left out as duplicates",
    )  # fmt: skip


def _pay(one: VacancyFigures) -> Iterator[dict[str, Any]]:
    for currency, spread in one.shown.get("pay", {}).items():
        for statistic, name in STATISTICS.items():
            if currency in PAY:
                yield _row(
                    one, PAY[currency], statistic, value=spread[name], quality=_quality(spread["number"]),
                    sample=spread["number"],
                    note=f"counted from {spread['number']} of {one.shown['vacancies']} vacancies that name their pay",
                )  # fmt: skip


def _quality(number: int) -> int:
    if number >= WELL:
        return int(Quality.REASONABLE)
    return int(Quality.ACCEPTABLE if number >= ENOUGH else Quality.UNRELIABLE)


def _forget_old() -> None:
    for release in Release.objects.filter(source=KEY, superseded_at__lt=timezone.now() - KEPT):
        try:
            remove_release(release)
        except InUse:
            continue

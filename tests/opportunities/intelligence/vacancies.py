"""Vacancies as the sums read them, written by hand or drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from wayline.opportunities.intelligence.columns import COLUMNS, Columns

PLAIN: dict[str, Any] = {
    "begun": "2026-05-04", "ended": "", "ending": "", "title": "", "occupation": "", "several": False, "area": "",
    "employer": "", "skills": [], "contract": "", "pay": None, "currency": "", "source": "own", "duplicate": False,
}  # fmt: skip


def vacancy(**said: Any) -> dict[str, Any]:
    assert set(said) <= set(PLAIN)
    return {**PLAIN, **said}


def batch(rows: Sequence[dict[str, Any]]) -> Columns:
    return {name: [row[name] for row in rows] for name in COLUMNS}


def batches(rows: Iterable[dict[str, Any]], size: int = 7) -> Iterator[Columns]:
    rows = list(rows)
    for begin in range(0, len(rows), size):
        yield batch(rows[begin : begin + size])


def drawn(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Invented vacancies of two years, the same for the same seed."""
    dice = Random(seed)
    first = date(2024, 7, 1)
    for _ in range(number):
        begun = first + timedelta(days=dice.randrange(730))
        days, ending = dice.randrange(90), dice.choice(["", "taken_off", "filled", "last_day"])
        paid = dice.random() < 0.6
        yield vacancy(
            begun=begun.isoformat(), ended=(begun + timedelta(days=days)).isoformat() if ending else "", ending=ending,
            title=dice.choice(["nurse", "cook", "nurse, nights"]), occupation=f"t:{dice.randrange(12):02}",
            area=f"a:{dice.randrange(4)}" if dice.random() < 0.9 else "", employer=f"{dice.randrange(40):x}",
            skills=sorted({f"t:s{dice.randrange(30)}" for _ in range(dice.randrange(6))}),
            contract=dice.choice(["", "permanent", "fixed_term"]), pay=dice.randrange(15_000, 60_000) if paid else None,
            currency="GBP" if paid else "", duplicate=dice.random() < 0.05,
        )  # fmt: skip

"""From facts to what everybody may read: hidden numbers stay hidden, and the labour market pages say the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.conftest import GuardedClient
from tests.lmi.attack import Attack
from tests.opportunities import making
from tests.opportunities.intelligence.vacancies import batches, drawn
from wayline.cli import vacancies as commands
from wayline.cli.screen import Refused
from wayline.lmi.models import Observation
from wayline.opportunities import vacancy_hiding
from wayline.opportunities.actions import counting
from wayline.opportunities.figures_source import KEY
from wayline.opportunities.intelligence import chunks
from wayline.opportunities.intelligence.findings import Figures, Lines, finish
from wayline.opportunities.intelligence.sums import ALL, count
from wayline.opportunities.models import VacancyCount, VacancyFact, VacancyFigures
from wayline.taxonomy.models import Area, Concept, Release

AS_OF = date(2026, 7, 15)
QUARTER = "2026Q2"


def facts(number: int, *, employers: int = 4, **said: Any) -> None:
    start = VacancyFact.objects.count()
    VacancyFact.objects.bulk_create(
        VacancyFact(
            **{
                "offer": -1 - start - one, "begun": date(2026, 5, 4), "ended": date(2026, 5, 14 + one % 9),
                "ending": "taken_off", "title": "cook", "employer": f"e{one % employers}", "source": "own",
                "pay": 24_000 + 1_000 * (one % 3), "currency": "GBP", "compared": True, **said,
            }
        )
        for one in range(number)
    )  # fmt: skip


@pytest.fixture
def counted(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings.HOME = tmp_path
    monkeypatch.setattr(timezone, "localdate", lambda *_: AS_OF)
    return counting.count


@pytest.fixture
def kitchen(db: None) -> tuple[Concept, Area]:
    """Twelve cooks in one region of a country, two cashiers in another."""
    cook, cashier = making.concept("Cook"), making.concept("Cashier")
    country = making.area("Homeland")
    north, south = making.area("North", parent=country), making.area("South", parent=country)
    knives = making.skill("Knives")
    facts(12, occupation=f"starter:{cook.code}", area=f"gss:{north.code}", skills=[f"starter:{knives.code}"])
    facts(2, occupation=f"starter:{cashier.code}", area=f"gss:{south.code}", employers=1)
    return cook, north


def test_few_vacancies_of_one_employer_are_hidden_with_what_would_tell_them(
    counted: Any, kitchen: tuple[Concept, Area]
) -> None:
    counted()
    seen = {(one.occupation, one.area): one for one in VacancyFigures.objects.all()}
    assert seen[ALL, ALL].shown["vacancies"] == 14
    cook, north = kitchen
    (cashier,) = {key for key, _area in seen} - {ALL, f"starter:{cook.code}"}
    assert seen[cashier, ALL].hidden
    # 14 less the cooks would tell the cashiers
    assert seen[f"starter:{cook.code}", ALL].hidden
    assert seen[ALL, f"gss:{north.code}"].hidden
    assert all(one.shown == {} for one in seen.values() if one.hidden)


LINES = Lines(
    {f"t:{one:02}": [f"t:{one:02}", f"t:g{one % 3}"] for one in range(12)},
    {f"a:{one}": [f"a:{one}", f"a:r{one % 2}", "a:all"] for one in range(4)},
)


@pytest.mark.parametrize(("number", "seed"), [(400, 1), (400, 2), (3_000, 3)])
def test_no_hidden_number_comes_out_of_the_sums_of_what_is_shown(number: int, seed: int) -> None:
    """Somebody writes down every sum, knows where nothing is missing in it, and solves."""
    whole = count(batches(drawn(number, seed)))
    quarters: dict[str, list[Figures]] = {}
    for one in finish(whole, LINES, AS_OF):
        quarters.setdefault(one.cell[0], []).append(one)
    tried = 0
    for figures in quarters.values():
        hidden = vacancy_hiding.hidden(figures, LINES)
        numbers = {one.cell[1:]: float(one.vacancies) for one in figures}
        small = [one.cell[1:] for one in figures if not vacancy_hiding.may_stand(one)]
        assert set(small) <= hidden
        attack = Attack({key: number for key, number in numbers.items() if key not in hidden}, sorted(hidden))
        _write_down(attack, numbers, LINES.occupations, along=0)
        _write_down(attack, numbers, LINES.areas, along=1)
        assert not set(small) & set(attack.determined())
        tried += len(small)
        assert len(hidden) < len(numbers)
    assert tried > 50


def _write_down(attack: Attack, numbers: Mapping[Any, float], lines: Mapping[str, Any], *, along: int) -> None:
    below: dict[str, set[str]] = {}
    for line in lines.values():
        for child, parent in zip(line, [*line[1:], ALL], strict=True):
            below.setdefault(parent, set()).add(child)
    for key, number in numbers.items():
        parts = [(one, key[1]) if along == 0 else (key[0], one) for one in below.get(key[along], ())]
        parts = [part for part in parts if part in numbers]
        if parts:
            rest = ("rest", along, *key)
            if number > sum(numbers[part] for part in parts):
                attack.hidden.append(rest)
            else:
                attack.shown[rest] = 0
            attack.adds(key, [*parts, rest])


def test_what_is_shown_of_a_cell_is_rounded_but_for_its_number(counted: Any, kitchen: Any) -> None:
    counted()
    shown = VacancyFigures.objects.get(occupation=ALL, area=ALL).shown
    assert shown["pay"]["GBP"] == {"number": 14, "low": 24_000, "middle": 25_000, "high": 26_000}
    assert shown["span"]["over"] == 15
    assert shown["span"]["median"] is not None
    assert [number for _skill, number in shown["skills"]] == [10]
    # 12 of 14; a number that were rounded by itself would, with the 14, tell more of those that name none
    assert shown["naming"] == 15
    assert shown["titles"] == [["cook", 15]]
    assert shown["employers"] == 4


def test_only_quarters_that_are_over_are_shown(counted: Any, kitchen: Any) -> None:
    facts(20, begun=date(2026, 7, 2), ended=None, ending="")
    made = counted()
    assert made.quarters == [QUARTER]
    assert (made.vacancies, made.unfinished) == (34, 20)


def test_a_second_counting_takes_the_place_of_the_first(counted: Any, kitchen: Any) -> None:
    counted()
    facts(5)
    made = counted()
    assert list(VacancyCount.objects.all()) == [made]
    assert VacancyFigures.objects.get(occupation=ALL, area=ALL).shown["vacancies"] == 19
    assert Release.objects.filter(source=KEY, superseded_at=None).count() == 1


def test_figures_stand_in_the_labour_market_room_with_their_quality(
    counted: Any, db: None, client: GuardedClient
) -> None:
    cook = making.concept("Cook")
    country = making.area("Homeland")
    facts(12, occupation=f"starter:{cook.code}", area=f"gss:{country.code}")
    facts(1, occupation=f"starter:{cook.code}", area=f"gss:{country.code}", duplicate_of=1)
    facts(3, occupation=f"starter:{cook.code}", area=f"gss:{country.code}", begun=date(2026, 2, 2))
    assert counted().handed == ""
    number = Observation.objects.get(
        indicator__key="vacancies_published", occupation=cook, area=country, period_end=date(2026, 6, 30)
    )
    assert (number.value, number.period_start) == (12, date(2026, 4, 1))
    assert "counted from 12 vacancies" in number.place
    pay = Observation.objects.get(indicator__key="pay_offered", occupation=cook, area=country, statistic="median")
    assert (pay.value, pay.sample, pay.get_quality_display()) == (25_000, 12, "unreliable")
    few = Observation.objects.get(
        indicator__key="vacancies_published", occupation=cook, area=country, period_end=date(2026, 3, 31)
    )
    assert (few.value, few.reason) == (None, "vacancies-few")
    page = client.get(reverse("lmi:occupation", args=["starter", cook.code]), {"a": f"gss:{country.code}"})
    assert "Vacancies published in this service" in page.content.decode()
    figure = client.get(reverse("lmi:figure", args=[number.pk])).content.decode()
    assert "counted from 12 vacancies" in figure
    assert reverse("opportunities:vacancy_figures") in figure
    answer = client.get(
        "/api/lmi/v2/observations",
        {"indicator": "vacancies_published", "occupation": f"starter:{cook.code}", "area": f"gss:{country.code}"},
    )
    told = json.loads(answer.content)
    assert {row["value"] for row in told["items"]} == {12, None}, told


def test_the_page_shows_figures_and_their_limits(counted: Any, kitchen: Any, client: GuardedClient) -> None:
    counted()
    page = client.get(reverse("opportunities:vacancy_figures"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "April to June 2026" in text
    assert "What this does not say" in text
    assert "£25,000" in text
    assert "Knives" in text
    assert "not weighted" in text
    cook, _north = kitchen
    closed = client.get(reverse("opportunities:vacancy_figures"), {"occupation": f"starter:{cook.code}"})
    assert "These figures are hidden" in closed.content.decode()
    nonsense = {"occupation": "no:such", "quarter": "x", "area": "x" * 300}
    odd = client.get(reverse("opportunities:vacancy_figures"), nonsense)
    assert odd.status_code == 200


def test_the_table_for_spreadsheets_tells_hidden_from_zero(counted: Any, kitchen: Any, client: GuardedClient) -> None:
    counted()
    cook, _north = kitchen
    address = reverse("opportunities:vacancy_figures_csv")
    whole = client.get(address).getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(whole)))
    assert ("vacancies", "14", "shown") in {(row["measure"], row["value"], row["status"]) for row in rows}
    closed = client.get(address, {"occupation": f"starter:{cook.code}"}).getvalue().decode("utf-8-sig")
    assert [(row["value"], row["status"]) for row in csv.DictReader(io.StringIO(closed))] == [("", "hidden")]


def test_before_the_first_counting_the_page_says_when_figures_come(db: None, client: GuardedClient) -> None:
    text = client.get(reverse("opportunities:vacancy_figures")).content.decode()
    assert "There are no figures yet" in text
    assert client.get(reverse("opportunities:vacancy_figures_csv")).getvalue().decode().count("\n") == 1


@pytest.mark.parametrize(
    ("now", "due"), [(datetime(2026, 7, 1, 9, tzinfo=UTC), 0), (datetime(2026, 7, 2, 9, tzinfo=UTC), 1)]
)
def test_the_worker_counts_once_a_month(db: None, now: datetime, due: int) -> None:
    assert counting.count_due(now) == 0
    facts(1)
    before = DBTaskResult.objects.count()
    assert counting.count_due(now) == due
    assert DBTaskResult.objects.count() - before in {0, due}
    VacancyCount.objects.create(as_of=now.date())
    assert counting.count_due(now) == 0


def test_the_commands_count_here_or_take_over_what_was_counted_elsewhere(
    counted: Any,
    kitchen: tuple[Concept, Area],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(commands, "django", nullcontext)
    assert commands.count(processes=1) == 0
    assert f"14 vacancies, {QUARTER} to {QUARTER}." in capsys.readouterr().out
    here = list(VacancyFigures.objects.order_by("occupation", "area").values("occupation", "area", "shown", "hidden"))
    commands.write_chunks(tmp_path / "away")
    with pytest.raises(Refused, match="There is something in"):
        commands.write_chunks(tmp_path / "away")
    sums = tmp_path / "sums.json"
    sums.write_bytes(chunks.run(sorted((tmp_path / "away").glob("*.json")), processes=1).as_bytes())
    VacancyFigures.objects.all().delete()
    assert commands.take_sums(sums) == 0
    there = list(VacancyFigures.objects.order_by("occupation", "area").values("occupation", "area", "shown", "hidden"))
    assert there == here
    sums.write_text("[]")
    with pytest.raises(Refused, match="holds no sums of this version"):
        commands.take_sums(sums)
    with pytest.raises(Refused, match="There is no file"):
        commands.take_sums(tmp_path / "nothing")

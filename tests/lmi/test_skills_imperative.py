"""Skills Imperative 2035, on the publisher's own files; read a second time by other means."""

from __future__ import annotations

import csv
import gzip
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.lmi import pack
from tests.lmi.attack import Attack
from tests.lmi.loading import add, everything, read, scheme
from wayline.lmi.enums import Quality, Status
from wayline.lmi.loading import remove
from wayline.lmi.models import Category, Cut, Observation
from wayline.lmi.rows import FigureRow
from wayline.lmi.sources.skills_imperative import SKILLS_IMPERATIVE
from wayline.lmi.sources.skills_imperative_reading import read_tables
from wayline.taxonomy.models import Area
from wayline.taxonomy.sources.register import Report

pytestmark = [pytest.mark.xdist_group("skills-imperative"), pytest.mark.in_turns(2, key="skills-imperative")]
FLOWS = ("projection_change", "replacement_demand", "total_requirement")
TWINS = {"CP_LSIP": "CP_MCA", "GM_LSIP": "GM_MCA", "LV_LSIP": "LV_MCA", "SY_LSIP": "SY_MCA", "TV_LSIP": "TV_MCA",
         "WY_LSIP": "WY_MCA"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "uk_skills_imperative_2035"


@pytest.fixture(scope="module")
def everything_read(folder: Path) -> tuple[list[FigureRow], Report]:
    rows, report, version = read(SKILLS_IMPERATIVE, SKILLS_IMPERATIVE.find(folder))
    assert version == "Nuffield - Rev 13547"
    return [row for row in rows if isinstance(row, FigureRow)], report


@pytest.fixture(scope="module")
def figures(everything_read: tuple[list[FigureRow], Report]) -> list[FigureRow]:
    return everything_read[0]


def truth(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Lines of the extracts by (file, row number)."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name in ("employment_by_year", "replacement_demand_2020_2035", "replacement_demand_by_qualification"):
        with gzip.open(folder / f"{name}.csv.gz", "rt") as text:
            for number, line in enumerate(csv.DictReader(text), start=2):
                found[f"{name}.csv.gz", str(number)] = line
    return found


def test_rows_of_the_starter_pack_are_the_publishers_cells(figures: list[FigureRow]) -> None:
    pack.check("skills-imperative-2035", figures)


@pytest.mark.filterwarnings("ignore:.*Print area:UserWarning", "ignore:.*extension is not supported:UserWarning")
def test_every_figure_is_the_cell_at_its_place(folder: Path, figures: list[FigureRow]) -> None:
    lines = truth(folder)
    book = openpyxl.load_workbook(folder / "EN_MainTables.Main.xlsm", data_only=True, read_only=False)
    shown = [row for row in figures if row.value is not None]
    for row in random.sample(shown, 4000):
        name, _, rest = row.place.partition(" ")
        if name.endswith(".xlsm"):
            sheet, _, cell = rest.rpartition("!")
            cell_value = book[sheet][cell].value
        else:
            number, _, column = rest.removeprefix("row ").partition(", ")
            cell_value = float(lines[name, number][column or "employment_thousands"])
        scale = 100 if row.indicator == "replacement_rate" else 1000
        assert row.value == pytest.approx(cell_value * scale, abs=0.001), row.place


def test_nothing_is_lost(folder: Path, figures: list[FigureRow]) -> None:
    """Each line of the extracts outside England has its figure. A total that two tables give is one figure."""
    named = {row.place.split(",")[0] for row in figures}
    for (name, number), line in truth(folder).items():
        if line["area"] != "EN" and line["group"] not in {"All industries", "All occupations"}:
            assert f"{name} row {number}" in named, line


def test_no_number_under_a_thousand_people_is_kept(figures: list[FigureRow]) -> None:
    levels = [row for row in figures if row.indicator == "projection"]
    assert min(row.value for row in levels if row.value is not None) >= 1000
    small = [row for row in levels if row.status == Status.SUPPRESSED]
    assert {row.reason for row in small} == {"si-under-1000", "si-beside"}
    assert all(row.value is None for row in small)
    for row in levels:
        if row.value is not None:
            assert row.quality == (Quality.REASONABLE if row.value >= 10_000 else Quality.ACCEPTABLE)


def test_the_files_add_up(everything_read: tuple[list[FigureRow], Report]) -> None:
    _rows, report = everything_read
    assert report.counts["sums checked"] > 40_000
    assert report.counts["sums that differ"] == 0


Key = tuple[str, str, str, str, str]


def keyed(row: FigureRow) -> Key:
    """(area, measure, occupation, cut, year)."""
    occupation = row.occupation[1] if row.occupation else "all"
    cut = next((f"{name}:{part[1]}" for name, part in
                (("i", row.industry), ("q", row.qualification), ("s", row.sex), ("w", row.working_status)) if part),
               "")  # fmt: skip
    year = str(row.period_end.year) if row.indicator == "projection" else ""
    return row.area[1], row.indicator, occupation, cut, year


def attack_on(figures: list[FigureRow], areas: set[str]) -> Attack:
    """Sums written anew from what the cells mean, not from the code that hides them."""
    attack = Attack()
    cells = [(keyed(row), row.value) for row in figures if row.area[1] in areas and row.indicator != "replacement_rate"]
    attack.shown = {key: value for key, value in cells if value is not None}
    attack.hidden = [key for key, value in cells if value is None]
    every = {key for key, _value in cells}
    by: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for key in every:
        by[key[0], key[1], key[4]].append(key)
    for (area, measure, year), keys in by.items():
        tables(attack, every, area, measure, year, keys)
    for area, _measure, occupation, cut, _year in list(every):
        flows(attack, every, area, occupation, cut)
    return attack


def tables(attack: Attack, every: set[Key], area: str, measure: str, year: str, keys: list[Key]) -> None:
    for cut in {key[3] for key in keys}:
        whole = (area, measure, "all", cut, year)
        subs = [key for key in keys if key[3] == cut and len(key[2]) == 2]
        if subs and whole in every:
            attack.adds(whole, subs)
        for major in "123456789":
            parts = [key for key in subs if key[2][0] == major]
            if parts and (area, measure, major, cut, year) in every:
                attack.adds((area, measure, major, cut, year), parts)
    cuts_and_sectors(attack, area, measure, year, keys)


def cuts_and_sectors(attack: Attack, area: str, measure: str, year: str, keys: list[Key]) -> None:
    for occupation in {key[2] for key in keys}:
        whole = (area, measure, occupation, "", year)
        for kind in "qsw":
            parts = [key for key in keys if key[2] == occupation and key[3].startswith(f"{kind}:")]
            if parts:
                attack.adds(whole, parts)
    industries(attack, area, measure, year, [key for key in keys if key[3].startswith("i:")])


def industries(attack: Attack, area: str, measure: str, year: str, keys: list[Key]) -> None:
    of_all = [key for key in keys if key[2] == "all"]
    sectors = [key for key in of_all if "." not in key[3]]
    if sectors:
        attack.adds((area, measure, "all", "", year), sectors)
    for whole in of_all:
        parts = [key for key in of_all if key[3].rpartition(".")[0] == whole[3]]
        if parts:
            attack.adds(whole, parts)
    crossed = [key for key in keys if key[2] != "all"]
    for occupation in {key[2] for key in crossed}:
        attack.adds((area, measure, occupation, "", year), [key for key in crossed if key[2] == occupation])
    for cut in {key[3] for key in crossed}:
        attack.adds((area, measure, "all", cut, year), [key for key in crossed if key[3] == cut])


def flows(attack: Attack, every: set[Key], area: str, occupation: str, cut: str) -> None:
    net, replaced, needed = ((area, name, occupation, cut, "") for name in FLOWS)
    first, last = ((area, "projection", occupation, cut, year) for year in ("2020", "2035"))
    if net in every:
        attack.equations.append({last: 1.0, first: -1.0, net: -1.0})
        attack.adds(needed, [net, replaced])


def test_no_hidden_number_follows_from_the_sums(figures: list[FigureRow]) -> None:
    """All years of England, of some areas (others in each run), and of the LEP with the two it is made of."""
    joined = {"NO_LEP", "NE_MCA", "NT_MCA"}
    others = sorted({row.area[1] for row in figures} - joined)
    groups = [joined, {"E92000001"}, *({area} for area in random.sample(others, 6))]
    for group in groups:
        attack = attack_on(figures, group)
        if len(group) == 3:
            join(attack)
        assert attack.hidden
        assert attack.determined() == []


def join(attack: Attack) -> None:
    for key in [*attack.shown, *attack.hidden]:
        if key[0] == "NO_LEP":
            attack.adds(key, [("NE_MCA", *key[1:]), ("NT_MCA", *key[1:])])


def test_areas_with_the_same_numbers_hide_the_same(figures: list[FigureRow]) -> None:
    hidden: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in figures:
        if row.value is None:
            area, *rest = keyed(row)
            hidden[area].add(tuple(rest))
    for one, other in TWINS.items():
        assert hidden[one] == hidden[other]


@pytest.mark.parametrize("area", ["CI_LSIP", "BU_LSIP", "E92000001", "GL_LSIP"])
def test_a_hidden_number_cannot_be_narrowed_down(
    tables_by_area: dict[str, Any], figures: list[FigureRow], area: str
) -> None:
    """Also for those who know which cells are small, every small one stays open by 100 people or more."""
    attack = attack_on(figures, {area})
    secrets = secret_levels(tables_by_area, "EN" if area == "E92000001" else area)
    small = {key for key in attack.hidden if key[1] == "projection" and secrets[key[2:]] < 1000}

    def known(key: Any) -> tuple[float | None, float | None]:
        if key[1] == "replacement_demand":
            return 0, None
        if key[1] != "projection":
            return None, None
        return (0, 1000) if key in small else (1000, None)

    chosen = random.sample(sorted(small), min(40, len(small)))
    for key, (low, high) in attack.bounds(chosen, known).items():
        value = secrets[key[2:]]
        assert high - low >= 100, (key, value, low, high)
        assert not (low > 0.9 * value and high < 1.1 * value), (key, value, low, high)


def _cuts(tables: Any) -> list[Any]:
    return [key for key in tables.levels if key.kind]


@pytest.fixture(scope="module")
def tables_by_area(folder: Path) -> dict[str, Any]:
    return read_tables(SKILLS_IMPERATIVE.find(folder), Report())[1]


def secret_levels(tables_by_area: dict[str, Any], area: str) -> dict[tuple[str, str, str], float]:
    """What the files say, also where we hide it, by (occupation, cut, year)."""
    kinds = {"qualification": "q", "industry": "i", "sex": "s", "status": "w"}
    statuses = {"FT": "employee-full-time", "PT": "employee-part-time", "SE": "self-employed"}
    cut = {key: f"{kinds[key.kind]}:{statuses.get(key.category, key.category)}" for key in _cuts(tables_by_area[area])}
    return {
        (key.occupation, cut.get(key, ""), str(key.year)): cell.people
        for key, cell in tables_by_area[area].levels.items()
    }


def test_a_workbook_tells_of_75_industries_and_working_status(figures: list[FigureRow]) -> None:
    england = {keyed(row): row for row in figures if row.area[1] == "E92000001"}
    nurses = england["E92000001", "projection", "all", "i:S6.3.66", "2035"]
    assert nurses.value == pytest.approx(2_506_263, abs=1)
    assert nurses.place == "EN_MainTables.Main.xlsm Ind T3!F70"
    sales = england["E92000001", "projection", "7", "i:S5.8.74", "2020"]
    assert sales.value == pytest.approx(14_374, abs=1)
    own = england["E92000001", "projection", "5", "w:self-employed", "2035"]
    assert own.value == pytest.approx(932_015, abs=1)
    assert own.place == "EN_MainTables.Main.xlsm Occ T5!N12"
    assert len({key[3] for key in england if key[3].startswith("i:") and key[2] == "5"}) == 75


@pytest.mark.django_db
def test_it_is_loaded_compared_and_taken_back(folder: Path) -> None:
    scheme("soc-2020", [str(code) for code in range(1, 100)])
    release, counts = add(SKILLS_IMPERATIVE, folder / "EN_MainTables.Main.xlsm")
    figures = everything()
    assert counts["figures new"] == len(figures) > 5_000
    assert release.defects == []
    lone = next(
        one for one in figures
        if one.indicator.key == "projection" and one.occupation is None and one.period_end.year == 2035
        and not one.cut.parts()
    )  # fmt: skip
    assert lone.value == pytest.approx(32_070_091)
    assert (lone.area.code, lone.place) == ("E92000001", "EN_MainTables.Main.xlsm Occ F2!AL49")
    remove(release)
    assert not Observation.objects.exists()
    assert not Cut.objects.exists()
    assert not Category.objects.exists()
    assert not Area.objects.exists()

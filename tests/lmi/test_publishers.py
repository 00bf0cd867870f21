"""Publishers' own files, read a second time by other means."""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import xlrd

from tests.lmi import pack
from tests.lmi.attack import Attack
from tests.lmi.loading import read
from wayline.lmi.enums import Quality, Status
from wayline.lmi.rows import FigureRow
from wayline.lmi.sources.ashe import ASHE
from wayline.lmi.sources.bls import OEWS, OOH
from wayline.lmi.sources.emp04 import EMP04
from wayline.lmi.sources.onet_ratings import ONET_EXTRACTS, ONET_RATINGS
from wayline.lmi.sources.tables import column_letters
from wayline.taxonomy.sources.register import Report, Source

pytestmark = [pytest.mark.xdist_group("publishers"), pytest.mark.in_turns(2, key="publishers")]  # files are read once


def figures(source: Source, folder: Path) -> tuple[list[FigureRow], Report]:
    rows, report, _version = read(source, source.find(folder))
    return [row for row in rows if isinstance(row, FigureRow)], report


def lines(path: Path, delimiter: str = "\t") -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter))


def code_of(row: FigureRow) -> str:
    return row.occupation[1] if row.occupation else ""


# -- EMP04 ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def emp04(shared: Path) -> list[FigureRow]:
    return figures(EMP04, shared / "data" / "uk_pay_employment")[0]


def test_emp04_cells_are_those_of_the_workbook(shared: Path, emp04: list[FigureRow]) -> None:
    path = shared / "data" / "uk_pay_employment" / "ons_emp04_employment_by_occupation_q2_2018.xls"
    book = xlrd.open_workbook(str(path))
    cells = {
        f"{sheet.name}!{column_letters(column)}{row + 1}": sheet.cell_value(row, column)
        for sheet in book.sheets()
        for row in range(sheet.nrows)
        for column in range(sheet.ncols)
    }
    assert len(emp04) == 3 * 7 * 469
    for row in emp04:
        cell = cells[row.place.partition(".xls ")[2]]
        if row.value is not None:
            assert row.value == float(cell), row.place
        elif row.reason == "lfs-small-sample":
            assert str(cell).strip() == "*", row.place
        else:
            assert (row.reason, isinstance(cell, float)) == ("lfs-beside", True), row.place


def test_emp04_stars_do_not_follow_from_what_is_shown(emp04: list[FigureRow]) -> None:
    """Men and women make people; full and part time make employees; unit groups make minor groups."""
    attack = Attack()
    cells = {(code_of(row), row.sex and row.sex[1], row.working_status and row.working_status[1]): row for row in emp04}
    attack.shown = {key: row.value for key, row in cells.items() if row.value is not None}
    attack.hidden = [key for key, row in cells.items() if row.value is None]
    codes = {key[0] for key in cells}
    statuses = {key[2] for key in cells}
    for code in codes:
        for status in statuses:
            attack.adds((code, None, status), [(code, "1", status), (code, "2", status)])
        for sex in (None, "1", "2"):
            for kind in ("employee", "self-employed"):
                attack.adds((code, sex, kind), [(code, sex, f"{kind}-full-time"), (code, sex, f"{kind}-part-time")])
            inside = [one for one in codes if len(code) == 3 and len(one) == 4 and one.startswith(code)]
            inside += [one for one in codes if len(code) == 1 and len(one) == 3 and one.startswith(code)]
            for status in statuses if inside else ():
                attack.adds((code, sex, status), [(one, sex, status) for one in inside])
    assert attack.determined() == []


def test_emp04_keeps_the_totals_of_most_jobs(emp04: list[FigureRow]) -> None:
    totals = [row for row in emp04 if row.sex is None and row.working_status is None]
    assert sum(row.value is not None for row in totals) > 0.9 * len(totals)


# -- ASHE -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ashe(shared: Path) -> list[FigureRow]:
    return figures(ASHE, shared / "data" / "uk_pay_employment")[0]


MARKS = {"x": Status.SUPPRESSED, "..": Status.SUPPRESSED, ":": Status.NOT_APPLICABLE, "": Status.NOT_PUBLISHED}


def test_ashe_cells_and_marks_are_those_of_the_table(shared: Path, ashe: list[FigureRow]) -> None:
    path = shared / "data" / "uk_pay_employment" / "ashe_2020_table15_7a_annual_gross_part_time.tsv.gz"
    table = lines(path)
    rows = [row for row in ashe if row.period_end.year == 2020]
    for row in rows:
        number, _, column = row.place.removeprefix(f"{path.name} row ").partition(", ")
        cell = table[int(number) - 2][column].strip()
        if row.value is not None:
            assert row.value == float(cell) * (1000 if column == "jobs_thousand" else 1), row.place
        elif row.reason != "jobs-beside":
            assert row.status == MARKS[cell], row.place
    shown = {row.place for row in rows if row.value is not None}
    medians = [at for at, line in enumerate(table, start=2) if line["median"].strip() not in MARKS]
    assert all(f"{path.name} row {at}, median" in shown for at in medians)


def test_ashe_regions_are_told_apart(ashe: list[FigureRow]) -> None:
    old = [row for row in ashe if row.period_end.year == 2020]
    medians = [row for row in old if (row.indicator, row.statistic, code_of(row)) == ("pay_annual", "median", "")]
    found = {row.area[1]: row.value for row in medians}
    assert len(found) == 13
    assert (found["K02000001"], found["N92000002"]) == (11240, 10936)
    assert {row.working_status for row in old} == {("working-status", "employee-part-time")}


def test_ashe_margins_make_the_quality(ashe: list[FigureRow]) -> None:
    found = {(row.occupation and row.occupation[1], row.statistic): row for row in ashe if row.period_end.year == 2025}
    assert len(found) == 54
    nursery = found["2315", "median"]
    assert (nursery.value, nursery.cv, nursery.quality) == (31425, 16.0, Quality.ACCEPTABLE)
    assert found["9252", "mean"].quality == Quality.PRECISE
    dentists = found["2253", "median"]
    assert (dentists.value, dentists.reason) == (None, "ashe-unreliable-or-disclosive")
    assert {row.occupation[0] for row in found.values() if row.occupation} == {("soc-2020", "")}


def test_rows_of_the_starter_pack_are_the_cells_of_ashe(ashe: list[FigureRow]) -> None:
    pack.check("ons-ashe", ashe)


# -- O*NET ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def onet(shared: Path) -> list[FigureRow]:
    return figures(ONET_RATINGS, shared / "data" / "onet_29_3")[0]


def test_onet_ratings_keep_number_error_interval_and_flags(shared: Path, onet: list[FigureRow]) -> None:
    by_place = {row.place: row for row in onet}
    for name in ("Skills", "Knowledge", "Work Styles", "Education, Training, and Experience"):
        path = shared / "data" / "onet_29_3" / f"{name}.tsv.gz"
        table = lines(path)
        for at in random.sample(range(len(table)), 1500):
            line, row = table[at], by_place[f"{path.name} row {at + 2}"]
            flagged = line.get("Recommend Suppress") == "Y" or line.get("Not Relevant") == "Y"
            assert row.occupation == (("onet-soc", ""), line["O*NET-SOC Code"])
            assert row.sample == (int(line["N"]) if line["N"] else None)
            if row.value is not None:
                assert not flagged
                assert (row.value, row.error) == (
                    float(line["Data Value"]),
                    float(line["Standard Error"] or "nan"),
                ) or (row.error is None and line["Standard Error"] == "")
            else:
                assert flagged or row.reason == "onet-beside"


def test_onet_flags_are_counted(onet: list[FigureRow]) -> None:
    reasons = Counter((row.indicator, row.reason) for row in onet)
    assert reasons["skill", "onet-suppress"] == 124
    assert reasons["skill", "onet-not-relevant"] == 3296
    assert reasons["knowledge", "onet-suppress"] == 4797


def test_no_share_of_a_hundred_is_the_only_one_hidden(onet: list[FigureRow]) -> None:
    groups: dict[tuple[object, ...], list[FigureRow]] = defaultdict(list)
    for row in onet:
        if row.statistic == "share":
            groups[row.occupation, row.element, row.indicator].append(row)
    hidden = [sum(row.value is None for row in rows) for rows in groups.values()]
    assert 1 not in hidden
    assert any(hidden)


def test_rows_of_the_starter_pack_are_the_ratings_of_onet(onet: list[FigureRow]) -> None:
    pack.check("onet-ratings", onet)


def test_the_extract_says_that_its_flags_are_lost(shared: Path) -> None:
    rows, report = figures(ONET_EXTRACTS, shared / "data" / "onet_29_3")
    assert Counter(row.indicator for row in rows) == {"ability": 2 * 46_488, "work_activity": 2 * 36_654}
    assert "no flags" in report.defects[0].what


# -- BLS --------------------------------------------------------------------------------------------------------------


def test_oews_leaves_out_only_what_nobody_can_tell_apart(shared: Path) -> None:
    rows, report = figures(OEWS, shared / "data" / "us_bls")
    table = lines(shared / "data" / "us_bls" / "oews_2024_occupation_by_industry.tsv.gz")
    said: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for line in table:
        said[line["soc"], line["industry"]].add((line["employment"], line["hourly_mean"], line["annual_mean"]))
    clear = {pair for pair, numbers in said.items() if len(numbers) == 1}
    jobs = [row for row in rows if row.indicator == "jobs"]
    assert len(jobs) == len(clear)
    for row in random.sample(rows, 3000):
        at, _, column = row.place.partition(" row ")[2].partition(", ")
        line = table[int(at) - 2]
        assert row.value == (float(line[column]) if line[column] else None)
        assert row.reason == ("" if line[column] else "oews-blank")
    assert "stand more than once with other numbers" in report.defects[0].what


def test_the_outlook_adds_up_and_names_what_has_no_code(shared: Path) -> None:
    rows, report = figures(OOH, shared / "data" / "us_bls")
    assert report.counts["sums checked"] == 290
    assert report.counts["sums that differ"] == 0
    assert sum("has no code" in one.what for one in report.defects) == 52
    future = [row for row in rows if code_of(row) == "13-2011" and row.period_end.year == 2034]
    accountants = {row.indicator: row.value for row in future}
    assert accountants == {"jobs_projection": 1652600, "jobs_projection_change": 72800, "jobs_projection_growth": 5}

"""Formats of which no publisher's file is at hand, by files made in their layout."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.lmi.loading import add, everything, read, scheme
from wayline.lmi.enums import Quality, Status
from wayline.lmi.rows import AreaRow, FigureRow
from wayline.lmi.sources.ashe import ASHE
from wayline.lmi.sources.bls import OEWS
from wayline.lmi.sources.eurostat import EUROSTAT
from wayline.lmi.sources.mapped import MAPPED
from wayline.lmi.sources.nomis import NOMIS
from wayline.taxonomy.sources.register import Source, SourceError


def figures(source: Source, path: Path) -> list[FigureRow]:
    rows, _report, _version = read(source, source.find(path))
    return [row for row in rows if isinstance(row, FigureRow)]


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    made = openpyxl.Workbook()
    del made["Sheet"]
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


HEADS: list[object] = [
    "Description", "Code", "(thousand)", "Median", "change", "Mean", "change", 10, 20, 25, 30, 40, 60, 70, 75, 80, 90,
]  # fmt: skip


def ashe_rows(title: str, rows: list[list[object]]) -> list[list[object]]:
    filler: list[list[object]] = [
        [title],
        [],
        ["", "", "Number of jobs", "", "Annual %", "", "Annual %", "Percentiles"],
    ]
    return [*filler, [], HEADS, *rows, [], ["a  Employees on adult rates of pay."]]


def ashe_zip(folder: Path) -> Path:
    levels = [
        ["United Kingdom", "K02000001", 100, 600, 5.0, 700, 4.0, 300, 350, 375, 400, 500, 650, 700, 750, 800, "x"],
        ["Chefs", 5434, 60, 520.5, 1.0, 540, 2.0, "x", *[500] * 8, "x"],
        ["London", "E12000007", 30, 800, 5.0, 900, 4.0, *[700] * 10],
        ["London, Chefs", 5434, "..", 610, ":", 640, "-", *["x"] * 10],
    ]
    margins = [
        ["United Kingdom", "K02000001", 1.0, 0.5, "", 0.7, "", *[1.0] * 9, 25.0],
        ["Chefs", 5434, 4.0, 7.5, "", 3.0, "", *[4.0] * 10],
        ["London", "E12000007", 1.0, 1.0, "", 1.0, "", *[4.0] * 10],
        ["London, Chefs", 5434, 30.0, 18.0, "", 22.0, "", *[30.0] * 10],
    ]
    name = "PROV - Work Region Occupation SOC20 (4) Table 15.1%s   Weekly pay - Gross 2023%s.xlsx"
    values = book(folder / (name % ("a", "")), {"Notes": [["x"]], "All": ashe_rows("Table 15.1a", levels)})
    cvs = book(folder / (name % ("b", " CV")), {"All": ashe_rows("Table 15.1b", margins)})
    with zipfile.ZipFile(folder / "ashetable152023provisional.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(values, values.name)
        archive.write(cvs, cvs.name)
    return folder / "ashetable152023provisional.zip"


def test_ashe_as_ons_publishes_it(tmp_path: Path) -> None:
    rows = figures(ASHE, ashe_zip(tmp_path))
    found = {
        (row.area[1], row.occupation[1] if row.occupation else "", row.indicator, row.statistic): row for row in rows
    }
    median = found["K02000001", "5434", "pay_weekly", "median"]
    assert (median.value, median.cv, median.quality) == (520.5, 7.5, Quality.REASONABLE)
    assert (median.period_start, median.period_end) == (date(2023, 4, 1), date(2023, 4, 30))
    assert median.occupation == (("soc-2020", ""), "5434")
    assert median.place.endswith("All!D7")
    assert found["E12000007", "5434", "pay_weekly", "median"].quality == Quality.ACCEPTABLE
    mean = found["E12000007", "5434", "pay_weekly", "mean"]
    assert (mean.value, mean.status, mean.reason) == (None, Status.SUPPRESSED, "ashe-cv")
    assert found["E12000007", "5434", "pay_weekly_change", "median"].status == Status.NOT_APPLICABLE
    assert found["E12000007", "5434", "pay_weekly_change", "mean"].reason == "ashe-nil"
    assert found["E12000007", "5434", "jobs", "total"].reason == "ashe-disclosive"
    assert found["K02000001", "", "jobs", "total"].value == 100_000


def test_oews_as_bls_publishes_it(tmp_path: Path) -> None:
    heads: list[object] = [
        "AREA", "AREA_TITLE", "AREA_TYPE", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE", "OCC_CODE", "OCC_TITLE",
        "TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEAN", "MEAN_PRSE", "A_MEDIAN", "A_PCT90",
    ]  # fmt: skip
    every = ["000000", "Cross-industry", "cross-industry", "1235"]
    rows: list[list[object]] = [
        heads,
        ["99", "U.S.", "1", *every, "00-0000", "All", 155000000, 0.1, 32.66, 67920, 0.1, 49500, 125720],
        ["6", "California", "2", *every, "29-1215", "Physicians", "**", "**", "*", 250000, 3.1, "#", "#"],
    ]
    read_rows = figures(OEWS, book(tmp_path / "all_data_M_2024.xlsx", {"All": rows}))
    found = {(row.area, row.statistic, row.indicator): row for row in read_rows}
    country, state = ("iso-3166", "US"), ("bls-area", "6")
    assert found[country, "total", "jobs"].value == 155_000_000
    assert found[country, "mean", "pay_annual_usd"].cv == 0.1
    assert found[state, "total", "jobs"].reason == "oews-employment"
    assert found[state, "mean", "pay_hourly_usd"].reason == "oews-wage"
    assert found[state, "median", "pay_annual_usd"].status == Status.SUPPRESSED
    assert found[state, "p90", "pay_annual_usd"].reason == "oews-top"
    assert found[state, "mean", "pay_annual_usd"].value == 250_000


NOMIS_ROWS = """\
DATE,DATE_NAME,GEOGRAPHY_NAME,GEOGRAPHY_CODE,SEX_NAME,SOC2020_FULL_NAME,MEASURES_NAME,OBS_VALUE,OBS_STATUS,OBS_STATUS_NAME
2023,Jan 2023-Dec 2023,Leeds,E08000035,Total,2136 : Programmers,Value,7100,A,Normal Value
2023,Jan 2023-Dec 2023,Leeds,E08000035,Total,2136 : Programmers,Confidence,2100,A,Normal Value
2023,Jan 2023-Dec 2023,London,E12000007,Female,2136 : Programmers,Value,,Q,Suppressed as statistically unreliable.
2023,Jan 2023-Dec 2023,London,E12000007,Total,All occupations,Value,,-,Missing
"""


def test_nomis(tmp_path: Path) -> None:
    path = tmp_path / "nomis_2024.csv"
    path.write_text(NOMIS_ROWS)
    leeds, women, everybody = figures(NOMIS, path)
    assert (leeds.value, leeds.area, leeds.occupation) == (7100, ("gss", "E08000035"), (("soc-2020", ""), "2136"))
    assert (leeds.period_start, leeds.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert (women.value, women.reason, women.sex) == (None, "nomis-suppressed", ("sex", "2"))
    assert (everybody.occupation, everybody.reason) == (None, "nomis-not-available")


def test_eurostat_tsv(tmp_path: Path) -> None:
    path = tmp_path / "estat_lfsa_egais.tsv"
    path.write_text(
        "freq,age,sex,wstatus,isco08,unit,geo\\TIME_PERIOD\t2022 \t2023 \n"
        "A,Y15-64,T,EMP,OC25,THS_PER,IT\t211.4 \t220.1 b\n"
        "A,Y15-64,F,EMP,OC25,THS_PER,LU\t1.2 u\t: c\n"
        "A,Y15-64,M,EMP,OC25,THS_PER,LU\t: \t0.02 \n"
        "A,Y15-24,M,EMP,TOTAL,THS_PER,ITC4\t33 \t34 \n"
    )
    found = {(row.area[1], row.sex and row.sex[1], row.period_end.year): row for row in figures(EUROSTAT, path)}
    assert (found["IT", None, 2022].value, found["IT", None, 2022].breaks) == (211_400, False)
    assert found["IT", None, 2023].breaks
    assert found["IT", None, 2022].occupation == (("isco-08", ""), "25")
    assert found["LU", "2", 2022].quality == Quality.UNRELIABLE
    assert (found["LU", "2", 2023].value, found["LU", "2", 2023].reason) == (None, "eurostat-confidential")
    assert found["LU", "1", 2022].reason == "eurostat-missing"
    assert found["LU", "1", 2023].reason == "eu-lfs-small"
    assert found["ITC4", "1", 2022].age == ("eurostat-age", "Y15-24")


def test_eurostat_csv(tmp_path: Path) -> None:
    path = tmp_path / "estat_lfsq_egais.csv"
    path.write_text(
        "DATAFLOW,LAST UPDATE,freq,isco08,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
        "ESTAT:LFSQ_EGAIS(1.0),14/03/25,Q,OC2,T,Y15-64,THS_PER,IT,2024-Q3,4000.5,b\n"
    )
    (row,) = figures(EUROSTAT, path)
    assert (row.value, row.breaks, row.period_start) == (4_000_500, True, date(2024, 7, 1))


MAPPING = """wayline = "figures"
[release]
title = "Employer skills survey 2022"
version = "2022"
publisher = "Department for Education"
licence = "Open Government Licence v3.0"
attribution = "Source: Employer skills survey 2022."
[file]
name = "ess.csv"
[figure]
indicator = "hard_to_fill_share"
statistic = "share"
value = "Share"
percent_sign = true
[area]
scheme = "gss"
code = "Region"
names = { "Greater London" = "E12000007" }
[occupation]
scheme = "soc-2020"
code = "SOC"
all = ["Total"]
[period]
year_is = "2022"
[sample]
column = "Base"
hide_under = 30
care_under = 50
[marks]
"*" = "mapped-suppressed"
"""
TABLE = (
    "Region,SOC,Share,Base\nGreater London,Total,36%,900\nE12000008,2,41.5,45\nE12000008,3,12,29\nE12000008,4,*,60\n"
)


def mapped(folder: Path, mapping: str = MAPPING, table: str = TABLE) -> Path:
    (folder / "ess.toml").write_text(mapping)
    (folder / "ess.csv").write_text(table)
    return folder / "ess.toml"


@pytest.mark.django_db
def test_a_table_with_a_written_mapping(tmp_path: Path) -> None:
    scheme("soc-2020", "1234")
    release, _counts = add(MAPPED, mapped(tmp_path))
    found = {(one.area.title, one.occupation.code if one.occupation else ""): one for one in everything()}
    assert (release.publisher, release.licence) == ("Department for Education", "Open Government Licence v3.0")
    assert (found["London", ""].value, found["London", ""].sample) == (36, 900)
    assert found["South East", "2"].quality == Quality.ACCEPTABLE
    assert found["South East", "3"].reason == "mapped-small-sample"
    assert found["South East", "4"].reason == "mapped-suppressed"


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ('indicator = "hard_to_fill_share"', 'indicator = "luck"', "indicator luck is not known"),
        ('value = "Share"', 'value = "Shares"', "column Shares is missing"),
        ('"*" = "mapped-suppressed"', '"*" = "because"', "reason because is not known"),
        ("[sample]", "[samples]", "section samples is not known"),
        ('year_is = "2022"', 'year_is = "soon"', "is no period"),
        ('title = "Employer', "title = Employer", "no mapping that can be read"),
        ('name = "ess.csv"', 'name = "other.csv"', "is not beside it"),
    ],
)
def test_a_wrong_mapping_is_refused(tmp_path: Path, was: str, becomes: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        figures(MAPPED, mapped(tmp_path, MAPPING.replace(was, becomes)))


def test_areas_of_others_are_announced(tmp_path: Path) -> None:
    mapping = MAPPING.replace('scheme = "gss"', 'scheme = "made"\ncountry = "GB"')
    rows, _report, _version = read(MAPPED, MAPPED.find(mapped(tmp_path, mapping)))
    assert [row.code for row in rows if isinstance(row, AreaRow) and row.scheme == "made"] == ["E12000007", "E12000008"]

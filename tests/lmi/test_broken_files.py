"""Files that are not what they should be: a clear refusal with file and place, and the data as they were."""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.lmi.loading import read, scheme
from wayline.lmi.models import Observation
from wayline.lmi.sources.emp04 import EMP04
from wayline.lmi.sources.onet_ratings import ONET_RATINGS
from wayline.lmi.sources.skills_imperative import SKILLS_IMPERATIVE
from wayline.lmi.sources.tables import Workbook, column_letters, number, records
from wayline.taxonomy.actions import add_release
from wayline.taxonomy.models import Release
from wayline.taxonomy.sources.register import Source, SourceError

ZONES = "O*NET-SOC Code\tTitle\tJob Zone\tDate\tDomain Source\n11-1011.00\tChief Executives\t5\t08/2023\tAnalyst\n"


def refusal(source: Source, path: Path) -> str:
    with pytest.raises(SourceError) as refused:
        read(source, source.find(path))
    return str(refused.value)


def zones(folder: Path, content: bytes, name: str = "Job Zones.txt") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ZONES.replace("\t5\t", "\tfive\t").encode(), "Job Zones.txt row 2: “five” is not a number"),
        (ZONES.replace("\t5\t", "\t=2+3\t").encode(), "row 2: “=2+3” is not a number"),
        (ZONES.replace("\t5\t", "\t1e999\t").encode(), "row 2: the number is too large"),
        (ZONES.replace("\t5\t", "\t6\t").encode(), "row 2: there is no job zone 6"),
        (ZONES.replace("08/2023", "2023").encode(), "row 2: “2023” is no month"),
        (ZONES.replace("\tAnalyst", "").encode(), "row 2: has 4 cells where the header names 5"),
        (ZONES.replace("Job Zone\t", "Zone\t").encode(), "row 1: the column Job Zone is missing"),
        (ZONES.replace("Chief", "Ch\x80ef").encode("latin-1"), "not utf-8-sig text"),
        (ZONES.replace("Chief", '"Chief').encode(), "row 2: cannot be read as a table"),
        (ZONES.replace("Chief", "C" * 200_000).encode(), "field larger than field limit"),
        (b"", "the file is empty"),
        (b"\x00\x01\x02" * 50, "is missing|cannot be read|not utf-8"),
    ],
)
def test_a_broken_text_is_refused_with_its_place(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message.replace("(", r"\(").replace("+", r"\+")):
        read(ONET_RATINGS, ONET_RATINGS.find(zones(tmp_path, content)))


def test_other_encodings_with_a_mark_are_read(tmp_path: Path) -> None:
    for content in (ZONES.encode("utf-8-sig"), ZONES.encode("utf-16")):
        rows, _report, _version = read(ONET_RATINGS, ONET_RATINGS.find(zones(tmp_path, content)))
        assert [row.value for row in rows[1:]] == [5]


@pytest.mark.parametrize("kept", [10, 40, 70])
def test_a_gzip_that_is_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    path = zones(tmp_path, gzip.compress(ZONES.encode())[:kept], "Job Zones.tsv.gz")
    assert "Job Zones.tsv.gz" in refusal(ONET_RATINGS, path)


def test_a_text_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        file.write(ZONES.encode())
        for _ in range(70):
            file.write(b"11-1011.00\tx\t5\t08/2023\tAnalyst\n" * 32_000)
    path = zones(tmp_path, packed.getvalue(), "Job Zones.tsv.gz")
    with pytest.raises(SourceError, match="far more than we accept"):
        for _record in records(path, delimiter="\t"):
            pass


def test_a_workbook_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "emp04.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 320_000_000)
    assert "far more than we accept" in refusal(EMP04, path)


def test_a_workbook_of_another_table_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "People"  # type: ignore[union-attr]
    book.save(tmp_path / "emp04.xlsx")
    assert "emp04.xlsx People!A2: the quarter is not where it should be" in refusal(EMP04, tmp_path / "emp04.xlsx")


def emp04(shared: Path, folder: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    """The publisher's table, written anew as .xlsx with a change."""
    original = Workbook(shared / "data" / "uk_pay_employment" / "ons_emp04_employment_by_occupation_q2_2018.xls")
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name in original.names:
        sheet = book.create_sheet(name)
        for row in original.sheet(name):
            sheet.append([cell if cell != "" else None for cell in row])
    change(book)
    book.save(folder / "emp04.xlsx")
    return folder / "emp04.xlsx"


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        ("B10", "many", "emp04.xlsx People!B10: “many” is not a number"),
        ("D10", "=SUM(D11:D12)", "emp04.xlsx People!D10: “” is not a number"),
        ("A10", "Chief executives", "emp04.xlsx People!A10: “Chief executives” has no code"),
        ("D5", "Part-time", "the column should be “Full-time” and is “Part-time”"),
        ("A2", "Spring 2018", "the quarter is not where it should be"),
    ],
)
def test_a_changed_workbook_is_refused_with_its_cell(
    shared: Path, tmp_path: Path, cell: str, value: str, message: str
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["People"][cell] = value

    assert message in refusal(EMP04, emp04(shared, tmp_path, change))


def test_sums_that_do_not_hold_are_reported_and_not_refused(shared: Path, tmp_path: Path) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book["Men"]["B10"] = 99_999

    _rows, report, _version = read(EMP04, EMP04.find(emp04(shared, tmp_path, change)))
    assert report.counts["sums that differ"] >= 1
    assert any(one.place == "emp04.xlsx People!B10" for one in report.defects)


def test_skills_imperative_differences_are_reported(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "uk_skills_imperative_2035"
    shutil.copy(folder / "areas.csv", tmp_path)
    lines = gzip.decompress((folder / "employment_by_year.csv.gz").read_bytes()).decode().splitlines()
    ours = [lines[0], *(line for line in lines if line.startswith("BU_LSIP,"))]
    place = next(at for at, line in enumerate(ours) if "22 Health professionals,2030," in line)
    ours[place] = ours[place].rpartition(",")[0] + ",99.0"
    (tmp_path / "employment_by_year.csv").write_text("\n".join(ours))
    _rows, report, _version = read(SKILLS_IMPERATIVE, SKILLS_IMPERATIVE.find(tmp_path))
    assert report.counts["sums that differ"] == 1
    assert "its parts make" in report.defects[0].what


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_with_bytes_changed_is_read_or_refused(shared: Path, tmp_path: Path, seed: int) -> None:
    """Never anything else: no other error, no hang."""
    dice = random.Random(seed)
    data = bytearray(
        (shared / "data" / "uk_pay_employment" / "ons_emp04_employment_by_occupation_q2_2018.xls").read_bytes()
    )
    if seed % 2:
        data = data[: dice.randrange(len(data))]
    for _ in range(40):
        data[dice.randrange(len(data))] = dice.randrange(256)
    path = tmp_path / "emp04.xls"
    path.write_bytes(data)
    with contextlib.suppress(SourceError):
        read(EMP04, EMP04.find(path))


@pytest.mark.django_db
def test_a_fault_in_the_last_row_leaves_everything_as_it_was(tmp_path: Path) -> None:
    scheme("onet-soc", ["11-1011.00"], version="2019")
    path = zones(tmp_path, ZONES.encode())
    add_release(ONET_RATINGS, path, write=True, advance=lambda _done, _of: None)
    zones(tmp_path, (ZONES + "11-1011.00\tChief Executives\tnine\t08/2024\tAnalyst\n").encode())
    with pytest.raises(SourceError, match="row 3"):
        add_release(ONET_RATINGS, path, write=True, advance=lambda _done, _of: None)
    assert [one.value for one in Observation.objects.all()] == [5]
    assert Release.objects.current().filter(source="onet-ratings").count() == 1


@pytest.mark.django_db
def test_a_dry_run_says_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    scheme("onet-soc", ["11-1011.00"], version="2019")
    path = zones(tmp_path, ZONES.encode())
    add_release(ONET_RATINGS, path, write=True, advance=lambda _done, _of: None)
    zones(tmp_path, ZONES.replace("\t5\t", "\t4\t").encode())
    outcome = add_release(ONET_RATINGS, path, write=False, advance=lambda _done, _of: None)
    assert outcome.counts["figures changed"] == 1
    assert [one.value for one in Observation.objects.all()] == [5]
    again = add_release(ONET_RATINGS, zones(tmp_path, ZONES.encode()), write=True, advance=lambda _done, _of: None)
    assert again.already


def test_numbers_and_columns() -> None:
    assert [number(text, "") for text in ("1,234.5", "-3", " 7 ", 2)] == [1234.5, -3, 7, 2]
    for text in ("1,23", "", "1 2", "--", "nan", True, None, "٣x"):
        with pytest.raises(SourceError):
            number(text, "place")
    assert [column_letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]

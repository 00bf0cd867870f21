"""Files that are cut off, of another kind, or made to do harm: refused with file, row and reason."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tests.taxonomy.small import OCCUPATION, SKILL, esco, silent, write_csv
from wayline.taxonomy.actions import add_release
from wayline.taxonomy.models import Concept, Label, OccupationSkill, Release, Scheme
from wayline.taxonomy.sources.files import Part
from wayline.taxonomy.sources.register import Report, Source, SourceError, source_of
from wayline.taxonomy.sources.tables import LONGEST_CELL, sheet_rows, text_rows

pytestmark = pytest.mark.django_db


def source(key: str) -> Source:
    found = source_of(key)
    assert found is not None
    return found


def add(path: Path, key: str = "esco") -> None:
    add_release(source(key), path, write=True, advance=silent)


class TestDownloadsOfEsco:
    def test_a_folder_a_zip_and_gzipped_files_say_the_same(self, tmp_path: Path) -> None:
        folder = esco(tmp_path / "esco_1_1_1")
        add(folder)
        assert Concept.objects.filter(scheme__key="esco").count() == 5
        assert OccupationSkill.objects.count() == 2
        packed = tmp_path / "ESCO dataset - v1.1.1 - classification - en - csv.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, file.name)
        again = add_release(source("esco"), packed, write=True, advance=silent)
        assert not again.changes
        for file in list(folder.iterdir()):
            (folder / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
            file.unlink()
        third = add_release(source("esco"), folder, write=True, advance=silent)
        assert not third.changes

    def test_versions_stand_side_by_side_and_the_newest_is_current(self, tmp_path: Path) -> None:
        add(esco(tmp_path / "esco_1_2_0", jobs=["nurse", "cook", "baker"], labelled=True))
        add(esco(tmp_path / "esco_1_1_1"))
        assert list(Scheme.objects.filter(key="esco", is_current=True).values_list("version", flat=True)) == ["1.2.0"]
        assert Concept.objects.filter(uri=f"{OCCUPATION}nurse").count() == 2

    def test_several_languages_lie_in_one_folder(self, tmp_path: Path) -> None:
        folder = esco(tmp_path / "esco_1_1_1")
        esco(folder, language="it")
        add(folder)
        nurse = Concept.objects.get(uri=f"{OCCUPATION}nurse")
        assert nurse.title == "nurse en"
        assert Label.objects.get(concept=nurse, language="it", kind="preferred").text == "nurse it"

    def test_an_occupation_that_is_gone_is_retired(self, tmp_path: Path) -> None:
        add(esco(tmp_path / "a_1.1.1"))
        add(esco(tmp_path / "b_1.1.1", jobs=["nurse"]))
        assert Concept.objects.get(uri=f"{OCCUPATION}cook").retired
        assert Concept.objects.filter(uri=f"{SKILL}a", retired=False).exists()

    def test_a_part_of_a_download_is_refused(self, tmp_path: Path) -> None:
        folder = esco(tmp_path / "esco_1_1_1")
        (folder / "skills_en.csv").unlink()
        with pytest.raises(SourceError, match="esco_1_1_1: is not a whole download: skills"):
            add(folder)

    def test_a_folder_that_does_not_say_its_version_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="the version of ESCO is not to be seen"):
            add(esco(tmp_path / "downloads"))

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"conceptUri,wrong\na,b\n", "row 1: the header lacks preferredLabel, description"),
            ("conceptUri,preferredLabel,description\na,\xe9t\xe9,x\n".encode("latin-1"), "line 2: is not utf-8 text"),
            (b"conceptUri,preferredLabel,description\na,b\n", "row 2: has 2 cells where the header has 3"),
            (b'conceptUri,preferredLabel,description\na,b,"cut o', "row 2: cannot be read: unexpected end of data"),
            (b"conceptUri,preferredLabel,description\na,b\0,c\n", "line 2: has a NUL character"),
            (b"conceptUri,preferredLabel,description\na,b," + b"x" * (LONGEST_CELL + 1), "field larger than"),
            (b"", "has no header"),
            (b"conceptUri,preferredLabel,description\na,,c\n", "row 2: has no address or no preferred label"),
        ],
    )
    def test_faults_name_file_row_and_reason_and_change_nothing(
        self, tmp_path: Path, content: bytes, reason: str
    ) -> None:
        add(esco(tmp_path / "esco_1_1_1"))
        before = list(Concept.objects.order_by("pk").values_list("pk", "title", "retired"))
        broken = esco(tmp_path / "other_1_1_1", jobs=["cook"])
        (broken / "skills_en.csv").write_bytes(content)
        with pytest.raises(SourceError, match=r"skills_en\.csv") as refused:
            add(broken)
        assert reason in str(refused.value)
        assert list(Concept.objects.order_by("pk").values_list("pk", "title", "retired")) == before
        assert Release.objects.count() == 1

    def test_a_gzip_that_is_cut_off_is_refused(self, tmp_path: Path) -> None:
        folder = esco(tmp_path / "esco_1_1_1")
        whole = gzip.compress((folder / "skills_en.csv").read_bytes())
        (folder / "skills_en.csv").unlink()
        (folder / "skills_en.csv.gz").write_bytes(whole[:-12])
        with pytest.raises(SourceError, match=r"skills_en\.csv: is damaged or cut off"):
            add(folder)

    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self, tmp_path: Path) -> None:
        bomb = tmp_path / "esco_1_1_1.zip"
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("occupations_en.csv", b"0" * 50_000_000)
        with pytest.raises(SourceError, match="unpacks to far more than we accept"):
            add(bomb)

    def test_a_gzip_bomb_stops_at_the_limit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("wayline.taxonomy.sources.files.MAX_UNPACKED", 10_000)
        bomb = tmp_path / "x.csv.gz"
        bomb.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 100_000))
        with pytest.raises(SourceError, match="unpacks to more than"):
            list(text_rows(Part(bomb), ("a",)))


def workbook(sheet: str, cells: str) -> bytes:
    """A minimal workbook: one sheet with these cells."""
    name = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{name}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{name}/package/2006/relationships"><Relationship Id="r1" Type="{name}/'
        'officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{name}/spreadsheetml/2006/main" xmlns:r="{name}/officeDocument/2006/'
        f'relationships"><sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{name}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{name}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{name}/spreadsheetml/2006/main"><sheetData>{cells}</sheetData>'
        "</worksheet>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return out.getvalue()


def cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


class TestWorkbooks:
    def test_a_formula_gives_the_value_kept_in_the_file(self, tmp_path: Path) -> None:
        cells = f'<row r="3">{cell("B3", "code")}{cell("C3", "n")}</row><row r="4">{cell("B4", "x")}'
        cells += '<c r="C4"><f>1+1</f><v>2</v></c></row>'
        file = tmp_path / "a.xlsx"
        file.write_bytes(workbook("Data", cells))
        assert list(sheet_rows(Part(file), "Data", ("code", "n"))) == [(4, {"": "", "code": "x", "n": "2"})]

    def test_what_is_no_workbook_is_refused(self, tmp_path: Path) -> None:
        whole = workbook("SOC2020 descriptions", f'<row r="1">{cell("A1", "x")}</row>')
        for number, content in enumerate((b"", b"PK\x03\x04 no zip", whole[: len(whole) // 2], b"plain text")):
            file = tmp_path / f"soc2020volume1-{number}.xlsx"
            file.write_bytes(content)
            with pytest.raises(SourceError, match=file.name):
                add(file, "soc2020")
        assert not Release.objects.exists()

    def test_a_workbook_of_another_kind_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "soc2020volume1.xlsx"
        file.write_bytes(workbook("Sheet1", f'<row r="1">{cell("A1", "x")}</row>'))
        with pytest.raises(SourceError, match="has no sheet “SOC2020 descriptions”"):
            add(file, "soc2020")
        file.write_bytes(workbook("SOC2020 descriptions", f'<row r="1">{cell("A1", "x")}</row>'))
        with pytest.raises(SourceError, match="has no header with SOC 2020 Major Group"):
            add(file, "soc2020")

    def test_a_workbook_that_is_a_bomb_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "soc2020volume1.xlsx"
        file.write_bytes(workbook("SOC2020 descriptions", " " * 50_000_000))
        with pytest.raises(SourceError, match="unpacks to far more"):
            add(file, "soc2020")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"1": 2}', b'{"1": {"title": "x"}}', b"[" * 100_000])
def test_json_of_another_shape_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "ita_it.json"
    file.write_bytes(content)
    with pytest.raises(SourceError, match=r"ita_it\.json"):
        add(file, "national-esco")


def test_a_script_in_place_of_the_extract_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "socDB.js"
    file.write_text("alert(1)")
    with pytest.raises(SourceError, match="holds no entry"):
        add(file, "soc2010")
    file.write_text('socDB[1115] = {soc2010:1115,unit:"A",desc:"cut')
    with pytest.raises(SourceError, match="row 1: is no entry"):
        add(file, "soc2010")


def test_rows_of_another_width_are_told_where_a_publisher_is_known_to_write_them(tmp_path: Path) -> None:
    file = tmp_path / "h.csv"
    write_csv(file, ["a", "b"], [["1", "2"], ["3"]])
    report = Report()
    assert [row for _, row in text_rows(Part(file), ("a",), ragged=report)][1] == {"a": "3", "b": ""}
    assert str(report.defects[0]).startswith("h.csv, row 3: 1 rows have another number of cells")

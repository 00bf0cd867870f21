"""Publishers' real files, counted by other means than ours."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wayline.taxonomy.rows import (
    BroaderRow,
    CollectionRow,
    ConceptRow,
    LabelRow,
    MappingRow,
    NoteRow,
    OccupationSkillRow,
    SkillRelationRow,
)
from wayline.taxonomy.sources.register import Report, all_sources, source_of

csv.field_size_limit(10**7)


def read(key: str, path: Path) -> tuple[list[Any], Report]:
    source = source_of(key)
    assert source is not None
    files = source.find(path)
    assert files, f"{key} finds nothing in {path}"
    report = Report()
    return list(source.read(files, report).rows), report


def of(rows: list[Any], kind: type) -> list[Any]:
    return [row for row in rows if type(row) is kind]


def table(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


@pytest.fixture(scope="module")
def esco(shared: Path) -> tuple[list[Any], Report]:
    return read("esco", shared / "data/esco_1_1_1")


one_reading = pytest.mark.xdist_group("esco-and-onet")  # their files are read once


@pytest.fixture(scope="module")
def onet(shared: Path) -> list[Any]:
    return read("onet", shared / "data/onet_29_3")[0]


@one_reading
class TestEsco:
    def test_concepts_are_those_of_the_files(self, esco: tuple[list[Any], Report], shared: Path) -> None:
        kinds = Counter(row.kind for row in of(esco[0], ConceptRow))
        folder = shared / "data/esco_1_1_1"
        skills = Counter(row["skillType"] == "knowledge" for row in table(folder / "skills_en.csv.gz"))
        assert kinds == {
            "group": len(list(table(folder / "ISCOGroups_en.csv.gz"))),
            "occupation": 3007,
            "skill_group": len(list(table(folder / "skillGroups_en.csv.gz"))),
            "skill": skills[False],
            "knowledge": skills[True],
        }

    def test_relations_are_all_there_but_for_those_that_dangle(
        self, esco: tuple[list[Any], Report], shared: Path
    ) -> None:
        folder = shared / "data/esco_1_1_1"
        known = {row["conceptUri"] for row in table(folder / "occupations_en.csv.gz")}
        whole = [row for row in table(folder / "occupationSkillRelations.csv.gz") if row["occupationUri"] in known]
        assert len(of(esco[0], OccupationSkillRow)) == len(whole) == 123_788
        assert len(of(esco[0], SkillRelationRow)) == 5899
        assert len(of(esco[0], BroaderRow)) > 10_000
        collections = Counter(row.key for row in of(esco[0], CollectionRow))
        assert collections["languageskills"] == len(list(table(folder / "languageSkillsCollection_en.csv.gz")))

    def test_known_faults_are_reported_with_file_and_row(self, esco: tuple[list[Any], Report]) -> None:
        told = [str(defect) for defect in esco[1].defects]
        dangling = "a9e54177-a185-404d-b6e6-15663d31137e"
        assert any(line.startswith("occupationSkillRelations.csv, row ") and dangling in line for line in told)
        assert sum("has no skillType; the relation is kept" in line for line in told) == 5
        assert any(line.startswith("skillsHierarchy_en.csv, row ") and "189 rows" in line for line in told)

    def test_an_occupation_stands_below_its_isco_group(self, esco: tuple[list[Any], Report]) -> None:
        nurse = next(row for row in of(esco[0], ConceptRow) if row.title == "nurse responsible for general care")
        assert (nurse.code, nurse.level, nurse.broader_scheme) == ("2221.2", 5, ("isco-08", ""))
        assert nurse.broader.endswith("/isco/C2221")

    def test_labels_of_other_languages(self, shared: Path) -> None:
        rows, report = read("esco-labels", shared / "data/esco_1_1_1")
        expected = Counter(
            row["lang"] for row in table(shared / "data/esco_1_1_1/multilingual_occupation_labels_melo.tsv.gz", "\t")
        )
        assert Counter(row.language for row in rows) == expected
        assert len(expected) == 21
        assert report.defects == []

    def test_french(self, shared: Path) -> None:
        rows, _ = read("esco-french", shared / "data/esco_1_1_1")
        preferred = [row for row in of(rows, LabelRow) if row.kind == "preferred"]
        assert len(preferred) == 3007 + 619 + 640
        assert {row.language for row in rows} == {"fr"}


class TestSoc:
    def test_structure_of_2020(self, shared: Path) -> None:
        rows, _ = read("soc2020", shared / "data/uk_soc")
        groups = of(rows, ConceptRow)
        extract = list(table(shared / "data/uk_soc/soc2020_structure_descriptions.tsv.gz", "\t"))
        by_level = Counter(
            next(name for name in ("major", "sub_major", "minor", "unit") if row[name]) for row in extract
        )
        counted = Counter(row.level for row in groups)
        assert [counted[level] for level in (1, 2, 3, 4)] == [
            by_level[name] for name in ("major", "sub_major", "minor", "unit")
        ]
        assert counted[4] == 412
        assert sum(row.kind == "tasks" for row in of(rows, NoteRow)) == 412
        executive = next(row for row in of(rows, NoteRow) if row.code == "1111" and row.kind == "tasks")
        assert executive.text.startswith("analyses economic, social, legal and other data")
        assert "~" not in executive.text

    def test_coding_index_of_2020(self, shared: Path) -> None:
        rows, report = read("soc2020-index", shared / "data/uk_soc")
        entries = list(table(shared / "data/uk_soc/soc2020_coding_index_v12.tsv.gz", "\t"))
        coded = [row for row in entries if not row["SOC_2020_ext"].startswith("}")]
        index = [row for row in of(rows, LabelRow) if row.kind == "index" and row.scheme[0] == "soc-2020"]
        assert len(index) == len(coded)
        six = {row.code for row in of(rows, ConceptRow) if row.kind == "occupation"}
        assert six == {row["SOC_2020_ext"] for row in coded}
        assert any(f"{len(entries) - len(coded)} entries have no code" in str(defect) for defect in report.defects)

    def test_shares_between_classifications_count_entries(self, shared: Path) -> None:
        rows, _ = read("soc2020-index", shared / "data/uk_soc")
        entries = table(shared / "data/uk_soc/soc2020_coding_index_v12.tsv.gz", "\t")
        counted: Counter[tuple[str, str]] = Counter(
            (row["SOC_2010"], row["SOC_2020"]) for row in entries if "}" not in row["SOC_2010"] + row["SOC_2020"]
        )
        ours = {
            (row.source, row.target): row
            for row in of(rows, MappingRow)
            if (row.source_scheme[0], row.target_scheme[0]) == ("soc-2010", "soc-2020")
        }
        assert set(ours) == set(counted)
        totals: Counter[str] = Counter()
        for (source, _), number in counted.items():
            totals[source] += number
        for pair, number in counted.items():
            assert ours[pair].share == pytest.approx(number / totals[pair[0]], abs=1e-6)
            assert ours[pair].share_basis == "entries of the coding index"
        targets, sources = Counter(pair[0] for pair in counted), Counter(pair[1] for pair in counted)
        exact = {pair for pair in counted if targets[pair[0]] == sources[pair[1]] == 1}
        assert {pair for pair, row in ours.items() if row.kind == "exact"} == exact

    def test_descriptions_of_2010(self, shared: Path) -> None:
        rows, report = read("soc2010", shared / "data/uk_soc")
        counted = Counter(row.level for row in of(rows, ConceptRow))
        assert counted == {1: 9, 2: 25, 3: 90, 4: 369}
        assert report.counts["entries read"] == 493
        library = next(row for row in of(rows, ConceptRow) if row.code == "4135")
        assert library.title == "Library clerks and assistants"

    def test_2010_to_isco(self, shared: Path) -> None:
        rows, _ = read("soc2010-isco", shared / "data/crosswalks")
        mappings = of(rows, MappingRow)
        assert len({row.source for row in mappings}) == 369
        doctors = {row.target: (row.kind, row.share) for row in mappings if row.source == "2211"}
        assert doctors == {"2211": ("narrow", 0.5), "2212": ("narrow", 0.5)}
        soldiers = {row.target: row.share for row in mappings if row.source == "3311"}
        assert soldiers == {"0210": 0.4, "0310": 0.6}
        for source in {row.source for row in mappings}:
            assert sum(row.share for row in mappings if row.source == source) == pytest.approx(1)


@one_reading
class TestOnet:
    def test_everything_that_the_tables_hold(self, onet: list[Any], shared: Path) -> None:
        folder = shared / "data/onet_29_3"
        kinds = Counter(row.kind for row in of(onet, ConceptRow))
        assert kinds["occupation"] == len(list(table(folder / "Occupation Data.tsv.gz", "\t"))) == 1016
        assert kinds["task"] == len(list(table(folder / "Task Statements.tsv.gz", "\t"))) == 18_796
        technologies = list(table(folder / "Technology Skills.tsv.gz", "\t"))
        examples = {(row["Commodity Code"], row["Example"]) for row in technologies}
        assert kinds["technology"] == len(examples) + len({row["Commodity Code"] for row in technologies})
        assert len(of(onet, OccupationSkillRow)) == 18_796 + len(technologies)
        titles = len(list(table(folder / "Alternate Titles.tsv.gz", "\t")))
        reported = len(list(table(folder / "Sample of Reported Titles.tsv.gz", "\t")))
        assert sum(row.kind == "alternative" for row in of(onet, LabelRow)) == titles + reported

    def test_elements_are_what_they_are(self, onet: list[Any]) -> None:
        kinds = {row.code: row.kind for row in of(onet, ConceptRow) if row.scheme[0] == "onet-content"}
        assert kinds["1.A.1.a.1"] == "ability"
        assert kinds["1.B.1.a"] == "interest"
        assert kinds["1.B.2.a"] == "work_value"
        assert kinds["2.A.1.a"] == "skill"
        assert kinds["2.C.1.a"] == "knowledge"
        assert kinds["4.A.1.a.1.I01.D01"] == "work_activity"

    def test_crosswalk_with_esco(self, shared: Path) -> None:
        rows, report = read("esco-onet", shared / "data/crosswalks")
        forward = [row for row in rows if row.source_scheme[0] == "onet-soc"]
        backward = [row for row in rows if row.source_scheme[0] != "onet-soc"]
        assert len(forward) == 4253
        exact = Counter(row.source for row in forward if row.kind == "exact")
        assert max(exact.values()) == 1
        assert {row.kind for row in backward} == {"related"}
        reverse = list(table(shared / "data/crosswalks/official_crosswalk_esco_onet_reverse.csv.gz"))
        whole = {(row["ESCO/ISCO Code"], row["O*NET-SOC 2019 Code"]) for row in reverse} - {("", "")}
        assert {(row.source, row.target) for row in backward} == {pair for pair in whole if all(pair)}
        assert report.defects


def test_other_crosswalks(shared: Path) -> None:
    rows, _ = read("isco-us-soc", shared / "data/crosswalks")
    mappings = of(rows, MappingRow)
    assert len(mappings) == 1125
    several = Counter(row.source for row in mappings)
    assert all(several[row.source] == 1 for row in mappings if row.kind == "exact")
    rows, _ = read("onet-us-soc", shared / "data/crosswalks")
    assert len(of(rows, MappingRow)) == 1110
    rows, _ = read("national-esco", shared / "data/crosswalks/national_to_esco_melo")
    titles = 0
    pairs = 0
    for file in (shared / "data/crosswalks/national_to_esco_melo").glob("*.json.gz"):
        if not file.name.startswith("usa"):  # the crosswalk with O*NET once more
            entries = json.loads(gzip.decompress(file.read_bytes()))
            titles += len(entries)
            pairs += sum(len(entry["matches"]) for entry in entries.values())
    assert len(of(rows, ConceptRow)) == titles
    assert len(of(rows, MappingRow)) == pairs


def test_sources_come_in_an_order_in_which_they_can_be_loaded() -> None:
    keys = [source.key for source in all_sources()]
    for source in all_sources():
        for earlier in source.after:
            assert earlier not in keys or keys.index(earlier) < keys.index(source.key)

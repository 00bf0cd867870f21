"""Reading: the starter pack, crosswalks over several steps, and the public pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import GuardedClient
from tests.taxonomy.small import DECLARED, SCHEME, add, job
from wayline.taxonomy import crosswalk, queries
from wayline.taxonomy.actions import load_starter
from wayline.taxonomy.models import Area, Concept, Release
from wayline.taxonomy.rows import ConceptRow, LabelRow, MappingRow, NoteRow, SchemeRow

pytestmark = pytest.mark.django_db
B, C = ("b", ""), ("c", "")
OTHERS = [SchemeRow("b", "", "B", "x"), SchemeRow("c", "", "C", "x")]


def thing(scheme: tuple[str, str], code: str) -> ConceptRow:
    return ConceptRow(scheme, "occupation", code, f"{scheme[0]} {code}")


def mapped(
    source: tuple[tuple[str, str], str], target: tuple[tuple[str, str], str], kind: str, **more: float
) -> MappingRow:
    return MappingRow(*source, *target, kind, **more)  # type: ignore[arg-type]


def routes(code: str, to: str, longest: int = 2) -> list[tuple[str, list[str], float | None]]:
    found = queries.concept("jobs", code)
    assert found is not None
    paths = crosswalk.paths(found, to, longest=longest)
    return [(path.target.code, [str(step.kind) for step in path.steps], path.share) for path in paths]


class TestCrosswalk:
    def test_one_to_one_is_exact_and_one_to_several_never_is(self, tmp_path: Path) -> None:
        rows = [DECLARED, *OTHERS, job("1"), job("2"), thing(B, "x"), thing(B, "y"), thing(B, "z")]
        rows += [mapped((SCHEME, "1"), (B, "x"), "exact"), mapped((SCHEME, "2"), (B, "y"), "exact")]
        rows += [mapped((SCHEME, "2"), (B, "z"), "exact")]
        add(tmp_path, rows)
        assert routes("1", "b") == [("x", ["exact"], None)]
        assert routes("2", "b") == [("y", ["close"], None), ("z", ["close"], None)]

    def test_two_steps_name_both_and_multiply_their_shares(self, tmp_path: Path) -> None:
        rows = [DECLARED, *OTHERS, job("1"), thing(B, "x"), thing(B, "y"), thing(C, "p")]
        rows += [
            mapped((SCHEME, "1"), (B, "x"), "narrow", share=0.75),
            mapped((SCHEME, "1"), (B, "y"), "narrow", share=0.25),
        ]
        rows += [mapped((B, "x"), (C, "p"), "exact", share=1.0)]
        add(tmp_path, rows)
        assert routes("1", "c") == [("p", ["narrow", "exact"], 0.75)]
        assert routes("1", "c", longest=1) == []

    def test_what_was_stated_the_other_way_round_is_turned_and_loses_its_share(self, tmp_path: Path) -> None:
        rows = [DECLARED, *OTHERS, job("1"), thing(B, "x"), mapped((B, "x"), (SCHEME, "1"), "broad", share=0.5)]
        add(tmp_path, rows)
        assert routes("1", "b") == [("x", ["narrow"], None)]

    def test_replaced_releases_say_nothing_any_more(self, tmp_path: Path) -> None:
        base = [DECLARED, *OTHERS, job("1"), thing(B, "x"), thing(B, "y")]
        add(tmp_path, base)
        add(tmp_path, [mapped((SCHEME, "1"), (B, "x"), "exact")], key="map")
        add(tmp_path, [mapped((SCHEME, "1"), (B, "y"), "exact")], key="map")
        assert routes("1", "b") == [("y", ["exact"], None)]

    def test_queries_do_not_grow_with_the_number_of_mappings(self, tmp_path: Path) -> None:
        rows = [DECLARED, *OTHERS, job("1"), job("2"), *(thing(B, str(n)) for n in range(40))]
        rows += [mapped((SCHEME, "1"), (B, "0"), "exact")]
        rows += [mapped((SCHEME, "2"), (B, str(n)), "narrow") for n in range(40)]
        add(tmp_path, rows)
        routes("1", "b")  # tables are remembered
        numbers = []
        for code in ("1", "2", "2"):
            with CaptureQueriesContext(connection) as caught:
                routes(code, "b")
            numbers.append(len(caught))
        assert numbers[1] == numbers[0] + 1  # the concepts that are named for the first time
        assert numbers[2] == numbers[0]


class TestStarterPack:
    def test_a_house_without_words_gets_it_at_once(self) -> None:
        assert load_starter()
        occupations = Concept.objects.of("starter").filter(kind="occupation")
        assert occupations.count() >= 40
        for one in occupations:
            assert one.description
            assert queries.title(one, "it") != ""
            assert {note.kind for note in queries.notes(one, "it")} == {"tasks"}
            assert queries.notes(one, "it")[0].language == "it"
            assert sum(len(group.skills) for group in queries.skills(one)) >= 2
        assert Area.objects.get(code="E12000007").parent == Area.objects.get(code="E92000001")
        assert Area.objects.get(code="E12000007").title_in("it") == "Londra"
        assert not load_starter()

    def test_every_code_that_it_names_is_one_of_the_publishers(self, shared: Path) -> None:
        from tests.taxonomy.test_sources import of, read

        load_starter()
        isco = {row.code: row.title for row in of(read("esco", shared / "data/esco_1_1_1")[0], ConceptRow)}
        soc = {row.code: row.title for row in of(read("soc2020", shared / "data/uk_soc")[0], ConceptRow)}
        onet = {row.code: row.title for row in of(read("onet", shared / "data/onet_29_3")[0], ConceptRow)}
        for key, known in (("isco-08", isco), ("esco", isco), ("soc-2020", soc), ("onet-soc", onet)):
            for one in Concept.objects.filter(scheme__key=key):
                assert known[one.code] == one.title, one.code

    def test_it_steps_back_before_a_publisher_and_points_to_it(self, tmp_path: Path) -> None:
        load_starter()
        add(tmp_path, [SchemeRow("soc-2020", "", "SOC 2020 (UK)", "ONS"),
                       ConceptRow(("soc-2020", ""), "group", "6135", "Care workers and home carers")])  # fmt: skip
        worker = Concept.objects.of("starter").get(code="care-worker")
        assert worker.retired
        assert "6135" in {one.code for one in queries.successors(worker)}
        assert not Release.objects.current().filter(source="starter").exists()
        assert not load_starter()

    def test_a_publisher_who_names_a_group_by_its_address_finds_the_group_of_the_pack(self, tmp_path: Path) -> None:
        load_starter()
        esco, isco, group = ("esco", "1.9"), ("isco-08", ""), "http://example.org/isco/C5322"
        add(
            tmp_path,
            [
                SchemeRow("isco-08", "", "ISCO-08", "ILO"),
                SchemeRow("esco", "1.9", "ESCO 1.9", "European Commission"),
                ConceptRow(isco, "group", "5322", "Home-based personal care workers", uri=group),
                ConceptRow(esco, "occupation", "5322.1", "home care aide", broader=group, broader_scheme=isco),
                LabelRow(isco, group, "it", "preferred", "Addetti all'assistenza domiciliare"),
            ],
        )
        aide = Concept.objects.of("esco", "1.9").get(code="5322.1")
        assert aide.broader is not None
        assert (aide.broader.code, aide.broader.uri) == ("5322", group)
        assert queries.title(aide.broader, "it") == "Addetti all'assistenza domiciliare"


class TestPages:
    @pytest.fixture
    def filled(self, tmp_path: Path) -> Release:
        rows = [DECLARED, *OTHERS, job("1", description="What it is."), job("1.1", broader="1"), job("9/99", "Slash")]
        rows += [LabelRow(SCHEME, "1", "it", "preferred", "Lavoro"), NoteRow(SCHEME, "1", "en", "tasks", "one\ntwo")]
        rows += [thing(B, "x"), mapped((SCHEME, "1"), (B, "x"), "broad", share=0.004)]
        return add(tmp_path, rows).release

    def test_everybody_reads_a_concept_with_who_says_it(self, client: GuardedClient, filled: Release) -> None:
        page = client.get("/occupations/classifications/jobs/1/").content.decode()
        for text in ("What it is.", "<li>two</li>", "Lavoro", "the target is broader", "&lt; 1 %", "Source small 1"):
            assert text in page
        assert "/occupations/classifications/jobs/1.1/" in page

    def test_codes_may_hold_a_stroke(self, client: GuardedClient, filled: Release) -> None:
        found = Concept.objects.get(code="9/99")
        assert client.get(found.get_absolute_url()).status_code == 200

    def test_names_are_in_the_readers_language(self, client: GuardedClient, filled: Release) -> None:
        client.cookies["django_language"] = "it"
        assert "<h1" in (page := client.get("/occupations/classifications/jobs/1/").content.decode())
        assert "Lavoro</h1>" in " ".join(page.split()).replace(" </h1>", "</h1>")

    def test_a_scheme_is_browsed_and_searched(self, client: GuardedClient, filled: Release) -> None:
        top = client.get("/occupations/classifications/jobs/").content.decode()
        assert "Job 1</a>" in top
        assert "Job 1.1</a>" not in top
        assert "1 below it" in top
        found = client.get("/occupations/classifications/jobs/", {"q": "slash"}).content.decode()
        assert "Slash</a>" in found
        assert "No entry matches" in client.get("/occupations/classifications/jobs/", {"q": "zzz"}).content.decode()

    def test_sources_tell_licence_files_and_faults(self, client: GuardedClient, filled: Release) -> None:
        assert "CC0" in client.get("/data/").content.decode()
        page = client.get(f"/data/{filled.pk}/").content.decode()
        assert filled.files[0]["sha256"] in page
        assert client.get("/data/999999/").status_code == 404

    @pytest.mark.parametrize("path", ["", "nothing/", "jobs/nothing/", "jobs/1/?version=7"])
    def test_what_is_not_there_is_not_found(self, client: GuardedClient, filled: Release, path: str) -> None:
        assert client.get(f"/occupations/classifications/{path}").status_code == (404 if path else 200)

    def test_an_empty_house_says_what_to_do(self, client: GuardedClient) -> None:
        assert "wayline data add" in client.get("/occupations/classifications/").content.decode()
        assert "wayline data add" in client.get("/data/").content.decode()

    def test_a_page_costs_the_same_for_few_and_for_many(self, client: GuardedClient, tmp_path: Path) -> None:
        rows = [DECLARED, *OTHERS, job("1"), job("2"), *(job(f"1.{n}", broader="1") for n in range(2))]
        rows += [job(f"2.{n}", broader="2") for n in range(30)] + [thing(B, str(n)) for n in range(30)]
        rows += [mapped((SCHEME, "1"), (B, "0"), "narrow")]
        rows += [mapped((SCHEME, "2"), (B, str(n)), "narrow") for n in range(30)]
        add(tmp_path, rows)
        client.get("/occupations/classifications/jobs/1/")
        numbers = []
        for code in ("1", "2"):
            with CaptureQueriesContext(connection) as caught:
                client.get(f"/occupations/classifications/jobs/{code}/")
            numbers.append(len(caught))
        assert numbers[0] == numbers[1]

"""Merging releases: what is new, changed, the same and gone; all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.taxonomy.small import DECLARED, SCHEME, add, job
from wayline.taxonomy.actions import InUse, check_releases, remove_release, users_of
from wayline.taxonomy.models import Area, Concept, Label, Mapping, Release, Scheme
from wayline.taxonomy.rows import AreaRow, ConceptRow, LabelRow, MappingRow, SchemeRow
from wayline.taxonomy.sources.register import SourceError

pytestmark = pytest.mark.django_db


def jobs_now() -> dict[str, tuple[str, bool]]:
    return {one.code: (one.title, one.retired) for one in Concept.objects.filter(scheme__key="jobs")}


class TestMerge:
    def test_a_release_brings_concepts_with_their_hierarchy_and_labels(self, tmp_path: Path) -> None:
        rows = [DECLARED, job("2", broader="1"), job("1"), LabelRow(SCHEME, "2", "it", "preferred", "Due")]
        outcome = add(tmp_path, rows)
        assert outcome.counts == {"occupations new": 2, "labels new": 1}
        assert Concept.objects.get(code="2").broader == Concept.objects.get(code="1")
        assert Label.objects.get().release == outcome.release
        assert outcome.release.rows == 4

    def test_without_write_nothing_stays(self, tmp_path: Path) -> None:
        outcome = add(tmp_path, [DECLARED, job("1"), AreaRow("gss", "K1", "Here", "country", "GB")], write=False)
        assert outcome.counts["occupations new"] == 1
        assert not Release.objects.exists()
        assert not Scheme.objects.exists()
        assert not Area.objects.exists()

    def test_the_same_files_twice_change_nothing_and_are_not_read(self, tmp_path: Path) -> None:
        first = add(tmp_path, [DECLARED, job("1")])
        second = add(tmp_path, [DECLARED, job("1")])
        assert second.already
        assert second.release == first.release
        assert Release.objects.count() == 1

    def test_read_again_on_demand_it_says_that_all_is_the_same(self, tmp_path: Path) -> None:
        rows = [DECLARED, job("1"), LabelRow(SCHEME, "1", "en", "preferred", "One"),
                MappingRow(SCHEME, "1", SCHEME, "1", "related")]  # fmt: skip
        add(tmp_path, rows)
        outcome = add(tmp_path, rows, again=True)
        assert not outcome.changes
        assert outcome.counts == {"occupations same": 1, "labels same": 1, "mappings same": 1}

    def test_what_a_new_release_lacks_is_retired_and_comes_back(self, tmp_path: Path) -> None:
        add(tmp_path, [DECLARED, job("1"), job("2")])
        outcome = add(tmp_path, [DECLARED, job("1", "New name"), job("3")])
        assert outcome.counts == {"occupations new": 1, "occupations changed": 1, "occupations gone": 1}
        assert jobs_now() == {"1": ("New name", False), "2": ("Job 2", True), "3": ("Job 3", False)}
        assert outcome.replaced == ("Source small 1",)
        third = add(tmp_path, [DECLARED, job("1", "New name"), job("2"), job("3")])
        assert third.counts == {"occupations changed": 1, "occupations same": 2}
        assert not Concept.objects.filter(retired=True).exists()

    def test_editions_stand_side_by_side_and_the_wider_takes_the_narrower_ones_place(self, tmp_path: Path) -> None:
        add(tmp_path, [DECLARED, job("1")], edition="1 en")
        other = add(tmp_path, [DECLARED, LabelRow(SCHEME, "1", "it", "preferred", "Uno")], edition="1 it")
        assert other.replaced == ()
        assert Release.objects.current().count() == 2
        both = add(tmp_path, [DECLARED, job("1"), LabelRow(SCHEME, "1", "it", "preferred", "Uno")], edition="1 en it")
        assert len(both.replaced) == 2
        assert both.counts == {"occupations same": 1, "labels same": 1}

    def test_a_stand_in_never_changes_what_another_source_describes(self, tmp_path: Path) -> None:
        add(tmp_path, [DECLARED, job("1", "Stand-in", fallback=True)], key="other")
        add(tmp_path, [DECLARED, job("1", "Real")])
        add(tmp_path, [DECLARED, job("1", "Other stand-in", fallback=True)], key="third")
        assert jobs_now() == {"1": ("Real", False)}

    def test_statements_on_concepts_that_are_not_loaded_are_told_and_attach_later(self, tmp_path: Path) -> None:
        labels = [LabelRow(SCHEME, "9", "it", "preferred", "Nove")]
        early = add(tmp_path, labels, key="labels", after=("small",))
        assert early.counts == {"labels unattached": 1}
        assert "not loaded" in early.release.defects[0]["what"]
        add(tmp_path, [DECLARED, job("9")])
        assert any("add it again" in fault.what for fault in check_releases())
        late = add(tmp_path, labels, key="labels", after=("small",))
        assert late.counts == {"labels new": 1}
        assert check_releases() == []

    def test_the_newest_version_of_a_scheme_is_the_current_one(self, tmp_path: Path) -> None:
        for version in ("1.9", "1.10", "1.2"):
            add(tmp_path, [SchemeRow("v", version, f"V {version}", "x"), ConceptRow(("v", version), "skill", "a", "A")],
                key=f"v{version}")  # fmt: skip
        assert Scheme.objects.get(key="v", is_current=True).version == "1.10"
        add(tmp_path, [LabelRow(("v", "1"), "a", "it", "preferred", "Newest of line 1")], key="line")
        assert Label.objects.get().concept.scheme.version == "1.10"

    def test_a_fault_in_the_middle_leaves_everything_as_it_was(self, tmp_path: Path) -> None:
        add(tmp_path, [DECLARED, job("1")])
        with pytest.raises(SourceError, match="401 characters"):
            add(tmp_path, [DECLARED, job("1", "Changed"), job("2", "x" * 401)])
        assert jobs_now() == {"1": ("Job 1", False)}
        assert Release.objects.count() == 1

    def test_areas_are_made_once_with_the_area_they_are_part_of(self, tmp_path: Path) -> None:
        rows = [AreaRow("gss", "A", "All", "country", "GB"), AreaRow("gss", "B", "Part", "region", "GB", "A")]
        assert add(tmp_path, rows).counts == {"areas new": 2}
        assert add(tmp_path, rows, again=True).counts == {"areas same": 2}
        assert Area.objects.get(code="B").parent == Area.objects.get(code="A")


release = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["one", "two", "three"]), min_size=1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(release, min_size=1, max_size=4))
def test_counts_tell_the_difference_between_releases(tmp_path: Path, releases: list[dict[str, str]]) -> None:
    """Whatever releases follow each other: the counts are those of the sets, and the last one is what is offered."""
    Concept.objects.all().delete()
    Release.objects.all().delete()
    known: dict[str, tuple[str, bool]] = {}
    for given_titles in releases:
        outcome = add(tmp_path, [DECLARED, *(job(code, title) for code, title in given_titles.items())], again=True)
        before = dict(known)
        known |= {code: (title, False) for code, title in given_titles.items()}
        known |= {code: (title, True) for code, (title, _) in known.items() if code not in given_titles}
        expected = {
            "occupations new": sum(code not in before for code in given_titles),
            "occupations changed": sum(code in before and before[code] != known[code] for code in given_titles),
            "occupations same": sum(before.get(code) == known[code] for code in given_titles),
            "occupations gone": sum(not gone and code not in given_titles for code, (_, gone) in before.items()),
        }
        assert outcome.counts == {what: number for what, number in expected.items() if number}
        assert jobs_now() == known


class TestRemove:
    def test_a_release_that_nobody_needs_goes_with_all_it_brought(self, tmp_path: Path) -> None:
        outcome = add(tmp_path, [DECLARED, job("1"), LabelRow(SCHEME, "1", "en", "preferred", "One")])
        remove_release(outcome.release)
        assert not Release.objects.exists()
        assert not Concept.objects.exists()
        assert not Scheme.objects.exists()

    def test_one_that_others_refer_to_stays_and_says_who(self, tmp_path: Path) -> None:
        jobs = add(tmp_path, [DECLARED, job("1"), job("2")])
        mapping = add(tmp_path, [MappingRow(SCHEME, "1", SCHEME, "2", "close")], key="mapping")
        with pytest.raises(InUse, match=r"Source mapping 1 \(2\)"):
            remove_release(jobs.release)
        assert Concept.objects.count() == 2
        remove_release(mapping.release)
        assert users_of(jobs.release) == []
        assert not Mapping.objects.exists()

    def test_lost_mappings_are_found(self, tmp_path: Path) -> None:
        add(tmp_path, [DECLARED, job("1"), job("2"), MappingRow(SCHEME, "1", SCHEME, "2", "close")])
        assert check_releases() == []
        Mapping.objects.all().delete()
        assert [fault.what for fault in check_releases()] == ["had 1 mappings when it was added and has 0"]

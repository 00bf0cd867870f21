"""From one classification to another: every step is told, and several targets are never shown as one."""

from __future__ import annotations

import pytest

from tests.taxonomy import words
from wayline.taxonomy import crosswalk
from wayline.taxonomy.enums import MappingKind

pytestmark = pytest.mark.django_db


def test_a_table_with_three_targets_gives_three_paths_by_share() -> None:
    new, old = words.scheme("soc-2020"), words.scheme("soc-2010")
    lecturer = words.concept(new, "2311", "Higher education teaching professionals")
    for code, share in (("2311", 0.2), ("2319", 0.7), ("3563", 0.1)):
        words.mapping(lecturer, words.concept(old, code, code), MappingKind.BROAD, share=share, share_basis="entries")
    found = crosswalk.paths(lecturer, "soc-2010")
    assert [(path.target.code, path.share, path.is_exact) for path in found] == [
        ("2319", 0.7, False), ("2311", 0.2, False), ("3563", 0.1, False),
    ]  # fmt: skip


def test_shares_multiply_along_the_steps_and_one_unknown_makes_it_unknown() -> None:
    soc, isco, onet = words.scheme("soc-2020"), words.scheme("isco-08"), words.scheme("onet-soc")
    electrician = words.concept(soc, "5241", "Electricians")
    building, mechanics = words.concept(isco, "7411", "Building"), words.concept(isco, "7412", "Mechanics")
    words.mapping(electrician, building, MappingKind.NARROW, share=0.5)
    words.mapping(electrician, mechanics, MappingKind.NARROW, share=0.5)
    words.mapping(building, words.concept(onet, "47-2111.00", "Electricians"), share=0.5)
    words.mapping(mechanics, words.concept(onet, "49-2092.00", "Repairers"))
    found = {path.target.code: path for path in crosswalk.paths(electrician, "onet-soc")}
    assert found["47-2111.00"].share == 0.25
    assert found["49-2092.00"].share is None
    assert [step.target.code for step in found["49-2092.00"].steps] == ["7412", "49-2092.00"]


def test_a_table_is_read_backwards_with_the_kind_turned_and_without_its_share() -> None:
    narrow = words.concept(words.scheme("soc-2010"), "5241", "Electricians and electrical fitters")
    broad = words.concept(words.scheme("isco-08"), "741", "Electrical equipment installers")
    words.mapping(narrow, broad, MappingKind.BROAD, share=1.0)
    [path] = crosswalk.paths(broad, "soc-2010")
    assert (path.target, path.steps[0].kind, path.share) == (narrow, MappingKind.NARROW, None)


def test_the_hierarchy_across_schemes_counts_as_a_step() -> None:
    group = words.concept(words.scheme("isco-08"), "7411", "Building electricians")
    occupation = words.concept(words.scheme("esco"), "7411.1", "domestic electrician", broader=group)
    [up] = crosswalk.paths(occupation, "isco-08")
    [down] = crosswalk.paths(group, "esco")
    assert (up.target, up.steps[0].kind) == (group, MappingKind.BROAD)
    assert (down.target, down.steps[0].kind) == (occupation, MappingKind.NARROW)


def test_a_new_release_is_seen_at_once_and_a_superseded_one_no_longer() -> None:
    one = words.concept(words.scheme("soc-2020"), "5241", "Electricians")
    assert crosswalk.paths(one, "isco-08") == []
    made = words.mapping(one, words.concept(words.scheme("isco-08"), "7411", "Building electricians"))
    assert len(crosswalk.paths(one, "isco-08")) == 1
    made.release.superseded_at = made.release.added_at
    made.release.save()
    words.release()
    assert crosswalk.paths(one, "isco-08") == []


def test_ancestors_stop_where_the_classification_ends() -> None:
    isco, esco = words.scheme("isco-08"), words.scheme("esco")
    group = words.concept(isco, "7411", "Building electricians", broader=words.concept(isco, "741", "Electrical"))
    occupation = words.concept(esco, "7411.1", "electrician", broader=group)
    below = words.concept(esco, "7411.1.1", "domestic electrician", broader=occupation)
    assert crosswalk.ancestors(below) == [occupation]
    assert [one.code for one in crosswalk.ancestors(group)] == ["741"]

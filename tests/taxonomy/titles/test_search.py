"""From what a person types to occupations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.taxonomy.titles.starter import ESCO, labels
from wayline.taxonomy.titles.index import Index
from wayline.taxonomy.titles.labels import Hit, Kind, Label, Match
from wayline.taxonomy.titles.model import Model
from wayline.taxonomy.titles.search import Search
from wayline.taxonomy.titles.senses import senses
from wayline.taxonomy.titles.store import BrokenStore
from wayline.taxonomy.titles.training import SMALL, train


@pytest.fixture(scope="module")
def model() -> Model:
    return train(labels(), seed=3, setting=SMALL)


@pytest.fixture(scope="module")
def index(model: Model) -> Index:
    return Index.build(model, labels())


@pytest.fixture(scope="module")
def search(index: Index) -> Search:
    return Search(index)


def best(hits: list[Hit]) -> tuple[str, Match]:
    return hits[0].concept, hits[0].match


@pytest.mark.parametrize(
    ("typed", "concept", "match"),
    [
        ("Plumber", "plumber", Match.SAME),
        ("serveuse", "waiter", Match.SAME),
        ("serveur", "waiter", Match.SAME),
        ("Verkäuferin", "sales", Match.SAME),
        ("VERKAUFER (m/w/d)", "sales", Match.SAME),
        ("verkäufer/in", "sales", Match.SAME),
        ("plombiere", "plumber", Match.SAME),
        ("software", "developer", Match.PART),
        ("boulan", "baker", Match.PART),
        ("hairdreser", "hairdresser", Match.SPELLING),
        ("softwear developper", "developer", Match.MEANING),
        ("c++", "developer", Match.PART),
    ],
)
def test_a_title_finds_its_occupation(search: Search, typed: str, concept: str, match: Match) -> None:
    found = best(search.search(typed, scheme="esco"))
    assert found[0] == concept
    if match is not Match.MEANING:
        assert found[1] is match


def test_an_unfinished_word_finds_all_it_may_become(search: Search) -> None:
    found = {hit.concept for hit in search.search("electr", scheme="esco", language="en", limit=2)}
    assert found == {"electrician", "electronics"}


def test_a_language_limits_the_labels_not_what_is_typed(search: Search) -> None:
    hits = search.search("Klempner", scheme="esco", language="en", limit=3)
    assert {hit.language for hit in hits} == {"en"}
    assert hits[0].concept == "plumber"


def test_a_scheme_limits_the_concepts(search: Search) -> None:
    assert {hit.scheme for hit in search.search("nurse", scheme="soc2020")} == {"soc2020"}
    assert {hit.scheme for hit in search.search("nurse")} == {"esco", "soc2020"}


@pytest.mark.parametrize(
    "other",
    [
        Label("esco", "x", "en", "tinker", Kind.ALTERNATIVE),
        Label("esco", "x", "en", "tinker", Kind.PREFERRED, group=True),
    ],
)
def test_an_occupations_name_goes_before_an_alias_and_before_a_group(model: Model, other: Label) -> None:
    shared = [other, Label("esco", "y", "en", "tinker", Kind.PREFERRED)]
    concepts = [hit.concept for hit in Search(Index.build(model, [*labels(), *shared])).search("tinker", limit=2)]
    assert concepts == ["y", "x"]


def test_the_label_shown_is_the_nearest_though_the_name_counts_more(search: Search) -> None:
    heavy = Search(search.index, replace(search.shares, name=5))
    assert heavy.search("wireman", scheme="esco", limit=1)[0].label == "wireman"


def test_each_concept_comes_once_and_scores_fall(search: Search) -> None:
    hits = search.search("engineer", limit=50)
    assert len({(hit.scheme, hit.concept) for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize("typed", ["", "   ", "…", "(m/w/d)"])
def test_nothing_typed_finds_nothing(search: Search, typed: str) -> None:
    assert search.search(typed) == []


def test_an_unknown_scheme_or_language_finds_nothing(search: Search) -> None:
    assert search.search("nurse", scheme="isco") == []
    assert search.search("nurse", language="fi") == []


def test_a_limit_is_kept(search: Search) -> None:
    assert len(search.search("nurse", limit=3)) == 3


def test_every_meaning_of_a_title_is_found_whatever_its_rank(search: Search) -> None:
    assert {hit.concept for hit in search.titled("manager", scheme="soc2020")} == {"1132", "1190", "1211", "1222"}
    assert search.titled("manager", scheme="soc2020", language="fr") == []
    assert search.titled("", scheme="soc2020") == []


def test_every_label_finds_its_own_concept(search: Search) -> None:
    for label in labels():
        if label.scheme == "esco":
            assert search.search(label.text, scheme="esco", unfinished=False)[0].concept == label.concept, label


def test_the_same_labels_in_any_order_give_the_same_model(model: Model) -> None:
    again = train(reversed(labels()), seed=3, setting=SMALL)
    assert np.array_equal(again.pieces.numbers, model.pieces.numbers)
    assert np.array_equal(again.anchors, model.anchors)
    assert again.about == model.about


def test_another_seed_gives_another_model(model: Model) -> None:
    short = replace(SMALL, fewest_steps=2, effort=0)
    assert not np.array_equal(train(labels(), seed=4, setting=short).anchors, model.anchors)


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    train(
        labels(),
        setting=replace(SMALL, fewest_steps=3, effort=0),
        progress=lambda done, all_: told.append((done, all_)),
    )
    assert told == [(step, 6) for step in range(1, 7)]


def test_without_labels_there_is_nothing_to_learn() -> None:
    with pytest.raises(ValueError, match="no labels"):
        train([])


def test_what_is_saved_answers_as_before(search: Search, tmp_path: Path) -> None:
    search.index.model.save(tmp_path / "model")
    search.index.save(tmp_path / "index")
    loaded = Search(Index.load(tmp_path / "index", Model.load(tmp_path / "model")))
    for typed in ("serveuse", "electr", "plummer", "manager retail"):
        assert loaded.search(typed) == search.search(typed)


def test_saving_again_takes_the_place_of_the_former(index: Index, tmp_path: Path) -> None:
    for _ in range(2):
        index.model.save(tmp_path / "model")
    assert [one.name for one in tmp_path.iterdir()] == ["model"]


def test_a_broken_folder_is_refused(index: Index, tmp_path: Path) -> None:
    with pytest.raises(BrokenStore):
        Model.load(tmp_path / "nothing")
    index.model.save(tmp_path / "model")
    (tmp_path / "model" / "numbers.npy").write_bytes(b"torn")
    with pytest.raises(BrokenStore):
        Model.load(tmp_path / "model")


def test_an_index_of_another_model_is_refused(index: Index, tmp_path: Path) -> None:
    index.save(tmp_path / "index")
    other = train(labels(), seed=5, setting=replace(SMALL, fewest_steps=2, effort=0))
    with pytest.raises(BrokenStore, match="another model"):
        Index.load(tmp_path / "index", other)


def test_a_concept_that_came_after_training_is_found(model: Model) -> None:
    later = [*labels(), Label("esco", "beekeeper", "en", "beekeeper")]
    found = Search(Index.build(model, later)).search("beekeeper", scheme="esco")
    assert best(found) == ("beekeeper", Match.SAME)


def test_a_title_of_several_occupations_tells_what_parts_them(search: Search) -> None:
    found = senses(search, "Manager", scheme="soc2020")
    assert found.several
    assert {one.hit.concept: one.differences for one in found.senses} == {
        "1132": ("sales",),
        "1190": ("retail trade",),
        "1211": ("farming",),
        "1222": ("catering",),
    }


def test_senses_are_grouped_by_what_the_caller_names(search: Search) -> None:
    groups = senses(search, "manager", scheme="soc2020").grouped(lambda concept: concept[:2])
    assert {group: {one.hit.concept for one in found} for group, found in groups.items()} == {
        "11": {"1132", "1190"},
        "12": {"1211", "1222"},
    }


def test_a_title_within_longer_titles_tells_their_other_words(search: Search) -> None:
    found = senses(search, "engineer", scheme="esco", language="en")
    assert {one.hit.concept: one.differences for one in found.senses} == {
        "civil": ("civil",),
        "electronics": ("electronics",),
    }


def test_a_title_of_one_occupation_is_no_question(search: Search) -> None:
    assert not senses(search, "plumber", scheme="soc2020").several
    assert not senses(search, "", scheme="soc2020").several


def test_the_small_world_is_as_the_tests_take_it(index: Index) -> None:
    assert index.labels_of("esco", "nurse", "fr") == [("infirmier/infirmière", "")]
    assert index.labels_of("esco", "nobody") == []
    assert len(index.concepts) == len(ESCO) + 8

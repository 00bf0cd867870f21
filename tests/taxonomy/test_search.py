"""What people type, to occupations: by the trained index, and plainly before it is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.taxonomy import words
from wayline.taxonomy import search, title_index
from wayline.taxonomy.models import Concept
from wayline.taxonomy.titles.labels import Match

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "own"


@pytest.fixture
def trades() -> dict[str, Concept]:
    soc = words.scheme("soc-2020")
    made = {
        "electrician": words.concept(soc, "5241", "Electricians and electrical fitters"),
        "nurse": words.concept(soc, "2231", "Nurses"),
        "cook": words.concept(soc, "5434", "Chefs"),
    }
    words.label(made["electrician"], "electrician")
    words.label(made["electrician"], "elettricista", language="it")
    words.label(made["nurse"], "staff nurse")
    words.label(made["cook"], "pastry chef")
    return made


def first(text: str) -> search.Hit:
    return search.find(text, "en", "soc-2020", 5)[0]


def test_without_an_index_every_word_must_stand_in_a_label(trades: dict[str, Concept]) -> None:
    assert title_index.search() is None
    assert first("staff nurse").concept == trades["nurse"]
    assert search.find("stuff nurse", "en", "soc-2020", 5) == []


def test_the_trained_index_finds_misspelt_unfinished_and_foreign_titles(trades: dict[str, Concept]) -> None:
    assert title_index.retrain(lambda done, total: None) == 7
    assert (first("electrician").concept, first("electrician").match) == (trades["electrician"], Match.SAME)
    assert (first("electricain").concept, first("electricain").match) == (trades["electrician"], Match.SPELLING)
    assert (first("electri").concept, first("electri").match) == (trades["electrician"], Match.PART)
    assert (first("elettricista").concept, first("elettricista").language) == (trades["electrician"], "it")


def test_new_names_are_found_after_a_refresh_and_the_index_says_whether_it_is_fresh(
    trades: dict[str, Concept],
) -> None:
    title_index.retrain(lambda done, total: None)
    assert title_index.is_fresh()
    made = words.concept(words.scheme("soc-2020"), "5442", "Beekeepers")
    assert not title_index.is_fresh()
    title_index.refresh(lambda done, total: None)
    assert first("beekeeper").concept == made
    assert title_index.is_fresh()


def test_a_concept_that_is_gone_is_not_found(trades: dict[str, Concept]) -> None:
    title_index.retrain(lambda done, total: None)
    trades["nurse"].delete()
    assert trades["nurse"] not in [hit.concept for hit in search.find("staff nurse", "en", "soc-2020", 5)]


def test_a_broken_index_leaves_plain_search(trades: dict[str, Concept]) -> None:
    title_index.retrain(lambda done, total: None)
    (title_index.folder() / "index" / "about.json").write_text("{")
    assert first("staff nurse").concept == trades["nurse"]


def test_nothing_typed_and_nothing_loaded_find_nothing() -> None:
    assert title_index.retrain(lambda done, total: None) == 0
    assert search.find("  ?! ", "en", "soc-2020", 5) == []
    assert search.find("nurse", "en", "soc-2020", 5) == []

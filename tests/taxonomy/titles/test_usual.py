"""Endings that may stand for one another are learnt from the words of labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from wayline.taxonomy.titles import usual
from wayline.taxonomy.titles.index import Index
from wayline.taxonomy.titles.labels import Label, Match
from wayline.taxonomy.titles.search import Search
from wayline.taxonomy.titles.training import SMALL, train

CONSONANTS = "bcdfglmnprstvz"
STEMS = [f"{one}a{other}or" for one in CONSONANTS for other in CONSONANTS][:60]


def italian() -> list[Label]:
    """Occupations in the singular, ten names each, and their groups in the plural."""
    one = [
        Label("esco", f"o{place}", "it", f"{stem}e{' scelto' * (time > 0)} {'x' * time}")
        for place, stem in enumerate(STEMS)
        for time in range(10)
    ]
    return one + [Label("esco", f"g{place}", "it", f"{stem}i associati") for place, stem in enumerate(STEMS)]


@pytest.fixture(scope="module")
def rules() -> usual.Rules:
    return usual.learn(italian())


def uses(words: Sequence[str]) -> NDArray[np.float32]:
    known = {"sarti": 1, "sarto": 9, "pelli": 5, "pelle": 6, "camerieri": 1, "cameriere": 12}
    return np.array([known.get(word, 0.5) for word in words], dtype=np.float32)


def test_endings_that_many_stems_have_go_together(rules: usual.Rules) -> None:
    assert list(rules["i"]) == ["e"]
    assert list(rules["e"]) == ["i"]


def test_endings_of_few_stems_or_of_two_languages_do_not() -> None:
    assert usual.learn(italian()[:100]) == {}
    two = [one._replace(language="it" if "associati" in one.text else "es") for one in italian()]
    assert usual.learn(two) == {}


def test_a_word_gives_way_to_the_form_that_far_more_labels_hold() -> None:
    rules = {"i": ["e", "o"], "e": ["i"], "o": ["i"]}
    assert usual.usual(["camerieri", "sarti"], rules, uses) == ["cameriere", "sarto"]
    assert usual.usual(["cameriere", "sarto", "nessuno"], rules, uses) == ["cameriere", "sarto", "nessuno"]


def test_a_word_nearly_as_common_stays() -> None:
    assert usual.usual(["pelli"], {"i": ["e"]}, uses) == ["pelli"]


def test_short_words_have_no_endings() -> None:
    assert usual.usual(["sei"], {"i": ["e"]}, lambda words: np.arange(len(words), dtype=np.float32) * 100) == ["sei"]


def test_no_words_no_forms(rules: usual.Rules) -> None:
    assert usual.usual([], rules, uses) == []


@pytest.fixture(scope="module")
def search() -> Search:
    labels = italian()
    return Search(Index.build(train(labels, seed=1, setting=SMALL), labels))


def test_a_plural_finds_what_the_singular_finds(search: Search) -> None:
    hits = search.search(f"{STEMS[7]}i", scheme="esco", limit=1)
    assert (hits[0].concept, hits[0].match) == ("o7", Match.SAME)


def test_the_very_title_of_a_label_stays(search: Search) -> None:
    assert search.search(f"{STEMS[7]}i associati", scheme="esco", limit=1)[0].concept == "g7"


def test_a_word_that_may_go_on_stays(search: Search) -> None:
    among = search.index.concepts_of("esco")
    typed = [f"{STEMS[7]}i {STEMS[8][:4]}"]
    assert search.in_words_of_labels(typed, among, None, unfinished=True) == [f"{STEMS[7]}e {STEMS[8][:4]}"]

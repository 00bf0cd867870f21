"""Words a typed word may stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.taxonomy.titles.vocabulary import Vocabulary, distance

KNOWN = {"electrician": 5, "electrical": 9, "electronic": 4, "nurse": 20, "plumber": 3, "manager": 50, "зидар": 1}
WORD = st.text(alphabet="abc", max_size=6)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.of(KNOWN, 100)


def words(vocabulary: Vocabulary, typed: str, *, unfinished: bool) -> list[str]:
    found = sorted(vocabulary.meant(typed, unfinished=unfinished), key=lambda one: -one.likeness)
    return [vocabulary.words[one.place] for one in found]


@pytest.mark.parametrize("word", KNOWN)
def test_a_known_word_stands_for_itself(vocabulary: Vocabulary, word: str) -> None:
    found = vocabulary.meant(word, unfinished=False)
    assert [(vocabulary.words[one.place], one.likeness) for one in found] == [(word, 1.0)]


def test_an_unfinished_word_stands_for_all_it_begins_the_shortest_first(vocabulary: Vocabulary) -> None:
    assert words(vocabulary, "electri", unfinished=True) == ["electrical", "electrician"]
    assert words(vocabulary, "electri", unfinished=False) == []


@pytest.mark.parametrize(("typed", "meant"), [("plummer", "plumber"), ("nusre", "nurse"), ("managr", "manager")])
def test_a_misspelt_word_stands_for_the_one_it_comes_near(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    assert words(vocabulary, typed, unfinished=False) == [meant]


def test_a_strange_word_stands_for_nothing(vocabulary: Vocabulary) -> None:
    assert words(vocabulary, "xyzzyq", unfinished=True) == []


@pytest.mark.parametrize(
    ("one", "other", "mistakes"),
    [("nurse", "nurse", 0), ("nusre", "nurse", 1), ("plummer", "plumber", 1), ("ab", "", 2)],
)
def test_mistakes_are_counted(one: str, other: str, mistakes: int) -> None:
    assert distance(one, other, 2) == mistakes


@given(WORD, WORD)
def test_mistakes_count_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 3) == distance(other, one, 3)
    assert (distance(one, other, 3) == 0) == (one == other)

"""Pieces of a title: words, pairs of words, runs of letters that stay inside a word."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wayline.taxonomy.titles import grams

TITLE = st.lists(st.text(alphabet="abcdeя", min_size=1, max_size=7), min_size=1, max_size=4).map(" ".join)


def by_hand(text: str) -> int:
    """How many pieces a title has, counted one by one."""
    words = text.split()
    runs = sum(max(0, len(word) + 2 - length + 1) for word in words for length in grams.LENGTHS)
    return runs + len(words) + len(words) - 1


def test_a_short_title_has_the_pieces_one_counts() -> None:
    # " ab " has the runs " ab", "ab ", " ab " and the word; " c " has one run and the word; and there is one pair
    assert grams.rows(["ab c"], 2**20).sum() == 3 + 1 + 1 + 1 + 1


@given(TITLE)
def test_the_number_of_pieces_is_right(text: str) -> None:
    assert grams.rows([text], 2**20).sum() == by_hand(text)


@given(st.lists(TITLE, min_size=1, max_size=5))
def test_a_title_has_the_same_pieces_alone_and_among_others(texts: list[str]) -> None:
    together = grams.rows(texts, 2**12)
    for place, text in enumerate(texts):
        assert np.array_equal(together[place].toarray(), grams.rows([text], 2**12).toarray())


def test_the_hash_is_the_same_on_every_machine() -> None:
    _, keys = grams.pieces(["nurse"], lengths=(5,), pairs=False)
    again = grams.pieces(["nurse"], lengths=(5,), pairs=False)[1]
    assert np.array_equal(keys, again)
    assert len(set(keys.tolist())) == len(keys) == 4


def test_an_empty_title_has_no_pieces() -> None:
    assert grams.rows(["", "a"], 2**10).sum(axis=1).tolist() == [[0], [2]]
    assert grams.rows([], 2**10).shape == (0, 2**10)

"""Feminine endings are learnt from labels that write both forms."""

from __future__ import annotations

import pytest

from wayline.taxonomy.titles.gender import Rules, learn, masculine
from wayline.taxonomy.titles.labels import Label

STEMS = ["vend", "serv", "chant", "port", "dans", "mont", "coiff", "bross", "lav", "cous"]


@pytest.fixture(scope="module")
def rules() -> Rules:
    french = [Label("esco", stem, "fr", f"{stem}eur/{stem}euse") for stem in STEMS]
    german = [Label("esco", stem, "de", f"{stem}er/in") for stem in STEMS]
    return learn([*french, *german])


def test_an_ending_goes_with_that_of_the_other_form(rules: Rules) -> None:
    assert rules["fr"]["euse"] == "eur"
    assert masculine("abatteuse", rules, lambda word: False, "fr") == "abatteur"
    assert masculine("fahrerin", rules, lambda word: False, "de") == "fahrer"


@pytest.mark.parametrize("word", ["abatteur", "boulanger", "euse", ""])
def test_other_words_stay(rules: Rules, word: str) -> None:
    assert masculine(word, rules, lambda word: True, "fr") == word


def test_without_a_language_only_a_known_word_is_given(rules: Rules) -> None:
    assert masculine("abatteuse", rules, lambda word: False) == "abatteuse"
    assert masculine("abatteuse", rules, lambda word: word == "abatteur") == "abatteur"


def test_an_ending_seen_too_seldom_is_no_rule() -> None:
    assert learn([Label("esco", "a", "fr", "serveur/serveuse"), Label("esco", "b", "fr", "vendeur/vendeuse")]) == {}

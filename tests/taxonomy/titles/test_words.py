"""Titles are compared without case, accents and punctuation, each grammatical form by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.taxonomy.titles.words import forms, normalise

ANY_TEXT = st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Chef   de Cuisine ", "chef de cuisine"),
        ("ÉLÈVE-INGÉNIEUR", "eleve ingenieur"),
        ("Łącznik", "lacznik"),
        ("Straße", "strasse"),
        ("C++ / C# developer", "c++ c# developer"),
        ("Медицинска сестра", "медицинска сестра"),
        ("…", ""),
    ],
)
def test_a_title_is_reduced_to_its_words(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(ANY_TEXT)
def test_what_is_normalised_stays_so(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert once == " ".join(once.split())


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéàüñç ", max_size=40))
def test_case_does_not_matter(text: str) -> None:
    assert normalise(text.upper()) == normalise(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("serveur/serveuse", ["serveur", "serveuse"]),
        ("Abatteur / Abatteuse de carrière", ["abatteur de carriere", "abatteuse de carriere"]),
        ("directeur technique/directrice technique", ["directeur technique", "directrice technique"]),
        ("Aide soignant/soignante", ["aide soignant", "aide soignante"]),
        ("Verkäufer/in", ["verkaufer", "verkauferin"]),
        ("Verkäufer(in) Möbel", ["verkaufer mobel", "verkauferin mobel"]),
        ("Lehrer:in", ["lehrer", "lehrerin"]),
        ("Krankenpfleger/-in", ["krankenpfleger", "krankenpflegerin"]),
        ("técnico/a comercial", ["tecnico comercial", "tecnica comercial"]),
        ("profesor/a", ["profesor", "profesora"]),
        ("infirmier/ère", ["infirmier", "infirmiere"]),
        ("directeur/trice", ["directeur", "directrice"]),
        ("vendeur/se", ["vendeur", "vendeuse"]),
        ("Software-Entwickler (m/w/d)", ["software entwickler"]),
        ("Commercial H/F", ["commercial"]),
    ],
)
def test_a_title_for_both_sexes_is_two_titles(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@pytest.mark.parametrize(
    "text", ["painter/decorator", "HGV/LGV driver", "cashier/sales", "teacher (secondary)", "a/b/c"]
)
def test_other_slashes_and_brackets_part_no_title(text: str) -> None:
    assert forms(text) == [normalise(text)]


@given(ANY_TEXT)
def test_every_text_has_a_form_and_all_forms_are_normalised(text: str) -> None:
    found = forms(text)
    assert found
    assert all(normalise(one) == one for one in found)

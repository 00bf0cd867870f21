"""A title that means several jobs is asked back, with the differences in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.taxonomy import words
from wayline.taxonomy import title_index
from wayline.taxonomy.meanings import meanings
from wayline.taxonomy.models import Concept
from wayline.taxonomy.titles.plain import spelt_out

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path / "own"


@pytest.fixture
def managers() -> dict[str, Concept]:
    """As SOC 2020 has them: unit groups with finer ones below, whose codes go on after a slash."""
    soc = words.scheme("soc-2020")
    top = words.concept(soc, "1", "Managers and directors")
    made = {
        "shop": words.concept(soc, "1150", "Managers in retail", broader=top),
        "bank": words.concept(soc, "1131", "Financial managers", broader=top),
        "cook": words.concept(soc, "5434", "Chefs"),
    }
    fine = words.concept(soc, "1131/01", "Bank managers", broader=made["bank"])
    other = words.concept(soc, "1131/99", "Financial managers n.e.c.", broader=made["bank"])
    for concept, qualifier in ((made["shop"], "retail trade"), (fine, "banking"), (other, "nos; loan company")):
        label = words.label(concept, "Manager")
        label.qualifier = qualifier
        label.save()
    words.label(made["cook"], "Chef")
    return made


@pytest.mark.parametrize("trained", [False, True])
def test_the_title_is_asked_back_with_what_makes_the_difference(managers: dict[str, Concept], trained: bool) -> None:
    if trained:
        title_index.retrain(lambda done, total: None)
    found = {one.concept: one for one in meanings("manager", "en", "soc-2020")}
    assert set(found) == {managers["shop"], managers["bank"]}
    assert found[managers["shop"]].differences == ("retail trade",)
    assert set(found[managers["bank"]].differences) == {"banking", "not said which, loan company"}
    assert {one.group.code for one in found.values() if one.group} == {"1"}


@pytest.mark.parametrize("trained", [False, True])
@pytest.mark.parametrize("text", ["chef", "", "zzz"])
def test_a_title_with_one_meaning_is_no_question(managers: dict[str, Concept], trained: bool, text: str) -> None:
    if trained:
        title_index.retrain(lambda done, total: None)
    assert meanings(text, "en", "soc-2020") == []


def test_asking_costs_the_same_for_two_meanings_and_for_thirty(
    managers: dict[str, Concept], django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        whole = words.concept(managers["shop"].scheme, f"9{number:03}", f"Kind {number}", broader=managers["bank"])
        words.label(words.concept(whole.scheme, f"{whole.code}/01", "Finer", broader=whole), "Manager")
    with django_assert_max_num_queries(5):
        found = meanings("Manager", "en", "soc-2020")
        assert [one.concept.scheme.key for one in found] == ["soc-2020"] * 32


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("nos; coal mine", "not said which, coal mine"),
        ("solid fuel mfr", "solid fuel manufacture"),
        ("IT managers n.e.c.", "IT managers not listed elsewhere"),
        ("PO: sorting", "Post Office: sorting"),
        ("po box", "po box"),
        ("a piano seller", "a piano seller"),
        ("nose and ears", "nose and ears"),
    ],
)
def test_abbreviations_are_spelt_out_and_words_stay(short: str, long: str) -> None:
    assert spelt_out(short) == long

"""What the posting helper remarks, and what it lets pass."""

from __future__ import annotations

import pytest

from wayline.opportunities import posting
from wayline.opportunities.posting import Posting, remarks

LONG = "word " * posting.SHORT


def keys(language: str, text: str, title: str = "") -> list[str]:
    said = remarks(Posting("vacancy", language, title, f"{text} {LONG}"))
    return [one.key for one in said]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We need a salesman.", ["sex"]),
        ("You work with young people.", []),
        ("We want a young team player.", ["age"]),
        ("Native English speaker.", ["origin"]),
        ("You must be able-bodied.", ["health"]),
        ("No family ties.", ["family"]),
        ("Good-looking, photo required.", ["looks", "looks"]),
        ("You are a coding ninja who works hard.", ["closed"]),
        ("A deposit for your uniform is due.", ["money"]),
        ("Fluent in English (C1), and able to carry 15 kg with a trolley.", []),
        ("The foreman's deputy and the chairman.", ["sex", "sex"]),
        ("Waiter or waitress for weekends.", []),
        ("Waitress for weekends.", ["sex"]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert keys("en", text) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Cameriere/a", "Lavoro in squadra.", []),
        ("Cameriere", "Lavoro in squadra.", ["sex"]),
        ("Programmatore", "Python.", ["sex"]),
        ("Programmatore o programmatrice", "Python.", []),
        ("Educatore/trice", "Asilo nido.", []),
        ("Autista (m/f)", "Patente C.", []),
        ("Elettricista", "Impianti.", []),
        ("Idraulico", "Impianti.", ["sex"]),
        ("Persona per la cassa", "Ragazza cercasi per negozio.", ["sex"]),
        ("Addetto/a vendite", "Bella presenza, massimo 30 anni, madrelingua.", ["looks", "age", "origin"]),
        ("Addetta o addetto", "Senza impegni familiari, massima disponibilità.", ["family", "closed"]),
        ("Addetto/a", "Servizio per i giovani del quartiere.", []),
    ],
)
def test_italian(title: str, text: str, expected: list[str]) -> None:
    assert keys("it", text, title) == expected


def test_a_masculine_title_is_written_for_all() -> None:
    said = remarks(Posting("vacancy", "it", "Magazziniere turno di notte", LONG))
    assert [(one.passage, one.better) for one in said] == [("Magazziniere", "Magazziniere/a")]


def test_gaps_come_first_and_the_reason_is_in_the_language_of_the_reader() -> None:
    said = remarks(
        Posting("vacancy", "en", "Salesman", "Short.", False, False, False, ("folding paper cranes",)), "it"
    )  # fmt: skip
    assert [one.key for one in said] == ["pay", "text", "occupation", "accessibility", "skill", "sex"]
    assert said[-2].passage == "folding paper cranes"
    assert said[-1].why.startswith("Sembra che")


def test_pay_is_missed_in_jobs_only() -> None:
    assert [one.key for one in remarks(Posting("training", "en", "Course", LONG, has_pay=False))] == []


def test_a_language_without_rules_is_checked_for_gaps_only() -> None:
    assert keys("sv", "Salesman wanted") == []
    assert posting.rules("../en") is None


def test_a_passage_is_told_once_with_its_place_in_the_text() -> None:
    said = remarks(Posting("vacancy", "en", "Salesman", f"A salesman who is a ninja. {LONG}"))
    assert [one.passage for one in said] == ["Salesman", "ninja"]


def test_every_rule_names_a_reason_that_is_there_in_both_languages() -> None:
    for language in ("en", "it"):
        known = posting.rules(language)
        assert known is not None
        assert {rule.reason for rule in known.wordings} <= set(posting.reasons())
        assert all(rule.better for rule in known.wordings)
    assert all(set(said) == {"en", "it"} for said in posting.reasons().values())

"""What is read from the text of an offer: every kind in five languages, and what must not be read as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.opportunities.extraction import cues, read


def said(text: str, language: str, kind: str) -> list[tuple[str, ...]]:
    return [fact.value for fact in read(text, language) if fact.kind == kind]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "We pay £25,000 - £30,000 per annum.", ("25000", "30000", "GBP", "year")),
        ("en", "Salary: £12.50 an hour", ("12.5", "12.5", "GBP", "hour")),
        ("en", "£28k to £32k a year, with a pension", ("28000", "32000", "GBP", "year")),
        ("en", "Annual salary of 31,000 EUR", ("31000", "31000", "EUR", "year")),
        ("fr", "Salaire : 2 100 € à 2 400 € par mois", ("2100", "2400", "EUR", "month")),
        ("fr", "12,50 € de l'heure", ("12.5", "12.5", "EUR", "hour")),
        ("it", "Retribuzione 1.450,00 € al mese", ("1450", "1450", "EUR", "month")),
        ("de", "Gehalt 2.800 bis 3.200 Euro pro Monat", ("2800", "3200", "EUR", "month")),
        ("es", "Sueldo de 18.000 € al año", ("18000", "18000", "EUR", "year")),
    ],
)
def test_pay(language: str, text: str, value: tuple[str, ...]) -> None:
    assert said(text, language, "pay") == [value]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We raised £5,000 for charity."),
        ("en", "Staff save £3 a day on meals."),
        ("en", "Founded in 2019, 450 people work here."),
        ("de", "Wir wachsen um 20 % im Jahr."),
        ("fr", "Un chiffre d'affaires de 3 000 000 €."),
    ],
)
def test_amounts_that_are_no_pay(language: str, text: str) -> None:
    assert said(text, language, "pay") == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "37.5 hours per week", ("37.5", "37.5")),
        ("en", "between 20 to 25 hours a week", ("20", "25")),
        ("fr", "Contrat de 35 heures par semaine", ("35", "35")),
        ("it", "40 ore settimanali", ("40", "40")),
        ("de", "38,5 Stunden pro Woche", ("38.5", "38.5")),
        ("es", "30 horas semanales", ("30", "30")),
    ],
)
def test_hours(language: str, text: str, value: tuple[str, ...]) -> None:
    assert said(text, language, "hours") == [value]


def test_hours_of_no_week_are_none() -> None:
    assert said("Open 24 hours. Reply within 48 hours.", "en", "hours") == []
    assert said("We run 168 hours a week.", "en", "hours") == []


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "This is a full-time job", "full_time"),
        ("de", "In Teilzeit", "part_time"),
        ("it", "Contratto a tempo pieno", "full_time"),
        ("fr", "Temps plein ou temps partiel", "either"),
    ],
)
def test_full_and_part_time(language: str, text: str, value: str) -> None:
    assert said(text, language, "time") == [(value,)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "Fluent German (B2) is required", ("de", "B2")),
        ("fr", "Anglais courant exigé", ("en", "")),
        ("it", "Conoscenza del tedesco, livello C1", ("de", "C1")),
        ("de", "Sehr gute Englischkenntnisse", ("en", "")),
        ("es", "Imprescindible inglés B1", ("en", "B1")),
    ],
)
def test_languages(language: str, text: str, value: tuple[str, ...]) -> None:
    assert said(text, language, "language") == [value]


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("en", "A driving licence (category C) is needed", "C"),
        ("en", "You need a driving licence.", "B"),
        ("fr", "Permis B exigé", "B"),
        ("fr", "Titulaire du permis CE", "CE"),
        ("it", "Patente di guida cat. C", "C"),
        ("de", "Führerschein Klasse C1", "C1"),
        ("es", "Carnet de conducir B", "B"),
    ],
)
def test_licences(language: str, text: str, category: str) -> None:
    assert said(text, language, "licence") == [(category,)]


@pytest.mark.parametrize(
    ("language", "text", "level"),
    [
        ("en", "A bachelor's degree in physics", "6"),
        ("en", "Bachelor's or master's degree", "6"),
        ("fr", "De formation Bac +2", "5"),
        ("it", "Laurea magistrale in economia", "6"),
        ("de", "Abgeschlossene Berufsausbildung", "4"),
        ("es", "Bachillerato", "4"),
    ],
)
def test_levels(language: str, text: str, level: str) -> None:
    assert said(text, language, "level") == [(level,)]


def test_what_is_welcome_is_not_needed() -> None:
    text = "Fluent French required. German would be an advantage."
    needs = {fact.value[0]: fact.need for fact in read(text, "en") if fact.kind == "language"}
    assert needs == {"fr": "must", "de": "nice"}


def test_a_heading_holds_for_the_lines_below_it() -> None:
    text = "Requirements:\n- English\n\nDesirable:\n- Polish\n- driving licence\n\nYou have:\n- Dutch\n"
    needs = {fact.value[0]: fact.need for fact in read(text, "en")}
    assert needs == {"en": "must", "pl": "nice", "B": "nice", "nl": "must"}


def test_a_new_paragraph_ends_what_is_below_a_heading() -> None:
    text = "Desirable:\nGerman.\nFrench.\n- Polish\n\n- Welsh\n\nOur team speaks Dutch. We pay £13 an hour."
    needs = {fact.value[0]: fact.need for fact in read(text, "en")}
    assert needs == {"de": "nice", "fr": "nice", "pl": "nice", "cy": "nice", "nl": "must", "13": "must"}


def test_pay_and_hours_are_so_or_not_so() -> None:
    text = "Ideally you work 30 hours a week, for £13 an hour."
    assert {fact.kind: fact.need for fact in read(text, "en")} == {"hours": "must", "pay": "must"}


def test_the_words_that_led_there_are_marked() -> None:
    text = "Night shifts. We pay £13 an hour, 20 hours a week."
    marked = {fact.kind: fact.words(text) for fact in read(text, "en")}
    assert marked == {"pay": "£13 an hour", "hours": "20 hours a week"}


def test_each_thing_is_said_once() -> None:
    assert said("English. Very good English (C1).", "en", "language") == [("en", "")]


def test_a_language_without_cues_says_nothing() -> None:
    assert read("£13 an hour", "fi") == []
    assert set(cues.languages()) == {"en", "fr", "it", "de", "es"}


@given(st.text(max_size=300), st.sampled_from(["en", "fr", "it", "de", "es"]))
def test_any_text_can_be_read_and_marks_lie_in_it(text: str, language: str) -> None:
    for fact in read(text, language):
        assert 0 <= fact.start < fact.end <= len(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No German needed. No driving licence required. A degree is not required."),
        ("de", "Keine Englischkenntnisse nötig. Ein Führerschein ist nicht erforderlich. Kein Abitur erforderlich."),
        ("it", "Non è richiesto l'inglese. La patente B non è necessaria. Non serve la laurea."),
    ],
)
def test_languages_licences_and_levels_that_are_not_needed_are_no_facts(language: str, text: str) -> None:
    assert read(text, language) == []


def test_pay_and_hours_stand_whatever_else_is_not_needed() -> None:
    text = "No experience needed for £14 an hour and English"
    assert [one.kind for one in read(text, "en")] == ["pay"]

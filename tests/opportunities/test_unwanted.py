"""What a text says is not needed is not proposed; words that only look like it change nothing."""

from __future__ import annotations

import pytest

from wayline.opportunities import extraction


def is_out(text: str, language: str, word: str) -> bool:
    start = text.index(word)
    return extraction.is_unwanted(start, start + len(word), extraction.unwanted(text, language))


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "No experience with Java needed", "Java"),
        ("en", "No previous knowledge of Java is required.", "Java"),
        ("en", "You do not need to know Excel.", "Excel"),
        ("en", "You don’t have to speak German", "German"),
        ("en", "There is no need for Excel", "Excel"),
        ("en", "Java is not required, Python is", "Java"),
        ("en", "We teach you, no Java required", "Java"),
        ("en", "Welcome without any experience in baking", "baking"),
        ("de", "Keine Vorkenntnisse in Buchhaltung nötig", "Buchhaltung"),
        ("de", "Kein Führerschein erforderlich", "Führerschein"),
        ("de", "Buchhaltung ist nicht erforderlich", "Buchhaltung"),
        ("de", "Sie müssen kein Java können", "Java"),
        ("fr", "Aucune expérience en soudure n’est requise.", "soudure"),
        ("fr", "La soudure n'est pas exigée", "soudure"),
        ("fr", "Pas besoin de parler allemand", "allemand"),
        ("it", "Non è richiesta esperienza di saldatura", "saldatura"),
        ("it", "Per questo lavoro non serve la saldatura", "saldatura"),
        ("it", "Nessuna esperienza di saldatura", "saldatura"),
        ("es", "No se requiere experiencia en soldadura", "soldadura"),
        ("es", "Sin experiencia en soldadura", "soldadura"),
        ("es", "El inglés no es imprescindible", "inglés"),
    ],
)
def test_what_is_not_needed_is_seen(language: str, text: str, word: str) -> None:
    assert is_out(text, language, word)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "No problem if you know Java", "Java"),
        ("en", "Not only Java but also Python", "Java"),
        ("en", "You will not be alone: you work in a team", "team"),
        ("en", "Java is not required, Python is", "Python"),
        ("en", "You need no degree but Java", "Java"),
        ("en", "No experience needed: we teach you baking", "baking"),
        ("en", "No one has more experience with Java than we", "Java"),
        ("en", "You use Excel and no Java is required", "Excel"),
        ("en", "You have no fear of ladders", "ladders"),
        ("de", "Nicht nur Java, sondern auch Python", "Java"),
        ("de", "Keine Vorkenntnisse nötig, aber Freude am Backen", "Backen"),
        ("fr", "Non seulement la soudure mais aussi la peinture", "soudure"),
        ("fr", "Aucun diplôme n'est requis mais la soudure est exigée", "soudure"),
        ("it", "Non solo saldatura ma anche pittura", "saldatura"),
        ("es", "No solo soldadura sino también pintura", "pintura"),
        ("pl", "Java nie jest wymagana", "Java"),
    ],
)
def test_near_misses_are_wanted(language: str, text: str, word: str) -> None:
    assert not is_out(text, language, word)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "No German needed. No driving licence required. A degree is not required."),
        ("de", "Keine Englischkenntnisse nötig. Ein Führerschein ist nicht erforderlich. Kein Abitur erforderlich."),
        ("it", "Non è richiesto l'inglese. La patente B non è necessaria. Non serve la laurea."),
    ],
)
def test_languages_licences_and_levels_that_are_not_needed_are_no_facts(language: str, text: str) -> None:
    assert extraction.read(text, language) == []


def test_pay_and_hours_stand_whatever_else_is_not_needed() -> None:
    text = "No experience needed for £14 an hour and English"
    assert [one.kind for one in extraction.read(text, "en")] == ["pay"]

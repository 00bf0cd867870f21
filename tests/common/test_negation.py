"""What a text says is not needed, or not known; words that only look like it change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.common import negation


def is_out(text: str, language: str, word: str) -> bool:
    start = text.index(word)
    return negation.is_within(start, start + len(word), negation.unwanted(text, language))


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


LISTS = [
    ("en", "No Java, SQL or C# required", "Java SQL C#"),
    ("en", "No Java, no SQL, no C# is required", "C#"),
    ("en", "We teach you: no Java, SQL, and C# needed.", "Java SQL C#"),
    ("en", "No experience with Java, SQL or C#", "Java SQL C#"),
    ("en", "No experience in baking bread, serving guests or cleaning floors is needed", "baking serving cleaning"),
    ("en", "Java, SQL and C# are not required", "Java SQL C#"),
    ("de", "Keine Kenntnisse in Java, SQL oder Excel nötig", "Java SQL Excel"),
    ("de", "Kein Java, SQL oder Excel erforderlich", "Java SQL Excel"),
    ("de", "Java, SQL und Excel sind nicht erforderlich", "Java SQL Excel"),
    ("fr", "Aucune expérience en soudure, peinture ou menuiserie n’est requise", "soudure peinture menuiserie"),
    ("fr", "La soudure, la peinture et la menuiserie ne sont pas loin", ""),
    ("fr", "La soudure, la peinture et la menuiserie n'est pas exigée", "soudure peinture menuiserie"),
    ("it", "Non è richiesta esperienza di saldatura, pittura o cucito", "saldatura pittura cucito"),
    ("it", "Nessuna esperienza di saldatura, pittura o cucito", "saldatura pittura cucito"),
    ("es", "No se requiere experiencia en soldadura, pintura o costura", "soldadura pintura costura"),
    ("es", "Sin experiencia en soldadura, pintura ni costura", "soldadura pintura costura"),
]


@pytest.mark.parametrize(("language", "text", "words"), LISTS)
def test_of_a_list_everything_is_not_needed(language: str, text: str, words: str) -> None:
    assert [word for word in words.split() if not is_out(text, language, word)] == []


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "No experience needed, Java or SQL is welcome", "Java SQL"),
        ("en", "No experience needed, good English and a driving licence are required", "English driving"),
        ("en", "No knowledge of Java, we teach you SQL or Excel", "SQL Excel"),
        ("en", "No experience in Java, English and Excel", "English Excel"),
        ("en", "No experience in Java, English or Excel are a must", "English Excel"),
        ("en", "You use Excel, Java and C# are not required", "Excel"),
        ("en", "Bake bread at night. Java and C# are not required", "Bake"),
        ("en", "No Java, SQL or C#", "Java SQL C#"),
        ("en", "No, Java or SQL required", "Java SQL"),
        ("en", "No experience with Java; SQL or Excel", "SQL Excel"),
        ("de", "Keine Vorkenntnisse nötig, Deutsch oder Englisch", "Deutsch Englisch"),
        ("de", "Keine Erfahrung in Java, wir lehren Sie SQL oder Excel", "SQL Excel"),
        ("it", "Non serve la patente, offriamo saldatura o pittura", "saldatura pittura"),
    ],
)
def test_what_stands_behind_a_no_but_in_no_list_with_it_is_wanted(language: str, text: str, words: str) -> None:
    assert [word for word in words.split() if is_out(text, language, word)] == []


def is_lacking(text: str, language: str, word: str) -> bool:
    start = text.index(word)
    return negation.is_within(start, start + len(word), negation.lacking(text, (language, "en")))


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "I have no experience in SQL.", "SQL"),
        ("en", "I have no experience with Java, SQL or Excel.", "Excel"),
        ("en", "I have never worked with Excel", "Excel"),
        ("en", "I don't speak German", "German"),
        ("en", "I cannot drive lorries", "lorries"),
        ("en", "I am not yet trained in first aid", "first aid"),
        ("de", "Keine Kenntnisse in Excel", "Excel"),
        ("de", "Ich kann kein Excel", "Excel"),
        ("de", "Mit Excel bin ich nicht vertraut", "Excel"),
        ("de", "Excel habe ich nie benutzt", "Excel"),
        ("fr", "Je ne parle pas allemand", "allemand"),
        ("fr", "Je n'ai aucune expérience en soudure", "soudure"),
        ("it", "Non so saldare", "saldare"),
        ("it", "Non ho esperienza di saldatura, pittura o cucito", "cucito"),
        ("es", "No tengo experiencia en soldadura", "soldadura"),
        ("de", "I have no experience in Excel", "Excel"),
    ],
)
def test_what_somebody_says_they_do_not_know_is_seen(language: str, text: str, word: str) -> None:
    assert is_lacking(text, language, word)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "I have no experience in SQL, but in Excel", "Excel"),
        ("en", "I have no experience in SQL. I know Excel.", "Excel"),
        ("en", "I don't know SQL, I use Excel or Word", "Excel"),
        ("en", "I never missed a day of baking", "baking"),
        ("en", "I have no problem with night shifts", "night"),
        ("en", "I cannot wait to bake", "bake"),
        ("en", "I do not only bake", "bake"),
        ("en", "Welding was not required", "Welding"),
        ("de", "Ich kann nicht nur backen, sondern auch kochen", "kochen"),
        ("it", "Senza problemi so saldare", "saldare"),
        ("pl", "Nie znam Excela", "Excela"),
    ],
)
def test_near_misses_are_known(language: str, text: str, word: str) -> None:
    assert not is_lacking(text, language, word)


PIECES = st.sampled_from(["no", "Java", ",", "or", "required", "are not", "I"])


@given(st.text(max_size=200) | st.lists(PIECES).map(" ".join))
def test_any_text_has_spans_of_its_own(text: str) -> None:
    for start, end in (*negation.unwanted(text, "en"), *negation.lacking(text, ("en", "de"))):
        assert 0 <= start < end <= len(text)

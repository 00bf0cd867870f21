"""Skills that a text speaks of: by name, in other words, in either language; marks are words of the text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.taxonomy.skills import by_hand
from tests.taxonomy.skills.ground import ENGLISH, model, reader, skills
from wayline.taxonomy.skills import laying, lexicon, looking
from wayline.taxonomy.skills.compiled import fixed
from wayline.taxonomy.skills.laying import POINTS
from wayline.taxonomy.skills.lexicon import Lexicon, Rows
from wayline.taxonomy.skills.looking import look
from wayline.taxonomy.skills.names import Names, Skill, quiet_words
from wayline.taxonomy.skills.reading import Found, Reader, chosen, prepare
from wayline.taxonomy.skills.words import sentences, words_of
from wayline.taxonomy.titles.words import normalise

LOOPS: tuple[Any, ...] = (looking._look, laying._lay, laying._fill_cosines)
KNOWN = sorted(
    {word for own, other, text in ENGLISH.values() for said in (*own, *other, text) for word in words_of(said).said}
)


def first(text: str, language: str = "en") -> Found:
    return reader(language).read(words_of(text))[0]


@pytest.mark.parametrize(
    ("text", "concept", "words"),
    [
        ("At night you bake bread for the town.", "bread", "bake bread"),
        ("You know PYTHON well", "python", "PYTHON"),
        ("BREAD: baking it is your task", "bread", "BREAD: baking"),
    ],
)
def test_a_name_that_stands_in_the_text_is_found_whole(text: str, concept: str, words: str) -> None:
    found = first(text)
    assert (found.concept, text[found.start : found.end], found.whole) == (concept, words, True)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("You look after sick people on our ward", "care"),
        ("Recording what was done", "records"),
        ("Operating a heavy truck across Europe", "drive"),
        ("Preparing loaves in our oven", "bread"),
    ],
)
def test_a_skill_in_other_words_is_found(text: str, concept: str) -> None:
    found = first(text)
    assert (found.concept, found.whole) == (concept, False)


@pytest.mark.parametrize(("text", "concept"), [("Sie backen Brot", "bread"), ("Versorgung von Kranken", "care")])
def test_another_language_has_its_own_names(text: str, concept: str) -> None:
    assert first(text, "de").concept == concept


def test_words_of_every_advertisement_name_nothing() -> None:
    filler, plain = quiet_words("en")
    said = words_of("We are looking for a candidate with good experience")
    assert reader("en").read(said, quiet=filler | plain) == []


def test_the_words_of_the_texts_own_language_are_left_out() -> None:
    filler, plain = quiet_words("it")
    assert reader("en").read(words_of("con buona conoscenza del"), quiet=filler | plain) == []


def test_reasons_outside_the_text_add_points() -> None:
    plain = {one.concept: one.score for one in reader("en").read(words_of("metal rooms"))}
    more = {one.concept: one.score for one in reader("en").read(words_of("metal rooms"), favoured={"weld": 1.0})}
    assert more["weld"] == pytest.approx(plain["weld"] + 1)
    assert more["clean"] == pytest.approx(plain["clean"])


def test_a_name_of_several_words_that_stands_there_counts_whatever_else_the_sentence_says() -> None:
    made = [
        Found("a", 5.2, "working in a team", 30, 47, True),
        Found("b", 5.2, "team", 60, 64, True),
        Found("c", 5.2, "lead a team", 80, 90, False),
    ]
    assert [one.found.concept for one in chosen(made, least=6.5, least_whole=6.0, most=5)] == ["a"]


def test_one_skill_is_proposed_for_the_same_words_with_the_others_beside_it() -> None:
    made = [
        Found("a", 9.0, "", 0, 10, True),
        Found("b", 8.0, "", 2, 10, False),
        Found("c", 7.0, "", 20, 30, False),
        Found("d", 2.0, "", 40, 50, False),
    ]
    told = chosen(made, least=6, least_whole=5, most=5)
    assert [(one.found.concept, [other.concept for other in one.others]) for one in told] == [("a", ["b"]), ("c", [])]


def test_a_whole_name_needs_fewer_points() -> None:
    made = [Found("a", 5.5, "", 0, 4, True), Found("b", 5.5, "", 6, 9, False)]
    assert [one.found.concept for one in chosen(made, least=6, least_whole=5, most=5)] == ["a"]


def test_what_is_kept_on_the_disk_reads_the_same(tmp_path: Path) -> None:
    Names.build(model(), skills(ENGLISH), "en").save(tmp_path / "en")
    kept = Reader(Names.load(tmp_path / "en"), model())
    words = words_of("You maintain files of the sick")
    assert kept.read(words) == reader("en").read(words)


def test_the_order_of_skills_does_not_matter() -> None:
    one, other = (Names.build(model(), order, "en") for order in (skills(ENGLISH), skills(ENGLISH)[::-1]))
    assert np.array_equal(one.text_adds, other.text_adds)
    assert np.array_equal(one.name_words, other.name_words)


def test_a_language_without_names_is_refused() -> None:
    with pytest.raises(ValueError, match="No skill has a name"):
        Names.build(model(), [], "fi")


def test_sentences_and_points_of_lists_are_read_apart() -> None:
    told = [" ".join(one.said) for one in sentences("Bake bread. Drive!\n• Weld • C++, v2.5")]
    assert told == ["bake bread", "drive", "weld", "c++ v2 5"]


ADVERTISEMENT = (
    "At night you bake bread and bread rolls for the town. Operating a heavy truck across Europe. Keep records!",
    "You look after sick people on our ward, clean rooms, tidy rooms and keep floors in order; metal parts, lessons",
    " ".join(["We teach children and weld metal in one room."] * 9),
    "Python",
    "the of",
    "",
)


def test_many_texts_at_once_are_read_as_each_by_itself() -> None:
    said = [one for text in ADVERTISEMENT for one in (words_of(text), *sentences(text))]
    together = reader("en").likely(said)
    assert together == [reader("en").likely([one])[0] for one in said]
    assert sum(len(found) for found in together) > 8


def test_a_sentence_said_again_is_found_again_with_the_words_of_its_own_text() -> None:
    read = Reader(reader("en").names, model())
    texts = ["Keep records. At night you bake bread", "We look for you: at  NIGHT you bake, bread!\n" * 2]
    told = [[read.likely([one])[0] for one in sentences(text)] for text in texts]
    marks = [[text[one.start : one.end] for found in said for one in found if one.concept == "bread"]
             for text, said in zip(texts, told, strict=True)]  # fmt: skip
    assert marks == [["bake bread"], ["bake, bread"] * 2]
    assert told == [[reader("en").likely([one])[0] for one in sentences(text)] for text in texts]


def test_what_was_found_without_other_reasons_is_not_what_is_found_with_them() -> None:
    read = Reader(reader("en").names, model())
    said = [words_of("You look after sick people, bake bread and weld metal")]
    plain, more, again = (read.likely(said, favoured=points)[0] for points in ({}, {"weld": 1.0}, {}))
    score = {one.concept: one.score for one in plain}
    assert {one.concept: one.score for one in more}["weld"] == pytest.approx(score["weld"] + 1)
    assert again == plain


def test_a_sentence_longer_than_what_is_read_at_once_has_its_marks_at_its_words() -> None:
    text = "½ " + "rooms of a town " * 20 + "where you bake bread at night"
    marks = {text[one.start : one.end] for one in reader("en").likely([words_of(text)])[0] if one.concept == "bread"}
    assert marks == {"bake bread"}


def test_what_is_likely_is_what_the_ranking_says() -> None:
    for text in ADVERTISEMENT:
        ranked = {one.concept: one for one in reader("en").read(words_of(text))}
        for one in reader("en").likely([words_of(text)])[0]:
            assert ranked[one.concept] == one


def test_a_name_of_several_words_is_found_as_it_is_spelt_however_faint_its_words() -> None:
    faint = [*skills(ENGLISH), Skill("odd", ("knit",), ("a the of an and",), "", 0, everywhere=False)]
    read = Reader(Names.build(model(), faint, "en"), model())
    assert "odd" in {one.concept for one in read.likely([words_of("You bake bread, a the of an and")])[0]}


SPELT = {
    "bake bread": {"bread"},
    "prepare loaves of bread baking": {"bread"},
    "we drive heavy goods vehicles and clean rooms": {"drive", "clean"},
    "document what was, done": {"records"},
    "drive heavy goods": set(),
    "bake": set(),
    "rooms clean": set(),
    "unheard bake unheard bread": set(),
}


def spelt(*texts: str) -> list[set[str]]:
    """Of each text the concepts that are looked at only because a name is spelt out."""
    names = reader("en").names
    said = [words_of(text).said for text in texts]
    row = {word: at for at, word in enumerate(sorted({word for one in said for word in one}))}
    _rows, table = Lexicon(names, model(), POINTS.short, POINTS.own).rows([(word, True) for word in row])
    sentences = Rows.of([row[word] for one in said for word in one], [len(one) for one in said])
    never = fixed(np.full(len(names.concepts), -90, np.float32))
    looked = look(sentences, table, names.held, never, POINTS.text, 20, every=False)
    return [{names.concepts[int(at)] for at in one} for one in np.split(looked.concepts, looked.ends[:-1])]


def test_names_of_several_words_are_seen_where_they_are_spelt_out_in_one_sentence() -> None:
    assert spelt(*SPELT) == list(SPELT.values())


def test_a_name_does_not_begin_in_one_sentence_and_end_in_the_next() -> None:
    assert spelt("you bake", "bread") == [set(), set()]


@given(st.lists(st.sampled_from(KNOWN), min_size=1, max_size=14))
@settings(max_examples=60)
def test_scores_are_those_that_plain_sums_make(said: list[str]) -> None:
    """By the words of docs/matching.md, in loops that are not compiled, for every concept."""
    words = words_of(" ".join(said))
    found = {one.concept: one.score for one in reader("en").read(words)}
    assert found == pytest.approx(by_hand.scores(reader("en"), words.said), abs=1e-4)


def test_threads_that_read_at_once_find_what_each_finds_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when words are forgotten meanwhile: with room for few, each reading forgets what others asked for."""
    monkeypatch.setattr(lexicon, "REMEMBERED", 12)
    read = Reader(reader("en").names, model())
    texts = [words_of(text) for text in ADVERTISEMENT] * 30
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda one: read.likely([one])[0], texts))
    assert together == [reader("en").likely([one])[0] for one in texts]


def test_what_was_prepared_is_what_reads() -> None:
    """Otherwise the first who has a text read waits for a compiler."""
    prepare()
    Reader(reader("en").names, model()).likely([words_of(ADVERTISEMENT[0])])
    assert [len(loop.signatures) for loop in LOOPS] == [1, 1, 1]


PIECES = st.sampled_from(["bake", "bread", "½", "İ", "ß", "the\n.", "C#", "第", "a\u0301", "pflegen"])


@given(st.text(max_size=300) | st.lists(PIECES).map(" ".join))
def test_any_text_is_read_and_its_marks_are_words_of_it(text: str) -> None:
    for words in sentences(text):
        for one in reader("en").read(words):
            assert 0 <= one.start < one.end <= len(text)
            assert normalise(text[one.start : one.end])
            assert np.isfinite(one.score)

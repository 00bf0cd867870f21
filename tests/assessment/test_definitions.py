"""Definitions: read and written without loss, refused with the place, routed by earlier answers."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assessment.samples import ANSWERS, EVERY_KIND, every_kind, two_questions
from wayline.assessment.definitions import route, toml
from wayline.assessment.definitions.answers import Fault, fault
from wayline.assessment.definitions.check import problems
from wayline.assessment.definitions.parts import (
    Band,
    Definition,
    Item,
    Kind,
    Norm,
    Option,
    Question,
    Score,
    Section,
    Sum,
    say,
)

CODES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True)
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
TEXTS = st.dictionaries(st.sampled_from(["en", "it", "de"]), WORDS, max_size=3)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
OPTIONS = st.builds(Option, CODES, TEXTS, st.none() | NUMBERS, st.booleans())
QUESTIONS = st.builds(
    Question,
    code=CODES,
    kind=st.sampled_from(Kind),
    text=TEXTS,
    hint=TEXTS,
    required=st.booleans(),
    show_if=WORDS,
    options=st.lists(OPTIONS, max_size=3).map(tuple),
    items=st.lists(st.builds(Item, CODES, TEXTS), max_size=3).map(tuple),
    low=st.integers(-5, 5),
    high=st.integers(-5, 5),
    low_text=TEXTS,
    minimum=WORDS,
    maximum=WORDS,
    whole=st.booleans(),
    pattern=WORDS,
    long=st.booleans(),
    random_order=st.booleans(),
    correct=st.lists(CODES, max_size=2).map(tuple),
)
SECTIONS = st.builds(Section, CODES, TEXTS, st.lists(QUESTIONS, max_size=3).map(tuple), TEXTS, WORDS, st.booleans())
SCORES = st.builds(
    Score,
    code=CODES,
    title=TEXTS,
    kind=st.sampled_from(Sum),
    of=st.lists(CODES, max_size=3).map(tuple),
    reversed=st.lists(CODES, max_size=2).map(tuple),
    least=st.integers(0, 9),
    bands=st.lists(st.builds(Band, NUMBERS, TEXTS), max_size=2).map(tuple),
    norms=st.lists(st.builds(Norm, TEXTS, NUMBERS, NUMBERS, WORDS), max_size=2).map(tuple),
)
DEFINITIONS = st.builds(
    Definition,
    code=CODES,
    languages=st.lists(st.sampled_from(["en", "it", "de"]), unique=True, max_size=3).map(tuple),
    title=TEXTS,
    sections=st.lists(SECTIONS, max_size=3).map(tuple),
    scores=st.lists(SCORES, max_size=2).map(tuple),
    intro=TEXTS,
    note=TEXTS,
    licence=WORDS,
)


@given(DEFINITIONS)
def test_what_is_written_is_read_again_without_loss(definition: Definition) -> None:
    assert toml.read(toml.write(definition)) == definition


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with contextlib.suppress(toml.Unreadable):
        assert toml.read(text).code


def test_the_sample_has_nothing_wrong() -> None:
    assert problems(every_kind()) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "scale"', 'kind = "slider"', "question sure, kind: “slider” is not known"),
        ("required = true", 'required = "yes"', "question job, required: true or false is expected."),
        ('code = "hours"\n', "", "section work, question 2: “code” is missing."),
        ("whole = true", "hole = true", "question hours: “hole” is not known"),
        ("score = 1 }", 'score = "1" }', "question job, option 1, score: a number is expected."),
        ('title = { en = "Drive"', 'title = { en = 5', "score drive, title: the text in “en” is no text."),
        ('code = "every"', 'code = "every', "This is not TOML"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place(old: str, new: str, message: str) -> None:
    with pytest.raises(toml.Unreadable, match=message.replace(".", r"\.")):
        toml.read(EVERY_KIND.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("job == 'yes'", "sure > 3", "question hours: The rule asks for “sure”, which comes later"),
        ("job == 'yes'", "hours > 3", "question hours: The rule asks for “hours”, which comes later"),
        ("job == 'yes'", "nothing == 1", "question hours: The rule asks for “nothing”, which is no question."),
        ("job == 'yes'", "job ==", "question hours: The rule cannot be read: The rule ends too early (character 7)."),
        ('it = "Hai un lavoro?"', 'it = ""', "question job: The text is missing in “it”."),
        ('code = "hours"', 'code = "job"', "question job: This code is used twice."),
        ('minimum = "1"', 'minimum = "90"', "question hours: The smallest value is above the largest."),
        ('minimum = "2020-01-01"', 'minimum = "long ago"', "question since: The smallest and the largest value must"),
        ("[A-Z]{2}", "(", "question post: The pattern cannot be read"),
        ("[A-Z]{2}", "(A+)+", "question post: The pattern repeats something that repeats already"),
        ('"sure"]', '"post"]', "score drive: “post” has no number."),
        ('"agree.plan"', '"agree"', "score drive: Name the rows of “agree”, such as agree.plan."),
        ("high = 5", "high = 1", "question sure: A scale has 2 to 11 points."),
    ],
)  # fmt: skip
def test_what_would_stop_people_is_told_with_its_place(old: str, new: str, message: str) -> None:
    found = [str(problem) for problem in problems(toml.read(EVERY_KIND.replace(old, new)))]
    assert any(one.startswith(message) for one in found), found


def test_a_rule_may_not_ask_inside_a_section_in_random_order() -> None:
    one = two_questions("a > 1")
    mixed = replace(one, sections=(replace(one.sections[0], random_order=True),))
    assert problems(one) == []
    assert [str(problem) for problem in problems(mixed)] == [
        "question b: The rule asks for “a”, and the section is in random order."
    ]


@pytest.mark.parametrize(
    ("code", "answer", "expected"),
    [
        ("job", None, Fault.MISSING),
        ("job", "maybe", Fault.UNKNOWN),
        ("hours", 0, Fault.TOO_SMALL),
        ("hours", 81, Fault.TOO_LARGE),
        ("hours", 7.5, Fault.NOT_WHOLE),
        ("hours", True, Fault.NO_NUMBER),
        ("hours", 80, None),
        ("means", ["bus", "bike", "car"], Fault.TOO_MANY),
        ("means", ["none", "bus"], Fault.ALONE),
        ("means", ["none"], None),
        ("sure", 6, Fault.UNKNOWN),
        ("agree", {"plan": "low"}, Fault.ROWS),
        ("agree", {"plan": "low", "wait": "far"}, Fault.UNKNOWN),
        ("since", "2019-12-31", Fault.TOO_SMALL),
        ("since", "yesterday", Fault.NO_DAY),
        ("post", "AB", Fault.PATTERN),
        ("order", ["pay", "pay"], Fault.TWICE),
        ("order", ["pay"], None),
        ("post", "", None),
    ],
)
def test_answers_are_held_to_their_question(code: str, answer: object, expected: Fault | None) -> None:
    question = every_kind().question(code)
    assert question is not None
    assert fault(question, answer) == expected


def test_a_question_that_waits_for_another_stands_on_a_later_page() -> None:
    pages = route.pages(every_kind())
    assert [[question.code for question in page.questions] for page in pages][:2] == [["job"], ["hours"]]
    assert [page.first for page in pages] == [True, False, True]
    assert not route.is_shown(pages[1], {"job": "no"})
    assert route.is_shown(pages[1], {"job": "yes"})


def test_answers_on_a_way_not_taken_are_left_out() -> None:
    assert "hours" not in route.kept(every_kind(), {**ANSWERS, "job": "no"})
    assert route.kept(every_kind(), ANSWERS) == ANSWERS


def test_random_order_is_the_same_on_every_return_and_keeps_none_of_these_last() -> None:
    question = replace(every_kind().sections[1].questions[0], random_order=True)
    orders = {tuple(option.code for option in route.options_of(question, seed)) for seed in range(40)}
    assert len(orders) > 2
    assert {order[-1] for order in orders} == {"none"}
    assert route.options_of(question, 7) == route.options_of(question, 7)


def test_a_text_that_is_not_translated_is_read_in_the_first_language() -> None:
    assert say({"en": "Yes"}, "it") == "Yes"
    assert say({"en": "Yes", "it": "Sì"}, "it") == "Sì"
    assert say({}, "it") == ""

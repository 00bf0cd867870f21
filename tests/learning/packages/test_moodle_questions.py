"""Questions of Moodle's bank, before and since 4.0."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.learning.packages.moodle_course import MoodleCourse, html
from wayline.learning.packages.moodle_backup import read_backup
from wayline.learning.packages.outline import Imported, Question

Reader = Callable[..., Imported]


def answer(key: str, text: str, fraction: float, feedback: str = "") -> str:
    return (
        f'<answer id="{key}"><answertext>{text}</answertext><answerformat>1</answerformat>'
        f"<fraction>{fraction}</fraction>{html(feedback, 'feedback')}</answer>"
    )


def question(key: str, kind: str, plugin: str, *, name: str = "", extra: str = "") -> str:
    return (
        f'<question id="{key}"><parent>0</parent><name>{name or "Q" + key}</name>{html("Text " + key, "questiontext")}'
        f"{html('Because.', 'generalfeedback')}<defaultmark>2.0</defaultmark><qtype>{kind}</qtype>"
        f"<plugin_qtype_{kind}_question>{plugin}</plugin_qtype_{kind}_question>{extra}</question>"
    )


def entry(key: str, *versions: tuple[int, str, str]) -> str:
    told = "".join(
        f'<question_versions id="{key}{number}"><version>{number}</version><status>{status}</status>'
        f"<questions>{one}</questions></question_versions>"
        for number, status, one in versions
    )
    return f'<question_bank_entry id="{key}"><question_version>{told}</question_version></question_bank_entry>'


def category(key: str, inner: str, *, parent: str = "0", old: bool = False) -> str:
    box = "questions" if old else "question_bank_entries"
    return (
        f'<question_category id="{key}"><contextid>90</contextid><parent>{parent}</parent>'
        f"<{box}>{inner}</{box}></question_category>"
    )


def slots(*inner: str) -> str:
    told = "".join(
        f'<question_instance id="{place}"><slot>{place}</slot>{one}</question_instance>'
        for place, one in enumerate(inner, 1)
    )
    return html("Try.") + f"<question_instances>{told}</question_instances>"


def fixed(entry_key: str, version: str = "$@NULL@$") -> str:
    return (
        f"<maxmark>3</maxmark><question_reference id='1'><questionbankentryid>{entry_key}</questionbankentryid>"
        f"<version>{version}</version></question_reference>"
    )


def drawn(condition: str) -> str:
    return (
        "<maxmark>1</maxmark><question_set_reference id='1'>"
        f"<filtercondition>{condition}</filtercondition></question_set_reference>"
    )


def old(key: str) -> str:
    return f"<questionid>{key}</questionid><maxmark>1</maxmark>"


@pytest.fixture
def quiz(tmp_path: Path) -> Reader:
    def run(bank: str, instances: str, extra: str = "") -> Imported:
        course = MoodleCourse()
        course.section("1", 1, "Check")
        course.module("1", "quiz", "Quiz", instances + extra)
        course.questions(bank)
        return read_backup(course.write(tmp_path / "quiz.mbz"), tmp_path / "unpacked")

    return run


def asked(imported: Imported) -> tuple[Question, ...]:
    return imported.outline.weeks[0].steps[0].questions


def told(imported: Imported) -> set[tuple[str, str]]:
    return {(one.what, one.name) for one in imported.report.not_taken}


CHOICES = f"<answers>{answer('1', 'Rome', 1, 'Yes')}{answer('2', 'Turin', -0.5)}</answers>"


def test_choice_with_one_and_several_answers(quiz: Reader) -> None:
    bank = category(
        "1",
        question("1", "multichoice", CHOICES + "<multichoice><single>1</single></multichoice>")
        + question("2", "multichoice", CHOICES + "<multichoice><single>0</single></multichoice>"),
        old=True,
    )
    one, several = asked(imported := quiz(bank, slots(old("1"), old("2"))))
    assert (one.kind, one.text, one.feedback, one.marks) == ("single", "Text 1", "Because.", 1.0)
    assert [(a.text, a.fraction, a.feedback) for a in one.answers] == [("Rome", 1.0, "Yes"), ("Turin", 0.0, "")]
    assert several.kind == "multiple"
    assert [one.name for one in imported.report.changed if one.what == "question"] == ["Q1", "Q2"]


def test_typed_answers_keep_case_tolerance_and_the_wildcard(quiz: Reader) -> None:
    text = question(
        "1", "shortanswer",
        f"<answers>{answer('1', 'a_b', 1)}{answer('2', '*', 0, 'Look again')}</answers>"
        "<shortanswer><usecase>1</usecase></shortanswer>",
    )  # fmt: skip
    count = question(
        "2", "numerical",
        f"<answers>{answer('7', '3.5', 1)}</answers><numerical_records><numerical_record><answer>7</answer>"
        "<tolerance>0.25</tolerance></numerical_record></numerical_records>",
    )  # fmt: skip
    first, second = asked(quiz(category("1", text + count, old=True), slots(old("1"), old("2"))))
    assert (first.kind, first.case_sensitive) == ("text", True)
    assert [(a.text, a.fraction, a.feedback) for a in first.answers] == [("a_b", 1.0, ""), ("*", 0.0, "Look again")]
    assert (second.kind, second.answers[0].text, second.answers[0].tolerance) == ("number", "3.5", 0.25)


def test_matching_and_essay_and_a_description_before_its_question(quiz: Reader) -> None:
    pairs = "".join(
        f'<match id="{key}">{html(left, "questiontext")}<answertext>{right}</answertext></match>'
        for key, left, right in [("1", "ESCO", "skills"), ("2", "ISCO", "jobs"), ("3", "", "trees")]
    )
    bank = category(
        "1",
        question("1", "description", "", name="Read first")
        + question("2", "match", f"<matches>{pairs}</matches>")
        + question("3", "essay", f"<essay>{html('Look for two examples', 'graderinfo')}</essay>"),
        old=True,
    )
    imported = quiz(bank, slots(old("1"), old("2"), old("3")))
    matching, essay = asked(imported)
    assert matching.text == "Text 1\n\nText 2"
    assert [(a.text, a.match, a.fraction) for a in matching.answers] == [("ESCO", "skills", 0.5), ("ISCO", "jobs", 0.5)]
    assert (essay.kind, essay.answers) == ("essay", ())
    assert {("answer", "Q2: trees"), ("information for graders", "Q3")} <= told(imported)


@pytest.mark.parametrize("kind", ["calculated", "multianswer", "ddwtos", "gapselect"])
def test_other_types_are_named(quiz: Reader, kind: str) -> None:
    bank = category("1", question("1", kind, "") + question("2", "essay", ""), old=True)
    imported = quiz(bank, slots(old("1"), old("2")))
    assert [one.kind for one in asked(imported)] == ["essay"]
    assert (f"question type {kind}", "Q1") in told(imported)


def test_since_4_0_the_latest_ready_version_is_asked_unless_the_slot_says_another(quiz: Reader) -> None:
    bank = category(
        "1",
        entry("8", (1, "ready", question("1", "essay", "")), (2, "ready", question("2", "essay", "")),
              (3, "draft", question("3", "essay", ""))),
    )  # fmt: skip
    assert [one.text for one in asked(quiz(bank, slots(fixed("8"))))] == ["Text 2"]


def test_since_4_0_a_slot_can_ask_an_older_version_for_its_own_marks(quiz: Reader) -> None:
    bank = category("1", entry("8", (1, "ready", question("1", "essay", "")), (2, "ready", question("2", "essay", ""))))
    (one,) = asked(quiz(bank, slots(fixed("8", "1"))))
    assert (one.text, one.marks) == ("Text 1", 3.0)


@pytest.mark.parametrize(
    "condition",
    [
        '{"questioncategoryid":"1","includingsubcategories":"1","tags":["44,late"]}',
        '{"filter":{"category":{"values":["1"],"filteroptions":{"includesubcategories":true}},"qtagids":{"values":["44"]}}}',
    ],
)
def test_since_4_0_a_random_slot_draws_by_category_and_tag(quiz: Reader, condition: str) -> None:
    tags = '<tags><tag id="44"><name>late</name></tag></tags>'
    bank = category("1", entry("8", (1, "ready", question("1", "essay", "")))) + category(
        "2", entry("9", (1, "ready", question("2", "essay", "", extra=tags))), parent="1"
    )
    imported = quiz(bank, slots(drawn(condition)))
    assert [one.text for one in asked(imported)] == ["Text 2"]
    assert ("question", "Q1") in told(imported)


def test_a_random_slot_never_takes_a_question_that_is_asked_anyway(quiz: Reader) -> None:
    bank = category(
        "1", entry("8", (1, "ready", question("1", "essay", ""))) + entry("9", (1, "ready", question("2", "essay", "")))
    )
    imported = quiz(bank, slots(drawn('{"questioncategoryid":"1"}'), fixed("8"), drawn('{"questioncategoryid":"1"}')))
    assert [one.text for one in asked(imported)] == ["Text 2", "Text 1"]
    assert ("random question", "Quiz, 3") in told(imported)


def test_until_2_6_the_quiz_lists_its_questions_in_order(quiz: Reader) -> None:
    bank = category("1", question("1", "essay", "") + question("2", "essay", ""), old=True)
    instances = (
        "<questions>2,0,1,0</questions><question_instances>"
        "<question_instance id='1'><question>1</question><grade>4</grade></question_instance>"
        "<question_instance id='2'><question>2</question><grade>5</grade></question_instance></question_instances>"
    )
    assert [(one.text, one.marks) for one in asked(quiz(bank, instances))] == [("Text 2", 5.0), ("Text 1", 4.0)]


def test_the_mark_to_pass_comes_from_the_gradebook(tmp_path: Path) -> None:
    course = MoodleCourse()
    course.section("1", 1, "Check")
    key = course.module("1", "quiz", "Quiz", slots(old("1")) + "<timelimit>1200</timelimit>")
    course.parts[f"activities/quiz_{key}/grades.xml"] = (
        b"<activity_gradebook><grade_items><grade_item id='1'><grademax>10</grademax><gradepass>6</gradepass>"
        b"</grade_item></grade_items></activity_gradebook>"
    )
    course.questions(category("1", question("1", "essay", ""), old=True))
    (step,) = read_backup(course.write(tmp_path / "q.mbz"), tmp_path / "u").outline.weeks[0].steps
    assert (step.pass_percent, step.minutes) == (60, 20)


def test_a_quiz_whose_questions_are_not_in_the_backup_becomes_an_article(quiz: Reader) -> None:
    imported = quiz("", slots(fixed("8")))
    assert imported.outline.weeks[0].steps[0].kind == "article"
    assert ("question", "Quiz, 1") in told(imported)


def test_a_random_slot_passes_over_hidden_questions(quiz: Reader) -> None:
    hidden = question("1", "essay", "").replace("<parent>", "<hidden>1</hidden><parent>")
    random = question("3", "random", "")
    imported = quiz(category("1", hidden + question("2", "essay", "") + random, old=True), slots(old("3")))
    assert [one.text for one in asked(imported)] == ["Text 2"]

"""Questions in QTI 1.2: what is right, what it is worth, and what is said to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from defusedxml import ElementTree

from tests.learning.packages import cartridges as make
from tests.learning.packages.samples import sample
from wayline.learning.packages.ims_manifest import read_xml
from wayline.learning.packages.markup import to_markdown
from wayline.learning.packages.outline import Answer, Question
from wayline.learning.packages.qti12 import Quiz, read_quiz


def read(tmp_path: Path, *items: str) -> Quiz:
    path = tmp_path / "quiz.xml"
    path.write_text(make.quiz("".join(items)))
    return read_quiz(read_xml(path, path.name), to_markdown)


def one(tmp_path: Path, item: str) -> Question:
    (question,) = read(tmp_path, item).questions
    return question


def choices(*labels: str, many: bool = False, ident: str = "r", material: str = "") -> str:
    listed = "".join(
        f'<response_label ident="{label}"><material><mattext>{label}</mattext></material></response_label>'
        for label in labels
    )
    cardinality = "Multiple" if many else "Single"
    said = f"<material><mattext>{material}</mattext></material>" if material else ""
    return (
        f'<response_lid ident="{ident}" rcardinality="{cardinality}">{said}'
        f"<render_choice>{listed}</render_choice></response_lid>"
    )


def rule(test: str, score: str = "100", action: str = "Set", feedback: str = "") -> str:
    change = f'<setvar action="{action}" varname="SCORE">{score}</setvar>' if score else ""
    show = f'<displayfeedback feedbacktype="Response" linkrefid="{feedback}"/>' if feedback else ""
    return f'<respcondition continue="No"><conditionvar>{test}</conditionvar>{change}{show}</respcondition>'


def equal(value: str, ident: str = "r", case: str = "") -> str:
    return f'<varequal respident="{ident}"{case}>{value}</varequal>'


def said(key: str, text: str) -> str:
    material = f"<flow_mat><material><mattext>{text}</mattext></material></flow_mat>"
    return f'<itemfeedback ident="{key}">{material}</itemfeedback>'


FIB = '<response_str ident="r" rcardinality="Single"><render_fib/></response_str>'


@pytest.fixture
def cc2olx() -> Path:
    return sample("imscc/cc2olx_main/assessment_qti.xml")


def test_the_sample_comes_over_question_by_question(cc2olx: Path) -> None:
    root = ElementTree.parse(cc2olx)
    space = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
    entries = [str(entry.text) for entry in root.iter(f"{space}fieldentry")]
    profiles = [entry for entry in entries if entry.startswith("cc.") and not entry.startswith("cc.exam.")]
    quiz = read_quiz(read_xml(cc2olx, "quiz"), to_markdown)
    assert len(quiz.questions) == len(profiles) == 7
    right = [[answer.text for answer in question.answers if answer.fraction > 0] for question in quiz.questions]
    assert right[1:] == [["True"], ["A", "C", "D"], ["5", "15", "25"], ["Z[uü]rich"], [], []]
    assert [answer.feedback for answer in quiz.questions[0].answers] == ["Feedback", "", "", ""]
    assert quiz.questions[5].feedback == "Sample Answer"
    assert [change.what for change in quiz.changed] == ["pattern match"]


def test_the_right_choice_has_the_whole_mark_and_each_choice_its_feedback(tmp_path: Path) -> None:
    rules = rule(equal("a"), "", feedback="fa") + rule(equal("b"), "", feedback="fb") + rule(equal("b"))
    extra = said("fa", "No, a is not.") + said("fb", "Yes.") + said("general_fb", "See page 3.")
    question = one(tmp_path, make.question("cc.multiple_choice.v0p1", "Which?", choices("a", "b", "c"), rules, extra))
    assert question == Question(
        "Which?",
        "single",
        (Answer("a", 0.0, "No, a is not."), Answer("b", 1.0, "Yes."), Answer("c")),
        feedback="See page 3.",
    )


def test_feedback_for_right_and_wrong_goes_to_the_choices(tmp_path: Path) -> None:
    rules = rule(equal("a"), feedback="correct_fb") + rule("<other/>", "", feedback="general_incorrect_fb")
    extra = said("correct_fb", "Well done.") + said("general_incorrect_fb", "Read again.")
    question = one(tmp_path, make.question("cc.true_false.v0p1", "True?", choices("a", "b"), rules, extra))
    assert [(answer.fraction, answer.feedback) for answer in question.answers] == [
        (1.0, "Well done."),
        (0.0, "Read again."),
    ]
    assert question.feedback == ""


def test_several_right_choices_share_the_mark_and_those_in_not_are_wrong(tmp_path: Path) -> None:
    test = f"<and>{equal('a')}<not>{equal('b')}</not>{equal('c')}</and>"
    item = make.question("cc.multiple_response.v0p1", "Which?", choices("a", "b", "c", many=True), rule(test))
    assert [answer.fraction for answer in one(tmp_path, item).answers] == [0.5, 0.0, 0.5]


def test_parts_of_the_mark_are_kept(tmp_path: Path) -> None:
    rules = rule(equal("a"), "75") + rule(equal("b"), "25")
    item = make.question("cc.multiple_choice.v0p1", "Which?", choices("a", "b", "c"), rules)
    assert [answer.fraction for answer in one(tmp_path, item).answers] == [0.75, 0.25, 0.0]


def test_blanks_accept_each_answer_and_respect_case(tmp_path: Path) -> None:
    loose = make.question("cc.fib.v0p1", "Capital?", FIB, rule(equal("Rome") + equal("Roma")))
    strict = make.question("cc.fib.v0p1", "Sign?", FIB, rule(equal("pH", case=' case="Yes"')))
    first, second = read(tmp_path, loose, strict).questions
    assert first.answers == (Answer("Rome", 1.0), Answer("Roma", 1.0))
    assert (first.case_sensitive, second.case_sensitive) == (False, True)


def test_a_pattern_is_kept_and_the_change_is_told(tmp_path: Path) -> None:
    test = '<varsubstring respident="r">coach</varsubstring>'
    quiz = read(tmp_path, make.question("cc.pattern_match.v0p1", "Who?", FIB, rule(test)))
    assert quiz.questions[0].answers == (Answer("coach", 1.0),)
    assert [(change.what, change.name) for change in quiz.changed] == [("pattern match", "Who?")]


@pytest.mark.parametrize(
    ("test", "answer"),
    [
        (equal("4"), Answer("4", 1.0)),
        (f"<or>{equal('4')}<and><vargte>3.9</vargte><varlte>4.1</varlte></and></or>", Answer("4", 1.0, tolerance=0.1)),
        ("<vargte>10</vargte><varlte>20</varlte>", Answer("15", 1.0, tolerance=5.0)),
    ],
)
def test_numbers_have_a_tolerance(tmp_path: Path, test: str, answer: Answer) -> None:
    question = one(tmp_path, make.question("numerical_question", "How many?", FIB, rule(test), field="question_type"))
    (found,) = question.answers
    assert question.kind == "number"
    assert (found.text, found.fraction) == (answer.text, answer.fraction)
    assert found.tolerance == pytest.approx(answer.tolerance)


def test_matching_pairs_are_kept_and_the_choice_left_over_is_named(tmp_path: Path) -> None:
    body = choices("Rome", "Paris", "Oslo", ident="r1", material="Italy")
    body += choices("Rome", "Paris", "Oslo", ident="r2", material="France")
    rules = rule(equal("Rome", "r1"), "50", "Add") + rule(equal("Paris", "r2"), "50", "Add")
    quiz = read(tmp_path, make.question("matching_question", "Capitals", body, rules, field="question_type"))
    assert quiz.questions == [
        Question("Capitals", "matching", (Answer("Italy", 0.5, match="Rome"), Answer("France", 0.5, match="Paris")))
    ]
    assert [entry.name for entry in quiz.not_taken] == ["Oslo"]


def test_the_kind_is_guessed_where_the_item_does_not_say_it(tmp_path: Path) -> None:
    number = '<response_num ident="r" numtype="Integer"><render_fib/></response_num>'
    items = [
        make.question("", "One", choices("a", "b"), rule(equal("a"))),
        make.question("", "Many", choices("a", "b", many=True), rule(equal("a"))),
        make.question("", "Text", FIB, rule(equal("a"))),
        make.question("", "Essay", FIB, ""),
        make.question("", "Number", number, rule(equal("1"))),
    ]
    assert [question.kind for question in read(tmp_path, *items).questions] == [
        "single", "multiple", "text", "essay", "number",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["calculated_question", "fill_in_multiple_blanks_question", "file_upload_question"])
def test_kinds_without_a_counterpart_are_named_with_their_text(tmp_path: Path, kind: str) -> None:
    quiz = read(tmp_path, make.question(kind, "What is [x]?", choices("a", "b"), "", field="question_type"))
    assert quiz.questions == []
    assert [(entry.what, entry.name) for entry in quiz.not_taken] == [
        (f"question type {kind.removesuffix('_question').replace('_', ' ')}", r"What is \[x\]?")
    ]


def test_text_between_questions_goes_to_the_introduction(tmp_path: Path) -> None:
    quiz = read(tmp_path, make.question("text_only_question", "<p>Read this.</p>", "", "", field="question_type"))
    assert (quiz.intro, quiz.questions) == ("Read this.", [])
    assert [change.name for change in quiz.changed] == ["Read this."]


def test_marks_are_the_points_of_the_item(tmp_path: Path) -> None:
    item = make.question("2.5", "Why?", FIB, "", field="points_possible")
    assert one(tmp_path, item).marks == 2.5


def test_plain_text_is_not_taken_for_markup(tmp_path: Path) -> None:
    body = choices("*a*", "5 &lt; 6")
    question = one(tmp_path, make.question("cc.multiple_choice.v0p1", "x", body, rule(equal("*a*"))))
    assert [answer.text for answer in question.answers] == [r"\*a\*", r"5 \< 6"]


def test_questions_drawn_by_chance_are_told(tmp_path: Path) -> None:
    draw = (
        "<selection_ordering><selection><sourcebank_ref>bank-7</sourcebank_ref><selection_number>2</selection_number>"
    )
    quiz = read(tmp_path, f"{draw}</selection></selection_ordering>")
    assert [change.what for change in quiz.changed] == ["random questions"]
    assert [(entry.what, entry.name) for entry in quiz.not_taken] == [("question bank", "bank-7")]

"""Marking. Each rule is told by an example; sums hold for all quizzes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wayline.learning.packages.outline import Answer, Question
from wayline.learning.quiz import mark


def single(*, right: int = 0, answers: int = 3) -> Question:
    return Question(
        "Which?", "single", tuple(Answer(str(n), 1.0 if n == right else 0.0, f"feedback {n}") for n in range(answers))
    )


MULTIPLE = Question("Which?", "multiple", (Answer("a", 0.5), Answer("b", 0.5), Answer("c"), Answer("d")))


def test_the_right_answer_gives_the_mark_and_its_feedback() -> None:
    marked = mark([single(right=1)], {0: ["1"]}).questions[0]
    assert marked.right
    assert marked.feedback == ("feedback 1",)


def test_a_wrong_answer_gives_nothing_but_its_feedback() -> None:
    marked = mark([single(right=1)], {0: ["2"]}).questions[0]
    assert marked.score == 0
    assert marked.feedback == ("feedback 2",)


def test_an_unanswered_question_counts_against_the_result() -> None:
    result = mark([single(), single()], {0: ["0"]}, pass_percent=60)
    assert (result.percent, result.passed) == (50, False)


def test_choosing_everything_earns_nothing() -> None:
    assert mark([MULTIPLE], {0: ["0", "1", "2", "3"]}).score == 0


def test_half_of_the_right_answers_earn_half() -> None:
    assert mark([MULTIPLE], {0: ["0"]}).score == 0.5


def test_a_wrong_choice_takes_its_share_away() -> None:
    assert mark([MULTIPLE], {0: ["0", "1", "2"]}).score == 0.5


def test_typed_text_ignores_case_and_spaces_unless_told() -> None:
    loose = Question("?", "text", (Answer("Work  coach", 1.0),))
    strict = Question("?", "text", (Answer("ESCO", 1.0),), case_sensitive=True)
    assert mark([loose], {0: [" work COACH "]}).questions[0].right
    assert not mark([strict], {0: ["esco"]}).questions[0].right


def test_a_number_may_be_written_with_a_comma_and_be_near() -> None:
    question = Question("?", "number", (Answer("2.5", 1.0, tolerance=0.1),))
    assert mark([question], {0: ["2,6"]}).questions[0].right
    assert not mark([question], {0: ["2,7"]}).questions[0].right
    assert not mark([question], {0: ["many"]}).questions[0].right


def test_an_essay_is_not_marked() -> None:
    result = mark([Question("?", "essay")], {0: ["A long text"]})
    assert (result.possible, result.percent, result.passed) == (0, 100, True)


def test_matching_counts_each_row() -> None:
    question = Question("?", "matching", (Answer("a", match="1"), Answer("b", match="2")))
    assert mark([question], {0: ["1", "1"]}).questions[0].partly


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5)), min_size=1, max_size=8),
    st.lists(st.lists(st.integers(-1, 6).map(str), max_size=6), max_size=8),
)
def test_scores_stay_between_nothing_and_what_is_possible(
    shapes: list[tuple[int, int]], answers: list[list[str]]
) -> None:
    questions = [single(right=min(right, size - 1), answers=size) for right, size in shapes] + [MULTIPLE]
    result = mark(questions, dict(enumerate(answers)))
    assert 0 <= result.score <= result.possible == len(questions)
    assert 0 <= result.percent <= 100

"""The demo programme says in Italian what it says in English, step for step."""

from __future__ import annotations

from pathlib import Path

import pytest

import wayline.learning
from wayline.learning.packages import markdown_folder
from wayline.learning.packages.outline import Imported, Question

ROOM = Path(wayline.learning.__file__).parent
FILES = {".md", ".txt", ".csv", ".toml"}


@pytest.fixture(scope="module")
def english() -> Imported:
    return markdown_folder.read_folder(ROOM / "demo_programme")


@pytest.fixture(scope="module")
def italian() -> Imported:
    return markdown_folder.read_folder(ROOM / "demo_programme_it")


def files(folder: str) -> list[str]:
    root = ROOM / folder
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.suffix in FILES)


def marking(question: Question) -> tuple[object, ...]:
    """What decides the mark; texts differ by language, and so does what pairs with what."""
    answers = [(answer.fraction, bool(answer.match), answer.tolerance) for answer in question.answers]
    return question.kind, question.marks, question.case_sensitive, answers


def test_both_have_the_same_files_and_nothing_is_left_out(english: Imported, italian: Imported) -> None:
    assert files("demo_programme_it") == files("demo_programme")
    assert english.report.not_taken == italian.report.not_taken == []
    assert (english.outline.language, italian.outline.language) == ("en", "it")
    assert len(english.outline.outcomes) == len(italian.outline.outcomes)


def test_both_have_the_same_weeks_and_steps(english: Imported, italian: Imported) -> None:
    assert len(english.outline.weeks) == 5
    for ours, theirs in zip(italian.outline.weeks, english.outline.weeks, strict=True):
        assert ours.key == theirs.key
        for mine, original in zip(ours.steps, theirs.steps, strict=True):
            place = f"{ours.key}/{mine.key}"
            assert (mine.key, mine.kind, mine.minutes) == (original.key, original.kind, original.minutes), place
            assert (mine.hand_in, mine.pass_percent, mine.several) == (
                original.hand_in,
                original.pass_percent,
                original.several,
            ), place
            assert len(mine.options) == len(original.options), place
            assert list(map(marking, mine.questions)) == list(map(marking, original.questions)), place


def test_every_text_is_there_and_is_not_the_english_one(english: Imported, italian: Imported) -> None:
    for ours, theirs in zip(italian.outline.weeks, english.outline.weeks, strict=True):
        assert ours.title != theirs.title
        assert ours.intro
        assert ours.intro != theirs.intro
        for mine, original in zip(ours.steps, theirs.steps, strict=True):
            assert mine.title != original.title
            assert mine.body.count("\n## ") == original.body.count("\n## "), mine.key
            assert mine.body.count("\n|") == original.body.count("\n|"), f"a table of {mine.key} has other rows"
            assert 0.7 < len(mine.body) / len(original.body) < 1.5, mine.key
            assert bool(mine.instructions) == bool(original.instructions)

"""What changed between two texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.learning.differences import Block, Piece, differences, shortened

TEXT = st.text(alphabet=st.sampled_from("ab \n\r\u2028.é"), max_size=80)


def old_of(blocks: list[Block]) -> str:
    return "".join(piece.text for block in blocks for piece in block.pieces if piece.change != "added")


def new_of(blocks: list[Block]) -> str:
    return "".join(piece.text for block in blocks for piece in block.pieces if piece.change != "removed")


@given(TEXT, TEXT)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    blocks = differences(old, new)
    assert old_of(blocks) == old
    assert new_of(blocks) == new


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not any(block.changed for block in differences(text, text))


@given(TEXT, TEXT)
def test_a_shortened_view_hides_unchanged_lines_only(old: str, new: str) -> None:
    blocks = differences(old, new)
    short = shortened(blocks, context=1)
    assert [block.pieces for block in short if block.changed] == [block.pieces for block in blocks if block.changed]
    lines = sum(block.hidden for block in short)
    assert old_of(short).count("\n") + lines in {old.count("\n"), old.count("\n") + 1}


def test_a_word_is_changed_within_its_line() -> None:
    (block,) = differences("We ask closed questions.", "We ask open questions.")
    assert block.pieces == (
        Piece("same", "We ask "),
        Piece("removed", "closed"),
        Piece("added", "open"),
        Piece("same", " questions."),
    )


def test_lines_that_have_nothing_in_common_are_replaced_as_a_whole() -> None:
    (block,) = differences("abc def", "Something else entirely, and longer.")
    assert [piece.change for piece in block.pieces] == ["removed", "added"]


@pytest.mark.parametrize(("lines", "hidden"), [(7, 0), (8, 2), (30, 24)])
def test_unchanged_lines_far_from_a_change_are_counted(lines: int, hidden: int) -> None:
    """Three lines stay on each side of a change; a gap of one line would be as long as the line itself."""
    middle = "".join(f"line {number}\n" for number in range(lines))
    blocks = shortened(differences(f"first\n{middle}last\n", f"FIRST\n{middle}LAST\n"))
    assert sum(block.hidden for block in blocks) == hidden

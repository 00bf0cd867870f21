"""Plain paragraphs go past the parser: what comes out must be what the parser makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.common import markdown

SIGNS = st.text(alphabet="abZé1 ,.;:!?'’\"()%–-\n_*`[]<>&#|\\/=+~@\t\u00a0", max_size=60)
WORDS = st.text(alphabet="abcXyé19 ,.;:!?'’\"()%–-\n", max_size=80)


def parsed(text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patched:
        patched.setattr(markdown, "_plain", lambda _text: None)
        return str(markdown.render_markdown(text))


@given(st.one_of(SIGNS, WORDS))
def test_both_ways_give_the_same(text: str) -> None:
    plain = markdown._plain(text)
    if plain is not None:
        with pytest.MonkeyPatch.context() as monkeypatch:
            assert plain == parsed(text, monkeypatch)


@pytest.mark.parametrize(
    "text",
    [
        "What helped was to ask.",
        "First: ask.\nThen listen!\n\nI'd say so (mostly) – 50% do.",
        "A list follows:\n\nBut as a sentence",
        'She said "yes".',
    ],
)
def test_ordinary_words_take_the_short_way(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert markdown._plain(text) == parsed(text, monkeypatch)


@pytest.mark.parametrize(
    "text",
    ["", " indented", "1. one", "- one", "# head", "see http://example.org", "mailto:a@example.org", "*a*", "a_b_c",
     "a  \nb", "a\n---", "a | b\n--|--", "R&amp;D", "<b>", "back\\slash", "tab\there", "line \nend", "a:b"],
)  # fmt: skip
def test_everything_else_is_parsed(text: str) -> None:
    assert markdown._plain(text) is None

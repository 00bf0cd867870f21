"""Markdown to HTML and back: a text comes back as it was, by the short way and by the long one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portfolio.records import MARKDOWN
from wayline.portfolio.formats import markup
from wayline.portfolio.formats.markup import to_html, to_markdown

words = st.text("ab é,.!:-'()1 \n*", max_size=40)
BLOCKS = ["a b", "a\nb", "* a", "* a\n* b", "* a\nb", "a\n* b", "- a", "* a\n  * b"]
blocks = st.lists(st.sampled_from(BLOCKS), max_size=4)


@pytest.mark.parametrize("text", [*MARKDOWN, "Plain words, two lines\nof them.\n\nAnd more: yes!"])
def test_markdown_comes_back(text: str) -> None:
    assert to_markdown(to_html(text)) == text


@settings(deadline=None)
@given(text=words | blocks.map("\n\n".join))
def test_the_short_way_is_the_long_way(text: str) -> None:
    short = to_html(text)
    html = str(markup._parser.render(text)).strip()
    if markup._PLAIN.fullmatch(text):
        assert short == html
        assert to_markdown(html) == text
        assert to_markdown(f"<div>{html}</div>") == text
        assert to_markdown(f"<div>{html}<p></p></div>").strip() == text, "the long way"


def test_what_could_run_does_not_come_in() -> None:
    assert to_markdown("<p>a</p><script>alert(1)</script><style>b</style>") == "a"


def test_markup_nested_without_end_is_read_as_its_words() -> None:
    assert to_markdown("<div>" * 500 + "deep" + "</div>" * 500) == "deep"

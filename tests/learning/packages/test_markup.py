"""HTML of other platforms becomes Markdown that reads well, and what is dropped is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from wayline.learning.packages.markup import Converted, escape, reading_minutes, to_markdown

SHOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def converted(html: str) -> Converted:
    return to_markdown(html, where="page")


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>One</h2><p>Two <b>three</b> <em>four</em></p>", "## One\n\nTwo **three** *four*"),
        ("<p>a<br>b</p>", "a\\\nb"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        (
            "<table><tr><td>A</td><td>B|C</td></tr><tr><td>1</td><td>2</td></tr></table>",
            "| A | B\\|C |\n| --- | --- |\n| 1 | 2 |",
        ),
        ('<a href="https://e.org/a_(b)">x [y]</a>', r"[x \[y\]](<https://e.org/a_(b)>)"),
        ('<img src="https://e.org/a b.png" alt="A">', "![A](https://e.org/a%20b.png)"),
        ("<pre>a *\n  b</pre>", "```\na *\n  b\n```"),
        ("<blockquote><p>q</p></blockquote>", "> q"),
        ("<p>x<sup>2</sup> and H<sub>2</sub>O</p>", "x² and H₂O"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "**Term**\n\nMeaning"),
        ("<p>  many \n\n  blanks &nbsp; here </p>", "many blanks here"),
    ],
)
def test_what_a_page_says_is_kept(html: str, markdown: str) -> None:
    assert converted(html).text == markdown


@pytest.mark.parametrize(
    "text",
    [
        "- no list", "1. no list", "# no heading", "> no quotation", "a * b * c", "_x_", "snake_case_name",
        "&amp; so on", "<b>tag</b>", "[x](y)", "`code`", "\\*", "+ plus", "---", "===", "1) x", "~~~ fence",
    ],
)  # fmt: skip
def test_text_that_looks_like_markup_is_shown_as_it_was(text: str) -> None:
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
    assert SHOWN.render(converted(html).text) == SHOWN.render(escape(text))
    assert SHOWN.render(escape(text)).strip().startswith("<p>")


WORDS = st.text("ab12 *_-+#>.()[]<&;`\\|~=!", min_size=1, max_size=25)


@settings(max_examples=300, deadline=None)
@given(WORDS)
def test_any_text_survives_the_way_through_markdown(text: str) -> None:
    html = "<p>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p>"
    tokens = SHOWN.parse(converted(html).text)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    shown = "".join(child.content for token in tokens for child in token.children or [])
    assert shown == " ".join(text.split())


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", "<style>p{}</style>", '<object type="x"></object>'])
def test_programs_and_styles_are_dropped_and_told(html: str) -> None:
    result = converted(f"<p>a</p>{html}")
    assert result.text == "a"
    assert [entry.name for entry in result.not_taken] == ["page"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("//www.youtube.com/embed/abc?rel=0", "https://www.youtube.com/watch?v=abc"),
        ("https://www.youtube-nocookie.com/embed/a-b_c", "https://www.youtube.com/watch?v=a-b_c"),
        ("https://player.vimeo.com/video/12", "https://vimeo.com/12"),
        ("https://example.org/tool", "https://example.org/tool"),
    ],
)
def test_an_embedded_film_becomes_a_link(source: str, target: str) -> None:
    result = converted(f'<p>See:</p><iframe src="{source}" title="Film"></iframe>')
    assert result.text == f"See:\n\n[Film]({target})"
    assert [(change.what, change.name) for change in result.changed] == [("iframe", target)]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x", "file:///etc"]
)
def test_an_address_that_could_run_or_reach_inside_is_dropped(address: str) -> None:
    result = converted(f'<a href="{address}">words</a><img src="{address}" alt="pic">')
    assert result.text == "wordspic"
    assert len(result.changed) == len(result.not_taken) == 1


def test_addresses_are_turned_by_the_caller() -> None:
    html = '<a href="@@PLUGINFILE@@/a.pdf">a</a> <img src="gone.png" alt="gone"> <video><source src="f.mp4"></video>'
    answers = {"@@PLUGINFILE@@/a.pdf": "files/a.pdf", "f.mp4": "files/f.mp4"}
    result = to_markdown(html, address=lambda found: answers.get(found, ""))
    assert result.text == "[a](files/a.pdf) gone\n\n[files/f.mp4](files/f.mp4)"
    assert [entry.name for entry in result.not_taken] == ["gone.png"]


def test_the_words_of_a_form_stay() -> None:
    result = converted('<form><p>Name <input name="n"></p></form>')
    assert result.text == "Name"
    assert [entry.what for entry in result.not_taken] == ["form"]


def test_a_page_nested_beyond_reason_keeps_its_words() -> None:
    result = converted("<div>" * 5000 + "deep" + "</div>" * 5000)
    assert result.text == "deep"


def test_a_page_of_nothing_but_tags_keeps_its_words() -> None:
    result = converted("<b>" * 60_000 + "one &amp; two")
    assert result.text == "one & two"
    assert [change.what for change in result.changed] == ["page"]


@pytest.mark.parametrize("piece", ["\\\\(", "<a", "$$", "[", "](", "&", "- "])
def test_a_page_that_repeats_one_sign_does_not_take_long(piece: str) -> None:
    assert len(converted(f"<p>{piece * 40_000}</p>").text) < 400_000


@pytest.mark.parametrize(
    ("text", "told"), [(r"\(x\)", True), (r"\[x\]", True), ("$$x$$", True), (r"x\) and \(", False), ("5 $$", False)]
)
def test_a_formula_is_told(text: str, told: bool) -> None:
    assert [change.what for change in converted(f"<p>{text}</p>").changed] == ["formula"] * told


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (200, 1), (201, 2), (1000, 5)])
def test_reading_takes_a_minute_for_200_words(words: int, minutes: int) -> None:
    assert reading_minutes("word " * words) == minutes

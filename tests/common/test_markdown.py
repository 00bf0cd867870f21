"""Markdown becomes HTML that is safe to show."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from wayline.common.markdown import excerpt, render_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "![a](data:text/html,<script>)",
    "![a](javascript:alert(1))",
    "[a](vbscript:x)",
    "<javascript:alert(1)>",
    '[a](https://e.org "x" onmouseover="alert(1))',
    '![x](https://e.org/"onerror="alert(1))',
    "`<script>`</code><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    "<div style='position:fixed'>x</div>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "```<script>\nalert(1)\n```",
    "|<img src=x onerror=alert(1)>|\n|-|\n|x|",
]
ALLOWED_ADDRESS = re.compile(r"^(https?:|mailto:|[^:]*$|[/#?.])", re.IGNORECASE)


def assert_harmless(text: str) -> None:
    tree = lxml_html.fragment_fromstring(render_markdown(text), create_parent="div")
    for element in tree.iter():
        assert element.tag not in {"script", "style", "iframe", "svg", "math", "object", "form", "input"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in {"style", "id"}
            if name in {"href", "src"}:
                assert ALLOWED_ADDRESS.match(value), value


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_runs_comes_through(text: str) -> None:
    assert_harmless(text)


@given(st.text(alphabet=st.sampled_from("<>[]()!`*_\"'&:;/\\#|- \nabjscriptonerhf=x"), max_size=120))
def test_no_text_at_all_becomes_markup_that_runs(text: str) -> None:
    assert_harmless(text)


def test_html_that_people_type_is_shown_as_they_typed_it() -> None:
    assert "&lt;b&gt;bold&lt;/b&gt;" in render_markdown("<b>bold</b>")


def test_headings_begin_below_the_heading_of_the_page() -> None:
    assert render_markdown("# One\n\n###### Six") == "<h2>One</h2>\n<h6>Six</h6>\n"
    assert "<h4>" in render_markdown("## Two", heading_offset=2)


def test_links_to_other_hosts_are_marked_and_own_links_are_not() -> None:
    assert 'rel="nofollow noopener"' in render_markdown("https://example.org/a")
    assert 'rel="nofollow noopener"' in render_markdown("[a](//example.org)")
    assert "rel=" not in render_markdown("[a](/programmes/)")


def test_a_file_is_given_its_address_and_a_missing_one_keeps_its_name() -> None:
    html = render_markdown("[a](files/plan.pdf) [b](files/gone.pdf)", resolve={"files/plan.pdf": "/media/7"}.get)
    assert 'href="/media/7"' in html
    assert 'href="files/gone.pdf"' in html


def test_a_picture_of_another_host_becomes_a_link_to_it() -> None:
    html = render_markdown("![tracker](https://example.org/p.gif)")
    assert "<img" not in html
    assert ">tracker</a>" in html


def test_pictures_can_be_left_out() -> None:
    assert "<img" in render_markdown("![a](/media/a.png)")
    assert "<img" not in render_markdown("![a](/media/a.png)", allow_images=False)


def test_columns_are_aligned_without_inline_style() -> None:
    html = render_markdown("|a|b|\n|-|-:|\n|1|2|")
    assert '<td class="wl-right">2</td>' in html
    assert "style" not in html


def test_an_excerpt_is_plain_words() -> None:
    assert excerpt("# Hello\n\nthere **you** `are`\n[x](http://y)", characters=50) == "Hello there you are x"
    assert excerpt("word " * 100, characters=20).endswith("…")
    assert len(excerpt("word " * 100, characters=20)) <= 20


def test_an_empty_corner_of_a_table_is_no_head() -> None:
    html = render_markdown("| | Before | After |\n|---|---|---|\n| Rest | 4 | 5 |")
    assert html.count("<th>") == 2
    assert "<th></th>" not in html

"""The gallery draws every component; what stands in it holds for every page."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from lxml import html as lxml_html

import wayline
from wayline.common.views import gallery, server_error

TEMPLATES = sorted((Path(wayline.__file__).parent / "common" / "templates").rglob("*.html"))


@pytest.fixture
def page() -> lxml_html.HtmlElement:
    request = RequestFactory().get(reverse("common:gallery"))
    request.user = AnonymousUser()
    return lxml_html.fromstring(gallery(request).content)


def test_ids_are_unique(page: lxml_html.HtmlElement) -> None:
    counted = Counter(element.get("id") for element in page.iter() if element.get("id"))
    assert [name for name, number in counted.items() if number > 1] == []


def test_nothing_needs_an_exception_from_the_policy(page: lxml_html.HtmlElement) -> None:
    for element in page.iter():
        assert element.get("style") is None
        assert not [name for name in element.attrib if name.startswith("on")]
        if element.tag == "script":
            assert element.get("src")
        assert element.tag != "style"


def test_no_request_leaves_the_host(page: lxml_html.HtmlElement) -> None:
    for element in page.iter("img", "script", "link", "source", "video", "audio"):
        for name in ("src", "href"):
            assert not re.match(r"(https?:)?//", element.get(name) or "")


def test_headings_do_not_skip_a_level(page: lxml_html.HtmlElement) -> None:
    levels = [int(str(element.tag)[1]) for element in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_component_is_in_the_gallery() -> None:
    text = (Path(wayline.__file__).parent / "common" / "specimens.toml").read_text(encoding="utf-8")
    tags = Path(wayline.__file__).parent / "common" / "templatetags" / "components.py"
    names = re.findall(r"^@register.*\ndef (\w+)\(", tags.read_text(encoding="utf-8"), re.MULTILINE)
    # The panel is a page's <h1>; the avatar is part of every comment.
    missing = [name for name in names if f"{{% {name} " not in text and f"{{% {name} %}}" not in text]
    assert missing == ["confirmation_panel", "avatar"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_say_what_they_are_given(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert " style=" not in text
    assert "{% comment %}" in text or text.startswith('{% extends "base.html" %}')


def test_the_page_for_our_own_faults_needs_nothing() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"Sorry, something went wrong" in response.content

"""Documents are tagged PDF, and fetch nothing."""

import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from wayline.common import pdf

PAGE = '{% extends "common/print.html" %}'


@pytest.fixture
def made(tmp_path: Path, settings: Any) -> Any:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]

    def make(source: str) -> bytes:
        (tmp_path / "page.html").write_text(source, encoding="utf-8")
        return _unpacked(pdf.render_pdf("page.html", {}, title="Certificate"))

    return make


def _unpacked(document: bytes) -> bytes:
    found = [document]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", document, re.DOTALL):
        try:
            found.append(zlib.decompress(match.group(1)))
        except zlib.error:
            found.append(match.group(1))
    return b"".join(found)


def test_a_document_is_pdf_ua_with_title_language_and_tags(made: Any) -> None:
    document = made(PAGE)
    assert b"pdfuaid" in document
    assert b"/MarkInfo" in document
    assert re.search(rb"/Lang ?\(en", document)
    assert b"Certificate" in document


def test_a_document_calls_no_host(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *args, **kwargs: pytest.fail("a host was called"))
    made(PAGE + '{% block content %}<h1>x</h1><img alt="" src="http://evil.example/p.png">{% endblock %}')


@pytest.mark.parametrize("url", ["http://evil.example/a.css", "file:///etc/passwd", "static:/../../etc/passwd"])
def test_only_static_files_are_read(url: str) -> None:
    with pytest.raises(Exception, match=r"static files|located outside|outside"):
        pdf._static_file(url)

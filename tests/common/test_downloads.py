"""Files that go out cannot run on our pages, and players can jump in them."""

import io

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from wayline.common.downloads import attachment, media, safe_filename


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\my plan.docx", "my_plan.docx"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_x.txt"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_filename(name) == safe


@given(st.text(max_size=300))
def test_a_safe_name_is_never_empty_long_or_a_path(name: str) -> None:
    safe = safe_filename(name)
    assert 0 < len(safe) <= 120
    assert not set(safe) & set("/\\\r\n\0")
    assert not safe.startswith(".")


def test_an_attachment_is_saved_and_not_opened() -> None:
    response = attachment(b"<script>", "a.html", "text/html")
    assert response["Content-Disposition"] == 'attachment; filename="a.html"'
    assert "sandbox" in response["Content-Security-Policy"]


def test_only_media_is_shown_in_pages() -> None:
    request = RequestFactory().get("/")
    assert media(request, io.BytesIO(b"x"), "a.png", "image/png")["Content-Disposition"].startswith("inline")
    assert media(request, io.BytesIO(b"x"), "a.svg", "image/svg+xml")["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=8-", 206, b"89", "bytes 8-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=5-99", 206, b"56789", "bytes 5-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("nonsense", 200, b"0123456789", None),
    ],
)
def test_a_player_gets_the_range_it_asks_for(asked: str, status: int, content: bytes, said: str | None) -> None:
    request = RequestFactory().get("/", headers={"Range": asked})
    response = media(request, io.BytesIO(b"0123456789"), "a.mp3", "audio/mpeg")
    assert (response.status_code, response.getvalue(), response.get("Content-Range")) == (status, content, said)

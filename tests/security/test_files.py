"""Files that people send to do harm, through the pages where files are taken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.conftest import GuardedClient
from tests.discussion import helpers
from tests.factories import Cast
from tests.learning.programmes import enrol, programme, run_of, step_of
from wayline.discussion.models import Comment, Picture
from wayline.learning.models import Asset, HandIn, PackageImport
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
SCRIPT = b"<script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def png(**options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "PNG", **options)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def document(**members: bytes) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **members})


def bomb() -> bytes:
    return document(**{"word/media/huge.bin": b"\0" * 30_000_000})


HARMFUL = {
    "page.html": b"<!doctype html>" + SCRIPT,
    "page.txt": b"<html>" + SCRIPT,
    "page.md": b"  <!DOCTYPE html>" + SCRIPT,
    "picture.svg": SVG,
    "picture.png": SVG,
    "picture.jpg": b"GIF89a/*" + SCRIPT,
    "code.js": b"alert(1)",
    "code.php": b"<?php system($_GET['c']); ?>",
    "program.exe": b"MZ\x90\0" + b"\0" * 60,
    "program.pdf": b"MZ\x90\0" + b"\0" * 60,
    "shell.txt": b"text\0#!/bin/sh",
    "bomb.docx": bomb(),
    "climbing.docx": document(**{"../../etc/cron.d/x": b"x"}),
    "macros.docx": document(**{"word/vbaProject.bin": b"x"}),
    "empty.pdf": b"",
    "cut.docx": document()[:-30],
    "archive.zip": zipped({"a.exe": b"MZ"}),
}


@pytest.fixture
def exercise(cast: Cast) -> str:
    made = programme(cast.fia)
    run = run_of(made, cast.fia)
    enrol(run, cast.ada)
    return f"/runs/{run.pk}/steps/{step_of(made, 'talk').pk}/hand-in/"


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_hand_in_is_refused_with_words(
    cast: Cast, exercise: str, as_member: AsMember, name: str, settings: Any
) -> None:
    file = SimpleUploadedFile(name, HARMFUL[name], "application/pdf")  # what the browser claims counts for nothing
    answer = as_member(cast.ada).post(exercise, {"text": "Here", "file": file})
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.content.decode()
    assert not HandIn.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", [name for name in HARMFUL if name != "archive.zip"])
def test_a_harmful_file_of_a_programme_is_refused(cast: Cast, as_member: AsMember, name: str) -> None:
    made = programme(cast.fia, publish=False)
    address = f"/programmes/{made.slug}/edit/files/"
    answer = as_member(cast.fia).post(address, {"file": SimpleUploadedFile(name, HARMFUL[name], "image/png")})
    assert answer.status_code == 422
    assert not Asset.objects.exists()


def test_a_file_of_more_than_the_limit_is_refused(
    cast: Cast, exercise: str, as_member: AsMember, settings: Any
) -> None:
    settings.UPLOAD_LIMIT_MB = 1
    large = SimpleUploadedFile("notes.txt", b"word " * 300_000)
    answer = as_member(cast.ada).post(exercise, {"text": "Here", "file": large})
    assert answer.status_code == 422
    assert "at most" in answer.content.decode()


def test_a_form_of_many_megabytes_of_text_is_refused(cast: Cast, exercise: str) -> None:
    client = GuardedClient(raise_request_exception=False).acting(cast.ada)
    assert client.post(exercise, {"text": "x" * 3_000_000}).status_code == 400
    assert client.post(exercise, {f"f{number}": "x" for number in range(1100)}).status_code == 400


@pytest.mark.parametrize(
    "name",
    ["../../evil.txt", "..\\..\\evil.txt", "/etc/passwd.txt", "a\r\nSet-Cookie: x=1.txt", ".htaccess.txt", "é“”;.txt"],
)
def test_a_name_leads_nowhere_and_breaks_no_header(
    cast: Cast, exercise: str, as_member: AsMember, name: str, settings: Any
) -> None:
    client = as_member(cast.ada)
    file = io.BytesIO(b"My five lines")
    file.name = "x.txt"
    upload = SimpleUploadedFile("x.txt", b"My five lines")
    upload._name = name  # type: ignore[attr-defined]  # `name =` would tidy it, as a browser need not
    assert client.post(exercise, {"text": "Here", "file": upload}).status_code in {302, 422}
    made = HandIn.objects.first()
    if made is None:
        return
    kept = Path(made.file.path).resolve()
    assert kept.is_relative_to(Path(settings.MEDIA_ROOT).resolve())
    assert kept.stat().st_mode & 0o111 == 0, "nothing that is kept can be run"
    answer = client.get(f"/hand-ins/{made.pk}/file/")
    assert b"".join(answer) == b"My five lines"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer["Content-Disposition"]
    assert ".." not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def posted_picture(cast: Cast, as_member: AsMember, name: str, content: bytes) -> int:
    thread = helpers.thread(helpers.space(cast))
    file = SimpleUploadedFile(name, content, "image/png")
    answer = as_member(cast.ada).post(f"/threads/{thread.pk}/post/", {"text": "Look", "picture": file, "alt": "Me"})
    return int(answer.status_code)


@pytest.mark.parametrize("name", ["picture.svg", "picture.png", "picture.jpg", "page.html", "bomb.docx"])
def test_what_is_no_picture_comes_into_no_comment(cast: Cast, as_member: AsMember, name: str) -> None:
    assert posted_picture(cast, as_member, name, HARMFUL[name]) == 422
    assert not Picture.objects.exists()
    assert not Comment.objects.exists()


def test_a_picture_of_very_many_pixels_is_refused(cast: Cast, as_member: AsMember) -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    assert posted_picture(cast, as_member, "large.png", out.getvalue()) == 422


def test_what_hides_behind_a_picture_and_where_it_was_taken_is_gone(cast: Cast, as_member: AsMember) -> None:
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0)}
    exif[0x010F] = "Camera of Ada"
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(out, "JPEG", exif=exif)
    assert posted_picture(cast, as_member, "photo.jpg", out.getvalue() + SCRIPT) == 302
    client = as_member(cast.ben)
    answer = client.get(f"/pictures/{Picture.objects.get().pk}/")
    content = b"".join(answer)
    assert SCRIPT not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert not kept.getexif()
    assert answer["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_file_is_never_shown_as_a_page(cast: Cast, as_member: AsMember) -> None:
    """Even when a row of the database claims that it is one."""
    from django.core.files.base import ContentFile

    made = programme(cast.fia)
    for name, media_type in (("a.html", "text/html"), ("b.svg", "image/svg+xml"), ("c.pdf", "application/pdf")):
        asset = Asset(programme=made, name=name, media_type=media_type, size=3)
        asset.file.save(name, ContentFile(SCRIPT), save=True)
        answer = as_member(cast.ada).get(f"/programmes/{made.slug}/files/{name}")
        assert answer["Content-Disposition"].startswith("attachment"), name
        assert "sandbox" in answer["Content-Security-Policy"], name
        b"".join(answer)


def test_a_path_out_of_the_folder_of_a_programme_finds_nothing(cast: Cast, as_member: AsMember) -> None:
    made = programme(cast.fia)
    client = as_member(cast.fia)
    for name in ("../../secret_key", "..%2f..%2fsecret_key", "%2e%2e/secret_key", "/etc/passwd", "files%00.png"):
        assert client.get(f"/programmes/{made.slug}/files/{name}").status_code in {302, 400, 404}, name
        assert client.get(f"/static/{name}").status_code in {400, 404}, name


def test_a_package_that_climbs_or_swells_becomes_no_programme(cast: Cast, as_member: AsMember, settings: Any) -> None:
    client = as_member(cast.fia)
    for content in (
        zipped({"programme.toml": b'title = "x"', "../../evil.py": b"x"}),
        zipped({"programme.toml": b'title = "x"', "huge.bin": b"\0" * 60_000_000}),
    ):
        answer = client.post(
            reverse("learning:package_send"), {"file": SimpleUploadedFile("course.zip", content)}, follow=True
        )
        assert answer.status_code in {200, 422}
        assert not PackageImport.objects.filter(programme__isnull=False).exists()
    assert not list(Path(settings.MEDIA_ROOT).parent.rglob("evil.py"))


def test_files_are_not_sent_without_end(cast: Cast, exercise: str, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    for _ in range(30):
        assert client.post(exercise, {"text": "Here"}).status_code == 302
    assert client.post(exercise, {"text": "Here"}).status_code == 429

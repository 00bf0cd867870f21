"""What is sent to us is recognised by content, limited, and cleaned."""

import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wayline.common import uploads

EVERYTHING = frozenset(uploads.KINDS)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(format: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, format, **options)
    return out.getvalue()


def archive(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()


def code_of(name: str, content: bytes, kinds: frozenset[str] = EVERYTHING, **options: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        uploads.check(file(name, content), kinds=kinds, **options)
    return str(refused.value.code)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", picture("PNG"), "png"),
        ("a.jpeg", picture(), "jpg"),
        ("a.webp", picture("WEBP"), "webp"),
        ("a.gif", picture("GIF"), "gif"),
        ("a.pdf", b"%PDF-1.7\n...", "pdf"),
        ("a.docx", archive({"[Content_Types].xml": b"", "word/document.xml": b""}), "docx"),
        ("a.xlsx", archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "xlsx"),
        ("a.odt", archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}), "odt"),
        ("a.zip", archive({"a.txt": b"a"}), "zip"),
        ("a.mp3", b"ID3\x04\x00", "mp3"),
        ("a.mp3", b"\xff\xfb\x90\x00", "mp3"),
        ("a.mp4", b"\x00\x00\x00\x20ftypisom", "mp4"),
        ("a.webm", b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "webm"),
        ("a.ogg", b"OggS\x00\x02", "ogg"),
        ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello", "vtt"),
        ("a.csv", b"a,b\n1,2\n", "csv"),
        ("notes.md", "# Perché no".encode(), "md"),
        ("a.txt", b"\xef\xbb\xbfplain", "txt"),
    ],
)
def test_files_are_recognised_by_content(name: str, content: bytes, kind: str) -> None:
    assert uploads.check(file(name, content), kinds=EVERYTHING).kind == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.svg", b"<svg/>"),
        ("a.txt", b"  <!DOCTYPE html><script>alert(1)</script>"),
        ("a.md", b"<html>"),
        ("a.csv", b"\xef\xbb\xbf<?xml version='1.0'?>"),
        ("a.html", b"hello"),
        ("a.exe", b"MZ\x90\x00"),
        ("a.txt", b"MZ\x00\x00"),
        ("a.vtt", b"no captions"),
        ("a.pdf", b"hello"),
    ],
)
def test_what_we_do_not_know_or_what_could_run_is_refused(name: str, content: bytes) -> None:
    assert code_of(name, content) == "kind"


def test_the_refusal_says_what_it_is_and_what_would_do() -> None:
    with pytest.raises(ValidationError, match=r"This is a PDF file. Choose one of these kinds: JPG, PNG"):
        uploads.check(file("a.png", b"%PDF-1.4"), kinds={"png", "jpg"})


def test_the_name_gets_the_ending_of_its_content() -> None:
    assert uploads.check(file("photo.exe", picture()), kinds=uploads.PICTURES).name == "photo.jpg"
    assert uploads.check(file("photo.jpeg", picture()), kinds=uploads.PICTURES).name == "photo.jpeg"


def test_a_file_that_is_too_large_or_empty_is_refused() -> None:
    assert code_of("a.pdf", b"%PDF-" + b"0" * 2000, limit_mb=0.001) == "size"
    assert code_of("a.pdf", b"") == "empty"
    assert uploads.check(file("a.pdf", b"%PDF-" + b"0" * 1000), kinds={"pdf"}, limit_mb=0.001).size == 1005


def test_a_picture_loses_place_and_owner_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x8298] = "Owner"
    kept = uploads.check(file("a.jpg", picture(exif=exif, comment=b"secret")), kinds=uploads.PICTURES)
    drawn = Image.open(kept.file)
    assert drawn.size == (20, 40)
    assert not drawn.getexif()
    assert b"secret" not in kept.file.open().read()


def test_what_was_hidden_behind_a_picture_is_gone() -> None:
    kept = uploads.check(file("a.png", picture("PNG") + b"<script>alert(1)</script>"), kinds=uploads.PICTURES)
    assert b"script" not in kept.file.open().read()


def test_a_picture_that_unpacks_to_too_many_pixels_is_refused() -> None:
    large = io.BytesIO()
    Image.new("1", (8000, 8000)).save(large, "PNG")
    assert code_of("a.png", large.getvalue()) == "pixels"


def test_a_damaged_picture_is_refused() -> None:
    assert code_of("a.png", picture("PNG")[:40]) == "damaged"


def test_a_bomb_is_refused_and_an_honest_archive_is_not() -> None:
    assert code_of("a.zip", archive({"a": b"\0" * 5_000_000})) == "bomb"
    assert uploads.check(file("a.zip", archive({"a": b"\0" * 500_000})), kinds={"zip"}).kind == "zip"


def test_an_archive_of_very_many_parts_is_refused() -> None:
    assert code_of("a.zip", archive({str(number): b"" for number in range(5001)})) == "bomb"


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/etc/passwd", "C:\\a", "..\\a", "a\\..\\..\\b"])
def test_parts_that_point_outside_are_refused(path: str) -> None:
    assert code_of("a.zip", archive({path: b"x"})) == "path"


@given(st.lists(st.sampled_from(["a", "..", ".", "b.txt", "..a"]), min_size=1, max_size=5))
def test_a_path_is_inside_when_it_never_climbs(parts: list[str]) -> None:
    assert uploads.is_inside("/".join(parts)) == (".." not in parts)


def test_a_document_with_macros_is_refused() -> None:
    parts = {"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b"x"}
    assert code_of("a.docx", archive(parts)) == "macros"


def test_a_damaged_archive_is_refused() -> None:
    assert code_of("a.docx", archive({"a": b"b"})[:-10]) == "damaged"


def test_the_field_gives_the_checked_file() -> None:
    field = uploads.UploadField(kinds=uploads.DOCUMENTS)
    assert field.clean(file("a.pdf", b"%PDF-1")).kind == "pdf"
    with pytest.raises(ValidationError, match="This is a PNG file"):
        field.clean(file("a.png", picture("PNG")))

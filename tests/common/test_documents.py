"""Documents of strangers become text, or an error that says what to do; nothing of them runs, grows or hangs."""

from __future__ import annotations

import io
import subprocess
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from pypdf import PdfWriter
from weasyprint import HTML

from wayline.common import documents, pdf_words

SAID = "Two years in a shop: work the till."
ODT = "application/vnd.oasis.opendocument.text"
OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
TEXT = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(content: bytes, most: int = 20_000) -> str:
    return documents.text_of(content, most=most)


def code_of(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        read(content)
    return str(refused.value.code)


def archive(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()


def docx(body: str = "") -> bytes:
    if body:
        return archive({"[Content_Types].xml": "", "word/document.xml": body})
    made, out = Document(), io.BytesIO()
    made.add_paragraph(SAID)
    made.add_table(1, 2).rows[0].cells[1].text = "In a table"
    made.save(out)
    return out.getvalue()


def odt(body: str) -> bytes:
    return archive(
        {"mimetype": ODT, "content.xml": f"<office:document-content {OFFICE} {TEXT}>{body}</office:document-content>"}
    )


def pdf(pages: int = 0, password: str = "") -> bytes:
    """Of words, or of so many empty pages."""
    writer = PdfWriter()
    if not pages:
        made: Any = HTML
        writer.append(io.BytesIO(made(string=f"<p>{SAID}</p>").write_pdf()))
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        docx(),
        odt('<text:p>Two years<text:s/>in a <text:span text:style-name="T1">shop</text:span>: work the till.</text:p>'),
        b"<!doctype html><title>CV</title><script>alert(1)</script><p>Two years in a <b>shop</b>:\n work the till.",
        SAID.encode(),
        SAID.encode("utf-16"),
        pdf(),
    ],
    ids=["docx", "odt", "html", "txt", "utf-16", "pdf"],
)
def test_the_words_of_a_document_are_read(content: bytes) -> None:
    said = read(content)
    assert SAID in said
    assert "alert" not in said


def test_paragraphs_and_cells_are_lines() -> None:
    assert read(docx()).splitlines() == [SAID, "", "In a table"]
    assert read(odt("<text:h>A</text:h><text:p>B<text:line-break/>C</text:p>")) == "A\nB\nC"
    assert read(b"<html><body><ul><li>A<li>B</ul><table><tr><td>C</td><td>D") == "A\nB\n\nC D"


def test_words_taken_out_and_words_for_older_programs_are_not_read() -> None:
    said = (
        f"<w:document {WORD}><w:p><w:r><w:t>Now</w:t></w:r><w:del><w:r><w:delText>Then</w:delText></w:r></w:del>"
        '<mc:Fallback xmlns:mc="x"><w:t>Now</w:t></mc:Fallback></w:p></w:document>'
    )
    assert read(docx(said)) == "Now"
    assert read(odt("<text:tracked-changes><text:p>Then</text:p></text:tracked-changes><text:p>Now</text:p>")) == "Now"


def test_letters_of_old_programs_are_read() -> None:
    assert read("Perché no – 50 €".encode("cp1252")) == "Perché no – 50 €"


def test_reading_ends_where_it_is_told() -> None:
    assert read(b"one two three", most=7) == "one two"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"a" * (documents.LARGEST + 1), "size"),
        (b"\x89PNG\r\n\x1a\n\0\0", "kind"),
        (archive({"a.txt": SAID}), "kind"),
        (archive({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
        (b"{\\rtf1 Hello}", "old"),
        (docx()[:-30], "damaged"),
        (docx("<w:p>"), "damaged"),
        (docx('<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'), "damaged"),
        (docx(f"<w:document {WORD}/>"), "nothing"),
        (docx("<a>" + " " * 40_000_000 + "</a>"), "bomb"),
        (pdf()[:200], "damaged"),
        (pdf(pages=1), "pictures"),
        (pdf(pages=pdf_words.MOST_PAGES + 1), "pages"),
        (pdf(pages=1, password="secret"), "locked"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_a_part_that_lies_about_its_size_is_not_read_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_PART", 100)
    assert code_of(docx(f"<w:document {WORD}>{'x' * 200}</w:document>")) == "bomb"


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(command: list[str], *, timeout: float, **_options: Any) -> None:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", hangs)
    assert code_of(b"%PDF-1.7") == "damaged"

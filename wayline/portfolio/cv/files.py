"""A CV and its letter as files: tagged PDF with the Europass file inside, HTML that stands alone, DOCX."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import override

from wayline.common.pdf import FONTS, Enclosed, render_pdf
from wayline.portfolio.cv.document import Document, Fact
from wayline.portfolio.cv.europass import europass_file
from wayline.portfolio.record import Attachment, Record

STYLE = Path(__file__).parent.parent / "static" / "portfolio" / "cv.css"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "docx": DOCX}


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter that goes along: from whom, to whom, about what."""

    language: str
    name: str
    facts: tuple[Fact, ...]
    to: str
    day: str
    subject: str
    text: str


@lru_cache(maxsize=1)
def style() -> str:
    return STYLE.read_text(encoding="utf-8")


def paper_style() -> str:
    """Without the rules for narrow screens, which stand at the end: WeasyPrint knows no conditions on a width."""
    return style().partition("@media screen")[0]


def photo_address(photo: Attachment | None) -> str:
    return f"data:{photo.media_type};base64,{base64.b64encode(photo.content).decode()}" if photo else ""


def cv_file(ending: str, made: Document, *, design: str, photo: Attachment | None, record: Record) -> bytes:
    """`record` is what goes into the Europass file: the same entries as in the document."""
    if ending == "docx":
        from wayline.portfolio.cv.docx import write_docx  # python-docx takes a while to load

        return write_docx(made, photo=photo.content if photo else None)
    context = {"cv": made, "design": design, "photo": photo_address(photo), "alone": True}
    title = f"{made.title}: {made.name}"
    if ending == "html":
        return _alone("portfolio/cv_pdf.html", context, title, made.language)
    return _pdf("portfolio/cv_pdf.html", context, title, made.language, europass_file(record))


def letter_file(ending: str, letter: Letter, *, design: str) -> bytes:
    if ending == "docx":
        from wayline.portfolio.cv.docx import letter_docx

        return letter_docx(
            letter.name, letter.facts, letter.to, letter.day, letter.subject, letter.text, letter.language
        )
    context = {"letter": letter, "design": design, "alone": True}
    title = letter.subject or letter.name
    if ending == "html":
        return _alone("portfolio/letter_pdf.html", context, title, letter.language)
    return _pdf("portfolio/letter_pdf.html", context, title, letter.language, ())


def _pdf(template: str, context: dict[str, object], title: str, language: str, enclosed: Sequence[Enclosed]) -> bytes:
    with override(language):
        full = {**context, "css": paper_style()}
        return render_pdf(template, full, title=title, language=language, enclosed=enclosed)


def _alone(template: str, context: dict[str, object], title: str, language: str) -> bytes:
    """The same page as the PDF, with its style inside and nothing to fetch from anywhere."""
    frame: dict[str, object] = {"css": style(), "title": html.escape(title), "language": language, "font_faces": []}
    frame["fonts"] = FONTS[:1]
    with override(language):
        return render_to_string(template, {**context, **frame}).encode()

"""A CV and a letter as DOCX, with real headings, lists and table heads, so that it can be read aloud and changed."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document as new_document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from wayline.common.markdown import plain_blocks
from wayline.portfolio.cv.document import Document, Fact, Part, Section
from wayline.portfolio.cv.letters import with_breaks

FONT = "Calibri"
POINTS = 11
PHOTO_WIDTH = 3.2


def write_docx(cv: Document, *, photo: bytes | None) -> bytes:
    word = _blank(cv.language, f"{cv.title}: {cv.name}", cv.name)
    word.add_heading(cv.name or cv.title, level=0)
    if cv.headline:
        word.add_paragraph(cv.headline, style="Subtitle")
    if photo:
        _picture(word, photo, cv.name)
    _facts(word, cv.facts)
    if cv.about:
        word.add_heading(cv.about_heading, level=1)
        _markdown(word, cv.about)
    for section in cv.sections:
        word.add_heading(section.heading, level=1)
        _section(word, section, cv)
    return _bytes(word)


def letter_docx(name: str, facts: Sequence[Fact], to: str, day: str, subject: str, text: str, language: str) -> bytes:
    word = _blank(language, subject or name, name)
    word.add_paragraph(name).runs[0].bold = True
    _facts(word, facts)
    for line in to.splitlines():
        word.add_paragraph(line).paragraph_format.space_after = Pt(0)
    word.add_paragraph(day)
    if subject:
        word.add_heading(subject, level=1)
    _markdown(word, with_breaks(text))
    return _bytes(word)


def _blank(language: str, title: str, author: str) -> Word:
    word = new_document()
    word.core_properties.title, word.core_properties.author = title, author
    word.core_properties.language = language
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(POINTS)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    style.element.get_or_add_rPr().append(spoken)
    for section in word.sections:
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    return word


def _bytes(word: Word) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _picture(word: Word, photo: bytes, name: str) -> None:
    drawn = word.add_picture(io.BytesIO(photo), width=Cm(PHOTO_WIDTH))
    drawn._inline.docPr.set("descr", name)  # what a screen reader says


def _facts(word: Word, facts: Sequence[Fact]) -> None:
    for fact in facts:
        line = word.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.add_run(f"{fact.label}: ").bold = True
        line.add_run(fact.value)


def _section(word: Word, section: Section, cv: Document) -> None:
    if section.tongues:
        _tongues(word, section, cv)
    elif section.is_short:
        for part in section.parts:
            word.add_paragraph(" – ".join(one for one in (part.title, part.level) if one), style="List Bullet")
    else:
        for part in section.parts:
            _part(word, part)


def _part(word: Word, part: Part) -> None:
    word.add_heading(part.title or part.organisation, level=2)
    where = ", ".join(one for one in (part.organisation if part.title else "", part.place) if one)
    line = " · ".join(one for one in (where, part.period, part.level) if one)
    if line:
        word.add_paragraph(line)
    _markdown(word, part.text)
    for point in part.points:
        word.add_paragraph(point, style="List Bullet")
    if part.url:
        word.add_paragraph(part.url)


def _tongues(word: Word, section: Section, cv: Document) -> None:
    for tongue in section.tongues:
        if tongue.mother_tongue:
            word.add_paragraph(f"{cv.mother_tongue}: {tongue.name}")
    others = [tongue for tongue in section.tongues if not tongue.mother_tongue]
    if not others:
        return
    table = word.add_table(rows=1, cols=1 + len(cv.cefr_heads), style="Light Grid")
    head = table.rows[0]
    for cell, text in zip(head.cells, (section.heading, *cv.cefr_heads), strict=True):
        cell.text = text
    mark = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(mark)
    for tongue in others:
        row = table.add_row()
        name = f"{tongue.name} ({tongue.level_text})" if tongue.level_text else tongue.name
        for cell, text in zip(row.cells, (name, *(level or "–" for level in tongue.levels)), strict=True):
            cell.text = text


def _markdown(word: Word, text: str) -> None:
    for kind, words in plain_blocks(text):
        word.add_paragraph(words, style="List Bullet" if kind == "item" else None)

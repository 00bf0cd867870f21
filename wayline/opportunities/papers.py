"""CV and letter of a person as the PDF files that go along with an application."""

from __future__ import annotations

from dataclasses import dataclass

from wayline.opportunities.enums import Paper
from wayline.opportunities.models import Application
from wayline.portfolio.cv import files
from wayline.portfolio.models import CV
from wayline.portfolio.queries import cvs


@dataclass(frozen=True, slots=True)
class Made:
    part: Paper
    name: str
    content: bytes


def made_for(draft: Application) -> list[Made]:
    """As they are at this moment; later changes to the portfolio leave what was sent alone."""
    papers = []
    if draft.cv:
        papers.append(_cv(draft.cv))
    if draft.letter:
        papers.append(_letter(draft.letter))
    return papers


def _cv(cv: CV) -> Made:
    record = cvs.record_of_cv(cv)
    document = cvs.document_of(cv, record)
    content = files.cv_file("pdf", document, design=cv.design, photo=cvs.photo_in(cv), record=record)
    return Made(Paper.CV, f"CV_{document.name}.pdf", content)


def _letter(cv: CV) -> Made:
    letter = cvs.letter_of(cv)
    return Made(Paper.LETTER, f"Letter_{letter.name}.pdf", files.letter_file("pdf", letter, design=cv.design))

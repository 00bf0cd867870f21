"""People who apply, and what they apply for."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.opportunities import making
from wayline.opportunities import papers
from wayline.opportunities.actions import applications, offers, questions
from wayline.opportunities.enums import Paper
from wayline.opportunities.models import Application, Opportunity, Question
from wayline.people.models import Membership
from wayline.portfolio.actions import cvs, items
from wayline.portfolio.models import CV
from wayline.portfolio.record import Kind

LETTER = "Dear Ms Ostrowska,\n\nI should like to come."


def open_offer(staff: Membership, contact: Membership, **values: Any) -> Opportunity:
    """Offered by a company, published by the service that checks it."""
    made = making.offer(contact, service=staff.organisation, **values)
    offers.publish(made, by=staff)
    return made


def cv(member: Membership, *, title: str = "My CV", letter: str = LETTER) -> CV:
    items.add_item(member.user, kind=Kind.EXPERIENCE, title="Joiner", organisation="Old Workshop", start="2019")
    made = cvs.make_cv(member.user, title=title, language="en")
    return cvs.change_cv(made, letter_subject="Your offer", letter_text=letter)


def ask(offer: Opportunity, by: Membership, text: str = "When can you begin?", **values: Any) -> Question:
    plain = {"form": "text", "choices": [], "required": True}
    questions.add(offer, by=by, text=text, **{**plain, **values})
    return Question.objects.of(offer).get(text=text)


def light_papers(draft: Application) -> list[papers.Made]:
    """In place of `papers.made_for`, whose PDF files take a second each; one test makes real ones."""
    chosen = ((Paper.CV, draft.cv), (Paper.LETTER, draft.letter))
    return [papers.Made(part, f"{part}.pdf", b"%PDF-1.7 of a test") for part, held in chosen if held]


def sent(member: Membership, offer: Opportunity, **values: Any) -> Application:
    held = cv(member)
    draft = applications.keep(offer, by=member, **{"cv": held, "letter": held, **values})
    return applications.send(draft)


def address(name: str, *parts: object) -> str:
    return reverse(f"opportunities:{name}", args=parts)

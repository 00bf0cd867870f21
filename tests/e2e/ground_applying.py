"""Applications in every state that has a page of its own, and what is applied for in the walks."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from tests.e2e import company
from wayline.common import uploads
from wayline.home.demo import cast, people
from wayline.opportunities.actions import applications, offers
from wayline.opportunities.models import Application, Opportunity
from wayline.people.models import User
from wayline.portfolio.actions import cvs, items
from wayline.portfolio.models import CV
from wayline.portfolio.record import Kind

LETTER = "Dear Ms Ostrowska,\n\nI should like to come."
WAYS = ("keyboard", "no-javascript")


def _cv(user: User) -> CV:
    items.add_item(user, kind=Kind.EXPERIENCE, title="Turner", organisation="Old Workshop", start="2019")
    return cvs.change_cv(
        cvs.make_cv(user, title="For workshops", language="en"), letter_subject="Your place", letter_text=LETTER
    )


def _of_joan() -> dict[str, Any]:
    """To the service itself, whose staff read it: so the team of the tests can open its files from both sides."""
    joan = people.member(cast.JOAN.name)
    course = Opportunity.objects.public().filter(organisation=joan.organisation).order_by("pk")[0]
    sent = applications.send(applications.keep(course, by=joan, cv=CV.objects.filter(owner=joan.user)[0]))
    return {"application_of_joan": sent.key, "application_file": sent.papers.get().key}


def applying_pages() -> dict[str, Any]:
    """After the offers and the portfolios."""
    danny, helen = people.member(cast.DANNY.name), people.member(cast.HELEN.name)
    hers = Opportunity.objects.public().filter(organisation=helen.organisation)
    sent = Application.objects.get(user=danny.user, state="invited")
    draft = applications.keep(
        hers.get(title="Apprentice joiner"), by=danny, cv=CV.objects.filter(owner=danny.user).first()
    )
    document = uploads.check(ContentFile(b"Much praise.", "praise.txt"), kinds=uploads.DOCUMENTS)
    applications.add_document(draft, checked=document)
    gardener = Opportunity.objects.public().get(title="Gardener")
    noted = applications.note_elsewhere(gardener, by=danny)
    for name in company.APPLYING:
        _cv(User.objects.get(email=f"{name.lower()}@example.org"))
    for way in WAYS:
        offers.create(
            kind="vacancy", by=helen, service=sent.opportunity.service, title=f"Turner ({way})",  # type: ignore[union-attr]
            text="You work at the lathe.", contact_email=helen.user.email,
        )  # fmt: skip
    asked = hers.get(title="Carpenter or joiner")
    return {
        "application": sent.key,
        "application_draft": draft.key,
        "noted": noted.key,
        "offer_asking": asked.pk,
        "question": asked.questions.all()[0].pk,
        "offer_to_apply": draft.opportunity_id,
        "document": draft.papers.get().key,
        **_of_joan(),
    }

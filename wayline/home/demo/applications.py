"""Danny looks for work: he applied with his CV for joinery and is invited, and lets companies find him."""

from __future__ import annotations

from wayline.home.demo import cast
from wayline.home.demo.people import member
from wayline.opportunities.actions import applications, finding, matching, received
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import Opportunity
from wayline.portfolio.models import CV

ANSWERS = {"Which woodworking machines have you used?": "A band saw and a router, at my neighbour's.",
           "Have you a driving licence?": "For cars"}  # fmt: skip
INVITATION = """Thank you, Danny. Come and see the workshop on Monday at half past seven; the gate is beside the oak.

Ask for me. Bring shoes that close, and something you have mended."""


def apply_for_places() -> None:
    danny, helen = member(cast.DANNY.name), member(cast.HELEN.name)
    offer = Opportunity.objects.get(organisation=helen.organisation, title="Carpenter or joiner")
    joinery = CV.objects.get(owner=danny.user, title="For joinery")
    typed = {str(one.pk): ANSWERS[one.text] for one in offer.questions.all()}
    sent = applications.send(applications.keep(offer, by=danny, cv=joinery, letter=joinery, typed=typed))
    received.look(sent, by=helen)
    received.mark(sent, by=helen, state="invited", message=INVITATION)


def be_found() -> None:
    danny = member(cast.DANNY.name)
    parts = (MatchPart.SKILLS, MatchPart.EXPERIENCE, MatchPart.ASPIRATIONS)
    matching.turn_on(danny.user, parts=parts)
    finding.turn_on(danny, parts=parts)

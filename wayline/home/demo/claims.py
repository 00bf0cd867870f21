"""What a client of the demo service claimed and had endorsed, and who assesses there. All of it is invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from wayline.home.demo import cast
from wayline.home.demo.people import member
from wayline.people.models import Membership
from wayline.portfolio.actions import claims as acts
from wayline.portfolio.actions import endorsements
from wayline.portfolio.enums import AssessmentMethod, ClaimAct
from wayline.portfolio.models import Claim, Item

LEADING = (
    "For six years I have led a shift of eight at Castlegate Logistics. I plan the shift, train new people and talk "
    "with them when something goes wrong. I learnt it by doing, and from two good team leaders before me."
)
JOINING = (
    "I mend chairs and drawers in the repair café, took the evening course, and made the cutting list and the handrail "
    "of the new staircase of the community hall. Marking out and mortise joints I do alone; dovetails still take me "
    "two tries."
)


def hold_claims() -> None:
    """One that Amara certified last month, one that waits for her."""
    amara, joan, priya = (member(one.name) for one in (cast.AMARA, cast.JOAN, cast.PRIYA))
    for assessor in (amara, joan):
        acts.allow_to_assess(assessor, by=priya)
    done = _claim("Leading a small team", LEADING, ["Warehouse team leader"], amara)
    _judge(
        done, ClaimAct.ACCEPT, amara, 32, "We talk on the telephone, and I ask your manager what you agreed with him."
    )
    _judge(
        done, ClaimAct.CERTIFY, amara, 28,
        "You gave three examples of a conflict on the shift and what you did. Your manager confirmed two of them, and "
        "the way you train new people. All four outcomes are met.",
    )  # fmt: skip
    _claim(
        "Measuring, cutting and joining wood", JOINING,
        ["Evening course: introduction to bench joinery", "A staircase for the community hall"], amara,
    )  # fmt: skip


def hold_endorsements() -> None:
    """One of a former supervisor, shown; one that Joan was asked for."""
    mine = Item.objects.of(member(cast.DANNY.name).user)
    asked = endorsements.ask(
        mine.get(title="Driving a fork-lift truck"), email="s.holt@example.org",
        message="You saw me drive every day at Castlegate. Would you say so?",
    )  # fmt: skip
    said = endorsements.Testimony(
        "Sheila Holt", "I was his shift manager from 2015 to 2019",
        "Danny drove the counterbalance truck every day for four years, also in the narrow aisles and on the ramp. No "
        "damage, no accident, and new drivers went along with him first.",
    )  # fmt: skip
    endorsements.show(endorsements.give(asked, said, by=None), shown=True)
    joan = member(cast.JOAN.name).user
    new = mine.get(title="Explaining a job to new colleagues")
    endorsements.ask(new, email=joan.email, person=joan, message="You saw me explain the stock system in your group.")


def _claim(title: str, statement: str, evidence: Sequence[str], assessor: Membership) -> Claim:
    danny = member(cast.DANNY.name)
    mine = Item.objects.of(danny.user)
    shown = list(mine.filter(title__in=evidence).order_by("pk"))
    draft = acts.Draft(mine.get(title=title), statement, shown, danny.organisation, assessor)
    claim = acts.draft_claim(danny.user, draft)
    acts.send_claim(claim)
    return claim


def _judge(claim: Claim, act: ClaimAct, assessor: Membership, days_ago: int, reasons: str) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    methods = [AssessmentMethod.CONVERSATION, AssessmentMethod.OTHERS]
    standard = "Level 3 unit “Leading a team”, four outcomes (an invented standard)"
    acts.judge(claim, acts.Judgement(act, day, methods, reasons, standard), by=assessor)

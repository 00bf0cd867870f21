"""What the inventory of interests puts into the registers of the house."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayline.assessment.models import InterestShare, InterestSheet
from wayline.people import registers, retention
from wayline.people.models import Membership
from wayline.people.registers import Card

BEGUN = timedelta(days=180)
VERBS = {
    "finished interests": _("finished the inventory of interests"),
    "showed interests": _("let an adviser read a result about interests"),
    "stopped showing interests": _("let an adviser no longer read a result about interests"),
    "threw interests away": _("threw a result about interests away"),
    "read interests": _("read a result about your interests"),
}
COLUMNS = {
    "answers": _("answers"),
    "begun_at": _("begun on"),
    "edition": _("which activities"),
    "finished_at": _("finished on"),
    "until": _("until"),
}


def register_interests() -> None:
    registers.verbs.update(VERBS)
    registers.columns.update(COLUMNS)
    registers.cards.append(Card("assessment.interests", "assessment/interests/card.html", _card, order=55))
    retention.register(
        retention.Rule(
            "interests-begun",
            _("Answers about interests that were begun"),
            _("What was begun and not finished is deleted after 180 days. Shares that ran out are deleted too."),
            _("Nobody comes back to it after that time (GDPR, article 5(1)(e))."),
            _begun,
            _end,
            37,
        )
    )


def _card(viewer: Membership) -> dict[str, object]:
    sheets = list(InterestSheet.objects.visible_to(viewer).defer("answers")[:1])
    return {"sheet": sheets[0] if sheets else None}


def _begun(now: datetime) -> QuerySet[InterestSheet]:
    return InterestSheet.objects.filter(finished_at=None, begun_at__lt=now - BEGUN)


def _end(now: datetime) -> int:
    InterestShare.objects.filter(until__lt=now.date()).delete()
    return _begun(now).delete()[0]

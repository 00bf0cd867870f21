"""How long opportunities are kept, by the clock of the house."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wayline.opportunities.enums import State
from wayline.opportunities.models import ImportRun, Opportunity, ShownMatch
from wayline.people import retention

ENDED = timedelta(days=365)
DRAFTS = timedelta(days=365)
READINGS = timedelta(days=180)
MATCHES = timedelta(days=365)


def _ended(now: datetime) -> QuerySet[Opportunity]:
    over = Q(state__in=[State.WITHDRAWN, State.EXPIRED], ended_at__lt=now - ENDED)
    left = Q(state=State.DRAFT, changed_at__lt=now - DRAFTS)
    return Opportunity.objects.filter(over | left)


def _readings(now: datetime) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(at__lt=now - READINGS)


def _matches(now: datetime) -> QuerySet[ShownMatch]:
    return ShownMatch.objects.filter(last_at__lt=now - MATCHES)


def register_own() -> None:
    retention.register(
        retention.Rule(
            "shown-matches",
            _("Matches that were shown, with their reasons"),
            _("Deleted a year after the person saw them last."),
            _(
                "So that a suggestion can be explained, and its fairness examined, for longer than the six months "
                "that the AI Act asks for (Regulation (EU) 2024/1689, articles 26(6) and 86; GDPR, article 5(1)(e))."
            ),
            _matches,
            lambda now: _matches(now).delete()[0],
            54,
        )
    )
    retention.register(
        retention.Rule(
            "opportunities",
            _("Opportunities that are over"),
            _(
                "Deleted a year after they ended or were withdrawn, with the contact persons named in them. "
                "Drafts that nobody touched for a year go too."
            ),
            _("Whoever applied may ask what was offered; a year is enough for that (GDPR, article 5(1)(e))."),
            _ended,
            lambda now: _ended(now).delete()[0],
            52,
        )
    )
    retention.register(
        retention.Rule(
            "vacancy-readings",
            _("Reports on vacancies brought in from elsewhere"),
            _("Deleted after 180 days."),
            _("They help to mend a source, and serve nothing else (GDPR, article 5(1)(e))."),
            _readings,
            lambda now: _readings(now).delete()[0],
            53,
        )
    )

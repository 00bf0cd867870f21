"""Telling people of new offers that fit them well: everybody who asked for it against everything on show, each day."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from wayline.opportunities import matching
from wayline.opportunities.actions import in_processes
from wayline.opportunities.matching.audit import WELL
from wayline.opportunities.matching.shapes import score
from wayline.opportunities.models import MatchChoice
from wayline.opportunities.queries import match_person, match_search
from wayline.opportunities.shelf.days import micros
from wayline.people.actions import notify
from wayline.people.enums import Role
from wayline.people.models import Membership

logger = logging.getLogger(__name__)
PAUSE = timedelta(hours=20)
"""Between two looks for one person."""
TOGETHER = 200
"""People in one part of the work."""
READ = 50
"""Portfolios that are read together: so many are looked through again at most when it was interrupted."""


def tell_new(now: datetime) -> int:
    """Every hour: whose turn it is. Each person is marked when looked through, so an interrupted run goes on there."""
    due = MatchChoice.objects.filter(tells=True, looked_at__lt=now - PAUSE, user__is_active=True)
    people = list(due.order_by("pk").values_list("user", flat=True))
    told = 0
    for done, number in in_processes.each(tell, people, together=TOGETHER):
        told += number
        if done < len(people):
            logger.info("Looked for new matches of %s of %s people.", done, len(people))
    return told


def tell(people: Sequence[int]) -> int:
    """Look for new matches of these people; how many were told."""
    members = Membership.objects.active().filter(user__in=people, role=Role.CLIENT).order_by("-pk")
    of = {member.user_id: member for member in members.select_related("user", "organisation")}
    MatchChoice.objects.filter(user__in=set(people) - set(of)).update(looked_at=timezone.now())  # no client any more
    everybody = list(of.values())
    return sum(_tell(everybody[begin : begin + READ]) for begin in range(0, len(everybody), READ))


def _tell(members: Sequence[Membership]) -> int:
    now = timezone.now()
    who = match_person.seekers(members)
    numbers = {user: new_and_good(seeker) for user, seeker in who.items()}
    told = [member for member in members if numbers.get(member.user_id)]
    with transaction.atomic():
        MatchChoice.objects.filter(user__in=[member.user_id for member in members]).update(looked_at=now)
        for member in told:
            _notify(member, numbers[member.user_id])
    return len(told)


def new_and_good(who: match_person.Seeker) -> int:
    """How many of the best fifty fit well and were published since the last look."""
    weights, since = matching.current(), who.choice.looked_at
    of = sum(weights.rules[rule] for rule in who.rules)
    rows, _number = match_search.dated(who, weights)
    return sum(score(points, of) >= WELL and (since is None or moment > micros(since)) for points, moment, _key in rows)


def _notify(member: Membership, number: int) -> None:
    with override(member.user.language):
        text = ngettext("%(number)d new offer fits you well", "%(number)d new offers fit you well", number)
    said = text % {"number": number}
    notify(member.user, kind="match", text=said, url=reverse("opportunities:for_you"), key="matches")

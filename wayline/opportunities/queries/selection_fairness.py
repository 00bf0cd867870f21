"""Whom companies find, invite and take on, by groups of people: sums over a year, small numbers hidden.

Ages and answers are those of people who agreed to have them counted for this (`about_you.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from wayline.opportunities.enums import ApplicationState
from wayline.opportunities.group_sums import ENOUGH, Measures, Table, folded_table, table
from wayline.opportunities.matching.selection import Group, selection
from wayline.opportunities.models import Application, ApplicationStep, Findable, FoundShowing
from wayline.opportunities.queries import about_you, fairness_groups
from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation

FIRST = 10
"""Places of a list that count."""
INVITED = (ApplicationState.INVITED, ApplicationState.OFFERED, ApplicationState.TAKEN_ON)
"""Whoever was offered the place or taken on was chosen for more than a look."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One person. `person` tells people apart, and is shown nowhere."""

    person: int
    chosen: bool = False
    """Shown to a company among the first, or invited."""
    taken_on: bool = False


FOUND: Measures[Tried] = Measures(
    {"people": lambda one: True, "shown": lambda one: one.chosen}, {"shown": "people"}
)  # fmt: skip
APPLIED: Measures[Tried] = Measures(
    {"people": lambda one: True, "invited": lambda one: one.chosen, "taken_on": lambda one: one.taken_on},
    {"invited": "people", "taken_on": "invited"},
)

Groups = dict[str, list[Group]]
"""By “sex”, “limits”, “age” and “area”."""


def found(service: Organisation, since: datetime) -> Groups:
    """Of clients who let companies find them now: who was shown to one among the first since then."""
    people = set(Findable.objects.agreed().filter(user__in=_clients(service)).values_list("user", flat=True))
    shown = FoundShowing.objects.filter(last_at__gte=since, place__lte=FIRST, found__user__in=people)
    seen = set(shown.values_list("found__user", flat=True))
    return _by([Tried(one, one in seen) for one in sorted(people)], FOUND)


def applied(service: Organisation, since: datetime) -> Groups:
    """Of clients who applied here since then: who was invited, who was taken on, as companies say it."""
    sent = Application.objects.filter(elsewhere=False, sent_at__gte=since, user__in=_clients(service))
    people = set(sent.values_list("user", flat=True))
    invited, taken_on = _reached(sent, INVITED), _reached(sent, (ApplicationState.TAKEN_ON,))
    return _by([Tried(one, one in invited, one in taken_on) for one in sorted(people)], APPLIED)


def _clients(service: Organisation) -> QuerySet[Membership]:
    """Those who have left too: what they tried counts."""
    return Membership.objects.filter(organisation=service, role=Role.CLIENT).values("user")  # type: ignore[return-value]  # for `in`


def _reached(sent: QuerySet[Application], states: Collection[str]) -> set[int]:
    steps = ApplicationStep.objects.filter(application__in=sent, state__in=states, taken_back_at=None)
    return set(steps.values_list("application__user", flat=True))


def _by(tried: list[Tried], measures: Measures[Tried]) -> Groups:
    if not tried:
        return {}
    people = [one.person for one in tried]
    said = about_you.groups(people)
    ages = fairness_groups.ages(people, about_you.agreed())
    areas = fairness_groups.areas(people)
    tables: dict[str, Table] = {
        "sex": folded_table(tried, lambda one: said.sex.get(one.person, ""), about_you.sexes(), measures),
        "limits": folded_table(tried, lambda one: said.limits.get(one.person, ""), about_you.limits(), measures),
        "age": folded_table(tried, lambda one: ages.get(one.person, ""), fairness_groups.bands(), measures),
        "area": table(tried, lambda one: areas.get(one.person, ""), measures, ENOUGH),
    }
    return {by: selection(made) for by, made in tables.items()}

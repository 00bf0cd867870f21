"""Fills the demo service. A second call changes nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from wayline.home.demo import (
    applications,
    claims,
    clients,
    learning,
    offers,
    people,
    portfolios,
    stays,
    surveys,
    talk,
    team,
    vacancies,
)
from wayline.people.models import Organisation

Advance = Callable[[int, int], None]


def is_filled() -> bool:
    return Organisation.objects.filter(is_demo=True).exists()


@transaction.atomic
def fill(advance: Advance = lambda done, total: None) -> None:
    if is_filled():
        return
    steps: list[Callable[[], None]] = [
        people.settle,
        offers.bring_offers,
        learning.bring_programmes,
        learning.hold_run_under_way,
        learning.hold_ended_run,
        talk.talk_in_run_under_way,
        talk.talk_in_ended_run,
        talk.open_community,
        surveys.install_instruments,
        surveys.hold_finished_survey,
        surveys.hold_open_survey,
        surveys.keep_own_results,
        talk.tell_practitioner,
        portfolios.keep_portfolios,
        claims.hold_claims,
        claims.hold_endorsements,
        applications.apply_for_places,
        applications.be_found,
        stays.hold_stays,
        clients.look_for_work,
        team.show_team,
        vacancies.count_two_years,
    ]
    for number, step in enumerate(steps, start=1):
        step()
        advance(number, len(steps))

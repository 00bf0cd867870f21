"""How long does it take from a portfolio to the jobs one could move to, over all occupations of ESCO?

Needs data with figures in the folder of WAYLINE_BENCH_HOME (`wayline data add --all`) to show pay and outlook; without
them it measures the page without.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import vacancies
from benchmarks.report import Spread, Table, spread
from wayline.lmi import move_index
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.queries import match_person, move_person
from wayline.people.enums import Role
from wayline.people.middleware import SESSION_KEY
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.models import Item
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept, OccupationSkill

SIZE = 10_000
"""Offers on show, courses among them."""
ROUNDS, WARM = 20, 2
PEOPLE = (
    ("waiter, who wants to be a nurse", ("waiter/waitress",), "nurse responsible for general care"),
    ("electrician and bricklayer", ("electrician", "bricklayer"), "construction manager"),
    ("software developer", ("software developer", "ICT help desk agent", "web developer"), "data scientist"),
)
PAGES = (
    ("the list", "opportunities:moves", ""),
    ("not in decline, pay at least as now", "opportunities:moves", "?outlook=yes&pay=yes"),
    ("a hundred as CSV", "opportunities:moves_csv", ""),
)


def run() -> list[Table]:
    vacancies.fill(SIZE)
    if any(move_index.atlas(one) is None for one in move_index.schemes()):
        move_index.remake(lambda done, total: None)
    table = Table(
        "From a portfolio to the jobs one could move to",
        "python -m benchmarks jobs_to_move_to",
        ("person", "occupations in common", "sums ms: median", "p95", "page", "first ms", "then ms: median", "p95",
         "queries", "kB"),
        budget="the list ≤ 500 ms the first time and ≤ 250 ms when warm.",
        note="Milliseconds of processor, of this process and of its connection's in the database: other work on the "
        "machine is not in them. Sums: reads the portfolio and scores all occupations. First: the first time in this "
        "process for this person's jobs, afterwards what was worked out of their occupations is kept; the very first "
        "also reads what all occupations need and opens the templates.",
    )  # fmt: skip
    for name, done, wanted in PEOPLE:
        table.rows += _measured(name, _person(name, done, wanted))
    return [table]


def _person(name: str, done: tuple[str, ...], wanted: str) -> Membership:
    """With half of the skills of their former jobs, each job for some years, and a wish."""
    service = Organisation.objects.get(slug="bench")
    user = User.objects.get_or_create(email=f"{name.replace(' ', '-')[:20]}@bench.invalid", defaults={"name": name})[0]
    member = Membership.objects.get_or_create(user=user, organisation=service, role=Role.CLIENT)[0]
    Item.objects.filter(owner=user).delete()
    for place, title in enumerate(done):
        job = _job(title)
        Item.objects.create(
            owner=user, kind=Kind.EXPERIENCE, title=title, start=f"{2020 - 3 * place}", end=f"{2023 - 3 * place}",
            details={"occupation": address_of(job)},
        )  # fmt: skip
        skills = OccupationSkill.objects.filter(occupation=job, need="essential").order_by("skill")[::2]
        for link in skills:
            details = {"concept": address_of(link.skill)}
            Item.objects.create(owner=user, kind=Kind.SKILL, title=link.skill.title[:300], details=details)
    Item.objects.create(
        owner=user, kind=Kind.ASPIRATION, title=wanted, details={"occupations": [address_of(_job(wanted))]}
    )
    actions.turn_on(user, parts=MatchPart.values)
    return member


def _job(title: str) -> Concept:
    return Concept.objects.select_related("scheme").get(scheme__key="esco", kind="occupation", title=title)


def _measured(name: str, member: Membership) -> list[tuple[object, ...]]:
    client = Client(HTTP_HOST="localhost")
    client.force_login(member.user)
    session = client.session
    session[SESSION_KEY] = member.pk
    session.save()
    rows: list[tuple[object, ...]] = []
    for page, address, query in PAGES:
        began = _spent()
        size = _get(client, reverse(address) + query)
        first = 1000 * (_spent() - began)
        told = _times(partial(_get, client, reverse(address) + query))
        with CaptureQueriesContext(connection) as asked:
            _get(client, reverse(address) + query)
        sums = _times(partial(_number, member)) if not rows else None
        begin = (name, _number(member), f"{sums.median:.0f}", f"{sums.p95:.0f}") if sums else ("", "", "", "")
        rows.append((*begin, page, f"{first:.0f}", f"{told.median:.0f}", f"{told.p95:.0f}", len(asked), size // 1000))
    return rows


def _get(client: Client, address: str) -> int:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return len(b"".join(answer)) if answer.streaming else len(answer.content)


def _number(member: Membership) -> int:
    who = match_person.seeker(member)
    found = move_person.reach(who) if who else None
    assert found is not None
    return found.number


def _times(what: Callable[[], object]) -> Spread:
    times = []
    for _turn in range(ROUNDS + WARM):
        began = _spent()
        what()
        times.append(_spent() - began)
    return spread(times[WARM:])


def _spent() -> float:
    """Seconds of processor, of this process and of the one that answers it in the database (Linux tells both)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    database = int(Path(f"/proc/{number}/schedstat").read_text().split()[0]) / 1e9
    return time.process_time() + database

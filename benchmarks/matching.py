"""How long does it take from a person to the best of 10,000, 100,000 and 1,000,000 opportunities, with reasons?

WAYLINE_BENCH_MATCHING sets other sizes, 10000,100000 for instance; WAYLINE_BENCH_HOME keeps what was made.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import vacancies
from benchmarks.report import Table, spread
from wayline.opportunities import matching
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.actions import shelf
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import AskedSkill, Listing, MatchChoice, OccupationTag, SetAside
from wayline.opportunities.queries import match_person, match_record, match_search, stock
from wayline.people.enums import Role
from wayline.people.middleware import SESSION_KEY
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.models import Item
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept, OccupationSkill

SIZES = [int(size) for size in os.environ.get("WAYLINE_BENCH_MATCHING", "10000,100000,1000000").split(",")]
ROUNDS, SLOW_ROUNDS = 40, 4
WARM = 3


def run() -> list[Table]:
    table = Table(
        "From a person to the best fifty matches, with reasons, as the number of opportunities grows",
        "python -m benchmarks matching",
        ("person, opportunities", "scored", "find ms: median", "p95", "reasons of 50 ms: median", "p95",
         "whole page ms: median", "p95", "queries", "find by the tables ms"),
        budget="find and the reasons of all fifty ≤ 100 ms at p95 at 1,000,000",
        note="Find: filters, scores exactly and sorts. Reasons of 50: reads what the fifty ask for and works out why. "
        "Whole page: also reads the portfolio, shows ten matches and keeps them on record. By the tables: the one "
        "query that finds without the shelf; both find the same with the same points, which is checked here: recall 1.",
    )  # fmt: skip
    for size in SIZES:
        filled = vacancies.fill(size)
        vacancies.titles()
        if filled or stock.current() is None:
            shelf.remake()
        for name, member in _people():
            table.rows.append(_measured(f"{name}, {Listing.objects.count():,}", member))
    return [table]


def _people() -> list[tuple[str, Membership]]:
    """With the skills of two occupations; the same with filters; with the twelve skills that are asked for most."""
    jobs = Concept.objects.filter(pk__in=OccupationTag.objects.values("concept")).order_by("pk")
    one, other = jobs[0], jobs[jobs.count() // 2]
    own = OccupationSkill.objects.filter(occupation__in=(one, other), need="essential").values("skill")
    most = AskedSkill.objects.values("skill").annotate(number=Count("pk")).order_by("-number")[:12].values("skill")
    return [
        ("two occupations", _person("two", own, one, other)),
        ("the same, only training, 200 set aside", _filtered(_person("filtered", own, one, other))),
        ("commonest skills", _person("most", most, one, other)),
    ]


def _person(name: str, skills: Any, done: Concept, wanted: Concept) -> Membership:
    service = Organisation.objects.get(slug="bench")
    user = User.objects.get_or_create(email=f"{name}@bench.invalid", defaults={"name": name})[0]
    member = Membership.objects.get_or_create(user=user, organisation=service, role=Role.CLIENT)[0]
    Item.objects.filter(owner=user).delete()
    kept = list(Concept.objects.filter(pk__in=skills).select_related("scheme"))
    Item.objects.bulk_create(
        Item(owner=user, kind=Kind.SKILL, title=one.title[:300], details={"concept": address_of(one)}) for one in kept
    )
    for kind, job, key in ((Kind.EXPERIENCE, done, "occupation"), (Kind.ASPIRATION, wanted, "occupations")):
        address = address_of(job)
        details = {key: address if key == "occupation" else [address]}
        Item.objects.create(owner=user, kind=kind, title=job.title, start="2019", end="2024", details=details)
    Item.objects.create(owner=user, kind=Kind.EDUCATION, title="School", details={"eqf": 4})
    choice = actions.turn_on(user, parts=MatchPart.values)
    actions.set_wishes(choice, hours="part_time", contracts=["permanent"], pay=25_000, currency="GBP")
    return member


def _filtered(member: Membership) -> Membership:
    MatchChoice.objects.filter(user=member.user).update(kinds=["training"])
    some = Listing.objects.filter(kind="training").order_by("-pk").values_list("pk", flat=True)[:200]
    SetAside.objects.bulk_create((SetAside(user=member.user, opportunity_id=pk) for pk in some), ignore_conflicts=True)
    return member


def _measured(name: str, member: Membership) -> tuple[object, ...]:
    who, weights = match_person.seeker(member), matching.current()
    assert who is not None
    rows, scored = match_search.best(who, weights)
    assert (rows, scored) == by_the_tables(who, weights), name
    find = _times(lambda: match_search.best(who, weights))
    tables = _times(lambda: by_the_tables(who, weights), SLOW_ROUNDS)
    why = _times(lambda: _reasons(who, weights, [key for key, _points in rows]))
    client = Client(HTTP_HOST="localhost")
    client.force_login(member.user)
    session = client.session
    session[SESSION_KEY] = member.pk
    session.save()
    page = _times(lambda: _page(client))
    with CaptureQueriesContext(connection) as asked:
        _page(client)
    cells = [f"{time_:.0f}" for told in map(spread, (find, why, page)) for time_ in (told.median, told.p95)]
    return name, f"{scored:,}", *cells, len(asked), f"{spread(tables).median:.0f}"


def by_the_tables(who: match_person.Seeker, weights: matching.Weights) -> tuple[list[tuple[int, int]], int]:
    rows, number = match_search.listed(who, weights, match_search.BEST)
    return [(key, points) for points, _moment, key in rows], number


def _reasons(who: match_person.Seeker, weights: matching.Weights, keys: list[int]) -> None:
    asked = match_search.offers(keys)
    made = [matching.match(who.person, asked[key], weights, who.rules) for key in keys]
    named = match_record.names(made, "en")
    assert all(match_record.record_of(one, named)["reasons"] for one in made)


def _page(client: Client) -> None:
    answer = client.get(reverse("opportunities:for_you"))
    assert answer.status_code == 200, answer.status_code


def _times(what: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The first few warm the caches, as in steady state."""
    times = []
    for _turn in range(rounds + WARM):
        began = time.perf_counter()
        what()
        times.append(time.perf_counter() - began)
    return times[WARM:]

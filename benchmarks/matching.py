"""How long does it take from a person to the best of 10,000 and of 100,000 opportunities, with reasons?

WAYLINE_BENCH_MATCHING sets other sizes, 10000,1000000 for instance; WAYLINE_BENCH_HOME keeps what was made.
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

from benchmarks import opportunity_search
from benchmarks.report import Table, spread
from wayline.opportunities import matching
from wayline.opportunities.actions import matching as actions
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.models import AskedSkill, Listing, OccupationTag
from wayline.opportunities.queries import match_person, match_search
from wayline.people.enums import Role
from wayline.people.middleware import SESSION_KEY
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.models import Item
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept, OccupationSkill

SIZES = [int(size) for size in os.environ.get("WAYLINE_BENCH_MATCHING", "10000,100000").split(",")]
ROUNDS = 20
WARM = 3


def run() -> list[Table]:
    table = Table(
        "From a person to the best matches, with reasons",
        "python -m benchmarks matching",
        ("person, opportunities", "scored", "find ms: median", "p95", "whole page ms: median", "p95", "queries"),
        budget="the page in the order of 100 to 200 ms at 100,000",
        note="Find: the one query that filters, scores exactly and sorts. Whole page: also reads the portfolio, gives "
        "the reasons of ten matches and keeps them on record. Nothing approximate: recall is 1 by construction.",
    )
    for size in SIZES:
        opportunity_search.fill(size)
        for name, member in _people():
            table.rows.append(_measured(f"{name}, {Listing.objects.count():,}", member))
    return [table]


def _people() -> list[tuple[str, Membership]]:
    """One with the skills of two occupations, and one with the twelve that are asked for most: the worst case."""
    jobs = Concept.objects.filter(pk__in=OccupationTag.objects.values("concept")).order_by("pk")
    one, other = jobs[0], jobs[jobs.count() // 2]
    own = OccupationSkill.objects.filter(occupation__in=(one, other), need="essential").values("skill")
    most = AskedSkill.objects.values("skill").annotate(number=Count("pk")).order_by("-number")[:12].values("skill")
    return [
        ("two occupations", _person("two", own, one, other)),
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


def _measured(name: str, member: Membership) -> tuple[object, ...]:
    who, weights = match_person.seeker(member), matching.current()
    assert who is not None
    find = _times(lambda: match_search.best(who, weights))
    client = Client(HTTP_HOST="localhost")
    client.force_login(member.user)
    session = client.session
    session[SESSION_KEY] = member.pk
    session.save()
    page = _times(lambda: _page(client))
    with CaptureQueriesContext(connection) as asked:
        _page(client)
    scored = match_search.best(who, weights)[1]
    cells = [f"{time_:.0f}" for told in (spread(find), spread(page)) for time_ in (told.median, told.p95)]
    return name, f"{scored:,}", *cells, len(asked)


def _page(client: Client) -> None:
    answer = client.get(reverse("opportunities:for_you"))
    assert answer.status_code == 200, answer.status_code


def _times(what: Callable[[], object]) -> list[float]:
    """The first few warm the caches, as in steady state."""
    times = []
    for _turn in range(ROUNDS + WARM):
        began = time.perf_counter()
        what()
        times.append(time.perf_counter() - began)
    return times[WARM:]

"""Clients of the North Office who looked at their matches, and what some of them answered for fairness.

Which of them gets which portfolio is drawn by lot, whoever they are: the figures of fairness show what chance does.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from wayline.home.demo import cast
from wayline.opportunities import matching
from wayline.opportunities.actions import about_you
from wayline.opportunities.actions import matching as acts
from wayline.opportunities.enums import MatchPart
from wayline.opportunities.queries import match_person, match_record, match_search, search
from wayline.people.actions import join_organisation
from wayline.people.enums import NoticePace, Role
from wayline.people.models import Membership, Organisation, User
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.models import Holder
from wayline.portfolio.record import Kind

FIRST_NAMES = ("Ama", "Bruno", "Chloe", "Darius", "Edith", "Farid", "Grace", "Hamish", "Irena", "Jonas", "Kezia")
FAMILY_NAMES = ("Ashdown", "Okoro", "Verdi")
PORTFOLIOS = (
    ("Carpenter", ("measuring, cutting and joining wood", "using hand and power tools safely")),
    (
        "Care worker",
        ("listening to people and asking the right questions", "helping with washing, dressing and eating"),
    ),
    ("Lorry driver", ("driving safely in all weathers", "lifting and moving loads safely")),
    ("Cook", ("preparing and cooking food", "keeping food safe")),
    ("IT support technician", ("finding faults step by step", "using office software")),
    ("", ("working in a team",)),
    ("", ("first aid and emergency response", "growing and harvesting crops")),
)
"""A wish and skills, by the names of the starter pack. Some fit little of what is on show."""
SEXES = (*["female"] * 12, *["male"] * 11, "other", *[""] * 9)
LIMITS = (*["not"] * 16, *["some"] * 5, "severe", *[""] * 11)
BACKGROUNDS = (*["craft"] * 6, *["routine"] * 6, *["clerical"] * 5, *["manager"] * 3, *["professional"] * 4, *[""] * 9)
AGES = (*range(18, 25), *range(19, 23), *range(25, 35), *range(36, 44), *range(50, 54))
"""At the end of this year."""
LOOKED_AT = 10
"""The first page of “For you”."""


def look_for_work() -> None:
    dice = Random(26)  # noqa: S311 - the same service on every machine, not a secret
    number = len(SEXES)
    portfolios = [PORTFOLIOS[at % len(PORTFOLIOS)] for at in range(number)]
    dice.shuffle(portfolios)
    drawn = zip(*(dice.sample(answers, number) for answers in (SEXES, LIMITS, BACKGROUNDS)), strict=True)
    last_month = timezone.now() - timedelta(days=40)
    for member, (wish, skills), said, age in zip(_clients(number), portfolios, drawn, AGES, strict=True):
        _keep(member, wish, skills, age)
        sex, limits, background = said
        about_you.answer(member.user, last_month, sex=sex, limits=limits, background=background)
        _look(member)


def _clients(number: int) -> list[Membership]:
    north = Organisation.objects.get(slug=cast.NORTH, is_demo=True)
    invented = [cast.Person(f"{first} {family}", role=Role.CLIENT) for family in FAMILY_NAMES for first in FIRST_NAMES]
    made = User.objects.bulk_create(
        User(
            email=one.email,
            name=one.name,
            notice_pace=NoticePace.NEVER,
            password=make_password(None),
            is_demo=True,
        )
        for one in invented[:number]
    )
    return [join_organisation(user, organisation=north, role=Role.CLIENT) for user in made]


def _keep(member: Membership, wish: str, skills: tuple[str, ...], age: int) -> None:
    for skill in skills:
        add_item(member.user, kind=Kind.SKILL, title=skill.capitalize())
    if wish:
        add_item(member.user, kind=Kind.ASPIRATION, title=wish)
    Holder.objects.create(owner=member.user, birth_date=str(timezone.localdate().year - age))
    acts.turn_on(member.user, parts=[MatchPart.SKILLS, MatchPart.ASPIRATIONS])


def _look(member: Membership) -> None:
    """They open the first page of “For you”, and what they see is on record."""
    who, weights = match_person.seeker(member), matching.current()
    if who is None:
        return
    keys = [key for key, _points in match_search.best(who, weights)[0][:LOOKED_AT]]
    asked = match_search.offers(keys)
    made = [matching.match(who.person, asked[key], weights, who.rules) for key in keys]
    named, offers = match_record.names(made, "en"), {one.pk: one for one in search.fetch(keys)}
    acts.record_shown(
        member,
        [
            acts.Showing(offers[one.offer], at, one.score, one.version, match_record.record_of(one, named))
            for at, one in enumerate(made, start=1)
        ],
    )

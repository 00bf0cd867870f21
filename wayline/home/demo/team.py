"""What the team of the North Office of the demo service can do, needs and plans. All of it is invented."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from wayline.assessment.definitions import toml
from wayline.assessment.definitions.parts import Kind as Asked
from wayline.assessment.models import Instrument, OwnResult
from wayline.home.demo import cast
from wayline.home.demo.people import member
from wayline.people.models import Membership
from wayline.portfolio.actions import team as acts
from wayline.portfolio.actions.items import add_item
from wayline.portfolio.enums import NeedKind, TeamPart, TeamPresence
from wayline.portfolio.queries.skills import address_of
from wayline.portfolio.record import Kind
from wayline.taxonomy.models import Concept

MARKET = "knowing the local labour market"
DECIDING = "helping people decide for themselves"
FIGURES = "analysing figures and showing them clearly"
PLAIN = "explaining things in plain words"
NEEDS = ((MARKET, "", 8), (DECIDING, "advanced", 2), (FIGURES, "", 2), (PLAIN, "", 1))
BY_NAME = {
    "Beatriz Lopes": {DECIDING: "expert", MARKET: "advanced", PLAIN: "expert"},
    "Callum Fraser": {DECIDING: "intermediate", MARKET: "basic"},
    "Chidi Okafor": {FIGURES: "advanced", MARKET: "intermediate"},
}
"""Who is seen by name, with the skills that they keep and their level."""
COUNTED = cast.NORTH_PRACTITIONERS[3:14]
"""Who is counted without a name; every other one keeps the first need."""


def show_team() -> None:
    """Three by name, eleven without; four needs; training for two of them."""
    found = Concept.objects.current().filter(scheme__key="starter", title__in=[MARKET, DECIDING, FIGURES, PLAIN])
    addresses = {one.title: address_of(one) for one in found.select_related("scheme")}
    for name, skills in BY_NAME.items():
        for title, level in skills.items():
            _keep(member(name), title, addresses.get(title, ""), level)
        acts.choose(member(name), presence=TeamPresence.NAMED, parts=TeamPart.values)
    _rate("Callum Fraser")
    for number, name in enumerate(COUNTED):
        if number % 2 == 0:
            _keep(member(name), MARKET, addresses.get(MARKET, ""), "")
        acts.choose(member(name), presence=TeamPresence.COUNTED, parts=[TeamPart.SKILLS])
    _plan(member(cast.PRIYA.name), addresses)


def _rate(name: str) -> None:
    """Works alone with what is there for most areas, and has not yet made anything for others."""
    version = Instrument.objects.get(organisation=None, key="40-ict-map").latest
    assert version is not None  # noqa: S101 - installed a step before
    answers: dict[str, object] = {"function": "front"}
    matrices = [one for one in toml.read(version.definition).questions() if one.kind == Asked.MATRIX]
    for number, one in enumerate(matrices):
        answers[one.code] = {item.code: "1" if number == 0 else "2" for item in one.items}
    OwnResult.objects.create(user=member(name).user, version=version, language="en", answers=answers)


def _keep(who: Membership, title: str, address: str, level: str) -> None:
    details = {key: value for key, value in (("concept", address), ("level", level)) if value}
    add_item(who.user, kind=Kind.SKILL, title=title[:1].upper() + title[1:], details=details)


def _plan(priya: Membership, addresses: dict[str, str]) -> None:
    """Nothing is needed where no classification names it."""
    needs = {
        title: acts.add_need(
            priya, kind=NeedKind.SKILL, title=title[:1].upper() + title[1:], address=addresses[title], level=level,
            people=people,
        )
        for title, level, people in NEEDS
        if title in addresses
    }  # fmt: skip
    today = timezone.localdate()
    if DECIDING in needs:
        acts.plan_training(
            needs[DECIDING], by=priya, person=member("Callum Fraser").user, state="under_way",
            title="Three talks beside a colleague, with feedback after each", until=today + timedelta(days=40),
        )  # fmt: skip
    if FIGURES in needs:
        acts.plan_training(
            needs[FIGURES], by=priya, title="Half a day: reading the labour market explorer",
            until=today + timedelta(days=75),
        )  # fmt: skip

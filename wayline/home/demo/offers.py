"""Invented employers and what they and the service offer, in English and Italian."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.text import slugify

from wayline.home.demo import cast, people
from wayline.opportunities.actions import employers, listings, offers, questions
from wayline.opportunities.enums import EmployerState, Need, State
from wayline.opportunities.models import DayCount, Opportunity
from wayline.people.enums import NoticePace
from wayline.people.models import Membership, Organisation, User
from wayline.taxonomy.models import Area, Concept, Mapping

FILE = Path(__file__).parent / "opportunities.toml"
PLAIN = ("title", "town", "remote", "hours", "contract", "level", "languages", "accessibility", "currency", "details")
SHOWN_FOR = 21
"""Days over which the offers on show were published."""


@lru_cache(maxsize=1)
def _read() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def bring_offers() -> None:
    service = Organisation.objects.get(slug=cast.NORTH, is_demo=True)
    owen = people.member(cast.OWEN.name)
    contacts = {one["name"]: _employer(one, service, owen) for one in _read()["employer"]}
    contacts["service"] = people.member(cast.AMARA.name)
    dice = Random(11)  # noqa: S311 - the same service on every machine, not a secret
    for number, one in enumerate(_read()["offer"]):
        _offer(one, contacts[one["by"]], service, owen, days_ago=1 + number * 7 % SHOWN_FOR, dice=dice)


def _employer(said: dict[str, Any], service: Organisation, owen: Membership) -> Membership:
    user = _contact(said["contact"])
    employer = employers.sign_up(
        user, name=said["name"], service=service, about=said["about"], website=said["website"],
        register_number=said["register"], town=said["town"], area=_area("E12000003"),
    )  # fmt: skip
    if said.get("state") == EmployerState.REFUSED:
        employers.refuse(employer, by=owen, reason=said["reason"])
    elif said.get("state") != EmployerState.WAITING:
        employers.approve(employer, by=owen)
    return Membership.objects.select_related("user", "organisation").get(
        user=user, organisation=employer.organisation, ended_at=None
    )


def _contact(name: str) -> User:
    """An invented person of the cast, or one who only answers for a company."""
    email = f"{slugify(name)}@demo.invalid"
    made = {"name": name, "notice_pace": NoticePace.NEVER, "password": make_password(None), "is_demo": True}
    return User.objects.get_or_create(email=email, defaults=made)[0]


def _area(code: str) -> Area | None:
    return Area.objects.filter(scheme="gss", code=code).first()


def _offer(
    said: dict[str, Any], by: Membership, service: Organisation, owen: Membership, *, days_ago: int, dice: Random
) -> None:
    values = {name: said[name] for name in PLAIN if name in said}
    values |= {
        "text": said["text"].strip(),
        "language": said.get("language", "en"),
        "area": _area(said.get("area", "")),
    }
    values |= {name: Decimal(str(said[name])) for name in ("hours_from", "hours_to") if name in said}
    values |= {"deadline": timezone.localdate() + timedelta(days=said["days"]), **_pay(said)}
    values |= {"contact_name": by.user.name, "contact_email": by.user.email}
    offer = offers.create(kind=said["kind"], by=by, service=service, **values)
    _tag(offer, said, by)
    for one in said.get("questions", []):
        questions.add(offer, by=by, **{"form": "text", "choices": [], "required": False, **one})
    if said.get("state") == State.DRAFT:
        return
    if said.get("state") == State.REVIEW:
        offers.send(offer, by=by)
        return
    offers.publish(offer, by=owen)
    _let_time_pass(offer, days_ago, dice)


def _pay(said: dict[str, Any]) -> dict[str, Any]:
    if "pay" not in said:
        return {}
    low, high, per, currency = said["pay"]
    return {"pay_from": Decimal(str(low)), "pay_to": Decimal(str(high)), "pay_per": per, "currency": currency}


def _tag(offer: Opportunity, said: dict[str, Any], by: Membership) -> None:
    if occupation := concept_of(said.get("occupation", "")):
        offers.tag_occupation(offer, occupation, by=by)
    for need in Need:
        for code in said.get(need, []):
            if skill := concept_of(code):
                offers.want(offer, text=skill.title, need=need, by=by, concept=skill)


def concept_of(code: str) -> Concept | None:
    """Of the starter pack; when it has stepped back, the occupation of ESCO that it stands for."""
    found = Concept.objects.filter(scheme__key="starter", code=code).first()
    if found is None or not found.retired:
        return found
    there = Mapping.objects.filter(source=found, target__scheme__key="esco", target__retired=False).first()
    return there.target if there else None


def _let_time_pass(offer: Opportunity, days: int, dice: Random) -> None:
    """As if it had been on show for some days, and been opened on each."""
    moment = timezone.now() - timedelta(days=days)
    Opportunity.objects.filter(pk=offer.pk).update(published_at=moment, created_at=moment, changed_at=moment)
    today = timezone.localdate()
    DayCount.objects.bulk_create(
        DayCount(opportunity=offer, day=today - timedelta(days=back), views=dice.randint(0, 9)) for back in range(days)
    )
    listings.refresh([offer.pk])

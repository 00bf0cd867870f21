"""The cast and their things. Near neighbours: two offices, two people in the same role, a course of their own."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from django.utils.text import slugify

from wayline.people.enums import Role
from wayline.people.models import Membership, Organisation, User

_numbers = itertools.count(1)
PASSWORD = "correct horse battery staple"


def organisation(name: str = "") -> Organisation:
    name = name or f"Office {next(_numbers)}"
    return Organisation.objects.get_or_create(name=name, defaults={"slug": slugify(name)})[0]


def user(name: str = "", **fields: object) -> User:
    name = name or f"Person {next(_numbers)}"
    email = f"{slugify(name)}-{next(_numbers)}@example.org"
    made = User(email=email, name=name, **fields)
    made.set_unusable_password()
    made.save()
    return made


def member(
    role: str = Role.PRACTITIONER, *, name: str = "", of: Organisation | None = None, **fields: object
) -> Membership:
    return Membership.objects.create(
        user=user(name, **fields), organisation=of or organisation("North Office"), role=role
    )


@dataclass(frozen=True)
class Cast:
    """Ada and Ben are practitioners of one office; Fia facilitates there; Zoe works in another office."""

    ada: Membership
    ben: Membership
    fia: Membership
    mia: Membership
    admin: Membership
    zoe: Membership
    zeno: Membership
    cleo: Membership
    cato: Membership
    eve: Membership
    rex: Membership


def cast() -> Cast:
    north, south = organisation("North Office"), organisation("South Office")
    return Cast(
        ada=member(name="Ada Practitioner", of=north),
        ben=member(name="Ben Practitioner", of=north),
        fia=member(Role.FACILITATOR, name="Fia Facilitator", of=north),
        mia=member(Role.MANAGER, name="Mia Manager", of=north),
        admin=member(Role.ADMINISTRATOR, name="Amir Administrator", of=north),
        zoe=member(name="Zoe Practitioner", of=south),
        zeno=member(Role.FACILITATOR, name="Zeno Facilitator", of=south),
        cleo=member(Role.CLIENT, name="Cleo Client", of=north),
        cato=member(Role.CLIENT, name="Cato Client", of=north),
        eve=member(Role.EMPLOYER, name="Eve Employer", of=north),
        rex=member(Role.RESEARCHER, name="Rex Researcher", of=north),
    )

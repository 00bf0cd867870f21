"""Offices, accounts and roles of the demo service."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from wayline.home.demo.cast import EVERYBODY, OFFICES, find
from wayline.people.actions import join_organisation
from wayline.people.enums import NoticePace, Role
from wayline.people.models import Membership, Organisation, User


def settle() -> None:
    offices = {
        slug: Organisation.objects.create(name=name, slug=slug, open_role=Role.CLIENT, is_demo=True)
        for slug, name in OFFICES.items()
    }
    User.objects.bulk_create(
        User(
            email=person.email,
            name=person.name,
            about=person.about,
            language=person.language,
            notice_pace=NoticePace.NEVER,
            password=make_password(None),
            is_demo=True,
        )
        for person in EVERYBODY
    )
    accounts = {user.email: user for user in User.objects.filter(is_demo=True)}
    for person in EVERYBODY:
        if person.office:
            join_organisation(accounts[person.email], organisation=offices[person.office], role=person.role)


def member(name: str) -> Membership:
    """The membership of an invented person, by name."""
    return Membership.objects.select_related("user", "organisation").get(user__name=name, user__is_demo=True)


def stand_in(key: str) -> Membership | None:
    """The invented person who plays a role of the start page. Never anybody else, whatever the address says."""
    role = find(key)
    if role is None:
        return None
    invented = Membership.objects.active().filter(user__is_demo=True, organisation__is_demo=True)
    return invented.select_related("user").filter(user__email=role.email, role=role.role).first()

"""The people of the demo service. All are invented."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import Role

NORTH, SOUTH = "northvale-north", "northvale-south"
OFFICES = {
    NORTH: "Northvale Employment Service, North Office",
    SOUTH: "Northvale Employment Service, South Office",
}


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    office: str = NORTH
    role: str = Role.PRACTITIONER
    about: str = ""
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{slugify(self.name)}@demo.invalid"


@dataclass(frozen=True, slots=True)
class OneClick:
    """A role that the start page offers, the person who plays it, and what one sees."""

    key: str
    person: Person
    title: str | Promise
    sees: str | Promise

    @property
    def email(self) -> str:
        return self.person.email

    @property
    def role(self) -> str:
        return self.person.role


AMARA = Person("Amara Nwosu", about="Work coach for nine years. I work with people over 50 who change direction.")
JOAN = Person("Joan Petrie", role=Role.FACILITATOR, about="I look after our online programmes. Ask me anything.")
TOMASZ = Person(
    "Tomasz Wolski",
    role=Role.FACILITATOR,
    about="I write programmes with the learning team, and facilitate when Joan is away.",
)
PRIYA = Person("Priya Raman", role=Role.MANAGER, about="Head of the North Office.")
OWEN = Person("Owen Blackwood", role=Role.ADMINISTRATOR, about="Accounts, roles and settings.")
GIULIA = Person("Giulia Ferrante", SOUTH, about="Consulente del lavoro. Lavoro in due lingue.", language="it")
RUTH = Person("Ruth Adeyemi", role=Role.RESEARCHER, about="I study how practitioners learn at work.")
DANNY = Person("Danny Marsh", role=Role.CLIENT)
LUCA = Person("Luca Moretti", SOUTH, Role.CLIENT, language="it")
HELEN = Person("Helen Ostrowska", "", Role.EMPLOYER, about="Ostrowska Joinery, 34 staff.")
"""Speaks for a company of her own (`offers.py`), which no office is."""
KOFI = Person("Kofi Mensah", role=Role.CLIENT)
ELENA = Person("Elena Popescu", role=Role.CLIENT)
MOHAMMED = Person("Mohammed Karimi", SOUTH, Role.FACILITATOR, about="I facilitate in the South Office.")

PRINCIPALS = (AMARA, JOAN, TOMASZ, PRIYA, OWEN, GIULIA, RUTH, DANNY, LUCA, KOFI, ELENA, HELEN, MOHAMMED)

NORTH_PRACTITIONERS = (
    "Beatriz Lopes", "Callum Fraser", "Chidi Okafor", "Dilnoza Yusupova", "Ewan Macrae", "Fatima Zahra Idrissi",
    "Gareth Pugh", "Hannah Lindqvist", "Ivana Kovač", "Jamal Whitfield", "Kirsty Dunbar", "Lei Zhang",
    "Maeve Gallagher", "Nikhil Shah", "Oluwaseun Balogun", "Pauline Mercier", "Rhys Bowen", "Sandra Thwaite",
)  # fmt: skip
SOUTH_PRACTITIONERS = (
    "Aisling Byrne", "Bilal Hussain", "Carmen Ruiz", "Dmitri Volkov", "Esther Mbeki", "Farah Siddiqui",
    "Graham Oldfield", "Huda Al-Masri", "Isla Sinclair", "Joseph Tetteh", "Katarzyna Nowak", "Lloyd Barrett",
)  # fmt: skip

EVERYBODY = (
    *PRINCIPALS,
    *(Person(name) for name in NORTH_PRACTITIONERS),
    *(Person(name, SOUTH) for name in SOUTH_PRACTITIONERS),
)


def one_click() -> list[OneClick]:
    return [
        OneClick(
            "practitioner",
            AMARA,
            _("Practitioner"),
            _("Takes a programme: steps, progress, comments with colleagues, a certificate from last spring."),
        ),
        OneClick(
            "facilitator",
            JOAN,
            _("Facilitator"),
            _("Has a queue of comments to answer, sees who has fallen silent, and writes the weekly summary."),
        ),
        OneClick(
            "author",
            TOMASZ,
            _("Author"),
            _("Writes and imports programmes, previews them as a learner, and sees what colleagues remark."),
        ),
        OneClick(
            "manager",
            PRIYA,
            _("Manager"),
            _("Sees participation in sums: who joins, who stays, where people stop. Small numbers are hidden."),
        ),
        OneClick(
            "administrator",
            OWEN,
            _("Administrator"),
            _("Invites people, gives roles, and reads the record of who did what."),
        ),
        OneClick(
            "practitioner-italian",
            GIULIA,
            _("Practitioner in Italian"),
            _("Works in the South Office and reads the pages in Italian."),
        ),
        OneClick(
            "researcher",
            RUTH,
            _("Researcher"),
            _("Takes programmes and discusses them like a colleague in the service."),
        ),
        OneClick(
            "client",
            DANNY,
            _("Client"),
            _("Keeps a portfolio and CVs, shares them with an adviser, and sees nobody else's name."),
        ),
        OneClick(
            "employer",
            HELEN,
            _("Employer contact"),
            _("Offers jobs and work experience for an invented company, and sees how often they are opened."),
        ),
    ]


def find(key: str) -> OneClick | None:
    return next((one for one in one_click() if one.key == key), None)

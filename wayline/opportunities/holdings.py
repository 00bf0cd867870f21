"""What this room holds about a person: how each table is exported and erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wayline.opportunities.models import MatchChoice, Opportunity, SavedSearch, SetAside, ShownMatch
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import User


def register_own() -> None:
    register(Holding(SavedSearch, _("Saved searches"), _searches, _erase_searches))
    register(Holding(MatchChoice, _("What you chose for matching"), _choices, _erase_choices))
    register(Holding(SetAside, _("Opportunities that you set aside"), _aside, _erase_aside))
    register(Holding(ShownMatch, _("Matches that you were shown, with their reasons"), _shown, _erase_shown))
    register(
        Holding(
            Opportunity,
            _("Offers that name you as contact"),
            _contacts,
            _erase_contacts,
            _("The offer itself stays: it is the company's. Your name, address and number are taken out of it."),
        )
    )


def _searches(user: User) -> Rows:
    return plain(SavedSearch.objects.filter(user=user), "name", "query", "alerts", "created_at")


def _erase_searches(user: User) -> int:
    return SavedSearch.objects.filter(user=user).delete()[0]


def _contacts(user: User) -> Rows:
    found = Opportunity.objects.filter(contact_email__iexact=user.email)
    return plain(found, "title", "contact_name", "contact_email", "contact_phone", "created_at")


def _erase_contacts(user: User) -> int:
    found = Opportunity.objects.filter(contact_email__iexact=user.email)
    return found.update(contact_name="", contact_email="", contact_phone="")


def _choices(user: User) -> Rows:
    found = MatchChoice.objects.filter(user=user).prefetch_related("areas")
    plainly = ("parts", "kinds", "hours", "contracts", "remote", "pay", "currency", "changed_at")
    return [
        {name: getattr(one, name) for name in plainly} | {"areas": [area.title for area in one.areas.all()]}
        for one in found
    ]


def _erase_choices(user: User) -> int:
    return MatchChoice.objects.filter(user=user).delete()[0]


def _aside(user: User) -> Rows:
    return plain(SetAside.objects.filter(user=user), "opportunity__title", "reason", "note", "at")


def _erase_aside(user: User) -> int:
    return SetAside.objects.filter(user=user).delete()[0]


def _shown(user: User) -> Rows:
    columns = ("title", "score", "place", "version", "record", "times", "first_at", "last_at")
    return plain(ShownMatch.objects.filter(user=user), *columns)


def _erase_shown(user: User) -> int:
    return ShownMatch.objects.filter(user=user).delete()[0]

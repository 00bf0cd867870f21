"""What this room holds about a person: how each table is exported and erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wayline.opportunities.models import Opportunity, SavedSearch
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import User


def register_own() -> None:
    register(Holding(SavedSearch, _("Saved searches"), _searches, _erase_searches))
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

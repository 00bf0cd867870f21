"""What this room puts into its own registers."""

from django.utils.translation import gettext_lazy as _

from wayline.people import registers, retention
from wayline.people.enums import Role
from wayline.people.models import Membership
from wayline.people.own_holdings import register_own_holdings
from wayline.people.record_words import register_own_words
from wayline.people.registers import NavigationEntry, Purpose

VERBS = {
    "signed up": _("made the account"),
    "signed in": _("signed in"),
    "changed profile": _("changed the profile"),
    "viewed profile": _("looked at the profile"),
    "gave consent": _("agreed to a use of data"),
    "withdrew consent": _("withdrew an agreement"),
    "exported own data": _("took a copy of the data"),
    "erased account": _("erased the account"),
    "joined organisation": _("joined an organisation"),
    "changed role": _("changed the role"),
    "ended membership": _("ended the membership"),
    "changed organisation": _("changed the organisation"),
    "invited": _("invited somebody"),
    "sent invitation again": _("sent an invitation again"),
    "withdrew invitation": _("withdrew an invitation"),
    "exported audit trail": _("took a copy of the audit trail"),
}


def register_everything() -> None:
    register_own_holdings()
    register_own_words()
    retention.register_own_rules()
    registers.verbs.update(VERBS)
    registers.purposes.extend(
        [
            Purpose(
                "terms",
                _("Terms of use"),
                _("You use this site as its terms of use describe. This comes with the account and ends with it."),
                wording="2026-11",
                required=True,
                order=10,
            ),
            Purpose(
                "profile",
                _("Your words about yourself"),
                _("People of your organisations may read what you wrote about yourself in your profile."),
                wording="2026-11",
                order=20,
            ),
        ]
    )
    registers.navigation.extend(
        [
            NavigationEntry(_("Members"), "people:members", _is_administrator, order=80),
            NavigationEntry(_("Audit trail"), "people:audit", _is_administrator, order=85),
        ]
    )


def _is_administrator(member: Membership) -> bool:
    return member.role == Role.ADMINISTRATOR

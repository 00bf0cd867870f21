"""What facilitation puts into the registers of the house: its place in the navigation, a start-page card, verbs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wayline.discussion.models import QueueClaim
from wayline.discussion.queries.facilitation import guided_spaces, queue_of
from wayline.people import registers
from wayline.people.enums import Role
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import Membership, User
from wayline.people.registers import Card, NavigationEntry

VERBS = {
    "drafted weekly summary": _("drafted a weekly summary"),
    "changed weekly summary": _("changed a weekly summary"),
    "dropped weekly summary": _("threw a draft of a weekly summary away"),
    "sent weekly summary": _("sent a weekly summary"),
    "read all comments": _("looked at all comments of a person in a space"),
    "exported who answers whom": _("took a copy of who answers whom"),
}


def register_facilitation() -> None:
    register(Holding(QueueClaim, _("Comments that you are answering at this moment"), _claims, _drop_claims))
    registers.verbs.update(VERBS)
    registers.navigation.append(NavigationEntry(_("Facilitation"), "discussion:facilitation", _guides, order=31))
    registers.cards.append(Card("discussion.queue", "discussion/facilitation/start_card.html", _card, order=12))


def _guides(viewer: Membership) -> bool:
    """By role, without asking the database on every page; others who guide a community find the queue there."""
    return viewer.role in (Role.FACILITATOR, Role.ADMINISTRATOR)


def _card(viewer: Membership) -> dict[str, object] | None:
    """How many wait for an answer, and since when; nothing for those who guide no discussion."""
    spaces = guided_spaces(viewer)
    if not spaces.exists():
        return None
    waiting = queue_of(spaces)
    oldest = waiting.order_by("created_at").values_list("created_at", flat=True).first()
    return {"waiting": waiting.count(), "oldest": oldest}


def _claims(user: User) -> Rows:
    return plain(QueueClaim.objects.filter(by=user), "comment__thread__title", "until")


def _drop_claims(user: User) -> int:
    return QueueClaim.objects.filter(by=user).delete()[0]

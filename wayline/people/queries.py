"""Composed reads for the pages of this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from wayline.people import registers
from wayline.people.enums import Role
from wayline.people.models import (
    AuditRecord,
    AuditRecordQuerySet,
    Consent,
    Invitation,
    InvitationQuerySet,
    Membership,
    MembershipQuerySet,
    Notice,
    Organisation,
    User,
)
from wayline.people.registers import Purpose
from wayline.people.tokens import hash_token

MEMBER_ORDERS = {
    "name": ["user__name", "pk"],
    "-name": ["-user__name", "-pk"],
    "role": ["role", "user__name", "pk"],
    "-role": ["-role", "user__name", "pk"],
    "since": ["started_at", "pk"],
    "-since": ["-started_at", "-pk"],
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One purpose and where the person stands on it. `outdated`: agreed to an earlier wording."""

    purpose: Purpose
    consent: Consent | None

    @property
    def outdated(self) -> bool:
        return self.consent is not None and self.consent.wording != self.purpose.wording


def open_invitation(token: str) -> Invitation | None:
    """By the secret of its link, while it can still be accepted."""
    return _open().filter(token_hash=hash_token(token)).first()


def invitation_by_key(pk: int | None) -> Invitation | None:
    return _open().filter(pk=pk).first() if pk else None


def _open() -> InvitationQuerySet:
    waiting = Invitation.objects.waiting().filter(expires_at__gt=timezone.now())
    return waiting.select_related("organisation", "invited_by__user")


def members(viewer: Membership, *, search: str = "", role: str = "", order: str = "name") -> MembershipQuerySet:
    found = Membership.objects.visible_to(viewer).active().select_related("user")
    for word in search.split():
        found = found.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
    if role:
        found = found.filter(role=role)
    return found.order_by(*MEMBER_ORDERS.get(order, MEMBER_ORDERS["name"]))


def colleague(viewer: Membership, pk: int) -> list[Membership]:
    """The roles of one person that this viewer may see; empty when there is nothing to see."""
    return list(
        Membership.objects.visible_to(viewer)
        .active()
        .filter(user=pk)
        .select_related("user", "organisation")
        .order_by("pk")
    )


def acts(
    viewer: Membership, *, person: str = "", verb: str = "", since: date | None = None, until: date | None = None
) -> AuditRecordQuerySet:
    found = AuditRecord.objects.visible_to(viewer).select_related("actor", "about")
    if person:
        found = found.filter(
            Q(actor__name__icontains=person)
            | Q(about__name__icontains=person)
            | Q(actor__email__iexact=person)
            | Q(about__email__iexact=person)
        )
    if verb:
        found = found.filter(verb=verb)
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    return found.order_by("-at", "-pk")


def verbs_seen(viewer: Membership) -> list[tuple[str, str]]:
    seen = AuditRecord.objects.visible_to(viewer).order_by("verb").values_list("verb", flat=True).distinct()
    return sorted(((verb, str(registers.in_words(verb))) for verb in seen), key=lambda pair: pair[1])


def acts_about(user: User) -> AuditRecordQuerySet:
    """What others did with this person's data."""
    found = AuditRecord.objects.filter(about=user).exclude(actor=user)
    return found.select_related("actor", "organisation").order_by("-at", "-pk")


def notices(user: User, *, unread_only: bool = False) -> Iterable[Notice]:
    found = Notice.objects.filter(user=user).order_by("-at", "-pk")
    return found.filter(read_at=None) if unread_only else found


def notice(user: User, pk: int) -> Notice | None:
    return Notice.objects.filter(user=user, pk=pk).first()


def standings(user: User) -> list[Standing]:
    given = {consent.purpose: consent for consent in Consent.objects.filter(user=user, withdrawn_at=None)}
    return [Standing(one, given.get(one.key)) for one in sorted(registers.purposes, key=lambda one: one.order)]


def past_consents(user: User) -> list[Consent]:
    return list(Consent.objects.filter(user=user).exclude(withdrawn_at=None).order_by("-withdrawn_at"))


def open_organisations(user: User) -> list[Organisation]:
    """Those a person may join without being asked, and has not. Invented ones only while the demo service is on."""
    mine = Membership.objects.active().filter(user=user).values("organisation")
    found = Organisation.objects.exclude(open_role="").exclude(pk__in=mine)
    if not (settings.DEMO and not user.is_demo):
        found = found.filter(is_demo=user.is_demo)
    return list(found.order_by("name"))


def memberships_alone(user: User) -> list[Membership]:
    """Organisations that would be left without any administrator if this person went."""
    mine = Membership.objects.active().filter(user=user, role=Role.ADMINISTRATOR).select_related("organisation")
    others = Membership.objects.active().filter(role=Role.ADMINISTRATOR).exclude(user=user).values("organisation")
    return list(mine.exclude(organisation__in=others))

"""What this room and the sign-in library hold about a person."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.people.enums import NoticePace
from wayline.people.holdings import Holding, Rows, plain, register
from wayline.people.models import AuditRecord, Consent, Invitation, Membership, Notice, User


def register_own_holdings() -> None:
    for holding in HOLDINGS:
        register(holding)


def former_member() -> str:
    """In the language of the service, since the name is kept in the table and read by everybody."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("Former member")


def _account(user: User) -> Rows:
    fields = ("name", "email", "about", "language", "time_zone", "notice_pace", "joined_at", "last_login")
    return plain(User.objects.filter(pk=user.pk), *fields)


def _empty_account(user: User) -> int:
    now = timezone.now()
    user.email, user.name, user.about = f"erased-{user.pk}@erased.invalid", former_member(), ""
    user.language, user.time_zone, user.notice_pace = settings.LANGUAGE_CODE, settings.TIME_ZONE, NoticePace.NEVER
    user.is_active, user.erased_at = False, now
    user.last_login = user.warned_at = user.digest_at = None
    user.set_unusable_password()
    user.save()
    return 1


def _memberships(user: User) -> Rows:
    return plain(
        Membership.objects.filter(user=user).order_by("pk"), "organisation__name", "role", "started_at", "ended_at"
    )


def _end_memberships(user: User) -> int:
    return Membership.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())


def _consents(user: User) -> Rows:
    return plain(Consent.objects.filter(user=user), "purpose", "wording", "given_at", "withdrawn_at")


def _notices(user: User) -> Rows:
    return plain(Notice.objects.filter(user=user), "kind", "text", "url", "at", "read_at", "mailed_at")


def _erase_notices(user: User) -> int:
    """The person's own notices go; in those of others the name goes."""
    own, _detail = Notice.objects.filter(user=user).delete()
    name = re.compile(rf"(?<!\w){re.escape(user.name)}(?!\w)")
    others = [notice for notice in Notice.objects.filter(text__contains=user.name) if name.search(notice.text)]
    for notice in others:
        notice.text = name.sub(former_member(), notice.text)[:300]
    Notice.objects.bulk_update(others, ["text"], batch_size=500)
    return own + len(others)


def _invitations(user: User) -> Rows:
    return plain(_invitations_of(user), "organisation__name", "email", "role", "sent_at", "accepted_at", "withdrawn_at")


def _invitations_of(user: User) -> Any:
    return Invitation.objects.filter(Q(email__iexact=user.email) | Q(accepted_by=user)).order_by("pk")


def _acts(user: User) -> Rows:
    mine = AuditRecord.objects.filter(Q(actor=user) | Q(about=user)).order_by("at")
    return [
        {
            "at": act.at,
            "verb": act.verb,
            "thing": act.thing,
            "by_you": act.actor_id == user.pk,
            "about_you": act.about_id == user.pk,
            "details": act.details,
        }
        for act in mine
    ]


def _scrub_acts(user: User) -> int:
    """The trail stays as the law asks; should a detail ever name the person, the name goes."""
    touched = 0
    for act in AuditRecord.objects.filter(Q(actor=user) | Q(about=user)).exclude(details={}):
        clean = _without(act.details, (user.email, user.name))
        if clean != act.details:
            act.details = clean
            act.save(update_fields=["details"])
            touched += 1
    return touched


def _without(value: Any, marks: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {key: _without(inner, marks) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without(inner, marks) for inner in value]
    if isinstance(value, str) and any(mark and mark.lower() in value.lower() for mark in marks):
        return ""
    return value


def _sessions_of(user: User) -> list[str]:
    """Sessions name their person only inside; there are few, since those that ended are cleared."""
    return [one.pk for one in Session.objects.iterator() if one.get_decoded().get("_auth_user_id") == str(user.pk)]


def _sessions(user: User) -> Rows:
    return plain(Session.objects.filter(pk__in=_sessions_of(user)), "expire_date")


def _erase_sessions(user: User) -> int:
    return Session.objects.filter(pk__in=_sessions_of(user)).delete()[0]


def _keys(user: User) -> Rows:
    """What kind of second factor there is, never its secret."""
    return plain(Authenticator.objects.filter(user=user).order_by("pk"), "type", "created_at", "last_used_at")


def _tokens(user: User) -> Rows:
    return plain(SocialToken.objects.filter(account__user=user).order_by("pk"), "account__provider", "expires_at")


HOLDINGS = (
    Holding(
        User,
        _("Account"),
        _account,
        _empty_account,
        _("An account without name, address and password stays, so that what others wrote in answer keeps its place."),
    ),
    Holding(
        Membership,
        _("Roles in organisations"),
        _memberships,
        _end_memberships,
        _("That the emptied account once had a role in an organisation stays, because its figures are counted by it."),
    ),
    Holding(Consent, _("What you agreed to"), _consents, lambda user: Consent.objects.filter(user=user).delete()[0]),
    Holding(Notice, _("Notices"), _notices, _erase_notices),
    Holding(Invitation, _("Invitations to you"), _invitations, lambda user: _invitations_of(user).delete()[0]),
    Holding(
        AuditRecord,
        _("Who did what"),
        _acts,
        _scrub_acts,
        _(
            "The record of who did what stays for six years without your name, because the law asks services to "
            "account for access to personal data (GDPR, articles 5(2) and 17(3))."
        ),
    ),
    Holding(Session, _("Signed-in browsers"), _sessions, _erase_sessions),
    Holding(
        EmailAddress,
        _("E-mail addresses"),
        lambda user: plain(EmailAddress.objects.filter(user=user).order_by("pk"), "email", "verified", "primary"),
        lambda user: EmailAddress.objects.filter(user=user).delete()[0],
    ),
    Holding(
        Authenticator,
        _("Passkeys and codes for signing in"),
        _keys,
        lambda user: Authenticator.objects.filter(user=user).delete()[0],
    ),
    Holding(
        SocialAccount,
        _("Sign-in by another service"),
        lambda user: plain(SocialAccount.objects.filter(user=user).order_by("pk"), "provider", "uid", "extra_data"),
        lambda user: SocialAccount.objects.filter(user=user).delete()[0],
    ),
    Holding(
        SocialToken,
        _("Keys from another service"),
        _tokens,
        lambda user: SocialToken.objects.filter(account__user=user).delete()[0],
    ),
)

"""Verbs on accounts, memberships, invitations, consent, notices and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.functional import Promise

from wayline.people import holdings, mail, registers, tasks
from wayline.people.enums import NoticePace
from wayline.people.models import AuditRecord, Consent, Invitation, Membership, Notice, Organisation, User

INVITATION_DAYS = 30


def record(
    by: Membership | None,
    verb: str,
    thing: models.Model | None = None,
    *,
    about: User | None = None,
    **details: Any,
) -> AuditRecord:
    """Write one line of the audit trail. Called inside the action's transaction: no act without its record.

    `details` hold roles, counts and the like, never names or addresses: the trail outlives the account.
    """
    return AuditRecord.objects.create(
        actor=by.user if by else None,
        organisation=by.organisation if by else None,
        verb=verb,
        about=about,
        thing=f"{thing._meta.label_lower}:{thing.pk}" if thing is not None else "",
        details=details,
    )


def record_own(user: User, verb: str, thing: models.Model | None = None, **details: Any) -> AuditRecord:
    """What a person did to the own account, where no organisation is concerned."""
    return AuditRecord.objects.create(
        actor=user,
        verb=verb,
        about=user,
        thing=f"{thing._meta.label_lower}:{thing.pk}" if thing is not None else "",
        details=details,
    )


def record_view(by: Membership, verb: str, thing: models.Model, *, about: User) -> None:
    """Somebody looked at another person's data. Told once a day for each thing, so that paging does not flood it."""
    if by.user_id == about.pk:
        return
    label = f"{thing._meta.label_lower}:{thing.pk}"
    today = timezone.now() - timedelta(days=1)
    if not AuditRecord.objects.filter(actor=by.user, verb=verb, about=about, thing=label, at__gte=today).exists():
        record(by, verb, thing, about=about)


def record_views(by: Membership, verb: str, seen: Iterable[tuple[models.Model, User]]) -> None:
    """`record_view` for a list of things, each with the person whom it is about: two statements for all of them."""
    today = timezone.now() - timedelta(days=1)
    told = set(AuditRecord.objects.filter(actor=by.user, verb=verb, at__gte=today).values_list("about", "thing"))
    rows = [(about, f"{thing._meta.label_lower}:{thing.pk}") for thing, about in seen if about.pk != by.user_id]
    AuditRecord.objects.bulk_create(
        AuditRecord(actor=by.user, organisation=by.organisation, verb=verb, about=about, thing=label)
        for about, label in rows
        if (about.pk, label) not in told
    )


def notify(user: User, *, kind: str, text: str | Promise, url: str, key: str = "") -> Notice | None:
    """Tell a person on the site, and by e-mail at their pace. An unread notice of the same key is told once.

    A lazy text is written in the language of the person who gets it.
    """
    if key and Notice.objects.filter(user=user, key=key, read_at=None).exists():
        return None
    with translation.override(user.language):
        notice = Notice.objects.create(user=user, kind=kind, text=str(text)[:300], url=url, key=key)
    if user.notice_pace == NoticePace.AT_ONCE:
        transaction.on_commit(partial(tasks.mail_notice.enqueue, notice.pk))
    return notice


def forget_notices(*keys: str) -> int:
    """What they lead to was taken back: a link that leads nowhere helps nobody."""
    return Notice.objects.filter(key__in=keys).delete()[0]


def read_notices(user: User, *, only: Notice | None = None) -> int:
    unread = Notice.objects.filter(user=user, read_at=None)
    if only is not None:
        unread = unread.filter(pk=only.pk)
    return unread.update(read_at=timezone.now())


# Accounts


@transaction.atomic
def complete_sign_up(user: User, *, invitation: Invitation | None = None) -> None:
    """The new person has agreed to the terms; whoever came by an invitation to the same address is in at once."""
    give_consent(user, purpose="terms")
    record_own(user, "signed up")
    if invitation is not None and invitation.email.lower() == user.email.lower():
        accept_invitation(invitation, user=user)


@transaction.atomic
def note_sign_in(user: User) -> None:
    record_own(user, "signed in")
    if user.warned_at is not None:
        user.warned_at = None
        user.save(update_fields=["warned_at"])


@transaction.atomic
def update_profile(user: User, **fields: Any) -> None:
    changed = [name for name, value in fields.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, fields[name])
    if changed:
        user.save(update_fields=changed)
        record_own(user, "changed profile", fields=changed)


def set_language(user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


def stop_mail(user: User) -> None:
    user.notice_pace = NoticePace.NEVER
    user.save(update_fields=["notice_pace"])


@transaction.atomic
def erase_account(user: User) -> dict[str, int]:
    """Everything the rooms hold about the person goes; an empty account stays, so that answers keep their place."""
    address, language = user.email, user.language
    touched = holdings.erase_everything(user)
    record_own(user, "erased account")
    transaction.on_commit(partial(mail.tell_erased, address, language))
    return touched


# Consent


@transaction.atomic
def give_consent(user: User, *, purpose: str) -> Consent:
    """To the wording of today; an earlier wording ends."""
    wording = registers.purpose(purpose).wording
    standing = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).first()
    if standing is not None and standing.wording == wording:
        return standing
    if standing is not None:
        standing.withdrawn_at = timezone.now()
        standing.save(update_fields=["withdrawn_at"])
    record_own(user, "gave consent", purpose=purpose, wording=wording)
    return Consent.objects.create(user=user, purpose=purpose, wording=wording)


@transaction.atomic
def withdraw_consent(user: User, *, purpose: str) -> None:
    ended = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).update(withdrawn_at=timezone.now())
    if ended:
        record_own(user, "withdrew consent", purpose=purpose)
    if purpose in registers.withdrawn:
        registers.withdrawn[purpose](user)


def has_consented(user: User, purpose: str) -> bool:
    return Consent.objects.filter(user=user, purpose=purpose, withdrawn_at=None).exists()


# Memberships


@transaction.atomic
def join_organisation(user: User, *, organisation: Organisation, role: str, by: Membership | None = None) -> Membership:
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role, ended_at=None
    )
    if created:
        record(by or membership, "joined organisation", membership, about=user, role=role)
    return membership


@transaction.atomic
def change_role(membership: Membership, *, role: str, by: Membership) -> None:
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    record(by, "changed role", membership, about=membership.user, before=before, after=role)


@transaction.atomic
def end_membership(membership: Membership, *, by: Membership) -> None:
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    record(by, "ended membership", membership, about=membership.user, role=membership.role)


@transaction.atomic
def change_organisation(organisation: Organisation, *, by: Membership, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))
    record(by, "changed organisation", organisation)


# Invitations


@transaction.atomic
def invite(organisation: Organisation, *, email: str, role: str, by: Membership) -> Invitation:
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        role=role,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    record(by, "invited", invitation, role=role)
    transaction.on_commit(partial(tasks.send_invitation.enqueue, invitation.pk, settings.LANGUAGE_CODE))
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Membership) -> None:
    """A new link goes out; the old one no longer opens."""
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + timedelta(days=INVITATION_DAYS)
    invitation.save(update_fields=["sent_at", "expires_at"])
    record(by, "sent invitation again", invitation, role=invitation.role)
    transaction.on_commit(partial(tasks.send_invitation.enqueue, invitation.pk, settings.LANGUAGE_CODE))


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Membership) -> None:
    invitation.withdrawn_at = timezone.now()
    invitation.token_hash = None
    invitation.save(update_fields=["withdrawn_at", "token_hash"])
    record(by, "withdrew invitation", invitation, role=invitation.role)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User) -> Membership:
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.token_hash = None
    invitation.save(update_fields=["accepted_at", "accepted_by", "token_hash"])
    return join_organisation(user, organisation=invitation.organisation, role=invitation.role)

"""How long we keep what. Each rule says it in plain words and names its reason; upper rooms add their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayline.people import holdings, mail
from wayline.people.models import AuditRecord, Invitation, LimitUse, Notice, User
from wayline.people.registers import Label

INVITATIONS = timedelta(days=60)
NOTICES = timedelta(days=180)
UNUSED = timedelta(days=3 * 365)
WARNING = timedelta(days=60)
AUDIT = timedelta(days=6 * 365 + 2)


@dataclass(frozen=True, slots=True)
class Rule:
    """What ends when. `due` finds it at a moment; `act` ends it and returns how many rows it touched."""

    key: str
    label: Label
    text: Label
    basis: Label
    due: Callable[[datetime], QuerySet[Model]]
    act: Callable[[datetime], int]
    order: int = 50


rules: list[Rule] = []


def register(rule: Rule) -> None:
    rules.append(rule)


def all_rules() -> list[Rule]:
    return sorted(rules, key=lambda rule: rule.order)


def preview(now: datetime | None = None) -> list[tuple[Rule, int]]:
    now = now or timezone.now()
    return [(rule, rule.due(now).count()) for rule in all_rules()]


def apply(now: datetime | None = None) -> dict[str, int]:
    """Each rule in a transaction of its own: one that fails does not hold back the others' work already done."""
    now = now or timezone.now()
    counts = {}
    for rule in all_rules():
        with transaction.atomic():
            counts[rule.key] = rule.act(now)
    return counts


def _delete(due: Callable[[datetime], QuerySet[Model]]) -> Callable[[datetime], int]:
    return lambda now: due(now).delete()[0]


def _invitations(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, sent_at__lt=now - INVITATIONS)


def _notices(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(read_at__lt=now - NOTICES)


def _audit(now: datetime) -> QuerySet[AuditRecord]:
    return AuditRecord.objects.filter(at__lt=now - AUDIT)


def _sessions(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)


def _uses(now: datetime) -> QuerySet[LimitUse]:
    return LimitUse.objects.filter(until__lt=now)


def _unused(now: datetime) -> QuerySet[User]:
    """Never signed in counts from the day the account was made."""
    people = User.objects.alias(last_seen=Coalesce("last_login", "joined_at"))
    return people.filter(is_active=True, is_demo=False, last_seen__lt=now - UNUSED)


def _to_warn(now: datetime) -> QuerySet[User]:
    return _unused(now).filter(warned_at=None)


def _to_erase(now: datetime) -> QuerySet[User]:
    return _unused(now).filter(warned_at__lt=now - WARNING)


def _warn(now: datetime) -> int:
    count = 0
    for user in _to_warn(now):
        with translation.override(user.language):
            text = gettext("You have not signed in for three years. Your account will be erased in 60 days.")
        Notice.objects.create(user=user, kind="account", text=text, url="/", mailed_at=now)
        User.objects.filter(pk=user.pk).update(warned_at=now)
        transaction.on_commit(partial(mail.tell_unused, user, WARNING.days), robust=True)
        count += 1
    return count


def _erase(now: datetime) -> int:
    count = 0
    for user in _to_erase(now):
        address, language = user.email, user.language
        holdings.erase_everything(user)
        transaction.on_commit(partial(mail.tell_erased, address, language), robust=True)
        count += 1
    return count


def register_own_rules() -> None:
    register(
        Rule(
            "invitations",
            _("Invitations nobody accepted"),
            _("Deleted 60 days after they were sent, with the e-mail address in them."),
            _("We need the address only to deliver the invitation (GDPR, article 5(1)(e), storage limitation)."),
            _invitations,
            _delete(_invitations),
            10,
        )
    )
    register(
        Rule(
            "notices",
            _("Notices that were read"),
            _("Deleted 180 days after you read them."),
            _("They have done their work (GDPR, article 5(1)(e), storage limitation)."),
            _notices,
            _delete(_notices),
            20,
        )
    )
    register(
        Rule(
            "sessions",
            _("Sessions that ended"),
            _("Deleted when they end: 12 hours after the last sign-in."),
            _("They keep you signed in and serve nothing else (GDPR, article 5(1)(e), storage limitation)."),
            _sessions,
            _delete(_sessions),
            30,
        )
    )
    register(
        Rule(
            "limits",
            _("Counts of how often something was done"),
            _("Deleted when their time is over: after a day at most."),
            _("They keep the service from being flooded and serve nothing else (GDPR, articles 5(1)(e) and 32)."),
            _uses,
            _delete(_uses),
            35,
        )
    )
    register(
        Rule(
            "unused-accounts-warned",
            _("Accounts without sign-in: the warning"),
            _("After three years without a sign-in we write to you. One sign-in keeps the account."),
            _("An account nobody uses is no longer necessary (GDPR, article 5(1)(e)); you are told first."),
            _to_warn,
            _warn,
            40,
        )
    )
    register(
        Rule(
            "unused-accounts-erased",
            _("Accounts without sign-in: the erasure"),
            _("Sixty days after the warning the account and what belongs to it are erased."),
            _("An account nobody uses is no longer necessary (GDPR, article 5(1)(e))."),
            _to_erase,
            _erase,
            50,
        )
    )
    register(
        Rule(
            "audit",
            _("Records of who did what"),
            _("Deleted after six years."),
            _(
                "They prove who had access for as long as a claim can be brought: six years by the Limitation Act "
                "1980, section 5 (GDPR, articles 5(2) and 17(3)(e))."
            ),
            _audit,
            _delete(_audit),
            60,
        )
    )

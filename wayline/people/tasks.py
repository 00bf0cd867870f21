"""Errands: mail that goes out later, and what the worker does every hour. Errands carry keys, never addresses."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from wayline.people import mail, registers, retention
from wayline.people.enums import NoticePace
from wayline.people.models import Invitation, Notice, User
from wayline.people.tokens import hash_token

logger = logging.getLogger(__name__)
MORNING = 7
MONDAY = 0
PATIENCE = timedelta(hours=1)


@task()
def send_invitation(pk: int, language: str) -> None:
    """Makes the secret of the link here, so that it is written down nowhere but in the letter."""
    invitation = Invitation.objects.waiting().select_related("organisation", "invited_by__user").filter(pk=pk).first()
    if invitation is None:
        return
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=pk).update(token_hash=hash_token(token))
    mail.tell_invited(invitation, token, language)


@task()
def mail_notice(pk: int) -> None:
    notice = Notice.objects.select_related("user").filter(pk=pk, user__is_active=True).first()
    if notice is not None:
        _mail(notice.user, [notice])


def hourly(now: datetime | None = None) -> dict[str, int]:
    """What the worker does once an hour: digests, at-once mail that failed, and the retention rules."""
    now = now or timezone.now()
    counts = {"digests": send_digests(now), "late_mail": send_late_mail(now)}
    counts |= {name: act(now) for name, act in registers.hourly.items()}
    return counts | retention.apply(now)


def send_digests(now: datetime) -> int:
    """One mail with the unread notices to everybody whose morning it is: each day, or each Monday."""
    waiting = Notice.objects.filter(read_at=None, mailed_at=None).values("user")
    people = User.objects.filter(
        pk__in=waiting, is_active=True, is_demo=False, notice_pace__in=[NoticePace.DAILY, NoticePace.WEEKLY]
    )
    return sum(_send_digest(user, now) for user in people.iterator())


def send_late_mail(now: datetime) -> int:
    """Notices that should have gone at once and did not: the mail server was away, or the worker."""
    late = Notice.objects.filter(
        read_at=None,
        mailed_at=None,
        at__lt=now - PATIENCE,
        user__notice_pace=NoticePace.AT_ONCE,
        user__is_active=True,
        user__is_demo=False,
    ).select_related("user")
    people: dict[User, list[Notice]] = {}
    for notice in late:
        people.setdefault(notice.user, []).append(notice)
    return sum(_mail(user, notices) for user, notices in people.items())


def digest_due(pace: str, last: datetime | None, now: datetime, zone: str) -> bool:
    """From seven in the morning, where the person lives; weekly ones on Mondays or the first day after one missed."""
    here = now.astimezone(ZoneInfo(zone))
    if here.hour < MORNING:
        return False
    first_day = here.date() if pace == NoticePace.DAILY else here.date() - timedelta(days=here.weekday() - MONDAY)
    return last is None or last.astimezone(ZoneInfo(zone)).date() < first_day


def _send_digest(user: User, now: datetime) -> int:
    if not digest_due(user.notice_pace, user.digest_at, now, user.time_zone):
        return 0
    # Claimed by the update, so that two workers never send the same digest.
    same = Q(digest_at=user.digest_at) if user.digest_at else Q(digest_at=None)
    if not User.objects.filter(same, pk=user.pk).update(digest_at=now):
        return 0
    return _mail(user, list(Notice.objects.filter(user=user, read_at=None, mailed_at=None).order_by("at", "pk")))


def _mail(user: User, notices: list[Notice]) -> int:
    """Claims the notices, sends one letter, and gives them back when the mail server refuses it."""
    if user.is_demo:
        return 0
    claimed = Notice.objects.filter(pk__in=[notice.pk for notice in notices], mailed_at=None)
    if claimed.update(mailed_at=timezone.now()) == 0:
        return 0
    try:
        mail.tell_notices(user, notices)
    except (SMTPException, OSError):
        logger.warning("The mail server refused a letter to person %s; it will be tried again.", user.pk)
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=None)
        return 0
    return 1

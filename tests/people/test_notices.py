"""Notices on the site and by e-mail, at the pace a person chose."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.people.conftest import SignIn, link_in
from wayline.people import actions, tasks
from wayline.people.enums import NoticePace
from wayline.people.models import Notice, User

pytestmark = pytest.mark.django_db


def tell(user: User, text: str | Promise = "Somebody answered you", **more: str) -> Notice | None:
    return actions.notify(user, kind="reply", text=text, url="/help/", **more)


def told(user: User, text: str | Promise = "Somebody answered you") -> Notice:
    notice = tell(user, text)
    assert notice
    return notice


def pace(user: User, chosen: NoticePace) -> None:
    user.notice_pace = chosen
    user.save()


@pytest.fixture
def at_commit(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_the_list_shows_the_own_ones_only(cast: Cast, as_member: SignIn) -> None:
    tell(cast.ada.user, "For Ada")
    tell(cast.ben.user, "For Ben")
    page = as_member(cast.ada).get(reverse("people:notices")).content.decode()
    assert "For Ada" in page
    assert "For Ben" not in page


def test_the_shell_counts_what_is_unread(cast: Cast, as_member: SignIn) -> None:
    for number in range(3):
        tell(cast.ada.user, f"Notice {number}")
    client = as_member(cast.ada)
    assert re.search(r'wl-count">3<', client.get(reverse("people:help")).content.decode())
    client.post(reverse("people:read_all_notices"))
    assert "wl-count" not in client.get(reverse("people:help")).content.decode()


def test_opening_reads_it_and_leads_to_its_page(cast: Cast, as_member: SignIn) -> None:
    notice = told(cast.ada.user)
    assert as_member(cast.ben).get(reverse("people:open_notice", args=[notice.pk])).status_code == 404
    assert as_member(cast.ada).get(reverse("people:open_notice", args=[notice.pk]))["Location"] == "/help/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_a_notice_never_leads_to_another_host(cast: Cast, as_member: SignIn) -> None:
    notice = actions.notify(cast.ada.user, kind="reply", text="x", url="https://evil.example/")
    assert notice
    assert as_member(cast.ada).get(reverse("people:open_notice", args=[notice.pk]))["Location"] == reverse(
        "people:notices"
    )


def test_one_key_is_told_once_while_unread(cast: Cast) -> None:
    assert tell(cast.ada.user, key="thread:1")
    assert tell(cast.ada.user, key="thread:1") is None
    assert tell(cast.ben.user, key="thread:1")
    actions.read_notices(cast.ada.user)
    assert tell(cast.ada.user, key="thread:1")


def test_a_lazy_text_is_written_in_the_readers_language(cast: Cast) -> None:
    cast.ada.user.language = "it"
    notice = told(cast.ada.user, gettext_lazy("January"))
    assert notice.text == "gennaio"


def test_the_list_is_paged(cast: Cast, as_member: SignIn) -> None:
    for number in range(25):
        tell(cast.ada.user, f"Notice number {number:02}")
    first = as_member(cast.ada).get(reverse("people:notices")).content.decode()
    assert "Notice number 24" in first
    assert "Notice number 04" not in first


def test_at_once_goes_out_on_commit_and_once(cast: Cast, at_commit: Any, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 11, 24, 5, 30, tzinfo=UTC))  # before the hour of Ben's daily digest
    pace(cast.ada.user, NoticePace.AT_ONCE)
    pace(cast.ben.user, NoticePace.NEVER)  # a daily digest would join from eight in the morning on
    with at_commit():
        notice = told(cast.ada.user)
        tell(cast.ben.user)
    assert [message.to for message in mail.outbox] == [[cast.ada.user.email]]
    assert "http://127.0.0.1:8000/help/" in mail.outbox[0].body
    tasks.mail_notice.enqueue(notice.pk)
    tasks.hourly()  # by day, Ben's daily letter goes out with it
    assert sum(message.to == [cast.ada.user.email] for message in mail.outbox) == 1


def test_a_mail_server_that_is_away_is_asked_again(
    cast: Cast, at_commit: Any, monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    pace(cast.ada.user, NoticePace.AT_ONCE)

    def away(*args: object, **kwargs: object) -> None:
        raise SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr("wayline.people.mail.EmailMessage.send", away)
        with at_commit():
            tell(cast.ada.user)
    assert mail.outbox == []
    clock.shift(3700)
    tasks.hourly()
    assert len(mail.outbox) == 1


def test_a_daily_digest_waits_for_the_morning_and_comes_once(cast: Cast, clock: time_machine.Traveller) -> None:
    pace(cast.ada.user, NoticePace.DAILY)
    clock.move_to(datetime(2026, 11, 24, 5, 30, tzinfo=UTC))
    tell(cast.ada.user, "First")
    tell(cast.ada.user, "Second")
    tasks.hourly()
    assert mail.outbox == []
    clock.move_to(datetime(2026, 11, 24, 7, 30, tzinfo=UTC))
    tasks.hourly()
    tasks.hourly()
    assert len(mail.outbox) == 1
    assert mail.outbox[0].subject == "2 notices from Wayline"
    tell(cast.ada.user, "Third")
    tasks.hourly()
    assert len(mail.outbox) == 1
    clock.move_to(datetime(2026, 11, 25, 7, 30, tzinfo=UTC))
    tasks.hourly()
    assert len(mail.outbox) == 2
    assert "First" not in mail.outbox[1].body


def test_the_morning_is_that_of_the_person(cast: Cast, clock: time_machine.Traveller) -> None:
    cast.ada.user.time_zone = "America/New_York"
    pace(cast.ada.user, NoticePace.DAILY)
    tell(cast.ada.user)
    clock.move_to(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    tasks.hourly()
    assert mail.outbox == []
    clock.move_to(datetime(2026, 11, 24, 12, 30, tzinfo=UTC))
    tasks.hourly()
    assert len(mail.outbox) == 1


def test_a_weekly_digest_comes_once_a_week(cast: Cast, clock: time_machine.Traveller) -> None:
    pace(cast.ada.user, NoticePace.WEEKLY)
    sent = []
    for day in range(14):
        clock.move_to(datetime(2026, 11, 23, 8, 0, tzinfo=UTC) + timedelta(days=day))
        tell(cast.ada.user, f"Day {day}")
        tasks.hourly()
        sent.append(len(mail.outbox))
    assert sent == [1] * 7 + [2] * 7


def test_never_means_never_and_read_ones_are_not_sent(cast: Cast, clock: time_machine.Traveller) -> None:
    pace(cast.ada.user, NoticePace.NEVER)
    pace(cast.ben.user, NoticePace.DAILY)
    tell(cast.ada.user)
    tell(cast.ben.user)
    actions.read_notices(cast.ben.user)
    tasks.hourly()
    assert mail.outbox == []


def test_demo_people_get_no_mail(cast: Cast, at_commit: Any) -> None:
    cast.ada.user.is_demo = True
    pace(cast.ada.user, NoticePace.AT_ONCE)
    with at_commit():
        tell(cast.ada.user)
    tasks.hourly(timezone.now() + timedelta(hours=2))
    assert mail.outbox == []


def test_mail_is_left_by_a_link_without_signing_in(cast: Cast, client: GuardedClient, at_commit: Any) -> None:
    pace(cast.ada.user, NoticePace.AT_ONCE)
    with at_commit():
        tell(cast.ada.user)
    message = mail.outbox[0]
    link = link_in(message, "/notices/stop/")
    assert link in message.extra_headers["List-Unsubscribe"]
    assert client.get(link).status_code == 200
    cast.ada.user.refresh_from_db()
    assert cast.ada.user.notice_pace == NoticePace.AT_ONCE
    strict = GuardedClient(enforce_csrf_checks=True)
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    cast.ada.user.refresh_from_db()
    cast.ben.user.refresh_from_db()
    assert cast.ada.user.notice_pace == NoticePace.NEVER
    assert cast.ben.user.notice_pace == NoticePace.DAILY


def test_a_changed_link_leaves_nothing(client: GuardedClient) -> None:
    assert client.post(reverse("people:unsubscribe", args=["MQ:forged:signature"])).status_code == 404


@given(
    minute=st.integers(0, 2 * 365 * 24 * 60),
    hours=st.integers(0, 24 * 30),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Pacific/Auckland", "UTC"]),
)
def test_after_a_digest_none_is_due_on_the_same_day(minute: int, hours: int, zone: str) -> None:
    """And none is ever lost: eight days later there is an hour at which one is due."""
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    for chosen in (NoticePace.DAILY, NoticePace.WEEKLY):
        assert not tasks.digest_due(chosen, now, now, zone)
        later = now + timedelta(days=8)
        assert any(tasks.digest_due(chosen, now, later + timedelta(hours=hour), zone) for hour in range(24))
        if tasks.digest_due(chosen, now, now + timedelta(hours=hours), zone):
            assert (now + timedelta(hours=hours)).astimezone(ZoneInfo(zone)).date() > now.astimezone(
                ZoneInfo(zone)
            ).date()

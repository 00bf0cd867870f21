"""What ends by itself, with a frozen clock. Each rule has a neighbour one day younger that stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast, user
from tests.people.conftest import SignIn
from wayline.people import actions, limits, retention
from wayline.people.limits import TooMany
from wayline.people.models import AuditRecord, Invitation, LimitUse, Notice, User

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def invitation(cast: Cast, email: str, days: int, **fields: object) -> Invitation:
    return Invitation.objects.create(
        organisation=cast.ada.organisation, email=email, role="client", sent_at=days_ago(days),
        expires_at=days_ago(days - 30), **fields,
    )  # fmt: skip


def test_invitations_nobody_accepted_go_after_60_days(cast: Cast, clock: time_machine.Traveller) -> None:
    invitation(cast, "old@example.org", 61)
    kept = invitation(cast, "young@example.org", 59)
    accepted = invitation(cast, "accepted@example.org", 90, accepted_at=days_ago(80))
    assert retention.apply()["invitations"] == 1
    assert set(Invitation.objects.all()) == {kept, accepted}


def test_read_notices_go_after_180_days_and_unread_ones_stay(cast: Cast, clock: time_machine.Traveller) -> None:
    for read in (181, 179, None):
        Notice.objects.create(
            user=cast.ada.user, kind="x", text=f"{read}", url="/", at=days_ago(400),
            read_at=days_ago(read) if read else None, mailed_at=timezone.now(),
        )  # fmt: skip
    retention.apply()
    assert sorted(Notice.objects.values_list("text", flat=True)) == ["179", "None"]


def test_audit_records_go_after_six_years(cast: Cast, clock: time_machine.Traveller) -> None:
    for days in (6 * 365 + 3, 6 * 365 + 1):
        AuditRecord.objects.create(verb=f"{days}", at=days_ago(days))
    retention.apply()
    assert AuditRecord.objects.get().verb == str(6 * 365 + 1)


def test_an_unused_account_is_warned_then_erased(
    cast: Cast, clock: time_machine.Traveller, django_capture_on_commit_callbacks: Any
) -> None:
    User.objects.update(last_login=timezone.now())
    unused = user("Forgotten Person", joined_at=days_ago(4 * 365), last_login=days_ago(3 * 365 + 1))
    never = user("Never Came", joined_at=days_ago(3 * 365 + 1))
    younger = user("Younger", joined_at=days_ago(4 * 365), last_login=days_ago(3 * 365 - 1))
    demo = user("Demo", joined_at=days_ago(4 * 365), is_demo=True)
    with django_capture_on_commit_callbacks(execute=True):
        counts = retention.apply()
    assert (counts["unused-accounts-warned"], counts["unused-accounts-erased"]) == (2, 0)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([unused.email, never.email])
    clock.shift(59 * 86_400)
    assert retention.apply()["unused-accounts-erased"] == 0
    never.refresh_from_db()
    GuardedClient().force_login(never)
    actions.note_sign_in(never)
    clock.shift(2 * 86_400)
    retention.apply()
    erased = set(User.objects.filter(erased_at__isnull=False))
    assert erased == {unused}
    assert {never, younger, demo}.isdisjoint(erased)


def test_the_command_shows_first_and_changes_with_write(cast: Cast, clock: time_machine.Traveller) -> None:
    invitation(cast, "old@example.org", 61)
    out = StringIO()
    call_command("apply_retention", stdout=out)
    assert "1  Invitations nobody accepted" in out.getvalue()
    assert Invitation.objects.count() == 1
    call_command("apply_retention", "--write", stdout=out)
    assert Invitation.objects.count() == 0


def test_every_rule_stands_on_the_public_page_with_its_reason(client: GuardedClient) -> None:
    page = client.get(reverse("people:retention")).content.decode()
    assert len(retention.all_rules()) >= 6
    for rule in retention.all_rules():
        assert str(rule.label) in page
        assert "GDPR" in str(rule.basis)


# Rate limits


def test_a_limit_counts_each_key_by_itself_and_opens_again(clock: time_machine.Traveller) -> None:
    assert [limits.allow("a", 3, 60) for _ in range(5)] == [True] * 3 + [False] * 2
    assert limits.allow("b", 3, 60)
    clock.shift(61)
    assert limits.allow("a", 3, 60)


def test_passing_a_limit_says_when_to_try_again(clock: time_machine.Traveller) -> None:
    limits.insist("c", 1, 600)
    with pytest.raises(TooMany) as refused:
        limits.insist("c", 1, 600)
    assert 0 < refused.value.seconds <= 600
    assert refused.value.minutes <= 10


def test_a_view_that_passes_a_limit_answers_429(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.ada)
    answers = [client.post(reverse("people:export_data")).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    refused = client.post(reverse("people:export_data"))
    assert int(refused["Retry-After"]) > 0
    assert "Too many at once" in refused.content.decode()
    assert as_member(cast.ben).post(reverse("people:export_data")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_never_count_as_one() -> None:
    def use(_number: int) -> bool:
        try:
            return limits.allow("race", 2, 600)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(use, range(12))) == 2


def test_counts_go_when_their_time_is_over(clock: time_machine.Traveller) -> None:
    limits.allow("a", 3, 60)
    clock.shift(30)
    limits.allow("long", 3, 86_400)
    clock.shift(61)
    assert retention.apply()["limits"] == 1
    assert LimitUse.objects.count() == 1

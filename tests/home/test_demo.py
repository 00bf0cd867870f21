"""The demo service: what it holds, and that it stays away from real people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.conftest import GuardedClient
from wayline.discussion.models import Comment
from wayline.home import demo, demo_guard
from wayline.home.demo import cast, learning
from wayline.learning.models import Certificate, Enrolment, Progress
from wayline.opportunities.queries import about_you, stays
from wayline.people.enums import Role
from wayline.people.models import Membership, Notice, Organisation, User

pytestmark = [pytest.mark.usefixtures("filled", "db"), pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Filled once for all tests here; each test works in a savepoint above it."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        demo.fill()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client() -> GuardedClient:
    return GuardedClient(HTTP_HOST="localhost")


def test_it_shows_an_employment_service_at_work() -> None:
    assert User.objects.filter(is_demo=True).count() == 83, "43 in the cast, seven of other companies, 33 clients"
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert Comment.objects.count() >= 60
    assert Comment.objects.filter(by_facilitator=True).exists()
    assert Comment.objects.filter(like_count__gt=0).exists()
    check_the_queue_has_work()


def check_the_queue_has_work() -> None:
    here = Comment.objects.filter(thread__space=learning.run_under_way().space)
    assert 5 <= here.filter(level=0, answered_at=None, settled_at=None).count() <= 12
    assert here.filter(is_first=True, answered_at=None, settled_at=None).exists()
    assert here.filter(reports__isnull=False).exists()


def test_the_practitioner_has_begun_a_run_finished_another_and_waits_for_nothing() -> None:
    amara = User.objects.get(name=cast.AMARA.name)
    under_way = Enrolment.objects.get(user=amara, run=learning.run_under_way())
    assert 0 < Progress.objects.filter(enrolment=under_way, completed_at__isnull=False).count() < 5
    assert Certificate.objects.get(enrolment__user=amara).enrolment.run == learning.ended_run()
    assert Notice.objects.filter(user=amara, read_at=None).exists()


def test_of_the_stays_one_is_over_one_on_and_of_one_nothing_was_heard() -> None:
    amara, today = Membership.objects.get(user__name=cast.AMARA.name), timezone.localdate()
    over = stays.stays(amara, stays.Wanted(period="over"), today)
    assert [one.participant.name for one in over] == [cast.DANNY.name]
    assert stays.completion(over[0]) is not None
    assert {
        one.participant.name: stays.silent_days(one, today) for one in stays.stays(amara, stays.Wanted(), today)
    } == {
        cast.KOFI.name: 1,
        cast.ELENA.name: 7,
    }


def test_clients_answered_for_fairness_last_month() -> None:
    """Enough for groups of ten, and too few for some."""
    said = about_you.groups(User.objects.filter(is_demo=True).values_list("pk", flat=True))
    assert sorted(Counter(said.sex.values()).values()) == [1, 11, 12]
    assert Counter(said.limits.values())["Limited, but not severely"] == 5


def test_a_second_call_changes_nothing() -> None:
    def state() -> list[int]:
        return [model.objects.count() for model in (User, Comment, Progress, Notice, Organisation)]

    before = state()
    demo.fill()
    assert state() == before


def test_counters_are_those_of_the_rows() -> None:
    for comment in Comment.objects.prefetch_related("likes", "descendants"):
        assert comment.like_count == comment.likes.count()
        if comment.level == 0:
            assert comment.reply_count == comment.descendants.count()


@pytest.mark.usefixtures("demo_on")
def test_each_role_is_one_click_away(client: GuardedClient) -> None:
    for role in cast.one_click():
        assert f'action="/demo/{role.key}/"' in client.get("/").content.decode()
        assert client.post(reverse("home:demo_sign_in", args=[role.key])).status_code == 302
        page = client.get("/")
        assert page.status_code == 200, role.key
        assert role.person.name in page.content.decode()
        client.logout()


def test_without_the_demo_nobody_gets_in(client: GuardedClient, settings: Any) -> None:
    settings.DEMO = False
    assert client.post("/demo/administrator/").status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("demo_on")
def test_real_people_are_never_behind_a_click(client: GuardedClient) -> None:
    """An account with the same address and role that is not invented stays closed."""
    User.objects.filter(name=cast.OWEN.name).update(is_demo=False)
    assert client.post("/demo/administrator/").status_code == 404


@pytest.mark.usefixtures("demo_on")
def test_once_a_real_organisation_is_there_the_demo_is_closed(client: GuardedClient) -> None:
    assert client.post("/demo/practitioner/").status_code == 302
    client.logout()
    factories.organisation("A real office")
    assert client.post("/demo/practitioner/").status_code == 404


@pytest.mark.usefixtures("demo_on")
def test_a_visitor_who_signs_up_in_the_demo_does_not_close_it() -> None:
    factories.user("A curious visitor")
    assert demo_guard.refusal() is None


@pytest.mark.usefixtures("demo_on")
@pytest.mark.parametrize("key", ["nobody", "amara-nwosu", "1"])
def test_there_is_no_other_person_to_choose(client: GuardedClient, key: str) -> None:
    assert client.post(f"/demo/{key}/").status_code == 404


@pytest.mark.usefixtures("demo_on")
def test_a_link_does_not_sign_in(client: GuardedClient) -> None:
    assert client.get("/demo/practitioner/").status_code == 405


def test_no_password_opens_an_invented_account() -> None:
    assert not any(user.has_usable_password() for user in User.objects.filter(is_demo=True))

"""What was written without a network: it arrives once, whoever sends it how often, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import keep
from wayline.common.offline import mark_of
from wayline.people.models import AuditRecord, Membership
from wayline.portfolio.actions import items as acts
from wayline.portfolio.models import Item
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
BY_SCRIPT = {"accept": "application/json"}
KEY = "7b9f0c1e-3f64-4a53-9d0e-0a4f2b6d8c11"


@pytest.fixture
def cleo(cast: Cast, as_member: AsMember) -> GuardedClient:
    return as_member(cast.cleo)


def send(client: Client, title: str, *, key: str = KEY, revision: int = 0, kind: str = "experience") -> Any:
    typed = {"title": title, "kind": kind, "sent_as": key, "revision": revision}
    return client.post(reverse("portfolio:add"), typed, headers=BY_SCRIPT)


def test_the_same_key_twice_is_the_same_thing(cast: Cast, cleo: GuardedClient) -> None:
    for _ in range(2):
        answer = send(cleo, "Summer job")
        assert (answer.status_code, answer.json()) == (201, {"title": "Summer job"})
    item = Item.objects.get()
    assert (item.owner, item.title, item.sent_as) == (cast.cleo.user, "Summer job", UUID(KEY))
    assert AuditRecord.objects.filter(verb="added to portfolio").count() == 1


def test_a_form_that_was_sent_before_leads_to_the_thing(cleo: GuardedClient) -> None:
    """The answer got lost, and its person presses again, or goes back and presses."""
    send(cleo, "Summer job")
    typed = {"title": "Summer job", "kind": "experience", "sent_as": KEY, "revision": "0"}
    answer = cleo.post(reverse("portfolio:add"), typed, follow=True)
    assert answer.redirect_chain == [(Item.objects.get().get_absolute_url(), 302)]
    assert f'data-entry-sent="{KEY}"' in answer.content.decode()


def test_without_a_key_each_form_is_a_thing_of_its_own(cleo: GuardedClient) -> None:
    for _ in range(2):
        cleo.post(reverse("portfolio:add"), {"title": "Summer job", "kind": "experience"})
    assert Item.objects.filter(sent_as=None).count() == 2


def test_the_key_of_somebody_else_takes_nothing_away(cast: Cast, cleo: GuardedClient, as_member: AsMember) -> None:
    send(cleo, "Cleo’s job")
    assert send(as_member(cast.cato), "Cato’s job").json() == {"title": "Cato’s job"}
    assert set(Item.objects.values_list("owner", "title")) == {
        (cast.cleo.user_id, "Cleo’s job"),
        (cast.cato.user_id, "Cato’s job"),
    }


def test_what_was_changed_before_it_was_known_to_have_arrived_is_changed(cleo: GuardedClient) -> None:
    send(cleo, "Sumer job")
    send(cleo, "Summer job", revision=1)
    send(cleo, "Sumer job")  # the first, which was late
    item = Item.objects.get()
    assert (item.title, item.revision) == ("Summer job", 1)
    send(cleo, "A club", revision=2, kind="project")
    item.refresh_from_db()
    assert (item.title, item.kind) == ("A club", "project")


def test_a_page_of_the_journal_is_sent_and_sent_again(cleo: GuardedClient) -> None:
    address = reverse("portfolio:add_of_kind", args=[Kind.JOURNAL])
    typed = {"title": "First day", "start": "26/11/2026", "description": "I **met** everybody.", "sent_as": KEY}
    for revision in (0, 1):
        words = typed | {"revision": revision, "tags": "work\nfirst" if revision else "work"}
        assert cleo.post(address, words, headers=BY_SCRIPT).status_code == 201
    item = Item.objects.get()
    assert (item.kind, item.start, item.description) == ("journal", "2026-11-26", "I **met** everybody.")
    assert item.details["tags"] == ["work", "first"]


def test_what_is_in_the_bin_is_not_kept_a_second_time(cleo: GuardedClient) -> None:
    send(cleo, "Summer job")
    acts.bin_item(Item.objects.get())
    assert send(cleo, "Summer job").status_code == 201
    assert Item.objects.get().deleted_at is not None


def test_a_bad_value_is_told_with_its_field_and_keeps_nothing(cleo: GuardedClient) -> None:
    answer = send(cleo, " ")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["title"]
    bad = {"title": "First day", "start": "soon", "sent_as": KEY}
    answer = cleo.post(reverse("portfolio:add_of_kind", args=["journal"]), bad, headers=BY_SCRIPT)
    assert [one["field"] for one in answer.json()["errors"]] == ["start"]
    assert "for example 7/2019" in answer.json()["errors"][0]["text"]
    assert not Item.objects.exists()


def test_a_form_that_is_refused_by_the_page_waits_nowhere_else(cleo: GuardedClient) -> None:
    answer = cleo.post(reverse("portfolio:add"), {"title": " ", "kind": "skill", "sent_as": KEY})
    assert answer.status_code == 422
    assert f'data-outbox-refused="{KEY}"' in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"sent_as": "no key"}, {"sent_as": KEY, "revision": "-1"}])
def test_a_key_that_is_none_is_refused(cleo: GuardedClient, wrong: dict[str, str]) -> None:
    answer = cleo.post(reverse("portfolio:add"), {"title": "A", "kind": "skill", **wrong}, headers=BY_SCRIPT)
    assert answer.status_code == 400
    assert not Item.objects.exists()


def test_another_fault_is_no_key_that_is_taken(cast: Cast) -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="portfolio_item_start"):
        acts.add_sent_item(cast.cleo.user, acts.Sending(uuid4()), kind=Kind.JOURNAL, title="A day", start="soon")


def test_who_is_not_signed_in_is_led_away_and_may_send_it_later(cleo: GuardedClient) -> None:
    answer = send(Client(), "Summer job")
    assert (answer.status_code, Item.objects.count()) == (302, 0)
    assert send(cleo, "Summer job").status_code == 201


def test_a_script_learns_who_is_there_and_gets_a_token_that_works(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get(reverse("people:here")).status_code == 302
    client.force_login(cast.cleo.user)
    assert send(client, "Summer job").status_code == 403
    here = client.get(reverse("people:here"))
    assert here.json()["person"] == mark_of(cast.cleo.user)
    assert "no-store" in here["Cache-Control"]
    headers = {**BY_SCRIPT, "x-csrftoken": here.json()["token"]}
    typed = {"title": "Summer job", "kind": "experience", "sent_as": KEY}
    assert client.post(reverse("portfolio:add"), typed, headers=headers).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_keep_one(cleo: GuardedClient) -> None:
    """The tab, another tab and the service worker, some with what was written before it was changed."""

    def post(number: int) -> int:
        one = Client()
        one.cookies = cleo.cookies
        try:
            return int(send(one, f"Revision {number % 3}", revision=number % 3).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        assert set(several.map(post, range(12))) == {201}
    item = Item.objects.get()
    assert (item.title, item.revision) == ("Revision 2", 2)


def test_the_pages_of_what_waits_and_of_forms_tell_the_script_where(cast: Cast, cleo: GuardedClient) -> None:
    keep(cast.cleo)
    page = cleo.get(reverse("portfolio:items")).content.decode()
    for name in ("portfolio:waiting", "people:here"):
        assert f'"{reverse(name)}"' in page
    assert reverse("portfolio:add_of_kind", args=["journal"]) in page
    assert "data-outbox-door" not in cleo.get(reverse("portfolio:edit", args=[Item.objects.get().key])).content.decode()
    assert "data-outbox-page" in cleo.get(reverse("portfolio:waiting")).content.decode()

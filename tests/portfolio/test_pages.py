"""Pages: composed by their person, read by those invited, by everybody only while they are public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import fetched, keep
from tests.portfolio.test_keeping import with_file
from wayline.people import holdings
from wayline.people.models import Membership
from wayline.portfolio.actions import endorsements, shares
from wayline.portfolio.actions import items as keeping
from wayline.portfolio.actions import pages as acts
from wayline.portfolio.hints import Hint, Remark, hints_about
from wayline.portfolio.models import Block, PageDay, PortfolioPage, Share
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


@pytest.fixture
def page(cast: Cast) -> PortfolioPage:
    made = acts.make_page(cast.cleo.user, title="What I built")
    acts.put_on_page(made, [keep(cast.cleo, title="A boat of plywood", description="Four metres long.")])
    acts.write_block(made, None, heading="How I work", text="Measure **twice**.")
    return made


def at(name: str, *args: object) -> str:
    return reverse(f"portfolio:{name}", args=args)


def make_public(page: PortfolioPage, *, address: str = "what-i-built", days: int = 30, is_listed: bool = False) -> str:
    acts.publish_page(page, address=address, until=timezone.now() + timedelta(days=days), is_listed=is_listed)
    return at("public", address)


def publishing(**changes: object) -> dict[str, object]:
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    return {"address": "What-I-Built", "ends_on": day, "looked": "on", **changes}


def test_a_page_is_composed_published_read_by_a_stranger_and_withdrawn(
    cast: Cast, as_member: AsMember, client: GuardedClient
) -> None:
    cleo = as_member(cast.cleo)
    boat = keep(cast.cleo, title="A boat of plywood", description="Four metres long.")
    secret = keep(cast.cleo, title="Something of my own")
    cleo.post(at("pages"), {"title": "What I built"})
    page = PortfolioPage.objects.get()
    cleo.post(at("page_things", page.key), {"item": [boat.key]})
    cleo.post(at("page_words", page.key), {"heading": "How I work", "text": "Measure **twice**."})
    assert client.get(at("public", "what-i-built")).status_code == 404
    cleo.post(at("page_publish", page.key), publishing())
    answer = client.get(at("public", "what-i-built"))
    text = answer.content.decode()
    assert "Four metres long." in text
    assert "Measure <strong>twice</strong>." in text
    assert secret.title not in text
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert PageDay.objects.get(page=page).times == 1
    cleo.get(at("public", "what-i-built"))
    assert PageDay.objects.get(page=page).times == 1, "Their own look does not count."
    cleo.post(at("page_withdraw", page.key))
    assert client.get(at("public", "what-i-built")).status_code == 404


def test_whoever_wants_to_be_found_is_listed(page: PortfolioPage, client: GuardedClient) -> None:
    answer = client.get(make_public(page, is_listed=True))
    assert "X-Robots-Tag" not in answer
    assert '<meta name="robots"' not in answer.content.decode()


def test_a_public_page_ends_by_itself(page: PortfolioPage, client: GuardedClient) -> None:
    address = make_public(page, days=30)
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"looked": ""}, "Look at it first"),
        ({"address": "a"}, "Three to sixty"),
        ({"address": "-what"}, "Three to sixty"),
        ({"address": "è-mio"}, "Three to sixty"),
        ({"address": "taken"}, "This address is taken"),
        ({"ends_on": "2020-01-01"}, "from today on"),
        ({"ends_on": "2099-01-01"}, "from today on"),
        ({"ends_on": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_published_is_said(
    cast: Cast, as_member: AsMember, page: PortfolioPage, changes: dict[str, object], said: str
) -> None:
    make_public(acts.make_page(cast.cato.user, title="Other"), address="taken")
    answer = as_member(cast.cleo).post(at("page_publish", page.key), publishing(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    page.refresh_from_db()
    assert page.address is None


def test_an_empty_page_is_not_published(cast: Cast, as_member: AsMember) -> None:
    page = acts.make_page(cast.cleo.user, title="Empty")
    as_member(cast.cleo).post(at("page_publish", page.key), publishing())
    page.refresh_from_db()
    assert page.address is None


def test_nobody_else_composes_a_page(cast: Cast, as_member: AsMember, page: PortfolioPage) -> None:
    block = page.blocks.get(item=None)
    places = [
        at("page", page.key),
        at("page_things", page.key),
        at("page_words", page.key),
        at("page_block", page.key, block.pk),
        at("page_look", page.key),
        at("page_publish", page.key),
        at("page_delete", page.key),
    ]
    posts = [*places, at("page_take_off", page.key, block.pk), at("page_withdraw", page.key)]
    posts.remove(at("page_look", page.key))
    for other in (cast.cato, cast.ada, cast.admin):
        assert {as_member(other).get(place).status_code for place in places} == {404}
        assert {as_member(other).post(place, {"title": "x"}).status_code for place in posts} == {404}
    assert Block.objects.filter(page=page).count() == 2


def test_nobody_puts_the_things_of_others_on_a_page(cast: Cast, as_member: AsMember, page: PortfolioPage) -> None:
    other = keep(cast.cato, title="Not hers")
    as_member(cast.cleo).post(at("page_things", page.key), {"item": [other.key]})
    assert not page.blocks.filter(item=other).exists()
    assert acts.put_on_page(page, [other]) == 0


def test_a_piece_of_another_page_is_not_reached(cast: Cast, as_member: AsMember, page: PortfolioPage) -> None:
    own = acts.make_page(cast.cato.user, title="Mine")
    block = page.blocks.get(item=None)
    assert as_member(cast.cato).post(at("page_take_off", own.key, block.pk)).status_code == 404
    assert page.blocks.count() == 2


def test_files_are_public_only_where_their_person_says_so(page: PortfolioPage, client: GuardedClient) -> None:
    block = page.blocks.get(item__isnull=False)
    assert block.item is not None
    held = with_file(block.item)
    make_public(page)
    address = at("public_file", "what-i-built", held.key)
    assert client.get(address).status_code == 404
    acts.write_block(page, block, with_files=True)
    assert fetched(client.get(address)).status_code == 200
    keeping.bin_item(block.item)
    assert client.get(address).status_code == 404
    assert "A boat of plywood" not in client.get(at("public", "what-i-built")).content.decode()


def test_a_shared_page_shows_what_stands_on_it_now_and_takes_comments(
    cast: Cast, as_member: AsMember, page: PortfolioPage
) -> None:
    cleo, ada = as_member(cast.cleo), as_member(cast.ada)
    day = (timezone.localdate() + timedelta(days=14)).isoformat()
    kept = {"audience": "person", "email": cast.ada.user.email, "purpose": "Our talk", "ends_on": day}
    cleo.post(at("share_make"), {**kept, "page": page.key, "comments_open": "on"})
    share = Share.objects.get()
    assert "Four metres long." in ada.get(share.get_absolute_url()).content.decode()
    acts.write_block(page, None, heading="", text="And one more thing.")
    assert "And one more thing." in ada.get(share.get_absolute_url()).content.decode()
    ada.post(at("share_comment", share.key), {"text": "Say how long it took."})
    assert "Say how long it took." in cleo.get(at("share", share.key)).content.decode()
    assert as_member(cast.ben).get(share.get_absolute_url()).status_code == 404
    assert cast.ada.user.name in cleo.get(at("page", page.key)).content.decode()
    acts.delete_page(page)
    assert "Four metres long." not in ada.get(share.get_absolute_url()).content.decode()
    shares.revoke(Share.objects.get())
    assert ada.get(share.get_absolute_url()).status_code == 404


def test_endorsements_stand_on_a_shared_page_and_on_no_public_one(
    cast: Cast, as_member: AsMember, client: GuardedClient, page: PortfolioPage
) -> None:
    skill = keep(cast.cleo, Kind.SKILL, title="Planing wood")
    acts.put_on_page(page, [skill])
    asked = endorsements.ask(skill, email=cast.ben.user.email, person=cast.ben.user)
    given = endorsements.give(asked, endorsements.Testimony("Ben", "Colleague", "Smooth as glass."), by=cast.ben)
    share, _none = shares.share(
        cast.cleo.user,
        receiver=shares.Receiver(person=cast.ada.user),
        items=[],
        page=page,
        purpose="Our talk",
        ends_at=timezone.now() + timedelta(days=9),
    )
    ada = as_member(cast.ada)
    assert "Smooth as glass." not in ada.get(share.get_absolute_url()).content.decode()
    endorsements.show(given, shown=True)
    assert "Smooth as glass." in ada.get(share.get_absolute_url()).content.decode()
    assert "Smooth as glass." not in client.get(make_public(page)).content.decode()


def test_the_page_of_somebody_else_is_not_shared(cast: Cast, as_member: AsMember, page: PortfolioPage) -> None:
    assert as_member(cast.cato).get(f"{at('share_make')}?page={page.key}").status_code == 404


def test_pieces_change_places(page: PortfolioPage) -> None:
    first, second = page.blocks.all()
    assert not acts.move_block(page, block_id=first.pk, down=False)
    assert acts.move_block(page, block_id=first.pk, down=True)
    assert list(page.blocks.all()) == [second, first]


def test_a_page_holds_a_hundred_pieces(cast: Cast, page: PortfolioPage) -> None:
    items = [keep(cast.cleo, title=f"Thing {number}") for number in range(100)]
    assert acts.put_on_page(page, items) == 98
    assert acts.room_on(page) == 0


def test_pages_leave_with_their_person(cast: Cast, page: PortfolioPage) -> None:
    make_public(page)
    held = str(holdings.export_everything(cast.cleo.user))
    assert "Measure **twice**." in held
    holdings.erase_everything(cast.cleo.user)
    assert not PortfolioPage.objects.exists()


# Hints


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to ada@example.org please", [Hint(Remark.EMAIL, "ada@example.org")]),
        ("Ring +44 1632 960 983 any time", [Hint(Remark.PHONE, "+44 1632 960 983")]),
        ("Born on 4.5.2009 in Leeds", [Hint(Remark.BIRTH, "4.5.2009")]),
        ("My number is QQ123456C", []),
        ("My number is AB 12 34 56 C", [Hint(Remark.NUMBER, "AB 12 34 56 C")]),
        ("I AM VERY GOOD at it", []),
        ("THIS IS VERY GOOD", [Hint(Remark.SHOUTING, "THIS IS VERY GOOD")]),
        ("HTML and CSS", []),
        ("Great!!!", [Hint(Remark.MARKS, "!!!")]),
        ("From 2019 - 2021 at school", []),
        ("From 2019-2021 I was there, 120 times.", []),
        ("", [Hint(Remark.EMPTY, "")]),
        ("word " * 41, [Hint(Remark.SENTENCE, "word word word word word word word word …")]),
    ],
)
def test_hints(text: str, found: list[Hint]) -> None:
    assert hints_about([text]) == found


def test_a_long_page_is_told_with_its_length() -> None:
    assert hints_about(["Short words here. " * 400])[-1] == Hint(Remark.LENGTH, "1200")


@given(st.lists(st.text(max_size=200), max_size=5))
def test_no_text_breaks_the_hints_and_each_is_said_once(texts: list[str]) -> None:
    found = hints_about(texts)
    assert len(found) == len(set(found))

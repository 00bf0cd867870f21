"""Sharing: only what was chosen, only for whom it was chosen, only until it ends or is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import fetched, keep
from tests.portfolio.test_keeping import picture, with_file
from wayline.people import holdings, retention
from wayline.people.models import AuditRecord, Membership, Notice
from wayline.portfolio.actions import items as keeping
from wayline.portfolio.actions import shares as acts
from wayline.portfolio.models import Item, Share, ShareComment, ShareVisit
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


@pytest.fixture
def job(cast: Cast) -> Item:
    return keep(cast.cleo, title="Summer job in a café", description="I worked the till.")


def days(number: int) -> Any:
    return timezone.now() + timedelta(days=number)


def shared_with(receiver: acts.Receiver, *items: Item, ends: int = 14) -> tuple[Share, str]:
    return acts.share(items[0].owner, receiver=receiver, items=items, purpose="Our talk in May", ends_at=days(ends))


def form_of(item: Item, **changes: object) -> dict[str, object]:
    day = (timezone.localdate() + timedelta(days=14)).isoformat()
    usual = {"item": [item.key], "purpose": "Our talk in May", "ends_on": day, "comments_open": "on"}
    return {**usual, **changes}


def test_a_client_shares_with_the_adviser_who_comments_until_it_is_revoked(
    cast: Cast, as_member: AsMember, job: Item
) -> None:
    cleo, ada = as_member(cast.cleo), as_member(cast.ada)
    hidden = keep(cast.cleo, title="Something of my own")
    answer = cleo.post(
        reverse("portfolio:share_make"), form_of(job, audience="person", email=cast.ada.user.email.upper())
    )
    share = Share.objects.get()
    assert answer["Location"] == reverse("portfolio:share", args=[share.key])
    assert Notice.objects.get(user=cast.ada.user).url == share.get_absolute_url()
    page = ada.get(share.get_absolute_url()).content.decode()
    assert "I worked the till." in page
    assert hidden.title not in page
    ada.post(reverse("portfolio:share_comment", args=[share.key]), {"text": "Tell them how many people you served."})
    receipt = cleo.get(reverse("portfolio:share", args=[share.key])).content.decode()
    assert "Tell them how many people you served." in receipt
    assert cast.ada.user.name in receipt
    assert Notice.objects.filter(user=cast.cleo.user).exists()
    cleo.post(reverse("portfolio:share_revoke", args=[share.key]))
    assert ada.get(share.get_absolute_url()).status_code == 404
    assert not Notice.objects.filter(user=cast.ada.user).exists(), "It would lead nowhere."
    assert ada.post(reverse("portfolio:share_comment", args=[share.key]), {"text": "More"}).status_code == 404
    assert ShareComment.objects.count() == 1


def test_neighbours_of_the_receiver_meet_nothing(cast: Cast, as_member: AsMember, job: Item) -> None:
    held = with_file(job)
    share, _secret = shared_with(acts.Receiver(person=cast.ada.user), job)
    places = [share.get_absolute_url(), reverse("portfolio:shared_file", args=[share.key, held.key])]
    for place in places:
        assert fetched(as_member(cast.ada).get(place)).status_code == 200
        for other in (cast.ben, cast.mia, cast.admin, cast.cato, cast.zoe, cast.cleo):
            assert as_member(other).get(place).status_code == 404, (other, place)
    assert (
        as_member(cast.ben).post(reverse("portfolio:share_comment", args=[share.key]), {"text": "x"}).status_code == 404
    )
    for name in ("share_revoke", "share_end"):
        for other in (cast.ada, cast.cato, cast.admin):
            assert as_member(other).post(reverse(f"portfolio:{name}", args=[share.key])).status_code == 404
    assert as_member(cast.ada).get(reverse("portfolio:share", args=[share.key])).status_code == 404


def test_an_organisation_is_those_who_guide_in_it(cast: Cast, as_member: AsMember, job: Item) -> None:
    share, _secret = shared_with(acts.Receiver(organisation=cast.cleo.organisation), job)
    for one in (cast.ada, cast.ben, cast.fia, cast.mia):
        assert as_member(one).get(share.get_absolute_url()).status_code == 200
    for one in (cast.cato, cast.eve, cast.rex, cast.zoe, cast.zeno):
        assert as_member(one).get(share.get_absolute_url()).status_code == 404


def test_a_secret_link_opens_without_an_account_and_is_shown_once(cast: Cast, as_member: AsMember, job: Item) -> None:
    cleo = as_member(cast.cleo)
    answer = cleo.post(reverse("portfolio:share_make"), form_of(job, audience="link"), follow=True)
    page = answer.content.decode()
    start = page.index("/portfolio/link/")
    address = page[start : page.index('"', start)]
    share = Share.objects.get()
    assert address not in cleo.get(reverse("portfolio:share", args=[share.key])).content.decode()
    assert address.split("/")[3] not in str(Share.objects.values())
    shown = Client().get(address)
    assert "I worked the till." in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "noindex" in shown["X-Robots-Tag"]
    assert shown["Referrer-Policy"] == "same-origin"  # with a stricter one the comment's form is refused
    assert "Comment" not in shown.content.decode()
    acts.revoke(share)
    assert Client().get(address).status_code == 404


def test_files_and_photo_of_a_link_go_with_it_and_no_cache_keeps_them(
    cast: Cast, as_member: AsMember, job: Item
) -> None:
    as_member(cast.cleo).post(reverse("portfolio:photo"), {"photo": picture()})
    held, foreign = with_file(job), with_file(keep(cast.cleo, title="Not shared"))
    share, secret = shared_with(acts.Receiver(), job)
    places = [reverse("portfolio:link_file", args=[secret, held.key]), reverse("portfolio:link_picture", args=[secret])]
    for place in places:
        answer = fetched(Client().get(place))
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store, private"
    assert Client().get(reverse("portfolio:link_file", args=[secret, foreign.key])).status_code == 404
    acts.revoke(share)
    for place in places:
        assert Client().get(place).status_code == 404


def test_without_the_profile_no_contact_and_no_photo_is_shown(cast: Cast, as_member: AsMember, job: Item) -> None:
    as_member(cast.cleo).post(reverse("portfolio:photo"), {"photo": picture()})
    _share, secret = acts.share(
        cast.cleo.user, receiver=acts.Receiver(), items=[job], purpose="x", ends_at=days(3), with_profile=False
    )
    assert cast.cleo.user.email not in Client().get(reverse("portfolio:link", args=[secret])).content.decode()
    assert Client().get(reverse("portfolio:link_picture", args=[secret])).status_code == 404


def test_after_the_last_day_it_is_closed_and_the_secret_forgotten(cast: Cast, as_member: AsMember, job: Item) -> None:
    share, secret = shared_with(acts.Receiver(), job, ends=2)
    person, _none = shared_with(acts.Receiver(person=cast.ada.user), job, ends=2)
    address = reverse("portfolio:link", args=[secret])
    with time_machine.travel(days(1)):
        assert Client().get(address).status_code == 200
    with time_machine.travel(days(3)):
        assert Client().get(address).status_code == 404
        assert as_member(cast.ada).get(person.get_absolute_url()).status_code == 404
        assert retention.apply()["portfolio-shares-closed"] == 1
        share.refresh_from_db()
        assert share.token_hash is None
        assert as_member(cast.cleo).get(reverse("portfolio:share", args=[share.key])).status_code == 200
    with time_machine.travel(days(800)):
        assert retention.apply()["portfolio-shares"] >= 2
        assert not Share.objects.exists()


def test_what_is_binned_or_taken_out_is_no_longer_shown(cast: Cast, job: Item) -> None:
    share, secret = shared_with(acts.Receiver(), job)
    keeping.bin_item(job)
    assert "Summer job" not in Client().get(reverse("portfolio:link", args=[secret])).content.decode()
    keeping.bring_back(job)
    acts.change_items(share, items=[keep(cast.cleo, Kind.SKILL, "Patience")])
    page = Client().get(reverse("portfolio:link", args=[secret])).content.decode()
    assert "Summer job" not in page
    assert "Patience" in page


def test_nobody_shares_what_is_not_theirs(cast: Cast, as_member: AsMember, job: Item) -> None:
    foreign = keep(cast.cato)
    answer = as_member(cast.cleo).post(reverse("portfolio:share_make"), form_of(foreign, audience="link"))
    assert answer.status_code == 422
    share, _secret = acts.share(
        cast.cleo.user, receiver=acts.Receiver(), items=[job, foreign], purpose="x", ends_at=days(3)
    )
    assert list(share.items.all()) == [job]


@pytest.mark.parametrize("whom", ["cato", "zoe", "nobody"])
def test_only_staff_of_the_own_service_are_found_by_address(
    cast: Cast, as_member: AsMember, job: Item, whom: str
) -> None:
    address = getattr(cast, whom).user.email if whom != "nobody" else "nobody@example.org"
    answer = as_member(cast.cleo).post(reverse("portfolio:share_make"), form_of(job, audience="person", email=address))
    assert answer.status_code == 422
    assert "Nobody of your service has this address here" in answer.content.decode()
    assert not Share.objects.exists()


@pytest.mark.parametrize(("number", "status"), [(-1, 422), (0, 302), (365, 302), (366, 422)])
def test_the_end_is_within_a_year(cast: Cast, as_member: AsMember, job: Item, number: int, status: int) -> None:
    day = (timezone.localdate() + timedelta(days=number)).isoformat()
    answer = as_member(cast.cleo).post(reverse("portfolio:share_make"), form_of(job, audience="link", ends_on=day))
    assert answer.status_code == status


def test_ninety_days_unless_changed_and_changed_later(cast: Cast, as_member: AsMember, job: Item) -> None:
    cleo = as_member(cast.cleo)
    usual = (timezone.localdate() + timedelta(days=90)).isoformat()
    assert f'value="{usual}"' in cleo.get(reverse("portfolio:share_make")).content.decode()
    share, secret = shared_with(acts.Receiver(), job, ends=90)
    cleo.post(reverse("portfolio:share_end", args=[share.key]), {"ends_on": timezone.localdate().isoformat()})
    with time_machine.travel(days(2)):
        assert Client().get(reverse("portfolio:link", args=[secret])).status_code == 404


def test_the_owner_sees_who_looked_when_and_how_often(cast: Cast, as_member: AsMember, job: Item) -> None:
    share, secret = shared_with(acts.Receiver(), job)
    person, _none = shared_with(acts.Receiver(person=cast.ada.user), job)
    for _time in range(3):
        Client().get(reverse("portfolio:link", args=[secret]))
        as_member(cast.ada).get(person.get_absolute_url())
    as_member(cast.cleo).get(reverse("portfolio:link", args=[secret]))
    assert [(visit.viewer, visit.times) for visit in ShareVisit.objects.order_by("share_id")] == [
        (None, 3),
        (cast.ada.user, 3),
    ]
    seen = AuditRecord.objects.filter(verb="viewed shared portfolio", about=cast.cleo.user, actor=cast.ada.user)
    assert seen.count() == 1
    assert (
        "Somebody with the link"
        in as_member(cast.cleo).get(reverse("portfolio:share", args=[share.key])).content.decode()
    )


def test_comments_can_be_closed(cast: Cast, as_member: AsMember, job: Item) -> None:
    share, _none = acts.share(
        cast.cleo.user, receiver=acts.Receiver(person=cast.ada.user), items=[job], purpose="x", ends_at=days(3),
        comments_open=False,
    )  # fmt: skip
    there = reverse("portfolio:share_comment", args=[share.key])
    assert as_member(cast.ada).post(there, {"text": "x"}).status_code == 403
    assert as_member(cast.cleo).post(there, {"text": "x"}).status_code == 403


def test_a_comment_is_text_and_never_a_script(cast: Cast, as_member: AsMember, job: Item) -> None:
    share, _none = shared_with(acts.Receiver(person=cast.ada.user), job)
    as_member(cast.ada).post(
        reverse("portfolio:share_comment", args=[share.key]), {"text": "<script>alert(1)</script>"}
    )
    assert (
        "<script>alert" not in as_member(cast.cleo).get(reverse("portfolio:share", args=[share.key])).content.decode()
    )


def test_erasing_either_side_leaves_no_share(cast: Cast, as_member: AsMember, job: Item) -> None:
    share, secret = shared_with(acts.Receiver(), job)
    person, _none = shared_with(acts.Receiver(person=cast.ada.user), job)
    as_member(cast.ada).get(person.get_absolute_url())
    acts.comment(person, author=cast.ada.user, text="Fine")
    holdings.erase_everything(cast.ada.user)
    assert list(Share.objects.all()) == [share]
    assert not ShareVisit.objects.filter(viewer=cast.ada.user).exists()
    assert not ShareComment.objects.exists()
    holdings.erase_everything(cast.cleo.user)
    assert not Share.objects.exists()
    assert Client().get(reverse("portfolio:link", args=[secret])).status_code == 404


def test_lists_of_shares_show_ones_own(cast: Cast, as_member: AsMember, job: Item) -> None:
    shared_with(acts.Receiver(person=cast.ada.user), job)
    assert "Our talk in May" in as_member(cast.cleo).get(reverse("portfolio:shares")).content.decode()
    assert "Our talk in May" in as_member(cast.ada).get(reverse("portfolio:received")).content.decode()
    for other in (cast.cato, cast.ben):
        for name in ("shares", "received"):
            assert "Our talk in May" not in as_member(other).get(reverse(f"portfolio:{name}")).content.decode()

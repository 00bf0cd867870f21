"""Endorsements: asked for, given or declined by whoever was asked, shown only when the person wants it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import keep
from wayline.people import holdings, retention
from wayline.people.models import Membership, Notice
from wayline.portfolio.actions import endorsements as acts
from wayline.portfolio.actions import items as keeping
from wayline.portfolio.actions import shares
from wayline.portfolio.models import Endorsement, IssuedCredential, Item
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
SAID = acts.Testimony("Olga Master", "Head of the workshop", "She cuts a dovetail in one go.")
TYPED = {"name": SAID.name, "relation": SAID.relation, "text": SAID.text, "answer": "confirm"}
STRANGER = "olga@example.net"


@pytest.fixture
def skill(cast: Cast) -> Item:
    return keep(cast.cleo, Kind.SKILL, "Joining wood", description="Chairs and drawers.")


@pytest.fixture
def link(cast: Cast, as_member: AsMember, skill: Item, django_capture_on_commit_callbacks: object) -> str:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        client = as_member(cast.cleo)
        where = reverse("portfolio:endorsement_ask", args=[skill.key])
        client.post(where, {"email": STRANGER, "message": "Do you remember the chairs?"})
    found = re.search(r"/portfolio/endorse/\S+", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def shared(skill: Item, cast: Cast) -> str:
    made, _none = shares.share(
        cast.cleo.user, receiver=shares.Receiver(person=cast.ben.user), items=[skill], purpose="x",
        ends_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    return made.get_absolute_url()


def test_a_stranger_endorses_by_the_link_and_the_person_decides_who_sees_it(
    cast: Cast, as_member: AsMember, skill: Item, link: str
) -> None:
    assert mail.outbox[-1].to == [STRANGER]
    secret = link.split("/")[3]
    assert secret not in str(Endorsement.objects.values())
    page = Client().get(link)
    for text in ("Joining wood", "Chairs and drawers.", "Cleo Client", "Do you remember the chairs?"):
        assert text in page.content.decode()
    assert page["Cache-Control"] == "no-store, private"
    assert Client().post(link, {**TYPED, "text": ""}).status_code == 422
    assert Client().post(link, TYPED)["Location"] == link
    given = Endorsement.objects.get()
    assert Notice.objects.get(user=cast.cleo.user).url == skill.get_absolute_url()
    cleo, ben, place = as_member(cast.cleo), as_member(cast.ben), shared(skill, cast)
    assert SAID.text in cleo.get(skill.get_absolute_url()).content.decode()
    assert SAID.text not in ben.get(place).content.decode()
    cleo.post(reverse("portfolio:endorsement_show", args=[given.key]))
    said = ben.get(place).content.decode()
    assert SAID.text in said
    assert STRANGER not in said
    cleo.post(reverse("portfolio:endorsement_show", args=[given.key]))
    assert SAID.text not in ben.get(place).content.decode()


def test_what_was_said_is_withdrawn_by_the_same_link(cast: Cast, as_member: AsMember, skill: Item, link: str) -> None:
    Client().post(link, TYPED)
    acts.show(Endorsement.objects.get(), shown=True)
    with time_machine.travel(timezone.now() + timedelta(days=400), tick=False):
        assert "Withdraw my endorsement" in Client().get(link).content.decode()  # long after the last day
        assert "is withdrawn" in Client().post(f"{link}withdraw/").content.decode()
    gone = Endorsement.objects.get()
    assert (gone.state, gone.text, gone.name, gone.is_shown) == ("withdrawn", "", "", False)
    assert SAID.text not in as_member(cast.ben).get(shared(skill, cast)).content.decode()
    assert Client().get(link).status_code == 410


def test_a_question_is_declined_without_a_reason(cast: Cast, as_member: AsMember, skill: Item, link: str) -> None:
    assert Client().post(link, {"answer": "decline"})["Location"] == link
    assert "You declined." in Client().get(link).content.decode()
    assert "Declined" in as_member(cast.cleo).get(skill.get_absolute_url()).content.decode()
    Client().post(link, TYPED)  # too late
    assert Endorsement.objects.get().state == "declined"


def test_a_link_ends_with_its_day_the_question_and_the_skill(
    cast: Cast, as_member: AsMember, skill: Item, link: str
) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=acts.DAYS, minutes=1), tick=False):
        assert Client().get(link).status_code == 410
        assert Client().post(link, TYPED).status_code == 410
    keeping.bin_item(skill)
    assert Client().get(link).status_code == 410
    keeping.bring_back(skill)
    assert Client().get(link).status_code == 200
    asked = Endorsement.objects.get()
    as_member(cast.cleo).post(reverse("portfolio:endorsement_remove", args=[asked.key]))
    assert Client().get(link).status_code == 410
    assert not Endorsement.objects.exists()


def test_links_and_letters_are_limited(cast: Cast, as_member: AsMember, skill: Item, link: str) -> None:
    answers = [Client().post(link, {"answer": "confirm"}).status_code for _ in range(21)]
    assert answers[-1] == 429
    cleo, where = as_member(cast.cleo), reverse("portfolio:endorsement_ask", args=[skill.key])
    sent = [cleo.post(where, {"email": f"p{number}@example.net"}).status_code for number in range(11)]
    assert sent[-1] == 429


def test_a_colleague_with_an_account_answers_there_and_may_issue_a_credential(
    cast: Cast, as_member: AsMember, skill: Item
) -> None:
    cleo, ada = as_member(cast.cleo), as_member(cast.ada)
    cleo.post(reverse("portfolio:endorsement_ask", args=[skill.key]), {"email": cast.ada.user.email})
    asked = Endorsement.objects.get()
    assert not mail.outbox
    assert Notice.objects.get(user=cast.ada.user).url == asked.get_absolute_url()
    assert "Joining wood" in ada.get(reverse("portfolio:received")).content.decode()
    for other in (cast.ben, cast.mia, cast.cato, cast.cleo, cast.zoe):  # near neighbours, and the person
        assert as_member(other).get(asked.get_absolute_url()).status_code == 404
        assert as_member(other).post(asked.get_absolute_url(), TYPED).status_code == 404
    ada.post(asked.get_absolute_url(), {**TYPED, "as_credential": "on"})
    credential = IssuedCredential.objects.get()
    assert SAID.text in str(credential.document)
    assert credential.created_by == cast.ada
    place, ben = shared(skill, cast), as_member(cast.ben)
    assert str(credential.pk) not in ben.get(place).content.decode()  # hidden with the endorsement
    acts.show(asked, shown=True)
    assert str(credential.pk) in ben.get(place).content.decode()
    ada.post(reverse("portfolio:endorsement_withdraw", args=[asked.key]))
    credential.refresh_from_db()
    assert credential.revoked_at is not None
    assert str(credential.pk) not in ben.get(place).content.decode()


def test_without_an_account_no_credential_is_issued(link: str) -> None:
    Client().post(link, {**TYPED, "as_credential": "on"})
    assert Endorsement.objects.get().state == "given"
    assert not IssuedCredential.objects.exists()


def test_only_the_person_shows_and_removes(cast: Cast, as_member: AsMember, skill: Item, link: str) -> None:
    Client().post(link, TYPED)
    given = Endorsement.objects.get()
    for name in ("endorsement_show", "endorsement_remove"):
        for other in (cast.cato, cast.ada, cast.admin):
            assert as_member(other).post(reverse(f"portfolio:{name}", args=[given.key])).status_code == 404
    for other in (cast.cato, cast.ada):
        assert as_member(other).get(reverse("portfolio:endorsement_ask", args=[skill.key])).status_code == 404
    assert Endorsement.objects.get().is_shown is False


def test_nobody_is_asked_twice_or_about_oneself(cast: Cast, as_member: AsMember, skill: Item, link: str) -> None:
    cleo, where = as_member(cast.cleo), reverse("portfolio:endorsement_ask", args=[skill.key])
    for address in (STRANGER.upper(), cast.cleo.user.email):
        assert cleo.post(where, {"email": address}).status_code == 422
    job = keep(cast.cleo)
    assert cleo.get(reverse("portfolio:endorsement_ask", args=[job.key])).status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        acts.ask(skill, email=STRANGER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.update(is_shown=True)  # nothing was said yet


def test_export_and_erasure_of_both_sides(cast: Cast, skill: Item) -> None:
    asked = acts.ask(skill, email=cast.ada.user.email, person=cast.ada.user, message="Please")
    acts.give(asked, SAID, by=cast.ada)
    own = next(one for one in holdings.all_holdings() if one.model is Endorsement)
    assert "Please" in str(own.export(cast.cleo.user))
    assert SAID.text in str(own.export(cast.ada.user))
    assert "Please" not in str(own.export(cast.ada.user))
    assert own.export(cast.ben.user) == []
    holdings.erase_everything(cast.ada.user)
    assert not Endorsement.objects.exists()
    acts.ask(skill, email=STRANGER)
    holdings.erase_everything(cast.cleo.user)
    assert not Endorsement.objects.exists()


def test_addresses_of_people_who_were_asked_go(cast: Cast, skill: Item, link: str) -> None:
    rules = {rule.key: rule for rule in retention.all_rules()}
    open_ones, addresses = rules["portfolio-endorsements-open"], rules["portfolio-endorsers"]
    answered = acts.give(Endorsement.objects.get(), SAID, by=None)
    acts.ask(skill, email="silent@example.net")
    now = timezone.now()
    assert open_ones.due(now + timedelta(days=89)).count() == 0
    assert open_ones.act(now + timedelta(days=91)) == 1
    assert addresses.act(now + timedelta(days=364)) == 0
    assert addresses.act(now + timedelta(days=366)) == 1
    answered.refresh_from_db()
    assert (answered.email, answered.text) == ("", SAID.text)

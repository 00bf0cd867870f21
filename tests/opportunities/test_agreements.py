"""The agreement on a stay: who signs what, what stops it, who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making, sending
from wayline.opportunities.actions import agreements, received
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import AgreementState, Party
from wayline.opportunities.models import Agreement, Application, Signature
from wayline.people import holdings
from wayline.people.models import Membership, Notice

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
PARTIES = {"parent_name": "Paula Client", "parent_email": "paula@example.org"}


@pytest.fixture
def application(cast: Cast, eve: Membership) -> Application:
    offer = sending.open_offer(cast.ada, eve, kind="work_experience", title="One week in a workshop")
    sent = sending.sent(cast.cleo, offer)
    received.mark(sent, by=eve, state="invited")
    sent.refresh_from_db()
    return sent


def terms(**values: Any) -> dict[str, Any]:
    plain = {
        "rule": "FR:mini-stage", "goals": "How wood is measured", "starts_on": making.in_days(30),
        "ends_on": making.in_days(34), "days": 5, "hours_a_day": Decimal(7), "hours_a_week": Decimal(30),
        "place": "Northvale", "supervision": "Eve", "insurance": "Policy 12",
    }  # fmt: skip
    return {**plain, **values}


@pytest.fixture
def agreement(application: Application, eve: Membership) -> Agreement:
    return agreements.draw_up(application, by=eve, **terms())


def years_before(day: date, years: int) -> date:
    return date(day.year - years, 1, 1)


def of_age(agreement: Agreement, by: Membership, years: int = 30) -> None:
    """January's child, so that the birthday has passed."""
    born = years_before(agreement.starts_on, years)
    agreements.say_who(agreement, by=by, born_on=born, parent_name="", parent_email="")


def test_three_sign_and_it_holds(cast: Cast, eve: Membership, agreement: Agreement) -> None:
    of_age(agreement, cast.cleo)
    for party, member in ((Party.PARTICIPANT, cast.cleo), (Party.EMPLOYER, eve), (Party.SERVICE, cast.ben)):
        agreement.refresh_from_db()
        assert agreement.state == AgreementState.OPEN
        agreements.sign(agreement, party=party, name=member.user.name, by=member)
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED
    assert [one.name for one in agreement.signatures.all()] == [cast.cleo.user.name, eve.user.name, cast.ben.user.name]
    assert {one.digest for one in agreement.signatures.all()} == {agreement.digest}
    assert Notice.objects.filter(user=eve.user, kind="agreement").exists()


def test_a_changed_word_voids_what_was_signed(cast: Cast, eve: Membership, agreement: Agreement) -> None:
    of_age(agreement, cast.cleo)
    agreements.sign(agreement, party=Party.PARTICIPANT, name="Cleo", by=cast.cleo)
    before = agreement.digest
    agreements.change(agreement, by=eve, place="Riverton")
    assert agreement.digest != before
    assert agreements.signed_parties(agreement) == set()
    agreements.change(agreement, by=eve, place="Northvale")
    assert agreements.signed_parties(agreement) == {Party.PARTICIPANT}


def test_a_rule_stops_it_and_is_named(cast: Cast, eve: Membership, agreement: Agreement, as_member: AsMember) -> None:
    agreements.change(agreement, by=eve, days=6, ends_on=making.in_days(36))
    of_age(agreement, cast.cleo)
    with pytest.raises(agreements.CannotSign, match="FR:mini-stage most_days"):
        agreements.sign(agreement, party=Party.PARTICIPANT, name="Cleo", by=cast.cleo)
    page = as_member(cast.cleo).get(agreement.get_absolute_url()).content.decode()
    assert "FR, Mini-stage: at most 5 days; here are 6." in page
    assert "I have read it and sign" not in page


def test_before_the_age_is_said_nobody_signs(eve: Membership, agreement: Agreement) -> None:
    with pytest.raises(agreements.CannotSign):
        agreements.sign(agreement, party=Party.EMPLOYER, name="Eve", by=eve)


def test_for_a_minor_a_parent_signs_by_a_link(
    cast: Cast, eve: Membership, agreement: Agreement, client: GuardedClient, django_capture_on_commit_callbacks: Any
) -> None:
    agreements.say_who(agreement, by=cast.cleo, born_on=years_before(agreement.starts_on, 15), **PARTIES)
    with django_capture_on_commit_callbacks(execute=True):
        agreements.sign(agreement, party=Party.PARTICIPANT, name="Cleo", by=cast.cleo)
    letter = next(one for one in mail.outbox if one.to == ["paula@example.org"])
    found = re.search(r"/agreements/parent/\S+", str(letter.body))
    assert found is not None
    agreements.sign(agreement, party=Party.EMPLOYER, name="Eve", by=eve)
    agreements.sign(agreement, party=Party.SERVICE, name="Ada", by=cast.ada)
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.OPEN
    assert "Cleo Client" in client.get(found[0]).content.decode()
    client.post(found[0], {"name": "Paula Client", "digest": "another text"})
    assert not Signature.objects.filter(party=Party.PARENT).exists()
    client.post(found[0], {"name": "Paula Client", "digest": agreement.digest})
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED
    assert client.get(found[0]).status_code == 410
    assert client.get(reverse("opportunities:agreement_parent", args=["guessed"])).status_code == 410


FORM = {
    "rule": "FR:mini-stage", "goals": "One\nTwo", "days": "5", "hours_a_day": "6", "hours_a_week": "30",
    "place": "Northvale", "supervision": "Eve", "insurance": "Policy 12",
}  # fmt: skip


def test_from_the_application_to_three_signatures(
    cast: Cast, eve: Membership, application: Application, as_member: AsMember
) -> None:
    company, person, staff = as_member(eve), as_member(cast.cleo), as_member(cast.ben)
    here = reverse("opportunities:agreement_draw_up", args=[application.key])
    assert here in company.get(application.received_url).content.decode()
    wrong = {**FORM, "starts_on": making.in_days(9), "ends_on": making.in_days(8)}
    assert company.post(here, wrong).status_code == 422
    company.post(here, {**FORM, "starts_on": making.in_days(9), "ends_on": making.in_days(13)})
    made = Agreement.objects.get()
    assert company.get(here)["Location"] == made.get_absolute_url()
    who, sign = (reverse(f"opportunities:agreement_{name}", args=[made.key]) for name in ("who", "sign"))
    young = {"born_on_day": "1", "born_on_month": "1", "born_on_year": str(made.starts_on.year - 15)}
    assert person.post(who, young).status_code == 422  # a minor names a parent
    person.post(who, {**young, "born_on_year": "1990"})
    made.refresh_from_db()
    for client in (person, company, staff):
        client.post(sign, {"name": "Somebody", "digest": "another text"})
        assert "I have read it and sign" in client.get(made.get_absolute_url()).content.decode()
        client.post(sign, {"name": "Somebody", "digest": made.digest})
    made.refresh_from_db()
    assert made.state == AgreementState.SIGNED
    paper = person.get(reverse("opportunities:agreement_paper", args=[made.key]))
    assert paper.content.startswith(b"%PDF-")
    assert company.get(reverse("opportunities:agreement_change", args=[made.key])).status_code == 403


def test_neighbours_find_no_agreement(cast: Cast, eve: Membership, agreement: Agreement, as_member: AsMember) -> None:
    """Another company of the same service, another service, another client, and a researcher of the same office."""
    rival = making.employer(cast.ada)[1]
    names = ("agreement", "agreement_change", "agreement_call_off", "agreement_paper")
    for stranger in (rival, cast.zoe, cast.cato, cast.rex, cast.eve):
        client = as_member(stranger)
        for name in names:
            assert client.get(reverse(f"opportunities:{name}", args=[agreement.key])).status_code == 404, name
        for name in ("agreement_sign", "agreement_who", "agreement_call_off"):
            assert client.post(reverse(f"opportunities:{name}", args=[agreement.key])).status_code == 404, name
    assert as_member(cast.cleo).get(reverse("opportunities:agreement_change", args=[agreement.key])).status_code == 403
    assert as_member(eve).post(reverse("opportunities:agreement_who", args=[agreement.key])).status_code == 403


def test_only_for_a_stay_and_only_once_invited(
    cast: Cast, eve: Membership, application: Application, as_member: AsMember
) -> None:
    Application.objects.update(state="sent")
    here = reverse("opportunities:agreement_draw_up", args=[application.key])
    assert as_member(eve).get(here).status_code == 403
    assert as_member(cast.ada).get(here).status_code == 404


def test_called_off_it_is_over_for_all(cast: Cast, agreement: Agreement, as_member: AsMember) -> None:
    person = as_member(cast.cleo)
    person.post(reverse("opportunities:agreement_call_off", args=[agreement.key]))
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.CANCELLED
    told = Notice.objects.count()
    person.post(reverse("opportunities:agreement_call_off", args=[agreement.key]))
    assert Notice.objects.count() == told, "A second press tells nobody again."
    with pytest.raises(agreements.CannotSign):
        agreements.sign(agreement, party=Party.SERVICE, name="Ada", by=cast.ada)


def test_what_was_called_off_meanwhile_is_not_changed(cast: Cast, eve: Membership, agreement: Agreement) -> None:
    """The page was read before: a copy that is out of date brings nothing back."""
    read_before = Agreement.objects.get(pk=agreement.pk)
    agreements.call_off(agreement, by=eve)
    with pytest.raises(TooLate):
        agreements.change(read_before, by=eve, place="Elsewhere 1")
    with pytest.raises(TooLate):
        of_age(read_before, cast.cleo)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.born_on) == (AgreementState.CANCELLED, None)
    assert agreement.place != "Elsewhere 1"


def test_it_is_exported_and_erased(cast: Cast, eve: Membership, agreement: Agreement) -> None:
    of_age(agreement, cast.cleo)
    agreements.sign(agreement, party=Party.EMPLOYER, name="Eve Employer", by=eve)
    rows = {holding.model: found for holding, found in holdings.export_everything(cast.cleo.user)}
    assert [row["title"] for row in rows[Agreement]] == ["One week in a workshop"]
    holdings.erase_everything(eve.user)
    signature = Signature.objects.get()
    assert (signature.user, signature.name) == (None, "Eve Employer")
    holdings.erase_everything(cast.cleo.user)
    assert not Agreement.objects.exists()

"""The pages of both sides of an application."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making, sending
from tests.opportunities.sending import address
from wayline.opportunities.actions import offers
from wayline.opportunities.models import Application, Opportunity, Question
from wayline.opportunities.queries.applications import last_day_for
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


@pytest.fixture
def offer(cast: Cast, eve: Membership) -> Opportunity:
    return sending.open_offer(cast.ada, eve, title="Joiner or apprentice")


def test_from_the_offer_to_the_employer_and_back(
    cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember
) -> None:
    sending.ask(offer, eve)
    offers.publish(offer, by=cast.ada)
    question, held = Question.objects.get(), sending.cv(cast.cleo)
    person, company = as_member(cast.cleo), as_member(eve)
    apply = address("apply", offer.pk)
    assert apply in person.get(offer.get_absolute_url()).content.decode()
    form = {"cv": held.key, "letter": held.key, "open_until": making.in_days(30)}
    kept = person.post(apply, {**form, "go": "keep"})
    assert (kept.status_code, kept["Location"]) == (302, apply)
    refused = person.post(apply, {**form, "go": "check"})
    assert refused.status_code == 422  # the question must be answered
    praise = SimpleUploadedFile("praise.txt", b"Much praise.")
    person.post(apply, {**form, "go": "document", "document": praise})
    answered = person.post(apply, {**form, "go": "check", f"question_{question.pk}": "On Monday"})
    page = person.get(answered["Location"]).content.decode()
    for seen in ("Cleo Client", cast.cleo.user.email, "My CV", "praise.txt", "On Monday"):
        assert seen in page
    sent = person.post(answered["Location"])
    assert sent.status_code == 302
    application = Application.objects.get()
    assert person.get(apply)["Location"] == application.get_absolute_url()

    listed = company.get(address("received")).content.decode()
    assert "Cleo Client" in listed
    shown = company.get(application.received_url).content.decode()
    assert "On Monday" in shown
    paper = address("received_paper", application.key, application.papers.get(part="cv").key)
    assert b"".join(company.get(paper)).startswith(b"%PDF-")
    company.post(address("received_mark", application.key, "invited"), {"message": "Monday at nine."})
    assert "Monday at nine." in person.get(application.get_absolute_url()).content.decode()

    person.post(address("application_withdraw", application.key))
    assert company.get(paper).status_code == 404
    after = company.get(application.received_url).content.decode()
    assert "On Monday" not in after
    assert cast.cleo.user.email not in after
    assert "Apply again" in person.get(application.get_absolute_url()).content.decode()


def test_neighbours_find_nothing(cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember) -> None:
    """Another company of the same service, its staff, another client; nor the employer on the person's pages."""
    sent = sending.sent(cast.cleo, offer)
    paper = sent.papers.all()[0].key
    rival = making.employer(cast.ada)[1]
    theirs = [
        address("received_one", sent.key),
        address("received_paper", sent.key, paper),
        address("received_mark", sent.key, "invited"),
    ]
    own = [
        *(address(name, sent.key) for name in ("application", "application_withdraw", "application_delete")),
        address("application_paper", sent.key, paper),
    ]
    for stranger in (rival, cast.ada, cast.ben, cast.cato, cast.eve, cast.zoe):
        client = as_member(stranger)
        assert [client.get(one).status_code for one in [*theirs, *own]] == [404] * 7, stranger
        assert client.post(address("received_take_back", sent.key)).status_code == 404
        assert client.post(address("application_until", sent.key), {"go": "close"}).status_code == 404
        assert client.get(address("received_offer", offer.pk)).status_code == 403
        assert sent.key[:8].upper() not in b"".join(client.get(address("received_csv"))).decode()
    assert [as_member(eve).get(one).status_code for one in own] == [404] * 4
    assert [as_member(cast.cleo).get(one).status_code for one in theirs] == [404] * 3


def test_only_clients_apply(cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember) -> None:
    for stranger in (cast.ada, eve, cast.rex):
        assert as_member(stranger).get(address("apply", offer.pk)).status_code == 403
        assert as_member(stranger).post(address("apply", offer.pk), {"go": "keep"}).status_code == 403
    offers.withdraw(offer, by=cast.ada)
    assert as_member(cast.cleo).get(address("apply", offer.pk)).status_code == 404


def test_the_employers_table_names_nobody(cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember) -> None:
    sent = sending.sent(cast.cleo, offer)
    table = b"".join(as_member(eve).get(f"{address('received_csv')}?offer={offer.pk}")).decode()
    assert sent.number in table
    assert "Cleo" not in table
    assert cast.cleo.user.email not in table


def test_lists_are_filtered_sorted_and_say_when_they_are_empty(
    cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember
) -> None:
    company, person = as_member(eve), as_member(cast.cleo)
    assert "No application yet" in company.get(address("received")).content.decode()
    assert "No application yet" in person.get(address("applications")).content.decode()
    for member in (cast.cleo, cast.cato):
        sending.sent(member, offer)
    page = company.get(f"{address('received_offer', offer.pk)}?order=-name").content.decode()
    assert page.index("Cleo Client") < page.index("Cato Client")
    assert "None of this status" in company.get(f"{address('received')}?state=offered").content.decode()
    assert "None of this status" in person.get(f"{address('applications')}?state=draft").content.decode()
    assert "Joiner or apprentice" in person.get(f"{address('applications')}?state=sent").content.decode()


def test_questions_are_asked_ordered_changed_and_removed(
    cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember
) -> None:
    company, here = as_member(eve), address("questions", offer.pk)
    for stranger in (cast.ada, making.employer(cast.ada)[1]):
        assert as_member(stranger).get(here).status_code == 403
    offers.withdraw(offer, by=eve)
    assert company.post(here, {"text": "Which?", "form": "choice", "choices": "One"}).status_code == 422
    company.post(here, {"text": "Which?", "form": "choice", "choices": "One\nTwo", "required": "on"})
    company.post(here, {"text": "Why?", "form": "text"})
    first, second = Question.objects.of(offer)
    assert (first.choices, first.required, second.required) == (["One", "Two"], True, False)
    company.post(address("question_do", offer.pk, second.pk), {"go": "up"})
    assert [one.text for one in Question.objects.of(offer)] == ["Why?", "Which?"]
    company.post(address("question_edit", offer.pk, second.pk), {"text": "Why here?", "form": "yes_no"})
    company.post(address("question_do", offer.pk, first.pk), {"go": "remove"})
    assert [(one.text, one.form) for one in Question.objects.of(offer)] == [("Why here?", "yes_no")]


def test_an_offer_with_an_address_of_its_own_is_only_noted(cast: Cast, eve: Membership, as_member: AsMember) -> None:
    offer = sending.open_offer(cast.ada, eve, apply_url="https://example.org/jobs")
    person = as_member(cast.cleo)
    assert "I applied there" in person.get(offer.get_absolute_url()).content.decode()
    assert person.get(address("apply", offer.pk)).status_code == 403
    person.post(address("applied_elsewhere", offer.pk))
    noted = Application.objects.get()
    person.post(address("application_track", noted.key), {"state": "offered", "note": "By Friday"})
    page = person.get(noted.get_absolute_url()).content.decode()
    assert "By Friday" in page
    person.post(address("application_delete", noted.key))
    assert not Application.objects.exists()


def test_another_last_day_is_within_reason(
    cast: Cast, eve: Membership, offer: Opportunity, as_member: AsMember
) -> None:
    sent = sending.sent(cast.cleo, offer)
    person, here = as_member(cast.cleo), address("application_until", sent.key)
    for wrong in (making.in_days(-1), making.in_days(800), ""):
        person.post(here, {"open_until": wrong})
        sent.refresh_from_db()
        assert sent.open_until == last_day_for(offer)
    person.post(here, {"open_until": making.in_days(3)})
    sent.refresh_from_db()
    assert sent.open_until == making.in_days(3)
    person.post(here, {"go": "close"})
    assert as_member(eve).get(sent.received_url).status_code == 404

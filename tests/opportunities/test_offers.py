"""From a draft to what everybody reads, and off again; who may do which of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities.actions import offers
from wayline.opportunities.enums import State
from wayline.opportunities.models import DayCount, Listing, Opportunity, PublicationRule
from wayline.opportunities.queries import desk
from wayline.people import holdings, retention
from wayline.people.models import AuditRecord, Membership, Notice

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


def test_a_service_publishes_its_own_at_once(cast: Cast) -> None:
    draft = making.offer(cast.ada)
    assert draft.state == State.DRAFT
    assert not Listing.objects.exists()
    assert offers.send(draft, by=cast.ada) == State.PUBLISHED
    assert Opportunity.objects.public().get() == draft
    assert Listing.objects.public().get().pk == draft.pk
    assert AuditRecord.objects.filter(verb="published offer", actor=cast.ada.user).count() == 1


def test_what_an_employer_sends_is_read_first(cast: Cast) -> None:
    _employer, eve = making.employer(cast.ada)
    draft = making.offer(eve, service=cast.ada.organisation)
    assert offers.send(draft, by=eve) == State.REVIEW
    assert not Opportunity.objects.public().exists()
    offers.publish(draft, by=cast.ada)
    assert Opportunity.objects.public().get() == draft
    assert Notice.objects.filter(user=eve.user, kind="offer").count() == 1


def test_a_service_may_do_without_reading(cast: Cast) -> None:
    PublicationRule.objects.create(organisation=cast.ada.organisation, review=False, days=10)
    _employer, eve = making.employer(cast.ada)
    draft = making.offer(eve, service=cast.ada.organisation)
    assert offers.send(draft, by=eve) == State.PUBLISHED
    assert draft.shown_until == making.in_days(10)


def test_given_back_it_says_why_and_is_sent_again(cast: Cast) -> None:
    _employer, eve = making.employer(cast.ada)
    draft = making.offer(eve, service=cast.ada.organisation)
    offers.send(draft, by=eve)
    offers.give_back(draft, by=cast.ada, note="Name the pay.")
    assert (draft.state, draft.note) == (State.DRAFT, "Name the pay.")
    assert "change" in Notice.objects.get(user=eve.user, kind="offer").text
    offers.send(draft, by=eve)
    assert (draft.state, draft.note) == (State.REVIEW, "")


def test_an_employers_change_to_what_is_on_show_is_read_again(cast: Cast) -> None:
    _employer, eve = making.employer(cast.ada)
    draft = making.offer(eve, service=cast.ada.organisation)
    offers.publish(draft, by=cast.ada)
    assert offers.change(draft, by=eve, title="Another job")
    assert draft.state == State.REVIEW
    assert not Listing.objects.exists()


def test_without_a_way_to_reach_anybody_it_is_not_published(cast: Cast) -> None:
    draft = making.offer(cast.ada, contact_email="", deadline=making.in_days(-1))
    with pytest.raises(offers.NotReady) as error:
        offers.send(draft, by=cast.ada)
    assert len(error.value.reasons) == 2
    assert draft.state == State.DRAFT


def test_details_of_another_kind_are_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        making.offer(cast.ada, kind="mentoring", details={"cost": 3})


def test_withdrawn_and_put_back(cast: Cast) -> None:
    offer = making.published(cast.ada, deadline=making.in_days(9))
    offers.withdraw(offer, by=cast.ada)
    assert not Opportunity.objects.public().exists()
    assert not Listing.objects.exists()
    offers.put_back(offer, by=cast.ada)
    assert offer.shown_until == making.in_days(9)
    assert Listing.objects.count() == 1


def test_a_copy_has_the_tags_and_no_dates(cast: Cast) -> None:
    cook, cooking = making.concept("Cook"), making.skill("cooking")
    offer = making.published(cast.ada, deadline=making.in_days(9), occupations=[cook], must=[cooking])
    copied = offers.copy(offer, by=cast.ada)
    assert (copied.state, copied.deadline, copied.published_at) == (State.DRAFT, None, None)
    assert [tag.concept for tag in copied.occupation_tags.all()] == [cook]
    assert [(want.concept, want.need) for want in copied.wants.all()] == [(cooking, "must")]


def test_what_has_passed_its_last_day_ends_within_the_hour(cast: Cast) -> None:
    offer = making.published(cast.ada, deadline=timezone.localdate())
    tomorrow = timezone.now() + timedelta(days=1)
    assert offers.end_due(timezone.now()) == 0
    assert offers.end_due(tomorrow) == 1
    offer.refresh_from_db()
    assert (offer.state, offer.ended_at) == (State.EXPIRED, tomorrow)
    assert not Listing.objects.exists()


def test_a_year_after_its_end_it_is_deleted(cast: Cast) -> None:
    offer = making.published(cast.ada)
    offers.withdraw(offer, by=cast.ada)
    draft = making.offer(cast.ada)
    rule = next(one for one in retention.all_rules() if one.key == "opportunities")
    assert rule.act(timezone.now() + timedelta(days=364)) == 0
    later = timezone.now() + timedelta(days=366)
    assert set(rule.due(later)) == {offer, draft}
    rule.act(later)
    assert not Opportunity.objects.exists()


def test_the_contact_named_in_it_can_be_exported_and_erased(cast: Cast) -> None:
    offer = making.published(cast.ada, contact_email=cast.ada.user.email, contact_name="Ada", contact_phone="1")
    made = {holding.model: rows for holding, rows in holdings.export_everything(cast.ada.user)}
    assert [row["contact_name"] for row in made[Opportunity]] == ["Ada"]
    holdings.erase_everything(cast.ada.user)
    offer.refresh_from_db()
    assert (offer.contact_name, offer.contact_email, offer.contact_phone) == ("", "", "")
    assert offer.title == "Nurse"


# Pages


def test_neighbours_find_nothing_of_a_draft(cast: Cast, as_member: AsMember) -> None:
    """Another company of the same service, the service itself, another service, a client."""
    _employer, eve = making.employer(cast.ada)
    _other, rival = making.employer(cast.ada)
    draft = making.offer(eve, service=cast.ada.organisation)
    for stranger in (rival, cast.ada, cast.zoe, cast.cleo, cast.eve):
        client = as_member(stranger)
        for name in ("opportunity", "offer", "offer_edit", "offer_tags", "offer_delete", "review_read"):
            assert client.get(reverse(f"opportunities:{name}", args=[draft.pk])).status_code == 404, (name, stranger)
        for verb in ("send", "withdraw", "copy", "put-back"):
            assert client.post(reverse("opportunities:offer_do", args=[draft.pk, verb])).status_code == 404
    assert as_member(eve).get(draft.desk_url).status_code == 200


def test_what_is_public_is_read_and_not_touched_by_others(cast: Cast, as_member: AsMember) -> None:
    _employer, eve = making.employer(cast.ada)
    _other, rival = making.employer(cast.ada)
    offer = making.offer(eve, service=cast.ada.organisation)
    offers.publish(offer, by=cast.ada)
    for stranger in (rival, cast.zoe, cast.zeno, cast.cleo):
        client = as_member(stranger)
        assert client.get(offer.get_absolute_url()).status_code == 200
        assert client.get(offer.desk_url).status_code == 403
        assert client.post(reverse("opportunities:offer_do", args=[offer.pk, "withdraw"])).status_code == 403
    service = as_member(cast.ben)
    assert service.get(reverse("opportunities:offer_edit", args=[offer.pk])).status_code == 403
    assert service.post(reverse("opportunities:offer_do", args=[offer.pk, "copy"])).status_code == 403
    assert service.post(reverse("opportunities:offer_do", args=[offer.pk, "withdraw"])).status_code == 302
    offer.refresh_from_db()
    assert offer.state == State.WITHDRAWN


def test_what_the_service_took_off_an_employer_cannot_put_back_unread(cast: Cast, as_member: AsMember) -> None:
    _employer, eve = making.employer(cast.ada)
    offer = making.offer(eve, service=cast.ada.organisation)
    offers.publish(offer, by=cast.ada)
    offers.withdraw(offer, by=cast.ada)
    as_member(eve).post(reverse("opportunities:offer_do", args=[offer.pk, "put-back"]))
    offer.refresh_from_db()
    assert offer.state == State.REVIEW


FORM = {
    "title": "Cook or chef", "language": "en", "text": "You cook.", "remote": "on_site", "town": "Leeds",
    "hours": "full_time", "hours_from": "30",
    "hours_to": "38", "contract": "permanent", "pay_from": "12.50",
    "pay_to": "14", "pay_per": "hour", "currency": "GBP", "accessibility": ["step_free"],
    "contact_email": "a@b.example",
    "own_openings": "2", "own_tasks": "- Cook\n\n* Taste", "level": "", "area": "",
}  # fmt: skip


def test_written_on_the_page_sent_read_and_published(cast: Cast, as_member: AsMember) -> None:
    _employer, eve = making.employer(cast.ada)
    company, staff = as_member(eve), as_member(cast.ben)
    answer = company.post(reverse("opportunities:offer_new", args=["vacancy"]), FORM)
    offer = Opportunity.objects.get()
    assert answer["Location"] == reverse("opportunities:offer_tags", args=[offer.pk])
    assert offer.details == {"openings": 2, "tasks": ["Cook", "Taste"]}
    assert (offer.service, offer.organisation) == (cast.ada.organisation, eve.organisation)
    cook = making.concept("Cook")
    company.post(reverse("opportunities:offer_tags", args=[offer.pk]), {"occupation": cook.pk})
    company.post(reverse("opportunities:offer_tags", args=[offer.pk]), {"text": "Folding napkins"})
    assert "Folding napkins" in company.get(offer.desk_url).content.decode()
    company.post(reverse("opportunities:offer_do", args=[offer.pk, "send"]))
    assert "Cook or chef" in staff.get(reverse("opportunities:review")).content.decode()
    staff.post(reverse("opportunities:review_read", args=[offer.pk]), {"act": "publish"})
    page = GuardedClient().get(offer.get_absolute_url()).content.decode()
    assert "£12.50 to £14 an hour" in page
    assert '<script type="application/ld+json">{"@context"' in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"pay_to": "3"}, "The highest pay is lower"),
        ({"hours_to": "3"}, "The most hours are fewer"),
        ({"pay_per": ""}, "Say what the pay is for"),
        ({"currency": ""}, "Say in which currency"),
        ({"own_openings": "0"}, "greater than or equal to 1"),
        ({"accessibility": ["wings"]}, "not one of the available choices"),
        ({"title": ""}, "required"),
    ],
)
def test_mistakes_are_told_beside_the_field(cast: Cast, as_member: AsMember, change: dict[str, Any], told: str) -> None:
    answer = as_member(cast.ada).post(reverse("opportunities:offer_new", args=["vacancy"]), {**FORM, **change})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Opportunity.objects.exists()


def test_every_kind_can_be_written_and_changed(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    for kind in ("work_experience", "training", "mentoring"):
        fields = {name: value for name, value in FORM.items() if not name.startswith(("own_tasks", "pay", "contract"))}
        assert client.post(reverse("opportunities:offer_new", args=[kind]), fields).status_code == 302
        offer = Opportunity.objects.get(kind=kind)
        change = reverse("opportunities:offer_edit", args=[offer.pk])
        assert client.get(change).status_code == 200
        assert client.post(change, {**fields, "title": f"A {kind}"}).status_code == 302
        offer.refresh_from_db()
        assert (offer.title, offer.details) == (f"A {kind}", {"openings": 2})


def test_only_a_draft_that_was_never_on_show_is_deleted(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    draft, shown = making.offer(cast.ada), making.published(cast.ada)
    assert client.post(reverse("opportunities:offer_delete", args=[shown.pk])).status_code == 403
    assert client.post(reverse("opportunities:offer_delete", args=[draft.pk])).status_code == 302
    assert Opportunity.objects.get() == shown


def test_the_list_costs_the_same_for_three_and_for_fifteen(cast: Cast, as_member: AsMember) -> None:
    client = as_member(cast.ada)
    here = reverse("opportunities:offers")
    counts = []
    for number in (3, 12):
        for _ in range(number):
            making.published(cast.ada)
        with CaptureQueriesContext(connection) as counted:
            client.get(here)
        counts.append(len(counted.captured_queries))
    assert counts[0] == counts[1]


# Statistics


def test_openings_are_counted_without_persons(cast: Cast, as_member: AsMember) -> None:
    offer = making.published(cast.ada)
    for client in (GuardedClient(), as_member(cast.cleo), as_member(cast.ada)):
        client.get(offer.get_absolute_url())
    assert DayCount.objects.get().views == 2, "one's own reading does not count"


@pytest.mark.parametrize(("views", "told"), [(0, 0), (1, None), (4, None), (5, 5), (70, 70)])
def test_small_numbers_are_not_told(cast: Cast, views: int, told: int | None) -> None:
    offer = making.published(cast.ada)
    DayCount.objects.create(opportunity=offer, day=timezone.localdate(), views=views)
    total, weeks = desk.statistics(offer)
    assert (total, weeks[-1].views) == (told, told)


def test_small_numbers_are_not_in_the_table_either(cast: Cast, as_member: AsMember) -> None:
    offer = making.published(cast.ada)
    DayCount.objects.create(opportunity=offer, day=timezone.localdate(), views=3)
    text = as_member(cast.ada).get(reverse("opportunities:offers_csv"))
    lines = text.getvalue().decode().strip().splitlines()
    assert lines[-1].endswith(",")


def test_a_job_file_becomes_a_draft(cast: Cast, as_member: AsMember) -> None:
    _employer, eve = making.employer(cast.ada)
    company, here = as_member(eve), reverse("opportunities:job_file")
    said = {"title": "Turner", "description": "You turn.", "salary": "30000", "skills": [{"name": "Turning wood"}]}
    for broken in (b"<html>", b"[]", b'{"title": "No text"}'):
        assert company.post(here, {"file": SimpleUploadedFile("job.json", broken)}).status_code == 422
    answer = company.post(here, {"file": SimpleUploadedFile("job.json", json.dumps(said).encode())})
    draft = Opportunity.objects.get()
    assert answer["Location"] == reverse("opportunities:offer_edit", args=[draft.pk])
    assert (draft.state, draft.title, draft.organisation, draft.pay_from) == ("draft", "Turner", eve.organisation, None)
    assert [(want.text, want.concept) for want in draft.wants.all()] == [("Turning wood", None)]
    assert "Not taken over: salary." in company.get(answer["Location"]).content.decode()
    for stranger in (cast.cleo, cast.rex, making.employer(cast.ada, approved=False)[1]):
        assert as_member(stranger).get(here).status_code == 403

"""Applying: what is frozen, who reads it and until when, what each side can say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.factories import Cast
from tests.opportunities import making, sending
from wayline.common.uploads import DOCUMENTS, check
from wayline.opportunities import applying
from wayline.opportunities.actions import applications, employers, offers, received
from wayline.opportunities.enums import ApplicationState, Paper
from wayline.opportunities.models import Application, ApplicationPaper, ApplicationVisit, Opportunity, Question
from wayline.opportunities.queries import received as desk
from wayline.opportunities.views.offers import remarks_on
from wayline.people import holdings, retention
from wayline.people.enums import Role
from wayline.people.models import AuditRecord, Membership, Notice
from wayline.portfolio.actions import cvs

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast: Cast, eve: Membership) -> Opportunity:
    return sending.open_offer(cast.ada, eve, title="Joiner or apprentice", deadline=making.in_days(10))


@pytest.fixture
def real_papers() -> None:
    """This test makes real PDF files."""


def keys(found: Any) -> set[str]:
    return set(found.values_list("key", flat=True))


@pytest.mark.usefixtures("real_papers")
def test_what_was_sent_stays_as_it_was(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    question = sending.ask(offer, eve)
    offers.publish(offer, by=cast.ada)
    held = sending.cv(cast.cleo)
    draft = applications.keep(offer, by=cast.cleo, cv=held, letter=held, typed={str(question.pk): "On Monday"})
    document = check(ContentFile(b"Much praise.", "praise.txt"), kinds=DOCUMENTS)
    applications.add_document(draft, checked=document)
    sent = applications.send(draft)

    cvs.delete_cv(held)
    question.delete()
    made = {}
    for one in sent.papers.all():
        with one.file.open("rb") as file:
            made[one.part] = file.read()
    assert set(made) == {Paper.CV, Paper.LETTER, Paper.DOCUMENT}
    assert made[Paper.CV].startswith(b"%PDF-")
    assert made[Paper.LETTER].startswith(b"%PDF-")
    assert made[Paper.DOCUMENT] == b"Much praise."
    sent.refresh_from_db()
    assert sent.answers == [["When can you begin?", "On Monday"]]
    assert (sent.state, sent.offer_title, sent.offered_by) == ("sent", "Joiner or apprentice", "Ostrowska Joinery")


def test_a_draft_is_nobody_elses_and_says_what_is_missing(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    sending.ask(offer, eve, "Have you a driving licence?", form="choice", choices=["B", "None"])
    offers.publish(offer, by=cast.ada)
    question = Question.objects.get()
    draft = applications.keep(offer, by=cast.cleo, typed={str(question.pk): "A tank"})
    assert not Application.objects.received_by(eve).exists()
    assert len(applications.missing(draft)) == 2
    with pytest.raises(offers.NotReady):
        applications.send(draft)
    held = sending.cv(cast.cleo)
    applications.keep(offer, by=cast.cleo, cv=held, typed={str(question.pk): "B"})
    assert applications.send(Application.objects.get()).state == "sent"


def test_when_the_offer_is_over_a_draft_cannot_be_sent(cast: Cast, offer: Opportunity) -> None:
    draft = applications.keep(offer, by=cast.cleo, cv=sending.cv(cast.cleo))
    offers.withdraw(offer, by=cast.ada)
    draft.refresh_from_db()
    with pytest.raises(offers.NotReady, match="no longer open"):
        applications.send(draft)


def test_colleagues_of_the_company_read_it_and_neighbours_do_not(
    cast: Cast, eve: Membership, offer: Opportunity
) -> None:
    """Not another company of the same service, nor its staff, nor another client."""
    colleague = factories.member(Role.EMPLOYER, of=eve.organisation)
    rival = making.employer(cast.ada)[1]
    sent = sending.sent(cast.cleo, offer)
    for reader in (eve, colleague):
        assert keys(Application.objects.received_by(reader)) == {sent.key}
        assert ApplicationPaper.objects.received_by(reader).count() == 2
    for stranger in (rival, cast.ada, cast.fia, cast.mia, cast.admin, cast.zoe, cast.cleo, cast.cato, cast.eve):
        assert not Application.objects.received_by(stranger).exists(), stranger
        assert not ApplicationPaper.objects.received_by(stranger).exists(), stranger
    assert keys(Application.objects.visible_to(cast.cleo)) == {sent.key}
    assert not Application.objects.visible_to(cast.cato).exists()
    assert not Application.objects.visible_to(eve).exists()


def test_what_the_service_itself_offers_its_staff_read(cast: Cast) -> None:
    course = making.published(cast.ada, kind="training", title="Welding")
    sent = sending.sent(cast.cleo, course)
    assert keys(Application.objects.received_by(cast.ben)) == {sent.key}
    for stranger in (cast.zoe, cast.eve, cast.rex, cast.cato):
        assert not Application.objects.received_by(stranger).exists()


def test_a_company_that_is_refused_reads_nothing_any_more(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    sending.sent(cast.cleo, offer)
    employers.refuse(eve.organisation.employer, by=cast.ada, reason="It does not exist.")
    assert not Application.objects.received_by(eve).exists()


def test_one_for_each_offer_and_again_after_a_withdrawal(cast: Cast, offer: Opportunity) -> None:
    first = sending.sent(cast.cleo, offer)
    with pytest.raises(applications.AlreadySent):
        applications.keep(offer, by=cast.cleo)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(user=cast.cleo.user, opportunity=offer, open_until=making.in_days(1))
    applications.withdraw(first)
    second = sending.sent(cast.cleo, offer)
    assert keys(Application.objects.visible_to(cast.cleo)) == {first.key, second.key}


def test_a_withdrawal_closes_the_papers_at_once_and_is_told(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    sent = sending.sent(cast.cleo, offer)
    applications.withdraw(sent)
    assert Application.objects.received_by(eve).get().state == ApplicationState.WITHDRAWN
    assert not ApplicationPaper.objects.received_by(eve).exists()
    assert ApplicationPaper.objects.visible_to(cast.cleo).count() == 2
    told = Notice.objects.filter(user=eve.user, kind="application").order_by("pk").values_list("text", flat=True)
    assert list(told) == ["New application: Joiner or apprentice", "Application withdrawn: Joiner or apprentice"]


def test_it_is_open_until_ninety_days_after_the_offer_closes(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    sent = sending.sent(cast.cleo, offer)
    assert sent.open_until == making.in_days(10 + applying.OPEN_DAYS)
    last = timezone.now() + timedelta(days=10 + applying.OPEN_DAYS)
    with time_machine.travel(last, tick=False):
        assert Application.objects.received_by(eve).exists()
    with time_machine.travel(last + timedelta(days=1), tick=False):
        assert not Application.objects.received_by(eve).exists()
        assert not ApplicationPaper.objects.received_by(eve).exists()


def test_the_person_ends_it_sooner(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    sent = sending.sent(cast.cleo, offer)
    applications.close(sent)
    assert not Application.objects.received_by(eve).exists()
    applications.open_until(sent, day=making.in_days(3))
    assert Application.objects.received_by(eve).exists()


def test_a_status_is_said_with_a_message_and_taken_back_within_a_day(
    cast: Cast, eve: Membership, offer: Opportunity
) -> None:
    sent = sending.sent(cast.cleo, offer)
    received.mark(sent, by=eve, state="invited", message="Monday at nine, at the gate.")
    sent.refresh_from_db()
    assert sent.state == "invited"
    assert Notice.objects.get(user=cast.cleo.user).text == "You are invited: Joiner or apprentice"
    assert AuditRecord.objects.get(verb="marked application").about == cast.cleo.user
    received.mark(sent, by=eve, state="not_chosen")
    received.take_back(sent, by=eve)
    sent.refresh_from_db()
    assert sent.state == "invited"
    # The notice of the slip was unread, and goes with it.
    assert [one.text for one in Notice.objects.filter(user=cast.cleo.user)] == ["You are invited: Joiner or apprentice"]
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False), pytest.raises(received.TooLate):
        received.take_back(sent, by=eve)


def test_what_was_read_before_it_was_taken_back_is_told_anew(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    sent = sending.sent(cast.cleo, offer)
    received.mark(sent, by=eve, state="taken_on")
    Notice.objects.filter(user=cast.cleo.user).update(read_at=timezone.now())
    received.take_back(sent, by=eve)
    assert "by mistake" in Notice.objects.get(user=cast.cleo.user, read_at=None).text


@pytest.mark.parametrize(("now", "next_one"), [("taken_on", "not_chosen"), ("withdrawn", "invited"), ("sent", "sent")])
def test_some_statuses_do_not_follow(cast: Cast, eve: Membership, offer: Opportunity, now: str, next_one: str) -> None:
    sent = sending.sent(cast.cleo, offer)
    Application.objects.filter(pk=sent.pk).update(state=now)
    with pytest.raises(received.TooLate):
        received.mark(sent, by=eve, state=next_one)


def test_who_looked_is_told_once_and_makes_it_seen(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    sent = sending.sent(cast.cleo, offer)
    for _ in range(2):
        received.look(sent, by=eve)
    received.look_at_paper(sent.papers.first(), by=eve)  # type: ignore[arg-type]  # there are two
    assert Application.objects.with_seen().get().shown_state == ApplicationState.SEEN
    assert keys(Application.objects.with_seen().in_state("seen")) == {sent.key}
    assert not Application.objects.with_seen().in_state("sent").exists()
    about = AuditRecord.objects.filter(about=cast.cleo.user, actor=eve.user).order_by("pk")
    assert [one.verb for one in about] == ["viewed application", "opened file of application"]


def test_the_contact_of_the_offer_gets_a_link_and_nothing_else(
    cast: Cast, offer: Opportunity, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sent = sending.sent(cast.cleo, offer)
    letter = next(one for one in mail.outbox if one.to == ["jobs@example.org"])
    assert sent.received_url in letter.body
    assert cast.cleo.user.name not in f"{letter.subject}{letter.body}"
    assert letter.attachments == []


def test_what_went_another_way_is_for_the_person_alone(cast: Cast, eve: Membership) -> None:
    offer = sending.open_offer(cast.ada, eve, apply_url="https://example.org/jobs")
    noted = applications.note_elsewhere(offer, by=cast.cleo)
    applications.track(noted, state="invited", note="Call Ewa.")
    assert not Application.objects.received_by(eve).exists()
    assert not Notice.objects.filter(kind="application").exists()
    assert [step.state for step in noted.steps.all()] == ["sent", "invited"]
    with pytest.raises(applications.AlreadySent):
        applications.note_elsewhere(offer, by=cast.cleo)


def test_a_tailored_copy_stands_beside_the_offer(cast: Cast, offer: Opportunity) -> None:
    held = sending.cv(cast.cleo)
    draft = applications.keep(offer, by=cast.cleo, cv=held)
    copy = applications.tailor(draft, text="You build doors.")
    assert (copy.title, copy.vacancy, copy.letter_to) == (offer.title, "You build doors.", "Ostrowska Joinery")
    draft.refresh_from_db()
    held.refresh_from_db()
    assert (draft.cv, held.vacancy) == (copy, "")


def test_the_posting_helper_reads_the_questions_too(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    before = len(remarks_on(offer))
    sending.ask(offer, eve, "Are you a native speaker of English?")
    assert len(remarks_on(offer)) == before + 1


def test_questions_go_along_with_a_copy_and_are_read_by_the_service(
    cast: Cast, eve: Membership, offer: Opportunity
) -> None:
    sending.ask(offer, eve)
    offer.refresh_from_db()
    assert offer.state == "review"
    copied = offers.copy(offer, by=eve)
    assert [one.text for one in copied.questions.all()] == ["When can you begin?"]


def test_all_of_it_is_exported_and_erased_with_its_files(
    cast: Cast, eve: Membership, offer: Opportunity, django_capture_on_commit_callbacks: Any
) -> None:
    sent = sending.sent(cast.cleo, offer)
    received.look(sent, by=eve)
    paper = sent.papers.all()[0]
    rows = {holding.model: found for holding, found in holdings.export_everything(cast.cleo.user)}
    assert [row["offer_title"] for row in rows[Application]] == [offer.title]
    assert len(rows[ApplicationPaper]) == 2
    holdings.erase_everything(eve.user)
    assert ApplicationVisit.objects.get().viewer is None
    with django_capture_on_commit_callbacks(execute=True):
        holdings.erase_everything(cast.cleo.user)
    assert not Application.objects.exists()
    assert not paper.file.storage.exists(str(paper.file.name))


def test_drafts_go_after_half_a_year_and_the_rest_a_year_after_its_last_day(
    cast: Cast, eve: Membership, offer: Opportunity
) -> None:
    draft = applications.keep(offer, by=cast.cato)
    sent = sending.sent(cast.cleo, offer)
    rules = {rule.key: rule for rule in retention.all_rules()}
    unsent, closed = rules["applications-unsent"], rules["applications-closed"]
    assert not unsent.due(timezone.now() + timedelta(days=179)).exists()
    assert set(unsent.due(timezone.now() + timedelta(days=181))) == {draft}
    assert not closed.due(timezone.now() + timedelta(days=99 + 365)).exists()
    later = timezone.now() + timedelta(days=102 + 365)
    assert set(closed.due(later)) == {sent}
    assert closed.act(later) == 1


def test_a_list_costs_the_same_for_one_and_for_many(cast: Cast, eve: Membership, offer: Opportunity) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            [(one.user.name, one.shown_state, one.received_url) for one in desk.applications(eve)]
        return len(asked)

    sending.sent(cast.cleo, offer)
    one = cost()
    for _ in range(3):
        sending.sent(factories.member(Role.CLIENT, of=cast.cleo.organisation), offer)
    assert cost() == one

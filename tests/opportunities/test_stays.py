"""During a stay: who writes the diary and who reads it, check-ins and their reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making, staying
from wayline.opportunities.actions import agreements, stays
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import AgreementState, Shown
from wayline.opportunities.models import Agreement, CheckIn, DiaryEntry
from wayline.opportunities.queries import stays as reads
from wayline.people import holdings
from wayline.people.enums import Role
from wayline.people.models import AuditRecord, Membership, Notice

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
SAID = {"did": "Sanded a table", "hours": "6", "shown": "me"}


@pytest.fixture
def stay(cast: Cast, eve: Membership) -> Agreement:
    place = staying.offer(cast.ada, eve)
    return staying.signed(cast.cleo, eve, cast.ben, place, skills=["Measuring wood"])


def url(name: str, *parts: object) -> str:
    return reverse(f"opportunities:{name}", args=parts)


def write(stay: Agreement, **values: Any) -> DiaryEntry:
    plain = {"day": making.in_days(-1), "did": "Sanded a table", "hours": Decimal(6), "shown": Shown.ME}
    return stays.write_entry(stay, **{**plain, **values})


def colleague(of: Membership, role: str = Role.EMPLOYER) -> Membership:
    return factories.member(role, name="Ned Next", of=of.organisation)


# The diary


def test_a_day_is_written_changed_and_deleted(cast: Cast, stay: Agreement, as_member: AsMember) -> None:
    person = as_member(cast.cleo)
    form = person.get(url("entry_new", stay.key)).content.decode()
    assert f'value="{making.in_days(0).isoformat()}"' in form, "Today is suggested,"
    assert 'value="6"' in form, "with the hours agreed on."
    day = making.in_days(-1)
    skill = stay.skills.get()
    person.post(url("entry_new", stay.key), {**SAID, "day": day, "skills": [skill.pk]})
    entry = DiaryEntry.objects.get()
    assert (entry.shown, entry.hours, list(entry.skills.all())) == (Shown.ME, Decimal(6), [skill])
    assert "6 of 24 hours written down" in person.get(url("diary", stay.key)).content.decode()
    person.post(entry.get_absolute_url(), {**SAID, "day": day, "did": "Sanded two tables", "shown": "service"})
    entry.refresh_from_db()
    assert (entry.did, entry.shown, entry.skills.count()) == ("Sanded two tables", Shown.SERVICE, 0)
    assert person.get(url("diary_paper", stay.key)).content.startswith(b"%PDF-")
    gone = url("entry_delete", stay.key, entry.pk)
    assert "Delete it" in person.get(gone).content.decode()
    person.post(gone)
    assert not DiaryEntry.objects.exists()


def test_the_next_day_is_shown_to_the_same_people(cast: Cast, stay: Agreement, as_member: AsMember) -> None:
    write(stay, shown=Shown.COMPANY)
    page = as_member(cast.cleo).get(url("entry_new", stay.key)).context["form"]  # type: ignore[attr-defined]
    assert page.initial["shown"] == Shown.COMPANY


def test_the_day_that_is_missing_is_suggested(stay: Agreement) -> None:
    today = making.in_days(0)
    for written, suggested in ((0, -1), (-1, -2), (-2, 0)):
        write(stay, day=making.in_days(written))
        assert reads.day_to_write(stay, today) == making.in_days(suggested)
    assert reads.day_to_write(stay, making.in_days(9)) == stay.ends_on


@pytest.mark.parametrize(
    ("day", "says"), [(-3, "This day is not in your stay."), (1, "This day has not come yet."), (-1, "already")]
)
def test_a_day_that_cannot_be_written_about(
    cast: Cast, stay: Agreement, as_member: AsMember, day: int, says: str
) -> None:  # fmt: skip
    """Before the stay, in the future, and one that is taken."""
    write(stay)
    answer = as_member(cast.cleo).post(url("entry_new", stay.key), {**SAID, "day": making.in_days(day)})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert DiaryEntry.objects.count() == 1


READERS = {
    Shown.ME: {"cleo"},
    Shown.SERVICE: {"cleo", "ada", "ben", "mia"},
    Shown.COMPANY: {"cleo", "ada", "ben", "mia", "eve", "ned"},
}


@pytest.mark.parametrize("shown", list(Shown))
def test_who_reads_a_day_is_up_to_its_author(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember, shown: Shown
) -> None:
    """Another contact of the company and all staff of the service may; nobody reads a day before it is shown."""
    entry = write(stay, shown=shown, did="A secret of mine")
    readers = {"cleo": cast.cleo, "ada": cast.ada, "ben": cast.ben, "mia": cast.mia, "eve": eve, "ned": colleague(eve)}
    for name, member in readers.items():
        page = as_member(member).get(url("diary", stay.key)).content.decode()
        assert ("A secret of mine" in page) == (name in READERS[shown]), name
        assert DiaryEntry.objects.visible_to(member).filter(pk=entry.pk).exists() == (name in READERS[shown]), name


def test_neighbours_find_no_diary(cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember) -> None:
    """Another pupil and a researcher of the service, another service, another company; and nobody else writes."""
    entry = write(stay, shown=Shown.COMPANY)
    rival = making.employer(cast.ada)[1]
    pages = [url("diary", stay.key), url("diary_paper", stay.key), url("entry_new", stay.key), entry.get_absolute_url(),
             url("entry_delete", stay.key, entry.pk)]  # fmt: skip
    for stranger in (cast.cato, cast.rex, cast.zoe, rival, cast.eve):
        client = as_member(stranger)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page).status_code for page in pages[2:]} == {404}
    for reader in (cast.ben, eve):
        client = as_member(reader)
        assert {client.get(page).status_code for page in pages[2:]} == {403}
        assert {client.post(page, SAID).status_code for page in pages[2:]} == {403}
    assert DiaryEntry.objects.get().did == "Sanded a table"


def test_called_off_it_is_closed_to_the_company_and_stays_the_participants(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember
) -> None:
    entry = write(stay, shown=Shown.COMPANY)
    stays.check_in(stay, by=cast.ben, **check(to_company=True))
    agreements.call_off(stay, by=cast.cleo)
    assert as_member(eve).get(url("diary", stay.key)).status_code == 403
    assert not DiaryEntry.objects.visible_to(eve).exists()
    assert not CheckIn.objects.visible_to(eve).exists()
    assert "Ada asked" not in as_member(eve).get(stay.get_absolute_url()).content.decode()
    person = as_member(cast.cleo)
    assert "Sanded a table" in person.get(url("diary", stay.key)).content.decode()
    assert person.get(url("entry_new", stay.key)).status_code == 403
    person.post(url("entry_delete", stay.key, entry.pk))
    assert not DiaryEntry.objects.exists()


def test_before_the_first_day_there_is_nothing_to_write(cast: Cast, eve: Membership, as_member: AsMember) -> None:
    later = {"starts_on": making.in_days(3), "ends_on": making.in_days(5), "days": 3}
    stay = staying.signed(cast.cleo, eve, cast.ben, staying.offer(cast.ada, eve), **later)
    assert as_member(cast.cleo).get(url("entry_new", stay.key)).status_code == 403
    assert "Your stay has not begun" in as_member(cast.cleo).get(url("diary", stay.key)).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert as_member(cast.cleo).get(url("entry_new", stay.key)).status_code == 200


def test_the_participant_can_see_who_read_it(cast: Cast, stay: Agreement, as_member: AsMember) -> None:
    as_member(cast.ben).get(url("diary", stay.key))
    as_member(cast.cleo).get(url("diary", stay.key))
    seen = AuditRecord.objects.filter(verb="read diary")
    assert [(one.actor, one.about) for one in seen] == [(cast.ben.user, cast.cleo.user)]


# Check-ins


def check(**values: Any) -> dict[str, Any]:
    plain = {"day": making.in_days(-1), "kind": "call", "note": "Ada asked how it goes.", "agreed": "Gloves"}
    return {**plain, **values}


def test_a_check_in_is_noted_and_the_participant_told(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember
) -> None:
    before = Notice.objects.filter(user=eve.user).count()
    as_member(cast.ben).post(url("check_in_new", stay.key), check(next_on=making.in_days(4)))
    made = CheckIn.objects.get()
    assert (made.by, made.next_on, made.to_company) == (cast.ben, making.in_days(4), False)
    assert Notice.objects.filter(user=cast.cleo.user, text__startswith="There is a note on your stay").count() == 1
    assert Notice.objects.filter(user=eve.user).count() == before
    assert "Ada asked how it goes." in as_member(cast.cleo).get(stay.get_absolute_url()).content.decode()
    assert "Ada asked how it goes." not in as_member(eve).get(stay.get_absolute_url()).content.decode()
    here = url("check_in", stay.key, made.pk)
    as_member(cast.ben).post(here, check(to_company="on"))
    assert "Ada asked how it goes." in as_member(eve).get(stay.get_absolute_url()).content.decode()
    assert Notice.objects.filter(user=eve.user, text__startswith="There is a note on a stay").count() == 1
    as_member(cast.ben).post(url("check_in_delete", stay.key, made.pk))
    assert not CheckIn.objects.exists()
    assert not Notice.objects.filter(text__startswith="There is a note").exists(), "It would lead to nothing."


@pytest.mark.parametrize(("day", "next_on"), [(1, 3), (-1, -1)])
def test_a_check_in_is_of_the_past_and_the_next_one_later(
    cast: Cast, stay: Agreement, as_member: AsMember, day: int, next_on: int
) -> None:
    said = check(day=making.in_days(day), next_on=making.in_days(next_on))
    assert as_member(cast.ben).post(url("check_in_new", stay.key), said).status_code == 422


def test_who_may_not_check_in(cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember) -> None:
    """A colleague reads a note and does not change it; participant and company note none; others find nothing."""
    made = stays.check_in(stay, by=cast.ben, **check(to_company=True))
    own = [url("check_in", stay.key, made.pk), url("check_in_delete", stay.key, made.pk)]
    new = url("check_in_new", stay.key)
    assert {as_member(cast.ada).get(page).status_code for page in own} == {404}
    assert "Ada asked" in as_member(cast.ada).get(stay.get_absolute_url()).content.decode()
    for party in (cast.cleo, eve):
        assert {as_member(party).post(page, check()).status_code for page in (new, *own)} == {403}
        assert as_member(party).post(url("agreement_sort", stay.key), {"group": "10b"}).status_code == 403
    for stranger in (cast.zoe, cast.rex, cast.cato):
        assert {as_member(stranger).post(page, check()).status_code for page in (new, *own)} == {404}
    assert CheckIn.objects.count() == 1


def test_the_author_is_reminded_once_on_the_day(cast: Cast, stay: Agreement) -> None:
    made = stays.check_in(stay, by=cast.ben, **check(next_on=making.in_days(1)))
    assert stays.remind_due(timezone.now()) == 0
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert stays.remind_due(timezone.now()) == 1
        assert stays.remind_due(timezone.now()) == 0
        notice = Notice.objects.get(user=cast.ben.user, text__startswith="A check-in is due")
        assert notice.url == stay.get_absolute_url()
    stays.change_check_in(made, by=cast.ben, next_on=making.in_days(2))
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert stays.remind_due(timezone.now()) == 1


@pytest.mark.parametrize("what", ["checked since", "called off"])
def test_nobody_is_reminded_of_what_is_done_or_over(cast: Cast, stay: Agreement, what: str) -> None:
    stays.check_in(stay, by=cast.ben, **check(next_on=making.in_days(0)))
    if what == "called off":
        agreements.call_off(stay, by=cast.cleo)
    else:
        stays.check_in(stay, by=cast.ada, **check(day=making.in_days(0)))
    assert stays.remind_due(timezone.now()) == 0


# Skills that are agreed on


def test_skills_are_terms_and_at_most_ten(cast: Cast, eve: Membership, as_member: AsMember) -> None:
    place = staying.offer(cast.ada, eve)
    agreement = staying.open_one(cast.cleo, eve, place)
    before = agreement.digest
    page = url("agreed_skills", agreement.key)
    wood = making.skill("measure wood")
    company = as_member(eve)
    assert "Measure wood" in company.get(page, {"skill": "wood"}).content.decode().replace("measure", "Measure")
    company.post(page, {"concept": wood.pk})
    for number in range(10):
        company.post(page, {"text": f"Skill {number}"})
    assert agreement.skills.count() == 10, "The eleventh is refused."
    assert agreement.skills.filter(concept=wood).exists()
    assert agreement.digest != before, "What was signed without them counts no more."
    company.post(page, {"drop": agreement.skills.get(concept=wood).pk})
    assert agreement.skills.count() == 9
    assert "Skill 3" in as_member(cast.cleo).get(agreement.get_absolute_url()).content.decode()
    assert as_member(cast.cleo).get(page).status_code == 403
    assert as_member(cast.cato).get(page).status_code == 404


def test_what_all_signed_has_its_skills(cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember) -> None:
    assert as_member(eve).get(url("agreed_skills", stay.key)).status_code == 403
    with pytest.raises(TooLate):
        agreements.agree_skill(stay, by=eve, text="Another")
    assert {one.digest for one in stay.signatures.all()} == {stay.digest}


def test_the_skills_that_the_offer_names_are_agreed_on_to_begin_with(cast: Cast, eve: Membership) -> None:
    from wayline.opportunities.actions import offers

    place = making.offer(eve, service=cast.ada.organisation, kind="work_experience", title="In a workshop")
    offers.want(place, text="Planing", need="nice", by=eve)
    offers.publish(place, by=cast.ada)
    agreement = staying.open_one(cast.cleo, eve, place)
    assert [one.text for one in agreement.skills.all()] == ["Planing"]


def test_a_group_is_no_term(cast: Cast, stay: Agreement, as_member: AsMember) -> None:
    before = stay.digest
    as_member(cast.ben).post(url("agreement_sort", stay.key), {"group": " 10  b ", "found": "service"})
    stay.refresh_from_db()
    assert (stay.group, stay.found, stay.digest) == ("10 b", "service", before)
    assert stay.state == AgreementState.SIGNED


def test_all_of_it_is_exported_and_erased(cast: Cast, stay: Agreement) -> None:
    write(stay)
    stays.check_in(stay, by=cast.ben, **check())
    rows = {holding.model: found for holding, found in holdings.export_everything(cast.cleo.user)}
    assert [row["did"] for row in rows[DiaryEntry]] == ["Sanded a table"]
    assert [row["note"] for row in rows[CheckIn]] == ["Ada asked how it goes."]
    holdings.erase_everything(cast.cleo.user)
    assert not DiaryEntry.objects.exists()
    assert not CheckIn.objects.exists()

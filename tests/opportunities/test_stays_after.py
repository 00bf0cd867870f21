"""After a stay: feedback of both sides, the credential, the portfolio."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making, staying
from wayline.opportunities.actions import agreements, stays_after
from wayline.opportunities.actions.received import TooLate
from wayline.opportunities.enums import AgreementState, Found, SkillSeen
from wayline.opportunities.models import Agreement, CompanyFeedback, Completion, ParticipantFeedback
from wayline.opportunities.queries import stays as reads
from wayline.people import holdings
from wayline.people.enums import Role
from wayline.people.models import Membership, Notice
from wayline.portfolio.badges.findings import Outcome
from wayline.portfolio.models import Ground, IssuedCredential, Item
from wayline.portfolio.queries import issuing
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
WORDS = {
    "words": "She asks good questions.", "level_0": "alone", "words_0": "To the millimetre", "level_1": "not_tried",
    "level_2": "with_help",
}  # fmt: skip
SAID = {"good": "The people", "bad": "The cold", "advice": "yes", "found": "known"}


@pytest.fixture
def stay(cast: Cast, eve: Membership) -> Agreement:
    """Its last day is today. One agreed skill and two learning goals."""
    days = {"starts_on": making.in_days(-4), "ends_on": making.in_days(0)}
    return staying.signed(cast.cleo, eve, cast.ben, staying.offer(cast.ada, eve), skills=["Measuring wood"], **days)


def url(name: str, stay: Agreement) -> str:
    return reverse(f"opportunities:{name}", args=[stay.key])


def noon(stay: Agreement, days: int) -> datetime:
    """So many days after the last one."""
    return datetime.combine(stay.ends_on + timedelta(days=days), time(12), timezone.get_current_timezone())


def rate(stay: Agreement, by: Membership, level: SkillSeen = SkillSeen.ALONE) -> None:
    skill = stay.skills.get()
    stays_after.say_as_company(
        stay, by=by, words="Fine.", ratings=[stays_after.Rated(skill, skill.text, level)]
    )  # fmt: skip


# Feedback


def test_the_company_says_what_it_saw_of_each(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember
) -> None:
    company = as_member(eve)
    assert company.post(url("stay_feedback", stay), {"words": "Good."}).status_code == 422, "A level for each."
    company.post(url("stay_feedback", stay), WORDS)
    made = CompanyFeedback.objects.get()
    seen = [(one.text, one.level, one.words, one.skill_id is not None) for one in made.ratings.all()]
    assert seen == [
        ("Measuring wood", "alone", "To the millimetre", True),
        ("How wood is measured", "not_tried", "", False),
        ("What safe work is", "with_help", "", False),
    ]
    assert Notice.objects.filter(user=cast.cleo.user, text__startswith="The company says how your stay was").exists()
    for reader in (cast.cleo, cast.ben, cast.mia):
        assert "She asks good questions." in as_member(reader).get(stay.get_absolute_url()).content.decode()
    company.post(url("stay_feedback", stay), {**WORDS, "level_1": "shows"})
    made.refresh_from_db()
    assert made.ratings.get(text="How wood is measured").level == SkillSeen.SHOWS
    assert CompanyFeedback.objects.count() == 1


def test_the_participant_chooses_whether_the_company_reads_it(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember
) -> None:
    person, ned = as_member(cast.cleo), factories.member(Role.EMPLOYER, of=eve.organisation)
    person.post(url("stay_feedback", stay), SAID)
    stay.refresh_from_db()
    assert (ParticipantFeedback.objects.get().to_company, stay.found) == (False, Found.KNOWN)
    assert "The cold" in as_member(cast.ada).get(stay.get_absolute_url()).content.decode()
    for contact in (eve, ned):
        assert "The cold" not in as_member(contact).get(stay.get_absolute_url()).content.decode()
    person.post(url("stay_feedback", stay), {**SAID, "to_company": "on"})
    for contact in (eve, ned):
        assert "The cold" in as_member(contact).get(stay.get_absolute_url()).content.decode()
    assert Notice.objects.filter(user=eve.user, text__startswith="A participant says how").exists()


def test_from_the_last_day_until_thirty_days_later(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember
) -> None:
    for days, status in ((-1, 403), (0, 200), (30, 200), (31, 403)):
        with time_machine.travel(noon(stay, days), tick=False):
            for party in (cast.cleo, eve):
                assert as_member(party).get(url("stay_feedback", stay)).status_code == status, days
    with time_machine.travel(noon(stay, 31), tick=False):
        assert as_member(eve).post(url("stay_feedback", stay), WORDS).status_code == 403
        with pytest.raises(TooLate):
            rate(stay, eve)
    assert not CompanyFeedback.objects.exists()


def test_on_the_last_day_both_are_asked_once(cast: Cast, eve: Membership, stay: Agreement) -> None:
    with time_machine.travel(noon(stay, -1), tick=False):
        assert stays_after.ask_how_it_was(timezone.now()) == 0
    rate(stay, eve)
    assert stays_after.ask_how_it_was(timezone.now()) == 1
    assert stays_after.ask_how_it_was(timezone.now()) == 0
    told = Notice.objects.filter(text__startswith="How was the stay?").values_list("user", flat=True)
    assert list(told) == [cast.cleo.user_id], "The company has said it already."


def test_others_say_nothing(cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember) -> None:
    rival = making.employer(cast.ada)[1]
    assert as_member(cast.ben).post(url("stay_feedback", stay), WORDS).status_code == 403
    for stranger in (rival, cast.cato, cast.zoe, cast.rex, cast.eve):
        for name in ("stay_feedback", "stay_complete", "stay_take_back", "stay_take_up"):
            assert as_member(stranger).get(url(name, stay)).status_code == 404
            assert as_member(stranger).post(url(name, stay), WORDS).status_code == 404
    assert as_member(cast.cleo).post(url("stay_complete", stay), {"days": 4, "hours": 24}).status_code == 403
    assert not Completion.objects.exists()


# Completion, credential, portfolio


def complete(stay: Agreement, by: Membership) -> Completion:
    return stays_after.complete(stay, by=by, days=4, hours=Decimal(24))


def outcome(credential: IssuedCredential) -> Outcome:
    """As a stranger finds it on the public page."""
    return issuing.check(json.dumps(credential.document).encode()).outcome


def test_confirmed_it_is_a_credential_that_holds(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember
) -> None:
    rate(stay, eve, SkillSeen.WITH_HELP)
    company = as_member(eve)
    assert company.post(url("stay_complete", stay), {"days": 9, "hours": 24}).status_code == 422
    company.post(url("stay_complete", stay), {"days": 4, "hours": "22.5"})
    made = IssuedCredential.objects.get()
    assert (made.user, made.organisation, made.ground) == (cast.cleo.user, stay.service, Ground.PLACEMENT)
    achievement = made.document["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == "FieldworkExperience"
    assert "4 days, 22.5 hours" in achievement["description"]
    assert "Agreed skills: Measuring wood." in achievement["description"]
    assert "With help" not in str(made.document), "What the company thought is the participant's own."
    assert outcome(made) == Outcome.GOOD
    assert complete(stay, cast.ben).pk == Completion.objects.get().pk
    assert IssuedCredential.objects.count() == 1, "A second press gives no second one."
    assert made.get_absolute_url() in as_member(cast.cleo).get(stay.get_absolute_url()).content.decode()


def test_before_the_last_day_nothing_is_confirmed(cast: Cast, eve: Membership, stay: Agreement) -> None:
    with time_machine.travel(noon(stay, -1), tick=False), pytest.raises(TooLate):
        complete(stay, eve)
    agreements.call_off(stay, by=cast.cleo)
    with pytest.raises(TooLate):
        complete(stay, eve)


def test_taken_back_it_is_revoked_and_can_be_given_anew(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember
) -> None:
    complete(stay, eve)
    staff = as_member(cast.ben)
    assert staff.post(url("stay_take_back", stay), {"reason": ""}).status_code == 422, "Not without a reason."
    staff.post(url("stay_take_back", stay), {"reason": "It was the other pupil."})
    revoked = IssuedCredential.objects.get()
    assert revoked.revoked_at is not None
    assert revoked.reason == "It was the other pupil."
    assert outcome(revoked) == Outcome.BAD
    assert reads.completion(stay) is None
    assert as_member(cast.cleo).get(url("stay_take_up", stay)).status_code == 403
    with pytest.raises(TooLate):
        stays_after.take_back_completion(stay, by=eve, reason="Again")
    complete(stay, eve)
    standing = reads.credential_of(stay)
    assert standing is not None
    assert standing.pk != revoked.pk


def test_what_is_completed_is_not_called_off(cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember) -> None:
    complete(stay, eve)
    page = as_member(cast.cleo).post(reverse("opportunities:agreement_call_off", args=[stay.key]), follow=True)
    assert "cannot be called off any more" in page.content.decode()
    stay.refresh_from_db()
    assert stay.state == AgreementState.SIGNED


def test_it_goes_into_the_portfolio_when_its_person_says_so(
    cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember
) -> None:
    as_member(eve).post(url("stay_feedback", stay), WORDS)
    complete(stay, eve)
    kept = Item.objects.of(cast.cleo.user).filter(kind=Kind.EXPERIENCE, organisation="Ostrowska Joinery")
    person = as_member(cast.cleo)
    page = person.get(url("stay_take_up", stay)).content.decode()
    assert not kept.exists(), "Nothing is kept by itself."
    assert "Measuring wood: Alone" in page
    assert "How wood is measured: Did not come up" not in page
    said = {"title": "Week in a workshop", "description": "Tables", "highlights": ["Measuring wood: Alone"]}
    assert as_member(eve).post(url("stay_take_up", stay), said).status_code == 403
    person.post(url("stay_take_up", stay), said)
    item = kept.get()
    assert (item.title, item.start, item.end) == (
        "Week in a workshop", stay.starts_on.isoformat(), stay.ends_on.isoformat()
    )  # fmt: skip
    assert item.details == {"form": "internship", "hours": 30.0, "highlights": ["Measuring wood: Alone"]}
    assert person.post(url("stay_take_up", stay), said)["Location"] == item.get_absolute_url()
    assert kept.count() == 1, "A second press keeps no second one."


def test_all_of_it_is_exported_and_erased(cast: Cast, eve: Membership, stay: Agreement, as_member: AsMember) -> None:
    rate(stay, eve)
    as_member(cast.cleo).post(url("stay_feedback", stay), SAID)
    complete(stay, eve)
    rows = {holding.model: found for holding, found in holdings.export_everything(cast.cleo.user)}
    assert rows[CompanyFeedback][0]["ratings"] == ["Measuring wood: alone"]
    assert rows[ParticipantFeedback][0]["good"] == "The people"
    assert rows[Completion][0]["days"] == 4
    holdings.erase_everything(cast.cleo.user)
    for model in (Agreement, CompanyFeedback, ParticipantFeedback, Completion):
        assert not model._default_manager.exists()

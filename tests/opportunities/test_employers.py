"""A company asks, a service answers, and several people speak for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from tests import factories
from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.opportunities import making
from wayline.opportunities import access
from wayline.opportunities.actions import employers, offers
from wayline.opportunities.enums import EmployerState, State
from wayline.opportunities.models import Employer, Opportunity
from wayline.people.enums import Role
from wayline.people.models import Invitation, Membership, Notice, Organisation

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]


def sign_up_form(service: Organisation, **changes: object) -> dict[str, object]:
    return {"name": "Bell & Sons", "service": service.pk, "town": "Leeds", "area": "", **changes}


def test_somebody_without_a_role_signs_a_company_up(cast: Cast) -> None:
    person = factories.user("Nora New")
    client = GuardedClient()
    client.force_login(person)
    sign_up = reverse("opportunities:employer_sign_up")
    assert client.get(sign_up).status_code == 200
    answer = client.post(sign_up, sign_up_form(cast.ada.organisation))
    assert answer["Location"] == reverse("opportunities:my_company")
    employer = Employer.objects.get()
    assert (employer.state, employer.service) == (EmployerState.WAITING, cast.ada.organisation)
    assert Membership.objects.get(user=person).role == Role.EMPLOYER
    assert Notice.objects.filter(user=cast.admin.user, kind="employer").count() == 1
    assert client.get(reverse("opportunities:my_company")).status_code == 200
    assert client.get(reverse("opportunities:offer_kinds")).status_code == 302, "nothing is offered before the check"
    assert client.post(reverse("opportunities:offer_new", args=["vacancy"]), {}).status_code == 403


def test_a_name_that_is_here_already_is_refused(cast: Cast, as_member: AsMember) -> None:
    making.employer(cast.ada, name="Bell & Sons")
    answer = as_member(cast.cleo).post(
        reverse("opportunities:employer_sign_up"), sign_up_form(cast.ada.organisation, name="bell &  sons")
    )
    assert answer.status_code == 422
    assert "here already" in answer.content.decode()


def test_only_organisations_with_staff_check_companies(cast: Cast, as_member: AsMember) -> None:
    employer, _eve = making.employer(cast.ada)
    answer = as_member(cast.cleo).post(
        reverse("opportunities:employer_sign_up"), sign_up_form(employer.organisation, name="Another")
    )
    assert answer.status_code == 422


def test_slugs_are_free(cast: Cast) -> None:
    first, _a = making.employer(cast.ada, name="Bell & Sons")
    second, _b = making.employer(cast.ada, name="Bell / Sons!")
    third, _c = making.employer(cast.ada, name="株式会社")
    assert [one.organisation.slug for one in (first, second, third)] == ["bell-sons", "bell-sons-2", "employer"]


def test_staff_of_the_service_decide_and_neighbours_do_not(cast: Cast, as_member: AsMember) -> None:
    employer, eve = making.employer(cast.ada, approved=False)
    here = reverse("opportunities:employer", args=[employer.pk])
    assert as_member(cast.zoe).post(here, {"act": "approve"}).status_code == 404
    for stranger in (eve, cast.cleo, cast.eve, cast.rex):
        assert as_member(stranger).post(here, {"act": "approve"}).status_code == 403
    employer.refresh_from_db()
    assert employer.state == EmployerState.WAITING
    assert as_member(cast.ben).post(here, {"act": "approve"}).status_code == 302
    employer.refresh_from_db()
    assert employer.state == EmployerState.APPROVED
    assert access.can_offer(eve)


def test_a_refusal_needs_a_reason_and_takes_everything_off(cast: Cast, as_member: AsMember) -> None:
    employer, eve = making.employer(cast.ada)
    offer = making.offer(eve, service=cast.ada.organisation)
    offers.publish(offer, by=cast.ada)
    client, here = as_member(cast.ada), reverse("opportunities:employer", args=[employer.pk])
    assert client.post(here, {"act": "refuse", "reason": ""}).status_code == 422
    assert client.post(here, {"act": "refuse", "reason": "Nobody answers."}).status_code == 302
    assert not Opportunity.objects.public().exists()
    offer.refresh_from_db()
    assert offer.state == State.WITHDRAWN
    assert "Nobody answers." in as_member(eve).get(reverse("opportunities:my_company")).content.decode()
    assert GuardedClient().get(employer.get_absolute_url()).status_code == 404
    as_member(eve).post(reverse("opportunities:company_edit"), {"about": "We answer now.", "area": ""})
    employer.refresh_from_db()
    assert (employer.state, employer.reason) == (EmployerState.WAITING, "")


def test_the_company_page_shows_what_is_on_offer_and_not_the_register_number(cast: Cast) -> None:
    employer, eve = making.employer(cast.ada)
    employers.ask_again(employer, by=eve, about="We bake.", register_number="HRB 77")
    shown = making.offer(eve, service=cast.ada.organisation, title="Baker")
    offers.publish(shown, by=cast.ada)
    making.offer(eve, service=cast.ada.organisation, title="Secret plan")
    page = GuardedClient().get(employer.get_absolute_url()).content.decode()
    assert "Baker" in page
    assert "We bake." in page
    assert "Secret plan" not in page
    assert "HRB 77" not in page


def test_colleagues_are_invited_and_taken_off(cast: Cast, as_member: AsMember) -> None:
    employer, eve = making.employer(cast.ada)
    _other, rival = making.employer(cast.ada)
    client, invite = as_member(eve), reverse("opportunities:company_invite")
    client.post(invite, {"email": "New@Example.org"})
    client.post(invite, {"email": "new@example.org"})
    invitation = Invitation.objects.get()
    assert (invitation.organisation, invitation.role) == (employer.organisation, Role.EMPLOYER)
    withdraw = reverse("opportunities:company_uninvite", args=[invitation.pk])
    assert as_member(rival).post(withdraw).status_code == 404
    assert client.post(withdraw).status_code == 302
    colleague = Membership.objects.create(user=factories.user(), organisation=employer.organisation, role=Role.EMPLOYER)
    remove = reverse("opportunities:company_remove", args=[colleague.pk])
    assert as_member(rival).post(remove).status_code == 404
    assert client.post(remove).status_code == 302
    assert client.post(reverse("opportunities:company_remove", args=[eve.pk])).status_code == 403
    assert list(Membership.objects.active().filter(organisation=employer.organisation)) == [eve]


def test_an_unchecked_company_invites_nobody(cast: Cast, as_member: AsMember) -> None:
    _employer, eve = making.employer(cast.ada, approved=False)
    assert as_member(eve).post(reverse("opportunities:company_invite"), {"email": "a@b.example"}).status_code == 403


def test_an_employer_contact_of_the_service_itself_sees_none_of_its_drafts(cast: Cast, as_member: AsMember) -> None:
    """`eve` is in the service's own organisation, from before companies had their own."""
    draft = making.offer(cast.ada)
    assert not Opportunity.objects.visible_to(cast.eve).exists()
    assert as_member(cast.eve).get(draft.desk_url).status_code == 404
    assert as_member(cast.eve).get(reverse("opportunities:offers"))["Location"] == reverse("opportunities:my_company")


def test_managers_set_the_rule_and_practitioners_do_not(cast: Cast, as_member: AsMember) -> None:
    here = reverse("opportunities:rule")
    for refused in (cast.ada, cast.fia, cast.cleo):
        assert as_member(refused).post(here, {"days": 5}).status_code == 403
    assert as_member(cast.mia).post(here, {"days": 5}).status_code == 302
    assert (offers.rule_of(cast.mia.organisation).days, offers.rule_of(cast.mia.organisation).review) == (5, False)
    assert as_member(cast.mia).post(here, {"days": 0}).status_code == 422

"""An organisation's people and invitations. The refused: same office in other roles, other office in the same role."""

import re
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GuardedClient
from tests.factories import PASSWORD, Cast, member, organisation, user
from tests.people.conftest import SignIn, link_in, with_password
from wayline.people import actions
from wayline.people.enums import InvitationState, Role
from wayline.people.forms import read_addresses
from wayline.people.models import AuditRecord, Invitation, Membership, User

pytestmark = pytest.mark.django_db
PAGES = ["members", "invitations", "invite", "organisation", "audit", "audit_csv"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 200), ("mia", 403), ("fia", 403), ("ada", 403), ("cleo", 403), ("eve", 403), ("rex", 403)],
)
def test_only_administrators_open_the_pages_of_an_organisation(
    cast: Cast, as_member: SignIn, page: str, who: str, status: int
) -> None:
    assert as_member(getattr(cast, who)).get(reverse(f"people:{page}")).status_code == status


@pytest.mark.parametrize("name", ["change_role", "end_membership"])
@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("mia", 403), ("ben", 403), ("zoe", 404), ("cato", 404)])
def test_who_may_change_a_membership(cast: Cast, as_member: SignIn, name: str, who: str, status: int) -> None:
    assert as_member(getattr(cast, who)).get(reverse(f"people:{name}", args=[cast.ada.pk])).status_code == status


def test_an_administrator_of_another_office_finds_nothing(cast: Cast, as_member: SignIn) -> None:
    other = member(Role.ADMINISTRATOR, name="Olga Other", of=cast.zoe.organisation)
    invitation = actions.invite(cast.admin.organisation, email="new@example.org", role="client", by=cast.admin)
    client = as_member(other)
    assert client.post(reverse("people:end_membership", args=[cast.ada.pk])).status_code == 404
    assert client.post(reverse("people:resend_invitation", args=[invitation.pk])).status_code == 404
    assert client.post(reverse("people:withdraw_invitation", args=[invitation.pk])).status_code == 404
    page = client.get(reverse("people:members")).content.decode()
    assert "Zoe Practitioner" in page
    assert "Ada Practitioner" not in page
    assert "new@example.org" not in client.get(reverse("people:invitations")).content.decode()


def test_the_list_is_searched_sorted_and_paged(cast: Cast, as_member: SignIn) -> None:
    for number in range(25):
        member(name=f"Quinn {number:02}", of=cast.admin.organisation)
    client = as_member(cast.admin)
    first = client.get(reverse("people:members"), {"search": "quinn", "order": "-name"}).content.decode()
    assert first.index("Quinn 24") < first.index("Quinn 23")
    assert "Quinn 04" not in first
    assert "Ada Practitioner" not in first
    second = client.get(reverse("people:members"), {"search": "quinn", "order": "-name", "page": 2}).content.decode()
    assert "Quinn 04" in second
    assert "25 memberships" in second
    by_role = client.get(reverse("people:members"), {"role": "client"}).content.decode()
    assert "Cleo Client" in by_role
    assert "Ben Practitioner" not in by_role


def test_the_list_costs_the_same_for_three_rows_and_for_thirty(
    cast: Cast, as_member: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = as_member(cast.admin)
    for count in (3, 15):
        for _ in range(count):
            member(of=cast.admin.organisation)
        with django_assert_max_num_queries(7):
            client.get(reverse("people:members"))


def test_a_role_is_changed_and_put_on_record(cast: Cast, as_member: SignIn) -> None:
    as_member(cast.admin).post(reverse("people:change_role", args=[cast.ada.pk]), {"role": "facilitator"})
    cast.ada.refresh_from_db()
    assert cast.ada.role == Role.FACILITATOR
    act = AuditRecord.objects.get(verb="changed role")
    assert (act.actor, act.about, act.details) == (
        cast.admin.user, cast.ada.user, {"before": "practitioner", "after": "facilitator"}
    )  # fmt: skip


def test_a_role_a_person_has_already_is_refused(cast: Cast, as_member: SignIn) -> None:
    Membership.objects.create(user=cast.ada.user, organisation=cast.ada.organisation, role="facilitator")
    page = as_member(cast.admin).post(reverse("people:change_role", args=[cast.ada.pk]), {"role": "facilitator"})
    assert "has that role already" in page.content.decode()


def test_ending_asks_first_and_leaves_the_account(cast: Cast, as_member: SignIn) -> None:
    client, address = as_member(cast.admin), reverse("people:end_membership", args=[cast.ada.pk])
    assert "Ada Practitioner" in client.get(address).content.decode()
    cast.ada.refresh_from_db()
    assert cast.ada.ended_at is None
    client.post(address)
    cast.ada.refresh_from_db()
    assert cast.ada.ended_at is not None
    assert cast.ada.user.is_active
    assert client.get(address).status_code == 404


def test_the_last_administrator_stays(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.admin)
    address = reverse("people:end_membership", args=[cast.admin.pk])
    assert client.post(address).status_code == 403
    member(Role.ADMINISTRATOR, name="Second", of=cast.admin.organisation)
    assert client.post(address).status_code == 302


# Invitations


@pytest.fixture
def invited(cast: Cast, django_capture_on_commit_callbacks: Any) -> str:
    """The path of the link to an invitation for nora@example.org as a practitioner."""
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite(cast.admin.organisation, email="Nora@example.org", role="practitioner", by=cast.admin)
    return link_in(mail.outbox[-1], "/invitation/")


def test_a_pasted_list_is_answered_line_by_line(
    cast: Cast, as_member: SignIn, django_capture_on_commit_callbacks: Any
) -> None:
    actions.invite(cast.admin.organisation, email="waiting@example.org", role="practitioner", by=cast.admin)
    pasted = (
        f"Nora Newcomer <nora@example.org>\nnora@EXAMPLE.org; {cast.ada.user.email}\nwaiting@example.org\nno address"
    )
    with django_capture_on_commit_callbacks(execute=True):
        page = as_member(cast.admin).post(reverse("people:invite"), {"addresses": pasted, "role": "practitioner"})
    text = page.content.decode()
    for words in ("stands in the list twice", "has the role already", "been invited already", "not an e-mail address"):
        assert words in text
    assert "1 invitation is on its way" in text
    assert [message.to for message in mail.outbox] == [["nora@example.org"]]


def test_no_secret_of_a_link_is_kept(cast: Cast, invited: str) -> None:
    token = invited.strip("/").split("/")[-1]
    invitation = Invitation.objects.get()
    assert invitation.token_hash
    assert token not in invitation.token_hash


def test_a_newcomer_signs_up_from_the_link_without_a_code(client: GuardedClient, cast: Cast, invited: str) -> None:
    assert "North Office" in client.get(invited).content.decode()
    form = client.post(f"{invited}sign-up/")
    page = client.get(form["Location"])
    assert "nora@example.org" in page.content.decode()
    client.post(
        reverse("account_signup"),
        {"name": "Nora", "email": "nora@example.org", "password1": PASSWORD, "language": "en", "terms": "on"},
    )
    nora = User.objects.get(email="nora@example.org")
    assert [(one.organisation, one.role) for one in nora.memberships.all()] == [
        (cast.admin.organisation, "practitioner")
    ]
    assert client.session["_auth_user_id"] == str(nora.pk)
    assert Invitation.objects.get().state == InvitationState.ACCEPTED


def test_another_address_does_not_use_up_the_invitation(client: GuardedClient, cast: Cast, invited: str) -> None:
    client.post(f"{invited}sign-up/")
    client.post(
        reverse("account_signup"),
        {"name": "Eve", "email": "other@example.org", "password1": PASSWORD, "language": "en", "terms": "on"},
    )
    assert not Membership.objects.filter(user__email="other@example.org").exists()
    assert Invitation.objects.get().state == InvitationState.WAITING


def test_somebody_with_an_account_accepts_by_one_press(cast: Cast, invited: str) -> None:
    nora = User.objects.create_user("nora@example.org", name="Nora")
    client = GuardedClient()
    client.force_login(nora)
    assert client.post(invited).status_code == 302
    assert nora.memberships.get().organisation == cast.admin.organisation
    assert client.get(invited).status_code == 410


def test_somebody_else_cannot_accept(cast: Cast, as_member: SignIn, invited: str) -> None:
    client = as_member(cast.zoe)
    assert cast.zoe.user.email in client.get(invited).content.decode()
    assert client.post(invited).status_code == 403
    assert cast.zoe.user.memberships.count() == 1


def test_signing_in_leads_back_to_the_invitation(client: GuardedClient, cast: Cast, invited: str) -> None:
    nora = with_password(User.objects.create_user("nora@example.org", name="Nora"))
    where = re.search(r'href="([^"]*login[^"]*next=[^"]*)"', client.get(invited).content.decode())
    assert where
    response = client.post(where.group(1), {"login": nora.email, "password": PASSWORD})
    assert response["Location"] == invited


def test_a_link_ends_when_withdrawn_sent_again_or_old(
    cast: Cast,
    as_member: SignIn,
    invited: str,
    client: GuardedClient,
    django_capture_on_commit_callbacks: Any,
    clock: time_machine.Traveller,
) -> None:
    invitation = Invitation.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        as_member(cast.admin).post(reverse("people:resend_invitation", args=[invitation.pk]))
    again = link_in(mail.outbox[-1], "/invitation/")
    assert client.get(invited).status_code == 410
    assert client.get(again).status_code == 200
    clock.shift(31 * 86_400)
    assert client.get(again).status_code == 410
    clock.shift(-31 * 86_400)
    as_member(cast.admin).post(reverse("people:withdraw_invitation", args=[invitation.pk]))
    assert client.get(again).status_code == 410
    assert as_member(cast.admin).post(reverse("people:resend_invitation", args=[invitation.pk])).status_code == 403


def test_an_invitation_opens_a_closed_sign_up(client: GuardedClient, cast: Cast, invited: str, settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    form = client.post(f"{invited}sign-up/")
    assert 'name="password1"' in client.get(form["Location"]).content.decode()


def test_one_address_is_invited_once_for_a_role(cast: Cast) -> None:
    from django.db import IntegrityError, transaction

    actions.invite(cast.admin.organisation, email="a@example.org", role="client", by=cast.admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.invite(cast.admin.organisation, email="A@example.org", role="client", by=cast.admin)
    actions.invite(organisation("South Office"), email="a@example.org", role="client", by=cast.admin)


@given(
    st.lists(st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.org", fullmatch=True), max_size=8),
    st.sampled_from([",", ";", "\n", "\r\n"]),
)
def test_a_list_gives_back_its_addresses_whatever_separates_them(addresses: list[str], separator: str) -> None:
    assert read_addresses(separator.join(addresses)) == addresses
    assert read_addresses(separator.join(f" Some Name <{one}> " for one in addresses)) == addresses


@given(st.text(max_size=200))
def test_any_text_can_be_pasted(text: str) -> None:
    assert all(one == one.strip() for one in read_addresses(text))


# People see colleagues


@pytest.mark.parametrize(("who", "status"), [("ben", 200), ("mia", 200), ("zoe", 404), ("cleo", 404), ("eve", 404)])
def test_who_may_open_the_page_of_a_person(cast: Cast, as_member: SignIn, who: str, status: int) -> None:
    address = reverse("people:person", args=[cast.ada.user_id])
    assert as_member(getattr(cast, who)).get(address).status_code == status


def test_words_about_oneself_are_shown_with_consent_only(cast: Cast, as_member: SignIn) -> None:
    cast.ada.user.about = "I keep bees."
    cast.ada.user.save()
    client, address = as_member(cast.ben), reverse("people:person", args=[cast.ada.user_id])
    assert "bees" not in client.get(address).content.decode()
    actions.give_consent(cast.ada.user, purpose="profile")
    assert "bees" in client.get(address).content.decode()
    actions.withdraw_consent(cast.ada.user, purpose="profile")
    assert "bees" not in client.get(address).content.decode()


def test_the_organisation_is_renamed_and_opened(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.admin)
    client.post(reverse("people:organisation"), {"name": "North and West", "open_role": "client"})
    cast.admin.organisation.refresh_from_db()
    assert (cast.admin.organisation.name, cast.admin.organisation.open_role) == ("North and West", "client")
    page = client.post(reverse("people:organisation"), {"name": "south office", "open_role": ""})
    assert "Another organisation has this name" in page.content.decode()
    page = client.post(reverse("people:organisation"), {"name": "North", "open_role": "administrator"})
    assert page.status_code == 200


# The audit trail


def test_the_trail_shows_the_own_organisation_only_and_is_filtered(cast: Cast, as_member: SignIn) -> None:
    actions.record(cast.zoe, "changed organisation", cast.zoe.organisation)
    actions.record(cast.ada, "viewed profile", cast.ben.user, about=cast.ben.user)
    actions.record(cast.mia, "changed organisation", cast.mia.organisation)
    client = as_member(cast.admin)
    page = client.get(reverse("people:audit")).content.decode()
    assert "2 acts" in page
    assert "Zoe" not in page
    assert "looked at the profile" in page
    assert "1 act<" in client.get(reverse("people:audit"), {"person": "ben"}).content.decode()
    assert "1 act<" in client.get(reverse("people:audit"), {"verb": "changed organisation"}).content.decode()
    assert "No acts found" in client.get(reverse("people:audit"), {"until": "2001-01-01"}).content.decode()


def test_the_trail_as_csv_is_safe_in_spreadsheets(cast: Cast, as_member: SignIn) -> None:
    cast.ada.user.name = "=HYPERLINK(1)"
    cast.ada.user.save()
    actions.record(cast.ada, "changed organisation", cast.ada.organisation)
    response = as_member(cast.admin).get(reverse("people:audit_csv"), {"verb": "changed organisation"})
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=HYPERLINK(1)" in text
    assert AuditRecord.objects.filter(actor=cast.admin.user, verb="exported audit trail").exists()


def test_a_person_without_mail_of_their_own_name_is_found_by_address(cast: Cast, as_member: SignIn) -> None:
    page = as_member(cast.admin).get(reverse("people:members"), {"search": cast.ada.user.email}).content.decode()
    assert "Ada Practitioner" in page
    assert "Ben Practitioner" not in page


def test_user_addresses_are_one_whatever_their_case() -> None:
    from django.db import IntegrityError, transaction

    user("Ada", is_demo=False)
    User.objects.create_user("case@example.org", name="One")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="CASE@example.org", name="Two")

"""What is held about a person can be taken away as a file, and goes when the person goes."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.apps import apps
from django.core import mail
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import PASSWORD, Cast
from tests.people.conftest import SignIn, with_password
from wayline.people import actions, exports, holdings
from wayline.people.models import AuditRecord, Invitation, Membership, Notice, User

pytestmark = pytest.mark.django_db
NAME, EMAIL, ABOUT, OTHER = "Zelda Quillfeather", "zelda.marker@example.org", "I keep quokkas", "zelda.old@example.org"
MARKS = (NAME, "zelda.marker", ABOUT, "zelda.old", "zeldas-passkey", "zelda-at-the-service")

# Tables that name a person and need no entry, each for a reason.
AT_WORK = "work of a service, not about the person: the link to who did it is cut when the membership goes"
NEED_NO_HOLDING = {
    "assessment.Instrument": AT_WORK,
    "assessment.InstrumentVersion": AT_WORK,
    "assessment.Survey": AT_WORK,
    "opportunities.Employer": AT_WORK,
    "opportunities.ImportRun": AT_WORK,
    "opportunities.StoppedPart": AT_WORK,
    "portfolio.TeamAsk": AT_WORK,
    "portfolio.TeamNeed": AT_WORK,
    "account.EmailConfirmation": "goes with its address (cascade); codes are kept in sessions",
    "socialaccount.SocialApp": "names a service, not a person",
}


def filled_person(cast: Cast) -> User:
    """A person of whom every table of this room and of the sign-in library holds something."""
    zelda = with_password(User.objects.create_user(EMAIL, name=NAME, about=ABOUT))
    joined = actions.join_organisation(zelda, organisation=cast.ada.organisation, role="practitioner")
    actions.complete_sign_up(zelda)
    actions.give_consent(zelda, purpose="profile")
    actions.invite(cast.admin.organisation, email=EMAIL, role="facilitator", by=cast.admin)
    Invitation.objects.create(
        organisation=cast.admin.organisation, email=OTHER, role="client", accepted_at=timezone.now(), accepted_by=zelda,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    actions.notify(zelda, kind="reply", text="Ada answered you", url="/")
    actions.notify(cast.ada.user, kind="reply", text=f"{NAME} answered you", url="/")
    actions.record(joined, "changed organisation", joined.organisation, note=f"by {NAME}", list=[EMAIL])
    EmailAddress.objects.create(user=zelda, email=OTHER, verified=False, primary=False)
    Authenticator.objects.create(user=zelda, type="webauthn", data={"name": "zeldas-passkey"})
    account = SocialAccount.objects.create(
        user=zelda, provider="service", uid="zelda-at-the-service", extra_data={"email": EMAIL}
    )
    app = SocialApp.objects.create(provider="service", name="Service", client_id="x")
    SocialToken.objects.create(account=account, app=app, token="zelda-at-the-service")
    return zelda


def tables_that_hold(marks: tuple[str, ...]) -> list[str]:
    """Every column of every table, read as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name = f"{connection.ops.quote_name(column.name)}::text"
                test = " OR ".join([f"{name} ILIKE %s"] * len(marks))
                query = f"SELECT count(*) FROM {connection.ops.quote_name(table)} WHERE {test}"  # noqa: S608 - our own names
                cursor.execute(query, [f"%{mark}%" for mark in marks])
                if cursor.fetchone()[0]:
                    found.append(f"{table}.{column.name}")
    return found


def test_the_scan_finds_what_is_there(cast: Cast) -> None:
    filled_person(cast)
    places = tables_that_hold(MARKS)
    for table in ("people_user.name", "people_user.email", "people_user.about", "people_notice.text",
                  "people_invitation.email", "people_auditrecord.details", "account_emailaddress.email",
                  "mfa_authenticator.data", "socialaccount_socialaccount.uid",
                  "socialaccount_socialtoken.token"):  # fmt: skip
        assert table in places


def test_after_the_erasure_no_column_of_any_table_knows_the_person(cast: Cast) -> None:
    zelda = filled_person(cast)
    sitting = GuardedClient()
    sitting.force_login(zelda)
    actions.erase_account(zelda)
    assert tables_that_hold(MARKS) == []
    assert "Location" in sitting.get(reverse("people:profile"))


def test_the_neighbours_keep_what_is_theirs(cast: Cast) -> None:
    zelda = filled_person(cast)
    sitting = GuardedClient().acting(cast.ben)
    before = {one.pk: exports.document(User.objects.get(pk=one.user_id))["holdings"] for one in (cast.ben, cast.zoe)}
    actions.erase_account(zelda)
    for one in (cast.ben, cast.zoe):
        assert exports.document(User.objects.get(pk=one.user_id))["holdings"] == before[one.pk]
    assert sitting.get(reverse("people:profile")).status_code == 200
    assert Notice.objects.get(user=cast.ada.user).text == "Former member answered you"


def test_the_empty_account_cannot_be_used(cast: Cast, client: GuardedClient) -> None:
    zelda = filled_person(cast)
    actions.erase_account(zelda)
    husk = User.objects.get(pk=zelda.pk)
    assert (husk.name, husk.is_active, husk.has_usable_password()) == ("Former member", False, False)
    assert not Membership.objects.active().filter(user=husk).exists()
    assert AuditRecord.objects.filter(about=husk).exists()
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_two_people_can_be_erased(cast: Cast) -> None:
    actions.erase_account(cast.ada.user)
    actions.erase_account(cast.ben.user)
    assert User.objects.filter(erased_at__isnull=False).count() == 2


def test_the_person_hears_of_it_at_the_old_address(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    zelda = filled_person(cast)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_account(zelda)
    assert [message.to for message in mail.outbox] == [[EMAIL]]


def test_every_table_with_a_person_has_a_holding() -> None:
    """Direct keys to an account or a membership. The list of exceptions gives a reason for each."""
    held = {holding.model for holding in holdings.all_holdings()}
    missing = [
        model._meta.label
        for model in apps.get_models()
        if any(points_to_person(field) for field in model._meta.get_fields())
        and model not in held
        and model._meta.label not in NEED_NO_HOLDING
    ]
    assert missing == []


def points_to_person(field: models.Field | models.ForeignObjectRel) -> bool:
    forward = isinstance(field, (models.ForeignKey, models.ManyToManyField))
    return forward and field.related_model in {User, Membership}


def test_the_file_holds_everything_and_no_secret(cast: Cast) -> None:
    zelda = filled_person(cast)
    client = GuardedClient()
    client.force_login(zelda)
    response = client.post(reverse("people:export_data"))
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    text = response.content.decode()
    document = json.loads(text)
    tables = {part["table"] for part in document["holdings"] if part["rows"]}
    assert {"people_user", "people_membership", "people_consent", "people_notice", "people_invitation",
            "people_auditrecord", "account_emailaddress", "mfa_authenticator", "django_session"} <= tables  # fmt: skip
    assert EMAIL in text
    assert zelda.password not in text
    assert "token_hash" not in text
    assert "Ben Practitioner" not in text


def test_the_page_shows_the_same(cast: Cast) -> None:
    zelda = filled_person(cast)
    client = GuardedClient()
    client.force_login(zelda)
    page = client.get(reverse("people:your_data_all")).content.decode()
    for mark in (NAME, EMAIL, ABOUT, OTHER):
        assert mark in page


# Who has seen my data


def test_a_person_reads_who_looked(cast: Cast, as_member: SignIn) -> None:
    profile = reverse("people:person", args=[cast.ada.user_id])
    for _ in range(2):
        as_member(cast.ben).get(profile)
    as_member(cast.ada).get(profile)
    page = as_member(cast.ada).get(reverse("people:seen")).content.decode()
    assert page.count("looked at the profile") == 1
    assert "Ben Practitioner" in page
    assert "looked at the profile" not in as_member(cast.mia).get(reverse("people:seen")).content.decode()


# Erasure by the person


def test_erasing_asks_for_the_password_and_for_a_tick(cast: Cast, client: GuardedClient) -> None:
    ada = with_password(cast.ada.user)
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    erase = reverse("people:erase")
    assert client.get(erase)["Location"].startswith(reverse("account_reauthenticate"))
    client.post(erase, {"sure": "on"})
    assert User.objects.get(pk=ada.pk).is_active
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(erase).content.decode()
    assert "What stays, and why" in page
    assert "six years" in page
    client.post(erase, {})
    assert User.objects.get(pk=ada.pk).is_active
    client.post(erase, {"sure": "on"})
    assert not User.objects.get(pk=ada.pk).is_active
    assert "_auth_user_id" not in client.session


def test_the_only_administrator_and_a_demo_person_cannot_go(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.admin)
    assert "North Office" in client.get(reverse("people:erase")).content.decode()
    assert client.post(reverse("people:erase"), {"sure": "on"}).status_code == 409
    cast.ben.user.is_demo = True
    cast.ben.user.save()
    assert as_member(cast.ben).post(reverse("people:erase"), {"sure": "on"}).status_code == 409
    assert User.objects.filter(erased_at__isnull=False).count() == 0


# Consent


def test_consent_is_given_and_withdrawn_by_purpose(cast: Cast, as_member: SignIn) -> None:
    client = as_member(cast.ada)
    client.post(reverse("people:consent", args=["profile", "yes"]))
    assert actions.has_consented(cast.ada.user, "profile")
    assert not actions.has_consented(cast.ben.user, "profile")
    client.post(reverse("people:consent", args=["profile", "no"]))
    assert not actions.has_consented(cast.ada.user, "profile")
    assert cast.ada.user.consents.get().withdrawn_at is not None
    assert "Earlier answers" in client.get(reverse("people:consents")).content.decode()


def test_what_is_required_ends_with_the_account_only(cast: Cast, as_member: SignIn) -> None:
    actions.give_consent(cast.ada.user, purpose="terms")
    client = as_member(cast.ada)
    assert client.post(reverse("people:consent", args=["terms", "no"])).status_code == 404
    assert client.post(reverse("people:consent", args=["unknown", "yes"])).status_code == 404
    assert actions.has_consented(cast.ada.user, "terms")


def test_a_new_wording_asks_again(cast: Cast, as_member: SignIn) -> None:
    actions.give_consent(cast.ada.user, purpose="profile")
    cast.ada.user.consents.update(wording="2020-01")
    client = as_member(cast.ada)
    assert "The wording has changed" in client.get(reverse("people:consents")).content.decode()
    client.post(reverse("people:consent", args=["profile", "yes"]))
    assert "The wording has changed" not in client.get(reverse("people:consents")).content.decode()
    assert cast.ada.user.consents.count() == 2

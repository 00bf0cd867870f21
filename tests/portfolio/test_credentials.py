"""Credentials of this service: issued, checked by strangers, revoked, and signed with keys that change."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from tests.conftest import GuardedClient
from tests.factories import Cast
from wayline.people import holdings
from wayline.people.enums import Role
from wayline.people.models import AuditRecord, Membership, Notice
from wayline.portfolio import access, sealing
from wayline.portfolio.actions.credentials import Certified, issue_credential, issue_for_skill, revoke, rotate_key
from wayline.portfolio.badge_words import GROUPS, OUTCOMES, SENTENCES, sentence
from wayline.portfolio.badges.findings import Code, Finding, Outcome
from wayline.portfolio.models import Ground, IssuedCredential, IssuerKey, Item
from wayline.portfolio.queries import issuing

pytestmark = pytest.mark.django_db
CERTIFIED = Certified("Customer care", "Serves customers well.", "Endorsed by a work coach.")


def issued(
    to: Membership, by: Membership | None = None, source: str = "placement:1", **changes: Any
) -> IssuedCredential:
    return issue_credential(
        to.user, CERTIFIED, ground=Ground.PLACEMENT, source=source, organisation=to.organisation, by=by, **changes
    )


def judged(credential: IssuedCredential) -> Outcome:
    return issuing.check(json.dumps(credential.document).encode()).outcome


def test_what_is_issued_is_genuine_and_its_holder_is_told(cast: Cast) -> None:
    made = issued(cast.cleo, cast.ada)
    verdict = issuing.check(json.dumps(made.document).encode())
    assert verdict.outcome is Outcome.GOOD
    assert {Code.ISSUER_KNOWN, Code.STATUS_CLEAR} <= verdict.codes(Outcome.GOOD)
    assert Notice.objects.filter(user=cast.cleo.user, url=made.get_absolute_url()).exists()
    assert AuditRecord.objects.filter(verb="issued credential", about=cast.cleo.user, actor=cast.ada.user).exists()


def test_the_same_thing_is_certified_once_until_it_is_revoked(cast: Cast) -> None:
    first = issued(cast.cleo, cast.ada)
    assert issued(cast.cleo, cast.ada) == first
    revoke(first, by=cast.ada, reason="Wrong person")
    assert issued(cast.cleo, cast.ada) != first


def test_every_credential_has_a_place_of_its_own(cast: Cast) -> None:
    places = {issued(cast.cleo, source=f"placement:{n}").place for n in range(5)}
    assert len(places) == 5
    one = IssuedCredential.objects.first()
    assert one is not None
    with pytest.raises(IntegrityError):
        IssuedCredential.objects.create(
            organisation=one.organisation, ground=one.ground, source="x", list_number=one.list_number, place=one.place
        )


def test_a_revoked_credential_is_known_as_such_and_its_neighbour_is_not(cast: Cast) -> None:
    wrong, right = issued(cast.cleo, cast.ada), issued(cast.cato, cast.ada, source="placement:2")
    revoke(wrong, by=cast.ada, reason="Issued in error")
    assert judged(wrong) is Outcome.BAD
    assert judged(right) is Outcome.GOOD


def test_old_signatures_outlive_a_new_key_unless_it_is_distrusted(cast: Cast) -> None:
    old = issued(cast.cleo)
    rotate_key()
    new = issued(cast.cato, source="placement:2")
    assert old.document["proof"]["verificationMethod"] != new.document["proof"]["verificationMethod"]
    assert judged(old) is judged(new) is Outcome.GOOD
    rotate_key(distrust=True)
    assert judged(old) is Outcome.GOOD
    assert judged(new) is Outcome.BAD
    document = issuing.did_document()
    assert document is not None
    assert len(document["verificationMethod"]) == 2


def test_the_command_shows_before_it_writes() -> None:
    shown = StringIO()
    call_command("rotate_issuer_key", stdout=shown)
    assert not IssuerKey.objects.exists()
    call_command("rotate_issuer_key", "--write", stdout=shown)
    assert IssuerKey.objects.filter(retired_at=None).count() == 1
    assert "Nothing was changed" in shown.getvalue()


def test_a_private_key_is_sealed_with_the_secret_of_the_service(cast: Cast) -> None:
    issued(cast.cleo)
    key = IssuerKey.objects.get()
    raw = sealing.unseal(bytes(key.sealed), issuing.PURPOSE)
    assert raw not in bytes(key.sealed)
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]), pytest.raises(sealing.CannotOpen):
        issuing.signing_key(key)
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(bytes(key.sealed), "something else")


def test_a_former_secret_still_opens(cast: Cast, settings: Any) -> None:
    issued(cast.cleo)
    former = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [former]
    assert judged(issued(cast.cato, source="placement:2")) is Outcome.GOOD


@pytest.fixture
def skill(cast: Cast) -> Item:
    return Item.objects.create(owner=cast.cleo.user, kind="skill", title="Customer care")


def test_an_endorsed_skill_becomes_a_credential_with_the_reason(cast: Cast, skill: Item) -> None:
    made = issue_for_skill(skill, by=cast.ada, reason="I saw her at the counter for two months.")
    assert made.user == cast.cleo.user
    assert made.document["evidence"][0]["narrative"].startswith("I saw her")
    assert judged(made) is Outcome.GOOD
    assert issue_for_skill(skill, by=cast.ada, reason="again") == made
    assert issue_for_skill(skill, by=cast.ben, reason="Me too") != made


def test_who_may_endorse(cast: Cast, skill: Item) -> None:
    assert access.can_endorse(cast.ada, skill)
    assert not access.can_endorse(cast.cato, skill)
    assert not access.can_endorse(Membership(user=cast.cleo.user, role=Role.PRACTITIONER), skill)
    job = Item.objects.create(owner=cast.cleo.user, kind="experience", title="Shop")
    assert not access.can_endorse(cast.ada, job)


def test_who_may_revoke(cast: Cast) -> None:
    made = issued(cast.cleo, cast.ada)
    may = [name for name in ("ada", "ben", "fia", "mia", "admin", "zoe", "cleo", "eve") if
           access.can_revoke(getattr(cast, name), made)]  # fmt: skip
    assert may == ["ada", "mia", "admin"]


def test_a_neighbour_neither_sees_nor_revokes(cast: Cast, client: GuardedClient) -> None:
    made = issued(cast.cleo, cast.ada)
    client.acting(cast.ben)
    assert "Customer care" not in client.get(reverse("credentials:issued")).content.decode()
    assert client.post(reverse("credentials:revoke", args=[made.pk]), {"reason": "no"}).status_code == 404
    client.acting(cast.cleo)
    assert client.get(reverse("credentials:issued")).status_code == 403
    made.refresh_from_db()
    assert made.revoked_at is None


def test_whoever_issued_it_revokes_it_with_a_reason(cast: Cast, client: GuardedClient) -> None:
    made = issued(cast.cleo, cast.ada)
    client.acting(cast.ada)
    address = reverse("credentials:revoke", args=[made.pk])
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Mixed up with Cato"}).status_code == 302
    assert "Revoked" in client.get(reverse("credentials:issued")).content.decode()
    client.acting(cast.cleo)
    own = client.get(made.get_absolute_url()).content.decode()
    assert "Do not rely on this credential" in own
    assert "Mixed up with Cato" in own
    client.logout()
    assert "Mixed up with Cato" not in client.get(made.get_absolute_url()).content.decode()


def test_the_list_costs_the_same_for_many(cast: Cast, client: GuardedClient, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.acting(cast.mia)
    issued(cast.cleo, cast.ada)
    client.get(reverse("credentials:issued"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("credentials:issued"))
    for n in range(6):
        issued(cast.cato, cast.ada, source=f"many:{n}")
    with django_assert_num_queries(len(few)):
        client.get(reverse("credentials:issued"))


@pytest.mark.parametrize("form", ["json", "svg", "jwt"])
def test_a_stranger_checks_what_the_holder_took_along(cast: Cast, client: GuardedClient, form: str) -> None:
    made = issued(cast.cleo, cast.ada)
    rotate_key()
    client.acting(cast.cleo)
    taken = client.get(reverse("credentials:file", args=[made.pk, form]))
    assert taken["Content-Disposition"].startswith("attachment")
    client.logout()
    file = SimpleUploadedFile(f"badge.{form}", taken.content)
    page = client.post(reverse("credentials:check"), {"file": file})
    assert "This credential is genuine" in page.content.decode()
    assert "Cleo Client" in page.content.decode()
    revoke(made, by=cast.ada, reason="Issued in error")
    page = client.post(reverse("credentials:check"), {"file": SimpleUploadedFile(f"badge.{form}", taken.content)})
    assert "Its issuer has revoked it." in page.content.decode()


def test_a_text_or_an_address_will_do_too(cast: Cast, client: GuardedClient) -> None:
    made = issued(cast.cleo)
    text = client.post(reverse("credentials:check"), {"text": json.dumps(made.document)})
    assert "This credential is genuine" in text.content.decode()
    by_address = client.post(reverse("credentials:check"), {"address": issuing.address(made.get_absolute_url())})
    assert by_address["Location"] == made.get_absolute_url()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"address": "https://elsewhere.example/badge"},
        {"address": "/credentials/3f6a1f0e-6d5f-4d0a-9b6d-0d8a6f3a7c11/"},
        {"address": "http://[bad"},
        {"text": "{}", "address": "/credentials/"},
    ],
)
def test_what_cannot_be_checked_is_asked_for_again(client: GuardedClient, given: dict[str, str]) -> None:
    assert client.post(reverse("credentials:check"), given).status_code == 422


def test_a_credential_that_anybody_could_have_made_is_not_called_genuine(client: GuardedClient, shared: Path) -> None:
    sample = (shared / "samples/openbadges/simple.json").read_text()
    page = client.post(reverse("credentials:check"), {"text": sample}).content.decode()
    assert "who issued it is not confirmed" in page
    assert "This credential is genuine" not in page


def test_words_of_strangers_stay_words(client: GuardedClient) -> None:
    hostile = {"type": ["VerifiableCredential", "<script>alert(1)</script>%s%(x)s"], "issuer": ["%d"]}
    page = client.post(reverse("credentials:check"), {"text": json.dumps(hostile)})
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_checkers_elsewhere_find_keys_and_list(cast: Cast, client: GuardedClient) -> None:
    assert client.get("/.well-known/did.json").status_code == 404
    assert client.get(reverse("credentials:status_list", args=[1])).status_code == 404
    made = issued(cast.cleo)
    keys = client.get("/.well-known/did.json")
    assert keys["Access-Control-Allow-Origin"] == "*"
    assert json.loads(keys.content)["id"] == made.document["issuer"]["id"]
    found = client.get(reverse("credentials:status_list", args=[made.list_number]))
    assert json.loads(found.content)["id"] == made.document["credentialStatus"]["statusListCredential"]
    assert "d" not in json.loads(keys.content)["verificationMethod"][0]


def test_an_erased_person_leaves_a_number_only(cast: Cast, client: GuardedClient) -> None:
    made = issued(cast.cleo, cast.ada)
    other = issued(cast.cato, cast.ada, source="placement:2")
    revoke(made, by=cast.ada, reason="About Cleo")
    holdings.erase_everything(cast.cleo.user)
    made.refresh_from_db()
    assert (made.user, made.document, made.title, made.reason) == (None, {}, "", "")
    assert made.revoked_at is not None
    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get(other.get_absolute_url()).status_code == 200


def test_a_credential_may_run_out(cast: Cast) -> None:
    soon = Certified("A", "B", "C", valid_until=timezone.now() + timedelta(days=1))
    made = issue_credential(
        cast.cleo.user, soon, ground=Ground.PLACEMENT, source="a", organisation=cast.cleo.organisation, by=None
    )
    later = timezone.now() + timedelta(days=2)
    assert Code.EXPIRED in issuing.check(json.dumps(made.document).encode(), later).codes(Outcome.BAD)


def test_there_are_words_for_everything_a_check_can_find() -> None:
    assert set(SENTENCES) == set(Code)
    assert set(GROUPS) == set(Outcome)
    assert set(OUTCOMES) == {Outcome.GOOD, Outcome.BAD, Outcome.UNCHECKED}
    facts = dict.fromkeys(
        ("reason", "size", "wanted", "name", "stated", "place", "expected", "date", "since", "kind", "key", "method",
         "address", "issuer", "controller", "all", "checked"), "something",
    )  # fmt: skip
    for code in Code:
        assert sentence(Finding(code, Outcome.BAD, facts))


def test_nobody_reads_a_credential_that_is_not(client: GuardedClient) -> None:
    assert client.get(reverse("credentials:credential", args=[uuid.uuid4()])).status_code == 404

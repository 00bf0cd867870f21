"""What is issued here passes the check, until it is revoked, runs out, or somebody changes a word of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.portfolio.badges.making import (
    AWARD,
    KEY,
    LIST,
    METHOD,
    NOW,
    OTHER_KEY,
    SITE,
    signed,
    status_list,
    world,
)
from wayline.portfolio.badges import issue
from wayline.portfolio.badges.findings import Code, Outcome, Verdict
from wayline.portfolio.badges.keys import Known, did_web, multikey
from wayline.portfolio.badges.verify import verify


def check(document: dict[str, Any] | str, known: Known | None = None) -> Verdict:
    text = document if isinstance(document, str) else json.dumps(document)
    return verify(text.encode(), NOW, known or world())


def test_an_issued_credential_is_good_and_its_issuer_known() -> None:
    verdict = check(signed())
    assert verdict.outcome is Outcome.GOOD
    assert {Code.SIGNATURE_RIGHT, Code.ISSUER_KNOWN, Code.STATUS_CLEAR} <= verdict.codes(Outcome.GOOD)


def test_the_same_as_a_token() -> None:
    verdict = check(issue.sign_as_token(issue.credential(AWARD), KEY, METHOD))
    assert verdict.outcome is Outcome.GOOD
    assert Code.ISSUER_KNOWN in verdict.codes(Outcome.GOOD)


def test_a_drawn_badge_carries_its_credential() -> None:
    drawn = issue.picture(signed(), "Customer <care>\x01", "Riverside & Sons", ["Customer", "<care>"])
    verdict = verify(drawn, NOW, world())
    assert verdict.outcome is Outcome.GOOD
    assert verdict.document is not None
    assert verdict.document["id"] == AWARD.id


def test_a_stranger_is_told_what_could_not_be_looked_up() -> None:
    verdict = check(signed(), lambda address: None)
    assert verdict.outcome is Outcome.UNCHECKED
    assert verdict.codes(Outcome.UNCHECKED) == {Code.KEY_UNREACHABLE, Code.STATUS_UNREACHABLE}


def test_a_revoked_credential_is_told_from_its_neighbours() -> None:
    assert Code.REVOKED in check(signed(), world(revoked=[23])).codes(Outcome.BAD)
    assert check(signed(), world(revoked=[22, 24])).outcome is Outcome.GOOD


def test_a_key_that_was_replaced_still_checks_what_it_signed() -> None:
    after = world(keys=[("key-2", OTHER_KEY), ("key-1", KEY)])
    assert check(signed(), after).outcome is Outcome.GOOD


def test_a_key_taken_off_the_list_no_longer_counts() -> None:
    verdict = check(signed(), world(keys=[("key-2", OTHER_KEY)]))
    assert Code.KEY_UNLISTED in verdict.codes(Outcome.BAD)


def test_the_signature_of_another_key_is_wrong() -> None:
    forged = issue.sign(issue.credential(AWARD), OTHER_KEY, METHOD, NOW)
    assert Code.SIGNATURE_WRONG in check(forged).codes(Outcome.BAD)
    token = issue.sign_as_token(issue.credential(AWARD), OTHER_KEY, METHOD)
    assert Code.SIGNATURE_WRONG in check(token).codes(Outcome.BAD)


def test_nobody_signs_in_the_name_of_another() -> None:
    text = multikey(OTHER_KEY.public_key())
    forged = issue.sign(issue.credential(AWARD), OTHER_KEY, f"did:key:{text}#{text}", NOW)
    assert Code.KEY_FOREIGN in check(forged).codes(Outcome.BAD)


def test_an_issuer_that_is_only_a_key_is_not_vouched_for() -> None:
    text = multikey(OTHER_KEY.public_key())
    nobody = replace(AWARD, issuer=replace(SITE, did=f"did:key:{text}"), status_list=LIST)
    unsigned = issue.credential(nobody)
    del unsigned["credentialStatus"]
    verdict = check(issue.sign(unsigned, OTHER_KEY, f"did:key:{text}#{text}", NOW))
    assert verdict.outcome is Outcome.GOOD
    assert Code.KEY_IS_NAME in verdict.codes(Outcome.NOTE)
    assert not verdict.is_vouched_for
    assert check(signed()).is_vouched_for


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_from": NOW + timedelta(days=1)}, Code.NOT_YET_VALID),
        ({"valid_until": NOW - timedelta(hours=1)}, Code.EXPIRED),
    ],
)
def test_dates_count(change: dict[str, Any], code: Code) -> None:
    assert check(signed(**change)).codes(Outcome.BAD) == {code}


def test_one_changed_word_breaks_the_signature() -> None:
    document = signed()
    document["credentialSubject"]["achievement"]["name"] = "Master of customer care"
    assert Code.SIGNATURE_WRONG in check(document).codes(Outcome.BAD)


@pytest.mark.parametrize("name", ["headline", "https://example.org/headline", "credentialstatus"])
def test_a_word_that_the_signature_does_not_cover_is_refused(name: str) -> None:
    document = {**signed(), name: "Added later"}
    assert check(document).codes(Outcome.BAD) & {Code.NOT_WHAT_WAS_SIGNED, Code.SIGNATURE_WRONG}


def test_a_status_cannot_be_hidden_under_another_spelling() -> None:
    document = signed()
    document["https://www.w3.org/2018/credentials#credentialStatus"] = document.pop("credentialStatus")
    assert check(document, world(revoked=[23])).outcome is Outcome.BAD


@pytest.mark.parametrize(
    "lists",
    [
        {"issuer": replace(SITE, did="did:web:elsewhere.example")},
        {"key": OTHER_KEY},
        {"days": -1},
    ],
    ids=["of another issuer", "signed by another key", "out of date"],
)
def test_a_status_list_that_does_not_pass_itself_says_nothing(lists: dict[str, Any]) -> None:
    verdict = check(signed(), world(**lists))
    assert Code.STATUS_WRONG in verdict.codes(Outcome.UNCHECKED)
    assert verdict.outcome is Outcome.UNCHECKED


def test_a_list_may_be_held_as_text() -> None:
    held = {LIST: json.dumps(status_list([23])), SITE.did: world()(SITE.did)}
    assert Code.REVOKED in check(signed(), held.get).codes(Outcome.BAD)


@pytest.mark.parametrize(
    ("url", "did"),
    [
        ("https://wayline.example/", "did:web:wayline.example"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
        ("https://pes.example/guidance/", "did:web:pes.example:guidance"),
    ],
)
def test_a_site_has_its_did(url: str, did: str) -> None:
    assert did_web(url) == did

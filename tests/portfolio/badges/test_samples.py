"""The credentials of the 1EdTech validator are judged as that validator judges them, each for its own reason."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wayline.portfolio.badges import issue, linked_data
from wayline.portfolio.badges.findings import Code, Outcome, Verdict
from wayline.portfolio.badges.verify import verify

NOW = datetime(2026, 11, 26, tzinfo=UTC)
GOOD = {
    "simple.json": set(),
    "simple-context-version.json": {Code.CONTEXT_OLD},
    "simple-did-web-method.json": set(),
    "simple-multiple-proofs.json": {Code.PROOF_UNSUPPORTED},
    "simple-jwt.svg": set(),
    "simple_v1.json": {Code.MODEL_OLD, Code.CONTEXT_OLD, Code.PROOF_OLD},
    "endorsement-valid.json": set(),
    "derivedcredential.json": set(),
}
BAD = {
    "simple-err-context.json": (Code.CONTEXT_MISSING, {"wanted": "https://www.w3.org/ns/credentials/v2"}),
    "simple-err-credential-subject-identifier-type.json": (
        Code.TYPE_WRONG,
        {"place": "credentialSubject.identifier[0].type", "stated": "InvalidIdentityObject"},
    ),
    "simple-err-credential-subject-result-type.json": (
        Code.TYPE_WRONG,
        {"place": "credentialSubject.result[1].type", "stated": "InvalidResult"},
    ),
    "simple-err-evidence-type.json": (Code.TYPE_WRONG, {"place": "evidence[1].type", "stated": "InvalidEvidence"}),
    "simple-err-issued.json": (Code.NOT_YET_VALID, {"date": "2040-01-01"}),
    "simple-err-issuer-parentorg-type.json": (
        Code.TYPE_WRONG,
        {"place": "issuer.parentOrg.type", "stated": "InvalidProfile"},
    ),
    "simple-err-issuer.json": (Code.FIELD_MISSING, {"place": "issuer"}),
    "simple-err-proof-method.json": (Code.KEY_UNUSABLE, {}),
    "simple-err-proof-method-unknown-did-method.json": (Code.KEY_METHOD_UNKNOWN, {"method": "did:example"}),
    "simple-err-type.json": (Code.KIND_UNKNOWN, {"stated": "VerifiableCredential, OtherCredential"}),
    # its endorsements ran out in 2020, and name a type that their vocabulary does not hold
    "complete.json": (Code.EXPIRED, {"date": "2020-01-01"}),
}
UNCHECKED = {"credential-status-revoked-blank-nodes.json": Code.STATUS_UNREACHABLE}


@pytest.fixture
def samples(shared: Path) -> Path:
    return shared / "samples" / "openbadges"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a check went to the network")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def check(folder: Path, name: str) -> Verdict:
    return verify((folder / name).read_bytes(), NOW)


def test_every_sample_is_expected_here(samples: Path) -> None:
    credentials = {path.name for path in samples.iterdir() if path.suffix in (".json", ".svg")}
    assert credentials == {*GOOD, *BAD, *UNCHECKED}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_sample_passes(samples: Path, name: str) -> None:
    verdict = check(samples, name)
    assert verdict.outcome is Outcome.GOOD
    assert Code.SIGNATURE_RIGHT in verdict.codes(Outcome.GOOD)
    assert verdict.codes(Outcome.NOTE) - {Code.STATUS_NONE, Code.KEY_SELF_STATED} == GOOD[name]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_sample_fails_for_its_own_reason(samples: Path, name: str) -> None:
    verdict = check(samples, name)
    code, facts = BAD[name]
    assert verdict.outcome is Outcome.BAD
    found = [finding for finding in verdict.findings if finding.code is code and finding.outcome is Outcome.BAD]
    assert any(facts.items() <= dict(finding.facts).items() for finding in found), verdict.findings


@pytest.mark.parametrize("name", UNCHECKED)
def test_what_needs_the_network_is_said_to_be_unchecked(samples: Path, name: str) -> None:
    verdict = check(samples, name)
    assert verdict.outcome is Outcome.UNCHECKED
    assert verdict.codes(Outcome.UNCHECKED) == {UNCHECKED[name]}
    assert Code.SIGNATURE_RIGHT in verdict.codes(Outcome.GOOD)


def test_a_key_brought_along_is_no_proof_of_the_issuer(samples: Path) -> None:
    assert Code.KEY_SELF_STATED in check(samples, "simple.json").codes(Outcome.NOTE)
    assert not check(samples, "simple.json").is_vouched_for


# The published key pair of the test vector in 1EdTech's implementation guide for Open Badges 3.0.
PUBLISHED_KEY = "6241a409e6707bb640a0140a8a32bc3d193c33a661747284d6adfa4ed4180be4"


def test_the_published_key_signs_to_the_published_signature(samples: Path) -> None:
    sample = json.loads((samples / "simple.json").read_text())
    (proof,) = sample.pop("proof")
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(PUBLISHED_KEY))
    at = datetime(2010, 1, 1, 19, 23, 24, tzinfo=UTC)
    assert issue.sign(sample, key, proof["verificationMethod"], at)["proof"] == proof


def test_canonical_forms_are_those_of_the_specification(samples: Path) -> None:
    sample: dict[str, Any] = json.loads((samples / "simple.json").read_text())
    (proof,) = sample.pop("proof")
    sample["issuer"] |= {"id": "https://example.edu/issuers/565049", "url": "https://www.imsglobal.org"}
    method = "https://example.edu/issuers/565049#" + proof["verificationMethod"].partition("#")[2]
    options = {**proof, "@context": sample["@context"], "verificationMethod": method}
    del options["proofValue"]
    assert linked_data.canonical(sample) == (samples / "spec_testvector_document-canon.txt").read_text()
    assert linked_data.canonical(options) == (samples / "spec_testvector_proof-canon.txt").read_text()

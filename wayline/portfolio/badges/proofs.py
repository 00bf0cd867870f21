"""Signatures: Data Integrity proofs inside a credential (W3C VC Data Integrity 1.0) and JWTs around it (VC-JOSE-COSE).

The canonical form of the data (RDFC-1.0) and its signature are the work of `openbadgeslib`, which bounds what a hostile
file may cost, and which also refuses a file whose text says something that its signature does not cover.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wayline.portfolio.badges.carriers import Token
from wayline.portfolio.badges.dates import moment
from wayline.portfolio.badges.findings import Code, Finding, Refused, bad, good, note, unchecked
from wayline.portfolio.badges.keys import FoundKey, Known, find_key, from_base58, from_jwk

Document = Mapping[str, Any]
SUITES = ("eddsa-rdfc-2022", "ecdsa-sd-2023")
OLD_PROOF = "Ed25519Signature2020"
MOST_PROOFS = 8


def judge_proofs(document: Document, now: datetime, known: Known) -> list[Finding]:
    """Every proof inside a credential that we can read is checked; one that is wrong makes the credential wrong."""
    stated = document.get("proof")
    proofs = [proof for proof in (stated if isinstance(stated, list) else [stated]) if isinstance(proof, Mapping)]
    if not proofs or len(proofs) > MOST_PROOFS:
        return [bad(Code.NO_PROOF)]
    readable = [proof for proof in proofs if _kind(proof) in (*SUITES, OLD_PROOF)]
    others = [proof for proof in proofs if proof not in readable]
    found = [finding for proof in readable for finding in _judge_proof(document, proof, now, known)]
    say = note if readable else unchecked
    return found + [say(Code.PROOF_UNSUPPORTED, kind=_kind(proof)) for proof in others]


def _kind(proof: Document) -> str:
    kind = proof.get("type")
    return str(proof.get("cryptosuite") if kind == "DataIntegrityProof" else kind)


def _judge_proof(document: Document, proof: Document, now: datetime, known: Known) -> list[Finding]:
    try:
        _check_terms(proof, now)
        found = find_key(proof.get("verificationMethod"), known)
        _check_signature(document, proof, found.key)
        _check_coverage(document, proof)
    except Refused as refusal:
        return [refusal.finding]
    old = [note(Code.PROOF_OLD, kind=OLD_PROOF)] if _kind(proof) == OLD_PROOF else []
    return [good(Code.SIGNATURE_RIGHT, kind=_kind(proof)), *old, _whose(document, found)]


def _check_terms(proof: Document, now: datetime) -> None:
    if proof.get("proofPurpose") != "assertionMethod":
        raise Refused(bad(Code.PROOF_WRONG, name="proofPurpose"))
    for name in ("created", "expires"):
        if proof.get(name) is not None and moment(proof[name]) is None:
            raise Refused(bad(Code.PROOF_WRONG, name=name))
    until = moment(proof.get("expires"))
    if until is not None and until < now:
        raise Refused(bad(Code.PROOF_WRONG, name="expires"))


def _whose(document: Document, found: FoundKey) -> Finding:
    """The key must be the issuer's own: else anybody could sign in another's name."""
    issuer = issuer_of(document)
    if issuer is not None and issuer != found.controller:
        return bad(Code.KEY_FOREIGN, issuer=issuer, controller=found.controller)
    return found.standing


def issuer_of(document: Document) -> str | None:
    issuer = document.get("issuer")
    name = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return name if isinstance(name, str) else None


def _check_coverage(document: Document, proof: Document) -> None:
    from wayline.portfolio.badges import linked_data

    try:
        place = linked_data.place_not_covered(document, proof)
    except linked_data.Unusable as error:
        raise Refused(bad(Code.SIGNATURE_WRONG, reason=error)) from error
    if place is not None:
        raise Refused(bad(Code.NOT_WHAT_WAS_SIGNED, place=place))


def _check_signature(document: Document, proof: Document, key: PublicKeyTypes) -> None:
    from wayline.portfolio.badges import linked_data

    check = _check_old_signature if _kind(proof) == OLD_PROOF else _check_new_signature
    try:
        check(document, proof, key)
    except (InvalidSignature, linked_data.Unusable, ValueError) as error:
        raise Refused(bad(Code.SIGNATURE_WRONG, reason=error)) from error


def _check_new_signature(document: Document, proof: Document, key: PublicKeyTypes) -> None:
    from wayline.portfolio.badges import linked_data

    linked_data.check_signature(document, proof, key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def _check_old_signature(document: Document, proof: Document, key: PublicKeyTypes) -> None:
    """Ed25519Signature2020: SHA-256 of the canonical proof options, then of the canonical credential."""
    from wayline.portfolio.badges.linked_data import canonical, without

    options = {**without(proof, "proofValue"), "@context": document["@context"]}
    parts = (canonical(options), canonical(without(document, "proof")))
    data = b"".join(hashlib.sha256(part.encode()).digest() for part in parts)
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("the key is not of the kind Ed25519")
    key.verify(from_base58(str(proof.get("proofValue")).removeprefix("z")), data)


def judge_token(document: Document, token: Token, known: Known) -> list[Finding]:
    """The signature of a VC-JWT, and that its claims say the same as the credential."""
    try:
        found = _key_of_token(document, token, known)
        _check_token(token, found.key)
    except Refused as refusal:
        return [refusal.finding]
    claims = token.claims
    different = [
        name
        for name, stated in (("iss", issuer_of(document)), ("jti", document.get("id")))
        if claims.get(name) not in (None, stated)
    ]
    if different:
        return [bad(Code.NOT_WHAT_WAS_SIGNED, place=different[0])]
    return [good(Code.SIGNATURE_RIGHT, kind=str(token.header.get("alg"))), _whose(document, found)]


def _key_of_token(document: Document, token: Token, known: Known) -> FoundKey:
    """By its name (`kid`) where there is one; else the key in the header, which the credential brought along itself."""
    name = token.header.get("kid")
    issuer = issuer_of(document) or ""
    if isinstance(name, str):
        return find_key(issuer + name if name.startswith("#") else name, known)
    if "jwk" not in token.header:
        raise Refused(bad(Code.KEY_UNUSABLE, key="kid", reason="the token names no key"))
    return FoundKey(from_jwk(token.header["jwk"]), issuer, note(Code.KEY_SELF_STATED, issuer=issuer))


def _check_token(token: Token, key: PublicKeyTypes) -> None:
    import jwt

    dates_are_ours = {"verify_aud": False, "verify_iat": False, "verify_nbf": False, "verify_exp": False}
    try:
        jwt.decode(token.compact, key, algorithms=_algorithms(key), options=dates_are_ours)  # type: ignore[arg-type]
    except jwt.PyJWTError as error:
        raise Refused(bad(Code.SIGNATURE_WRONG, reason=error)) from error


def _algorithms(key: PublicKeyTypes) -> list[str]:
    """The key decides, never the token: a token that chose could choose the weakest."""
    if isinstance(key, rsa.RSAPublicKey):
        return ["RS256"] if key.key_size >= 2048 else []
    if isinstance(key, ec.EllipticCurvePublicKey):
        return ["ES256"] if isinstance(key.curve, ec.SECP256R1) else ["ES384"]
    return ["EdDSA"]

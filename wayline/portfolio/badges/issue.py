"""Credentials made here: Open Badges 3.0 signed with Ed25519, the status list that can revoke them, the site's keys.

Sources: 1EdTech Open Badges Specification 3.0; W3C VC Data Model 2.0, VC Data Integrity EdDSA Cryptosuites 1.0
(eddsa-rdfc-2022), Securing VCs using JOSE (VC-JWT), Bitstring Status List 1.0, DID method web.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from wayline.portfolio.badges.carriers import OPEN_BADGES_ELEMENT
from wayline.portfolio.badges.keys import multikey
from wayline.portfolio.badges.vocabularies import OPEN_BADGES_NOW, VC_2

Document = dict[str, Any]
OPEN_BADGES_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
LIST_SIZE = 131_072
"""Places in one status list: the least the standard allows, so that a place names nobody."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues: the did:web name of the site, and the organisation's name as readers see it."""

    did: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Achievement:
    """What a credential certifies. `kind` is an AchievementType: Course, Competency, FieldworkExperience …"""

    id: str
    kind: str
    name: str
    description: str
    criteria: str
    target_name: str = ""
    target_url: str = ""
    """A concept of ESCO or another framework that the achievement is about."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the judgement rests on, in words or at an address."""

    name: str
    narrative: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """One credential to be issued. `subject` names nobody (urn:uuid:…); `place` is in `status_list`."""

    id: str
    subject: str
    holder: str
    issuer: Issuer
    achievement: Achievement
    valid_from: datetime
    status_list: str
    place: int
    valid_until: datetime | None = None
    evidence: Sequence[Evidence] = ()
    language: str = "en"


def credential(award: Award) -> Document:
    """The unsigned credential of an award."""
    made: Document = {
        "@context": [VC_2, OPEN_BADGES_NOW],
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": award.achievement.name,
        "issuer": {
            "id": award.issuer.did,
            "type": ["Profile"],
            "name": award.issuer.name,
            "url": award.issuer.url,
        },
        "validFrom": _text(award.valid_from),
        "credentialSubject": {
            "id": award.subject,
            "type": ["AchievementSubject"],
            "achievement": _achievement(award.achievement, award.language),
        },
        "credentialStatus": _status(award),
    }
    if award.holder:
        made["credentialSubject"]["identifier"] = [_named(award.holder)]
    if award.valid_until is not None:
        made["validUntil"] = _text(award.valid_until)
    if award.evidence:
        made["evidence"] = [_evidence(item) for item in award.evidence]
    return made


def _achievement(achievement: Achievement, language: str) -> Document:
    made: Document = {
        "id": achievement.id,
        "type": ["Achievement"],
        "achievementType": achievement.kind,
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"narrative": achievement.criteria},
        "inLanguage": language,
    }
    if achievement.target_url:
        made["alignment"] = [
            {"type": ["Alignment"], "targetName": achievement.target_name, "targetUrl": achievement.target_url}
        ]
    return made


def _named(holder: str) -> Document:
    return {"type": "IdentityObject", "hashed": False, "identityHash": holder, "identityType": "name"}


def _evidence(item: Evidence) -> Document:
    stated = {"id": item.url, "type": ["Evidence"], "name": item.name, "narrative": item.narrative}
    return {name: value for name, value in stated.items() if value}


def _status(award: Award) -> Document:
    return {
        "id": f"{award.status_list}#{award.place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(award.place),
        "statusListCredential": award.status_list,
    }


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def sign(unsigned: Document, key: Ed25519PrivateKey, method: str, at: datetime) -> Document:
    """The credential with its proof (eddsa-rdfc-2022). `method` is the key's name in the DID document."""
    from openbadgeslib.ob3 import add_data_integrity_proof

    return add_data_integrity_proof(unsigned, _pem(key), method, created=at)


def sign_as_token(unsigned: Document, key: Ed25519PrivateKey, method: str) -> str:
    """The credential as a VC-JWT, for wallets that read nothing else."""
    import jwt

    claims = {**unsigned, "iss": unsigned["issuer"]["id"], "jti": unsigned["id"]}
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": method, "typ": "vc+jwt"})


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def status_list(issuer: Issuer, address: str, revoked: Iterable[int], at: datetime, until: datetime) -> Document:
    """The unsigned list of a purpose: one bit for each credential, set for the revoked ones."""
    from openbadgeslib.ob3 import encode_bitstring

    return {
        "@context": [VC_2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": _text(at),
        "validUntil": _text(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_bitstring(revoked, LIST_SIZE),
        },
    }


def did_document(did: str, keys: Sequence[tuple[str, Ed25519PublicKey]]) -> Document:
    """All keys by name: the one in use and those before it, so that what they signed can still be checked."""
    methods = [
        {
            "id": f"{did}#{name}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": multikey(key),
        }
        for name, key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def picture(signed: Document, title: str, by: str, lines: Sequence[str]) -> bytes:
    """An SVG badge drawn with its title in `lines`, the signed credential inside (Open Badges 3.0, section 5.3)."""
    drawn = "".join(_line(line, 180 + 34 * number, 26, "#12303b") for number, line in enumerate(lines))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{OPEN_BADGES_NAMESPACE}" '
        'viewBox="0 0 400 400" role="img" font-family="sans-serif">'
        f"<title>{_xml(title)}</title>"
        '<circle cx="200" cy="200" r="190" fill="#ffffff" stroke="#0b5e6f" stroke-width="14"/>'
        '<circle cx="200" cy="200" r="168" fill="none" stroke="#0b5e6f" stroke-width="2"/>'
        f"{drawn}{_line(by, 318, 17, '#3b5560')}"
        f"<{OPEN_BADGES_ELEMENT}>{escape(json.dumps(signed), quote=False)}</{OPEN_BADGES_ELEMENT}></svg>\n"
    ).encode()


def _line(text: str, y: int, size: int, colour: str) -> str:
    return f'<text x="200" y="{y}" text-anchor="middle" font-size="{size}" fill="{colour}">{_xml(text)}</text>'


def _xml(text: str) -> str:
    """Text as XML can hold it: without control characters and the two code points it refuses."""
    return escape("".join(mark for mark in text if mark >= " " and mark not in "\ufffe\uffff"))


def private_bytes(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of a private key, to be kept encrypted."""
    return key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def raw_public(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)

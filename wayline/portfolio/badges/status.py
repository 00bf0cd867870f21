"""Whether a credential was revoked or suspended: W3C Bitstring Status List 1.0, from lists we hold; none is fetched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wayline.portfolio.badges.carriers import Presented, from_text
from wayline.portfolio.badges.findings import Code, Finding, Outcome, Refused, Verdict, bad, good, note, unchecked
from wayline.portfolio.badges.keys import Known
from wayline.portfolio.badges.proofs import issuer_of
from wayline.portfolio.badges.shapes import type_names

Document = Mapping[str, Any]
Judge = Callable[[Presented], Verdict]
ENTRY = "BitstringStatusListEntry"
MEANINGS = {"revocation": Code.REVOKED, "suspension": Code.SUSPENDED}
MOST_ENTRIES = 8


def judge_status(document: Document, known: Known, judge: Judge) -> list[Finding]:
    """`judge` checks the list itself, which is a signed credential too."""
    stated = document.get("credentialStatus")
    entries = stated if isinstance(stated, list) else [stated]
    if stated is None:
        return [note(Code.STATUS_NONE)]
    if len(entries) > MOST_ENTRIES:
        return [bad(Code.FIELD_WRONG, place="credentialStatus")]
    return [_judge_entry(entry, issuer_of(document), known, judge) for entry in entries]


def _judge_entry(entry: Any, issuer: str | None, known: Known, judge: Judge) -> Finding:
    if not isinstance(entry, Mapping):
        return bad(Code.FIELD_WRONG, place="credentialStatus")
    if ENTRY not in type_names(entry) or str(entry.get("statusPurpose")) not in MEANINGS:
        return unchecked(Code.STATUS_UNSUPPORTED, kind=entry.get("statusPurpose") or entry.get("type"))
    address = entry.get("statusListCredential")
    held = known(address) if isinstance(address, str) else None
    if held is None:
        return unchecked(Code.STATUS_UNREACHABLE, address=address)
    try:
        return _look_up(entry, _list_of(held, issuer, judge))
    except (Refused, ValueError) as error:
        return unchecked(Code.STATUS_WRONG, address=address, reason=error)


def _list_of(held: Document | str, issuer: str | None, judge: Judge) -> Document:
    """The subject of a status list of the same issuer whose own signature and dates are right."""
    presented = from_text(held) if isinstance(held, str) else Presented(dict(held))
    verdict = judge(presented)
    if verdict.outcome is not Outcome.GOOD:
        raise ValueError("the list itself did not pass")
    if issuer_of(presented.document) != issuer:
        raise ValueError("the list is not the issuer's own")
    subject: Document = presented.document["credentialSubject"]
    return subject


def _look_up(entry: Document, subject: Document) -> Finding:
    purpose = str(entry["statusPurpose"])
    purposes = subject.get("statusPurpose")
    if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise ValueError("the list is one of another purpose")
    if str(entry.get("statusSize", 1)) != "1":
        raise ValueError("the list uses more than one bit for each credential")
    if is_set(str(subject["encodedList"]), int(str(entry.get("statusListIndex")))):
        return bad(MEANINGS[purpose])
    return good(Code.STATUS_CLEAR)


def is_set(encoded: str, index: int) -> bool:
    """Bit `index` of an encoded list, counted from the left; ValueError if there is none."""
    from openbadgeslib.ob3 import OB3VerificationError, decode_encoded_list

    try:
        bits = decode_encoded_list(encoded)
    except OB3VerificationError as error:
        raise ValueError(str(error)) from error
    if not 0 <= index < len(bits) * 8:
        raise ValueError("the list has no such place")
    return bool(bits[index // 8] & (0x80 >> index % 8))

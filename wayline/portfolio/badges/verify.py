"""A credential of anybody, judged offline as the validator of 1EdTech would, with every reason.

What only the network could tell (a key or a list of revoked credentials on another host) is said to be unchecked; it is
never taken for right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from wayline.portfolio.badges import shapes
from wayline.portfolio.badges.carriers import Presented, unpack
from wayline.portfolio.badges.dates import judge_dates
from wayline.portfolio.badges.findings import Code, Finding, Outcome, Refused, Verdict, bad, good, note, unchecked
from wayline.portfolio.badges.keys import Known, nothing_known
from wayline.portfolio.badges.proofs import judge_proofs, judge_token
from wayline.portfolio.badges.status import judge_status
from wayline.portfolio.badges.vocabularies import judge_contexts

Document = Mapping[str, Any]
OWN_SCHEMAS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/"
MOST_ENDORSEMENTS = 10
DEEPEST = 12


def verify(content: bytes, now: datetime, known: Known = nothing_known) -> Verdict:
    """Judge a file or a pasted text: JSON, JWT, SVG or PNG. Never raises for what the content is."""
    try:
        presented = unpack(content)
    except Refused as refusal:
        return Verdict((refusal.finding,))
    return judge(presented, now, known)


def judge(presented: Presented, now: datetime, known: Known = nothing_known) -> Verdict:
    """Judge a credential with all its endorsements."""
    document = presented.document
    found = _judge_one(presented, now, known)
    endorsements = list(_endorsements(document, 0))
    for number, endorsement in enumerate(endorsements[:MOST_ENDORSEMENTS], start=1):
        inner = _judge_one(Presented(endorsement), now, known)
        found += [finding.within(number) for finding in inner if finding.outcome is not Outcome.GOOD]
    if len(endorsements) > MOST_ENDORSEMENTS:
        found.append(unchecked(Code.MANY_ENDORSEMENTS, checked=MOST_ENDORSEMENTS, all=len(endorsements)))
    return Verdict(tuple(found), document)


def _judge_one(presented: Presented, now: datetime, known: Known) -> list[Finding]:
    """The checks in the order of the specification (Open Badges 3.0, section 9, "Verification and Validation")."""
    document = presented.document
    kind = shapes.kind_of(document)
    found = _judge_content(document, kind, now)
    if kind is None or not _can_be_read(found):
        return found
    token = presented.token
    found += judge_token(document, token, known) if token else judge_proofs(document, now, known)
    if kind != "status_list_credential":
        found += judge_status(document, known, partial(judge, now=now, known=known))
    return found


def _can_be_read(found: list[Finding]) -> bool:
    return not {finding.code for finding in found} & {Code.CONTEXT_MISSING, Code.CONTEXT_UNKNOWN}


def _judge_content(document: Document, kind: str | None, now: datetime) -> list[Finding]:
    try:
        found = judge_contexts(document, open_badges=kind != "status_list_credential")
    except Refused as refusal:
        found = [refusal.finding]
    if kind is None:
        return [*found, bad(Code.KIND_UNKNOWN, stated=", ".join(shapes.type_names(document)) or "–")]
    faults = shapes.faults(document, kind)
    return found + (faults or [good(Code.STRUCTURE_RIGHT)]) + judge_dates(document, now) + _judge_schemas(document)


def _judge_schemas(document: Document) -> list[Finding]:
    """The schemas of Open Badges are what `shapes` holds; those of others lie on the network."""
    stated = document.get("credentialSchema")
    entries = stated if isinstance(stated, list) else [stated]
    named = [str(entry.get("id")) for entry in entries if isinstance(entry, Mapping)]
    return [note(Code.SCHEMA_UNREACHABLE, address=name) for name in named if not name.startswith(OWN_SCHEMAS)]


def _endorsements(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Endorsements stand in the credential, its issuer and its achievement."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _endorsements(item, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "endorsement":
                yield from (inner for inner in (item if isinstance(item, list) else [item]) if isinstance(inner, dict))
            else:
                yield from _endorsements(item, depth + 1)

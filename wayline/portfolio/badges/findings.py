"""What a check of a credential found, without words: the room says it in the reader's language (`badge_words.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """How one finding, or a credential as a whole, is judged."""

    GOOD = "good"
    NOTE = "note"
    """Worth knowing; it changes nothing."""
    UNCHECKED = "unchecked"
    """It could not be checked here: neither right nor wrong."""
    BAD = "bad"


class Code(StrEnum):
    """One kind of finding each; the value names its text."""

    NOT_READABLE = "not_readable"
    TOO_LARGE = "too_large"
    NO_CREDENTIAL = "no_credential"
    CONTEXT_MISSING = "context_missing"
    CONTEXT_UNKNOWN = "context_unknown"
    CONTEXT_OLD = "context_old"
    MODEL_OLD = "model_old"
    KIND_UNKNOWN = "kind_unknown"
    FIELD_MISSING = "field_missing"
    FIELD_WRONG = "field_wrong"
    TYPE_WRONG = "type_wrong"
    STRUCTURE_RIGHT = "structure_right"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    WITHIN_DATES = "within_dates"
    NO_PROOF = "no_proof"
    PROOF_UNSUPPORTED = "proof_unsupported"
    PROOF_OLD = "proof_old"
    PROOF_WRONG = "proof_wrong"
    KEY_UNUSABLE = "key_unusable"
    KEY_METHOD_UNKNOWN = "key_method_unknown"
    KEY_UNREACHABLE = "key_unreachable"
    KEY_UNLISTED = "key_unlisted"
    KEY_FOREIGN = "key_foreign"
    KEY_SELF_STATED = "key_self_stated"
    KEY_IS_NAME = "key_is_name"
    ISSUER_KNOWN = "issuer_known"
    SIGNATURE_RIGHT = "signature_right"
    SIGNATURE_WRONG = "signature_wrong"
    NOT_WHAT_WAS_SIGNED = "not_what_was_signed"
    STATUS_NONE = "status_none"
    STATUS_CLEAR = "status_clear"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    STATUS_UNREACHABLE = "status_unreachable"
    STATUS_UNSUPPORTED = "status_unsupported"
    STATUS_WRONG = "status_wrong"
    SCHEMA_UNREACHABLE = "schema_unreachable"
    MANY_ENDORSEMENTS = "many_endorsements"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: its kind, how it is judged, the facts for its sentence and the place in the file."""

    code: Code
    outcome: Outcome
    facts: Mapping[str, str] = field(default_factory=dict)
    endorsement: int = 0
    """0 for the credential itself; from 1 for an endorsement that is part of it."""

    def within(self, endorsement: int) -> Finding:
        return replace(self, endorsement=endorsement)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on a credential with everything that led to it, and what it says (None if it could not be read)."""

    findings: tuple[Finding, ...]
    document: Mapping[str, Any] | None = None

    @property
    def outcome(self) -> Outcome:
        """`bad` if anything is wrong, `unchecked` if anything could not be checked, else `good`."""
        found = {finding.outcome for finding in self.findings}
        for outcome in (Outcome.BAD, Outcome.UNCHECKED):
            if outcome in found:
                return outcome
        return Outcome.GOOD

    @property
    def is_vouched_for(self) -> bool:
        """Whether the key is known to be the issuer's from elsewhere than the credential itself.

        Without that, anybody could have made the credential and put any name on it.
        """
        return Code.ISSUER_KNOWN in self.codes(Outcome.GOOD)

    def codes(self, outcome: Outcome | None = None) -> set[Code]:
        return {finding.code for finding in self.findings if outcome in (None, finding.outcome)}


class Refused(Exception):
    """A check that ends at its first finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code.value)
        self.finding = finding


def bad(code: Code, **facts: object) -> Finding:
    return Finding(code, Outcome.BAD, _texts(facts))


def good(code: Code, **facts: object) -> Finding:
    return Finding(code, Outcome.GOOD, _texts(facts))


def note(code: Code, **facts: object) -> Finding:
    return Finding(code, Outcome.NOTE, _texts(facts))


def unchecked(code: Code, **facts: object) -> Finding:
    return Finding(code, Outcome.UNCHECKED, _texts(facts))


def any_bad(findings: Iterable[Finding]) -> bool:
    return any(finding.outcome is Outcome.BAD for finding in findings)


LONGEST_FACT = 200


def _texts(facts: Mapping[str, object]) -> dict[str, str]:
    """Facts come from strangers' files: each is held to a length."""
    return {name: _short(str(fact)) for name, fact in facts.items()}


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"

"""The one place that knows `openbadgeslib` from inside: JSON-LD as data, its canonical form, what a signature covers.

The version is held below 4.7 in pyproject.toml because two of these functions are not part of the library's public
interface; `tests/portfolio/badges` fails if they change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from openbadgeslib.ob3 import OB3VerificationError, _canon_guard, ldp
from openbadgeslib.ob3.contexts import document_loader

from wayline.portfolio.badges.vocabularies import extra_for, is_first_generation

Document = Mapping[str, Any]
Unusable = OB3VerificationError
ENDORSEMENT_PLACE = re.compile(r"^the endorsement at (/\S+)")
SYNONYMS = {"Achievement": "achievement"}
"""Two names for one thing in the first vocabulary of Open Badges 3.0."""
PLACE = re.compile(r"\(at (/[^)]*)\)")


def place_not_covered(document: Document, proof: Document) -> str | None:
    """Where the text says something that the data, and so the signature, does not hold; None if nowhere.

    A signature covers what the text means. Without this check a name spelled otherwise would hide, say, a status from
    those who read the text, and the signature would still be right.
    """
    loader = document_loader(extra_for(document))
    if is_first_generation(document):
        return _place_changed_by_reading(document, loader)
    try:
        ldp._check_json_ld_form({**document, "proof": dict(proof)}, dict(proof), loader)
    except Unusable as error:
        found = [pattern.search(str(error)) for pattern in (ENDORSEMENT_PLACE, PLACE)]
        return "".join(match.group(1) for match in found if match) or "–"
    return None


def _place_changed_by_reading(document: Document, loader: Any) -> str | None:
    """For the first generation: read as data and written again, the text must be what it was."""
    _canon_guard._discard_thread_contexts()  # the address of the first vocabulary meant another one since
    processor = _canon_guard.isolate(ldp._require_jsonld())
    unsecured = without(document, "proof")
    try:
        again = processor.compact(unsecured, unsecured["@context"], {"documentLoader": loader})
    except Exception as error:  # the processor raises errors of many kinds on hostile input
        raise Unusable(str(error)) from error
    finally:
        _canon_guard._discard_thread_contexts()
    before, after = _folded(unsecured), _folded(again)
    return next((f"/{name}" for name in {**before, **after} if before.get(name) != after.get(name)), None)


def _folded(value: Any) -> Any:
    """A list of one is the same as its one member; the order of names does not matter."""
    if isinstance(value, list):
        return _folded(value[0]) if len(value) == 1 else [_folded(item) for item in value]
    if isinstance(value, Mapping):
        return {SYNONYMS.get(name, name): _folded(item) for name, item in value.items()}
    return value


def without(document: Document, name: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != name}


def canonical(document: Document) -> str:
    """The canonical N-Quads of a document (RDFC-1.0), within a bounded amount of work; `Unusable` if there is none."""
    if not is_first_generation(document):
        return ldp._canonize(dict(document), document_loader())
    _canon_guard._discard_thread_contexts()
    try:
        return ldp._canonize(dict(document), document_loader(extra_for(document)))
    finally:
        _canon_guard._discard_thread_contexts()


def check_signature(document: Document, proof: Document, pem: bytes) -> None:
    """One proof of the suites eddsa-rdfc-2022 or ecdsa-sd-2023; `Unusable` unless that key made it of this."""
    ldp.verify_data_integrity_proof({**document, "proof": dict(proof)}, pem)

"""The vocabularies (JSON-LD contexts) a credential may name, and where they come from. None is ever fetched."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from wayline.portfolio.badges.findings import Code, Finding, Refused, bad, note, unchecked

VC_2 = "https://www.w3.org/ns/credentials/v2"
VC_1 = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context"
OPEN_BADGES_NOW = f"{OPEN_BADGES}-3.0.3.json"
BUILT = "vocabularies.json"
"""Written by `npm run build`, see wayline/common/assets/build.mjs; not in the repository."""


def judge_contexts(document: Mapping[str, Any], *, open_badges: bool) -> list[Finding]:
    """What the list of vocabularies says about a credential; an unusable one ends the check.

    `open_badges`: the vocabulary of Open Badges must be among them, as it must not for a status list.
    """
    stated = document.get("@context")
    names = stated if isinstance(stated, list) else [stated]
    if not names or names[0] not in (VC_1, VC_2):
        raise Refused(bad(Code.CONTEXT_MISSING, wanted=VC_2))
    ours = [name for name in names if isinstance(name, str) and name.startswith(OPEN_BADGES)]
    if open_badges and not ours:
        raise Refused(bad(Code.CONTEXT_MISSING, wanted=OPEN_BADGES_NOW))
    known = known_names(document)
    unknown = [name for name in names if not isinstance(name, str) or name not in known]
    if unknown:
        raise Refused(unchecked(Code.CONTEXT_UNKNOWN, name=_named(unknown[0])))
    return _old(names[0], ours)


def _old(model: str, ours: list[str]) -> list[Finding]:
    found = []
    if model == VC_1:
        found.append(note(Code.MODEL_OLD))
    if ours and OPEN_BADGES_NOW not in ours:
        found.append(note(Code.CONTEXT_OLD, stated=ours[0]))
    return found


def _named(name: Any) -> str:
    return name if isinstance(name, str) else json.dumps(name)


def known_names(document: Mapping[str, Any]) -> frozenset[str]:
    """The vocabularies we hold for a document of its generation."""
    return _bundled() | frozenset(extra_for(document))


@cache
def _bundled() -> frozenset[str]:
    from openbadgeslib.ob3.contexts import bundled_contexts

    return frozenset(bundled_contexts())


def is_first_generation(document: Mapping[str, Any]) -> bool:
    """A credential of the data model VC 1.1."""
    stated = document.get("@context")
    return (stated[0] if isinstance(stated, list) and stated else stated) == VC_1


def extra_for(document: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Vocabularies beyond those of `openbadgeslib` that a document of the first generation needs; none if not built."""
    return dict(_built()) if is_first_generation(document) else {}


@cache
def _built() -> Mapping[str, dict[str, Any]]:
    file = resources.files(__package__).joinpath(BUILT)
    if not file.is_file():
        return {}
    found: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))
    return found

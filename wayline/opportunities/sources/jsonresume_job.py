"""A job description of JSON Resume (https://jsonresume.org/job-description-schema), for the draft of an offer.

Pay is a number or a text without currency and period there; a number alone says nothing, so it is told and not taken.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from wayline.opportunities.sources.ad import BrokenFile, decoded, markdown_of

LARGEST_MB = 1
REMOTE = {"full": "remote", "hybrid": "hybrid", "none": "on_site"}
HOURS = {"fulltime": "full_time", "parttime": "part_time"}
CONTRACTS = {
    "permanent": "permanent", "contract": "fixed_term", "temporary": "fixed_term", "freelance": "self_employed",
    "seasonal": "seasonal", "apprenticeship": "apprenticeship",
}  # fmt: skip
LONGEST_TEXT, LONGEST_LINE, MOST_LINES, MOST_SKILLS = 20_000, 500, 40, 40


@dataclass(frozen=True, slots=True)
class Taken:
    """`values` are columns of an offer, `skills` words for what it asks for; `left` names what was not taken."""

    values: dict[str, Any]
    skills: tuple[str, ...]
    left: tuple[str, ...]


def read(content: bytes) -> Taken:
    """BrokenFile when it is no job description."""
    try:
        said = json.loads(decoded(content))
    except (ValueError, RecursionError) as error:
        raise BrokenFile("it is no JSON") from error
    if not isinstance(said, dict) or not _line(said.get("title")):
        raise BrokenFile("it has no title")
    title, text = _line(said["title"])[:200], _text(said)
    if not text:
        raise BrokenFile("it has no text")
    found = said.get("location")
    where: dict[str, Any] = found if isinstance(found, dict) else {}
    values = {
        "title": title,
        "text": text,
        "town": _line(where.get("city"))[:120],
        "postcode": _line(where.get("postalCode"))[:16],
        "remote": REMOTE.get(_line(said.get("remote")).lower(), "on_site"),
        **_terms(said.get("type")),
        "details": _details(said),
    }
    return Taken(values, _skills(said.get("skills")), tuple(_left(said)))


def _line(value: Any) -> str:
    """One line of text; a number counts as its digits."""
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(str(value).replace("\0", "").split())[:LONGEST_LINE] if plain else ""


def _lines(value: Any) -> list[str]:
    return [line for one in value[:MOST_LINES] if (line := _line(one))] if isinstance(value, list) else []


def _text(said: dict[str, Any]) -> str:
    """The description, then the qualifications as a list."""
    description = said.get("description")
    parts = [markdown_of(description.replace("\0", ""))] if isinstance(description, str) else []
    if asked := _lines(said.get("qualifications")):
        parts.append("\n".join(f"- {line}" for line in asked))
    return "\n\n".join(part for part in parts if part)[:LONGEST_TEXT]


def _terms(kind: Any) -> dict[str, str]:
    """“Full-time, contract” says hours and contract at once."""
    words = [part.replace("-", "").replace(" ", "").strip() for part in _line(kind).lower().split(",")]
    hours = next((HOURS[word] for word in words if word in HOURS), "")
    contract = next((CONTRACTS[word] for word in words if word in CONTRACTS), "")
    return {"hours": hours, "contract": contract}


def _details(said: dict[str, Any]) -> dict[str, Any]:
    details = {"tasks": _lines(said.get("responsibilities")), "experience": _line(said.get("experience"))}
    return {key: value for key, value in details.items() if value}


def _skills(value: Any) -> tuple[str, ...]:
    """Names, then the keywords that say more exactly what is meant; each once."""
    entries = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    found = [_line(one.get("name")) for one in entries]
    for one in entries:
        found += _lines(one.get("keywords"))
    return tuple(dict.fromkeys(skill[:200] for skill in found if skill))[:MOST_SKILLS]


def _left(said: dict[str, Any]) -> list[str]:
    """By its name in the file."""
    kept = {"title", "description", "location", "type", "remote", "experience", "responsibilities", "qualifications",
            "skills", "meta", "$schema"}  # fmt: skip
    return [name[:40] for name, value in said.items() if name not in kept and value][:20]

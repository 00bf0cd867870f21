"""What each format has no place for, written down by hand: nothing else may be listed as lost.

`*` as a kind means every kind; `*` as a field means that the entry as a whole has no place.
"""
# ruff: noqa: E501

from __future__ import annotations

from wayline.portfolio.record import Entry

Places = dict[str, set[str]]

_EVERYWHERE = {"language", "attachments", "supports"}
HAS_NO_PLACE: dict[str, Places] = {
    "leap2a": {},
    "jsonresume": {
        "*": {*_EVERYWHERE, "country", "details.organisation_url", "details.organisation_about", "ongoing"},
        "experience": {
            "url", "details.form", "details.occupation", "details.isco", "details.sector", "details.hours", "place", "end",
        },
        "education": {
            "place", "description", "url", "end", "details.eqf", "details.national_level", "details.study_type",
            "details.isced_f", "details.credits", "details.credit_scheme", "details.thesis",
        },
        "qualification": {
            "kind", "place", "description", "url", "end", "details.eqf", "details.national_level", "details.study_type",
            "details.isced_f", "details.credits", "details.credit_scheme", "details.thesis", "details.number",
            "details.expires", "details.categories",
        },
        "skill": {
            "organisation", "place", "start", "end", "description", "url", "details.concept", "details.level",
            "details.level_text", "details.years", "details.group",
        },
        "language": {
            "organisation", "place", "start", "end", "description", "url", "details.code", "details.concept",
            "details.mother_tongue", "details.listening", "details.reading", "details.interaction", "details.production",
            "details.writing",
        },
        "digital": {
            "kind", "organisation", "place", "start", "end", "description", "url", "details.competence", "details.level",
            "details.level_text", "details.concept", "details.group",
        },
        "achievement": {"*", "place", "end", "url", "description", "details.form", "details.number", "details.authors", "details.expires"},
        "project": {"place"},
        "interest": {"organisation", "place", "start", "end", "description", "url"},
        "reference": {"organisation", "place", "start", "end", "url", "details.role", "details.email", "details.phone"},
        "credential": {
            "kind", "place", "end", "description", "details.format", "details.raw", "details.achievement",
            "details.expires", "details.form",
        },
        **{kind: {"*"} for kind in ("aspiration", "goal", "file", "link", "journal")},
    },
    "europass": {
        "*": {*_EVERYWHERE},
        "experience": {
            "country", "details.form", "details.occupation", "details.isco", "details.sector", "details.hours",
            "details.highlights", "details.organisation_url", "details.organisation_about",
        },
        "education": {"details.study_type", "details.field", "details.subjects", "details.isced_f"},
        "qualification": {
            "*", "kind", "title", "organisation", "place", "country", "start", "end", "ongoing", "description", "url",
            "details.study_type", "details.field", "details.subjects", "details.isced_f", "details.number",
            "details.expires", "details.categories", "details.eqf", "details.national_level", "details.grade",
            "details.credits", "details.credit_scheme", "details.thesis", "details.organisation_url",
        },
        "skill": {
            "organisation", "place", "country", "start", "end", "ongoing", "description", "url", "details.years",
            "details.keywords",
        },
        "language": {
            "title", "organisation", "place", "country", "start", "end", "ongoing", "description", "url",
            "details.code", "details.concept", "details.level_text", "details.mother_tongue",
            "details.listening", "details.reading", "details.interaction", "details.production", "details.writing",
        },
        "digital": {
            "organisation", "place", "country", "start", "end", "ongoing", "description", "url", "details.concept",
            "details.keywords",
        },
        "achievement": {
            "organisation", "place", "country", "end", "ongoing", "details.number", "details.authors", "details.expires",
        },
        "project": {
            "organisation", "place", "country", "details.roles", "details.highlights", "details.keywords", "details.form",
        },
        "interest": {"organisation", "place", "country", "details.keywords"},
        "aspiration": {
            "organisation", "place", "country", "details.occupations", "details.areas", "details.conditions",
        },
        "goal": {"organisation", "place", "country", "details.done", "details.steps"},
        "reference": {"organisation", "place", "country", "details.role", "details.email", "details.phone"},
        "file": {"*"},
        "link": {"organisation", "place", "country"},
        "journal": {"organisation", "place", "country", "details.tags"},
        "credential": {
            "organisation", "place", "country", "details.format", "details.raw", "details.achievement", "details.expires",
        },
    },
}  # fmt: skip
HOLDER_HAS_NO_PLACE: dict[str, set[str]] = {
    "leap2a": set(),
    "jsonresume": {
        "given_name", "family_name", "display_name", "birth_date", "nationalities", "contacts", "record.language",
    },
    "europass": {"given_name", "display_name", "headline", "region", "contacts"},
}  # fmt: skip


def allowed(form: str, entry: Entry, what: str) -> bool:
    places = HAS_NO_PLACE[form]
    own = places.get(entry.kind, set()) | places.get("*", set())
    return what in own or (what == "entry" and "*" in own)

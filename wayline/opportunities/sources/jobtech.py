"""JobTech JobAd (Swedish public employment service): search answers, lists and lines of JSON.

https://jobsearch.api.jobtechdev.se. Occupation groups are SSYK 2012, which follows ISCO-08 at four digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from wayline.opportunities.sources import stream
from wayline.opportunities.sources.ad import Ad, Refusal, day, made, markdown_of

HOURS = {"6YE1_gAC_R2G": "full_time", "947z_JGS_Uk2": "part_time"}
PERMANENT = "a7uU_j21_mkL"
SEASONAL, ON_CALL = {"Jh8f_q9J_pbJ", "EBhX_Qm2_8eX"}, {"1paU_aCR_nGn"}
TEXTS = ("text", "company_information", "needs", "requirements", "conditions")


def read(file: BinaryIO, mapping: Mapping[str, str] | None = None) -> Iterator[Ad | Refusal]:
    with stream.text(file) as text:
        for place, said in stream.objects(text):
            one = said.get("_source", said) if isinstance(said, dict) else said
            if not isinstance(one, dict):
                yield Refusal(place, "it is no object")
            elif not one.get("removed"):
                yield made(place, _values(one))


def _in(data: Any, *names: str) -> Any:
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _word(data: Any, *names: str) -> str:
    found = _in(data, *names)
    return found if isinstance(found, str) else ""


def _values(ad: dict[str, Any]) -> dict[str, Any]:
    country = _word(ad, "workplace_address", "country")
    return {
        "key": str(ad.get("id") or ""),
        "title": _word(ad, "headline"),
        "text": "\n\n".join(markdown_of(part) for name in TEXTS if (part := _word(ad, "description", name))),
        "employer": _word(ad, "employer", "name") or _word(ad, "employer", "workplace"),
        "url": _word(ad, "webpage_url"),
        "language": "sv",
        "town": _word(ad, "workplace_address", "city") or _word(ad, "workplace_address", "municipality"),
        "postcode": _word(ad, "workplace_address", "postcode"),
        "region": _word(ad, "workplace_address", "region"),
        "country": "SE" if country == "Sverige" else country,
        "remote": "remote" if _in(ad, "remote_work", "option") else "on_site",
        "hours": HOURS.get(_word(ad, "working_hours_type", "concept_id"), ""),
        "contract": _contract(ad),
        "deadline": day(ad.get("application_deadline")),
        "openings": ad["number_of_vacancies"] if _is_count(ad.get("number_of_vacancies")) else None,
        "occupations": tuple(_occupations(ad)),
        "must": tuple(_skills(ad, "must_have")),
        "nice": tuple(_skills(ad, "nice_to_have")),
        "email": _word(ad, "application_details", "email"),
        "apply_url": _word(ad, "application_details", "url"),
        "contact_name": _word(ad, "application_details", "reference"),
    }


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 10_000


def _contract(ad: dict[str, Any]) -> str:
    kind, duration = _word(ad, "employment_type", "concept_id"), _word(ad, "duration", "concept_id")
    if kind in SEASONAL:
        return "seasonal"
    if kind in ON_CALL:
        return "on_call"
    if not duration:
        return ""
    return "permanent" if duration == PERMANENT else "fixed_term"


def _occupations(ad: dict[str, Any]) -> Iterator[tuple[str, str]]:
    group = _word(ad, "occupation_group", "legacy_ams_taxonomy_id")
    if group:
        yield "isco-08", group
    if name := _word(ad, "occupation", "label"):
        yield "", name


def _skills(ad: dict[str, Any], need: str) -> Iterator[str]:
    for one in _in(ad, need, "skills") or []:
        if label := _word(one, "label"):
            yield label[:200]

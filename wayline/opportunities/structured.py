"""An opportunity as schema.org JSON-LD, for search engines and other services. Plain Python.

JobPosting for jobs and work experience, Course with a CourseInstance for training; a mentor's offer has no type there.
https://schema.org/JobPosting
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

CONTEXT = "https://schema.org"
EMPLOYMENT = {
    "full_time": ["FULL_TIME"],
    "part_time": ["PART_TIME"],
    "either": ["FULL_TIME", "PART_TIME"],
}
CONTRACTS = {
    "fixed_term": "TEMPORARY",
    "agency": "CONTRACTOR",
    "seasonal": "TEMPORARY",
    "apprenticeship": "APPRENTICESHIP",
    "on_call": "PER_DIEM",
    "self_employed": "CONTRACTOR",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said of an opportunity on its page. `html` is clean HTML; `url` the page's whole address."""

    kind: str
    url: str
    title: str
    html: str
    offered_by: str
    published_at: datetime
    shown_until: date
    language: str = "en"
    employer_url: str = ""
    town: str = ""
    postcode: str = ""
    region: str = ""
    country: str = ""
    remote: str = "on_site"
    hours: str = ""
    contract: str = ""
    pay_from: Decimal | None = None
    pay_to: Decimal | None = None
    pay_per: str = ""
    currency: str = ""
    starts_on: date | None = None
    deadline: date | None = None
    occupations: Sequence[tuple[str, str]] = ()
    """Code and name of each."""
    skills: Sequence[str] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


def json_ld(shown: Shown) -> dict[str, Any] | None:
    """What is not said is left out. None for a kind that schema.org has no type for."""
    match shown.kind:
        case "vacancy" | "work_experience":
            return _without_gaps(_posting(shown))
        case "training":
            return _without_gaps(_course(shown))
        case _:
            return None


def script_text(data: Mapping[str, Any]) -> str:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003C").replace(">", "\\u003E").replace("&", "\\u0026")


def _without_gaps(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def _posting(shown: Shown) -> dict[str, Any]:
    kinds = [*EMPLOYMENT.get(shown.hours, []), CONTRACTS.get(shown.contract, "")]
    if shown.kind == "work_experience":
        kinds = ["INTERN"]
    return {
        "@context": CONTEXT,
        "@type": "JobPosting",
        "url": shown.url,
        "identifier": {"@type": "PropertyValue", "name": shown.offered_by, "value": shown.url},
        "title": shown.title,
        "description": shown.html,
        "inLanguage": shown.language,
        "datePosted": shown.published_at.date().isoformat(),
        "validThrough": (shown.deadline or shown.shown_until).isoformat(),
        "jobStartDate": shown.starts_on.isoformat() if shown.starts_on else None,
        "employmentType": [kind for kind in kinds if kind],
        "hiringOrganization": _organisation(shown),
        "jobLocation": _place(shown),
        "jobLocationType": "TELECOMMUTE" if shown.remote == "remote" else None,
        "baseSalary": _salary(shown),
        "skills": list(shown.skills),
        "occupationalCategory": [f"{code} {name}" for code, name in shown.occupations],
        "totalJobOpenings": shown.details.get("openings"),
        "experienceRequirements": shown.details.get("experience"),
        "jobBenefits": ", ".join(shown.details.get("benefits", [])),
        "directApply": False,
    }


def _organisation(shown: Shown) -> dict[str, Any]:
    return _without_gaps({"@type": "Organization", "name": shown.offered_by, "sameAs": shown.employer_url})


def _place(shown: Shown) -> dict[str, Any] | None:
    address = _without_gaps(
        {
            "addressLocality": shown.town,
            "postalCode": shown.postcode,
            "addressRegion": shown.region,
            "addressCountry": shown.country,
        }
    )
    return {"@type": "Place", "address": {"@type": "PostalAddress", **address}} if address else None


def _salary(shown: Shown) -> dict[str, Any] | None:
    if shown.pay_from is None and shown.pay_to is None:
        return None
    low = float(shown.pay_from) if shown.pay_from is not None else None
    high = float(shown.pay_to) if shown.pay_to is not None else None
    value = _without_gaps({"@type": "QuantitativeValue", "minValue": low, "maxValue": high})
    return {
        "@type": "MonetaryAmount",
        "currency": shown.currency,
        "value": {**value, "unitText": shown.pay_per.upper()},
    }


def _course(shown: Shown) -> dict[str, Any]:
    details = shown.details
    weeks = details.get("weeks")
    hours = details.get("teaching_hours")
    instance = {
        "@type": "CourseInstance",
        "courseMode": {"classroom": "Onsite", "online": "Online", "blended": "Blended"}.get(details.get("form", "")),
        "startDate": shown.starts_on.isoformat() if shown.starts_on else None,
        "courseWorkload": f"PT{hours:g}H" if hours else None,
        "courseSchedule": {"@type": "Schedule", "duration": f"P{weeks:g}W"} if weeks else None,
        "location": _place(shown),
    }
    offer = {"@type": "Offer", "price": details["cost"], "priceCurrency": shown.currency} if "cost" in details else None
    return {
        "@context": CONTEXT,
        "@type": "Course",
        "url": shown.url,
        "name": shown.title,
        "description": shown.html,
        "inLanguage": shown.language,
        "provider": _organisation(shown),
        "teaches": [*details.get("goals", []), *shown.skills],
        "occupationalCredentialAwarded": details.get("certificate"),
        "offers": offer,
        "hasCourseInstance": _without_gaps(instance),
    }

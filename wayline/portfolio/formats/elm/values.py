"""Values of the European Learning Model: texts by language, concepts of controlled lists, times."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wayline.portfolio.formats.codes import LANGUAGE3, country_of, language_of
from wayline.portfolio.record import PartialDate

OURS = "urn:wayline:"
RECORD = f"{OURS}record"
"""The id of a credential that Wayline made of a person's own words: no issuer stands behind it."""
CONTEXT = ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"]
AUTHORITY = "http://publications.europa.eu/resource/authority"
EQF = "http://data.europa.eu/snb/eqf"
ISCED = "http://data.europa.eu/snb/isced-f"
Value = dict[str, Any]


def objects(value: Any, key: str) -> Iterator[Value]:
    """The objects under a key, which holds one or a list of them."""
    found = value.get(key) if isinstance(value, dict) else None
    yield from (one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict))


def first(value: Any, *path: str) -> Value:
    """The first object down a path, or an empty one."""
    for key in path:
        value = next(objects(value, key), {})
    return value if isinstance(value, dict) else {}


def text(value: Any, key: str, language: str) -> str:
    """A text in the language asked for, in English, or in the first there is."""
    found = value.get(key) if isinstance(value, dict) else None
    if isinstance(found, str):
        return found.strip()
    if not isinstance(found, dict):
        return ""
    said = {name: one[0] if isinstance(one, list) and one else one for name, one in found.items()}
    said = {name: one for name, one in said.items() if isinstance(one, str) and one.strip()}
    return str(said.get(language) or said.get("en") or next(iter(said.values()), "")).strip()


def plain(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found.strip() if isinstance(found, str) else ""


def last_part(value: Any) -> str:
    """The end of a concept's address, which is its code."""
    return plain(value, "id").rstrip("/").rpartition("/")[2]


def country(value: Any) -> str:
    return country_of(last_part(value))


def language(value: Any) -> str:
    return language_of(last_part(value))


def day(value: Any, key: str) -> PartialDate | None:
    """The day of a time. The Commission's tools write midnight in Brussels as the evening before in UTC."""
    said = plain(value, key)
    try:
        time = datetime.fromisoformat(said)
    except ValueError:
        return None
    if time.tzinfo is not None:
        try:
            local = time.astimezone(ZoneInfo("Europe/Brussels"))
        except (OverflowError, ValueError):
            return None
        time = local if local.time() == datetime.min.time() else time
    return PartialDate(time.year, time.month, time.day)


def time_of(date: PartialDate | None) -> str:
    """Midnight UTC of a whole day; "" for a date that names only its month or year: the model has no such."""
    return f"{date}T00:00:00Z" if date is not None and date.day is not None else ""


def concept(address: str, scheme: str, label: str = "", speech: str = "en") -> Value:
    made: Value = {"id": address, "type": "Concept", "inScheme": {"id": scheme, "type": "ConceptScheme"}}
    return made | ({"prefLabel": {speech: label}} if label else {})


def language_concept(code: str) -> Value:
    return concept(f"{AUTHORITY}/language/{LANGUAGE3.get(code, code).upper()}", f"{AUTHORITY}/language")

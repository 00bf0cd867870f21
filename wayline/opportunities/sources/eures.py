"""Vacancies as European employment services exchange them: HR-XML 3.2 `PositionOpening`, as EURES profiles it.

One document, or any that holds several; also the JSON answers of the EURES services, which carry the XML as a text.
Occupations are codes of ISCO-08 or addresses of ESCO. Of several languages of one vacancy the first is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from wayline.opportunities.sources import stream
from wayline.opportunities.sources.ad import Ad, BrokenFile, Refusal, day, decoded, made, markdown_of, money

OPENING = "PositionOpening"
ESCO, ISCO = "http://data.europa.eu/esco/occupation/", "http://data.europa.eu/esco/isco/"
HOURS = {"fulltime": "full_time", "parttime": "part_time"}
CONTRACTS = {
    "directhire": "permanent", "permanent": "permanent", "temporary": "fixed_term", "temporarytohire": "fixed_term",
    "contracthire": "fixed_term", "contracttohire": "fixed_term", "seasonal": "seasonal", "oncall": "on_call",
    "apprenticeship": "apprenticeship", "selfemployed": "self_employed",
}  # fmt: skip
PER = {"hour": "hour", "day": "day", "dail": "day", "week": "week", "month": "month", "year": "year", "annu": "year"}
"""Beginnings of the words for an interval."""
OVER = {"closed", "inactive", "deleted"}
DEEPEST = 12
"""Nested lists and objects of a JSON answer that are looked into."""


def read(file: BinaryIO, mapping: Mapping[str, str] | None = None) -> Iterator[Ad | Refusal]:
    start = file.read(1000).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    file.seek(0)
    if start in (b"{", b"["):
        yield from _of_answer(decoded(stream.whole(file)))
        return
    number = 0
    for number, one in enumerate(_openings(file), start=1):
        if taken := _taken(f"vacancy {number}", one):
            yield taken
        one.clear()
    if not number:
        raise BrokenFile("it holds no PositionOpening")


def _openings(file: BinaryIO) -> Iterator[Element]:
    """One after the other, so that a large file does not stand in memory as a tree."""
    try:
        for _event, element in iterparse(file, forbid_dtd=True):
            if element.tag.rpartition("}")[2] == OPENING:
                yield element
    except DefusedXmlException as error:
        raise BrokenFile("it declares a document type, and files with one are not read, for safety") from error
    except (ParseError, ValueError, LookupError) as error:
        line, column = getattr(error, "position", (1, 0))
        raise BrokenFile(f"it is no well-formed XML (line {line}, column {column + 1})") from error


def _of_answer(text: str) -> Iterator[Ad | Refusal]:
    """Every `hrxml` of an answer, wherever it stands in it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BrokenFile("it is no JSON") from error
    found = list(_texts(data, DEEPEST))
    if not found:
        raise BrokenFile("it holds no vacancy (no “hrxml”)")
    for number, one in enumerate(found, start=1):
        place = f"vacancy {number}"
        try:
            openings = list(_openings(BytesIO(one.encode())))
        except BrokenFile as error:
            yield Refusal(place, str(error))
            continue
        if not openings:
            yield Refusal(place, "it holds no PositionOpening")
        yield from (taken for opening in openings if (taken := _taken(place, opening)))


def _texts(data: Any, deep: int) -> Iterator[str]:
    if not deep:
        return
    if isinstance(data, dict):
        if isinstance(text := data.get("hrxml"), str):
            yield text
        data = list(data.values())
    for one in data if isinstance(data, list) else ():
        yield from _texts(one, deep - 1)


def _taken(place: str, opening: Element) -> Ad | Refusal | None:
    """None for one that is over."""
    status = _word(opening, "PositionOpeningStatusCode")
    if _plain(status) in OVER:
        return None
    profile = opening.find("{*}PositionProfile")
    if profile is None:
        return Refusal(place, "it has no PositionProfile")
    return made(place, _values(opening, profile))


def _values(opening: Element, profile: Element) -> dict[str, Any]:
    address, contact = "PositionLocation/Address", dict(_contact(profile))
    return {
        "key": _word(opening, "DocumentID"),
        "title": _word(profile, "PositionTitle"),
        "text": "\n\n".join(
            markdown_of(text) for one in profile.iterfind(_path("PositionFormattedDescription/Content"))
            if (text := _text(one))
        ),
        "employer": _word(profile, "PositionOrganization/OrganizationIdentifiers/OrganizationName"),
        "language": profile.get("languageCode", "").strip().lower()[:2],
        "town": _word(profile, f"{address}/CityName"),
        "postcode": _word(profile, f"{address}/PostalCode"),
        "region": _word(profile, f"{address}/CountrySubDivisionCode"),
        "country": _word(profile, f"{address}/CountryCode"),
        "hours": HOURS.get(_plain(_word(profile, "PositionScheduleTypeCode")), ""),
        "contract": CONTRACTS.get(_plain(_word(profile, "PositionOfferingTypeCode")), ""),
        "starts_on": day(_word(profile, "PositionPeriod/StartDate") or _word(profile, "PositionPeriod/StartDate/*")),
        "deadline": day(_word(profile, "ApplicationCloseDate") or _word(profile, "ApplicationCloseDate/*")),
        "openings": _count(_word(profile, "PositionOpenQuantity")),
        "occupations": tuple(dict.fromkeys(_occupations(profile))),
        **_pay(profile),
        **contact,
    }  # fmt: skip


def _path(path: str) -> str:
    """Names in any namespace: services write those of HR-XML and OAGIS, and some invent theirs."""
    return "/".join("{*}" + step if step != "*" else step for step in path.split("/"))


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(map(str, element.itertext())).strip()


def _word(element: Element, path: str) -> str:
    found = element.find(_path(path))
    return "" if found is None or len(found) else _text(found)


def _plain(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalpha())


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 10_000 else None


def _occupations(profile: Element) -> Iterator[tuple[str, str]]:
    for one in profile.iterfind("{*}JobCategoryCode"):
        code = _text(one)
        if code.startswith(ESCO):
            yield "esco", code
        elif code.startswith(ISCO):
            yield "isco-08", code.removeprefix(ISCO).lstrip("C")
        elif code.isascii() and code.isdigit() and "isco" in one.get("listName", "").lower():
            yield "isco-08", code


def _contact(profile: Element) -> Iterator[tuple[str, str]]:
    """How one applies; of each way the last that is named."""
    for person in profile.iterfind(_path("PostingInstruction/ApplicationMethod/PersonContact")):
        whole, given, family = (_word(person, f"PersonName/{part}Name") for part in ("Formatted", "Given", "Family"))
        yield "contact_name", whole or f"{given} {family}"
    for way in profile.iterfind("{*}PostingInstruction//{*}Communication"):
        address, number = _word(way, "URI"), _word(way, "DialNumber")
        if number:
            yield "phone", number
        if address.startswith(("http://", "https://")):
            yield "apply_url", address
        elif "@" in address:
            yield "email", address.removeprefix("mailto:")


def _pay(profile: Element) -> dict[str, Any]:
    package = profile.find("{*}OfferedRemunerationPackage")
    if package is None:
        return {}
    low, high = (package.find(f".//{{*}}Remuneration{which}Amount") for which in ("Minimum", "Maximum"))
    told = low if low is not None else high
    interval = next(
        (
            _text(one)
            for name in ("IntervalCode", "BasisCode")
            for one in package.iterfind(f".//{{*}}Remuneration{name}")
        ),
        "",
    )
    return {
        "pay_from": money(_text(low)),
        "pay_to": money(_text(high)),
        "pay_per": next((per for start, per in PER.items() if interval.lower().startswith(start)), ""),
        "currency": "" if told is None else (told.get("currencyID") or told.get("currencyCode") or "").upper()[:3],
    }

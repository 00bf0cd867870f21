"""schema.org JobPosting: JSON-LD (a file, or inside a web page) and microdata. https://schema.org/JobPosting"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from bs4 import BeautifulSoup
from bs4.element import Tag

from wayline.opportunities.sources import stream
from wayline.opportunities.sources.ad import Ad, BrokenFile, Refusal, day, decoded, made, markdown_of, money

DEEPEST = 30
HOURS = {"FULLTIME": "full_time", "PARTTIME": "part_time"}
CONTRACTS = {
    "TEMPORARY": "fixed_term", "CONTRACTOR": "self_employed", "PERDIEM": "on_call", "APPRENTICESHIP": "apprenticeship",
    "PERMANENT": "permanent", "SEASONAL": "seasonal",
}  # fmt: skip
PER = {"HOUR": "hour", "DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}
CODED = {"soc": "onet-soc", "onet": "onet-soc", "isco": "isco-08", "esco": "esco"}
LISTS = ("@graph", "itemListElement", "dataFeedElement", "item", "mainEntity", "hasPart")
PARTS = (
    ("Responsibilities", "responsibilities"),
    ("Qualifications", "qualifications"),
    ("Education", "educationRequirements"),
    ("Experience", "experienceRequirements"),
    ("Benefits", "jobBenefits"),
)


def read(file: BinaryIO, mapping: Mapping[str, str] | None = None) -> Iterator[Ad | Refusal]:
    """Every JobPosting of a page or file, in its order. A file without any is broken."""
    text = decoded(stream.whole(file))
    found = list(_postings(text))
    if not found:
        raise BrokenFile("there is no JobPosting in it, neither as JSON-LD nor as microdata")
    for place, posting in found:
        yield posting if isinstance(posting, Refusal) else made(place, _values(posting))


def _postings(text: str) -> Iterator[tuple[str, dict[str, Any] | Refusal]]:
    if text.lstrip()[:1] in ("{", "["):
        yield from _of_json(text, "the file")
        return
    soup = BeautifulSoup(text, "html.parser")
    blocks = soup.find_all("script", type=re.compile(r"application/ld\+json", re.IGNORECASE))
    for number, block in enumerate(blocks, start=1):
        yield from _of_json(block.get_text(), f"JSON-LD block {number}")
    scopes = soup.find_all(itemtype=re.compile(r"schema\.org/JobPosting\b"))
    for number, scope in enumerate(scopes, start=1):
        yield f"microdata item {number}", _item(scope, 0)


def _of_json(text: str, where: str) -> Iterator[tuple[str, dict[str, Any] | Refusal]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "JobPosting" in text:
            yield where, Refusal(where, f"it is no JSON: {str(error)[:100]}")
        return
    for number, posting in enumerate(_walk(data, 0), start=1):
        yield f"{where}, posting {number}", posting


def _walk(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _walk(one, depth + 1)
    elif isinstance(data, dict):
        if "JobPosting" in _many(data.get("@type")):
            yield data
            return
        for name in LISTS:
            yield from _walk(data.get(name), depth + 1)


def _item(scope: Tag, depth: int) -> dict[str, Any]:
    """A microdata item as JSON-LD would say it."""
    found: dict[str, Any] = {"@type": str(scope.get("itemtype", "")).rpartition("/")[2]}
    for tag in scope.find_all(itemprop=True):
        if tag.find_parent(itemscope=True) is not scope or depth > DEEPEST:
            continue
        value = _item(tag, depth + 1) if tag.has_attr("itemscope") else _value(tag)
        for name in str(tag.get("itemprop", "")).split():
            found[name] = [*_many(found[name]), value] if name in found else value
    return found


def _value(tag: Tag) -> str:
    for name in ("content", "datetime", "href", "src"):
        if tag.has_attr(name):
            return str(tag[name])
    return tag.decode_contents() if tag.find(["p", "li", "br"]) else tag.get_text(" ", strip=True)


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any, *names: str) -> str:
    """A text, or the text of a thing by the first of these names."""
    for one in _many(value):
        if isinstance(one, dict):
            return next((_text(one[name]) for name in (*names, "name", "@value", "value") if one.get(name)), "")
        if one not in (None, ""):
            return str(one)
    return ""


def _values(said: dict[str, Any]) -> dict[str, Any]:
    address = next(iter(_addresses(said)), {})
    kinds = {re.sub(r"[^A-Z]", "", str(one).upper()) for one in _many(said.get("employmentType"))}
    return {
        "key": _text(said.get("identifier"), "value") or _text(said.get("url")) or _text(said.get("@id")),
        "title": markdown_of(_text(said.get("title")) or _text(said.get("name"))),
        "text": _whole_text(said),
        "employer": _text(said.get("hiringOrganization"), "name", "legalName"),
        "url": _text(said.get("url")),
        "language": _text(said.get("inLanguage"), "alternateName")[:8].lower(),
        "town": _text(address.get("addressLocality")),
        "postcode": _text(address.get("postalCode")),
        "region": _text(address.get("addressRegion")),
        "country": _text(address.get("addressCountry"), "identifier"),
        "remote": "remote" if "TELECOMMUTE" in str(said.get("jobLocationType", "")).upper() else "on_site",
        "hours": _hours(kinds),
        "contract": next((CONTRACTS[kind] for kind in sorted(kinds) if kind in CONTRACTS), ""),
        "starts_on": day(_text(said.get("jobStartDate"))),
        "deadline": day(_text(said.get("validThrough"))),
        "openings": _whole(said.get("totalJobOpenings")),
        "occupations": tuple(_occupations(said)),
        "must": tuple(_skills(said.get("skills"))),
        "email": _text(said.get("applicationContact"), "email"),
        "phone": _text(said.get("applicationContact"), "telephone") if said.get("applicationContact") else "",
        **_pay(said),
    }


def _hours(kinds: set[str]) -> str:
    named = {HOURS[kind] for kind in kinds if kind in HOURS}
    return "either" if len(named) == 2 else next(iter(named), "")


def _addresses(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place in _many(said.get("jobLocation")):
        address = place.get("address", place) if isinstance(place, dict) else {"addressLocality": place}
        yield address if isinstance(address, dict) else {"addressLocality": str(address)}


def _whole_text(said: dict[str, Any]) -> str:
    parts = [markdown_of(_text(said.get("description")))]
    for heading, name in PARTS:
        lines = [markdown_of(_text(one, "name", "description")) for one in _many(said.get(name))]
        body = "\n\n".join(line for line in lines if line)
        if body and body not in parts[0]:
            parts.append(f"## {heading}\n\n{body}")
    return "\n\n".join(part for part in parts if part)


def _pay(said: dict[str, Any]) -> dict[str, Any]:
    salary = next(iter(_many(said.get("baseSalary"))), None)
    if not isinstance(salary, dict):
        amount = money(salary) if salary is not None else None
        return {
            "pay_from": amount,
            "pay_per": "year" if amount else "",
            "currency": _text(said.get("salaryCurrency"))[:3],
        }
    value = salary.get("value", salary)
    value = value if isinstance(value, dict) else {"value": value}
    single = money(value.get("value")) if value.get("value") is not None else None
    return {
        "pay_from": money(value.get("minValue")) or single,
        "pay_to": money(value.get("maxValue")) or single,
        "pay_per": PER.get(_text(value.get("unitText") or salary.get("unitText")).upper(), ""),
        "currency": (_text(salary.get("currency")) or _text(said.get("salaryCurrency")))[:3].upper(),
    }


def _whole(value: Any) -> int | None:
    text = _text(value)
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= 10_000 else None


def _skills(value: Any) -> Iterator[str]:
    for one in _many(value):
        name = _text(one)
        if "<" in name:
            yield from (" ".join(item.get_text().split())[:200] for item in BeautifulSoup(name, "html.parser")("li"))
        else:
            yield from (part.strip()[:200] for part in re.split(r"[,;\n]", name) if part.strip())


def _occupations(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    named = said.get("relevantOccupation")
    categories = [*_many(said.get("occupationalCategory"))]
    for one in _many(named):
        categories += _many(one.get("occupationalCategory")) if isinstance(one, dict) else []
    for one in categories:
        yield from _category(one)
    if name := _text(named):
        yield "", name


def _category(one: Any) -> Iterator[tuple[str, str]]:
    """`15-1132.00 Software Developers`, `2512`, an ESCO address, or a CategoryCode."""
    if isinstance(one, dict):
        code = _text(one.get("codeValue"))
        scheme = re.sub(r"[^a-z]", "", _text(one.get("inCodeSet")).lower())
        yield next((key for sign, key in CODED.items() if scheme.startswith(sign)), "onet-soc"), code
        return
    text = str(one).strip()
    if match := re.match(r"(\d{2}-\d{4}(?:\.\d{2})?)\b", text):
        yield "onet-soc", match[1] if "." in match[1] else f"{match[1]}.00"
    elif match := re.match(r"(\d{4}(?:\.[\d.]+)?)\b", text):
        yield ("esco" if "." in match[1] else "isco-08"), match[1]
    elif "data.europa.eu/esco/" in text:
        yield "esco", text
    elif text:
        yield "", text

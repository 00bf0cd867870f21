"""CSV with a mapping of our fields to the headings of the columns. RFC 4180, and what spreadsheets make of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from wayline.opportunities.sources import stream
from wayline.opportunities.sources.ad import Ad, BrokenFile, Refusal, day, made, markdown_of, money

FIELDS = (
    "key", "title", "text", "employer", "url", "language", "town", "postcode", "region", "country", "remote", "hours",
    "contract", "pay_from", "pay_to", "pay_per", "currency", "starts_on", "deadline", "openings", "occupation", "must",
    "nice", "email", "phone", "contact_name", "apply_url",
)  # fmt: skip
"""Our fields; a column whose heading is one of these needs no mapping."""
HEAD = 20_000
"""Characters that are looked at for the sign between columns."""
DATES, AMOUNTS, LISTS = ("starts_on", "deadline"), ("pay_from", "pay_to"), ("must", "nice")
CHOICES = {
    "remote": ("on_site", "hybrid", "remote"),
    "hours": ("full_time", "part_time", "either"),
    "contract": ("permanent", "fixed_term", "agency", "seasonal", "apprenticeship", "on_call", "self_employed"),
    "pay_per": ("hour", "day", "week", "month", "year"),
}
CODES = (("esco", r"\d{4}\.[\d.]+"), ("isco-08", r"\d{4}"), ("onet-soc", r"\d{2}-\d{4}\.\d{2}"))


def read(file: BinaryIO, mapping: Mapping[str, str] | None = None) -> Iterator[Ad | Refusal]:
    with stream.text(file) as text:
        delimiter = _delimiter(text.read(HEAD))
        text.seek(0)
        rows = csv.DictReader(text, delimiter=delimiter, strict=True)
        try:
            columns = _columns(rows.fieldnames or [], mapping or {})
            for row in rows:
                yield _ad(rows.line_num, row, columns)
        except csv.Error as error:
            raise BrokenFile(f"line {rows.line_num}: {error}") from error


def _delimiter(head: str) -> str:
    return max(",;\t|", key=head.partition("\n")[0].count)


def _columns(headings: Any, mapping: Mapping[str, str]) -> dict[str, str]:
    """Our field to the heading; those named in the mapping must be there."""
    there = {str(one).strip().casefold(): one for one in headings if one}
    found = {name: there[name] for name in FIELDS if name in there}
    for name, heading in mapping.items():
        if name not in FIELDS:
            raise BrokenFile(f"there is no field {name!r} to map to")
        if heading.strip().casefold() not in there:
            raise BrokenFile(f"there is no column {heading!r}; there are {', '.join(sorted(there)) or 'none'}")
        found[name] = there[heading.strip().casefold()]
    for needed in ("title", "text"):
        if needed not in found:
            raise BrokenFile(f"no column is the {needed}")
    return found


def _ad(line: int, row: dict[str, Any], columns: dict[str, str]) -> Ad | Refusal:
    place = f"line {line}"
    if None in row:
        return Refusal(place, "it has more cells than there are headings")
    said = {name: str(row.get(column) or "").strip() for name, column in columns.items()}
    values: dict[str, Any] = {**said, "text": markdown_of(said["text"])}
    values |= {name: day(said[name]) for name in DATES if name in said}
    values |= {name: money(said[name]) for name in AMOUNTS if name in said}
    values |= {name: tuple(_list(said[name])) for name in LISTS if name in said}
    for name, allowed in CHOICES.items():
        word = re.sub(r"[\s-]+", "_", said.get(name, "").lower())
        if word and word not in allowed:
            return Refusal(place, f"{name} is {said[name]!r}, which is none of {', '.join(allowed)}")
        values |= {name: word} if name in said and word else {}
    values["remote"] = values.get("remote") or "on_site"
    values["openings"] = int(said["openings"]) if re.fullmatch(r"[1-9]\d{0,3}", said.get("openings", "")) else None
    values["occupations"] = tuple(_occupation(values.pop("occupation", "")))
    return made(place, values)


def _list(text: str) -> Iterator[str]:
    yield from (part.strip()[:200] for part in re.split(r"[;|\n]", text) if part.strip())


def _occupation(text: str) -> Iterator[tuple[str, str]]:
    if text:
        yield next((scheme for scheme, code in CODES if re.fullmatch(code, text)), ""), text

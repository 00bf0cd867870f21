"""Hypothesis strategies for records: everything the shape allows, in the sizes people have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from wayline.portfolio.fields import FIELDS, Field
from wayline.portfolio.record import Attachment, Contact, Details, Entry, Holder, Kind, PartialDate, Record

# What forms let through: no control characters, no half of a surrogate pair, no blanks at the ends.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=30).map(
    str.strip
)
said = texts.filter(bool)
JPEG = b"\xff\xd8\xff"
MARKDOWN = [
    "One line.",
    "First paragraph.\n\nSecond *paragraph*.",
    "Tasks:\n\n* plan\n* do\n* check",
    "**Bold**, [a link](https://example.org/) and `code`",
    "1. first\n2. second",
    "a < b & c > d",
    "line one\nline two",
    "snake_case and 2 * 3 * 4",
    "<p>literal markup</p>",
    "# Heading\n\nText",
]
markdown = st.one_of(st.sampled_from(MARKDOWN), texts)
addresses = st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9/]{0,12}", fullmatch=True)
countries = st.sampled_from(["", "IT", "GB", "GR", "SI", "DE", "US"])
languages = st.sampled_from(["en", "it", "de", "sl", "fr"])


@st.composite
def dates(draw: st.DrawFn) -> PartialDate:
    year: int = draw(st.integers(1000, 2999))
    month = draw(st.none() | st.integers(1, 12))
    return PartialDate(year, month, draw(st.none() | st.integers(1, 28)) if month else None)


def value_of(field: Field) -> st.SearchStrategy[Any]:
    low, high = field.lowest or 0, field.highest or 0
    makers: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "text": lambda: said,
        "texts": lambda: st.lists(said, min_size=1, max_size=3),
        "choice": lambda: st.sampled_from(field.choices),
        "whole": lambda: st.integers(int(low), int(high)),
        "number": lambda: st.integers(int(low), int(high)) | st.integers(0, int(high) * 2).map(lambda n: n / 2),
        "date": lambda: dates().map(str),
        "flag": lambda: st.booleans(),
        "address": lambda: addresses,
        "addresses": lambda: st.lists(addresses, min_size=1, max_size=3),
    }
    return makers[field.form]()


def details(kind: Kind) -> st.SearchStrategy[Details]:
    return st.fixed_dictionaries({}, optional={field.key: value_of(field) for field in FIELDS[kind]})


attachments = st.builds(
    Attachment,
    name=st.from_regex(r"[A-Za-z][A-Za-z0-9 ]{0,8}\.(pdf|jpg|txt)", fullmatch=True),
    media_type=st.sampled_from(["application/pdf", "image/jpeg", "text/plain"]),
    content=st.binary(min_size=1, max_size=40),
    description=texts,
)


@st.composite
def entries(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> Entry:
    kind = draw(st.sampled_from(kinds))
    start = draw(st.none() | dates())
    end = draw(st.none() | dates().filter(lambda date: start is None or str(date) >= str(start)))
    return Entry(
        kind,
        title=draw(said),
        organisation=draw(texts),
        place=draw(texts),
        country=draw(countries),
        start=start,
        end=end,
        ongoing=draw(st.booleans()) if end is None else False,
        description=draw(markdown),
        url=draw(st.just("") | addresses),
        language=draw(st.just("") | languages),
        details=draw(details(kind)),
        attachments=tuple(draw(st.lists(attachments, max_size=1))),
    )


contacts = st.one_of(
    st.builds(Contact, kind=st.just("email"), value=st.emails(), label=st.sampled_from(["", "home", "work"])),
    st.builds(Contact, kind=st.just("phone"), value=st.from_regex(r"\+39 [0-9]{6,9}", fullmatch=True)),
    st.builds(Contact, kind=st.just("website"), value=addresses),
    st.builds(Contact, kind=st.just("messaging"), value=said, label=st.sampled_from(["", "skype", "whatsapp"])),
    st.builds(Contact, kind=st.just("social"), value=addresses, label=st.sampled_from(["", "linkedin", "Mastodon"])),
)
holders = st.builds(
    Holder,
    given_name=texts,
    family_name=texts,
    display_name=texts,
    headline=texts,
    summary=markdown,
    birth_date=st.none() | dates(),
    nationalities=st.lists(countries.filter(bool), max_size=2, unique=True).map(tuple),
    street=texts,
    postcode=texts,
    city=texts,
    region=texts,
    country=countries,
    contacts=st.lists(contacts, max_size=3).map(tuple),
    photo=st.none() | st.binary(max_size=20).map(lambda rest: Attachment("photo.jpg", "image/jpeg", JPEG + rest)),
)


@st.composite
def records(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> Record:
    """Entries have keys as the tables give them; some say which others they are evidence for."""
    listed = draw(st.lists(entries(kinds), max_size=5))
    keyed = [replace(entry, key=f"item-{number}") for number, entry in enumerate(listed)]
    if len(keyed) > 1 and draw(st.booleans()):
        keyed[0] = replace(keyed[0], supports=(keyed[1].key,))
    return Record(draw(holders), tuple(keyed), language=draw(languages))

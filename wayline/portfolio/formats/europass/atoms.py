"""Small things of a Europass CV that are either ours to write, or kept whole: contacts, addresses, fields of study.

Each has a reader and a maker. Where the maker would not write what was read, the element itself is kept; the writer
takes it from there as long as it still says the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wayline.portfolio.formats import safe_xml, xml_rest
from wayline.portfolio.formats.codes import country_of
from wayline.portfolio.formats.europass.names import add, fit, make, say
from wayline.portfolio.formats.safe_xml import Element, children, found, name_of, text_of
from wayline.portfolio.record import Contact

# ITU-T E.164: the country codes of one and two digits; all others have three.
_DIALLING = re.compile(r"(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})")
CHANNELS = {"email": "Email", "website": "Web", "social": "Social Media", "messaging": "InstantMessage"}
# What the editor knows by a code; other networks have a title.
NETWORKS = ("facebook", "twitter", "linkedin", "instagram", "github", "youtube", "pinterest", "xing")
MESSENGERS = ("whatsapp", "skype", "telegram", "viber", "messenger", "signal", "googlechat", "facetime")


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    city: str = ""
    country: str = ""
    postcode: str = ""

    def __bool__(self) -> bool:
        return bool(self.street or self.city or self.country or self.postcode)


Read = Callable[[Element], Any]
Make = Callable[[Any], Element | None]


def take(elements: list[Element], read: Read, make_one: Make) -> list[Any]:
    """Read each element and remove it, unless it says more than we would write: then it stays."""
    values = []
    for element in elements:
        value = read(element)
        if not value:
            continue
        values.append(value)
        made = make_one(value)
        if made is not None and xml_rest.same(made, element):
            safe_xml.remove(element)
    return values


def put(
    parent: Element,
    values: list[Any],
    kept: list[Element],
    read: Read,
    make_one: Make,
) -> None:
    """Add each value's element: the one kept, if it still says this, else a new one. Kept ones used leave `kept`."""
    for value in values:
        old = next((one for one in kept if read(one) == value), None)
        made = old if old is not None else make_one(value)
        if old is not None:
            kept.remove(old)
            safe_xml.remove(old)
        if made is not None:
            parent.append(made)


# Addresses


def read_address(communication: Element) -> Address | None:
    address = found(communication, "Address")
    if address is None:
        return None
    return Address(
        text_of(found(address, "AddressLine")),
        text_of(found(address, "CityName")),
        country_of(text_of(found(address, "CountryCode"))),
        text_of(found(address, "PostalCode")),
    )


def make_address(address: Address, use: str = "") -> Element:
    communication = make("Communication")
    say(communication, "UseCode", use)
    inside = add(communication, "Address", **({"type": use} if use else {}))
    say(inside, "AddressLine", address.street)
    say(inside, "CityName", address.city)
    say(inside, "CountryCode", address.country.lower())
    say(inside, "PostalCode", address.postcode)
    return communication


def make_home(address: Address) -> Element:
    return make_address(address, "home")


# Contacts


def read_contact(communication: Element) -> Contact | None:
    channel = text_of(found(communication, "ChannelCode")).casefold()
    use = text_of(found(communication, "UseCode"))
    label = text_of(found(communication, "OtherTitle")) or ("" if use == "other" else use)
    uri = text_of(found(communication, "URI"))
    if channel == "telephone":
        return _phone(communication, label)
    kind = next((kind for kind, name in CHANNELS.items() if name.casefold() == channel), "")
    return Contact(kind, uri, label) if kind and uri else None


def _phone(communication: Element, label: str) -> Contact | None:
    dialling = text_of(found(communication, "CountryDialing")).lstrip("+")
    number = text_of(found(communication, "DialNumber"))
    if not number:
        return None
    return Contact("phone", f"+{dialling} {number}" if dialling else number, label)


def make_contact(contact: Contact) -> Element | None:
    """The element of a contact; None for a number without a country code: Europass refuses files with such."""
    if not fit(contact.value).strip():
        return None
    communication = make("Communication")
    if contact.kind == "phone":
        return _make_phone(communication, contact)
    add(communication, "ChannelCode", CHANNELS[contact.kind])
    _use(communication, contact, NETWORKS + MESSENGERS)
    add(communication, "URI", contact.value)
    return communication


def _make_phone(communication: Element, contact: Contact) -> Element | None:
    if not (split := _dialling(contact.value)):
        return None
    add(communication, "ChannelCode", "Telephone")
    _use(communication, contact, ("home", "work", "mobile"))
    add(communication, "CountryDialing", split[0])
    add(communication, "DialNumber", split[1])
    return communication


def _dialling(number: str) -> tuple[str, str] | None:
    plain = re.sub(r"^00", "+", number.strip())
    spaced = re.fullmatch(r"\+(\d{1,4}) (\S.*)", plain)
    if spaced:
        return spaced[1], spaced[2]
    code = _DIALLING.match(plain[1:]) if plain.startswith("+") else None
    rest = plain[1 + len(code[0]) :].strip() if code else ""
    return (code[0], rest) if code and rest else None


def _use(communication: Element, contact: Contact, known: tuple[str, ...]) -> None:
    if contact.label in known:
        add(communication, "UseCode", contact.label)
    elif contact.label or contact.kind in {"social", "messaging"}:
        add(communication, "UseCode", "other")
        say(communication, "OtherTitle", contact.label)


# The contact of an organisation: a town and country, and a page


@dataclass(frozen=True, slots=True)
class Office:
    city: str = ""
    country: str = ""
    url: str = ""

    def __bool__(self) -> bool:
        return bool(self.city or self.country or self.url)


def read_office(contact: Element) -> Office:
    addresses = [read_address(one) for one in children(contact, "Communication")]
    pages = [one for one in map(read_contact, children(contact, "Communication")) if one and one.kind == "website"]
    address = next((one for one in addresses if one is not None), Address())
    page = next((one.value for one in pages if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", one.value)), "")
    return Office(address.city, address.country, page)


def make_office(office: Office) -> Element:
    contact = make("OrganizationContact")
    if office.city or office.country:
        contact.append(make_address(Address(city=office.city, country=office.country)))
    if office.url:
        page = make_contact(Contact("website", office.url))
        if page is not None:
            contact.append(page)
    return contact


# Fields of study: ISCED-F codes, the broad one and the detailed one


def read_study(study: Element) -> str:
    if study.get("typeCode") not in {None, "URI"}:
        return ""
    details = [text_of(found(one, "ProgramConcentration")) for one in children(study, "SpecificFieldOfStudy")]
    code = next((one for one in details if one), text_of(found(study, "MainFieldOfStudy/ProgramConcentration")))
    return code if code.isascii() and code.isdecimal() and len(code) <= 4 else ""


def make_study(code: str) -> Element | None:
    if not (code.isascii() and code.isdecimal() and 2 <= len(code) <= 4):
        return None
    study = make("FieldOfStudy", typeCode="URI")
    add(add(study, "MainFieldOfStudy"), "ProgramConcentration", code[:2])
    if len(code) > 2:
        add(add(study, "SpecificFieldOfStudy"), "ProgramConcentration", code)
    return study


def kept_of(rest: Element | None, name: str) -> list[Element]:
    return [] if rest is None else [one for one in rest if name_of(one) == name]

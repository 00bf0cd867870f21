"""The person a feed is about: its author, and the entry that describes them."""

from typing import Any

from wayline.portfolio.formats import plain, safe_xml
from wayline.portfolio.formats.codes import country_of
from wayline.portfolio.formats.leap2a.content import take_text
from wayline.portfolio.formats.leap2a.extension import fields_of
from wayline.portfolio.formats.leap2a.files import Files
from wayline.portfolio.formats.leap2a.names import FORM, PERSON
from wayline.portfolio.formats.safe_xml import Element, children, found, text_of
from wayline.portfolio.formats.taking import beyond
from wayline.portfolio.formats.xml_rest import TakingXml
from wayline.portfolio.record import Contact, Holder

TEXTS = {
    "legal_given_name": "given_name",
    "legal_family_name": "family_name",
    "preferred_given_name": "display_name",
    "addressline": "street",
    "city": "city",
}
REACH = {"email": "email", "website": "website", "workphone": "phone", "homephone": "phone", "mobile": "phone"}
PHONES = {"workphone": "work", "homephone": "home", "mobile": "mobile"}


def author(feed: Element) -> Holder:
    """Who wrote the feed, where no entry says more."""
    email = text_of(found(feed, "author/email"))
    contacts = (Contact("email", email),) if email else ()
    return Holder(display_name=text_of(found(feed, "author/name")), contacts=contacts)


def is_self(element: Element) -> bool:
    return any(one.get("scheme") == PERSON and one.get("term") == "Self" for one in children(element, "category"))


def read_person(element: Element, known: Holder, files: Files) -> Holder:
    own = TakingXml(element)
    fields = fields_of(own.element)
    values: dict[str, Any] = {}
    contacts: list[Contact] = []
    for one in children(own.element, "persondata"):
        if _take(one, values, contacts):
            safe_xml.remove(one)
    attachments = files.of(own, fields, [])
    for name in ("id", "title", "updated", "type", "category"):
        own.take(name)
    summary = take_text(own)
    if fields:
        ours = [contact for one in fields.get("contacts", []) if (contact := plain.contact_of(one))]
        contacts = ours if isinstance(fields.get("contacts"), list) else contacts
    elif not values.get("given_name") and not values.get("family_name"):
        values.setdefault("display_name", known.display_name)
    rest = own.rest()
    return Holder(
        **values,
        headline=plain.text_of(fields, "headline"),
        summary=summary,
        nationalities=plain.texts_of(fields, "nationalities"),
        postcode=plain.text_of(fields, "postcode"),
        region=plain.text_of(fields, "region"),
        contacts=tuple(contacts),
        photo=attachments[0] if attachments else None,
        beyond=plain.object_at(fields, "beyond") | beyond(FORM, {"xml": rest} if rest else {}),
    )


def _take(one: Element, values: dict[str, Any], contacts: list[Contact]) -> bool:
    """Take a person's datum, if it is one we know."""
    attributes = {str(key).rpartition("}")[2]: str(value) for key, value in one.attrib.items()}
    field, text = attributes.get("field", ""), text_of(one)
    if not text:
        return False
    if field in TEXTS and TEXTS[field] not in values:
        values[TEXTS[field]] = text
    elif field == "dob" and (date := plain.date_of(text.partition("T")[0])) and "birth_date" not in values:
        values["birth_date"] = date
    elif field == "country" and (code := country_of(text)) and "country" not in values:
        values["country"] = code
    elif field in REACH:
        contacts.append(Contact(REACH[field], text, PHONES.get(field, "")))
    elif field == "id":
        contacts.append(Contact("messaging", text, attributes.get("service", "")))
    else:
        return False
    return True

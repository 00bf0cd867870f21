"""Reads a Europass 3.4 `SkillsPassport` object. What is left over is kept for the person; there is no writer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wayline.portfolio.formats.addresses import is_address
from wayline.portfolio.formats.codes import country_of, language_of
from wayline.portfolio.formats.skillspassport.achievements import achievements
from wayline.portfolio.formats.skillspassport.files import Files
from wayline.portfolio.formats.skillspassport.parts import label, labelled, markdown, period
from wayline.portfolio.formats.skillspassport.skills import skills
from wayline.portfolio.formats.taking import Taking, beyond
from wayline.portfolio.record import Contact, Details, Entry, Holder, Kind, Note, Reading, Record

FORM = "skillspassport"
# What the editor wrote for itself: how to print, when it was made.
_TECHNICAL = ("DocumentInfo", "PrintingPreferences", "schemaLocation")


def read_value(value: dict[str, Any]) -> Reading:
    notes: list[Note] = []
    whole = Taking(value, "SkillsPassport", notes)
    language = language_of(whole.text("Locale")) or "en"
    files = Files(whole)
    learner = whole.child("LearnerInfo")
    holder = _holder(learner)
    entries = [
        *_listed(learner, "WorkExperience", _work, files),
        *_listed(learner, "Education", _study, files),
        *skills(learner, files, FORM),
        *achievements(learner, files, FORM),
    ]
    learner.raw("ReferenceTo")  # the list of all annexes; each is read below
    whole.keep("LearnerInfo", learner.rest())
    entries += files.left()
    record = Record(holder, tuple(entries), language, beyond(FORM, whole.rest()))
    return Reading(record, tuple(notes))


def _listed(learner: Taking, key: str, reader: Any, files: Files) -> Iterator[Entry]:
    for taken in learner.children(key):
        entry: Entry = reader(taken)
        attachments = files.of(taken)
        yield replace(entry, key=taken.path, attachments=attachments, beyond=beyond(FORM, taken.rest()))


# The person


def _holder(learner: Taking) -> Holder:
    identity = learner.child("Identification")
    name, reach, facts = identity.child("PersonName"), identity.child("ContactInfo"), identity.child("Demographics")
    headline, summary = _headline(learner)
    address = reach.child("Address")
    home = address.child("Contact")
    holder = Holder(
        given_name=name.text("FirstName"),
        family_name=name.text("Surname"),
        headline=headline,
        summary=summary,
        birth_date=_birth_date(facts),
        nationalities=tuple(_nationalities(facts)),
        street="\n".join(line for line in (home.text("AddressLine"), home.text("AddressLine2")) if line),
        postcode=home.text("PostalCode"),
        city=home.text("Municipality"),
        country=_country(home),
        contacts=tuple(_contacts(reach)),
        photo=Files.photo(identity),
    )
    for taken, parent, key in (
        (home, address, "Contact"),
        (address, reach, "Address"),
        (name, identity, "PersonName"),
        (reach, identity, "ContactInfo"),
        (facts, identity, "Demographics"),
    ):
        parent.keep(key, taken.rest())
    return replace(holder, beyond=beyond(FORM, identity.rest()))


def _headline(learner: Taking) -> tuple[str, str]:
    """What stands above the CV: the job applied for, or a personal statement."""
    headline = learner.child("Headline")
    kind = headline.child("Type")
    text = labelled(headline, "Description")
    is_statement = kind.peek("Code") == "personal_statement"
    headline.keep("Type", kind.rest())
    learner.keep("Headline", headline.rest())
    return ("", text) if is_statement else (text, "")


def _birth_date(facts: Taking) -> Any:
    return period(facts, "Birthdate")


def _nationalities(facts: Taking) -> Iterator[str]:
    kept = []
    for taken in facts.children("Nationality"):
        if code := country_of(taken.text("Code")):
            yield code
        else:
            kept.append(taken.rest())
    facts.keep("Nationality", kept)


def _country(home: Taking) -> str:
    country = home.child("Country")
    code = country_of(str(country.peek("Code") or ""))
    if not code:
        home.keep("Country", country.rest())
    return code


_CHANNELS = (("Telephone", "phone"), ("Website", "website"), ("InstantMessaging", "messaging"))


def _contacts(reach: Taking) -> Iterator[Contact]:
    email = reach.child("Email")
    if value := email.text("Contact"):
        yield Contact("email", value, label(email, "Use"))
    reach.keep("Email", email.rest())
    for key, kind in _CHANNELS:
        for taken in reach.children(key):
            if value := taken.text("Contact"):
                yield Contact(kind, value, label(taken, "Use"))


# Work and study


def _work(taken: Taking) -> Entry:
    employer = taken.child("Employer")
    details = _organisation(employer)
    details |= _sector(employer)
    place, country = _place(employer)
    start, end, ongoing = _span(taken)
    entry = Entry(
        Kind.EXPERIENCE,
        title=labelled(taken, "Position"),
        organisation=employer.text("Name"),
        place=place,
        country=country,
        start=start,
        end=end,
        ongoing=ongoing,
        description=markdown(taken, "Activities"),
        details=details,
    )
    taken.keep("Employer", employer.rest())
    return entry


def _study(taken: Taking) -> Entry:
    school, level = taken.child("Organisation"), taken.child("Level")
    details = _organisation(school)
    place, country = _place(school)
    start, end, ongoing = _span(taken)
    code = str(level.peek("Code") or "")
    if code in set("12345678"):
        level.raw("Code")
        details["eqf"] = int(code)
    if name := level.text("Label"):
        details["national_level"] = name
    if field := labelled(taken, "Field"):
        details["field"] = field
    taken.keep("Level", level.rest())
    entry = Entry(
        Kind.EDUCATION,
        title=taken.text("Title"),
        organisation=school.text("Name"),
        place=place,
        country=country,
        start=start,
        end=end,
        ongoing=ongoing,
        description=markdown(taken, "Activities"),
        details=details,
    )
    taken.keep("Organisation", school.rest())
    return entry


def _span(taken: Taking) -> tuple[Any, Any, bool]:
    whole = taken.child("Period")
    start, end = period(whole, "From"), period(whole, "To")
    current = whole.raw("Current")
    taken.keep("Period", whole.rest())
    return start, end, end is None and current in (True, "true", "1")


def _organisation(organisation: Taking) -> Details:
    """The page of an organisation; the rest of its contact stays."""
    reach = organisation.child("ContactInfo")
    sites = reach.peek("Website")
    site = sites[0] if isinstance(sites, list) and sites else sites  # XML has a list here, JSON an object
    url = site.get("Contact") if isinstance(site, dict) else None
    if isinstance(url, str) and is_address(url):
        reach.raw("Website")
    organisation.keep("ContactInfo", reach.rest())
    return {"organisation_url": url} if isinstance(url, str) and is_address(url) else {}


def _place(organisation: Taking) -> tuple[str, str]:
    reach = organisation.child("ContactInfo")
    address = reach.child("Address")
    inside = address.child("Contact")
    place, country = inside.text("Municipality"), _country(inside)
    address.keep("Contact", inside.rest())
    reach.keep("Address", address.rest())
    organisation.keep("ContactInfo", reach.rest())
    return place, country


def _sector(employer: Taking) -> Details:
    sector = employer.child("Sector")
    value = str(sector.peek("Code") or "") or sector.text("Label")
    if not sector.peek("Code"):
        employer.keep("Sector", sector.rest())
    return {"sector": value} if value else {}

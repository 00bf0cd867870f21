"""Reads a Europass CV into a record. Names count, namespaces and order do not: exports disagree about both."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

from wayline.portfolio.fields import CEFR, faults
from wayline.portfolio.formats import data_address, safe_xml, xml_rest
from wayline.portfolio.formats.codes import LANGUAGE_NAMES, country_of, language_of
from wayline.portfolio.formats.europass import atoms
from wayline.portfolio.formats.europass.fields import Taken
from wayline.portfolio.formats.europass.names import (
    DIMENSIONS,
    DRIVING,
    FORM,
    OUR_ID,
    OWNER,
    SCHEMA_ATTRIBUTE,
    SCHEMA_LOCATION,
)
from wayline.portfolio.formats.europass.rendering import rendering
from wayline.portfolio.formats.europass.sections import OTHER, OWN, PLAIN, Section
from wayline.portfolio.formats.markup import to_markdown
from wayline.portfolio.formats.pictures import picture
from wayline.portfolio.formats.safe_xml import Element, children, found, name_of, text_of
from wayline.portfolio.formats.taking import beyond
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Attachment, Details, Entry, Holder, Kind, Note, Reading, Record, UnreadableFile


def read(content: bytes) -> Reading:
    root = safe_xml.load(content)
    if name_of(root) != "Candidate":
        raise UnreadableFile(_("This is not a Europass CV: its root is “{name}”.").format(name=name_of(root)[:60]), "/")
    notes: list[Note] = []
    taken = Taken(root, notes)
    person, profile = found(taken.element, "CandidatePerson"), found(taken.element, "CandidateProfile")
    mother_tongues = list(_mother_tongues(person))
    holder = _holder(taken, person, profile, notes)
    entries = tuple(mother_tongues + list(_entries(profile, notes)))
    language = _language(profile)
    _forget_ours(taken.element, root)
    record = Record(holder, _keyed(entries), language, beyond(FORM, _kept(taken.rest())))
    return Reading(record, tuple(notes))


def _kept(rest: str) -> dict[str, Any]:
    return {"xml": rest} if rest else {}


def _forget_ours(root: Element, original: Element) -> None:
    """What stands in every file that we write says nothing."""
    if root.get(SCHEMA_ATTRIBUTE) == SCHEMA_LOCATION:
        del root.attrib[SCHEMA_ATTRIBUTE]
    shown, profile = found(root, "RenderingInformation"), found(original, "CandidateProfile")
    if shown is not None and profile is not None and xml_rest.same(shown, rendering(profile)):
        safe_xml.remove(shown)
    for path in ("DocumentID", "CandidateSupplier/PartyID", "CandidateProfile/ID"):
        element = found(root, path)
        if element is not None and element.get("schemeID") == OUR_ID:
            safe_xml.remove(element)
    for path, text in (("CandidateSupplier/PartyName", OWNER), ("CandidateSupplier/PrecedenceCode", "1")):
        element = found(root, path)
        if element is not None and text_of(element) == text:
            safe_xml.remove(element)


def _keyed(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(replace(entry, key=f"{entry.kind}-{number}") for number, entry in enumerate(entries, start=1))


def _language(profile: Element | None) -> str:
    code = language_of(profile.get("languageCode") or "") if profile is not None else ""
    if code and profile is not None and profile.get("languageCode") == code:
        del profile.attrib["languageCode"]
    return code or "en"


# The person


def _holder(taken: Taken, person: Element | None, profile: Element | None, notes: list[Note]) -> Holder:
    holder = Holder(summary=_summary(profile), photo=_photo(profile))
    if person is None:
        return holder
    _forget_supplier(taken, person)
    safe_xml.remove(person)  # its part is kept with the person, not with the record
    own = Taken(person, notes)
    home, contacts = _reach(own)
    return replace(
        holder,
        given_name=own.text("PersonName/GivenName"),
        family_name=own.text("PersonName/FamilyName"),
        birth_date=own.date("BirthDate"),
        nationalities=_nationalities(own),
        street=home.street,
        city=home.city,
        country=home.country,
        postcode=home.postcode,
        contacts=contacts,
        beyond=beyond(FORM, _kept(own.rest())),
    )


def _summary(profile: Element | None) -> str:
    said = None if profile is None else found(profile, "ExecutiveSummary")
    if said is None or said.attrib or len(said):
        return ""
    safe_xml.remove(said)
    return to_markdown(text_of(said))


def _nationalities(own: Taken) -> tuple[str, ...]:
    codes: list[str] = []
    for element in children(own.element, "NationalityCode"):
        code = country_of(text_of(element))
        if code and not element.attrib:
            codes.append(code)
            safe_xml.remove(element)
    return tuple(codes)


def _reach(own: Taken) -> tuple[atoms.Address, tuple[Any, ...]]:
    listed = children(own.element, "Communication")
    homes = [one for one in listed if found(one, "Address") is not None]
    addresses = atoms.take(homes[:1], atoms.read_address, atoms.make_home)
    contacts = atoms.take([one for one in listed if one not in homes], atoms.read_contact, atoms.make_contact)
    return (addresses[0] if addresses else atoms.Address()), tuple(contacts)


def _forget_supplier(taken: Taken, person: Element | None) -> None:
    """The supplier of a CV is mostly the person again, and is written anew from the person; another one is kept."""
    supplier = found(taken.element, "CandidateSupplier/PersonContact")
    if supplier is None or person is None:
        return
    known = [atoms.read_contact(one) for one in children(person, "Communication")]
    mentioned = [atoms.read_contact(one) for one in children(supplier, "Communication")]
    parts = ("PersonName/GivenName", "PersonName/FamilyName")
    names = [[text_of(found(one, part)) for part in parts] for one in (supplier, person)]
    emails = [contact for contact in known if contact and contact.kind == "email"]
    if names[0] == names[1] and mentioned == emails:
        safe_xml.remove(supplier)


def _photo(profile: Element | None) -> Attachment | None:
    for element in children(profile, "Attachment") if profile is not None else []:
        content = data_address.decoded(text_of(found(element, "EmbeddedData")))
        if text_of(found(element, "FileType")).casefold() != "photo" or not content:
            continue
        inside = data_address.read(content.decode("ascii", "replace")) if content.startswith(b"data:") else None
        photo = picture(inside.content if inside else content, text_of(found(element, "FileName")))
        if photo is not None:
            safe_xml.remove(element)
            return photo
    return None


# The entries


def _entries(profile: Element | None, notes: list[Note]) -> Iterator[Entry]:
    if profile is None:
        return
    yield from _listed(profile, "EmploymentHistory", "EmployerHistory", _employments, notes)
    yield from _listed(profile, "EducationHistory", "EducationOrganizationAttendance", _education, notes)
    yield from _driving(profile)
    yield from _listed(profile, "PublicationHistory", "Publication", _publication, notes)
    yield from _listed(profile, "PersonQualifications", "PersonCompetency", _competency, notes)
    for section in PLAIN:
        for element in _items(profile, section.name, section.item):
            yield _plain(section, element, notes)
    yield from _skills(profile, notes)
    yield from _listed(profile, "CourseCertifications", "CourseCertification", _course, notes)
    for element in children(profile, OTHER.name):
        yield _other(element, notes)
        safe_xml.remove(element)


def _items(profile: Element, section: str, item: str) -> list[Element]:
    """The items of a section, taken out of it."""
    whole = found(profile, section)
    items = [] if whole is None else children(whole, item)
    for element in items:
        safe_xml.remove(element)
    return items


def _listed(profile: Element, section: str, item: str, reader: Any, notes: list[Note]) -> Iterator[Entry]:
    for element in _items(profile, section, item):
        yield from reader(element, notes)


def _employments(element: Element, notes: list[Note]) -> Iterator[Entry]:
    """One entry for each position; several at one employer share its name."""
    positions = children(element, "PositionHistory")
    for position in positions[1:]:
        own = Taken(element, notes)
        own.element[:] = [deepcopy(one) for one in element if one is position or name_of(one) == "OrganizationName"]
        yield _employment(own)
        safe_xml.remove(position)
    yield _employment(Taken(element, notes))


def _employment(own: Taken) -> Entry:
    details = own.details(Kind.EXPERIENCE, {"sector": "IndustryCode", "isco": "PositionHistory/JobCategoryCode"})
    title = found(own.element, "PositionHistory/PositionTitle")
    occupation = title.get("languageID", "") if title is not None else ""
    if title is not None and not next(faults(Kind.EXPERIENCE, {"occupation": occupation}), None):
        details["occupation"] = occupation
        title.attrib.clear()
    elif title is not None and title.get("typeCode") in {"FREETEXT", "FREE_TEXT"} and len(title.attrib) == 1:
        title.attrib.clear()
    office = _office(own)
    if office.url:
        details["organisation_url"] = office.url
    country = country_of(own.peek("PositionHistory/Country"))
    return Entry(
        Kind.EXPERIENCE,
        title=own.text("PositionHistory/PositionTitle"),
        organisation=own.text("OrganizationName"),
        place=own.text("PositionHistory/City"),
        country=country if country and own.text("PositionHistory/Country") else "",
        **own.period("PositionHistory/EmploymentPeriod", "CurrentIndicator"),
        description=own.markdown("PositionHistory/Description"),
        url=own.address("Link"),
        details=details,
        beyond=beyond(FORM, _kept(own.rest())),
    )


def _office(own: Taken) -> atoms.Office:
    contact = found(own.element, "OrganizationContact")
    offices = atoms.take([contact] if contact is not None else [], atoms.read_office, atoms.make_office)
    return offices[0] if offices else atoms.Office()


_DEGREE = {
    "eqf": "EducationLevelCode",
    "grade": "EducationDegree/FinalGrade/ScoreText",
    "thesis": "EducationDegree/Thesis",
    "national_level": "EducationDegree/NationalClassification",
    "credit_scheme": "EducationDegree/CreditType",
    "credits": "EducationDegree/NumberOfCredit",
}


def _education(element: Element, notes: list[Note]) -> Iterator[Entry]:
    own = Taken(element, notes)
    details = own.details(Kind.EDUCATION, _DEGREE)
    degree = found(own.element, "EducationDegree")
    studies = children(degree, "FieldOfStudy") if degree is not None else []
    codes = [atoms.read_study(one) for one in studies]
    if len(studies) == 1:
        atoms.take(studies, atoms.read_study, atoms.make_study)
    if codes and codes[0]:
        details["isced_f"] = codes[0]
    office = _office(own)
    if office.url:
        details["organisation_url"] = office.url
    yield Entry(
        Kind.EDUCATION,
        title=own.text("EducationDegree/DegreeName"),
        organisation=own.text("OrganizationName"),
        place=office.city,
        country=office.country,
        **own.period("AttendancePeriod", "Ongoing"),
        description=own.markdown("EducationDegree/OccupationalSkillsCovered"),
        url=own.address("Link"),
        details=details,
        beyond=beyond(FORM, _kept(own.rest())),
    )


def _driving(profile: Element) -> Iterator[Entry]:
    whole = found(profile, "Licenses")
    categories = []
    for element in children(whole, "License") if whole is not None else []:
        code = found(element, "LicenseTypeCode")
        if (text := text_of(code)) and code is not None and not code.attrib:
            categories.append(text)
            safe_xml.remove(code)
    if categories:
        yield Entry(Kind.QUALIFICATION, title=DRIVING, details={"categories": categories})


def _publication(element: Element, notes: list[Note]) -> Iterator[Entry]:
    own = Taken(element, notes)
    authors = own.text("Authors")
    yield Entry(
        Kind.ACHIEVEMENT,
        title=own.text("Title"),
        organisation=own.text("Publisher"),
        start=own.date("Year"),
        description=own.markdown("FormattedPublicationDescription"),
        url=own.address("Link"),
        details={"form": "publication"} | ({"authors": [authors]} if authors else {}),
        beyond=beyond(FORM, _kept(own.rest())),
    )


def _course(element: Element, notes: list[Note]) -> Iterator[Entry]:
    own = Taken(element, notes)
    yield Entry(
        Kind.ACHIEVEMENT,
        title=own.text("Title"),
        organisation=own.text("IssuingAuthorityName"),
        start=own.date("FirstIssuedDate/FormattedDateTime"),
        description=own.markdown("Description"),
        url=own.address("Link"),
        details={"form": "course"},
        beyond=beyond(FORM, _kept(own.rest())),
    )


def _plain(section: Section, element: Element, notes: list[Note], details: Details | None = None) -> Entry:
    own = Taken(element, notes)
    path = f"{section.inside}/" if section.inside and found(own.element, section.inside) is not None else ""
    return Entry(
        section.kind,
        title=own.text(f"{path}Title"),
        place=own.text("Location") if section.located else "",
        **own.period(f"{path}Date", "Ongoing"),
        description=own.markdown(f"{path}Description"),
        url=own.address(f"{path}Link") or (own.address("Link") if path else ""),
        details=dict(section.fixed) if details is None else details,
        beyond=beyond(FORM, _kept(own.rest())),
    )


def _other(element: Element, notes: list[Note]) -> Entry:
    """An entry of a section of the person's own; the section's title is kept, unless it is one that we write."""
    title = text_of(found(element, "Title"))
    kind, fixed = OWN.get(title, (OTHER.kind, OTHER.fixed))
    section = Section(OTHER.name, OTHER.item, kind, dict(fixed), inside=OTHER.item)
    entry = _plain(section, element, notes)
    if title not in OWN:
        return entry
    own = xml_rest.from_text(entry.beyond.get(FORM, {}).get("xml"))
    if own is not None and (said := found(own, "Title")) is not None:
        safe_xml.remove(said)
        safe_xml.prune(own)
    rest = _kept(xml_rest.to_text(own)) if own is not None and len(own) else {}
    return replace(entry, beyond=beyond(FORM, rest))


# Languages and skills


def _mother_tongues(person: Element | None) -> Iterator[Entry]:
    for element in children(person, "PrimaryLanguageCode") if person is not None else []:
        title, code = _tongue(text_of(element), element.get("name", ""))
        if title and set(element.attrib) <= {"name"}:
            safe_xml.remove(element)
            yield Entry(Kind.LANGUAGE, title=title, details={"mother_tongue": True} | ({"code": code} if code else {}))


def _tongue(text: str, scheme: str) -> tuple[str, str]:
    code = "" if scheme == "FREE_TEXT" else language_of(text)
    return (LANGUAGE_NAMES.get(code) or text, code) if text else ("", "")


def _competency(element: Element, notes: list[Note]) -> Iterator[Entry]:
    if text_of(found(element, "TaxonomyID")).casefold() != "language":
        yield _skill(element, "", notes)
        return
    own = Taken(element, notes)
    identity = found(own.element, "CompetencyID")
    title, code = _tongue(text_of(identity), identity.get("schemeName", "") if identity is not None else "")
    if identity is not None:
        safe_xml.remove(identity)
    details: Details = {"code": code} if code else {}
    own.text("TaxonomyID")
    levels = {dimension: part for part, dimension in DIMENSIONS.items()}
    for dimension in children(own.element, "CompetencyDimension"):
        part = levels.get(text_of(found(dimension, "CompetencyDimensionTypeCode")), "")
        level = text_of(found(dimension, "Score/ScoreText")).upper()
        if part and part not in details and (level in CEFR or not level):
            details |= {part: level} if level else {}
            safe_xml.remove(dimension)
    name = own.text("CompetencyName")
    details |= _dimension(own, "Level", "level_text")
    yield Entry(Kind.LANGUAGE, title=name or title, details=details, beyond=beyond(FORM, _kept(own.rest())))


def _skills(profile: Element, notes: list[Note]) -> Iterator[Entry]:
    whole = found(profile, "Skills")
    if whole is None:
        return
    for element in children(whole, "PersonCompetency"):
        safe_xml.remove(element)
        yield _skill(element, "", notes)
    for group in children(whole, "SkillsGroup"):
        title = text_of(found(group, "Title"))
        for element in children(group, "PersonCompetency"):
            safe_xml.remove(element)
            yield _skill(element, title, notes)
        if not children(group, "PersonCompetency"):
            for one in children(group, "Title"):
                safe_xml.remove(one)


def _skill(element: Element, group: str, notes: list[Note]) -> Entry:
    own = Taken(element, notes)
    taxonomy = own.peek("TaxonomyID").casefold()
    kind = Kind.DIGITAL if "digital" in taxonomy else Kind.SKILL
    if taxonomy in {"digital_skill", "skill"}:
        own.text("TaxonomyID")
    details: Details = {"group": group} if group else {}
    identity = found(own.element, "CompetencyID")
    key = "competence" if identity is not None and identity.get("schemeName") == "DigComp" else "concept"
    value = text_of(identity)
    if identity is not None and value and not next(faults(kind, {key: value}), None):
        details[key] = value
        safe_xml.remove(identity)
    details |= _dimension(own, "Level", "level", kind) | _dimension(own, "LevelText", "level_text")
    return Entry(kind, title=own.text("CompetencyName"), details=details, beyond=beyond(FORM, _kept(own.rest())))


def _dimension(own: Taken, name: str, key: str, kind: Kind | None = None) -> Details:
    """A score by the name of its dimension, if the field of the kind takes it."""
    for dimension in children(own.element, "CompetencyDimension"):
        if text_of(found(dimension, "CompetencyDimensionTypeCode")) != name:
            continue
        text = text_of(found(dimension, "Score/ScoreText"))
        value: Any = int(text) if kind is Kind.DIGITAL and text in set("12345678") else text
        if value == "" or (kind is not None and next(faults(kind, {key: value}), None)):
            continue
        safe_xml.remove(dimension)
        return {key: value}
    return {}

"""Writes a record as a Europass CV: names and order of the editor's own exports, every section they always have."""

from collections.abc import Callable

from lxml import etree

from wayline.portfolio.formats import data_address, xml_rest
from wayline.portfolio.formats.codes import LANGUAGE_NAMES, library_code_of
from wayline.portfolio.formats.europass import atoms
from wayline.portfolio.formats.europass.fields import number_text, say_date, say_html, say_period
from wayline.portfolio.formats.europass.names import (
    ALWAYS,
    DIMENSIONS,
    FORM,
    OWNER,
    PERSON_ORDER,
    PROFILE_ORDER,
    SCHEMA_ATTRIBUTE,
    SCHEMA_LOCATION,
    SUPPLIER_ORDER,
    add,
    fit,
    make,
    say,
    scheme,
)
from wayline.portfolio.formats.europass.reader import read
from wayline.portfolio.formats.europass.rendering import rendering
from wayline.portfolio.formats.europass.sections import OTHER_TITLE, Section, own_title, plain_section
from wayline.portfolio.formats.losses import measured
from wayline.portfolio.formats.pictures import default_name
from wayline.portfolio.formats.safe_xml import Element, found, name_of, text_of
from wayline.portfolio.formats.taking import left_of
from wayline.portfolio.record import Details, Entry, Holder, Kind, Loss, Record

_CANDIDATE_ORDER = ("DocumentID", "CandidateSupplier", "CandidatePerson", "CandidateProfile", "RenderingInformation")


def write(record: Record) -> bytes:
    """The document in UTF-8, as the Europass editor reads it; `losses` says what it has no place for."""
    kept = xml_rest.from_text(left_of(FORM, record.beyond).get("xml"))
    root = make("Candidate")
    root.set(SCHEMA_ATTRIBUTE, SCHEMA_LOCATION)
    _say_unless(kept, root, "DocumentID", **scheme("DocumentIdentifier", "4.0"))
    root.append(_supplier(record.holder, found(kept, "CandidateSupplier")))
    root.append(_person(record))
    root.append(_profile(record, found(kept, "CandidateProfile")))
    if found(kept, "RenderingInformation") is None:
        root.append(rendering(root[-1]))
    _put_back(root, kept)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["eures", "hr", "oa", "xsi"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True, pretty_print=True)


def _put_back(root: Element, kept: Element | None) -> None:
    """What the file said beside the person and the entries, part by part in the order of each."""
    parts = (("CandidateSupplier", SUPPLIER_ORDER), ("CandidateProfile", PROFILE_ORDER))
    for name, order in parts:
        built, old = found(root, name), found(kept, name)
        if built is not None and old is not None:
            xml_rest.merge(built, old, order)
            old.getparent().remove(old)  # type: ignore[union-attr]  # found below `kept`
    xml_rest.merge(root, kept, _CANDIDATE_ORDER)


def losses(record: Record) -> list[Loss]:
    return measured(record, write, read)


def _say_unless(kept: Element | None, parent: Element, name: str, text: str = "", /, **attributes: str) -> None:
    """Say what every such file says, unless the file this record came from has its own, which is put back."""
    if found(kept, name) is None:
        add(parent, name, text, **attributes)


def _supplier(holder: Holder, kept: Element | None) -> Element:
    supplier = make("CandidateSupplier")
    _say_unless(kept, supplier, "PartyID", **scheme("PartyID", "1.0"))
    _say_unless(kept, supplier, "PartyName", OWNER)
    if found(kept, "PersonContact") is None:
        contact = add(supplier, "PersonContact")
        _name(contact, holder)
        emails = [atoms.make_contact(one) for one in holder.contacts if one.kind == "email"]
        contact.extend(made for made in emails if made is not None)
    _say_unless(kept, supplier, "PrecedenceCode", "1")
    return supplier


def _name(parent: Element, holder: Holder) -> None:
    """The name; one that is not in parts stands as the given name, since the editor refuses a person without."""
    name = add(parent, "PersonName")
    given = holder.given_name or ("" if holder.family_name else holder.display_name)
    say(name, "GivenName", given)
    say(name, "FamilyName", holder.family_name)


def _person(record: Record) -> Element:
    holder = record.holder
    kept = xml_rest.from_text(left_of(FORM, holder.beyond).get("xml"))
    person = make("CandidatePerson")
    _name(person, holder)
    reach = atoms.kept_of(kept, "Communication")
    atoms.put(person, list(holder.contacts), reach, atoms.read_contact, atoms.make_contact)
    home = atoms.Address(holder.street, holder.city, holder.country, holder.postcode)
    atoms.put(person, [home] if home else [], reach, atoms.read_address, atoms.make_home)
    for code in holder.nationalities:
        add(person, "NationalityCode", code.lower())
    if holder.birth_date:
        add(person, "BirthDate", str(holder.birth_date))
    for entry in record.entries:
        if is_mother_tongue(entry):
            code = library_code_of(str(entry.details.get("code", "")))
            add(person, "PrimaryLanguageCode", code or entry.title, name="NORMAL" if code else "FREE_TEXT")
    xml_rest.merge(person, kept, PERSON_ORDER)
    return person


def is_mother_tongue(entry: Entry) -> bool:
    return entry.kind is Kind.LANGUAGE and bool(entry.details.get("mother_tongue"))


# The profile


def _profile(record: Record, kept: Element | None) -> Element:
    profile = make("CandidateProfile", languageCode=record.language)
    _say_unless(kept, profile, "ID", **scheme("CandidateProfileID", "1.0"))
    say_html(profile, "ExecutiveSummary", record.holder.summary)
    sections = {name: make(name) for name in ALWAYS}
    sections["HobbiesAndInterests"] = make("HobbiesAndInterests")
    own = []
    for entry in record.entries:
        name, made = _element(entry)
        if made is None:
            continue
        if name == "Others":
            own.append(made)
        else:
            sections[name].extend(made)
    _group_skills(sections["Skills"])
    if record.holder.photo:
        sections["Attachment"] = _photo(record.holder)
    if not len(sections["HobbiesAndInterests"]):
        del sections["HobbiesAndInterests"]
    profile.extend(sections[name] for name in PROFILE_ORDER if name in sections)
    for others in own:
        profile.extend(others)
    return profile


def _photo(holder: Holder) -> Element:
    photo = holder.photo
    assert photo is not None  # noqa: S101  # its caller asked
    attachment = make("Attachment")
    add(attachment, "EmbeddedData", data_address.encoded(photo.content))
    if photo.name != default_name(photo.media_type):
        say(attachment, "FileName", photo.name)
    add(attachment, "FileType", "photo")
    add(attachment, "Instructions", "ProfilePicture")
    return attachment


def _element(entry: Entry) -> tuple[str, list[Element] | None]:
    """The section of an entry and its elements; ("", None) where the format has no place."""
    if entry.kind is Kind.LANGUAGE:
        return "PersonQualifications", None if is_mother_tongue(entry) else [_finished(_language(entry), entry)]
    if entry.kind is Kind.QUALIFICATION and entry.details.get("categories"):
        return "Licenses", [_licence(category) for category in entry.details["categories"]]
    if section := plain_section(entry):
        return section.name, [_finished(_plain(section, entry), entry)]
    if maker := _MAKERS.get((entry.kind, str(entry.details.get("form", "")) if entry.kind is Kind.ACHIEVEMENT else "")):
        name, make_one, order = maker
        return name, [_finished(make_one(entry), entry, order)]
    if title := own_title(entry):
        return "Others", [_own(entry, title)]
    return "", None


def _finished(element: Element, entry: Entry, order: tuple[str, ...] = ()) -> Element:
    xml_rest.merge(element, xml_rest.from_text(left_of(FORM, entry.beyond).get("xml")), order)
    return element


def _employment(entry: Entry) -> Element:
    details = entry.details
    employer = make("EmployerHistory")
    say(employer, "OrganizationName", entry.organisation)
    kept = atoms.kept_of(_kept(entry), "OrganizationContact")
    office = atoms.Office(url=str(details.get("organisation_url", "")))
    _say_office(employer, entry, kept, office)
    say(employer, "IndustryCode", str(details.get("sector", "")))
    position = add(employer, "PositionHistory")
    _say_position(position, entry)
    say_period(position, "EmploymentPeriod", entry, "CurrentIndicator", "eures")
    say_html(position, "Description", entry.description, "oa")
    say(position, "JobCategoryCode", str(details.get("isco", "")))
    say(position, "City", entry.place)
    say(position, "Country", entry.country.lower())
    say(employer, "Link", entry.url)
    return employer


def _say_position(position: Element, entry: Entry) -> None:
    if not entry.title and "occupation" not in entry.details:
        return
    if occupation := str(entry.details.get("occupation", "")):
        add(position, "PositionTitle", entry.title, typeCode="URI", languageID=occupation)
    else:
        add(position, "PositionTitle", entry.title, typeCode="FREETEXT")


def _kept(entry: Entry) -> Element | None:
    return xml_rest.from_text(left_of(FORM, entry.beyond).get("xml"))


def _say_office(parent: Element, entry: Entry, kept: list[Element], office: atoms.Office) -> None:
    """The organisation's contact, unless what is kept of it already says the same and comes back by itself."""
    if office and not any(_agrees(atoms.read_office(one), office) for one in kept):
        parent.append(atoms.make_office(office))


def _agrees(kept: atoms.Office, office: atoms.Office) -> bool:
    return kept.url == office.url and office.city in ("", kept.city) and office.country in ("", kept.country)


def _education(entry: Entry) -> Element:
    details = entry.details
    place = make("EducationOrganizationAttendance")
    say(place, "OrganizationName", entry.organisation)
    kept = _kept(entry)
    office = atoms.Office(entry.place, entry.country, str(details.get("organisation_url", "")))
    _say_office(place, entry, atoms.kept_of(kept, "OrganizationContact"), office)
    say(place, "EducationLevelCode", number_text(details.get("eqf")))
    say_period(place, "AttendancePeriod", entry, "Ongoing")
    degree = add(place, "EducationDegree")
    say(degree, "DegreeName", entry.title)
    studies = atoms.kept_of(found(kept, "EducationDegree"), "FieldOfStudy")
    code = str(details.get("isced_f", ""))
    study = atoms.make_study(code) if code and code not in map(atoms.read_study, studies[:1]) else None
    if study is not None:
        degree.append(study)
    if grade := str(details.get("grade", "")):
        add(add(degree, "FinalGrade"), "ScoreText", grade)
    say(degree, "Thesis", str(details.get("thesis", "")))
    say_html(degree, "OccupationalSkillsCovered", entry.description)
    say(degree, "NationalClassification", str(details.get("national_level", "")))
    say(degree, "CreditType", str(details.get("credit_scheme", "")))
    say(degree, "NumberOfCredit", number_text(details.get("credits")))
    say(place, "Link", entry.url)
    return place


_DEGREE_ORDER = (
    "OrganizationName",
    "OrganizationContact",
    "EducationLevelCode",
    "AttendancePeriod",
    "EducationDegree",
    "DegreeName",
    "FieldOfStudy",
    "FinalGrade",
    "Thesis",
    "OccupationalSkillsCovered",
    "NationalClassification",
    "CreditType",
    "NumberOfCredit",
    "Link",
)
_EMPLOYER_ORDER = ("OrganizationName", "OrganizationContact", "IndustryCode", "PositionHistory", "Department", "Link")


def _licence(category: str) -> Element:
    licence = make("License")
    add(licence, "LicenseTypeCode", category)
    return licence


def _publication(entry: Entry) -> Element:
    publication = make("Publication")
    say_html(publication, "FormattedPublicationDescription", entry.description)
    say(publication, "Title", entry.title)
    if entry.start:
        add(publication, "Year", str(entry.start))
    say(publication, "Link", entry.url)
    say(publication, "Authors", ", ".join(entry.details.get("authors", [])))
    say(publication, "Publisher", entry.organisation)
    return publication


def _course(entry: Entry) -> Element:
    course = make("CourseCertification")
    say(course, "Title", entry.title)
    say(course, "IssuingAuthorityName", entry.organisation)
    say_date(course, "FirstIssuedDate", entry.start)
    say_html(course, "Description", entry.description, "oa")
    say(course, "Link", entry.url)
    return course


def _plain(section: Section, entry: Entry) -> Element:
    element = make(section.item)
    inside = add(element, section.inside) if section.inside else element
    say(inside, "Title", entry.title)
    say_period(inside, "Date", entry, "Ongoing")
    if section.located:
        say(element, "Location", entry.place)
    say_html(inside, "Description", entry.description)
    say(inside, "Link", entry.url)
    return element


def _own(entry: Entry, title: str) -> Element:
    """An entry in a section of the person's own: one section each, since the editor reads one entry of a section."""
    kept = _kept(entry)
    kept_title = text_of(found(kept, "Title"))
    others = make("Others")
    add(others, "Title", kept_title if kept_title and title == OTHER_TITLE else title)
    others.append(_plain(Section("Others", "Other", entry.kind), entry))
    if kept is not None:
        for one in [one for one in kept if name_of(one) == "Title"]:
            kept.remove(one)
    xml_rest.merge(others, kept)
    return others


# Languages and skills


def _language(entry: Entry) -> Element:
    details = entry.details
    competency = make("PersonCompetency")
    code = library_code_of(str(details.get("code", "")))
    add(competency, "CompetencyID", code or entry.title, schemeName="NORMAL" if code else "FREE_TEXT")
    add(competency, "TaxonomyID", "language")
    if code and LANGUAGE_NAMES.get(str(details["code"]), code) != entry.title:
        say(competency, "CompetencyName", entry.title)
    for part, dimension in DIMENSIONS.items():
        if part in details:
            _score(competency, dimension, details[part])
    if "level_text" in details:
        _score(competency, "Level", details["level_text"])
    return competency


def _score(competency: Element, dimension: str, score: object) -> None:
    whole = add(competency, "CompetencyDimension")
    add(whole, "CompetencyDimensionTypeCode", dimension)
    add(add(whole, "Score"), "ScoreText", str(score))


def _skill(entry: Entry) -> Element:
    details: Details = entry.details
    competency = make("PersonCompetency")
    if "competence" in details:
        add(competency, "CompetencyID", str(details["competence"]), schemeName="DigComp")
    elif "concept" in details:
        add(competency, "CompetencyID", str(details["concept"]), schemeName="ESCO")
    add(competency, "TaxonomyID", "Digital_Skill" if entry.kind is Kind.DIGITAL else "Skill")
    say(competency, "CompetencyName", entry.title)
    for key, dimension in (("level", "Level"), ("level_text", "LevelText")):
        if key in details:
            _score(competency, dimension, details[key])
    if group := str(details.get("group", "")):
        competency.set("group", fit(group))  # read and removed by _group_skills
    return competency


def _group_skills(skills: Element) -> None:
    """Skills of one group stand together under its title, after those of none."""
    groups: dict[str, Element] = {}
    for competency in list(skills):
        title = competency.attrib.pop("group", None)
        if title is None:
            continue
        if title not in groups:
            groups[title] = make("SkillsGroup")
            add(groups[title], "Title", title)
        groups[title].append(competency)
    skills.extend(groups.values())


_MAKERS: dict[tuple[Kind, str], tuple[str, Callable[[Entry], Element], tuple[str, ...]]] = {
    (Kind.EXPERIENCE, ""): ("EmploymentHistory", _employment, _EMPLOYER_ORDER),
    (Kind.EDUCATION, ""): ("EducationHistory", _education, _DEGREE_ORDER),
    (Kind.QUALIFICATION, ""): ("EducationHistory", _education, _DEGREE_ORDER),
    (Kind.SKILL, ""): ("Skills", _skill, ()),
    (Kind.DIGITAL, ""): ("Skills", _skill, ()),
    (Kind.ACHIEVEMENT, "publication"): ("PublicationHistory", _publication, ()),
    (Kind.ACHIEVEMENT, "course"): ("CourseCertifications", _course, ()),
}

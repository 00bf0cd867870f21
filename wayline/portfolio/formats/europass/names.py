"""Names, order and codes of the Europass CV."""

import re
from functools import cache

from lxml import etree

from wayline.portfolio.fields import CEFR_PARTS
from wayline.portfolio.formats.safe_xml import Element

FORM = "europass"
NAMESPACES = {
    None: "http://www.europass.eu/1.0",
    "eures": "http://www.europass_eures.eu/1.0",
    "hr": "http://www.hr-xml.org/3",
    "oa": "http://www.openapplications.org/oagis/9",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
SCHEMA_ATTRIBUTE = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
SCHEMA_LOCATION = "http://www.europass.eu/1.0 Candidate.xsd"

SUPPLIER_ORDER = ("PartyID", "PartyName", "PersonContact", "PrecedenceCode")
PERSON_ORDER = ("PersonName", "Communication", "NationalityCode", "BirthDate", "GenderCode", "PrimaryLanguageCode")
PROFILE_ORDER = (
    "ID",
    "ExecutiveSummary",
    "EmploymentHistory",
    "EducationHistory",
    "Licenses",
    "Certifications",
    "PublicationHistory",
    "PersonQualifications",
    "EmploymentReferences",
    "Attachment",
    "HobbiesAndInterests",
    "CreativeWorks",
    "Projects",
    "SocialAndPoliticalActivities",
    "Skills",
    "NetworksAndMemberships",
    "ConferencesAndSeminars",
    "VoluntaryWorks",
    "CourseCertifications",
    "Others",
)
# Real exports have these even when nothing is in them.
_OPTIONAL = {"ID", "ExecutiveSummary", "Attachment", "Others", "HobbiesAndInterests"}
ALWAYS = tuple(name for name in PROFILE_ORDER if name not in _OPTIONAL)
_NAMES = {
    "hr": """DocumentID PartyID PartyName PrecedenceCode FamilyName BirthDate ID ExecutiveSummary OrganizationName
        IndustryCode CurrentIndicator FormattedDateTime DegreeName ScoreText TaxonomyID CompetencyName
        CompetencyDimensionTypeCode Instructions LicenseTypeCode JobCategoryCode FormattedPublicationDescription""",
    "oa": "GivenName URI DialNumber AddressLine CityName PostalCode EmbeddedData FileType FileName",
    "eures": "EmploymentPeriod Licenses License CompetencyDimension Score Attachment FirstIssuedDate",
}
PREFIXES = {name: prefix for prefix, names in _NAMES.items() for name in names.split()}
DIMENSIONS = dict(
    zip(
        CEFR_PARTS,
        (
            "CEF-Understanding-Listening",
            "CEF-Understanding-Reading",
            "CEF-Speaking-Interaction",
            "CEF-Speaking-Production",
            "CEF-Writing-Production",
        ),
        strict=True,
    )
)
DRIVING = "Driving licence"
"""The title a driving licence is given: the format knows its categories only."""


_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
OWNER = "Owner"
"""What the editor calls a person who supplies their own CV."""
OUR_ID = "Wayline"


def scheme(name: str, version: str) -> dict[str, str]:
    """The attributes of the identifiers that stand in every such file."""
    return {"schemeID": OUR_ID, "schemeName": name, "schemeAgencyName": "EUROPASS", "schemeVersionID": version}


@cache
def tag(name: str, prefix: str | None = None) -> str:
    return f"{{{NAMESPACES[prefix or PREFIXES.get(name)]}}}{name}"


def make(name: str, text: str = "", prefix: str | None = None, /, **attributes: str) -> Element:
    """An element of the format; characters that XML has no place for are left out."""
    element = etree.Element(tag(name, prefix), {key: fit(value) for key, value in attributes.items()}, nsmap=NAMESPACES)
    element.text = fit(text) or None
    return element


def add(parent: Element, name: str, text: str = "", prefix: str | None = None, /, **attributes: str) -> Element:
    """As `make`, below a parent that `make` made: the namespaces are declared there."""
    element = etree.SubElement(parent, tag(name, prefix), {key: fit(value) for key, value in attributes.items()})
    element.text = fit(text) or None
    return element


def say(parent: Element, name: str, text: str, prefix: str | None = None) -> None:
    """Add an element if there is something to say."""
    if text:
        add(parent, name, text, prefix)


def fit(text: str) -> str:
    """Without the characters that XML has no place for."""
    return _UNFIT.sub("", text)

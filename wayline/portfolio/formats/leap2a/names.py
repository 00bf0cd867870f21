"""Names of Leap2A, and which of its types each kind of entry is."""

from functools import cache

from lxml import etree

from wayline.portfolio.formats.europass.names import fit
from wayline.portfolio.formats.safe_xml import Element
from wayline.portfolio.record import Details, Kind

FORM = "leap2a"
NAMESPACES = {
    None: "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "leap2": "http://terms.leapspecs.org/",
    "categories": "http://wiki.leapspecs.org/2A/categories",
    "portfolio": "urn:wayline:portfolio",
    "wayline": "urn:wayline:leap2a:1",
}
VERSION = "http://www.leapspecs.org/2010-07/2A/"
XHTML = "http://www.w3.org/1999/xhtml"
ENTRY_ORDER = (
    "title",
    "id",
    "updated",
    "published",
    "summary",
    "content",
    "type",
    "artefactplugin",
    "link",
    "category",
)
APART = ("category", "link")
"""Elements that are told apart by their attributes: each stands for itself."""
LIFE_AREA, ACHIEVEMENT, PLAN = "categories:life_area#", "categories:achievement_type#", "categories:plan_type#"
RESOURCE, PERSON, SELECTION = "categories:resource_type#", "categories:person_type#", "categories:selection_type#"
ABILITY = "categories:ability_type#"

# What an entry is written as: its type, and the category that says more, if any.
WRITTEN: dict[Kind, tuple[str, str, str]] = {
    Kind.EXPERIENCE: ("activity", "Work", LIFE_AREA),
    Kind.EDUCATION: ("activity", "Education", LIFE_AREA),
    Kind.QUALIFICATION: ("achievement", "Qualification", ACHIEVEMENT),
    Kind.SKILL: ("ability", "", ""),
    Kind.LANGUAGE: ("ability", "Language", ABILITY),
    Kind.DIGITAL: ("ability", "Digital", ABILITY),
    Kind.ACHIEVEMENT: ("achievement", "", ""),
    Kind.PROJECT: ("activity", "", ""),
    Kind.INTEREST: ("ability", "Interest", ABILITY),
    Kind.ASPIRATION: ("plan", "Aspiration", PLAN),
    Kind.GOAL: ("plan", "", ""),
    Kind.REFERENCE: ("person", "Referee", PERSON),
    Kind.FILE: ("resource", "Offline", RESOURCE),
    Kind.LINK: ("resource", "Web", RESOURCE),
    Kind.JOURNAL: ("entry", "", ""),
    Kind.CREDENTIAL: ("achievement", "Credential", ACHIEVEMENT),
}
# Types that have no kind of their own here, and what they become.
ALSO: dict[str, tuple[Kind, Details]] = {
    "publication": (Kind.ACHIEVEMENT, {"form": "publication"}),
    "affiliation": (Kind.ACHIEVEMENT, {"form": "membership"}),
    "meeting": (Kind.JOURNAL, {}),
    "selection": (Kind.JOURNAL, {}),
    "organization": (Kind.JOURNAL, {}),
    "person": (Kind.REFERENCE, {}),
}


def kind_of(rdf_type: str, terms: dict[str, str]) -> tuple[Kind, Details] | None:
    """The kind of an entry by its type and the terms of its categories, by scheme; None for a type nobody knows."""
    alike = [(kind, term, scheme) for kind, (name, term, scheme) in WRITTEN.items() if name == rdf_type]
    for kind, term, scheme in alike:
        if term and terms.get(scheme) == term:
            return kind, {}
    plain = next((kind for kind, term, _scheme in alike if not term), None)
    return (plain, {}) if plain else ALSO.get(rdf_type) or ((alike[0][0], {}) if alike else None)


@cache
def tag(name: str, prefix: str | None = None) -> str:
    return f"{{{NAMESPACES[prefix]}}}{name}"


def add(parent: Element, name: str, text: str = "", prefix: str | None = None, /, **attributes: str) -> Element:
    element = etree.SubElement(parent, tag(name, prefix), {key: fit(value) for key, value in attributes.items()})
    element.text = fit(text) or None
    return element

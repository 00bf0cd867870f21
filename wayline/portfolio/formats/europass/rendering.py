"""Which sections the Europass editor shows, and in which order: it shows no other than these."""

from wayline.portfolio.formats.europass.names import add, make
from wayline.portfolio.formats.safe_xml import Element, found, name_of, text_of

_SECTION_TITLES = {
    "EmploymentHistory": "work-experience",
    "EducationHistory": "education-training",
    "PersonQualifications": "language",
    "Skills": "digital-skills",
    "Licenses": "driving-licence",
    "PublicationHistory": "publication",
    "Projects": "project",
    "HobbiesAndInterests": "hobbies-interests",
    "CreativeWorks": "creative-works",
    "NetworksAndMemberships": "membership",
    "ConferencesAndSeminars": "conference-seminar",
    "VoluntaryWorks": "voluntary-work",
    "SocialAndPoliticalActivities": "social-political-activity",
    "CourseCertifications": "certifications",
}


def rendering(profile: Element) -> Element:
    """The sections that have something in them, in our order: the editor shows no other."""
    rendering = make("RenderingInformation")
    design = add(rendering, "Design")
    for name, text in (
        ("Template", "Template1"),
        ("Color", "Default"),
        ("FontSize", "Medium"),
        ("Logo", "FirstPage"),
        ("PageNumbers", "false"),
    ):
        add(design, name, text)
    order = add(design, "SectionsOrder")
    for element in profile:
        if (title := _SECTION_TITLES.get(name_of(element))) and len(element):
            add(add(order, "Section"), "Title", title)
    for title in dict.fromkeys(text_of(found(one, "Title")) for one in profile if name_of(one) == "Others"):
        section = add(order, "Section")
        add(section, "Title", title)
        add(section, "Custom", "true")
    return rendering

"""The sections of a Europass profile whose entries are alike: a title, a period, a place, a text, a link."""

from dataclasses import dataclass, field

from wayline.portfolio.record import Details, Entry, Kind


@dataclass(frozen=True, slots=True)
class Section:
    """`inside` names the element that holds the fields, where the item has one more (`Activity`)."""

    name: str
    item: str
    kind: Kind
    fixed: Details = field(default_factory=dict)
    located: bool = False
    inside: str = ""


PLAIN = (
    Section("HobbiesAndInterests", "HobbyOrInterest", Kind.INTEREST),
    Section("CreativeWorks", "CreativeWork", Kind.ACHIEVEMENT, {"form": "creative_work"}),
    Section("Projects", "Project", Kind.PROJECT),
    Section(
        "SocialAndPoliticalActivities",
        "SocialAndPoliticalActivity",
        Kind.EXPERIENCE,
        {"form": "unpaid"},
        located=True,
        inside="Activity",
    ),
    Section(
        "NetworksAndMemberships",
        "NetworkAndMembership",
        Kind.ACHIEVEMENT,
        {"form": "membership"},
        located=True,
        inside="Activity",
    ),
    Section("ConferencesAndSeminars", "ConferenceAndSeminar", Kind.ACHIEVEMENT, {"form": "presentation"}, located=True),
    Section("VoluntaryWorks", "VoluntaryWork", Kind.EXPERIENCE, {"form": "voluntary"}, located=True),
)
OTHER = Section("Others", "Other", Kind.ACHIEVEMENT, {"form": "other"})
OTHER_TITLE = "Other achievements"
# Sections of a person's own, which hold what the format has no section for. Their titles are how they are known again.
OWN: dict[str, tuple[Kind, Details]] = {
    "Honours and awards": (Kind.ACHIEVEMENT, {"form": "award"}),
    "Certificates": (Kind.ACHIEVEMENT, {"form": "certificate"}),
    "Patents": (Kind.ACHIEVEMENT, {"form": "patent"}),
    OTHER_TITLE: (Kind.ACHIEVEMENT, {"form": "other"}),
    "Achievements": (Kind.ACHIEVEMENT, {}),
    "Goals": (Kind.GOAL, {}),
    "Aspirations": (Kind.ASPIRATION, {}),
    "References": (Kind.REFERENCE, {}),
    "Links": (Kind.LINK, {}),
    "Journal": (Kind.JOURNAL, {}),
    "Credentials": (Kind.CREDENTIAL, {}),
}


def plain_section(entry: Entry) -> Section | None:
    """The section of alike entries this one stands in. Work for an organisation stands under employment instead:
    these sections have no place for its name."""
    if entry.kind is Kind.EXPERIENCE and entry.organisation:
        return None
    form = entry.details.get("form")
    return next(
        (one for one in PLAIN if one.kind is entry.kind and (not one.fixed or one.fixed["form"] == form)),
        None,
    )


def own_title(entry: Entry) -> str:
    """The title of the section of its own an entry stands in, or ""."""
    form = entry.details.get("form")
    for title, (kind, fixed) in OWN.items():
        if kind is entry.kind and (kind is not Kind.ACHIEVEMENT or fixed.get("form") == form):
            return title
    return ""

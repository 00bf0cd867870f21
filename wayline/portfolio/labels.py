"""What kinds, fields and choices are called where a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext_lazy as _

from wayline.portfolio.record import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Label: TypeAlias = "str | _StrPromise"

KINDS: dict[Kind, Label] = {
    Kind.EXPERIENCE: _("Experience"),
    Kind.EDUCATION: _("Education and training"),
    Kind.QUALIFICATION: _("Qualification"),
    Kind.SKILL: _("Skill"),
    Kind.LANGUAGE: _("Language"),
    Kind.DIGITAL: _("Digital skill"),
    Kind.ACHIEVEMENT: _("Achievement"),
    Kind.PROJECT: _("Project"),
    Kind.INTEREST: _("Interest"),
    Kind.ASPIRATION: _("What I want"),
    Kind.GOAL: _("Goal"),
    Kind.REFERENCE: _("Reference"),
    Kind.FILE: _("File"),
    Kind.LINK: _("Link"),
    Kind.JOURNAL: _("Journal page"),
    Kind.CREDENTIAL: _("Digital credential"),
}
PLURALS: dict[Kind, Label] = {
    Kind.EXPERIENCE: _("Experience"),
    Kind.EDUCATION: _("Education and training"),
    Kind.QUALIFICATION: _("Qualifications"),
    Kind.SKILL: _("Skills"),
    Kind.LANGUAGE: _("Languages"),
    Kind.DIGITAL: _("Digital skills"),
    Kind.ACHIEVEMENT: _("Achievements"),
    Kind.PROJECT: _("Projects"),
    Kind.INTEREST: _("Interests"),
    Kind.ASPIRATION: _("What I want"),
    Kind.GOAL: _("Goals"),
    Kind.REFERENCE: _("References"),
    Kind.FILE: _("Files"),
    Kind.LINK: _("Links"),
    Kind.JOURNAL: _("Journal"),
    Kind.CREDENTIAL: _("Digital credentials"),
}
KIND_CHOICES: list[tuple[str, Label]] = [(kind.value, label) for kind, label in KINDS.items()]
NATIONALITIES = _("Nationality")
FIELDS: dict[str, Label] = {
    "title": _("Title"),
    "organisation": _("Organisation"),
    "place": _("Place"),
    "country": _("Country"),
    "start": _("From"),
    "end": _("Until"),
    "ongoing": _("It still goes on"),
    "description": _("Description"),
    "url": _("Web address"),
    "language": _("Language of this text"),
    "form": _("What kind"),
    "occupation": _("Occupation"),
    "occupations": _("Occupations"),
    "sector": _("Branch of industry"),
    "isco": _("ISCO group"),
    "hours": _("Hours a week"),
    "highlights": _("What you achieved, one on each line"),
    "organisation_url": _("Web address of the organisation"),
    "organisation_about": _("About the organisation"),
    "eqf": _("Level in Europe (EQF)"),
    "national_level": _("Level in the country"),
    "study_type": _("Kind of course or certificate"),
    "isced_f": _("Field of study (ISCED-F code)"),
    "field": _("Field of study"),
    "subjects": _("Main subjects, one on each line"),
    "grade": _("Grade"),
    "credits": _("Credits"),
    "credit_scheme": _("Credits are counted in"),
    "thesis": _("Title of the final work"),
    "number": _("Number"),
    "expires": _("Valid until"),
    "categories": _("Categories, one on each line"),
    "concept": _("In ESCO"),
    "level": _("Level"),
    "level_text": _("Level in your own words"),
    "years": _("Years of practice"),
    "keywords": _("Keywords, one on each line"),
    "group": _("Group"),
    "code": _("Language"),
    "mother_tongue": _("It is my mother tongue"),
    "listening": _("Listening"),
    "reading": _("Reading"),
    "interaction": _("Talking with others"),
    "production": _("Speaking on my own"),
    "writing": _("Writing"),
    "competence": _("Digital competence"),
    "authors": _("Authors, one on each line"),
    "roles": _("Your parts in it, one on each line"),
    "areas": _("Where, one place on each line"),
    "conditions": _("What matters to you, one on each line"),
    "done": _("Reached on"),
    "steps": _("Steps, one on each line"),
    "role": _("How this person knows you"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "tags": _("Tags, one on each line"),
    "format": _("Format"),
    "raw": _("The credential, word for word"),
    "achievement": _("What it stands for"),
}
OF_KIND: dict[tuple[Kind, str], Label] = {
    (Kind.EXPERIENCE, "title"): _("What you did or were"),
    (Kind.EXPERIENCE, "organisation"): _("Where or for whom"),
    (Kind.EDUCATION, "title"): _("What you learnt, or the certificate"),
    (Kind.EDUCATION, "organisation"): _("School, college or provider"),
    (Kind.QUALIFICATION, "title"): _("Name of the qualification"),
    (Kind.QUALIFICATION, "organisation"): _("Who awarded it"),
    (Kind.QUALIFICATION, "start"): _("Awarded on"),
    (Kind.SKILL, "title"): _("Skill"),
    (Kind.SKILL, "description"): _("How you use it, or how you learnt it"),
    (Kind.LANGUAGE, "title"): _("Name of the language as you write it"),
    (Kind.DIGITAL, "title"): _("What you can do"),
    (Kind.ACHIEVEMENT, "title"): _("What you achieved"),
    (Kind.ACHIEVEMENT, "organisation"): _("Who gave or published it"),
    (Kind.ACHIEVEMENT, "start"): _("When"),
    (Kind.PROJECT, "title"): _("Name of the project"),
    (Kind.PROJECT, "form"): _("What kind of project"),
    (Kind.INTEREST, "title"): _("What interests you"),
    (Kind.ASPIRATION, "title"): _("What you would like to do"),
    (Kind.ASPIRATION, "description"): _("Why, and what it would be like"),
    (Kind.GOAL, "title"): _("What you want to reach"),
    (Kind.GOAL, "end"): _("Until when"),
    (Kind.REFERENCE, "title"): _("Name of the person"),
    (Kind.FILE, "title"): _("What the file is"),
    (Kind.LINK, "title"): _("What is there"),
    (Kind.JOURNAL, "title"): _("Heading"),
    (Kind.JOURNAL, "start"): _("Day"),
    (Kind.JOURNAL, "description"): _("What happened, and what you make of it"),
    (Kind.CREDENTIAL, "organisation"): _("Who issued it"),
    (Kind.CREDENTIAL, "start"): _("Issued on"),
}
CHOICES: dict[str, Label] = {
    "paid": _("Paid work"),
    "self_employed": _("Self-employed"),
    "apprenticeship": _("Apprenticeship"),
    "internship": _("Internship or work experience"),
    "unpaid": _("Unpaid work"),
    "voluntary": _("Voluntary work"),
    "family": _("Care and work in the family"),
    "service": _("Military or civilian service"),
    "award": _("Award"),
    "certificate": _("Certificate"),
    "course": _("Course"),
    "publication": _("Publication"),
    "presentation": _("Talk or presentation"),
    "patent": _("Patent"),
    "membership": _("Membership"),
    "creative_work": _("Creative work"),
    "other": _("Something else"),
    "basic": _("Basic: with help"),
    "intermediate": _("Intermediate: on my own in usual situations"),
    "advanced": _("Advanced: on my own, in difficult situations too"),
    "expert": _("Expert: I teach others"),
    "openbadge2": "Open Badges 2.0",
    "openbadge3": "Open Badges 3.0",
    "elm": "European Learning Model",
    **{level: level for level in ("A1", "A2", "B1", "B2", "C1", "C2")},
}
SHORT_LEVELS: dict[str, Label] = {
    "basic": _("basic"),
    "intermediate": _("intermediate"),
    "advanced": _("advanced"),
    "expert": _("expert"),
}
# What a level means, in our words, after the European Qualifications Framework (Council Recommendation, 22 May 2017).
EQF: dict[int, Label] = {
    1: _("1: simple tasks under guidance"),
    2: _("2: routine tasks with some independence, as at the end of lower secondary school"),
    3: _("3: responsibility for one's own tasks, as after a short vocational course"),
    4: _("4: working on one's own, as after upper secondary school or an apprenticeship"),
    5: _("5: managing and checking work, as after a higher technical diploma"),
    6: _("6: solving complex problems, as after a bachelor's degree"),
    7: _("7: highly specialised knowledge, as after a master's degree"),
    8: _("8: at the frontier of a field, as after a doctorate"),
}
# What the levels of languages mean, in our words, after the Common European Framework of Reference (Council of Europe).
CEFR: dict[str, Label] = {
    "A1": _("A few words and simple sentences about myself, when people speak slowly."),
    "A2": _("Everyday matters: shopping, family, the way to work, a short message."),
    "B1": _("The main points of clear talk and texts; I get along on a journey and say what I think."),
    "B2": _("Longer talks and articles, also in my field; I discuss without much strain on either side."),
    "C1": _("Demanding texts and what stands between the lines; I speak fluently and to the purpose."),
    "C2": _("Practically everything I hear or read; I say exactly what I mean."),
}
DIGCOMP_AREAS: dict[str, Label] = {
    "1": _("Finding and judging information"),
    "2": _("Talking and working together"),
    "3": _("Making digital content"),
    "4": _("Staying safe"),
    "5": _("Solving problems"),
}
# After DigComp 2.2 (Vuorikari, Kluzer and Punie, European Commission, JRC, 2022, CC BY 4.0); the names are ours.
DIGCOMP: dict[str, Label] = {
    "1.1": _("Searching for information and content"),
    "1.2": _("Judging whether information can be trusted"),
    "1.3": _("Keeping and organising data and files"),
    "2.1": _("Communicating by digital means"),
    "2.2": _("Sharing files and information"),
    "2.3": _("Taking part in society online"),
    "2.4": _("Working together with digital tools"),
    "2.5": _("Behaving well online"),
    "2.6": _("Looking after one's digital identity"),
    "3.1": _("Making texts, pictures, sound or film"),
    "3.2": _("Changing and combining content"),
    "3.3": _("Respecting copyright and licences"),
    "3.4": _("Programming"),
    "4.1": _("Protecting devices"),
    "4.2": _("Protecting personal data and privacy"),
    "4.3": _("Protecting health and well-being"),
    "4.4": _("Sparing the environment"),
    "5.1": _("Solving technical problems"),
    "5.2": _("Choosing the right tool for a need"),
    "5.3": _("Using technology in creative ways"),
    "5.4": _("Knowing what one has yet to learn"),
}
DIGCOMP_LEVELS: dict[int, Label] = {
    1: _("1: foundation, with help"),
    2: _("2: foundation, on my own with some help"),
    3: _("3: intermediate, usual tasks on my own"),
    4: _("4: intermediate, as I need it"),
    5: _("5: advanced, I help others"),
    6: _("6: advanced, in complex situations"),
    7: _("7: highly specialised, I guide others"),
    8: _("8: highly specialised, I find new solutions"),
}


def field_label(kind: Kind, key: str) -> Label:
    return OF_KIND.get((kind, key)) or FIELDS[key]


def kind_label(kind: str) -> Label:
    return KINDS[Kind(kind)]

"""Achievements of Europass 3.4: a text under a heading, whose code says what it is."""

from collections.abc import Iterator

from wayline.portfolio.formats.skillspassport.files import Files
from wayline.portfolio.formats.skillspassport.parts import markdown
from wayline.portfolio.formats.taking import Taking, beyond
from wayline.portfolio.record import Details, Entry, Kind

_FORMS = {
    "publications": "publication",
    "presentations": "presentation",
    "conferences": "presentation",
    "seminars": "presentation",
    "workshops": "presentation",
    "honors_awards": "award",
    "memberships": "membership",
    "courses": "course",
    "certifications": "certificate",
}
_KINDS = {"projects": Kind.PROJECT, "references": Kind.REFERENCE}


def achievements(learner: Taking, files: Files, form: str) -> Iterator[Entry]:
    for taken in learner.children("Achievement"):
        heading = taken.child("Title")
        code = heading.text("Code")
        kind = _KINDS.get(code, Kind.ACHIEVEMENT)
        details: Details = {"form": _FORMS.get(code, "other")} if kind is Kind.ACHIEVEMENT else {}
        title = heading.text("Label") or code
        attachments = files.of(taken)
        description = markdown(taken, "Description")
        rest = heading.rest()
        if code and code not in _FORMS and code not in _KINDS:
            rest["Code"] = code
        taken.keep("Title", rest)
        yield Entry(
            kind,
            title=title,
            description=description,
            details=details,
            attachments=attachments,
            key=taken.path,
            beyond=beyond(form, taken.rest()),
        )

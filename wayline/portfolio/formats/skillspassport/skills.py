"""Skills of Europass 3.4: languages by the levels of the Common European Framework, and texts under headings."""

from collections.abc import Iterator

from wayline.portfolio.fields import CEFR, CEFR_PARTS
from wayline.portfolio.formats.codes import LANGUAGE_NAMES, language_of
from wayline.portfolio.formats.skillspassport.files import Files
from wayline.portfolio.formats.skillspassport.parts import markdown, period
from wayline.portfolio.formats.taking import Taking, beyond
from wayline.portfolio.record import Details, Entry, Kind

_PARTS = dict(
    zip(CEFR_PARTS, ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing"), strict=True)
)
_TEXTS = {
    "Communication": "Communication skills",
    "Organisational": "Organisational and managerial skills",
    "JobRelated": "Job-related skills",
    "Other": "Other skills",
}
# The five areas of DigComp, and what the self-assessment grid of the CV called their three levels.
_AREAS = {
    "Information": "Information processing",
    "Communication": "Digital communication",
    "ContentCreation": "Digital content creation",
    "Safety": "Digital safety",
    "ProblemSolving": "Digital problem solving",
}
_LEVELS = {"A": "Basic user", "B": "Independent user", "C": "Proficient user"}


def skills(learner: Taking, files: Files, form: str) -> Iterator[Entry]:
    whole = learner.child("Skills")
    linguistic = whole.child("Linguistic")
    for taken in linguistic.children("MotherTongue"):
        yield _language(taken, files, form, {"mother_tongue": True})
    for taken in linguistic.children("ForeignLanguage"):
        certificates = list(_certificates(taken, form))
        yield _language(taken, files, form, _levels(taken))
        yield from certificates
    whole.keep("Linguistic", linguistic.rest())
    for key, title in _TEXTS.items():
        yield from _text(whole, key, title, files, form)
    yield from _digital(whole, files, form)
    yield from _driving(whole, files, form)
    learner.keep("Skills", whole.rest())


def _language(taken: Taking, files: Files, form: str, details: Details) -> Entry:
    name = taken.child("Description")
    code = language_of(str(name.peek("Code") or ""))
    if code:
        name.raw("Code")
        details["code"] = code
    title = name.text("Label") or LANGUAGE_NAMES.get(code, code)
    taken.keep("Description", name.rest())
    attachments = files.of(taken)
    description = "\n".join(_experiences(taken))
    return Entry(
        Kind.LANGUAGE,
        title=title,
        description=description,
        details=details,
        attachments=attachments,
        key=taken.path,
        beyond=beyond(form, taken.rest()),
    )


def _levels(taken: Taking) -> Details:
    levels = taken.child("ProficiencyLevel")
    found: Details = {}
    for part, key in _PARTS.items():
        if levels.peek(key) in CEFR:
            found[part] = levels.text(key)
    taken.keep("ProficiencyLevel", levels.rest())
    return found


def _experiences(taken: Taking) -> Iterator[str]:
    """Where a language was learned or used, a line each; the entries themselves stay, since their area has no field."""
    listed = taken.peek("Experience")
    for one in listed if isinstance(listed, list) else []:
        if not isinstance(one, dict):
            continue
        copy = Taking(one, taken.path, [])
        whole = copy.child("Period")
        span = " – ".join(str(date) for date in (period(whole, "From"), period(whole, "To")) if date)
        text = " ".join(markdown(copy, "Description").split())
        if line := ": ".join(part for part in (span, text) if part):
            yield f"* {line}"


def _certificates(taken: Taking, form: str) -> Iterator[Entry]:
    listed = [*taken.children("Certificate"), *_inside(taken)]
    for one in listed:
        title = one.text("Title")
        start = period(one, "Date")
        organisation, rest = one.text("AwardingBody"), one.rest()
        if title or organisation:
            yield Entry(
                Kind.ACHIEVEMENT,
                title=title,
                organisation=organisation,
                start=start,
                details={"form": "certificate"},
                supports=(taken.path,),
                key=one.path,
                beyond=beyond(form, {key: value for key, value in rest.items() if value not in ("", None)}),
            )


def _inside(taken: Taking) -> Iterator[Taking]:
    """The example of the JSON format wraps each certificate once more than its schema says."""
    for wrapped in taken.children("VerifiedBy"):
        inside = wrapped.child("Certificate")
        if inside.rest():
            yield Taking(inside.rest(), wrapped.path, taken.notes)


def _text(whole: Taking, key: str, title: str, files: Files, form: str) -> Iterator[Entry]:
    taken = whole.child(key)
    description = markdown(taken, "Description")
    attachments = files.of(taken)
    if description or attachments:
        rest = beyond(form, taken.rest())
        yield Entry(
            Kind.SKILL, title=title, description=description, attachments=attachments, key=taken.path, beyond=rest
        )
    else:
        whole.keep(key, taken.rest())


def _digital(whole: Taking, files: Files, form: str) -> Iterator[Entry]:
    taken = whole.child("Computer")
    levels = taken.child("ProficiencyLevel")
    for key, title in _AREAS.items():
        level = levels.peek(key)
        if isinstance(level, str) and level in _LEVELS:
            levels.raw(key)
            yield Entry(Kind.DIGITAL, title=title, details={"level_text": _LEVELS[level]}, key=f"{taken.path}.{key}")
    taken.keep("ProficiencyLevel", levels.rest())
    certificates = list(_certificates(taken, form))
    description, attachments = markdown(taken, "Description"), files.of(taken)
    if description or attachments or certificates:
        rest = beyond(form, taken.rest())
        yield Entry(
            Kind.DIGITAL,
            title="Digital skills",
            description=description,
            attachments=attachments,
            key=taken.path,
            beyond=rest,
        )
        yield from certificates
    else:
        whole.keep("Computer", taken.rest())


def _driving(whole: Taking, files: Files, form: str) -> Iterator[Entry]:
    taken = whole.child("Driving")
    inside = taken.peek("Description")
    listed = inside.get("Licence") if isinstance(inside, dict) else inside
    categories = [category for one in listed if (category := _licence(one))] if isinstance(listed, list) else []
    if not categories:
        whole.keep("Driving", taken.rest())
        return
    taken.raw("Description")
    attachments = files.of(taken)
    yield Entry(
        Kind.QUALIFICATION,
        title="Driving licence",
        details={"categories": categories},
        attachments=attachments,
        key=taken.path,
        beyond=beyond(form, taken.rest()),
    )


def _licence(one: object) -> str:
    value = one.get("Licence") if isinstance(one, dict) else one
    return value if isinstance(value, str) else ""

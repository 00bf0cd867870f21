"""Writes qualifications as an unsigned credential of the European Learning Model, for the issuer's upload page."""

from collections.abc import Iterable
from dataclasses import replace

from wayline.portfolio.formats import safe_json
from wayline.portfolio.formats.codes import ALPHA3
from wayline.portfolio.formats.elm import values
from wayline.portfolio.formats.elm.reader import read
from wayline.portfolio.formats.elm.values import AUTHORITY, CONTEXT, EQF, ISCED, OURS, RECORD, Value, concept, time_of
from wayline.portfolio.formats.losses import differences, measured
from wayline.portfolio.formats.markup import to_html
from wayline.portfolio.record import Entry, Holder, Kind, Loss, Record, UnreadableFile

CLAIMED = (Kind.QUALIFICATION, Kind.EDUCATION)


def write(record: Record) -> bytes:
    """A record that is what one credential says comes out as that credential, word for word; any other is made anew."""
    return _word_for_word(record) or safe_json.dump({"credential": _credential(record)})


def losses(record: Record) -> list[Loss]:
    return measured(record, write, read)


def _word_for_word(record: Record) -> bytes | None:
    raws = [entry.details.get("raw") for entry in record.entries if entry.details.get("format") == "elm"]
    if len(raws) != 1 or not isinstance(raws[0], str):
        return None
    content = raws[0].encode("utf-8", "replace")
    try:
        said = read(content).record
    except UnreadableFile:
        return None
    same = len(said.entries) == len(record.entries) and not list(differences(record, said))
    return content if same else None


def _credential(record: Record) -> Value:
    speech = record.language
    skills = {entry.key: entry for entry in record.entries if entry.kind is Kind.SKILL and "concept" in entry.details}
    claims = [_claim(entry, skills, speech) for entry in record.entries if entry.kind in CLAIMED]
    title = {speech: claims[0]["title"][speech] if len(claims) == 1 else "Qualifications"}
    return {
        "@context": CONTEXT,
        "id": RECORD,
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialSchema": {
            "id": "http://data.europa.eu/snb/model/ap/edc-generic-no-cv",
            "type": "ShaclValidator2017",
        },
        "credentialProfiles": concept(
            "http://data.europa.eu/snb/credential/e34929035b", "http://data.europa.eu/snb/credential/25831c2", "Generic"
        ),
        "displayParameter": {
            "id": f"{OURS}display",
            "type": "DisplayParameter",
            "title": title,
            "primaryLanguage": values.language_concept(speech),
            "language": [values.language_concept(speech)],
        },
        "credentialSubject": _person(record.holder, speech) | ({"hasClaim": claims} if claims else {}),
    }


def _person(holder: Holder, speech: str) -> Value:
    full = holder.display_name or f"{holder.given_name} {holder.family_name}".strip()
    names = {"givenName": holder.given_name, "familyName": holder.family_name, "fullName": full}
    person: Value = {"id": f"{OURS}person", "type": "Person"}
    person |= {key: {speech: name} for key, name in names.items() if name}
    if birth := time_of(holder.birth_date):
        person["dateOfBirth"] = birth
    if holder.nationalities:
        person["citizenshipCountry"] = [_country(code) for code in holder.nationalities]
    emails = [one.value for one in holder.contacts if one.kind == "email"]
    if emails:
        boxes = [{"id": f"mailto:{email}", "type": "Mailbox"} for email in emails]
        person["contactPoint"] = [{"id": f"{OURS}contact", "type": "ContactPoint", "emailAddress": boxes}]
    return person


def _country(code: str) -> Value:
    return concept(f"{AUTHORITY}/country/{ALPHA3.get(code, code)}", f"{AUTHORITY}/country")


def _claim(entry: Entry, skills: dict[str, Entry], speech: str) -> Value:
    claim: Value = {
        "id": f"{OURS}claim:{entry.key}",
        "type": "LearningAchievement",
        "title": {speech: entry.title},
        "specifiedBy": _specification(entry, [skills[key] for key in entry.supports if key in skills], speech),
    }
    if entry.description:
        claim["description"] = {speech: to_html(entry.description)}
    if body := _body(entry, speech):
        claim["awardedBy"] = _made("AwardingProcess", entry, awardingBody=body)
    span = {"startDate": time_of(entry.start), "endDate": time_of(entry.end)}
    if any(span.values()):
        period = _made("PeriodOfTime", entry, **{key: time for key, time in span.items() if time})
        claim["influencedBy"] = _made("LearningActivity", entry, title={speech: entry.title}, temporal=period)
    if grade := entry.details.get("grade"):
        note = _made("Note", entry, noteLiteral={speech: grade})
        claim["provenBy"] = _made("LearningAssessment", entry, title={speech: entry.title}, grade=note)
    if number := entry.details.get("number"):
        claim["identifier"] = _made("Identifier", entry, notation=number)
    return claim


def _made(name: str, entry: Entry, **said: object) -> Value:
    return {"id": f"{OURS}{name}:{entry.key}", "type": name, **said}


def _body(entry: Entry, speech: str) -> Value:
    said: Value = {"legalName": {speech: entry.organisation}} if entry.organisation else {}
    where: Value = {"geographicName": {speech: entry.place}} if entry.place else {}
    if entry.country:
        where["address"] = _made("Address", entry, countryCode=_country(entry.country))
    if where:
        said["location"] = _made("Location", entry, **where)
    if page := entry.details.get("organisation_url"):
        said["homepage"] = _page(page)
    return _made("Organisation", entry, **said) if said else {}


def _page(address: str) -> Value:
    return {"id": address, "type": "WebResource", "contentURL": address}


def _specification(entry: Entry, skills: Iterable[Entry], speech: str) -> Value:
    details = entry.details
    said: Value = {"title": {speech: entry.title}}
    if eqf := details.get("eqf"):
        said["eqfLevel"] = concept(f"{EQF}/{eqf}", "http://data.europa.eu/snb/eqf/25831c2", f"Level {eqf}")
    for key, name in (("national_level", "nqfLevel"), ("study_type", "dcType")):
        if label := details.get(key):
            said[name] = concept(f"{OURS}{name}:{entry.key}", f"{OURS}{name}", label, speech)
    if "isced_f" in details or "field" in details:
        code = str(details.get("isced_f") or f"field-{entry.key}")
        said["thematicArea"] = [concept(f"{ISCED}/{code}", f"{ISCED}/25831c2", details.get("field", ""), speech)]
    if "credits" in details or "credit_scheme" in details:
        said["creditPoint"] = _credit(entry, speech)
    if entry.language:
        said["language"] = values.language_concept(entry.language)
    if entry.url:
        said["homepage"] = _page(entry.url)
    outcomes = _outcomes(entry, skills, speech)
    return _made("Qualification", entry, **said, **({"learningOutcome": outcomes} if outcomes else {}))


def _credit(entry: Entry, speech: str) -> Value:
    said: Value = {"point": str(entry.details["credits"])} if "credits" in entry.details else {}
    if scheme := entry.details.get("credit_scheme"):
        said["framework"] = concept(f"{OURS}framework:{entry.key}", f"{OURS}framework", scheme, speech)
    return _made("CreditPoint", entry, **said)


def _outcomes(entry: Entry, skills: Iterable[Entry], speech: str) -> list[Value]:
    titles = list(entry.details.get("subjects", []))
    made = [
        _made("LearningOutcome", replace(entry, key=f"{entry.key}:{number}"), title={speech: title})
        for number, title in enumerate(titles)
    ]
    related = [
        concept(str(one.details["concept"]), "http://data.europa.eu/esco/concept-scheme/skills", one.title, speech)
        for one in skills
    ]
    if related and not made:
        made = [_made("LearningOutcome", entry)]
    if related:
        made[0]["relatedESCOSkill"] = related
    return made

"""Reads a European digital credential: what it certifies, for whom, by whom."""

from collections.abc import Iterator
from typing import Any

from wayline.portfolio.fields import faults
from wayline.portfolio.formats import safe_json
from wayline.portfolio.formats.addresses import is_address
from wayline.portfolio.formats.elm import values
from wayline.portfolio.formats.elm.values import OURS, RECORD, Value, first, objects, plain, text
from wayline.portfolio.formats.markup import to_markdown
from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import Contact, Details, Entry, Holder, Kind, Reading, Record, UnreadableFile


def read(content: bytes) -> Reading:
    value = safe_json.load(content)
    inside = value.get("credential") if isinstance(value, dict) else None
    whole = inside if isinstance(inside, dict) else value
    if not is_credential(whole):
        raise UnreadableFile(_("This is not a European digital credential: it has no “credentialSubject”."))
    speech = values.language(first(whole, "displayParameter", "primaryLanguage")) or "en"
    subject = first(whole, "credentialSubject")
    entries: list[Entry] = []
    for number, claim in enumerate(objects(subject, "hasClaim"), start=1):
        entries += _claim(claim, number, speech)
    if plain(whole, "id") != RECORD:
        about = tuple(entry.key for entry in entries if entry.kind is Kind.QUALIFICATION)
        entries.insert(0, _credential(whole, safe_json.decode(content), speech, about))
    return Reading(Record(_holder(subject, speech), tuple(entries), speech))


def is_credential(value: Any) -> bool:
    types = value.get("type") if isinstance(value, dict) else None
    listed = types if isinstance(types, list) else [types]
    return "credentialSubject" in value and "EuropeanDigitalCredential" in listed if isinstance(value, dict) else False


def _credential(whole: Value, raw: str, speech: str, about: tuple[str, ...]) -> Entry:
    issuer = first(whole, "issuer")
    details: Details = {"format": "elm", "raw": raw.removeprefix("\ufeff")}
    expires = values.day(whole, "validUntil") or values.day(whole, "expirationDate")
    if expires:
        details["expires"] = str(expires)
    title = text(first(whole, "displayParameter"), "title", speech)
    return Entry(
        Kind.CREDENTIAL,
        title=title or text(first(whole, "credentialSubject", "hasClaim"), "title", speech),
        organisation=text(issuer, "legalName", speech),
        country=_country(issuer),
        start=values.day(whole, "issuanceDate") or values.day(whole, "issued") or values.day(whole, "validFrom"),
        description=to_markdown(text(first(whole, "displayParameter"), "description", speech)),
        language="",
        details=details,
        supports=about,
        key=plain(whole, "id") or "credential",
    )


def _country(organisation: Value) -> str:
    return values.country(first(organisation, "location", "address", "countryCode"))


def _holder(subject: Value, speech: str) -> Holder:
    emails = [
        plain(box, "id").removeprefix("mailto:")
        for point in objects(subject, "contactPoint")
        for box in objects(point, "emailAddress")
    ]
    given, family = text(subject, "givenName", speech), text(subject, "familyName", speech)
    full = text(subject, "fullName", speech)
    nationalities = [values.country(one) for one in objects(subject, "citizenshipCountry")]
    return Holder(
        given_name=given,
        family_name=family,
        display_name=full if full != f"{given} {family}".strip() else "",
        birth_date=values.day(subject, "dateOfBirth"),
        nationalities=tuple(code for code in nationalities if code),
        contacts=tuple(Contact("email", email) for email in emails if email),
    )


# A claim: what was achieved


def _claim(claim: Value, number: int, speech: str) -> Iterator[Entry]:
    skills = list(_skills(claim, number, speech))
    specification, body = first(claim, "specifiedBy"), first(claim, "awardedBy", "awardingBody")
    identity = plain(claim, "id")
    activity = first(claim, "influencedBy")
    page = plain(first(body, "homepage"), "contentURL")
    end = values.day(first(activity, "temporal"), "endDate") or values.day(first(claim, "awardedBy"), "awardingDate")
    yield Entry(
        Kind.QUALIFICATION,
        title=text(claim, "title", speech) or text(specification, "title", speech),
        organisation=text(body, "legalName", speech),
        place=text(first(body, "location"), "geographicName", speech),
        country=_country(body),
        start=values.day(first(activity, "temporal"), "startDate"),
        end=end,
        description=to_markdown(text(claim, "description", speech)),
        url=_address(plain(first(specification, "homepage"), "contentURL")),
        language=values.language(first(specification, "language")),
        details=_details(claim, specification, page, speech),
        supports=tuple(skill.key for skill in skills),
        key=identity.removeprefix(f"{OURS}claim:") or f"claim {number}",
    )
    yield from skills


def _address(said: str) -> str:
    return said if is_address(said) else ""


def _details(claim: Value, specification: Value, page: str, speech: str) -> Details:
    credit, isced = first(specification, "creditPoint"), values.last_part(first(specification, "thematicArea"))
    level = values.last_part(first(specification, "eqfLevel"))
    outcomes = [text(one, "title", speech) for one in objects(specification, "learningOutcome")]
    found: Details = {
        "eqf": int(level) if level in set("12345678") else None,
        "national_level": text(first(specification, "nqfLevel"), "prefLabel", speech) or None,
        "study_type": text(first(specification, "dcType"), "prefLabel", speech) or None,
        "isced_f": isced if isced.isascii() and isced.isdecimal() else None,
        "field": text(first(specification, "thematicArea"), "prefLabel", speech) or None,
        "subjects": [one for one in outcomes if one] or None,
        "grade": text(first(claim, "provenBy", "grade"), "noteLiteral", speech) or None,
        "credits": _number(credit.get("point")),
        "credit_scheme": text(first(credit, "framework"), "prefLabel", speech) or None,
        "number": plain(first(claim, "identifier"), "notation") or None,
        "organisation_url": page or None,
    }
    return {
        key: value
        for key, value in found.items()
        if value is not None and next(faults(Kind.QUALIFICATION, {key: value}), None) is None
    }


def _number(value: Any) -> float | int | None:
    try:
        number = float(value) if isinstance(value, int | float | str) and len(str(value)) < 20 else None
    except ValueError:
        return None
    if number is None or not 0 <= number <= 10_000:
        return None
    return int(number) if number == int(number) else number


def _skills(claim: Value, number: int, speech: str) -> Iterator[Entry]:
    seen: set[str] = set()
    for outcome in objects(first(claim, "specifiedBy"), "learningOutcome"):
        for skill in objects(outcome, "relatedESCOSkill"):
            address, title = plain(skill, "id"), text(skill, "prefLabel", speech)
            if not is_address(address) or not title or address in seen:
                continue
            seen.add(address)
            yield Entry(Kind.SKILL, title=title, details={"concept": address}, key=f"claim {number} {address}")

"""European digital credentials: what they certify is found, and they themselves stay as they were sealed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wayline.portfolio.formats import elm
from wayline.portfolio.record import Entry, Holder, Kind, PartialDate, Record, UnreadableFile

SAMPLE = "samples/elm/Sample-MC-Annex1-unsigned.jsonld"


def test_a_credential_says_what_it_certifies(shared: Path) -> None:
    record = elm.read((shared / SAMPLE).read_bytes()).record
    credential, qualification, *skills = record.entries
    assert qualification.title == "Digital micro-credential creation"
    assert qualification.organisation == "University of Zed"
    assert qualification.country == "IE"
    assert (qualification.start, qualification.end) == (PartialDate(2023, 5, 5), PartialDate(2023, 6, 6))
    assert qualification.details["eqf"] == 6
    assert qualification.details["grade"] == "Pass"
    assert qualification.details["credits"] == 2
    assert qualification.details["credit_scheme"] == "European Credit Transfer System"
    assert [skill.title for skill in skills][:1] == ["stimulate creativity in the team"]
    assert credential.supports == (qualification.key,)
    assert qualification.supports == tuple(skill.key for skill in skills)


def test_the_credential_itself_is_kept_word_for_word(shared: Path) -> None:
    content = (shared / SAMPLE).read_bytes()
    record = elm.read(content).record
    assert record.entries[0].details["raw"].encode() == content
    assert elm.write(record) == content


def test_a_birthday_at_midnight_in_brussels_is_not_the_day_before(shared: Path) -> None:
    holder = elm.read((shared / SAMPLE).read_bytes()).record.holder
    assert holder.birth_date == PartialDate(1999, 10, 2)


def test_qualifications_go_out_unsigned_with_their_skills() -> None:
    skill = Entry(Kind.SKILL, title="bake", details={"concept": "http://data.europa.eu/esco/skill/1"}, key="s")
    study = Entry(
        Kind.QUALIFICATION,
        title="Baker",
        organisation="School",
        country="SI",
        end=PartialDate(2020, 6, 30),
        details={"eqf": 4, "grade": "8", "credits": 12.5},
        supports=("s",),
        key="q",
    )
    record = Record(Holder(given_name="Ana", family_name="Kos"), (study, skill), language="sl")
    assert elm.losses(record) == []
    credential = json.loads(elm.write(record))["credential"]
    assert "proof" not in credential
    assert "issuer" not in credential
    assert credential["credentialSubject"]["hasClaim"][0]["specifiedBy"]["eqfLevel"]["id"] == (
        "http://data.europa.eu/snb/eqf/4"
    )


def test_every_word_we_write_is_one_of_the_model(shared: Path) -> None:
    context = json.loads((shared / "samples/elm/edc-ap-context.jsonld").read_text())["@context"]
    # of Verifiable Credentials 1.1
    known = set(context) | {"@context", "id", "type", "credentialSubject", "credentialSchema", "credential"}
    study = Entry(
        Kind.EDUCATION,
        title="Baker",
        organisation="School",
        place="Ljubljana",
        country="SI",
        start=PartialDate(2018, 9, 1),
        end=PartialDate(2020, 6, 30),
        description="Bread",
        url="https://a.example/",
        language="it",
        details={
            "eqf": 4, "national_level": "SOK 5", "study_type": "Short", "isced_f": "0721", "field": "Food",
            "subjects": ["Bread"], "grade": "8", "credits": 12, "credit_scheme": "ECVET",
            "organisation_url": "https://b.example/",
        },
        key="q",
    )  # fmt: skip
    holder = Holder(given_name="Ana", birth_date=PartialDate(2000, 1, 1), nationalities=("SI",))
    value = json.loads(elm.write(Record(holder, (study,))))
    assert _words(value) - known <= {"en"}


def _words(value: Any) -> set[str]:
    if isinstance(value, list):
        return {word for one in value for word in _words(one)}
    return set(value) | {word for one in value.values() for word in _words(one)} if isinstance(value, dict) else set()


@pytest.mark.parametrize("content", [b"{}", b'{"credential": 1}', b'{"credentialSubject": {}, "type": "Other"}', b"[]"])
def test_other_json_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        elm.read(content)

"""Europass 3.4: the samples of its makers, in XML and JSON, with what their own schema says of them."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from wayline.portfolio.formats.register import read
from wayline.portfolio.formats.skillspassport import read_json, read_xml
from wayline.portfolio.record import Contact, Kind, PartialDate, UnreadableFile

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


class Offline(etree.Resolver):
    """The schema includes lists by their address of then; they lie beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def resolve(self, url: str | None, public_id: str | None, context: Any) -> Any:
        if url and url.startswith("http"):
            return self.resolve_filename(str(self._folder / url.rpartition("/")[2]), context)
        return None


@pytest.mark.parametrize("name", ["Europass_CV_V3.4.0_Example.xml", "Europass_LP_V.3.4.0_Example.xml"])
def test_the_samples_fit_their_schema(name: str, shared: Path) -> None:
    folder = shared / "samples/europass/xsd_v3.4.1"
    parser = etree.XMLParser()
    parser.resolvers.add(Offline(folder / "included"))
    try:
        schema = etree.XMLSchema(etree.parse(folder / "EuropassSchema.xsd", parser))
    except etree.XMLSchemaParseError as error:
        pytest.skip(f"The schema is not complete here: {error}")
    schema.assertValid(etree.parse(shared / "samples/europass" / name))


def test_xml_says_what_its_file_says(shared: Path) -> None:
    record = read((shared / "samples/europass/Europass_CV_V3.4.0_Example.xml").read_bytes())[1].record
    holder = record.holder
    assert (holder.given_name, holder.family_name, holder.country) == ("Chuck", "NORRIS", "GB")
    assert holder.birth_date == PartialDate(1940, 3, 10)
    assert holder.nationalities == ("US", "AU")
    assert holder.beyond["skillspassport"]["Demographics"]["Nationality"] == [{"Label": "Citizen of the world"}]
    assert Contact("messaging", "chuck.norris", "Google Talk") in holder.contacts
    job = next(entry for entry in record.entries if entry.kind is Kind.EXPERIENCE)
    assert (job.title, job.country, job.start, job.ongoing) == (
        "Martial Arts Instructor",
        "JP",
        PartialDate(2001),
        True,
    )
    assert job.details == {"sector": "Q", "organisation_url": "http://mybusiness.com"}
    assert "* Keeping up to date on personal skills and training." in job.description
    study = next(entry for entry in record.entries if entry.kind is Kind.EDUCATION)
    assert study.details["eqf"] == 6


def test_the_json_that_breaks_its_own_schema_is_read(shared: Path) -> None:
    reading = read((shared / "samples/europass/Europass_JSON_V3.4.0_ECV_Example.json").read_bytes())[1]
    kinds = [entry.kind for entry in reading.record.entries]
    assert kinds.count(Kind.EXPERIENCE) == 3
    assert kinds.count(Kind.LANGUAGE) == 4
    certificates = [entry.title for entry in reading.record.entries if entry.title.startswith("Certificate ")]
    assert certificates == ["Certificate 1", "Certificate 2", "Certificate 3"]
    assert next(one for one in reading.record.entries if one.kind is Kind.QUALIFICATION).details == {
        "categories": ["A", "A1", "B"]
    }
    # words where the bytes should be
    assert [note.place.rpartition(".")[2] for note in reading.notes] == ["Data", "Data"]


def test_annexes_go_with_what_they_prove() -> None:
    content = base64.b64encode(PNG).decode()
    whole = {
        "SkillsPassport": {
            "LearnerInfo": {"Education": [{"Title": "Baker", "ReferenceTo": [{"idref": "A"}]}]},
            "Attachment": [
                {"Id": "A", "Name": "diploma.png", "MimeType": "image/png", "Data": content},
                {"Id": "B", "Name": "other.png", "MimeType": "image/png", "Data": content},
            ],
        }
    }
    study, other = read_json(json.dumps(whole).encode()).record.entries
    assert [(file.name, file.content) for file in study.attachments] == [("diploma.png", PNG)]
    assert (other.kind, other.title) == (Kind.FILE, "other.png")


@pytest.mark.parametrize("content", [b"<Candidate/>", b"<SkillsPassport>"])
def test_other_xml_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_xml(content)


@pytest.mark.parametrize("content", [b"{}", b'{"SkillsPassport": 1}', b"[]"])
def test_other_json_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_json(content)

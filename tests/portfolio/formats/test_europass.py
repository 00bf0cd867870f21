"""The Europass CV: nothing of a real export is left out, and what cannot be read is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from wayline.portfolio.formats import europass, safe_xml
from wayline.portfolio.formats.safe_xml import name_of
from wayline.portfolio.record import Contact, Entry, Holder, Kind, PartialDate, Record, UnreadableFile

SMALL = b"""<?xml version="1.0"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="urn:oa" xmlns:hr="urn:hr" xmlns:eures="urn:eures">
 <CandidatePerson><PersonName><oa:GivenName>Ana</oa:GivenName><hr:FamilyName>Kos</hr:FamilyName></PersonName>
 <GenderCode>female</GenderCode></CandidatePerson>
 <CandidateProfile languageCode="sl"><EmploymentHistory><EmployerHistory>
  <hr:OrganizationName>Bakery</hr:OrganizationName>
  <PositionHistory><PositionTitle>Baker</PositionTitle><eures:EmploymentPeriod><eures:StartDate>
   <hr:FormattedDateTime>2019-07-01T00:00:00</hr:FormattedDateTime></eures:StartDate></eures:EmploymentPeriod>
   <oa:Description>&lt;p&gt;Bread&lt;/p&gt;&lt;ul&gt;&lt;li&gt;early&lt;/li&gt;&lt;/ul&gt;</oa:Description>
  </PositionHistory>
  <PositionHistory><PositionTitle>Head baker</PositionTitle></PositionHistory>
 </EmployerHistory></EmploymentHistory></CandidateProfile></Candidate>"""


def leaves(content: bytes) -> set[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Everything a file says: path, text and attributes of each element that has nothing inside."""
    return {
        (
            safe_xml.path_of(one),
            (one.text or "").strip(),
            tuple(sorted((str(k), str(v)) for k, v in one.attrib.items())),
        )
        for one in safe_xml.load(content).iter()
        if not len(one) and ((one.text or "").strip() or one.attrib)
    }


def test_everything_a_real_export_says_is_written_again(shared: Path) -> None:
    content = (shared / "samples/europass/europass_2020_anonymised.xml").read_bytes()
    again = leaves(europass.write(europass.read(content).record))
    for path, text, attributes in leaves(content):
        if text.startswith("CEF-") and (path, text, attributes) not in again:
            continue  # a dimension without a score
        assert {(path, text, attributes), (path, f"<p>{text}</p>", attributes)} & again, path


def test_names_and_order_are_those_of_a_real_export(shared: Path) -> None:
    content = (shared / "samples/europass/europass_2020_anonymised.xml").read_bytes()
    theirs, ours = safe_xml.load(content), safe_xml.load(europass.write(europass.read(content).record))
    for path in ("CandidateProfile", "CandidateProfile/EducationHistory/EducationOrganizationAttendance"):
        before, after = safe_xml.found(theirs, path), safe_xml.found(ours, path)
        assert before is not None
        assert after is not None
        assert [str(one.tag) for one in after] == [str(one.tag) for one in before]


def test_namespaces_and_order_do_not_matter_in_reading() -> None:
    reading = europass.read(SMALL)
    head, baker = reading.record.entries
    assert (baker.title, baker.organisation, baker.start) == ("Baker", "Bakery", PartialDate(2019, 7, 1))
    assert (head.title, head.organisation) == ("Head baker", "Bakery")
    assert baker.description == "Bread\n\n* early"
    assert reading.record.language == "sl"
    assert [note.says for note in reading.notes] == ["The time in “2019-07-01T00:00:00” is left out."]


def test_what_has_no_field_stays_with_the_person() -> None:
    record = europass.read(SMALL).record
    assert "female" in record.holder.beyond["europass"]["xml"]
    assert b"<GenderCode>female</GenderCode>" in europass.write(record)


def test_a_changed_entry_keeps_what_had_no_field(shared: Path) -> None:
    from dataclasses import replace

    content = (shared / "samples/europass/europass_2020_anonymised.xml").read_bytes()
    record = europass.read(content).record
    job = next(entry for entry in record.entries if entry.kind is Kind.EXPERIENCE)
    changed = replace(job, title="Carpenter", organisation="Other")
    again = europass.write(replace(record, entries=(changed,)))
    assert b">Carpenter</PositionTitle>" in again
    assert b"<Department>Department 30</Department>" in again


def test_a_number_without_country_code_is_listed_and_not_written() -> None:
    record = Record(Holder(given_name="A", contacts=(Contact("phone", "0432 123456"), Contact("phone", "+390432123"))))
    assert [loss.what for loss in europass.losses(record)] == ["contacts"]
    assert b"<CountryDialing>39</CountryDialing>" in europass.write(record)
    assert b"123456" not in europass.write(record)


def test_signs_that_xml_has_no_place_for_are_listed() -> None:
    record = Record(Holder(given_name="A\x08"), (Entry(Kind.GOAL, title="B\x0b", description="C\x01", key="1"),))
    assert {(loss.key, loss.what) for loss in europass.losses(record)} == {
        ("", "given_name"),
        ("1", "title"),
        ("1", "description"),
    }


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"<Candidate><CandidatePerson></Candidate>", "line 1, column 41"),
        (b"<Candidate>\n<a>&nbsp;</a></Candidate>", "line 2, column 10"),
        (b"<Resume/>", "/"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><Candidate>&x;</Candidate>', ""),
        (b'<?xml version="1.0" encoding="no-such"?><Candidate/>', None),
        ("<!DOCTYPE a><Candidate/>".encode("utf-16"), ""),
        (b"<Candidate>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</Candidate>", None),
    ],
)
def test_a_broken_or_dangerous_file_is_refused(content: bytes, place: str | None) -> None:
    with pytest.raises(UnreadableFile) as caught:
        europass.read(content)
    if place is not None:
        assert caught.value.place == place


def test_sections_always_stand_in_the_file() -> None:
    root = safe_xml.load(europass.write(Record()))
    profile = safe_xml.found(root, "CandidateProfile")
    assert profile is not None
    assert {"EmploymentHistory", "EducationHistory", "Skills", "VoluntaryWorks"} <= {name_of(one) for one in profile}

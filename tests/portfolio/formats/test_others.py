"""ESCO skills, calendars, PDFs, and the register that tells formats apart."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from pypdf import PdfWriter

from wayline.portfolio.formats import dates, esco, europass, europass_pdf
from wayline.portfolio.formats.register import FORMATS, read, recognise
from wayline.portfolio.record import Entry, Holder, Kind, PartialDate, Record, UnreadableFile


def pdf(*files: tuple[str, bytes]) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    for name, content in files:
        writer.add_attachment(name, content)
    writer.write(out)
    return out.getvalue()


class TestEsco:
    def test_labels_in_other_languages_are_kept(self) -> None:
        skill = {"@id": "http://data.europa.eu/esco/skill/1", "prefLabel": {"en": "bake", "it": "cuocere"}}
        record = esco.read(json.dumps({"@graph": [skill], "language": "it"}).encode()).record
        assert record.entries[0].title == "cuocere"
        assert json.loads(esco.write(record))["@graph"][0]["prefLabel"] == {"it": "cuocere", "en": "bake"}

    def test_a_list_and_a_single_concept_are_read(self) -> None:
        skill = {"uri": "http://data.europa.eu/esco/skill/1", "title": "bake"}
        for value in (skill, [skill]):
            form, reading = read(json.dumps(value).encode())
            assert form.key == "esco"
            assert [(one.title, one.details) for one in reading.record.entries] == [
                ("bake", {"concept": "http://data.europa.eu/esco/skill/1"})
            ]

    def test_a_file_without_skills_is_refused(self) -> None:
        with pytest.raises(UnreadableFile):
            esco.read(b'{"@graph": [{"@id": "urn:x"}]}')


class TestCalendar:
    goal = Entry(Kind.GOAL, title="Learn Slovene", end=PartialDate(2027, 2), key="g", description="Every day")
    ends = Entry(Kind.QUALIFICATION, title="First aid", details={"expires": "2027-05-31"}, key="q")
    done = Entry(Kind.GOAL, title="Done", end=PartialDate(2026), details={"done": "2026-01-01"}, key="d")
    job = Entry(Kind.EXPERIENCE, title="Baker", end=PartialDate(2020), key="j")

    def test_goals_and_ends_are_days(self) -> None:
        events = Calendar.from_ical(dates.write(Record(entries=(self.goal, self.ends, self.done, self.job)))).walk(
            "VEVENT"
        )
        found = {(str(one["summary"]), one.decoded("dtstart"), str(one["uid"])) for one in events}
        # a month means its last day
        assert found == {
            ("Learn Slovene", date(2027, 2, 28), "g@wayline"),
            ("First aid", date(2027, 5, 31), "q@wayline"),
        }

    def test_what_has_no_date_ahead_is_listed(self) -> None:
        listed = dates.losses(Record(entries=(self.goal, self.ends, self.done, self.job)))
        assert [(loss.key, loss.what) for loss in listed] == [("d", "entry"), ("j", "entry")]

    @pytest.mark.parametrize(
        ("due", "day"),
        [
            ((2024, 2), date(2024, 2, 29)),
            ((2024,), date(2024, 12, 31)),
            ((9999, 12), date.max),
            ((2024, 1, 2), date(2024, 1, 2)),
        ],
    )
    def test_last_days(self, due: tuple[int, ...], day: date) -> None:
        assert dates.last_day(PartialDate(*due)) == day


class TestPdf:
    record = Record(Holder(given_name="Ana", family_name="Kos"), (Entry(Kind.GOAL, title="Bake", key="1"),))

    def test_the_cv_inside_is_read(self) -> None:
        content = pdf(("notes.txt", b"hello"), ("attachment.xml", europass.write(self.record)))
        form, reading = read(content)
        assert form.key == "europass-pdf"
        assert reading.record.holder == self.record.holder
        assert [entry.title for entry in reading.record.entries] == ["Bake"]

    def test_the_old_cv_inside_is_read(self, shared: Path) -> None:
        old = (shared / "samples/europass/Europass_CV_V3.4.0_Example.xml").read_bytes()
        assert europass_pdf.read(pdf(("cv.xml", old))).record.holder.family_name == "NORRIS"

    def test_a_pdf_without_data_says_what_to_do(self) -> None:
        with pytest.raises(UnreadableFile, match="download the CV as XML"):
            europass_pdf.read(pdf())

    @pytest.mark.parametrize("cut", [10, 100, 300])
    def test_a_broken_pdf_is_refused(self, cut: int) -> None:
        with pytest.raises(UnreadableFile):
            europass_pdf.read(pdf(("a.xml", b"<Candidate/>"))[:cut])


class TestRegister:
    def test_keys_are_unique_and_each_goes_somewhere(self) -> None:
        assert len({one.key for one in FORMATS}) == len(FORMATS)
        for form in FORMATS:
            assert form.read or form.write
            assert bool(form.write) == bool(form.losses)

    @pytest.mark.parametrize("content", [b"", b"hello", b"GIF89a", b'{"a": 1}', b"<html/>", b"[]", b"null"])
    def test_what_nobody_knows_is_told(self, content: bytes) -> None:
        assert recognise(content) is None
        with pytest.raises(UnreadableFile, match="none of the formats"):
            read(content)

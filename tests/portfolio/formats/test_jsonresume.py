"""JSON Resume: what people write by hand, and what the schema asks of what we write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft7Validator, FormatChecker

from tests.portfolio.records import records
from wayline.portfolio.formats import jsonresume
from wayline.portfolio.record import Entry, Kind, PartialDate, Record, UnreadableFile


def read(value: Any) -> Any:
    return jsonresume.read(json.dumps(value).encode())


def test_what_we_write_fits_the_schema(shared: Path) -> None:
    schema = json.loads((shared / "samples/jsonresume/schema.json").read_text())
    validator = Draft7Validator(schema, format_checker=FormatChecker())

    @settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(record=records())
    def fits(record: Record) -> None:
        assert [error.message for error in validator.iter_errors(json.loads(jsonresume.write(record)))] == []

    fits()


def test_the_sample_says_the_same_after_reading_and_writing(shared: Path) -> None:
    content = (shared / "samples/jsonresume/sample.resume.json").read_bytes()
    before = json.loads(content)
    del before["basics"]["image"]  # an empty text says nothing
    assert json.loads(jsonresume.write(jsonresume.read(content).record)) == before


def test_what_has_no_field_is_kept_and_written_again() -> None:
    whole = {"basics": {"pronouns": "she"}, "work": [{"position": "Cook", "hobbies": [1]}], "x-own": {"a": 1}}
    record = read(whole).record
    assert record.beyond == {"jsonresume": {"x-own": {"a": 1}}}
    assert record.entries[0].beyond == {"jsonresume": {"hobbies": [1]}}
    again = json.loads(jsonresume.write(record))
    assert again["basics"] == {"pronouns": "she"}
    assert again["work"] == [{"position": "Cook", "hobbies": [1]}]
    assert again["x-own"] == {"a": 1}


def test_values_of_another_type_are_kept_with_a_note() -> None:
    reading = read({"work": [{"position": 5, "startDate": "July 2019", "highlights": "one"}, "strange"]})
    assert [note.place for note in reading.notes] == [
        "work[1]",
        "work[0].position",
        "work[0].startDate",
        "work[0].highlights",
    ]
    again = json.loads(jsonresume.write(reading.record))
    assert again["work"] == [{"position": 5, "startDate": "July 2019", "highlights": "one"}, "strange"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'{"basics": {"name": "A"', "line 1, column 24"),
        (b'{"basics":\n  {"name": }}', "line 2, column 12"),
        (b'{"basics": "\xff"}', "line 1, column 13"),
        (b'{"basics": {"name": "\\u0000"}}', "basics.name"),
        (b'{"work": [{"position": "\\ud800"}]}', "work[0].position"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(content: bytes, place: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        jsonresume.read(content)
    assert caught.value.place == place


@pytest.mark.parametrize("content", [b"[1]", b'{"a": NaN}', b"[" * 100_000, b'{"a":' * 5000 + b"1" + b"}" * 5000])
def test_what_is_no_object_or_nested_too_deeply_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        jsonresume.read(content)


def test_levels_of_languages_go_both_ways() -> None:
    spoken = Entry(Kind.LANGUAGE, title="Slovene", details={"listening": "B2", "writing": "A2"}, key="1")
    native = Entry(Kind.LANGUAGE, title="Italian", details={"mother_tongue": True}, key="2")
    record = Record(entries=(spoken, native))
    assert jsonresume.losses(record) == []
    assert json.loads(jsonresume.write(record))["languages"] == [
        {"language": "Slovene", "fluency": "listening B2, writing A2"},
        {"language": "Italian", "fluency": "Native speaker"},
    ]


def test_losses_name_the_entry_and_the_field() -> None:
    job = Entry(Kind.EXPERIENCE, title="Baker", country="IT", start=PartialDate(2019), details={"hours": 20}, key="job")
    goal = Entry(Kind.GOAL, title="Learn Slovene", key="goal")
    listed = {(loss.key, loss.what) for loss in jsonresume.losses(Record(entries=(job, goal)))}
    # without an end, other programs take work to go on
    assert listed == {("job", "country"), ("job", "details.hours"), ("job", "ongoing"), ("goal", "entry")}

"""What is written comes back, but for what was listed as lost; and only what a format has no place for is listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.portfolio.formats.comparing import by_key, facts, holder_without, without_lost_entries
from tests.portfolio.formats.places import HAS_NO_PLACE, HOLDER_HAS_NO_PLACE, allowed
from tests.portfolio.formats.samples import SAMPLES
from tests.portfolio.records import records
from wayline.portfolio.fields import faults
from wayline.portfolio.formats.losses import paired
from wayline.portfolio.formats.register import FORMATS, Format, recognise
from wayline.portfolio.record import Record

BOTH_WAYS = [one for one in FORMATS if one.read and one.write]
both_ways = pytest.mark.parametrize("form", BOTH_WAYS, ids=lambda form: form.key)
# no shrinking: entries have so many fields that it takes minutes, and the failing record is shown anyway
relaxed = settings(
    deadline=None,
    max_examples=60,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)


@both_ways
@relaxed
@given(data=st.data())
def test_what_is_written_comes_back_but_for_what_was_listed(form: Format, data: st.DataObject) -> None:
    assert form.read
    assert form.write
    assert form.losses
    record = data.draw(records())
    lost = by_key(form.losses(record))
    back = form.read(form.write(record)).record
    left = without_lost_entries(record, lost)
    pairs = paired(left.entries, back.entries)
    names = {new.key: old.key for old, new in pairs if new is not None}
    assert len(back.entries) == len(left.entries)
    assert facts(back, lost, names) == facts(left, lost, {})
    about = lost.get("", set())
    assert holder_without(back.holder, about) == holder_without(record.holder, about)
    assert back.language == record.language or "record.language" in about


@both_ways
@relaxed
@given(data=st.data())
def test_only_what_has_no_place_is_listed(form: Format, data: st.DataObject) -> None:
    assert form.losses
    record = data.draw(records())
    entries = {entry.key: entry for entry in record.entries}
    for loss in form.losses(record):
        if loss.key:
            entry = entries[loss.key]
            assert allowed(form.key, entry, loss.what), f"{loss.what} of {entry} comes back changed"
        else:
            assert loss.what in HOLDER_HAS_NO_PLACE[form.key], f"{loss.what} of {record.holder} comes back changed"


@both_ways
def test_each_format_says_what_it_has_no_place_for(form: Format) -> None:
    assert form.key in HAS_NO_PLACE
    assert form.key in HOLDER_HAS_NO_PLACE


@both_ways
def test_an_empty_record_goes_out_and_in(form: Format) -> None:
    assert form.read
    assert form.write
    assert form.losses
    assert form.losses(Record()) == []
    assert recognise(form.write(Record())) == form


@pytest.mark.parametrize(("key", "name"), SAMPLES)
def test_samples_are_recognised_read_and_keep_what_they_say(key: str, name: str, shared: Path) -> None:
    content = (shared / "samples" / name).read_bytes()
    form = recognise(content)
    assert form is not None
    assert form.key == key
    assert form.read
    record = form.read(content).record
    assert record.entries
    for entry in record.entries:
        assert list(faults(entry.kind, entry.details)) == []
    assert len({entry.key for entry in record.entries}) == len(record.entries)
    if form.write and form.losses:
        assert form.read(form.write(record)).record == record
        assert form.losses(record) == []

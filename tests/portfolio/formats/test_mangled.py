"""Files cut off, bytes flipped, values of the wrong type: every reader reads or refuses, and nothing else."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.portfolio.formats.samples import SAMPLES
from wayline.portfolio.fields import faults
from wayline.portfolio.formats import safe_xml
from wayline.portfolio.formats.register import format_of, read
from wayline.portfolio.record import Reading, UnreadableFile

SECONDS = 5.0
"""Far above what a sample takes: a guard against readers that hang."""
relaxed = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
samples = pytest.mark.parametrize(("key", "name"), SAMPLES)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.just([]),
    st.just({}),
    st.just([[{"a": [None]}]]),
    st.just({"id": 1, "type": [2], "en": {"en": 3}}),
    st.sampled_from(["9999-99-99", "0000", "1e400", "-1", "data:image/png;base64,!", "http://[::1"]),
)


def reads_or_refuses(content: bytes, key: str = "") -> None:
    began = time.monotonic()
    try:
        form = format_of(key)
        reading = form.read(content) if form and form.read else read(content)[1]
    except UnreadableFile:
        return
    assert isinstance(reading, Reading)
    for entry in reading.record.entries:
        assert list(faults(entry.kind, entry.details)) == []
    if form and form.write:
        assert form.write(reading.record)
    assert time.monotonic() - began < SECONDS


def _sample(shared: Path, name: str) -> bytes:
    return (shared / "samples" / name).read_bytes()


@samples
@relaxed
@given(data=st.data())
def test_a_file_cut_off(key: str, name: str, shared: Path, data: st.DataObject) -> None:
    content = _sample(shared, name)
    reads_or_refuses(content[: data.draw(st.integers(0, len(content)))], key)


@samples
@relaxed
@given(data=st.data())
def test_bytes_flipped(key: str, name: str, shared: Path, data: st.DataObject) -> None:
    content = bytearray(_sample(shared, name))
    for _number in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    reads_or_refuses(bytes(content), key)


@pytest.mark.parametrize(("key", "name"), [one for one in SAMPLES if one[1].endswith(("json", "jsonld"))])
@relaxed
@given(data=st.data())
def test_values_of_the_wrong_type(key: str, name: str, shared: Path, data: st.DataObject) -> None:
    value = json.loads(_sample(shared, name))
    for _number in range(data.draw(st.integers(1, 3))):
        value = _mangled(value, data)
    reads_or_refuses(json.dumps(value).encode(), key)


def _mangled(value: Any, data: st.DataObject) -> Any:
    """The value with junk at a random path in it."""
    if not value or not isinstance(value, dict | list) or data.draw(st.integers(0, 8)) == 0:
        return deepcopy(data.draw(JUNK))  # what is drawn is not to be mangled itself
    key = data.draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
    value[key] = _mangled(value[key], data)
    return value


@pytest.mark.parametrize(("key", "name"), [one for one in SAMPLES if one[1].endswith("xml")])
@relaxed
@given(data=st.data())
def test_elements_moved_doubled_emptied(key: str, name: str, shared: Path, data: st.DataObject) -> None:
    root = safe_xml.load(_sample(shared, name))
    for _number in range(data.draw(st.integers(1, 4))):
        elements = list(root.iter())[1:]
        if not elements:
            break
        one = data.draw(st.sampled_from(elements))
        act = data.draw(st.sampled_from(["drop", "double", "move", "text", "attribute"]))
        if act == "drop":
            safe_xml.remove(one)
        elif act == "double":
            one.addnext(deepcopy(one))
        elif act == "move":
            root.append(deepcopy(data.draw(st.sampled_from(elements))))
        elif act == "text":
            one.text = data.draw(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=10))
        else:
            one.set("id", "strange")
    reads_or_refuses(etree.tostring(root), key)


@given(content=st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    reads_or_refuses(content)


def test_a_bomb_of_entities_is_refused() -> None:
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "ha">{declared}]><Candidate>&e11;</Candidate>'
    with pytest.raises(UnreadableFile):
        read(bomb.encode())


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read(b"<Candidate>" + b" " * (safe_xml.LARGEST + 1))

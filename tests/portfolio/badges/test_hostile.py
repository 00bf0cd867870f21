"""Whatever is handed in, the check answers: it never crashes, and never takes for good what was changed."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.portfolio.badges.making import NOW, signed, world
from wayline.portfolio.badges.findings import Code, Outcome
from wayline.portfolio.badges.keys import base58, from_base58
from wayline.portfolio.badges.verify import verify

GOOD = signed()
KNOWN = world()
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] * bool(path) + [deeper for key, item in items for deeper in places(item, (*path, key))]


PLACES = places(GOOD)


@given(st.binary(max_size=400))
def test_bytes_never_crash_it(content: bytes) -> None:
    assert verify(content, NOW).outcome is Outcome.BAD


@given(JSON_VALUES)
def test_json_never_crashes_it(value: Any) -> None:
    assert verify(json.dumps(value).encode(), NOW).outcome is Outcome.BAD


@settings(max_examples=150)
@given(st.sampled_from(PLACES), JSON_VALUES)
def test_a_credential_with_anything_put_anywhere_is_not_good(path: tuple[Any, ...], value: Any) -> None:
    document = copy.deepcopy(GOOD)
    holder: Any = document
    for key in path[:-1]:
        holder = holder[key]
    if holder[path[-1]] == value:
        return
    holder[path[-1]] = value
    assert verify(json.dumps(document).encode(), NOW, KNOWN).outcome is not Outcome.GOOD


@settings(max_examples=60)
@given(st.sampled_from([path for path in PLACES if isinstance(path[-1], str)]))
def test_a_credential_with_anything_left_out_is_not_good(path: tuple[Any, ...]) -> None:
    document = copy.deepcopy(GOOD)
    holder: Any = document
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    assert verify(json.dumps(document).encode(), NOW, KNOWN).outcome is not Outcome.GOOD


@given(st.binary(max_size=60))
def test_base58_round_trip(data: bytes) -> None:
    assert from_base58(base58(data)) == data


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.NOT_READABLE),
        (b"[]", Code.NOT_READABLE),
        (b'{"a": NaN}', Code.NOT_READABLE),
        (b'{"a": 1, "a": 2}', Code.NOT_READABLE),
        (b"[" * 100_000, Code.NOT_READABLE),
        (b'{"a":' * 50_000, Code.NOT_READABLE),
        (b"{}", Code.KIND_UNKNOWN),
        (b'{"a": "' + b"x" * 300_000 + b'"}', Code.TOO_LARGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Code.NO_CREDENTIAL),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><svg>&b;</svg>", Code.NOT_READABLE),
        (b"<svg", Code.NOT_READABLE),
        (b"\x89PNG\r\n\x1a\n", Code.NOT_READABLE),
        (b"a.b.c", Code.NOT_READABLE),
        (b"\xff\xfe", Code.NOT_READABLE),
    ],
)
def test_what_is_no_credential_is_told_so(content: bytes, code: Code) -> None:
    verdict = verify(content, NOW)
    assert verdict.outcome is Outcome.BAD
    assert code in verdict.codes(Outcome.BAD)


def test_a_token_does_not_choose_how_it_is_checked() -> None:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = {name: value for name, value in GOOD.items() if name != "proof"}
    for algorithm in ("none", "HS256", "RS256"):
        header = {"alg": algorithm, "kid": "did:web:wayline.example#key-1"}
        token = f"{part(header)}.{part(claims)}.{'' if algorithm == 'none' else part({})}"
        assert Code.SIGNATURE_WRONG in verify(token.encode(), NOW, KNOWN).codes(Outcome.BAD), algorithm


def test_a_graph_that_explodes_ends_in_time() -> None:
    """Nameless nodes that all point at each other cost a canonicaliser more than the age of the world."""
    nodes = [
        {"type": ["Evidence"], "name": "same", "https://example.org/p": [{"@id": f"_:b{i}"} for i in range(40)]}
        for _ in range(40)
    ]
    assert verify(json.dumps({**GOOD, "evidence": nodes}).encode(), NOW, KNOWN).outcome is Outcome.BAD

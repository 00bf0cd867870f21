"""docs/security.md answers each requirement once and names tests that exist."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
DOCUMENT = TESTS.parent / "docs" / "security.md"
CHAPTERS = {"V1", "V2", "V3", "V5", "V6", "V7", "V8", "V13", "V14", "V16"}
ANSWERS = {"met", "partly", "not met", "deployment", "does not apply"}
LINE = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
NAMED = re.compile(r"`((?:[\w]+/)*test_\w+\.py)::(test_\w+)`")


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, str, str, str]]:
    return LINE.findall(DOCUMENT.read_text())


def test_every_requirement_has_one_line(shared: Path, lines: list[tuple[str, str, str, str]]) -> None:
    file = shared / "samples" / "asvs" / "asvs_5.0.0_flat.json"
    if not file.exists():
        pytest.skip(f"No list of requirements at {file}.")
    asked = json.loads(file.read_text())["requirements"]
    wanted = [one["req_id"] for one in asked if one["chapter_id"] in CHAPTERS and one["L"] in {"1", "2"}]
    assert [one[0] for one in lines] == wanted


def test_every_answer_is_one_of_five_and_gives_its_ground(lines: list[tuple[str, str, str, str]]) -> None:
    assert len(lines) > 150
    for number, asks, answer, how in lines:
        assert answer in ANSWERS, number
        assert asks.strip(), number
        assert how.strip(), number


def test_what_is_called_met_shows_a_test_or_a_section_of_this_page(lines: list[tuple[str, str, str, str]]) -> None:
    without = {number for number, _, answer, how in lines if answer == "met" and not NAMED.search(how)}
    for number, _, _, how in lines:
        if number in without - {"V6.2.10"}:  # that a rule is absent
            assert "](#" in how or "`people/passwords.py`" in how, number


def test_every_named_test_exists() -> None:
    named = set(NAMED.findall(DOCUMENT.read_text()))
    assert len(named) > 80
    for path, name in sorted(named):
        file = TESTS / path
        assert file.exists(), path
        functions = {node.name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef)}
        assert name in functions, f"{path}::{name}"


def test_links_within_the_page_lead_somewhere() -> None:
    text = DOCUMENT.read_text()
    headings = {
        re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in re.findall(r"^#+ (.+)$", text, re.M)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= headings
    for there in re.findall(r"\]\(((?:\.\./)?[\w./-]+\.(?:md|py))\)", text):
        assert (DOCUMENT.parent / there).exists(), there

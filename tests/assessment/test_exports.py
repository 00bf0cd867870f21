"""Results for other programs, read again by others' readers."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.assessment.asking import EVERY, answer, first_wave, survey
from tests.assessment.samples import ANSWERS, every_kind
from tests.conftest import GuardedClient
from tests.factories import Cast
from wayline.assessment.exports import sav
from wayline.assessment.exports.frame import Variable, codebook, variables
from wayline.assessment.models import Response
from wayline.people.models import Membership

AsMember = Callable[[Membership], GuardedClient]


def column(name: str, *, is_text: bool = False, label: str = "", labels: dict[int, str] | None = None) -> Variable:
    return Variable(name, label, "", labels or {}, {}, lambda answers: None, is_text)


def read_sav(content: bytes, folder: Path) -> tuple[dict[str, list[Any]], Any]:
    path = folder / "file.sav"
    path.write_bytes(content)
    data, meta = pyreadstat.read_sav(str(path), output_format="dict")
    return {name: list(values) for name, values in data.items()}, meta


def test_an_spss_file_is_read_by_readstat_with_labels_and_missing_numbers(tmp_path: Path) -> None:
    long = "è" * 700
    columns: list[tuple[Variable, list[str | int | float | None]]] = [
        (column("mood", label="How is it going?", labels={1: "Badly", 5: "Wohl ü"}), [1, None, 5]),
        (column("a name that is no name!"), [0.5, -2.25, None]),
        (column("word", is_text=True, label="In a word?"), ["fine", None, "àèì"]),
        (column("story", is_text=True), [long, "x", None]),
        (column("mood", label="again"), [3, 3, 3]),
    ]
    data, meta = read_sav(sav.write(columns, title="Sûrvey", day=date(2026, 11, 26)), tmp_path)
    assert list(data) == ["mood", "a_name_that_is_no_name", "word", "story", "mood_2"]
    assert data["mood"][0] == 1
    assert data["mood"][1] is None or data["mood"][1] != data["mood"][1]
    assert data["a_name_that_is_no_name"][:2] == [0.5, -2.25]
    assert data["word"] == ["fine", "", "àèì"]
    assert data["story"] == [long, "x", ""]
    assert meta.variable_value_labels["mood"] == {1.0: "Badly", 5.0: "Wohl ü"}
    assert meta.column_names_to_labels["word"] == "In a word?"
    assert meta.file_encoding == "UTF-8"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400), min_size=1, max_size=5))
def test_texts_of_any_length_come_back(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> None:
    content = sav.write([(column("w", is_text=True), words), (column("n"), [1] * len(words))], title="", day=date.min)
    data, _ = read_sav(content, tmp_path_factory.mktemp("sav"))
    assert [str(word).rstrip() for word in data["w"]] == [word.rstrip() for word in words]
    assert data["n"] == [1] * len(words)


def test_a_codebook_says_what_every_number_means() -> None:
    lines = codebook(variables(every_kind(), "en"))
    assert ["agree_plan", "How far do you agree? – I plan", "matrix", "high", "4", "Fully"] in lines
    assert ["means_bus", "How do you travel? – Bus", "multiple", "1", "1", "chosen"] in lines
    assert ["hours", "Hours a week", "number", "", "", ""] in lines


def test_answers_become_columns_and_scores_stand_beside_them() -> None:
    found = {one.name: one for one in variables(every_kind(), "en")}
    assert found["means_bus"].value(ANSWERS) == 1
    assert found["means_car"].value(ANSWERS) == 0
    assert found["means_car"].value({}) is None
    assert found["order_pay"].value(ANSWERS) == 2
    assert found["agree_plan"].value(ANSWERS) == "high"
    assert found["agree_plan"].number(ANSWERS) == 4
    assert found["job"].number(ANSWERS) == 1
    assert found["score_drive"].value(ANSWERS) == 4
    assert found["score_drive"].value({}) is None


@pytest.mark.django_db
def test_the_same_answers_in_every_format(cast: Cast, as_member: AsMember, tmp_path: Path) -> None:
    made = survey(cast.ada, text=EVERY)
    wave = first_wave(made)
    for number in range(6):
        answers = {**ANSWERS, "hours": 10 + number, "post": f"=AB{number}"}
        Response.objects.create(wave=wave, version=made.version, anonymous=True, language="en", answers=answers)
    client = as_member(cast.ada)

    def get(kind: str) -> bytes:
        response = client.get(reverse("assessment:results_download", args=[made.pk, 1, kind]))
        assert response.status_code == 200
        return bytes(response.getvalue())

    text = get("csv").decode("utf-8-sig")
    assert text.splitlines()[0].startswith("wave,pair,language,job,hours,means_bus")
    assert "'=AB1" in text
    book = load_workbook(io.BytesIO(get("xlsx")))
    assert book.sheetnames == ["answers", "codebook"]
    heads, *rows = book["answers"].iter_rows(values_only=True)
    assert sorted(str(row[heads.index("hours")]) for row in rows) == ["10", "11", "12", "13", "14", "15"]
    assert {str(row[heads.index("post")])[0] for row in rows} == {"'"}
    data, meta = read_sav(get("sav"), tmp_path)
    assert sorted(data["hours"]) == [10, 11, 12, 13, 14, 15]
    assert meta.variable_value_labels["job"] == {1.0: "Yes", 0.0: "No"}
    assert b"agree_plan" in get("codebook")


@pytest.mark.django_db
def test_few_answers_are_not_handed_out(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    for _ in range(4):
        answer(first_wave(made))
    address = reverse("assessment:results_download", args=[made.pk, 1, "csv"])
    assert as_member(cast.ada).get(address).status_code == 403


@pytest.mark.django_db
def test_a_manager_sees_tables_and_takes_no_single_answers(cast: Cast, as_member: AsMember) -> None:
    made = survey(cast.ada)
    for _ in range(6):
        answer(first_wave(made), word="good")
    client = as_member(cast.mia)
    assert client.get(reverse("assessment:results", args=[made.pk, 1])).status_code == 200
    assert client.get(reverse("assessment:results_download", args=[made.pk, 1, "csv"])).status_code == 403

"""Single answers of a wave as a file: CSV, XLSX or SPSS, and the codebook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify

from wayline.assessment.definitions import toml
from wayline.assessment.exports import sav, xlsx
from wayline.assessment.exports.frame import CODEBOOK_HEADS, Variable, codebook, variables
from wayline.assessment.models import Wave
from wayline.common.csvfile import csv_response
from wayline.common.downloads import attachment

FORMATS = ("csv", "xlsx", "sav", "codebook")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_of(wave: Wave, kind: str, language: str) -> HttpResponseBase:
    """Rows in an order drawn at random. `pair`: the same number in each wave for the same person, and no more."""
    survey = wave.survey
    columns = variables(toml.read(survey.version.definition), language)
    name = f"{slugify(survey.title)[:60] or 'survey'}-{wave.number}"
    if kind == "codebook":
        return csv_response(f"{name}-codebook.csv", CODEBOOK_HEADS, codebook(columns))
    rows = _rows(wave)
    if kind == "sav":
        return attachment(_sav(survey.title, columns, rows), f"{name}.sav", "application/x-spss-sav")
    heads = ["wave", "pair", "language", *(["who"] if not survey.anonymous else []), *(one.name for one in columns)]
    lines = [[*row[0], *(one.value(row[1]) for one in columns)] for row in rows]
    if kind == "xlsx":
        sheets = [("answers", heads, lines), ("codebook", CODEBOOK_HEADS, codebook(columns))]
        return attachment(xlsx.write(sheets), f"{name}.xlsx", XLSX)
    return csv_response(f"{name}.csv", heads, lines)


def pair_numbers(wave: Wave) -> dict[str, int]:
    """Numbers for the keys of the whole survey, so that waves can be laid side by side without the keys."""
    keys = type(wave).objects.filter(survey=wave.survey).values_list("responses__pair_key", flat=True)
    return {key: number for number, key in enumerate(sorted({key for key in keys if key}), 1)}


Row = tuple[list[Any], dict[str, Any]]


def _rows(wave: Wave) -> list[Row]:
    numbers = pair_numbers(wave)
    found = wave.responses.select_related("user", "participant").order_by("pk")
    named = not wave.survey.anonymous
    return [
        (
            [
                wave.number,
                numbers.get(one.pair_key),
                one.language,
                *([str(one.user or one.participant)] if named else []),
            ],
            one.answers,
        )
        for one in found
    ]


def _sav(title: str, columns: Sequence[Variable], rows: Sequence[Row]) -> bytes:
    def plain(name: str, text: str, place: int, *, is_text: bool) -> tuple[Variable, list[Any]]:
        return Variable(name, text, "", {}, {}, lambda answers: None, is_text), [row[0][place] for row in rows]

    head = [
        plain("wave", "Wave", 0, is_text=False),
        plain("pair", "Same person in each wave", 1, is_text=False),
        plain("language", "Language", 2, is_text=True),
    ]
    body = [(one, [one.number(row[1]) for row in rows]) for one in columns]
    return sav.write([*head, *body], title=title, day=timezone.localdate())

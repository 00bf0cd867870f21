"""How long does the report of a survey take, with 50,000 answers and with 50,000 people?"""

from __future__ import annotations

import json
import random
import uuid
from io import StringIO
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks import filling
from benchmarks.report import Table, timed
from benchmarks.web import BACKEND
from wayline.assessment.actions import instruments, surveys
from wayline.assessment.actions.answering import pair_key
from wayline.assessment.definitions import toml
from wayline.assessment.models import Survey, Wave

QUESTIONS = 20
SIZES = (2_500, 50_000)
COLUMNS = (
    "survey",
    "results, plots drawn anew ms: median",
    "results again ms: median",
    "before and after ms: median",
    "again ms: median",
)


def run() -> list[Table]:
    table = Table(
        "The report of a survey",
        "python -m benchmarks survey_report",
        COLUMNS,
        budget="50,000 answers: ≤ 1 s. Before and after with 50,000 people: ≤ 2 s.",
        note=f"{QUESTIONS} questions, two waves; the tests of change cover every pair. The whole page, in the server.",
    )
    for people in SIZES:
        made = _filled(people)
        table.rows.append([f"{people:,} people, {people * QUESTIONS:,} answers a wave", *_times(made)])
    return [table]


def _times(made: Survey) -> list[object]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(filling.staff().facilitator.user, backend=BACKEND)
    results = reverse("assessment:results", args=[made.pk, 1])
    change = reverse("assessment:change", args=[made.pk])

    def read(path: str, *, anew: bool) -> None:
        if anew:
            caches["charts"].clear()
        assert client.get(path).status_code == 200

    first = timed(lambda: read(results, anew=True), 3, warm=1)
    again = timed(lambda: read(results, anew=False), 5, warm=1)
    compared = timed(lambda: read(change, anew=True), 3, warm=1)
    kept = timed(lambda: read(change, anew=False), 3, warm=1)
    return [first.median, again.median, compared.median, kept.median]


def _definition() -> str:
    options = ", ".join(f'{{ code = "{n}", text = "{n}", score = {n} }}' for n in range(1, 6))
    items = ", ".join(f'{{ code = "i{n}", text = "Statement {n}" }}' for n in range(1, 11))
    single = "\n".join(
        f'[[sections.questions]]\ncode = "q{n}"\nkind = "single"\ntext = "Question {n}"\noptions = [{options}]'
        for n in range(1, 11)
    )
    matrix = f'[[sections.questions]]\ncode = "m"\nkind = "matrix"\ntext = "Statements"\noptions = [{options}]'
    head = 'code = "bench"\nlanguages = ["en"]\ntitle = "Bench"\n[[sections]]\ncode = "s"\ntitle = "S"'
    return f"{head}\n{single}\n{matrix}\nitems = [{items}]\n"


def _filled(people: int) -> Survey:
    by = filling.staff().facilitator
    instrument = instruments.create_instrument(toml.read(_definition()), by=by)
    version = instruments.publish_instrument(instrument, by=by)
    title = f"{people} people, {timezone.now():%H:%M:%S}"
    made = surveys.create_survey(version, by=by, waves=["Before", "After"], title=title, purpose="To measure.")
    dice = random.Random(people)
    for lift, wave in enumerate(made.waves.all()):
        _take_in(wave, people, lift / 2, dice)
    return made


def _take_in(wave: Wave, people: int, lift: float, dice: random.Random) -> None:
    """By COPY: filling is not what is measured."""
    lines = StringIO()
    for number in range(people):
        answers = json.dumps(_answers(lift, dice))
        key = pair_key(wave.survey, f"word{number}")
        lines.write(f"{uuid.uuid4()}\t{wave.pk}\t{wave.survey.version_id}\tt\ten\t{answers}\t{key}\n")
    with connection.cursor() as cursor:
        columns = "id, wave_id, version_id, anonymous, language, answers, pair_key"
        with cursor.copy(f"COPY assessment_response ({columns}) FROM STDIN") as copy:
            copy.write(lines.getvalue())
        cursor.execute("ANALYZE assessment_response")


def _answers(lift: float, dice: random.Random) -> dict[str, Any]:
    def point() -> str:
        return str(max(1, min(5, round(dice.gauss(3 + lift, 1)))))

    single = {f"q{n}": point() for n in range(1, 11)}
    return {**single, "m": {f"i{n}": point() for n in range(1, 11)}}

"""Sixty learners answer an anonymous survey before and after a programme, through the door that people use. Every
figure of the report's page is what SciPy finds in the files that anybody may download."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook
from scipy import stats

from tests.assessment.asking import begin, fill
from tests.conftest import GuardedClient
from tests.factories import Cast
from wayline.assessment.actions import instruments, surveys
from wayline.assessment.enums import WaveState
from wayline.assessment.models import Instrument, Survey, Wave
from wayline.people.models import Membership

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
Row = dict[str, str]
LEARNERS, LOST, WITHOUT_WORD = 60, 9, 3
ITEMS = ("find", "explain", "talk", "coach", "reflect", "refer")
QUIZ = {"q_hidden": "false", "q_median": "true", "q_online": "false", "q_openq": "true", "q_consent": "false"}
WRONG = {"true": "false", "false": "true"}
OUTCOMES = ["can_score", "quiz_score", *(f"can_{item}" for item in ITEMS), "used", *QUIZ]
"""Columns of the file, in the order of the report's rows."""


def typed(dice: Random, level: float, right: float, used: float) -> list[dict[str, str]]:
    """What one learner types on the two pages."""
    points = {f"q-can-{item}": str(max(1, min(5, round(dice.gauss(level, 0.9))))) for item in ITEMS}
    quiz = {f"q-{code}": good if dice.random() < right else WRONG[good] for code, good in QUIZ.items()}
    return [{**points, "q-used": "yes" if dice.random() < used else "no"}, quiz]


def answer_as_stranger(wave: Wave, pages: list[dict[str, str]], number: int | None) -> None:
    """Nobody signs in. The code word of a number is that person's own; without a number none is given."""
    letters = "abcdefghij"
    word = {}
    if number is not None:
        word = {"mother": f"m{letters[number // 10]}", "day": str(number % 10 + 1), "town": "on"}
    client = Client()
    fill(client, begin(client, wave), pages, word)


@pytest.fixture
def spring(cast: Cast, as_member: AsMember) -> Survey:
    """Asked before and after; the facilitator opens each wave on the page of the survey."""
    instruments.install_ready()
    version = Instrument.objects.get(key="survey-2-learning").latest
    assert version is not None
    made = surveys.create_survey(version, by=cast.fia, waves=["Before", "After"], title="Spring", purpose="To learn")
    dice, fia = Random(60), as_member(cast.fia)
    for wave, people, level, right, used in (
        (1, range(LEARNERS), 2.6, 0.55, 0.35),
        (2, range(LOST, LEARNERS), 3.3, 0.8, 0.7),
    ):
        asked = made.waves.get(number=wave)
        state = reverse("assessment:wave_state", args=[made.pk, wave])
        assert fia.post(state, {"state": WaveState.OPEN.value}).status_code == 302
        for number in people:
            pages = typed(dice, level, right, used)
            answer_as_stranger(asked, [*pages, {}] if wave > 1 else pages, number)
    after = made.waves.get(number=2)
    for _ in range(WITHOUT_WORD):
        answer_as_stranger(after, [*typed(dice, 3.3, 0.8, 0.7), {}], None)
    return made


def downloaded(client: GuardedClient, made: Survey, number: int, kind: str) -> list[Row]:
    response: Any = client.get(reverse("assessment:results_download", args=[made.pk, number, kind]))
    assert response.status_code == 200
    content = response.getvalue()
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    heads, *rows = load_workbook(io.BytesIO(content))["answers"].iter_rows(values_only=True)
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return [dict(zip(map(str, heads), row, strict=True)) for row in cells]


def by_pair(rows: list[Row]) -> dict[str, Row]:
    return {row["pair"]: row for row in rows if row["pair"]}


def value(row: Row, name: str) -> float:
    """Of the two answers of a quiz the right one counts, of yes and no the yes. Scores are made of the items anew."""
    if name in QUIZ or name == "used":
        return float(row[name] == QUIZ.get(name, "yes"))
    if name == "can_score":
        made = sum(float(row[f"can_{item}"]) for item in ITEMS) / len(ITEMS)
    elif name == "quiz_score":
        made = sum(value(row, code) for code in QUIZ)
    else:
        return float(row[name])
    assert float(row[f"score_{name}"]) == pytest.approx(made)
    return made


def expected(name: str, old: list[float], new: list[float]) -> tuple[list[str], float]:
    """The cells of one row of the tests but for the correction, and p."""
    moved = [b - a for a, b in zip(old, new, strict=True)]
    means = [f"{stats.tmean(old):.2f}", f"{stats.tmean(new):.2f}"]
    if name.endswith("_score"):
        found = stats.ttest_rel(new, old)
        low, high = found.confidence_interval(0.95)
        test = f"paired t, change {stats.tmean(moved):.2f} [{low:.2f}; {high:.2f}]"
        effect, p = f"d_z = {stats.tmean(moved) / stats.tstd(moved):.2f}", float(found.pvalue)
    elif name.startswith("can_"):
        ranks = stats.rankdata([abs(one) for one in moved if one])
        signs = [1 if one > 0 else -1 for one in moved if one]
        r = sum(rank * sign for rank, sign in zip(ranks, signs, strict=True)) / sum(ranks)
        test, effect = "Wilcoxon signed-rank", f"r = {r:.2f}"
        p = float(stats.wilcoxon(moved, correction=False, method="approx").pvalue)
    else:
        test, effect = "McNemar, exact", "–"
        p = float(stats.binomtest(moved.count(1), moved.count(1) + moved.count(-1)).pvalue)
    return [str(len(old)), *means, test, effect, p_text(p)], p


def p_text(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def holm(values: list[float]) -> list[float]:
    """By its definition: the largest of what the smaller ones were multiplied to."""
    order = sorted(values)
    return [min(1.0, max((len(order) - step) * p for step, p in enumerate(order) if p <= one)) for one in values]


def alpha(rows: list[Row]) -> str:
    items = [[float(row[f"can_{item}"]) for item in ITEMS] for row in rows]
    single = sum(stats.tvar(column) for column in zip(*items, strict=True))
    return f"{6 / 5 * (1 - single / stats.tvar([sum(row) for row in items])):.2f}"


def tables(page: html.HtmlElement) -> Iterator[tuple[str, list[list[str]]]]:
    for table in page.iterfind(".//table"):
        caption = " ".join((table.findtext("caption") or "").split())
        body = [
            [" ".join(cell.text_content().split()) for cell in row.iterchildren("th", "td")]
            for row in table.iterfind("tbody/tr")
        ]
        yield caption, body


def test_every_figure_of_the_report_is_what_scipy_finds_in_the_downloaded_files(
    spring: Survey, cast: Cast, as_member: AsMember
) -> None:
    fia = as_member(cast.fia)
    files = {number: downloaded(fia, spring, number, "csv") for number in (1, 2)}
    for number, rows in files.items():
        key = sorted(row["pair"] for row in rows)
        assert key == sorted(row["pair"] for row in downloaded(fia, spring, number, "xlsx"))
    before, after = by_pair(files[1]), by_pair(files[2])
    both = sorted(set(before) & set(after))
    assert (len(files[1]), len(files[2]), len(both)) == (LEARNERS, LEARNERS - LOST + WITHOUT_WORD, LEARNERS - LOST)

    page = html.fromstring(fia.get(reverse("assessment:change", args=[spring.pk])).content.decode())
    figures = [" ".join(one.text_content().split()) for one in page.find_class("wl-stat__figure")]
    assert figures == [str(len(files[1])), str(len(files[2])), str(len(both))]
    shown = dict(tables(page))

    wanted, raw = [], []
    for name in OUTCOMES:
        cells, p = expected(name, *([value(rows[key], name) for key in both] for rows in (before, after)))
        wanted.append(cells)
        raw.append(p)
    adjusted = [p_text(p) for p in holm(raw)]
    tests = [row[1:] for row in shown["The tests"]]
    assert tests == [[*cells, p] for cells, p in zip(wanted, adjusted, strict=True)]

    gone = [key for key in before if key not in after]
    lost = []
    for name in OUTCOMES:
        stayed, left = ([value(before[key], name) for key in keys] for keys in (both, gone))
        found = stats.mannwhitneyu(stayed, left, method="asymptotic")
        r = 2 * float(found.statistic) / (len(stayed) * len(left)) - 1
        lost.append([f"{stats.tmean(stayed):.2f}", f"{stats.tmean(left):.2f}", f"{r:.2f}", p_text(float(found.pvalue))])
    assert [row[1:] for row in shown["Those who stayed and those who did not (Mann-Whitney test)"]] == lost

    alphas = [row[1:] for row in shown["Cronbach's alpha"]]
    assert alphas == [["6", alpha(list(before.values())), alpha(list(after.values()))]]

    said = [" ".join(one.text_content().split()) for one in page.iterfind(".//dl[@class='govuk-summary-list']/div/dd")]
    assert [one.startswith("Change") for one in said] == [p < 0.05 for p in holm(raw)]
    table: Any = fia.get(reverse("assessment:change_csv", args=[spring.pk]))
    lines = list(csv.reader(io.StringIO(table.getvalue().decode("utf-8-sig"))))[1:]
    assert [line[1:] for line in lines] == [[cell.replace("< ", "<\u00a0") for cell in row] for row in tests]

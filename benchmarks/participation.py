"""How long does the participation page take, for 1,600 learners and for 16,000?"""

from __future__ import annotations

from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from benchmarks import filling, pages
from benchmarks.report import Table, timed
from benchmarks.web import BACKEND, web_process
from wayline.learning.actions.participation import keep_count
from wayline.learning.models import Run
from wayline.learning.participation import LARGE, count

SIZES = ((1_600, 20_000), (16_000, 200_000))


def run() -> list[Table]:
    page = Table(
        "The participation page of a run, for a facilitator",
        "python -m benchmarks participation",
        pages.COLUMNS,
        budget="≤ 300 ms with 16,000 learners and 200,000 comments.",
        note=f"With more than {LARGE:,} learners and comments the page shows the count of the last hour and says so.",
    )
    one_by_one = Table(
        "Its page of learners one by one, with their signals",
        "python -m benchmarks participation",
        pages.COLUMNS,
        budget="≤ 300 ms with 16,000 learners and 200,000 comments.",
        note="Counted anew for each reader.",
    )
    errand = Table(
        "What is counted apart from the page",
        "python -m benchmarks participation",
        (
            "run",
            "counting ms: median",
            "p95",
            "page after a new count ms: median",
        ),
        note="Counting is the worker's hourly errand. The first page after it draws its charts anew in each process.",
    )
    guide = filling.staff().facilitator.user
    with web_process() as web:
        for learners, comments in SIZES:
            name = f"{learners:,} learners, {comments:,} comments"
            made = filling.run(name, learners=learners, comments=comments)
            keep_count(made)
            path = reverse("learning:participation", args=[made.pk])
            page.rows.append(pages.measure(name, path, [guide] * 4, web, repeat=20))
            listed = reverse("learning:participation_learners", args=[made.pk])
            one_by_one.rows.append(pages.measure(name, listed, [guide] * 4, web, repeat=20))
            errand.rows.append([name, *_errands(made, path)])
    return [page, one_by_one, errand]


def _errands(made: Run, path: str) -> list[object]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(filling.staff().facilitator.user, backend=BACKEND)

    def undrawn() -> None:
        caches["charts"].clear()
        client.get(path)

    counting = timed(lambda: count(made), 5, warm=1)
    drawing = timed(undrawn, 5, warm=1)
    return [counting.median, counting.p95, drawing.median]

"""How long do the pages of a programme and of a run take, with 10 steps and with 30?"""

from __future__ import annotations

from django.urls import reverse

from benchmarks import filling, pages
from benchmarks.report import Table
from benchmarks.web import web_process


def run() -> list[Table]:
    table = Table(
        "The page of a programme, and of a run of it",
        "python -m benchmarks programme_page",
        pages.COLUMNS,
        budget="≤ 300 ms with 30 steps.",
    )
    with web_process() as web:
        for steps in (10, 30):
            made = filling.run(f"A programme of {steps} steps", steps=steps, learners=100)
            readers = filling.learners_of(made, 4)
            programme = reverse("learning:programme", args=[made.programme.slug])
            table.rows.append(pages.measure(f"programme, {steps} steps", programme, readers, web))
            path = reverse("learning:run", args=[made.pk])
            table.rows.append(pages.measure(f"run, {steps} steps", path, readers, web))
    return [table]

"""How long does a step take to read, with 10 comments and with 1,105?"""

from __future__ import annotations

from django.urls import reverse

from benchmarks import filling, pages
from benchmarks.report import Table
from benchmarks.web import web_process
from wayline.learning.models import StepThread


def run() -> list[Table]:
    table = Table(
        "A step page with its discussion",
        "python -m benchmarks step_page",
        pages.COLUMNS,
        budget="1,105 comments: ≤ 60 ms in the server, ≤ 150 kB, the same number of queries as for 10.",
        note="Moodle 4.5 on two cores, a discussion of 1,105 posts: 2.0 s and 10.4 MB; 0.5 pages/s for 4 readers.",
    )
    with web_process() as web:
        for number in (10, 1105):
            made = filling.run(f"A step with {number} comments", learners=200)
            step = filling.first_step(made)
            thread = StepThread.objects.select_related("thread").get(run=made, step=step).thread
            if not thread.comment_count:
                filling.talk(thread.pk, number)
                filling.tidy()
            path = reverse("learning:step", args=[made.pk, step.pk])
            readers = filling.learners_of(made, 4)
            table.rows.append(pages.measure(f"{number:,} comments", path, readers, web))
    return [table]

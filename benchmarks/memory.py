"""How much memory does a web process hold after 500 pages?"""

from __future__ import annotations

import http.client

from django.urls import reverse

from benchmarks import filling
from benchmarks.report import Table
from benchmarks.web import cookie_of, get, web_process
from wayline.learning.models import Step, StepThread

PAGES = 500


def run() -> list[Table]:
    table = Table(
        "Memory of a web process",
        "python -m benchmarks memory",
        ("after", "resident MB"),
        budget="≤ 300 MB after 500 pages.",
        note="Steps with their discussions, runs, programmes, start page and a participation page with drawn charts.",
    )
    made = filling.run("Memory", learners=300)
    if not StepThread.objects.filter(run=made, thread__comment_count__gt=0).exists():
        for link in StepThread.objects.filter(run=made):
            filling.talk(link.thread_id, 100)
    learner, guide = filling.learners_of(made, 2)[1], filling.staff().facilitator.user
    steps = Step.objects.published().filter(programme=made.programme)
    paths = [reverse("learning:step", args=[made.pk, step.pk]) for step in steps]
    paths += ["/", reverse("learning:run", args=[made.pk]), reverse("learning:catalogue")]
    with web_process() as web:
        table.rows.append(["the start", web.memory_mb()])
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=120)
        reader, cookie = cookie_of(learner), cookie_of(guide)
        for number in range(PAGES - 1):
            get(connection, paths[number % len(paths)], reader)
            if number in (98, 298):
                table.rows.append([f"{number + 1} pages", web.memory_mb()])
        table.rows.append([f"{PAGES - 1} pages", web.memory_mb()])
        get(connection, reverse("learning:participation", args=[made.pk]), cookie)
        table.rows.append([f"{PAGES} pages, the last with charts", web.memory_mb()])
        table.rows.append(["highest", web.memory_mb("VmHWM")])
    return [table]

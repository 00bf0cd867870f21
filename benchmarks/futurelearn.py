"""How long does a FutureLearn run take to import, and with how much memory?"""

from __future__ import annotations

import csv
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random

from benchmarks.cartridge import take_in
from benchmarks.report import Table

STEPS = [(week, step) for week in range(1, 6) for step in range(1, 7)]
SENTENCES = (
    "What helped in my office was to ask which of the tasks they had liked. ",
    "I'd start with the market: who hires here, and for what? ",
    "The title of a job says little about it (ours says nothing). ",
    "Thank you, this is new to me. ",
)
BEGAN = datetime(2017, 3, 6, 8, tzinfo=UTC)


def run() -> list[Table]:
    table = Table(
        "Importing a FutureLearn run",
        "python -m benchmarks futurelearn",
        ("learners", "visits", "comments", "zip MB", "seconds", "memory before, MB", "highest memory, MB",
         "progress told, times"),
        note="A process of its own for each; the highest memory is the kernel's count (VmHWM). Invented learners and "
        "comments of one to six sentences; two of five answer another.",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for learners, comments in ((1_600, 20_000), (16_000, 200_000)):
            path = Path(folder) / "work-today-1.zip"
            visits = write_export(path, learners, comments)
            found = take_in(path)
            size = path.stat().st_size / 1e6
            table.rows.append(
                [learners, visits, comments, size, found["seconds"], found["before"], found["highest"], found["told"]]
            )
    return [table]


def write_export(path: Path, learners: int, comments: int) -> int:
    """The three tables that matter, with learners who fall away from step to step. Returns the number of visits."""
    dice = Random(7)
    visits = list(_visits(learners, dice))
    enrolled = [(f"learner-{number}", _at(dice.randrange(3000)), "", "learner") for number in range(learners)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, header, rows in (
            ("enrolments", "learner_id,enrolled_at,unenrolled_at,role", enrolled),
            ("step-activity", "learner_id,step,week_number,step_number,first_visited_at,last_completed_at", visits),
            ("comments", "id,author_id,parent_id,step,text,timestamp,likes", list(_comments(learners, comments, dice))),
        ):
            out = StringIO()
            out.write(header + "\n")
            csv.writer(out).writerows(rows)
            archive.writestr(f"work-today-1_{name}.csv", out.getvalue())
    return len(visits)


def _at(minutes: int) -> str:
    return f"{BEGAN + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S} UTC"


def _visits(learners: int, dice: Random) -> Iterator[tuple[object, ...]]:
    for number in range(learners):
        for place, (week, step) in enumerate(STEPS[: dice.randrange(len(STEPS)) + 1]):
            at = _at(place * 300 + dice.randrange(300))
            yield f"learner-{number}", f"{week}.{step}", week, step, at, at if dice.random() < 0.8 else ""


def _comments(learners: int, comments: int, dice: Random) -> Iterator[tuple[object, ...]]:
    spoken: dict[tuple[int, int], list[int]] = {place: [] for place in STEPS}
    for number in range(comments):
        place = dice.choice(STEPS)
        answered = dice.choice(spoken[place]) if spoken[place] and dice.random() < 0.4 else ""
        spoken[place].append(number)
        text = "".join(dice.choice(SENTENCES) for _ in range(dice.randrange(6) + 1)).strip()
        author = f"learner-{int(learners * dice.random() ** 2)}"
        yield number, author, answered, f"{place[0]}.{place[1]}", text, _at(number // 20), dice.randrange(4)

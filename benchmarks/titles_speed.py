"""How fast is title search with everything loaded, and what does it hold? `python -m benchmarks.titles_speed`"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import report, titles_ground
from benchmarks.importing import highest_mb
from benchmarks.report import Table
from wayline.taxonomy.titles.index import Index
from wayline.taxonomy.titles.labels import Label
from wayline.taxonomy.titles.model import Model
from wayline.taxonomy.titles.search import Search

ASKED = 600
KINDS = ("as it is", "misspelt", "unfinished", "one scheme")


def run() -> list[Table]:
    labels = titles_ground.everything_but_the_tenth()
    model, trained = titles_ground.model_of(labels)
    began = time.process_time()
    index = Index.build(model, labels)
    built = time.process_time() - began
    began = time.process_time()
    model.vectors([one.text.casefold() for one in labels[:50_000]])
    rate = 50_000 / (time.process_time() - began)
    with tempfile.TemporaryDirectory() as folder:
        model.save(Path(folder, "model"))
        index.save(Path(folder, "index"))
        sizes = [_megabytes(Path(folder, name)) for name in ("model", "index")]
        found = _in_a_fresh_process(Path(folder), _questions(labels))
    speed = Table(
        f"Title search in {len(index.arrays['label']):,} forms of {len(labels):,} labels",
        "python -m benchmarks.titles_speed",
        ("what is typed", "median ms", "p95 ms", "p95 ms of processor time", "questions"),
        [[kind, *found["times"][kind]] for kind in KINDS],
        budget="p95 ≤ 20 ms.",
        note="One question at a time in a fresh process; processor time leaves out waiting for other programs.",
    )
    cost = Table(
        "What title search costs",
        "python -m benchmarks.titles_speed",
        ("what", "figure"),
        [
            ["training, seconds of one core", trained],
            ["building the index, seconds of one core", built],
            ["model on disk, MB", sizes[0]],
            ["index on disk, MB", sizes[1]],
            ["resident MB of a process before loading", found["before"]],
            ["highest resident MB after all questions, most of it shared by all processes", found["highest"]],
            ["titles to vectors, a second", rate],
        ],
        budget="training ≤ 15 minutes of one core; ≤ 300 MB in a web process.",
    )
    return [speed, cost]


def _questions(labels: list[Label]) -> dict[str, list[str]]:
    chance = random.Random(titles_ground.SEED)
    asked = [one.text for one in chance.sample(labels, ASKED) if len(one.text) > 5]
    return {
        "as it is": asked,
        "misspelt": [_misspelt(text, chance) for text in asked],
        "unfinished": [text[: max(3, len(text) * 2 // 3)] for text in asked],
        "one scheme": asked,
    }


def _misspelt(text: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(text) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _in_a_fresh_process(folder: Path, asked: dict[str, list[str]]) -> dict[str, dict[str, list[float]]]:
    command = [sys.executable, "-m", "benchmarks.titles_speed", str(folder)]
    answer = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    found: dict[str, dict[str, list[float]]] = json.loads(answer.stdout)
    return found


def _measure(folder: Path, asked: dict[str, list[str]]) -> dict[str, object]:
    before = highest_mb()
    search = Search(Index.load(folder / "index", Model.load(folder / "model")))
    times = {
        kind: _times(search, titles, scheme="esco" if kind == "one scheme" else None) for kind, titles in asked.items()
    }
    return {"before": before, "highest": highest_mb(), "times": times}


def _times(search: Search, titles: list[str], scheme: str | None) -> list[float]:
    walls, works = [], []
    for title in titles:
        wall, work = time.perf_counter(), time.process_time()
        search.search(title, scheme=scheme)
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    wall_spread = report.spread(walls)
    return [wall_spread.median, wall_spread.p95, report.spread(works).p95, len(titles)]


def _megabytes(folder: Path) -> float:
    return sum(one.stat().st_size for one in folder.iterdir()) / 1e6


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_measure(Path(sys.argv[1]), json.load(sys.stdin))))
    else:
        print(*(table.as_text() for table in run()), sep="\n")

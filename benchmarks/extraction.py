"""What is found in the text of an offer, and how fast: `python -m benchmarks extraction`.

Skills as the page "Read the text" finds them: names of ESCO that stand in the text word for word. Sentences of the
validation parts of HOUSE and TECH (Decorte et al. 2022) and of SkillSkape dev (Magron et al. 2024), made for measuring.
"""

from __future__ import annotations

import ast
import csv
import gzip
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence

from benchmarks.moves_ground import ESCO, rows
from benchmarks.report import Table
from benchmarks.titles_ground import SHARED
from wayline.opportunities import extraction
from wayline.taxonomy.mentions import SHORTEST, spot
from wayline.taxonomy.search import folded

UNKNOWN = {"LABEL NOT PRESENT", "UNDERSPECIFIED", "UNK", ""}
FIVE = 5
PUBLISHED = {"HOUSE validation": "64.7", "TECH validation": "70.0"}
AD = (
    "We look for a baker for our night shift. Requirements:\n- English (B1)\n- driving licence category B\n"
    "Desirable:\n- German\n\nWe pay £13.50 to £15 an hour for 30 to 35 hours a week, part-time. "
) * 6
"""Some 30 sentences."""
ROUNDS = 40
Sentences = list[tuple[str, set[str]]]


def run() -> list[Table]:
    return [_skills(), _speed()]


def _skills() -> Table:
    table = Table(
        "Skills in English sentences, by names that stand there word for word",
        "python -m benchmarks extraction",
        ("sentences", "asked", "precision %", "recall %", "RP@5 %", "RP@5 of windows with a sentence model, elsewhere"),
        note="Sentences with at least one label. RP@5 takes what is found in the order of the text. The last column is "
        "all-MiniLM over windows of words, measured elsewhere: it ranks all skills for every sentence; names find few.",
    )
    names = _names()
    for title, sentences in {
        "HOUSE validation": _annotated("house"),
        "TECH validation": _annotated("tech"),
        "SkillSkape dev": _skillskape(),
    }.items():
        cells = _measured(sentences, names)
        table.rows.append((title, len(sentences), *cells, PUBLISHED.get(title, "–")))
    return table


def _names() -> dict[str, list[str]]:
    """As `taxonomy.mentions` reads them: a preferred name means its own skill, other names only where there is none."""
    own: dict[str, list[str]] = defaultdict(list)
    other: dict[str, list[str]] = defaultdict(list)
    for one in rows(f"{ESCO}/skills_en.csv.gz"):
        title = one["preferredLabel"].strip()
        own[title.casefold()].append(title)
        for name in one["altLabels"].splitlines():
            other[name.strip().casefold()].append(title)
    known = {name: titles[:1] for name, titles in other.items()} | own
    return {name: titles for name, titles in known.items() if len(name) >= SHORTEST}


def _annotated(name: str) -> Sentences:
    found: dict[str, set[str]] = defaultdict(set)
    with (SHARED / f"matching/skill_extraction/{name}_validation_annotations.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            found[row["sentence"]].add(row["label"].strip())
    return [(sentence, labels - UNKNOWN) for sentence, labels in found.items() if labels - UNKNOWN]


def _skillskape() -> Sentences:
    with gzip.open(SHARED / "matching/skillskape/dev.csv.gz", "rt", newline="") as file:
        said = [(row["sentence"], set(ast.literal_eval(row["skills"])) - UNKNOWN) for row in csv.DictReader(file)]
    return [(sentence, labels) for sentence, labels in said if labels]


def _measured(sentences: Sentences, names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    right = found = wanted = 0
    ranked = 0.0
    for sentence, labels in sentences:
        told = list(dict.fromkeys(one for one, _at, _number in spot(folded(sentence).split(), names)))
        right, found, wanted = right + len(labels & {*told}), found + len(told), wanted + len(labels)
        ranked += len(labels & {*told[:FIVE]}) / min(FIVE, len(labels))
    parts = (right / max(found, 1), right / wanted, ranked / len(sentences))
    return tuple(f"{100 * part:.1f}" for part in parts)


def _speed() -> Table:
    table = Table(
        "Pay, hours, languages, licences and level of an advertisement",
        "python -m benchmarks extraction",
        ("advertisement", "found", "advertisements a second, one core"),
        budget="200 advertisements a second and core.",
    )
    found = extraction.read(AD, "en")
    began = time.process_time()
    for _ in range(ROUNDS):
        extraction.read(AD, "en")
    table.rows.append((f"{len(AD.split())} words", len(found), f"{ROUNDS / (time.process_time() - began):.0f}"))
    return table

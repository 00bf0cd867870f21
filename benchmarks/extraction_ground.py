"""Reading of skills as `wayline data train` makes it, from the publishers' files; sentences with known skills."""

from __future__ import annotations

import ast
import csv
import gzip
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.moves_ground import ESCO, rows
from benchmarks.titles_ground import SHARED
from benchmarks.titles_ground import esco as occupation_names
from wayline.taxonomy.skills import lessons
from wayline.taxonomy.skills.names import Names, Skill
from wayline.taxonomy.skills.reading import Reader
from wayline.taxonomy.titles import training
from wayline.taxonomy.titles.labels import Label

UNKNOWN = {"LABEL NOT PRESENT", "UNDERSPECIFIED", "UNK", ""}
ONET = "onet_29_3"
Sentences = list[tuple[str, set[str]]]


@dataclass(frozen=True)
class Trained:
    """`titles`: of the concepts. Times in seconds of one core."""

    reader: Reader
    titles: dict[str, str]
    texts: int
    seconds: float


def trained() -> Trained:
    skills = list(rows(f"{ESCO}/skills_en.csv.gz"))
    began = time.process_time()
    texts = list(_texts(skills))
    model = training.train(texts, setting=training.SENTENCES, shares=lessons.SHARES)
    names = Names.build(model, _skills(skills), "en")
    titles = {one["conceptUri"]: one["preferredLabel"].strip() for one in skills}
    return Trained(Reader(names, model), titles, len(texts), time.process_time() - began)


def _texts(skills: list[dict[str, str]]) -> Iterator[Label]:
    for one in skills:
        for text in (one["preferredLabel"], *one["altLabels"].splitlines()):
            yield from lessons.named(lessons.SKILL, one["conceptUri"], "en", text.strip())
        yield from lessons.described(lessons.SKILL, one["conceptUri"], "en", one["description"])
    title = {one["conceptUri"]: one["preferredLabel"] for one in skills}
    yield from _of_occupations(title)
    for row in rows(f"{ESCO}/broaderRelationsSkillPillar.csv.gz"):
        if row["conceptUri"] in title:
            yield Label(lessons.GROUP, row["broaderUri"], "en", title[row["conceptUri"]])
    yield from _of_onet()


def _of_occupations(title: dict[str, str]) -> Iterator[Label]:
    for name in occupation_names():
        yield from lessons.named(lessons.OCCUPATION, name.concept, name.language, name.text)
    for one in rows(f"{ESCO}/occupations_en.csv.gz"):
        yield from lessons.described(lessons.OCCUPATION, one["conceptUri"], "en", one["description"])
    for row in rows(f"{ESCO}/occupationSkillRelations.csv.gz"):
        if row["relationType"] == "essential" and row["skillUri"] in title:
            yield Label(lessons.OCCUPATION, row["occupationUri"], "en", title[row["skillUri"]])


def _of_onet() -> Iterator[Label]:
    files = {
        "Tasks to DWAs": (lessons.ACTIVITY, "DWA ID", "DWA Title", "Task"),
        "Technology Skills": (lessons.TOOL, "Commodity Code", "Commodity Title", "Example"),
    }
    for file, (lesson, code, above, said) in files.items():
        for row in rows(f"{ONET}/{file}.tsv.gz", delimiter="\t"):
            yield Label(lesson, row[code], "en", row[above])
            yield Label(lesson, row[code], "en", row[said])


def _skills(skills: list[dict[str, str]]) -> list[Skill]:
    need: dict[str, float] = defaultdict(float)
    for row in rows(f"{ESCO}/occupationSkillRelations.csv.gz"):
        need[row["skillUri"]] += 1 if row["relationType"] == "essential" else 0.5
    made = []
    for one in skills:
        title = one["preferredLabel"].strip()
        other = tuple(text.strip() for text in one["altLabels"].splitlines() if text.strip())
        uri, everywhere = one["conceptUri"], one["reuseLevel"] == "transversal"
        own = tuple(dict.fromkeys((title, lessons.bare(title))))
        made.append(Skill(uri, own, other, one["description"], need[uri], everywhere))
    return made


def annotated(name: str) -> Sentences:
    """HOUSE or TECH, validation part (Decorte et al. 2022); sentences without a known skill are in it."""
    found: dict[str, set[str]] = defaultdict(set)
    with (SHARED / f"matching/skill_extraction/{name}_validation_annotations.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            found[row["sentence"]].add(row["label"].strip())
    return [(sentence, labels - UNKNOWN) for sentence, labels in found.items()]


def skillskape() -> Sentences:
    with gzip.open(SHARED / "matching/skillskape/dev.csv.gz", "rt", newline="") as file:
        return [(row["sentence"], set(ast.literal_eval(row["skills"])) - UNKNOWN) for row in csv.DictReader(file)]


def skillskape_all() -> list[str]:
    """Every sentence of both parts once, shuffled with a fixed seed: neighbours in the files speak of one skill."""
    found: dict[str, None] = {}
    for part in ("dev", "train"):
        with gzip.open(SHARED / f"matching/skillskape/{part}.csv.gz", "rt", newline="") as file:
            found |= dict.fromkeys(row["sentence"] for row in csv.DictReader(file))
    said = list(found)
    random.Random(1).shuffle(said)
    return said


def stream(how_many: int, boilerplate: int) -> Iterator[str]:
    """Advertisements of 30 sentences: each is made of the halves of two, and `boilerplate` of them are those that the
    employer, one of 500, writes always. The same every time."""
    pool = [one for name in ("house", "tech") for one, _labels in annotated(name)] * 20 + skillskape_all()[:2_000]
    pool += [row["Task"] for row in rows(f"{ONET}/Tasks to DWAs.tsv.gz", delimiter="\t")]
    dice = random.Random(7)
    employers = [[_halves(pool, dice) for _sentence in range(boilerplate)] for _employer in range(500)]
    for _ad in range(how_many):
        new = [_halves(pool, dice) for _sentence in range(30 - boilerplate)]
        yield "\n".join([*new, *dice.choice(employers)])


def _halves(pool: list[str], dice: random.Random) -> str:
    one, other = dice.choice(pool).split(), dice.choice(pool).split()
    return " ".join(one[: (len(one) + 1) // 2] + other[len(other) // 2 :]).replace(". ", " ")

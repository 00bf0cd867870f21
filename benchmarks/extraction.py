"""What is found in the text of an offer, and how fast: `python -m benchmarks extraction`.

Skills by names that stand in the text word for word, and by the reader that `wayline data train` makes. Sentences of
the validation parts of HOUSE and TECH (Decorte et al. 2022) and of SkillSkape dev (Magron et al. 2024).
"""

from __future__ import annotations

import resource
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from benchmarks.extraction_ground import Sentences, Trained, annotated, skillskape, skillskape_all, stream, trained
from benchmarks.moves_ground import ESCO, rows
from benchmarks.report import Table
from wayline.common import garbage
from wayline.opportunities import extraction
from wayline.taxonomy.mentions import SHORTEST, spot
from wayline.taxonomy.search import folded
from wayline.taxonomy.skills.names import quiet_words
from wayline.taxonomy.skills.reading import LEAST, LEAST_WHOLE, Reader, chosen
from wayline.taxonomy.skills.words import sentences, words_of

FIVE, TEN = 5, 10
ELSEWHERE = {"HOUSE validation": "64.7 / 72.4 / 67.1", "TECH validation": "70.0 / 83.4 / 71.3"}
AD = (
    "We look for a baker for our night shift. Requirements:\n- English (B1)\n- driving licence category B\n"
    "Desirable:\n- German\n\nWe pay £13.50 to £15 an hour for 30 to 35 hours a week, part-time. "
) * 6
"""Some 30 sentences."""
ROUNDS = 40
BULK = 64
STREAM = 5_000
POINTS = 30
"""Sentences of an advertisement."""
FEW = 20
"""Advertisements: of fewer nothing is said of reading in bulk with new words."""
Ranked = Callable[[str], list[str]]


def run() -> list[Table]:
    made = trained()
    garbage.spare_what_is_loaded()  # as every program of Wayline does
    data = {
        "HOUSE validation": annotated("house"),
        "TECH validation": annotated("tech"),
        "SkillSkape dev": skillskape(),
    }
    return [_ranked(data, made), _proposed(data, made), _speed_of_skills(data, made), _stream(made), _speed()]


def _ranked(data: Mapping[str, Sentences], made: Trained) -> Table:
    table = Table(
        "Skills in English sentences: RP@5 / RP@10 / MRR",
        "python -m benchmarks extraction",
        ("sentences", "asked", "names word for word", "reader", "windows with a sentence model, elsewhere"),
        note="Sentences with at least one label, all of ESCO 1.1.1 ranked for each. The last column is all-MiniLM over "
        "windows of words, measured elsewhere on the same sentences. The points of the reader were chosen on HOUSE and "
        "TECH validation; fitted on one of them alone it has 59.0 on HOUSE and 75.5 on TECH. SkillSkape was not used.",
    )
    spelt = _by_names()
    for title, said in data.items():
        asked = [(sentence, labels) for sentence, labels in said if labels]
        cells = [_rank_figures(asked, ranked) for ranked in (spelt, lambda text: _read(made, text))]
        table.rows.append((title, len(asked), *cells, ELSEWHERE.get(title, "–")))
    return table


def _read(made: Trained, text: str) -> list[str]:
    filler, plain = quiet_words("en")
    return [made.titles[one.concept] for one in made.reader.read(words_of(text), quiet=filler | plain, most=TEN)]


def _rank_figures(asked: Sentences, ranked: Ranked) -> str:
    five = ten = first = 0.0
    for sentence, labels in asked:
        told = list(dict.fromkeys(ranked(sentence)))
        five += len(labels & {*told[:FIVE]}) / min(FIVE, len(labels))
        ten += len(labels & {*told[:TEN]}) / min(TEN, len(labels))
        first += next((1 / place for place, one in enumerate(told[:TEN], start=1) if one in labels), 0.0)
    return " / ".join(f"{100 * part / len(asked):.1f}" for part in (five, ten, first))


def _by_names() -> Ranked:
    names = _names()
    return lambda text: [one for one, _at, _number in spot(folded(text).split(), names)]


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


def _proposed(data: Mapping[str, Sentences], made: Trained) -> Table:
    table = Table(
        "Skills that the page proposes, of all sentences, also those without any",
        "python -m benchmarks extraction",
        ("sentences", "of them", "way", "right %", "found %", "found, with what is offered beside it %"),
    )
    spelt = _by_names()
    for title, said in data.items():
        nothing: dict[str, None] = {}
        named = [(labels, dict.fromkeys(spelt(sentence)), nothing) for sentence, labels in said]
        table.rows.append((title, len(said), "names word for word", *_shares(named)))
        read = [(labels, *_choice(made, sentence)) for sentence, labels in said]
        table.rows.append((title, len(said), "reader", *_shares(read)))
        sure = [(labels, _choice(made, sentence, sure=True)[0], nothing) for sentence, labels in said]
        table.rows.append((title, len(said), "reader, what is kept unconfirmed", *_shares(sure)))
    return table


def _choice(made: Trained, text: str, *, sure: bool = False) -> tuple[dict[str, None], dict[str, None]]:
    """What is proposed and what beside it. `sure`: only what counts where nobody confirms it."""
    filler, plain = quiet_words("en")
    found = made.reader.likely([words_of(text)], quiet=filler | plain)[0]
    told = [
        one
        for one in chosen(found, least=LEAST, least_whole=LEAST_WHOLE, most=6)
        if not sure or one.found.whole or one.found.is_sure
    ]
    return (
        dict.fromkeys(made.titles[one.found.concept] for one in told),
        dict.fromkeys(made.titles[other.concept] for one in told for other in one.others),
    )


def _shares(told: Sequence[tuple[set[str], Mapping[str, None], Mapping[str, None]]]) -> tuple[str, ...]:
    right = sum(len(labels & found.keys()) for labels, found, _more in told)
    any_way = sum(len(labels & (found.keys() | more.keys())) for labels, found, more in told)
    proposed = sum(len(found) for _labels, found, _more in told)
    wanted = sum(len(labels) for labels, _found, _more in told)
    return tuple(f"{100 * part:.0f}" for part in (right / max(proposed, 1), right / wanted, any_way / wanted))


def _speed_of_skills(data: Mapping[str, Sentences], made: Trained) -> Table:
    table = Table(
        "Reading skills: time of training and of advertisements of 30 sentences",
        "python -m benchmarks extraction",
        ("advertisements of sentences of", "how many", "words", "learnt from", "training, s", "the first, ms",
         "then one by one, ms", "in bulk, ms each", "that is a second", "facts too, a second",
         "in bulk, words known, ms each", "memory, MB"),
        budget="0.5 s for an advertisement on two cores; in bulk 200 a second and core.",
        note="Names, descriptions and relations of ESCO in English, names of occupations in 21 languages, tasks and "
        "tools of O*NET. HOUSE and TECH are sentences of real advertisements; those of SkillSkape are longer and each "
        "speaks of skills. No sentence stands twice. In bulk: "
        f"{BULK} at once, the second half of the advertisements after the first, each read once, with what is worked "
        "out for each word that had not been met; HOUSE and TECH are too few for that. Words known: read "
        "again; sentences are not remembered. "
        "Seconds of one core. Memory is the most that the whole benchmark took, training with it.",
    )  # fmt: skip
    real = list(dict.fromkeys(one for title, said in data.items() if "SkillSkape" not in title for one, _ in said))
    for title, said, again in (("HOUSE and TECH", real, 5), ("SkillSkape", skillskape_all(), 1)):
        texts = ["\n".join(said[at : at + POINTS]) for at in range(0, len(said) - POINTS + 1, POINTS)]
        words = sum(len(text.split()) for text in texts) / len(texts)
        cells = (f"{made.texts:,} texts", f"{made.seconds:.0f}", *_times(texts, made, again))
        table.rows.append((title, len(texts), f"{words:.0f}", *cells))
    return table


def _times(texts: Sequence[str], made: Trained, again: int) -> tuple[str, ...]:
    """`again`: how often what was read is read again, of which the best is told."""
    half = texts[len(texts) // 2 :]
    first = _each(texts[:1], 1, made)
    _each(texts[1 : len(texts) // 2], BULK, made)
    fresh = _each(half, BULK, made)
    single = min(_each(half, 1, made) for _round in range(again))
    known = min(_each(half, BULK, made) for _round in range(again))
    facts = min(_facts(half) for _round in range(again))
    bulk = fresh if len(texts) > FEW else known
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    milliseconds = (f"{1000 * first:.0f}", f"{1000 * single:.1f}", f"{1000 * fresh:.1f}" if bulk is fresh else "–")
    return (
        *milliseconds, f"{1 / bulk:.0f}", f"{1 / (bulk + facts):.0f}", f"{1000 * known:.1f}", f"{memory:.0f}",
    )  # fmt: skip


def _stream(made: Trained) -> Table:
    table = Table(
        f"Reading skills in a stream of {STREAM:,} advertisements, new words included",
        "python -m benchmarks extraction",
        ("of 30 sentences, always the same of an employer", "words", "in bulk, ms each", "that is a second"),
        budget="200 a second and core.",
        note="Sentences are made of the halves of two: of HOUSE, TECH, SkillSkape and tasks of O*NET. There are 500 "
        f"employers. {BULK} at once, by a reader that has read nothing before. Seconds of one core.",
    )
    for boilerplate in (0, 10):
        texts = list(stream(STREAM, boilerplate))
        words = sum(len(text.split()) for text in texts) / len(texts)
        each = _each(texts, BULK, replace(made, reader=Reader(made.reader.names, made.reader.model)))
        table.rows.append((boilerplate, f"{words:.0f}", f"{1000 * each:.1f}", f"{1 / each:.0f}"))
    return table


def _facts(texts: Sequence[str]) -> float:
    began = time.process_time()
    for text in texts:
        extraction.read(text, "en")
    return (time.process_time() - began) / len(texts)


def _each(texts: Sequence[str], together: int, made: Trained) -> float:
    """Seconds of one core for each text, of so many read together."""
    filler, plain = quiet_words("en")
    began = time.process_time()
    for start in range(0, len(texts), together):
        said = [one for text in texts[start : start + together] for one in sentences(text)]
        for found in made.reader.likely(said, quiet=filler | plain):
            chosen(found, least=LEAST, least_whole=LEAST_WHOLE, most=6)
    return (time.process_time() - began) / len(texts)


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

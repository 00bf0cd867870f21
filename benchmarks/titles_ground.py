"""Labels of the publishers' files for the benchmarks of title search, and a model trained from them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.report import FOLDER
from wayline.taxonomy.titles import grams, training, words
from wayline.taxonomy.titles.labels import Kind, Label
from wayline.taxonomy.titles.model import Model

SHARED = Path(os.environ.get("WAYLINE_SHARED") or Path(__file__).parent.parent.parent / "shared") / "data"
SEED = 2020
ESCO, SOC, ONET = "esco", "soc2020", "onet"
# Equal priorities are equally good; beyond the third a national title has no certain answer (MELO's rule).
PRIORITY = {"exactISCO": 1, "exactMatch": 2, "narrowMatch": 3, "broadMatch": 4, "closeMatch": 5}
LAST_CERTAIN = 3


def esco() -> list[Label]:
    """Labels of occupations and ISCO groups in 21 languages."""
    with gzip.open(SHARED / "esco_1_1_1/multilingual_occupation_labels_melo.tsv.gz", "rt") as file:
        next(file)
        rows = (line.rstrip("\n").split("\t") for line in file)
        return [_esco(*row) for row in rows]


def _esco(language: str, uri: str, place: str, text: str) -> Label:
    kind = Kind.PREFERRED if place == "000" else Kind.ALTERNATIVE
    return Label(ESCO, uri, language, text, kind, group="/isco/" in uri)


def coding_index() -> tuple[list[Label], list[Label]]:
    """Entries of the SOC2020 coding index: nine tenths to learn from, and a random tenth held out."""
    entries = [_entry(row) for row in _rows("uk_soc/soc2020_coding_index_v12.tsv.gz") if row["SOC_2020"]]
    order = np.random.default_rng(SEED).permutation(len(entries))
    tenth = len(entries) // 10
    # "}}}}" stands for titles that cannot be coded
    kept, held = (
        [entries[at] for at in part if entries[at].concept.isdigit()] for part in (order[tenth:], order[:tenth])
    )
    return kept, held


def unit_groups() -> list[Label]:
    groups = {row["unit"]: row["title"] for row in _rows("uk_soc/soc2020_structure_descriptions.tsv.gz", quoted=True)}
    return [Label(SOC, code, "en", title.strip(), Kind.PREFERRED, group=True) for code, title in groups.items() if code]


def onet() -> list[Label]:
    found = []
    files = {
        "Occupation Data": "Title",
        "Alternate Titles": "Alternate Title",
        "Sample of Reported Titles": "Reported Job Title",
    }
    for name, column in files.items():
        kind = Kind.PREFERRED if name == "Occupation Data" else Kind.ALTERNATIVE
        rows = _rows(f"onet_29_3/{name}.tsv.gz")
        found += [Label(ONET, row["O*NET-SOC Code"], "en", row[column], kind) for row in rows]
    return found


def everything_but_the_tenth() -> list[Label]:
    kept, _ = coding_index()
    return [*esco(), *kept, *unit_groups(), *onet()]


def national(name: str) -> list[tuple[str, str]]:
    """Titles of a national classification with the one ESCO concept that answers them best, as MELO chooses it."""
    with gzip.open(SHARED / f"crosswalks/national_to_esco_melo/{name}.json.gz", "rt") as file:
        given = json.load(file).values()
    return [(one["title"], answer[0]) for one in given if len(answer := _certain(one["matches"])) == 1]


def _certain(matches: dict[str, str]) -> list[str]:
    best = min((PRIORITY[kind] for kind in matches.values()), default=LAST_CERTAIN + 1)
    return [] if best > LAST_CERTAIN else [uri for uri, kind in matches.items() if PRIORITY[kind] == best]


def _entry(row: dict[str, str]) -> Label:
    qualifier = ", ".join(one for one in (row["ADD"], row["IND"]) if one)
    return Label(SOC, row["SOC_2020"], "en", row["INDEXOCC_-_natural_word_order"], Kind.INDEX, qualifier)


def _rows(path: str, *, quoted: bool = False) -> Iterator[dict[str, str]]:
    csv.field_size_limit(2**24)
    with gzip.open(SHARED / path, "rt", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)


def model_of(labels: Sequence[Label]) -> tuple[Model, float]:
    """A model trained from `labels`, and processor seconds it took; kept under build/ until labels or sums change."""
    folder = FOLDER / "titles" / _key(labels)
    took = folder.with_suffix(".seconds")
    if folder.exists():
        return Model.load(folder), float(took.read_text())
    began = time.process_time()
    model = training.train(labels, seed=SEED, progress=_tell)
    seconds = time.process_time() - began
    folder.parent.mkdir(parents=True, exist_ok=True)
    took.write_text(str(seconds))
    model.save(folder)
    return model, seconds


def _key(labels: Iterable[Label]) -> str:
    # what training reads of a label
    whole = hashlib.sha256(repr(sorted((one.scheme, one.concept, one.text, one.qualifier) for one in labels)).encode())
    for module in (training, grams, words):
        whole.update(Path(str(module.__file__)).read_bytes())
    return whole.hexdigest()[:16]


def _tell(done: int, total: int) -> None:
    if done % 100 == 0:
        print(f"  step {done} of {total}", file=sys.stderr, flush=True)

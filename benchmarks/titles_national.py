"""From titles of national classifications to ESCO, as MELO measures it: `python -m benchmarks.titles_national`"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import titles_ground as ground
from benchmarks.report import Table
from wayline.taxonomy.titles.index import Index
from wayline.taxonomy.titles.model import Floats
from wayline.taxonomy.titles.search import Search
from wayline.taxonomy.titles.words import forms

# Mean reciprocal ranks published with MELO (Retyk et al. 2024) for OpenAI's embeddings, the best on average over
# all countries: within the language, and to English labels.
PUBLISHED = {
    "aut_de": (0.5628, 0.4304),
    "esp_es": (0.5371, 0.4859),
    "fra_fr": (0.8721, 0.6160),
    "hrv_hr": (0.4995, 0.3795),
    "ita_it": (0.5128, 0.4573),
    "svn_sl": (0.5400, 0.4092),
    "usa_en": (0.6842, None),
}
MOST = 700
PAIRS = 1500


def run() -> list[Table]:
    model, _ = ground.model_of(ground.everything_but_the_tenth())
    index = Index.build(model, ground.esco())
    return [_national(Search(index)), _gendered(Search(index))]


def _national(search: Search) -> Table:
    table = Table(
        "National job titles to ESCO: mean reciprocal rank",
        "python -m benchmarks.titles_national",
        ("titles", "labels in", "titles asked", "labels ranked", "occupations ranked", "best published, labels ranked"),
        budget="means above those published: over all 24 countries 0.52 in the language, 0.42 to English.",
        note="MELO's rule for the right answer; all labels of the language, occupations and ISCO groups, are the "
        f"corpus. At most {MOST} titles a country, drawn at random. 'Labels ranked' is MELO's measure: the first label "
        "of the right concept among all labels, equal scores against us. 'Occupations ranked' is what search shows: "
        "each concept once. The published models had not seen ESCO; ours is trained from its labels.",
    )
    means: dict[bool, list[tuple[float, float, float]]] = {True: [], False: []}
    for name, published in PUBLISHED.items():
        own = name[-2:]
        for language in dict.fromkeys((own, "en")):
            asked = _sample(ground.national(name))
            best = published[0 if language == own else 1]
            labels, concepts = reciprocal_ranks(search, asked, language)
            table.rows.append([name, language, len(asked), f"{labels:.3f}", f"{concepts:.3f}", f"{best:.3f}"])
            means[language == own].append((labels, concepts, float(best or 0)))
    for same, text in ((True, "mean, same language"), (False, "mean, to English")):
        table.rows.append([text, "", "", *(f"{one:.3f}" for one in np.mean(means[same], axis=0))])
    return table


def reciprocal_ranks(search: Search, asked: Sequence[tuple[str, str]], language: str) -> tuple[float, float]:
    """Means over the titles: among labels, and among concepts."""
    index = search.index
    entries = np.flatnonzero(index.arrays["language"] == index.languages.index(language))
    concepts = index.arrays["concept"][entries]
    labels = index.arrays["label"][entries]
    number = {concept: place for place, concept in enumerate(index.concepts)}
    found = []
    for title, concept in asked:
        scores = _scores(search, title, entries, concepts)
        right = concepts == number[concept]
        best = scores[right].max()
        above = (scores > best) | ((scores == best) & ~right)
        found.append((1 / (1 + len(np.unique(labels[above]))), 1 / (1 + len(np.unique(concepts[above])))))
    means = np.mean(found, axis=0)
    return float(means[0]), float(means[1])


def _scores(search: Search, title: str, entries: NDArray[np.int64], concepts: NDArray[np.int32]) -> Floats:
    """What search gives every label of the language, without choosing candidates first."""
    everything = search.index.concepts_of(None)
    titles = [one for one in forms(title) if one]
    titles = search.in_words_of_labels(titles, everything, None, unfinished=False)
    vector = search.vector(titles)
    anchors = (search.index.arrays["anchors"] @ vector)[concepts]
    words = search.word_scores(titles, search.meanings(titles, unfinished=False))
    return search.scores(entries, vector, anchors, words)


def _sample(asked: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    if len(asked) <= MOST:
        return asked
    chosen = np.random.default_rng(ground.SEED).choice(len(asked), MOST, replace=False)
    return [asked[place] for place in sorted(chosen)]


def _gendered(search: Search) -> Table:
    table = Table(
        "French titles of men and women: does the same occupation come first?",
        "python -m benchmarks.titles_national",
        ("titles", "pairs", "same first place, %"),
        budget="≥ 97 %.",
        note="Titles of ROME that hold both forms, at most 1,500 drawn at random, and all preferred labels of ESCO "
        "(2020) that do. Each form is searched by itself.",
    )
    for name, pairs in (("ROME", _rome()), ("ESCO", _esco_french())):
        same = [_first(search, masculine) == _first(search, feminine) for masculine, feminine in pairs]
        table.rows.append([name, len(pairs), 100 * float(np.mean(same))])
    return table


def _first(search: Search, title: str) -> str:
    return search.search(title, language="fr", limit=1, unfinished=False)[0].concept


def _rome() -> list[tuple[str, str]]:
    path = ground.SHARED / "matching/rome_mobility/unix_referentiel_appellation_v347_utf8.csv.gz"
    return _pairs(path, "libelle_appellation_long")


def _esco_french() -> list[tuple[str, str]]:
    return _pairs(ground.SHARED / "matching/esco_fr_es/occupations_fr.csv.gz", "preferredLabel")


def _pairs(path: Path, column: str) -> list[tuple[str, str]]:
    with gzip.open(path, "rt", newline="") as file:
        found = [forms(row[column]) for row in csv.DictReader(file)]
    pairs = [(one[0], one[1]) for one in found if len(one) == 2]
    if len(pairs) <= PAIRS:
        return pairs
    chosen = np.random.default_rng(ground.SEED).choice(len(pairs), PAIRS, replace=False)
    return [pairs[place] for place in sorted(chosen)]


if __name__ == "__main__":
    print(*(table.as_text() for table in run()), sep="\n")

"""From a job title to its SOC2020 unit group, on a tenth of the coding index held out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks import titles_ground as ground
from benchmarks.report import Table
from wayline.taxonomy.titles import grams
from wayline.taxonomy.titles.index import Index
from wayline.taxonomy.titles.labels import Label
from wayline.taxonomy.titles.search import Search
from wayline.taxonomy.titles.words import normalise

RANKS = (1, 5, 10)
Ranks = NDArray[np.int64]
Text = Callable[[Label], str]


def run() -> list[Table]:
    kept, held = ground.coding_index()
    model, _ = ground.model_of(ground.everything_but_the_tenth())
    search = Search(Index.build(model, [*kept, *ground.unit_groups()]))
    known = {False: {_title(one) for one in kept}, True: {_whole(one) for one in kept}}
    table = Table(
        f"From a title to its SOC2020 unit group: {len(held):,} entries of the coding index held out",
        "python -m benchmarks.titles_soc",
        ("what is asked", "by", "entries", *(f"right among the first {rank}, %" for rank in RANKS)),
        budget="with the qualifier ≥ 60 % at rank 1 and ≥ 88 % at rank 5.",
        note="Natural word order. A twin is an entry of the other nine tenths with the same text; it may have another "
        "code. Nothing of the held-out entries was seen in training. The plain measure is the nearest entry by "
        "TF-IDF of runs of two to four letters.",
    )
    for qualified, text in ((True, _whole), (False, _title)):
        asked = "title and qualifier" if qualified else "title alone"
        twins = np.array([text(one) in known[qualified] for one in held])
        measured = {"search": _ranks(search, held, text), "letters": nearest(kept, held, text)}
        for by, ranks in measured.items():
            table.rows.append([asked, by, len(held), *_shares(ranks)])
            for name, chosen in (("with a twin", twins), ("without", ~twins)):
                table.rows.append([f"{asked}, {name}", by, int(chosen.sum()), *_shares(ranks[chosen])])
    return [table]


def _title(label: Label) -> str:
    return normalise(label.text)


def _whole(label: Label) -> str:
    return normalise(f"{label.text} {label.qualifier}")


def _ranks(search: Search, held: Sequence[Label], text: Text) -> Ranks:
    """The rank of the right unit group, or one beyond the last looked at."""
    found = []
    for label in held:
        hits = search.search(text(label), scheme=ground.SOC, limit=max(RANKS), unfinished=False)
        codes = [hit.concept for hit in hits]
        found.append(codes.index(label.concept) + 1 if label.concept in codes else max(RANKS) + 1)
    return np.array(found)


def nearest(kept: Sequence[Label], held: Sequence[Label], text: Text) -> Ranks:
    """Ranks by the nearest entry of each group, equal ones against us."""
    codes = sorted({one.concept for one in kept})
    owner = np.array([codes.index(one.concept) for one in kept])
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(len(codes)))
    entries, asked = tf_idf([_whole(one) for one in kept], [text(one) for one in held])
    found = []
    for place, label in enumerate(held):
        near = np.asarray((entries @ asked[place].T).todense()).ravel()
        best = np.maximum.reduceat(near[order], starts)
        found.append(int((best >= best[codes.index(label.concept)]).sum()) if label.concept in codes else len(codes))
    return np.array(found)


def tf_idf(corpus: Sequence[str], asked: Sequence[str]) -> tuple:  # type: ignore[type-arg]
    """Sparse rows of length one, by runs of two to four letters, weighted by how few of the corpus hold them."""
    from scipy import sparse

    rows = [grams.rows(texts, 2**20, lengths=(2, 3, 4), pairs=False) for texts in (corpus, asked)]
    holding = np.bincount(rows[0].indices, minlength=2**20)
    weights = sparse.diags((np.log((1 + len(corpus)) / (1 + holding)) + 1).astype(np.float32))
    weighted = [one @ weights for one in rows]
    lengths = [np.sqrt(np.asarray(one.multiply(one).sum(axis=1)).ravel()) for one in weighted]
    whole, part = (
        sparse.diags(1 / np.maximum(length, 1e-9)) @ one for one, length in zip(weighted, lengths, strict=True)
    )
    return whole.tocsr(), part.tocsr()


def _shares(ranks: Ranks) -> list[float]:
    return [100 * float((ranks <= rank).mean()) if len(ranks) else 0.0 for rank in RANKS]


if __name__ == "__main__":
    print(*(table.as_text() for table in run()), sep="\n")

"""Do our moves agree with those that ROME's experts name? `python -m benchmarks.moves`; `--fit` works out weights.

Every group of ROME stands for the ESCO occupations that its titles are mapped to. A signal of two groups is the mean
over their pairs of occupations, and for cosines is divided by what each group has with itself (the cosine of the mean
vectors). Weights are worked out on half of the origins and measured on the other half, and the other way round, five
times; weights that were seen in the making are never measured on the origins that made them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks import moves_fit, moves_ground
from benchmarks.moves_ground import Rome, Truth
from benchmarks.report import Table
from wayline.lmi.moves import Work
from wayline.lmi.moves.signals import Floats, Rows, idf_cosine, signals
from wayline.lmi.moves.weights import Weight, current
from wayline.lmi.moves.works import NAMES

TEN = 10
PLAIN = ("group", "climb", "descend", "lead", "spread")
"""Not cosines: taken as they are."""
PUBLISHED = (
    ("idf-cosine (reference, pairs averaged)", ".636", ".401", ".409", ".485"),
    ("z-sum with MiniLM and ISCO (reference)", ".677", ".427", ".442", ".521"),
)
TURNS = 5
Scores = NDArray[np.float64]


def run() -> list[Table]:
    table = Table(
        "Moves from occupation to occupation, against ROME's experts",
        "python -m benchmarks.moves",
        ("score", "MRR", "R@10", "nDCG@10", "R@10 of near moves"),
        budget="R@10 0.48 and nDCG@10 0.50 on origins that the weights have not seen.",
        note="532 groups of ROME as origins, each ranking all the others. Signals are those of the product, on ESCO "
        "1.1.1 with O*NET 29.3 and OEWS of May 2024. 'Held out': weights from half of the origins, measured on the "
        "other half, both ways, mean of five divisions. The reference rows were measured elsewhere, with a mapping of "
        "their own; the same idf-cosine by pairs stands here too, so that the two can be told apart.",
    )
    truth, values = _ground()
    every = np.ones(len(truth.codes), bool)
    for name, scores in _baselines(truth, values).items():
        table.rows.append((name, *_measured(scores, truth, every)))
    table.rows += [list(row) for row in PUBLISHED]
    scored = moves_fit.standard(values, _norms(values))
    table.rows.append(("all signals, equal weights", *_measured(scored @ moves_fit.equal(), truth, every)))
    table.rows.append(("all signals, fitted, held out", *_held_out(truth, scored)))
    shipped = current()
    points = np.array([shipped.signals[name].points for name in NAMES])
    table.rows.append(
        (f"shipped weights {shipped.version} (seen: not a measure)", *_measured(scored @ points, truth, every))
    )
    return [table]


@cache
def _ground() -> tuple[Rome, dict[str, Floats]]:
    works, skills, addresses = moves_ground.esco()
    truth = moves_ground.rome(addresses)
    began = time.process_time()
    sides = signals(works, skills)
    values = {name: _grouped(rows, truth, len(works), plain=name in PLAIN) for name, rows in sides.items()}
    cosine = idf_cosine(works)
    values["cosine"] = _grouped(cosine, truth, len(works), plain=False)
    values["pairs"] = _grouped(cosine, truth, len(works), plain=True)
    values["jaccard"] = _jaccard(works, truth)
    print(f"  all pairs of {len(works):,} occupations: {time.process_time() - began:.0f} s", file=sys.stderr)
    return truth, values


def _grouped(rows: Rows, truth: Rome, size: int, *, plain: bool) -> Floats:
    total = np.zeros((len(truth.codes), len(truth.codes)))
    known = np.zeros_like(total)
    for first in range(0, size, 500):
        some = slice(first, min(first + 500, size))
        block, here = rows(some), truth.members[:, some]
        total += here @ (truth.members @ np.nan_to_num(block).T).T
        known += here @ (truth.members @ (~np.isnan(block)).astype(np.float32).T).T
    found = np.where(known > 0, total / np.maximum(known, 1e-9), np.nan)
    if not plain:
        own = np.sqrt(np.maximum(np.diag(found), 1e-9))
        found = found / own[:, None] / own[None, :]
    return np.asarray(found, dtype=np.float32)


def _jaccard(works: list[Work], truth: Rome) -> Floats:
    """Of the essential skills that any occupation of the group needs."""
    held = [
        frozenset[int]().union(*(works[at].essential for at in truth.members[row].indices))
        for row in range(len(truth.codes))
    ]
    return np.array([[len(a & b) / max(1, len(a | b)) for b in held] for a in held], dtype=np.float32)


def _baselines(truth: Rome, values: Mapping[str, Floats]) -> dict[str, Floats]:
    z = {name: _z(values[name]) for name in ("cosine", "texts", "tasks", "group")}
    return {
        "ISCO prefix": values["group"],
        "Jaccard, essential skills": values["jaccard"],
        "idf-cosine of skills, pairs averaged": values["pairs"],
        "idf-cosine of skills, groups averaged": values["cosine"],
        "z-sum: idf-cosine, texts, tasks, half ISCO": z["cosine"] + z["texts"] + z["tasks"] + 0.5 * z["group"],
    }


def _z(values: Floats) -> Floats:
    bare = values.astype(float).copy()
    np.fill_diagonal(bare, np.nan)
    means, spreads = np.nanmean(bare, axis=1, keepdims=True), np.nanstd(bare, axis=1, keepdims=True)
    return np.asarray(np.nan_to_num((bare - means) / spreads), dtype=np.float32)


def _norms(values: Mapping[str, Floats]) -> dict[str, Weight]:
    """Of pairs of groups of ROME, without a group with itself."""
    here = np.arange(len(values[NAMES[0]]))
    found = {}
    for name in NAMES:
        others = values[name].copy()
        others[here, here] = np.nan
        found[name] = moves_fit.norms(name, others)
    return found


def _held_out(truth: Rome, scored: Scores) -> tuple[str, ...]:
    found = []
    for turn in range(TURNS):
        half = np.random.default_rng(turn).permutation(len(truth.codes)) % 2 == 0
        scores = np.zeros(truth.moves.shape)
        for seen in (half, ~half):
            scores[~seen] = scored[~seen] @ moves_fit.fitted(scored, truth.moves, seen)
        found.append(_figures(scores, truth, np.ones(len(half), bool)))
    return _written(np.mean(found, axis=0))


def _measured(scores: Scores | Floats, truth: Rome, some: Truth) -> tuple[str, ...]:
    return _written(_figures(scores, truth, some))


def _written(figures: NDArray[np.float64]) -> tuple[str, ...]:
    return tuple(f"{one:.3f}" for one in figures.tolist())


def _figures(scores: Scores | Floats, truth: Rome, some: Truth) -> NDArray[np.float64]:
    reciprocal, recall, gain = agreement(scores, truth.moves, some)
    return np.array([reciprocal, recall, gain, agreement(scores, truth.near, some)[1]])


def agreement(scores: Scores | Floats, wanted: Truth, some: Truth) -> tuple[float, float, float]:
    """MRR, R@10 and nDCG@10 over the origins in `some` for which experts name a move. An origin is no move of its own;
    of equal scores the first in order of code comes first."""
    bare = np.nan_to_num(np.asarray(scores, dtype=np.float64), nan=-1e9)
    np.fill_diagonal(bare, -np.inf)
    order = np.argsort(-bare, axis=1, kind="stable")[:, :-1]
    hits = np.take_along_axis(wanted, order, axis=1)
    numbers = wanted.sum(axis=1)
    asked = some & (numbers > 0)
    first = np.where(hits.any(axis=1), 1 / (hits.argmax(axis=1) + 1), 0)
    weight = 1 / np.log2(np.arange(TEN) + 2)
    ideal = np.array([weight[: min(TEN, number)].sum() for number in numbers])
    recall = hits[:, :TEN].sum(axis=1) / np.maximum(numbers, 1)
    gain = (hits[:, :TEN] * weight).sum(axis=1) / np.maximum(ideal, 1e-9)
    return float(first[asked].mean()), float(recall[asked].mean()), float(gain[asked].mean())


def fit() -> str:
    """The weights that are shipped: points from all origins, and what is usual over occupations, of every thirtieth
    with all."""
    truth, values = _ground()
    scored = moves_fit.standard(values, _norms(values))
    points = moves_fit.fitted(scored, truth.moves, np.ones(len(truth.codes), bool))
    works, skills, _addresses = moves_ground.esco()
    sides = signals(works, skills)
    return moves_fit.as_toml(
        {
            name: replace(moves_fit.norms(name, sides[name](slice(None, None, 30))), points=float(points[at]))
            for at, name in enumerate(NAMES)
        }
    )


if __name__ == "__main__":
    if "--fit" in sys.argv:
        print(fit())
    else:
        for shown in run():
            print(shown.as_text())

"""Weights of signals from moves that experts name: a softmax over the candidates of each origin, held near to equal
weights by a ridge (conditional logit: D. McFadden 1974). Only the best candidates by equal weights take part, because
only the order at the top is shown to anybody."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from wayline.lmi.moves.signals import Floats
from wayline.lmi.moves.weights import Weight
from wayline.lmi.moves.works import NAMES

ROOT = ("skills", "fields", "tasks", "together", "names", "texts")
LEVELS = ("climb", "descend", "lead")
FREE = (*LEVELS, "spread")
"""No likenesses: they may count for or against a move."""
EQUAL = {**dict.fromkeys(NAMES, 1.0), "names": 3.0, "texts": 2.0, **dict.fromkeys(FREE, 0.0)}
"""Of standard scores. Names are a mean of seven languages, and texts of two: a sum of views, taken together."""
SCALE = 0.3
"""Of equal weights, so that the softmax has about the steepness that fits best."""
RIDGE = 10.0
LEAST = 0.05
"""Of every likeness: more in common never counts against a move, whatever a fit would make of it."""
CANDIDATES = 40
Truth = NDArray[np.bool_]


def standard(values: Mapping[str, Floats]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Signals as standard scores (levels as they are), with the means and spreads that were taken out."""
    raised = np.stack([_raised(name, values[name]) for name in NAMES], axis=2).astype(np.float64)
    for row in range(len(raised)):
        raised[row, row] = np.nan
    means, spreads = np.nanmean(raised, axis=(0, 1)), np.nanstd(raised, axis=(0, 1))
    for name in LEVELS:
        means[NAMES.index(name)], spreads[NAMES.index(name)] = 0.0, 1.0
    return np.nan_to_num((raised - means) / spreads), means, spreads


def _raised(name: str, values: Floats) -> Floats:
    return np.sqrt(np.maximum(values, 0)) if name in ROOT else values


def equal(values: Mapping[str, Floats]) -> dict[str, Weight]:
    """The signals as they are, without anything learnt."""
    _table, means, spreads = standard(values)
    return _weights(_start(), means, spreads)


def fitted(values: Mapping[str, Floats], moves: Truth, seen: Truth) -> dict[str, Weight]:
    """From the moves of the origins in `seen` alone."""
    table, means, spreads = standard(values)
    start = _start()
    origins = np.flatnonzero(seen)
    scores = table[origins] @ start
    scores[np.arange(len(origins)), origins] = -np.inf
    best = np.argsort(-scores, axis=1, kind="stable")[:, :CANDIDATES]
    wanted = moves[origins[:, None], best].astype(np.float64)
    some = wanted.sum(axis=1) > 0
    share = wanted[some] / wanted[some].sum(axis=1, keepdims=True)
    return _weights(_climbed(table[origins[:, None], best][some], share, start), means, spreads)


def _climbed(table: NDArray[np.float64], share: NDArray[np.float64], start: NDArray[np.float64]) -> NDArray[np.float64]:
    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = table @ weights
        scores -= scores.max(axis=1, keepdims=True)
        sums = np.exp(scores).sum(axis=1, keepdims=True)
        away = weights - start
        slope = np.einsum("ij,ijk->k", np.exp(scores) / sums - share, table) + 2 * RIDGE * away
        return float(-(share * (scores - np.log(sums))).sum() + RIDGE * (away @ away)), slope

    bounds = [(None, None) if name in FREE else (LEAST, None) for name in NAMES]
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 80}).x)


def _start() -> NDArray[np.float64]:
    return SCALE * np.array([EQUAL[name] for name in NAMES])


def _weights(
    points: NDArray[np.float64], means: NDArray[np.float64], spreads: NDArray[np.float64]
) -> dict[str, Weight]:
    return {
        name: Weight(float(points[at] / spreads[at]), float(means[at]), name in ROOT, _best(name, float(means[at])))
        for at, name in enumerate(NAMES)
    }


def _best(name: str, usual: float) -> float:
    """Of an occupation with itself: how widely it is spread speaks neither for nor against it."""
    return usual if name == "spread" else 0.0 if name in LEVELS else 1.0


def as_toml(weights: Mapping[str, Weight], neutral: Mapping[str, float]) -> str:
    """`neutral`: the usual value of each signal, over all pairs of occupations."""
    lines = []
    for name, one in weights.items():
        lines += [f"[signals.{name}]", f"points = {one.points:.2f}", f"neutral = {neutral[name]:.3f}"]
        lines += ["root = true"] if one.root else []
        lines += [f"best = {0 if name in LEVELS else neutral[name]:.3f}"] if name in FREE else []
        lines.append("")
    return "\n".join(lines)

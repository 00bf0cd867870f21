"""Weights of signals from moves that experts name: a softmax over the candidates of each origin, held near to equal
weights by a ridge (conditional logit: D. McFadden 1974). Only the best candidates by equal weights take part, because
only the order at the top is shown to anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
RIDGE = 10.0 / 266
"""For each origin: 10 for half of them, so that weights from all are held as near to equal ones as those measured."""
LEAST = 0.05
"""Of every likeness: more in common never counts against a move, whatever a fit would make of it."""
CANDIDATES = 40
Truth = NDArray[np.bool_]
Table = NDArray[np.float64]
Points = NDArray[np.float64]
"""One number a signal."""


def standard(values: Mapping[str, Floats], weights: Mapping[str, Weight]) -> Table:
    """Signals as the weights count them, before points: origins x others x signals, 0 where nothing is known."""
    here = np.arange(len(values[NAMES[0]]))
    each = [replace(weights[name], points=1.0).of(values[name], here)[0] for name in NAMES]
    return np.nan_to_num(np.stack(each, axis=2).astype(np.float64))


def equal() -> Points:
    """Points without anything learnt."""
    return SCALE * np.array([EQUAL[name] for name in NAMES])


def fitted(table: Table, moves: Truth, seen: Truth) -> Points:
    """From the moves of the origins in `seen` alone."""
    start = equal()
    origins = np.flatnonzero(seen)
    scores = table[origins] @ start
    scores[np.arange(len(origins)), origins] = -np.inf
    best = np.argsort(-scores, axis=1, kind="stable")[:, :CANDIDATES]
    wanted = moves[origins[:, None], best].astype(np.float64)
    some = wanted.sum(axis=1) > 0
    share = wanted[some] / wanted[some].sum(axis=1, keepdims=True)
    return _climbed(table[origins[:, None], best][some], share, start, RIDGE * len(origins))


def _climbed(table: Table, share: Table, start: Points, ridge: float) -> Points:
    def loss(weights: Points) -> tuple[float, Points]:
        scores = table @ weights
        scores -= scores.max(axis=1, keepdims=True)
        sums = np.exp(scores).sum(axis=1, keepdims=True)
        away = weights - start
        slope = np.einsum("ij,ijk->k", np.exp(scores) / sums - share, table) + 2 * ridge * away
        return float(-(share * (scores - np.log(sums))).sum() + ridge * (away @ away)), slope

    bounds = [(None, None) if name in FREE else (LEAST, None) for name in NAMES]
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 80}).x)


def norms(name: str, values: Floats) -> Weight:
    """What is usual of a signal over all pairs. Levels are counted from none, in levels."""
    root = name in ROOT
    raised = np.sqrt(np.maximum(values, 0)) if root else values
    usual, apart = (0.0, 1.0) if name in LEVELS else (float(np.nanmean(raised)), float(np.nanstd(raised)))
    return Weight(1.0, usual, apart, root, name not in FREE)


def as_toml(weights: Mapping[str, Weight]) -> str:
    lines = []
    for name, one in weights.items():
        lines += [f"[signals.{name}]", f"points = {one.points:.3f}"]
        lines += [f"usual = {one.usual:.3f}", f"apart = {one.apart:.3f}"] if name not in LEVELS else []
        lines += ["root = true"] if one.root else []
        lines += [] if one.likeness else ["likeness = false"]
        lines.append("")
    return "\n".join(lines)

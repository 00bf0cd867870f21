"""Learns vectors of pieces from the labels alone: titles of one concept come together, in all languages.

Each concept has an anchor. A step takes labels of one scheme, forgets some of their pieces at random, sums the vectors
of the rest, and moves them so that the anchor of their concept is nearer than the anchors of all the others of the
scheme (softmax over cosines). Labels in twenty languages share one anchor, so a German title lands where the English
one does. No other model and no other text is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.titles import grams
from wayline.taxonomy.titles.labels import Label
from wayline.taxonomy.titles.model import Floats, Model, Packed, unit
from wayline.taxonomy.titles.words import forms, normalise

Progress = Callable[[int, int], None]
Numbers = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Setting:
    """How large the model is and how long it learns.

    A scheme of n titles gets `effort` * n ** 0.4 steps: one ten times as large gets 2.5 times as many. `forget` is the
    share of pieces left out in a step, so that no title hangs on one piece. `pairs`: whether two words side by side are
    a piece of their own. `rivals`: how many other concepts a step compares with, drawn anew each time; 0 for all.
    """

    dimensions: int = 128
    buckets: int = 2**17
    batch: int = 1024
    effort: float = 11
    fewest_steps: int = 150
    rate: float = 0.004
    temperature: float = 0.07
    forget: float = 0.3
    pairs: bool = True
    rivals: int = 0


FULL = Setting()
# For tests and for a few dozen occupations.
SMALL = Setting(dimensions=48, buckets=2**14, batch=256, rate=0.01)
# Sentences are sums of words, so that every window of one is a difference of two sums.
SENTENCES = Setting(batch=768, effort=8, pairs=False, rivals=4096)
FEW_SENTENCES = Setting(dimensions=48, buckets=2**14, batch=256, rate=0.01, pairs=False)


@dataclass(frozen=True)
class Lesson:
    """The labels of one scheme: their pieces, the number of the concept of each, and how many steps they are worth."""

    rows: sparse.csr_matrix
    answers: Numbers
    concepts: tuple[str, ...]
    steps: int


def train(
    labels: Iterable[Label],
    *,
    seed: int = 0,
    setting: Setting = FULL,
    shares: Mapping[str, float] | None = None,
    progress: Progress = lambda done, total: None,
) -> Model:
    """The same labels, seed and setting give the same model, bit for bit, in whatever order the labels come.

    `shares`: by scheme, which part of its steps it gets, where it is not all of them. Raises ValueError without labels.
    `progress` is told steps done and steps in all.
    """
    texts = sorted({one for label in labels for one in _texts(label)})
    if not texts:
        raise ValueError("There are no labels to learn from.")
    chance = np.random.default_rng(seed)
    schemes = sorted({scheme for scheme, _, _ in texts})
    lessons = [_lesson(texts, scheme, setting, (shares or {}).get(scheme, 1)) for scheme in schemes]
    pieces = chance.standard_normal((setting.buckets, setting.dimensions), dtype=np.float32) * np.float32(0.1)
    anchors = _learn(lessons, pieces, chance, setting, progress)
    about = {
        "seed": seed,
        "setting": asdict(setting),
        "titles": len(texts),
        "sha256": hashlib.sha256("\n".join("\t".join(one) for one in texts).encode()).hexdigest(),
    }
    names = tuple(concept for lesson in lessons for concept in lesson.concepts)
    return Model(Packed.of(pieces), names, np.concatenate(anchors), about)


def _texts(label: Label) -> list[tuple[str, str, str]]:
    found = forms(label.text)
    if label.qualifier:
        found += [f"{one} {normalise(label.qualifier)}" for one in found]
    return [(label.scheme, label.concept, one) for one in found if one]


def _lesson(texts: Sequence[tuple[str, str, str]], scheme: str, setting: Setting, share: float) -> Lesson:
    own = [(concept, text) for one, concept, text in texts if one == scheme]
    concepts = tuple(sorted({concept for concept, _ in own}))
    number = {concept: place for place, concept in enumerate(concepts)}
    rows = grams.rows([text for _, text in own], setting.buckets, pairs=setting.pairs)
    answers = np.array([number[concept] for concept, _ in own], dtype=np.int64)
    steps = max(setting.fewest_steps, round(share * setting.effort * len(own) ** 0.4))
    return Lesson(rows, answers, concepts, steps)


class _Adam:
    """Adam (Kingma and Ba, 2015) that moves only the rows a step has touched."""

    def __init__(self, values: Floats) -> None:
        self.values, self.mean, self.square = values, np.zeros_like(values), np.zeros_like(values)

    def move(self, places: Numbers | slice, slope: Floats, rate: float) -> None:
        # in place where it can be: this is half of the time of training
        mean, square = self.mean[places] * np.float32(0.9), self.square[places] * np.float32(0.99)
        mean += slope * np.float32(0.1)
        slope = slope * slope
        slope *= np.float32(0.01)
        square += slope
        self.mean[places], self.square[places] = mean, square
        np.sqrt(square, out=square)
        square += np.float32(1e-6)
        mean /= square
        mean *= np.float32(rate)
        self.values[places] -= mean


def _learn(
    lessons: Sequence[Lesson], pieces: Floats, chance: np.random.Generator, setting: Setting, progress: Progress
) -> list[Floats]:
    """Moves `pieces` in place; gives the anchors of each lesson."""
    sizes = [(len(lesson.concepts), setting.dimensions) for lesson in lessons]
    anchors = [_Adam(unit(chance.standard_normal(size, dtype=np.float32))) for size in sizes]
    moved = _Adam(pieces)
    turns = [_batches(len(lesson.answers), setting.batch, chance) for lesson in lessons]
    order = np.concatenate([np.full(lesson.steps, place) for place, lesson in enumerate(lessons)])
    chance.shuffle(order)
    for step, place in enumerate(order):
        rate = setting.rate * min(1.0, (step + 1) / 100) * max(0.02, 1 - step / len(order))
        lesson, chosen = lessons[place], next(turns[place])
        rows = _forgetful(lesson.rows[chosen], chance, setting.forget)
        asked, among = _rivals(lesson.answers[chosen], len(lesson.concepts), setting.rivals, chance)
        _step(rows, asked, moved, anchors[place], among, rate, setting.temperature)
        progress(step + 1, len(order))
    return [unit(one.values) for one in anchors]


def _batches(count: int, size: int, chance: np.random.Generator) -> Iterator[Numbers]:
    """Every label once in a random order, then all again in another."""
    while True:
        order = chance.permutation(count)
        for start in range(0, max(1, count - size + 1), size):
            yield order[start : start + size]


def _forgetful(rows: sparse.csr_matrix, chance: np.random.Generator, share: float) -> sparse.csr_matrix:
    kept = chance.random(rows.nnz, dtype=np.float32) >= share
    ends = np.concatenate([[0], np.cumsum(kept)])[rows.indptr]
    return sparse.csr_matrix((rows.data[kept], rows.indices[kept], ends), shape=rows.shape)


def _rivals(answers: Numbers, count: int, number: int, chance: np.random.Generator) -> tuple[Numbers, Numbers | slice]:
    """The concepts that a step compares, the right ones among them, and where in these the answers stand."""
    if not number or count <= number:
        return answers, slice(None)
    among = np.unique(np.concatenate([answers, chance.choice(count, number, replace=False)]))
    return np.searchsorted(among, answers), among


def _step(
    rows: sparse.csr_matrix, answers: Numbers, pieces: _Adam, anchors: _Adam, among: Numbers | slice,
    rate: float, temperature: float,
) -> None:  # fmt: skip
    used, places = np.unique(rows.indices, return_inverse=True)
    narrow = sparse.csr_matrix((rows.data, places, rows.indptr), shape=(rows.shape[0], len(used)))
    sums = np.asarray(narrow @ pieces.values[used])
    compared = anchors.values[among]
    titles, ideals = unit(sums), unit(compared)
    wrong = _softmax(titles @ (ideals.T / np.float32(temperature)))
    wrong[np.arange(len(answers)), answers] -= 1
    wrong *= np.float32(1 / (len(answers) * temperature))
    pieces.move(used, np.asarray(narrow.T @ _through_unit(wrong @ ideals, titles, sums)), rate)
    anchors.move(among, _through_unit(wrong.T @ titles, ideals, compared), rate)


def _softmax(scores: Floats) -> Floats:
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return scores


def _through_unit(slope: Floats, units: Floats, vectors: Floats) -> Floats:
    """The slope by `vectors`, given the slope by their directions `units`."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    along = (slope * units).sum(axis=1, keepdims=True)
    return np.asarray((slope - units * along) / np.maximum(lengths, np.float32(1e-9)), dtype=np.float32)

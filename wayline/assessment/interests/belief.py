"""What answers to some activities say about all of them: a Gaussian model, and its six scores with standard errors.

Answers run from 0 to 4 (strongly dislike … strongly like). The score of a type is the mean answer over *all* activities
of that type. Where some were not asked, their answers are expected from those given: activities of one basic interest
go together, those of one type less so, those of neighbouring types a little, and people differ in how much they like
anything. With every activity answered, the scores are plain means, whatever the model assumes.

The variances are assumptions, not estimates from a sample: there is none. They decide how fast errors shrink and how
far few answers are drawn to the middle; docs/instruments.md says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wayline.assessment.interests.activities import LOWEST, TYPES, Inventory

Floats = NDArray[np.float64]
MIDDLE = 2.0
"""Expected answer (0–4) before any is given."""
LEVEL, TYPE, INTEREST, ACTIVITY = 0.20, 0.35, 0.35, 0.60
"""Variances: of the person's level, of a type, of a basic interest within it, of a single activity."""
REPEAT = 0.35
"""Variance of the answer to one activity when it is asked again."""
NEAR = (1.0, 0.4, 0.2, 0.1)
"""Correlation of two types by their distance on the hexagon, 0 to 3."""
CHUNK = 500
"""Patterns of answers solved at a time: bounds the memory of `many`."""


class Sums:
    """The matrices of an inventory: n activities, m scores (six types, then the basic interests)."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return (*TYPES, *self.inventory.interests)

    @cached_property
    def weights(self) -> Floats:
        """m × n: each score is the mean over its activities."""
        rows = np.zeros((len(self.codes), len(self.inventory.activities)))
        for row, code in enumerate(self.codes):
            members = self.inventory.of_type(code) if code in TYPES else self.inventory.of_interest(code)
            rows[row, members] = 1 / max(1, len(members))
        return rows

    @cached_property
    def loadings(self) -> Floats:
        """n × 6: which types an activity belongs to, shared out to 1."""
        rows = np.zeros((len(self.inventory.activities), len(TYPES)))
        for number, activity in enumerate(self.inventory.activities):
            for kind in activity.types:
                rows[number, TYPES.index(kind)] = 1 / len(activity.types)
        return rows

    @cached_property
    def covariance(self) -> Floats:
        """n × n, before any answer."""
        names = [activity.interest for activity in self.inventory.activities]
        same = np.array([[bool(one) and one == other for other in names] for one in names])
        types = self.loadings @ hexagon() @ self.loadings.T
        return LEVEL + TYPE * types + INTEREST * same + ACTIVITY * np.eye(len(names))

    @cached_property
    def repeat(self) -> Floats:
        """m: variance of each score when everything is asked again."""
        return np.asarray(REPEAT * (self.weights**2).sum(axis=1))

    def belief(self, answers: Mapping[str, int]) -> Belief:
        """What `answers` (1–5 by key of the activity) say about every activity."""
        known = self.inventory.known(answers)
        places = sorted(self.inventory.place[key] for key in known)  # the order of the answers must not matter
        keys = [self.inventory.activities[place].key for place in places]
        given = np.array([known[key] - LOWEST for key in keys], dtype=float)
        return self._given(places, given)

    def _given(self, places: Sequence[int], given: Floats) -> Belief:
        prior = self.covariance
        if not places:
            return Belief(self, np.full(len(prior), MIDDLE), prior)
        across = prior[:, places]
        gain = np.linalg.solve(across[places], across.T).T
        return Belief(self, MIDDLE + gain @ (given - MIDDLE), prior - gain @ across.T)


def hexagon() -> Floats:
    """6 × 6: how types go together by their distance."""
    size = len(TYPES)
    distance = [[min(abs(a - b), size - abs(a - b)) for b in range(size)] for a in range(size)]
    return np.array([[NEAR[step] for step in row] for row in distance])


@dataclass(frozen=True)
class Belief:
    """Expected answer to each activity (0–4) and their covariance."""

    sums: Sums
    mean: Floats
    covariance: Floats

    @cached_property
    def scores(self) -> Floats:
        """m expected scores, 0–4."""
        return np.asarray(self.sums.weights @ self.mean)

    @cached_property
    def unasked(self) -> Floats:
        """m variances that come from activities not yet answered; 0 when all are."""
        spread = ((self.sums.weights @ self.covariance) * self.sums.weights).sum(axis=1)
        return np.asarray(np.maximum(spread, 0))

    @cached_property
    def errors(self) -> Floats:
        """m standard errors: what is not asked yet, and how answers vary when asked again."""
        return np.asarray(np.sqrt(self.unasked + self.sums.repeat))


def many(sums: Sums, sheets: Floats) -> Floats:
    """Scores of many people: k × n answers from 0 to 4, NaN where none was given → k × 6."""
    patterns, members = _patterns(~np.isnan(sheets))
    scores = np.full((len(sheets), len(TYPES)), MIDDLE)
    reach = sums.weights[: len(TYPES)] @ sums.covariance
    for size in {len(places) for places in patterns} - {0}:
        alike = [number for number, places in enumerate(patterns) if len(places) == size]
        for start in range(0, len(alike), CHUNK):
            chunk = alike[start : start + CHUNK]
            gains = _gains(sums, reach, np.array([patterns[number] for number in chunk]))
            for number, gain in zip(chunk, gains, strict=True):
                rows = np.array(members[number])
                scores[rows] += (sheets[np.ix_(rows, patterns[number])] - MIDDLE) @ gain
    return scores


def _patterns(given: NDArray[np.bool_]) -> tuple[list[NDArray[np.intp]], list[list[int]]]:
    """Which activities were answered together, and by which people."""
    found: dict[bytes, list[int]] = {}
    for number, row in enumerate(np.packbits(given, axis=1)):
        found.setdefault(row.tobytes(), []).append(number)
    return [np.flatnonzero(given[people[0]]) for people in found.values()], list(found.values())


def _gains(sums: Sums, reach: Floats, places: NDArray[np.intp]) -> Floats:
    """p × c places of answers → p × c × 6: how far each answer moves each type."""
    systems = sums.covariance[places[:, :, None], places[:, None, :]]
    return np.asarray(np.linalg.solve(systems, reach[:, places].transpose(1, 2, 0)))

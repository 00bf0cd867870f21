"""What is told to a person: six types and the basic interests with standard errors; flat and tied profiles as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wayline.assessment.interests.activities import TYPES
from wayline.assessment.interests.belief import Belief, Sums
from wayline.assessment.interests.choosing import difference_error

SMALLEST_SPREAD = 0.4
"""Points (of 4) between the strongest and the weakest type below which a profile is flat, however exact it is."""
FEWEST_TO_TELL = 12
"""Answers below which nothing is told: two a type."""


@dataclass(frozen=True, slots=True)
class Score:
    """A mean answer from 0 (strongly dislike) to 4 (strongly like) with its standard error."""

    code: str
    value: float
    error: float
    answered: int
    activities: int

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval, not below 0."""
        return max(0.0, self.value - 1.96 * self.error)

    @property
    def high(self) -> float:
        return min(4.0, self.value + 1.96 * self.error)


@dataclass(frozen=True, slots=True)
class Profile:
    """The result of an inventory."""

    types: tuple[Score, ...]
    """In the order of the hexagon."""
    interests: tuple[Score, ...]
    """Strongest first; empty when the activities belong to none."""
    answered: int
    is_flat: bool
    ranks: tuple[tuple[str, ...], ...]
    """Types from the strongest; those that cannot be told apart stand together."""

    @property
    def values(self) -> tuple[float, ...]:
        """The six scores in the order of the hexagon."""
        return tuple(score.value for score in self.types)

    @property
    def has_tie_at_top(self) -> bool:
        return not self.is_flat and len(self.ranks[0]) > 1


def profile(sums: Sums, answers: Mapping[str, int]) -> Profile | None:
    """None with too few answers to say anything."""
    known = sums.inventory.known(answers)
    if len(known) < FEWEST_TO_TELL:
        return None
    belief = sums.belief(known)
    scores = [_score(belief, known, number) for number in range(len(sums.codes))]
    types = tuple(scores[: len(TYPES)])
    interests = sorted(scores[len(TYPES) :], key=lambda score: (-score.value, score.code))
    return Profile(types, tuple(interests), len(known), _is_flat(belief, types), _ranks(belief, types))


def _score(belief: Belief, known: Mapping[str, int], number: int) -> Score:
    sums = belief.sums
    members = {
        activity.key for activity, weight in zip(sums.inventory.activities, sums.weights[number], strict=True) if weight
    }
    return Score(
        sums.codes[number],
        min(4.0, max(0.0, float(belief.scores[number]))),
        float(belief.errors[number]),
        len(members & known.keys()),
        len(members),
    )


def _is_flat(belief: Belief, types: Sequence[Score]) -> bool:
    order = sorted(range(len(types)), key=lambda number: types[number].value)
    spread = types[order[-1]].value - types[order[0]].value
    return spread < max(SMALLEST_SPREAD, 1.96 * difference_error(belief, order[-1], order[0]))


def _ranks(belief: Belief, types: Sequence[Score]) -> tuple[tuple[str, ...], ...]:
    """A type joins the group above while it is less than one standard error away from the strongest there."""
    order = sorted(range(len(types)), key=lambda number: (-round(types[number].value, 6), number))
    groups: list[list[int]] = []
    for number in order:
        first = groups[-1][0] if groups else None
        if first is not None and types[first].value - types[number].value < difference_error(belief, first, number):
            groups[-1].append(number)
        else:
            groups.append([number])
    return tuple(tuple(types[number].code for number in group) for group in groups)

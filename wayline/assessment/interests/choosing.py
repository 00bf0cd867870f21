"""Which activity to ask next, and when enough were asked.

The rule: ask for the activity whose answer is expected to take away most of what is still uncertain, where uncertainty
counts more the more it could change what the person is told:

- for each type 1, and up to 3 while it is unclear whether it is among the three strongest;
- for each basic interest 0.1, and up to 0.6 the likelier it is among the five strongest.

The types take turns: only activities of the types asked least so far are looked at, so no type falls behind by more
than one. Not fewer than 30, not more than 60; between them it ends as soon as every type is known to ±0.5 points
(standard error at most 0.25 from activities not asked) and the third type stands clear of the fourth.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wayline.assessment.interests.activities import TYPES
from wayline.assessment.interests.belief import Belief, Floats, Sums

FEWEST, MOST = 30, 60
CLEAR_ERROR = 0.25
STRONGEST_TYPES, STRONGEST_INTERESTS = 3, 5


def next_activity(sums: Sums, answers: Mapping[str, int]) -> str | None:
    """The key of the activity to ask, or None when enough were asked. The same answers lead to the same activity."""
    known = sums.inventory.known(answers)
    if len(known) >= min(MOST, len(sums.inventory.activities)):
        return None
    belief = sums.belief(known)
    if len(known) >= FEWEST and is_clear(belief):
        return None
    return _most_telling(sums, belief, known)


def further_activity(sums: Sums, answers: Mapping[str, int]) -> str | None:
    """One more for a person who wants to go on past the end of the rule; None when all are answered."""
    known = sums.inventory.known(answers)
    if len(known) == len(sums.inventory.activities):
        return None
    return _most_telling(sums, sums.belief(known), known)


def _most_telling(sums: Sums, belief: Belief, known: Mapping[str, int]) -> str:
    value = _value(belief).round(9)  # equal values: the first activity, whatever the last digit says
    value[[sums.inventory.place[key] for key in known]] = -1
    value[~_turns(sums, known)] -= 1e6
    return sums.inventory.activities[int(np.argmax(value))].key


def _value(belief: Belief) -> Floats:
    """n: how much weighted variance of the scores each activity would take away."""
    spread = belief.sums.weights @ belief.covariance
    own = np.maximum(np.diag(belief.covariance), 1e-6)
    return np.asarray(_importance(belief) @ (spread**2) / own)


def _importance(belief: Belief) -> Floats:
    size = len(TYPES)
    types, interests = belief.scores[:size], belief.scores[size:]
    ordered = np.sort(types)[::-1]
    cut = ordered[STRONGEST_TYPES - 1 : STRONGEST_TYPES + 1].mean()
    unclear = np.exp(-0.5 * ((types - cut) / belief.errors[:size]) ** 2)
    if not len(interests):
        return np.asarray(1 + 2 * unclear)
    fifth = np.sort(interests)[::-1][min(STRONGEST_INTERESTS, len(interests)) - 1]
    likely = 1 / (1 + np.exp(-1.7 * (interests - fifth) / belief.errors[size:]))
    return np.concatenate([1 + 2 * unclear, 0.1 + 0.5 * likely])


def _turns(sums: Sums, known: Mapping[str, int]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """n: activities of the types whose turn it is, among those not yet answered."""
    asked = np.zeros(len(TYPES))
    left = np.ones(len(sums.inventory.activities), dtype=bool)
    for key in known:
        number = sums.inventory.place[key]
        asked += sums.loadings[number]
        left[number] = False
    has_more = sums.loadings[left].sum(axis=0) > 0
    fewest = asked[has_more].min()
    turn = has_more & (asked < fewest + 0.5)
    return np.asarray((sums.loadings[:, turn].sum(axis=1) > 0) & left)


def is_clear(belief: Belief) -> bool:
    """Whether more answers would hardly change what is said of the types."""
    size = len(TYPES)
    if np.sqrt(belief.unasked[:size]).max() > CLEAR_ERROR:
        return False
    order = np.argsort(-belief.scores[:size])
    third, fourth = order[STRONGEST_TYPES - 1], order[STRONGEST_TYPES]
    return bool(belief.scores[third] - belief.scores[fourth] > difference_error(belief, third, fourth))


def difference_error(belief: Belief, one: int, other: int) -> float:
    """Standard error of the difference of two scores."""
    weights = belief.sums.weights[one] - belief.sums.weights[other]
    variance = weights @ belief.covariance @ weights + belief.sums.repeat[one] + belief.sums.repeat[other]
    return float(np.sqrt(max(variance, 0)))


def balanced(sums: Sums, number: int = MOST) -> list[str]:
    """A fixed list for those who answer all on one page: what somebody even about everything would be asked."""
    answers: dict[str, int] = {}
    while len(answers) < min(number, len(sums.inventory.activities)):
        answers[_most_telling(sums, sums.belief(answers), answers)] = 3
    return list(answers)

"""Where the people of a network stand in its drawing: near whom they answer, the same on every machine.

Forces after Fruchterman and Reingold (1991): ties pull, everybody pushes; the start is a circle in the order given.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from functools import lru_cache
from math import cos, hypot, pi, sin

Point = tuple[float, float]
ROUNDS = 90
TOP = 1.25
"""Height of the line on which those who stand apart are set; the others lie between -1 and 1."""


def layout(
    people: Sequence[Hashable],
    ties: Iterable[tuple[Hashable, Hashable, int]],
    *,
    apart: Collection[Hashable] = (),
) -> dict[Hashable, Point]:
    """A place for each person, both axes from -1 to 1; those `apart` stand in a line above them."""
    above = [person for person in people if person in apart]
    below = [person for person in people if person not in apart]
    number = {person: place for place, person in enumerate(below)}
    pulls = [
        (number[one], number[other], 1 + min(weight, 5) / 5)
        for one, other, weight in ties
        if one in number and other in number and one != other
    ]
    placed: dict[Hashable, Point] = dict(zip(below, _places(len(below), tuple(pulls)), strict=True))
    gap = 2 / (len(above) + 1)
    placed.update((person, (-1 + gap * (place + 1), TOP)) for place, person in enumerate(above))
    return placed


@lru_cache(maxsize=64)
def _places(count: int, pulls: tuple[tuple[int, int, float], ...]) -> list[Point]:
    """The same network is looked at again and again, sorted otherwise or paged."""
    return _fit(_settle(count, pulls))


def _settle(count: int, pulls: Sequence[tuple[int, int, float]]) -> list[Point]:
    at = [[cos(2 * pi * place / count), sin(2 * pi * place / count)] for place in range(count)]
    near = (4 / max(count, 1)) ** 0.5
    for turn in range(ROUNDS):
        moved = _pushes(at, near)
        for one, other, strength in pulls:
            x, y = at[one][0] - at[other][0], at[one][1] - at[other][1]
            force = hypot(x, y) / near * strength
            moved[one][0] -= x * force
            moved[one][1] -= y * force
            moved[other][0] += x * force
            moved[other][1] += y * force
        heat = 0.2 * (1 - turn / ROUNDS)
        for place, (x, y) in enumerate(moved):
            # A pull to the middle keeps people without ties on the page.
            x, y = x - at[place][0] * 0.6, y - at[place][1] * 0.6
            length = hypot(x, y) or 1.0
            at[place][0] += x / length * min(length, heat)
            at[place][1] += y / length * min(length, heat)
    return [(x, y) for x, y in at]


def _pushes(at: Sequence[Sequence[float]], near: float) -> list[list[float]]:
    moved = [[0.0, 0.0] for _ in at]
    for one, (ax, ay) in enumerate(at):
        for other in range(one):
            x, y = ax - at[other][0], ay - at[other][1]
            square = x * x + y * y or 1e-6
            push = near * near / square
            moved[one][0] += x * push
            moved[one][1] += y * push
            moved[other][0] -= x * push
            moved[other][1] -= y * push
    return moved


def _fit(points: Sequence[Point]) -> list[Point]:
    """Stretched to the frame, each axis for itself; a single point stands in the middle."""
    if not points:
        return []
    return list(zip(_spread([x for x, _ in points]), _spread([y for _, y in points]), strict=True))


def _spread(values: Sequence[float]) -> list[float]:
    low, high = min(values), max(values)
    if high - low < 1e-9:
        return [0.0 for _ in values]
    return [round(-1 + 2 * (value - low) / (high - low), 4) for value in values]

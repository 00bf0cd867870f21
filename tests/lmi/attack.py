"""Somebody who wants to know a hidden number: writes down every sum that the tables obey, and solves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

Cell = Any


@dataclass
class Attack:
    """`shown` numbers, `hidden` cells, and equations Σ step × cell = 0 over both."""

    shown: dict[Cell, float] = field(default_factory=dict)
    hidden: list[Cell] = field(default_factory=list)
    equations: list[Mapping[Cell, float]] = field(default_factory=list)

    def adds(self, whole: Cell, parts: Iterable[Cell]) -> None:
        self.equations.append({whole: -1.0, **dict.fromkeys(parts, 1.0)})

    def matrix(self) -> tuple[np.ndarray, np.ndarray]:
        place = {cell: at for at, cell in enumerate(self.hidden)}
        rows, right = [], []
        for equation in self.equations:
            if not all(cell in place or cell in self.shown for cell in equation):
                continue
            unknown = {cell: step for cell, step in equation.items() if cell in place}
            if unknown:
                row = np.zeros(len(place))
                for cell, step in unknown.items():
                    row[place[cell]] = step
                rows.append(row)
                right.append(-sum(step * self.shown[cell] for cell, step in equation.items() if cell in self.shown))
        return np.array(rows).reshape(len(rows), len(place)), np.array(right)

    def determined(self) -> list[Cell]:
        """Hidden cells that the sums alone give away: those that no direction of freedom touches."""
        matrix, _right = self.matrix()
        links = csr_matrix(matrix != 0)
        number, group = connected_components(links.T @ links, directed=False)
        found: list[Cell] = []
        for one in range(number):
            columns = np.flatnonzero(group == one)
            part = matrix[:, columns]
            part = part[np.any(part != 0, axis=1)]
            sizes, directions = np.linalg.eigh(part.T @ part)
            freedom = np.linalg.norm(directions[:, sizes < 1e-9], axis=1)
            found += [self.hidden[column] for column in columns[freedom < 1e-6]]
        return found

    def bounds(
        self, cells: Iterable[Cell], known: Callable[[Cell], tuple[float | None, float | None]], slack: float = 2.0
    ) -> dict[Cell, tuple[float, float]]:
        """Lowest and highest that each could be. `slack`: by how much printed sums may miss, through rounding."""
        matrix, right = self.matrix()
        wide = csr_matrix(np.vstack([matrix, -matrix]))
        limits = np.concatenate([right + slack, -right + slack])
        found = {}
        solve: Any = linprog
        for cell in cells:
            goal = np.zeros(len(self.hidden))
            goal[self.hidden.index(cell)] = 1.0
            ends = []
            for sign in (1.0, -1.0):
                answer = solve(
                    sign * goal, A_ub=wide, b_ub=limits, bounds=[known(one) for one in self.hidden], method="highs"
                )
                if answer.status == 3:
                    ends.append(-sign * float("inf"))
                else:
                    assert answer.status == 0, answer.message
                    ends.append(sign * answer.fun)
            found[cell] = (ends[0], ends[1])
        return found

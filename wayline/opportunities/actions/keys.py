"""The rows that a statement is about, named by their keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

ONE_OF = "= ANY(%(keys)s::bigint[])"
BETWEEN = "BETWEEN %(first)s AND %(last)s"


class Keys:
    """Keys of rows, once for several statements that say ONE_OF.

    What a reading brings has numbers that follow each other, and is asked for as a range: else the list is looked
    through for each row of each index.
    """

    def __init__(self, keys: Iterable[int]) -> None:
        ordered = sorted(set(keys))
        self.count = len(ordered)
        self._follow = bool(ordered) and ordered[-1] - ordered[0] == len(ordered) - 1
        if self._follow:
            self.said: dict[str, Any] = {"first": ordered[0], "last": ordered[-1]}
        else:
            self.said = {"keys": f"{{{','.join(map(str, ordered))}}}"}

    def about(self, statement: str) -> str:
        return statement.replace(ONE_OF, BETWEEN) if self._follow else statement

"""The publishers' rules on small numbers, and what must be hidden beside them. Plain Python.

A rule says of one cell whether it may be shown, and how good it is. That is not enough: a hidden cell can be worked out
from a total and the other cells of it. `protect` therefore hides further cells (secondary suppression), smallest first,
until no sum over what is shown tells a hidden number, nor pins it down to a narrow interval. It assumes that whoever
tries knows the rules, which cells are small, and every sum that the tables obey.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

Key = Any
"""Whatever names a cell; it must be hashable."""
ACTUAL, SUPPRESSED, NOT_PUBLISHED = 0, 1, 2
UNRATED, PRECISE, REASONABLE, ACCEPTABLE, UNRELIABLE = range(5)


class Verdict(NamedTuple):
    """Numbers of `Status` and `Quality`; `reason` is a key of `reasons.py`, "" when the figure may be shown."""

    status: int
    reason: str
    quality: int


ASHE_BANDS = ((5.0, PRECISE), (10.0, REASONABLE), (20.0, ACCEPTABLE))
"""ONS, guide to the tables of ASHE: CV to 5 %, over 5 to 10 %, over 10 to 20 %; above it, no figure."""
SKILLS_IMPERATIVE_MINIMUM = 1_000
SKILLS_IMPERATIVE_PUBLISH = 10_000
"""People in a cell. Sheet “Warning” of the workbooks: publish from 10,000, judge between, too uncertain below 1,000."""
EU_LFS_MINIMUM = 20
"""People in a cell; the guidelines of the EU labour force survey mask cells up to it."""


def ashe(cv: float | None) -> Verdict:
    if cv is None:
        return Verdict(ACTUAL, "", UNRATED)
    for limit, quality in ASHE_BANDS:
        if cv <= limit:
            return Verdict(ACTUAL, "", quality)
    return Verdict(SUPPRESSED, "ashe-cv", UNRATED)


def skills_imperative(people: float) -> Verdict:
    """`people` in the cell itself, or for a change the fewer of its two years."""
    if people < SKILLS_IMPERATIVE_MINIMUM:
        return Verdict(SUPPRESSED, "si-under-1000", UNRATED)
    return Verdict(ACTUAL, "", REASONABLE if people >= SKILLS_IMPERATIVE_PUBLISH else ACCEPTABLE)


def eu_lfs(people: float, flag: str) -> Verdict:
    if people <= EU_LFS_MINIMUM:
        return Verdict(SUPPRESSED, "eu-lfs-small", UNRATED)
    return Verdict(ACTUAL, "", UNRELIABLE if "u" in flag else UNRATED)


def onet(*, recommend_suppress: str, not_relevant: str) -> Verdict:
    """Flags Y, N, or empty. “Not relevant” stands beside levels of what few think important."""
    if recommend_suppress == "Y":
        return Verdict(SUPPRESSED, "onet-suppress", UNRATED)
    if not_relevant == "Y":
        return Verdict(NOT_APPLICABLE, "onet-not-relevant", UNRATED)
    return Verdict(ACTUAL, "", UNRATED)


NOT_APPLICABLE = 4


class Sum(NamedTuple):
    """That the parts make the total. A total of None is not a cell but a known number (100 %)."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Protection:
    """How wide an interval must stay open around a hidden number."""

    width: float = 100
    """In the unit of the figure."""
    share: float = 0.2
    """Of the number itself: ±10 %."""
    limit: float = float("inf")
    """Hidden as small means below it, and whoever tries knows."""


@dataclass
class Hidden:
    """`small`: by the publisher's rule; `linked`: goes with a small one; `beside`: so that those stay hidden."""

    small: set[Key] = field(default_factory=set)
    linked: set[Key] = field(default_factory=set)
    beside: set[Key] = field(default_factory=set)

    def __contains__(self, key: Key) -> bool:
        return key in self.small or key in self.linked or key in self.beside

    def all(self) -> set[Key]:
        return self.small | self.linked | self.beside


def protect(
    values: Mapping[Key, float | None],
    sums: Sequence[Sum],
    small: Iterable[Key],
    *,
    links: Iterable[Collection[Key]] = (),
    protection: Protection = Protection(),
) -> Hidden:
    """What to hide so that the `small` cells cannot be worked out.

    `values`: every cell; None where its publisher hides it (then it must be among `small`). `links`: cells hidden
    together, such as two years and the change between them. The answer depends on the numbers and the order of
    `values` only, so that two tables with the same content hide the same.
    """
    return _Protector(values, sums, links, protection).run(small)


class _Protector:
    def __init__(
        self, values: Mapping[Key, float | None], sums: Sequence[Sum], links: Iterable[Collection[Key]],
        protection: Protection,
    ) -> None:  # fmt: skip
        self.values, self.protection = values, protection
        self.order = {key: place for place, key in enumerate(values)}
        self.totals = [one.total for one in sums]
        self.sums = [_members(one, values) for one in sums]
        self.of: dict[Key, list[int]] = {}
        for place, members in enumerate(self.sums):
            for key in members:
                self.of.setdefault(key, []).append(place)
        self.links: dict[Key, Collection[Key]] = {key: group for group in links for key in group}
        self.hidden = Hidden()
        self.every: set[Key] = set()
        self.closed: set[int] = set()
        """Sums with a hidden member."""

    def run(self, small: Iterable[Key]) -> Hidden:
        self.hidden.small = set(small)
        fresh = sorted(self.hidden.small, key=self.order.__getitem__)
        for key in fresh:
            self.hidden.linked.update(set(self.links.get(key, ())) - self.hidden.small)
        fresh += sorted(self.hidden.linked, key=self.order.__getitem__)
        for key in fresh:
            self._note(key)
        while fresh:
            fresh = self._cover(self._exposed(fresh))
        return self.hidden

    def _note(self, key: Key) -> None:
        self.every.add(key)
        self.closed.update(self.of.get(key, ()))

    def _exposed(self, fresh: Sequence[Key]) -> list[Key]:
        """Of the hidden cells that hang together with the fresh ones, those that can be worked out."""
        found, seen = [], set[Key]()
        for key in fresh:
            if key in seen or key not in self.of:
                continue
            together, places = self._together(key)
            seen |= together
            rows = [{one: step for one, step in self.sums[at].items() if one in self.every} for at in sorted(places)]
            reduced = Reduced(rows, lambda one: (min(self._slack(one)), -self.order[one]))
            found += [one for one in together if not self._is_safe(reduced, one)]
        return sorted(found, key=self.order.__getitem__)

    def _together(self, key: Key) -> tuple[set[Key], set[int]]:
        cells, places, left = {key}, set[int](), [key]
        while left:
            for place in self.of[left.pop()]:
                if place in places:
                    continue
                places.add(place)
                new = [one for one in self.sums[place] if one in self.every and one not in cells]
                cells.update(new)
                left += new
        return cells, places

    def _is_safe(self, reduced: Reduced, key: Key) -> bool:
        need = self.protection.width
        if key in self.hidden.small:
            need = max(need, self.protection.share * (self.values[key] or 0))
        return any(self._room(move, key) >= need for move in reduced.moves(key))

    def _room(self, move: Mapping[Key, Step], key: Key) -> float:
        """How far the number could shift when others shift with it and all stay what they are known to be."""
        up, down = float("inf"), float("inf")
        for other, step in move.items():
            below, above = self._slack(other)
            size = abs(float(step))
            ahead, behind = (above, below) if step > 0 else (below, above)
            up, down = min(up, ahead / size), min(down, behind / size)
        return (up + down) * abs(float(move[key]))

    def _slack(self, key: Key) -> tuple[float, float]:
        """How much lower and higher the number could be, for all that is known of it alone."""
        value = self.values[key]
        if value is None:
            return float("inf"), float("inf")  # nobody but its publisher knows it
        if key in self.hidden.small:
            return value, max(self.protection.limit - value, 0)
        return max(value - (self._floor if key in self.hidden.beside else 0), 0), float("inf")

    @property
    def _floor(self) -> float:
        """What is hidden beside small cells is not small itself, and whoever tries knows."""
        return self.protection.limit if self.protection.limit < float("inf") else 0

    def _cover(self, exposed: Sequence[Key]) -> list[Key]:
        """Hides one more cell beside each, at most one a sum in one go; none when nothing is left to hide."""
        served: set[int] = set()
        fresh: list[Key] = []
        for key in exposed:
            choice = None if served & set(self.of[key]) else self._cheapest(self.of[key])
            if choice is None and not served & (around := self._together(key)[1]):
                choice = self._cheapest(around)
            if choice is None:
                fresh.append(key)
                continue
            made = self._hide(choice)
            served.update(place for one in made for place in self.of.get(one, ()))
            fresh += made
        # Those that waited are looked at again with the others; alone they would wait for ever.
        return fresh if served else []

    def _cheapest(self, places: Iterable[int]) -> Key | None:
        shown = {key for at in places for key in self.sums[at] if key not in self.every and self.values[key]}
        return min(shown, key=self._cost, default=None)

    def _cost(self, key: Key) -> tuple[int, bool, int, float, int]:
        """Parts before totals; large enough to give room; what closes a ring of hidden cells; then the smallest."""
        value = self.values[key] or 0
        totals = sum(self.totals[place] == key for place in self.of[key])
        tight = value - self._floor < 2 * self.protection.width
        opened = sum(place not in self.closed for place in self.of[key])
        return totals, tight, opened, value, self.order[key]

    def _hide(self, key: Key) -> list[Key]:
        made = [key, *(other for other in self.links.get(key, ()) if other != key and other not in self.every)]
        for one in made:
            self.hidden.beside.add(one)
            self._note(one)
        return made


def _members(one: Sum, values: Mapping[Key, float | None]) -> dict[Key, int]:
    members: dict[Key, int] = {part: 1 for part in one.parts if part in values}
    if one.total is not None:
        members[one.total] = -1
    return members


Step = int | Fraction


class Reduced:
    """Equations over the hidden cells, solved for some of them (pivots) in terms of the others (free).

    Pivots are the cells with most room, as in a greatest spanning tree: then each free cell can move against cells
    that hardly limit it.
    """

    def __init__(self, equations: Sequence[Mapping[Key, int]], room: Callable[[Key], Any]) -> None:
        self._rows: list[dict[Key, Step]] = [dict(equation) for equation in equations]
        self._users: dict[Key, set[int]] = {}
        for place, row in enumerate(self._rows):
            for key in row:
                self._users.setdefault(key, set()).add(place)
        self._pivots: dict[Key, int] = {}
        self._solved: dict[int, Key] = {}
        taken: set[int] = set()
        for key in sorted(self._users, key=room, reverse=True):
            open_rows = [one for one in self._users[key] if one not in taken]
            if open_rows:
                chosen = min(open_rows, key=self._length)
                self._solve(key, chosen)
                taken.add(chosen)

    def _length(self, place: int) -> int:
        return len(self._rows[place])

    def _solve(self, key: Key, place: int) -> None:
        row = self._rows[place]
        if row[key] != 1:
            scale = row[key]
            row = {one: -step if scale == -1 else Fraction(step) / scale for one, step in row.items()}
            self._rows[place] = row
        for user in list(self._users[key]):
            if user != place:
                self._subtract(user, row, self._rows[user][key])
        self._pivots[key], self._solved[place] = place, key

    def _subtract(self, user: int, row: Mapping[Key, Step], times: Step) -> None:
        target = self._rows[user]
        for key, step in row.items():
            left = target.get(key, 0) - times * step
            if left:
                target[key] = left
                self._users[key].add(user)
            elif key in target:
                del target[key]
                self._users[key].discard(user)

    def moves(self, key: Key) -> Iterator[dict[Key, Step]]:
        """Ways in which this cell can change while every sum stays: none when the sums determine it."""
        place = self._pivots.get(key)
        frees = [key] if place is None else [other for other in self._rows[place] if other != key]
        for free in frees:
            move: dict[Key, Step] = {free: 1}
            for user in self._users.get(free, ()):
                move[self._solved[user]] = -self._rows[user][free]
            yield move

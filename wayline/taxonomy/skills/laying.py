"""Names of concepts laid over every stretch of a sentence.

Of what is looked at, only that is laid which could be proposed if all that is said of it stood close together. A
sentence is laid by itself, so it scores the same whatever is read with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.taxonomy.skills.compiled import Value, compiled, summed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wayline.taxonomy.skills.lexicon import Rows, Table
    from wayline.taxonomy.skills.looking import Looked
    from wayline.taxonomy.skills.names import Held
    from wayline.taxonomy.titles.model import Floats

SHORT, LONG = 5, 9
"""Words of a stretch."""
SAME = 250
"""How alike a word is to itself: likenesses are whole numbers from 0 to this."""
NEARLY = 12
"""Less alike than the most by so much is still where a word stands."""
TELLING = np.float32(0.25)
"""Of the weight of the most telling word of a name."""
ALL = np.float32(0.999)
"""Of a name: what is added up may miss the whole by a hair."""
NEAREST = np.float32(0.8)
"""The cosine that a sentence and a name are taken to have at most: one in a hundred has more."""
Places = NDArray[np.int64]
Steps = NDArray[np.uint8]
Flags = NDArray[np.bool_]


class Points(NamedTuple):
    """Of a concept, of values from 0 to about 1 (`heard` up to 3, `need` up to 7)."""

    short: float = 1.45
    """The part of its best name that stands in five words."""
    own: float = 2.4
    """The part of its preferred name that stands in nine words."""
    long: float = 0.5
    """The part of a name in nine words, squared, times the weight of the name: long names found whole count more."""
    heard: float = 0.55
    """The same in five words, of words that stand there letter for letter."""
    sentence: float = 1.85
    """Cosine of the sentence and the nearest name."""
    text: float = 1.75
    """Words of the sentence in names and description, in relation to the best concept."""
    need: float = 0.14
    everywhere: float = 0.78


POINTS = Points()


class Laid(NamedTuple):
    """Of the concepts that count, with their sentences (`owners`): the score, the best name, the words, first and last,
    in which most of that stands, and whether all of it does."""

    owners: Places
    concepts: Places
    scores: Floats
    names: Places
    first: Places
    last: Places
    whole: NDArray[np.bool_]


class Least(NamedTuple):
    """The score from which a concept counts: at all, and when a name of one word stands there whole. A longer name that
    stands there always counts."""

    score: float
    whole: float


EVERY = Least(-np.inf, -np.inf)


class _Near(NamedTuple):
    """Of what is looked at, by place: whether it would count if all that is said of it stood close together, `hopeful`.
    Of that: its points without the cosine, the name that stands there best and whether it is spelt out, the first and
    last word where most of it stands, and whether all of it does."""

    hopeful: Flags
    scores: Floats
    names: Places
    spelt: Flags
    first: Places
    last: Places
    whole: Flags

    def some(self, which: Places) -> _Near:
        columns: list[NDArray[Any]] = [column[which] for column in self]
        return _Near(*columns)


class _Said(NamedTuple):
    """How well each word of names stands anywhere in the sentence that is laid, and at each of its places (words x
    `width`, the places of that sentence)."""

    anywhere: Steps
    places: Steps


def lay(said: Rows, looked: Looked, table: Table, names: Held, points: Points, least: Least) -> Laid:
    points, least = Points(*_single(points)), Least(*_single(least))
    near = _stood(said, looked, table, names, points, least)
    hopeful = np.flatnonzero(near.hopeful)
    owners, concepts = np.searchsorted(looked.ends, hopeful, side="right"), looked.concepts[hopeful].astype(np.int64)
    near = near.some(hopeful)
    likely = _met(near.scores + NEAREST * points.sentence, near, names, least)
    near, owners, concepts = near.some(likely), owners[likely], concepts[likely]
    scores = near.scores + points.sentence * _cosines(said, owners, concepts, table, names)
    kept = _met(scores, near, names, least)
    near = near.some(kept)
    return Laid(owners[kept], concepts[kept], scores[kept], near.names, near.first, near.last, near.whole)


def _single(values: tuple[float, ...]) -> Iterator[Any]:
    return map(np.float32, values)


def _met(scores: Floats, near: _Near, names: Held, least: Least) -> Places:
    several = names.entry_starts[near.names + 1] - names.entry_starts[near.names] > 1
    return np.flatnonzero((scores >= least.score) | (near.spelt & (several | (scores >= least.whole))))


def _stood(said: Rows, looked: Looked, table: Table, names: Held, points: Points, least: Least) -> _Near:
    room, longest = len(looked.concepts), max(LONG, int(said.counts.max(initial=0)))
    flags, numbers = (np.zeros((3, room), kind) for kind in (np.bool_, np.int64))
    found = _Near(flags[0], np.zeros(room, np.float32), numbers[0], flags[1], numbers[1], numbers[2], flags[2])
    stands = _Said(np.zeros(names.named, np.uint8), np.zeros(names.named * longest, np.uint8))
    _lay(said, looked, table, names, points, least, stands, np.zeros((3, longest), np.float32), found)
    return found


@compiled
def _lay(
    said: Rows, looked: Looked, table: Table, names: Held, points: Points, least: Least, stands: _Said, room: Floats,
    found: _Near,
) -> None:  # fmt: skip
    place = 0
    for sentence in range(len(said.counts)):
        if place == looked.ends[sentence]:
            continue
        first, last = said.starts[sentence], said.starts[sentence] + said.counts[sentence]
        width = max(LONG, last - first)
        _say(said.rows, first, last, table.alike_ends, table.alike, table.likes, stands.anywhere, stands.places, width)
        while place < looked.ends[sentence]:
            concept, before = looked.concepts[place], looked.before[place]
            if _may_count(concept, before, points, least, names, stands.anywhere):
                found.hopeful[place] = True
                score, best, at, spelt = _nearest(concept, points, names, stands, room, width)
                found.scores[place], found.names[place], found.spelt[place] = before + score, best, spelt
                found.first[place], found.last[place], found.whole[place] = _marks(
                    names.entry_starts[best], names.entry_starts[best + 1], at, names.words, names.parts, stands.places,
                    width,
                )  # fmt: skip
            place += 1
        _unsay(said.rows, first, last, table.alike_ends, table.alike, stands.anywhere, stands.places, width)


@compiled
def _say(
    rows: Places, first: int, last: int, ends: Places, alike: NDArray[np.uint32], likes: Steps, anywhere: Steps,
    places: Steps, width: int,
) -> None:  # fmt: skip
    for spot in range(first, last):
        for at in range(ends[rows[spot]], ends[rows[spot] + 1]):
            places[alike[at] * width + spot - first] = likes[at]
            anywhere[alike[at]] = max(anywhere[alike[at]], likes[at])


@compiled
def _unsay(
    rows: Places, first: int, last: int, ends: Places, alike: NDArray[np.uint32], anywhere: Steps, places: Steps,
    width: int,
) -> None:  # fmt: skip
    for spot in range(first, last):
        for at in range(ends[rows[spot]], ends[rows[spot] + 1]):
            places[alike[at] * width + spot - first] = 0
            anywhere[alike[at]] = 0


@compiled
def _may_count(concept: int, before: Value, points: Points, least: Least, names: Held, anywhere: Steps) -> Value:
    entry_starts, words, parts, weights, is_own = (
        names.entry_starts, names.words, names.parts, names.weights, names.is_own,
    )  # fmt: skip
    zero = np.float32(0)
    short, own, long, heard, spelt, several = zero, zero, zero, zero, False, False
    for name in range(names.starts[concept], names.starts[concept + 1]):
        part, exact = zero, zero
        for at in range(entry_starts[name], entry_starts[name + 1]):
            alike = anywhere[words[at]]
            part += parts[at] * np.float32(alike)
            exact += parts[at] if alike == SAME else zero
        part /= np.float32(SAME)
        short, long = max(short, part), max(long, part * part * weights[name])
        own, heard = max(own, part if is_own[name] else zero), max(heard, exact * exact * weights[name])
        if exact > ALL:
            spelt = True
            several |= entry_starts[name + 1] - entry_starts[name] > 1
    score = before + points.short * short + points.own * own + points.long * long + points.heard * heard
    score += NEAREST * points.sentence
    return score >= least.score or (spelt and (several or score >= least.whole))


@compiled
def _nearest(
    concept: int, points: Points, names: Held, stands: _Said, room: Floats, width: int
) -> tuple[Value, int, int, Value]:
    """Points for the names of a concept; the one that stands there best, where its best stretch begins, and whether it
    is spelt out."""
    entry_starts, words, parts, weights, is_own = (
        names.entry_starts, names.words, names.parts, names.weights, names.is_own,
    )  # fmt: skip
    zero = np.float32(0)
    most_short, most_own, most_long, most_heard, telling = zero, zero, zero, zero, np.float32(-1)
    best, begins = 0, 0
    spelt: Value = False
    for name in range(names.starts[concept], names.starts[concept + 1]):
        start, end, weight, is_mine = entry_starts[name], entry_starts[name + 1], weights[name], is_own[name]
        short, long, heard, at = zero, zero, zero, 0
        if _is_said(start, end, words, stands.anywhere):
            _add(start, end, words, parts, stands.places, stands.anywhere, width, room)
            at = _greatest(room[0], width - SHORT + 1)
            short, long = room[0, at], room[1, _greatest(room[1], width - LONG + 1)]
            heard = room[2, _greatest(room[2], width - SHORT + 1)]
        most_short, most_long = max(most_short, short), max(most_long, long * long * weight)
        most_own = max(most_own, long if is_mine else zero)
        most_heard = max(most_heard, heard * heard * weight)
        told = np.float32(short + np.float32(0.3) * heard + 0.1 * is_mine + np.float32(0.01) * weight)
        if told > telling:
            telling, best, begins = told, name, at
            spelt = heard > ALL if end - start <= SHORT else _all_said(start, end, words, stands.anywhere)
    score = points.short * most_short + points.own * most_own
    return score + points.long * most_long + points.heard * most_heard, best, begins, spelt


@compiled
def _is_said(start: int, end: int, words: NDArray[np.int32], anywhere: Steps) -> Value:
    found = False
    for at in range(start, end):
        found |= anywhere[words[at]] > 0
    return found


@compiled
def _all_said(start: int, end: int, words: NDArray[np.int32], anywhere: Steps) -> Value:
    """Letter for letter."""
    found = True
    for at in range(start, end):
        found &= anywhere[words[at]] == SAME
    return found


@compiled
def _add(
    start: int, end: int, words: NDArray[np.int32], parts: Floats, places: Steps, anywhere: Steps, width: int,
    room: Floats,
) -> None:  # fmt: skip
    """What part of a name stands in each stretch: SHORT, LONG, and SHORT letter for letter."""
    for place in range(width):
        room[0, place] = room[1, place] = room[2, place] = 0
    for at in range(start, end):
        word, part = words[at], parts[at]
        if not anywhere[word]:
            continue
        for place in range(width - SHORT + 1):
            most = _most(places, word * width + place, SHORT)
            room[0, place] += part * (np.float32(most) / np.float32(SAME))
            if most == SAME:
                room[2, place] += part
        for place in range(width - LONG + 1):
            room[1, place] += part * (np.float32(_most(places, word * width + place, LONG)) / np.float32(SAME))


@compiled
def _most(places: Steps, start: int, length: int) -> Value:
    found = places[start]
    for place in range(start + 1, start + length):
        found = max(found, places[place])
    return found


@compiled
def _greatest(values: Floats, count: int) -> int:
    found = 0
    for at in range(1, count):
        if values[at] > values[found]:
            found = at
    return found


@compiled
def _marks(
    start: int, end: int, begins: int, words: NDArray[np.int32], parts: Floats, places: Steps, width: int
) -> tuple[int, int, bool]:
    """In the stretch that is as long as the name, SHORT at least: the first and last place where a telling word of the
    name stands as well as anywhere in it, and whether all words stand between them letter for letter."""
    length = min(max(end - start, SHORT), width)
    if length > SHORT:
        begins = _begins(start, end, words, parts, places, width, length)
    first, last, most = begins + length, -1, np.float32(0)
    for at in range(start, end):
        most = max(most, parts[at])
    for at in range(start, end):
        row = words[at] * width
        here = _most(places, row + begins, length)
        if not here or parts[at] < TELLING * most:
            continue
        for place in range(begins, begins + length):
            if places[row + place] and places[row + place] + NEARLY >= here:
                first, last = min(first, place), max(last, place)
    if last < 0:
        first, last = begins, begins + length - 1
    for at in range(start, end):
        if _most(places, words[at] * width + first, last + 1 - first) != SAME:
            return first, last, False
    return first, last, True


@compiled
def _begins(
    start: int, end: int, words: NDArray[np.int32], parts: Floats, places: Steps, width: int, length: int
) -> int:
    """Where the stretch of so many words begins in which most of a name stands."""
    found, most = 0, np.float32(-1)
    for place in range(width - length + 1):
        part = np.float32(0)
        for at in range(start, end):
            part += parts[at] * np.float32(_most(places, words[at] * width + place, length))
        if part > most:
            found, most = place, part
    return found


def _cosines(said: Rows, owners: Places, concepts: Places, table: Table, names: Held) -> Floats:
    found, direction = np.zeros(len(owners), np.float32), np.zeros(table.vectors.shape[1], np.float32)
    _fill_cosines(said, owners, concepts, table, names, direction, found)
    return found


@compiled
def _fill_cosines(
    said: Rows, owners: Places, concepts: Places, table: Table, names: Held, direction: Floats, found: Floats
) -> None:
    """Of each sentence, of its words that may name something, with the nearest name of a concept or all its names."""
    former = -1
    for at in range(len(owners)):
        if owners[at] != former:
            former = owners[at]
            start = said.starts[former]
            _direct(said.rows, start, start + said.counts[former], table.loud, table.vectors, direction)
        first, last = names.starts[concepts[at]], names.starts[concepts[at] + 1]
        found[at] = _cosine(concepts[at], first, last, names.anchors, names.sums, names.scales, direction)


@compiled
def _direct(rows: Places, first: int, last: int, loud: Flags, vectors: Floats, direction: Floats) -> None:
    for at in range(len(direction)):
        direction[at] = 0
    for spot in range(first, last):
        if loud[rows[spot]]:
            for at in range(len(direction)):
                direction[at] += vectors[rows[spot], at]
    size = np.float32(0)
    for at in range(len(direction)):
        size += direction[at] * direction[at]
    if size > 0:
        size = np.float32(1) / np.sqrt(size)
        for at in range(len(direction)):
            direction[at] *= size


@summed
def _cosine(
    concept: int, first: int, last: int, anchors: Floats, sums: NDArray[np.int8], scales: Floats, direction: Floats
) -> Value:
    found = np.float32(0)
    for at in range(len(direction)):
        found += direction[at] * anchors[concept, at]
    for name in range(first, last):
        near = np.float32(0)
        for at in range(len(direction)):
            near += direction[at] * np.float32(sums[name, at])
        found = max(found, near * scales[name])
    return found

"""A first look at whole sentences, in any order of their words: the concepts that may come to be proposed.

What the words of a sentence add to each concept is added up in one array, which stays in the cache of a processor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.taxonomy.skills.compiled import Value, compiled

if TYPE_CHECKING:
    from wayline.taxonomy.skills.lexicon import Rows, Table
    from wayline.taxonomy.skills.names import Held
    from wayline.taxonomy.titles.model import Floats

HOPEFUL = np.float32(3.5)
"""Points at the first look from which a concept may come to be proposed: of those that are, 99 in a hundred have them,
and 20 concepts of a sentence."""
CERTAIN = np.float32(100)
"""Points at the first look of a name of several words that stands there as it is spelt."""
FAINTEST = np.float32(1.2)
"""Points that its names alone must have of them."""
PAIR = 2**31
"""Two numbers of words as one."""
Places = NDArray[np.int64]
Numbers = NDArray[np.int32 | np.uint32]


class Looked(NamedTuple):
    """`concepts`: what is looked at; that of a sentence stands before its `ends`. `before`: its points for all but
    names."""

    ends: Places
    concepts: Numbers
    before: Floats


class _Desk(NamedTuple):
    """What is written on while sentences are looked at, one after the other. `sums`: of each concept the points of its
    names, then BM25 of its texts. `touched`: concepts to look at, and their `hope`. `spelt`, `seen`:
    the last sentence in which a concept is spelt out, and in which a word was met."""

    sums: Floats
    touched: Numbers
    hope: Floats
    spelt: Numbers
    seen: Numbers


def look(said: Rows, table: Table, names: Held, favours: Floats, text: float, most: int, *, every: bool) -> Looked:
    """`favours`: points by concept for other reasons. `text`: points for the words of a text in names and descriptions.
    `most`: concepts of each sentence. `every`: whether any concept may be proposed."""
    count = len(favours)
    desk = _Desk(
        np.zeros(2 * count, np.float32), np.zeros(count, np.int32),
        np.zeros(count, np.float32), np.full(count, -1, np.int32), np.full(len(table.numbers), -1, np.int32),
    )  # fmt: skip
    room = len(said.counts) * most
    found = Looked(np.zeros(len(said.counts), np.int64), np.zeros(room, np.int32), np.zeros(room, np.float32))
    end = _look(said, table, names, favours, np.float32(text), most, every, desk, found)
    return Looked(found.ends, found.concepts[:end], found.before[:end])


@compiled
def _look(
    said: Rows, table: Table, names: Held, favours: Floats, text: np.float32, most: int, every: bool, desk: _Desk,
    looked: Looked,
) -> int:  # fmt: skip
    """Fills `looked`, and says how far."""
    end, ends, places = 0, table.place_ends, table.places
    for sentence in range(len(said.counts)):
        first, last = said.starts[sentence], said.starts[sentence] + said.counts[sentence]
        many, loudest = _added(
            said.rows, first, last, ends, places, table.adds, desk.sums, desk.touched, len(favours), desk.seen, sentence
        )
        many = _with_spelt(said.rows, first, last, table.numbers, names, desk, many, sentence)
        share = text / loudest if loudest > 0 else np.float32(0)
        many = _best(desk, _hoped(desk, many, share, favours, sentence, every), most)
        for at in range(many):
            concept = desk.touched[at]
            looked.concepts[end + at] = concept
            looked.before[end + at] = share * desk.sums[len(favours) + concept] + favours[concept]
        end += many
        looked.ends[sentence] = end
        desk.sums[:] = 0
    return end


@compiled
def _added(
    rows: Places, first: int, last: int, ends: Places, places: Numbers, adds: Floats, sums: Floats, touched: Numbers,
    count: int, seen: Numbers, sentence: int,
) -> tuple[int, Value]:  # fmt: skip
    """How many concepts have more than the FAINTEST of what each word says, said once or twice; the most of texts."""
    many, loudest = 0, np.float32(0)
    for spot in range(first, last):
        word = rows[spot]
        if seen[word] == sentence:
            continue
        seen[word] = sentence
        for at in range(ends[word], ends[word + 1]):
            place = places[at]
            former = sums[place]
            points = former + adds[at]
            sums[place] = points
            if place >= count:
                loudest = max(loudest, points)
            elif former <= FAINTEST < points:
                touched[many] = place
                many += 1
    return many, loudest


@compiled
def _with_spelt(
    rows: Places, start: int, last: int, numbers: Places, names: Held, desk: _Desk, many: int, sentence: int
) -> int:
    """Notes the concepts with a name of several words that stands there as it is spelt."""
    for at in range(start, last - 1):
        first, second = numbers[rows[at]], numbers[rows[at + 1]]
        if min(first, second) < 0 or max(first, second) >= names.named:
            continue
        spot = _place(names.openings, first * PAIR + second)
        if spot < 0:
            continue
        for held in range(names.opening_ends[spot], names.opening_ends[spot + 1]):
            name = names.opened[held]
            concept = names.name_concepts[name]
            if desk.spelt[concept] == sentence or not _stands(rows, at, last, numbers, names, name):
                continue
            desk.spelt[concept] = sentence
            if desk.sums[concept] <= FAINTEST:
                desk.touched[many] = concept
                many += 1
    return many


@compiled
def _place(values: Places, value: int) -> int:
    """Where it stands among values in order, or -1."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low if low < len(values) and values[low] == value else -1


@compiled
def _stands(rows: Places, at: int, last: int, numbers: Places, names: Held, name: int) -> Value:
    start, end = names.entry_starts[name], names.entry_starts[name + 1]
    if at + end - start > last:
        return False
    found = True
    for word in range(2, end - start):
        found &= numbers[rows[at + word]] == names.words[start + word]
    return found


@compiled
def _hoped(desk: _Desk, many: int, share: Value, favours: Floats, sentence: int, every: bool) -> int:
    """Keeps what is hopeful of what was touched."""
    left, count = 0, len(favours)
    for at in range(count if every else many):
        concept = at if every else desk.touched[at]
        points = desk.sums[concept] + (share * desk.sums[count + concept] + favours[concept])
        if desk.spelt[concept] == sentence:
            points += CERTAIN
        elif not every and points <= HOPEFUL:
            continue
        desk.touched[left], desk.hope[left] = concept, points
        left += 1
    return left


@compiled
def _best(desk: _Desk, many: int, most: int) -> int:
    """Keeps so many with the most hope."""
    if many <= most:
        return many
    worst = _least(desk.hope, most)
    for at in range(most, many):
        if desk.hope[at] > desk.hope[worst]:
            desk.touched[worst], desk.hope[worst] = desk.touched[at], desk.hope[at]
            worst = _least(desk.hope, most)
    return most


@compiled
def _least(hope: Floats, many: int) -> int:
    found = 0
    for at in range(1, many):
        if hope[at] < hope[found]:
            found = at
    return found

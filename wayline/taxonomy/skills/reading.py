"""Which skills a sentence speaks of: every name is laid over every stretch of a few words.

A first look takes the whole sentence and keeps the likeliest concepts (`looking.py`); only their names are then
compared stretch by stretch (`laying.py`). A word of a name counts as said when it stands there, and in part when a word
stands there that the model holds to be alike (`lexicon.py`). The score of a concept is a sum with the points of
`Points`; docs/matching.md says what each part is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from wayline.taxonomy.skills.compiled import fixed
from wayline.taxonomy.skills.laying import EVERY, POINTS, Least, Points, lay
from wayline.taxonomy.skills.lexicon import Lexicon, Rows, Table
from wayline.taxonomy.skills.looking import look
from wayline.taxonomy.skills.names import Held, Names
from wayline.taxonomy.skills.words import Words
from wayline.taxonomy.titles.model import Floats, Model

LOOKED_AT = 120
"""Concepts of a sentence that are compared stretch by stretch when all of them are to be ranked."""
LONGEST = 60
"""Words of a sentence that are read at once; a longer one is read in parts."""
AT_ONCE = 500
"""Sentences, so that what is held meanwhile stays small."""
LEAST, LEAST_WHOLE, SURE = 6.5, 6.0, 7.5
"""Scores from which a concept is proposed, and from which it is likely right (docs/matching.md says how often)."""
PROPOSED = Least(LEAST, LEAST_WHOLE)
MANY = 1_000
"""Concepts: among fewer, the nearest one is often far, so nothing but a whole name is sure."""
REMEMBERED = 20_000
"""Names."""
MOST_FOUND = 10
OTHERS = 3
"""Further concepts that are offered for the same words."""


class Found(NamedTuple):
    """A concept, its score, the name by which it was found and the words that led there, from `start` to `end`."""

    concept: str
    score: float
    name: str
    start: int
    end: int
    whole: bool
    """Whether the whole name stands there, letter for letter but for accents and capitals."""
    is_sure: bool = False


Said = tuple[str, ...]


_Hit = tuple[int, float, int, int, int, bool]
"""Of a part of a sentence: a concept, its score, the name by which it was found, the places of the first and last word
that led there, and whether the whole name stands there. Plain tuples, which Python stops watching: there are many."""


@dataclass
class Reader:
    """Reads with the names of one language. It remembers words, so keep it for many texts."""

    names: Names
    model: Model
    points: Points = POINTS
    looked_at: int = LOOKED_AT
    _lexicon: Lexicon = field(init=False)
    _text: Callable[[int], str] = field(init=False)

    def __post_init__(self) -> None:
        self._text = lru_cache(maxsize=REMEMBERED)(self.names.name_texts.__getitem__)
        self._lexicon = Lexicon(self.names, self.model, self.points.short, self.points.own)

    def read(
        self, words: Words, *, quiet: frozenset[str] = frozenset(), favoured: Mapping[str, float] | None = None,
        most: int = MOST_FOUND,
    ) -> list[Found]:  # fmt: skip
        """The likeliest concepts of a sentence, best first, however unlikely.

        `quiet`: words of its language that name no skill. `favoured`: points by concept for other reasons.
        """
        return self._found([words], quiet, self._favours(favoured or {}), most, EVERY)[0]

    def likely(
        self, sentences: Sequence[Words], *, quiet: frozenset[str] = frozenset(),
        favoured: Mapping[str, float] | None = None,
    ) -> list[list[Found]]:  # fmt: skip
        """Of each sentence those that `chosen` may choose, best first; the same whatever is read together with it."""
        favours = self._favours(favoured or {})
        starts = range(0, len(sentences), AT_ONCE)
        parts = (sentences[start : start + AT_ONCE] for start in starts)
        return [one for part in parts for one in self._found(part, quiet, favours, MOST_FOUND, PROPOSED)]

    def _favours(self, favoured: Mapping[str, float]) -> Floats:
        if not favoured:
            return self._always
        found = self._always.copy()
        for concept, points in favoured.items():
            if (at := self._number.get(concept)) is not None:
                found[at] += points
        return fixed(found)

    @cached_property
    def _number(self) -> dict[str, int]:
        return {concept: at for at, concept in enumerate(self._concepts)}

    @cached_property
    def _always(self) -> Floats:
        points = self.points.need * self.names.needs + self.points.everywhere * self.names.everywhere
        return fixed(points, np.float32)

    def _found(
        self, sentences: Sequence[Words], quiet: frozenset[str], favours: Floats, most: int, least: Least
    ) -> list[list[Found]]:
        quiet |= self.names.quiet_words
        # what is said twice is looked at once; nothing is kept for the next text, which may be another person's
        parts = dict.fromkeys(said for words in sentences for said in _parts(words.said) if not quiet.issuperset(said))
        known = dict(zip(parts, self._hits(list(parts), quiet, favours, most, least) if parts else (), strict=True))
        return [self._told(words, known)[:most] for words in sentences]

    def _hits(
        self, parts: Sequence[Said], quiet: frozenset[str], favours: Floats, most: int, least: Least
    ) -> list[list[_Hit]]:
        """Of these parts of sentences, best first."""
        distinct = dict.fromkeys(chain.from_iterable(parts))
        keys = [(word, word not in quiet) for word in distinct]
        rows, table = self._lexicon.rows(keys)
        row = dict(zip(distinct, rows, strict=True)).__getitem__
        said = Rows.of([*map(row, chain.from_iterable(parts))], [*map(len, parts)])
        names = self.names.held
        looked = look(said, table, names, favours, self.points.text, self.looked_at, every=least is EVERY)
        laid = lay(said, looked, table, names, self.points, least)
        order = np.lexsort((-laid.scores, laid.owners))
        owners = laid.owners[order]
        best = order[np.arange(len(order)) - np.searchsorted(owners, owners) < most]
        found: list[list[_Hit]] = [[] for _part in parts]
        owner, *columns = (column[best].tolist() for column in laid)
        for at, hit in zip(owner, zip(*columns, strict=True), strict=True):
            found[at].append(hit)
        return found

    def _told(self, words: Words, known: Mapping[Said, list[_Hit]]) -> list[Found]:
        found: list[Found] = []
        first, sure = 0, SURE if len(self._concepts) >= MANY else np.inf
        for said in _parts(words.said):
            hits = known.get(said)
            places = words.places() if hits else []
            for concept, score, name, begins, ends, whole in hits or ():
                start, end = places[first + begins][0], places[first + min(ends, len(said) - 1)][1]
                found.append(Found(self._concepts[concept], score, self._text(name), start, end, whole, score >= sure))
            first += len(said)
        return found if first <= LONGEST else _once(found)

    @cached_property
    def _concepts(self) -> list[str]:
        return list(self.names.concepts)


def prepare() -> None:
    """Compile what reads, if it is not: seconds of one core, once for a machine and version."""
    said, names, table = Rows.of([], []), Held.empty(), Table(*map(fixed, Table.empty(1)))
    looked = look(said, table, names, fixed(np.zeros(0, np.float32)), POINTS.text, 1, every=False)
    lay(said, looked, table, names, POINTS, PROPOSED)


def _parts(said: Said) -> Sequence[Said]:
    if len(said) <= LONGEST:
        return (said,)
    return [said[first : first + LONGEST] for first in range(0, len(said), LONGEST)]


def _once(found: Sequence[Found]) -> list[Found]:
    best: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: -one.score):
        best.setdefault(one.concept, one)
    return list(best.values())


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is proposed for some words of a text: a concept, and others that the same words may mean."""

    found: Found
    others: tuple[Found, ...] = ()


def chosen(found: Sequence[Found], *, least: float, least_whole: float, most: int) -> list[Spoken]:
    """Of what was found in one sentence, what is likely enough; one concept for the same words, unless both are named.

    `least`: the score from which it counts, `least_whole` where a name of one word stands there; a longer name that
    stands there whole counts always, whatever else the sentence says.
    """
    likely = [one for one in found if one.score >= (least_whole if one.whole else least) or _is_spelt_out(one)]
    if len(likely) < 2:
        return [Spoken(one) for one in likely[:most]]
    kept: list[tuple[int, int, Found, list[Found]]] = []
    for one in sorted(likely, key=lambda one: (-one.score, one.concept)):
        start, end = one.start, one.end
        for begins, ends, _held, others in kept:
            # of which one's words are more than half of them words of the other's
            shared = 2 * ((end if end < ends else ends) - (start if start > begins else begins))
            if shared > end - start or shared > ends - begins:
                others.append(one)
                break
        else:
            kept.append((start, end, one, []))
    return [Spoken(one, tuple(others[:OTHERS])) for _start, _end, one, others in kept[:most]]


def _is_spelt_out(one: Found) -> bool:
    return one.whole and " " in one.name

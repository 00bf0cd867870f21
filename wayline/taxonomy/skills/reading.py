"""Which skills a sentence speaks of: every name is laid over every stretch of a few words.

A first look takes the whole sentence and keeps the likeliest concepts (`looking.py`); only their names are then
compared stretch by stretch (`laying.py`). A word of a name counts as said when it stands there, and in part when a word
stands there that the model holds to be alike (`lexicon.py`). The score of a concept is a sum with the points of
`Points`; docs/matching.md says what each part is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from wayline.taxonomy.skills.laying import EVERY, POINTS, Laid, Least, Points, lay
from wayline.taxonomy.skills.lexicon import Lexicon, Table
from wayline.taxonomy.skills.looking import Looked, Looking
from wayline.taxonomy.skills.names import Names
from wayline.taxonomy.titles.model import Floats, Model
from wayline.taxonomy.titles.words import normalise

WORD = re.compile(r"[\w+#]+")
END = re.compile(r"[.!?;:](?=\s|$)|\n|[•·●▪]")
"""Of a sentence, of a point of a list."""
LOOKED_AT = 120
"""Concepts of a sentence that are compared stretch by stretch when all of them are to be ranked."""
LONGEST = 60
"""Words of a sentence that are read at once; a longer one is read in parts."""
WIDTHS = (9, 15, 21, 28, 38, LONGEST)
"""Sentences of up to so many words are read together."""
AT_ONCE = 500
"""Sentences, so that what is held meanwhile stays small."""
LEAST, LEAST_WHOLE, SURE = 6.5, 6.0, 7.5
"""Scores from which a concept is proposed, and from which it is likely right (docs/matching.md says how often)."""
PROPOSED = Least(LEAST, LEAST_WHOLE)
MANY = 1_000
"""Concepts: among fewer, the nearest one is often far, so nothing but a whole name is sure."""
MOST_FOUND = 10
OTHERS = 3
"""Further concepts that are offered for the same words."""


@dataclass(frozen=True, slots=True)
class Found:
    """A concept, its score, the name by which it was found and the words that led there, from `start` to `end`."""

    concept: str
    score: float
    name: str
    start: int
    end: int
    whole: bool
    """Whether the whole name stands there, letter for letter but for accents and capitals."""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Of a sentence, and where they stand in its text."""

    said: tuple[str, ...]
    found: tuple[re.Match[str], ...] = field(repr=False)

    def place(self, at: int) -> tuple[int, int]:
        """From and to of a word; what is written as one may be read as two ("½")."""
        if len(self.found) == len(self.said):
            return self.found[at].span()
        return [one.span() for one in self.found for _word in _plain(one[0])][at]


def sentences(text: str) -> Iterator[Words]:
    start = 0
    for end in [*(one.end() for one in END.finditer(text)), len(text)]:
        words = words_of(text, start, end)
        if words.said:
            yield words
        start = end


def words_of(text: str, start: int = 0, end: int | None = None) -> Words:
    found = tuple(WORD.finditer(text, start, len(text) if end is None else end))
    return Words(tuple(chain.from_iterable([_plain(one[0]) for one in found])), found)


@lru_cache(maxsize=50_000)
def _plain(word: str) -> tuple[str, ...]:
    return tuple(normalise(word).split())


class _Part(NamedTuple):
    """Of a sentence: `number` says which, and `first` which of its words is the part's first."""

    number: int
    words: Words
    first: int
    said: tuple[str, ...]


def _parts(number: int, words: Words) -> Iterator[_Part]:
    for first in range(0, len(words.said), LONGEST):
        yield _Part(number, words, first, words.said[first : first + LONGEST])


@dataclass
class Reader:
    """Reads with the names of one language. It remembers words, so keep it for many texts."""

    names: Names
    model: Model
    points: Points = POINTS
    looked_at: int = LOOKED_AT
    _lexicon: Lexicon = field(init=False)

    def __post_init__(self) -> None:
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
        found = self._always
        if not favoured:
            return found
        found = found.copy()
        for concept, points in favoured.items():
            if (at := self._number.get(concept)) is not None:
                found[at] += points
        return found

    @cached_property
    def _number(self) -> dict[str, int]:
        return {concept: at for at, concept in enumerate(self._concepts)}

    @cached_property
    def _always(self) -> Floats:
        points = self.points.need * self.names.needs + self.points.everywhere * self.names.everywhere
        return np.asarray(points, np.float32)

    def _found(
        self, sentences: Sequence[Words], quiet: frozenset[str], favours: Floats, most: int, least: Least
    ) -> list[list[Found]]:
        quiet |= self.names.quiet_words
        told = [part for at, words in enumerate(sentences) for part in _parts(at, words)]
        parts = [part for part in told if not quiet.issuperset(part.said)]
        found: list[list[Found]] = [[] for _one in sentences]
        if not parts:
            return found
        distinct = dict.fromkeys(chain.from_iterable(part.said for part in parts))
        keys = [(word, word not in quiet) for word in distinct]
        held = self._lexicon.words(keys)
        words = [held[key] for key in keys]
        rows = {word: row for row, (word, _loud) in enumerate(keys, start=1)}
        likes = Table.of(words, self.names.named)
        looking = Looking(self.names, words, [loud for _word, loud in keys], self.points.text)
        for low, high in zip((0, *WIDTHS), WIDTHS, strict=False):
            alike = [part for part in parts if low < len(part.said) <= high]
            if not alike:
                continue
            said = [list(map(rows.__getitem__, part.said)) for part in alike]
            looked = looking.at(said, high, favours, self.looked_at, all_of_them=least is EVERY)
            if len(looked.concepts):
                laid = lay(self.names, looked, likes, self.points, least)
                self._told(alike, looked, laid, most, found)
        return [_once(one)[:most] for one in found]

    def _told(self, parts: Sequence[_Part], looked: Looked, laid: Laid, most: int, found: list[list[Found]]) -> None:
        """Add to `found` what was found in these parts of sentences."""
        owners = looked.owners[laid.places]
        order = np.lexsort((-laid.scores, owners))
        bounds = np.searchsorted(owners, np.arange(len(parts) + 1))
        best = [order[low : min(high, low + most)] for low, high in pairwise(bounds)]
        which = np.concatenate(best)
        concepts = looked.concepts[laid.places[which]]
        numbers = np.repeat(np.arange(len(parts)), [len(one) for one in best])
        columns = (
            concepts,
            laid.scores[which],
            laid.names[which],
            laid.first[which],
            laid.last[which],
            laid.whole[which],
        )
        for number, *told in zip(numbers.tolist(), *(column.tolist() for column in columns), strict=True):
            found[parts[number].number].append(self._one(parts[number], *told))

    def _one(
        self,
        part: _Part,
        concept: int,
        score: float,
        name: int,
        first: int,
        last: int,
        whole: bool,
    ) -> Found:
        is_sure = score >= SURE and len(self._concepts) >= MANY
        start, _end = part.words.place(part.first + first)
        _start, end = part.words.place(part.first + min(last, len(part.said) - 1))
        return Found(self._concepts[concept], score, self.names.name_texts[name], start, end, whole, is_sure)

    @cached_property
    def _concepts(self) -> list[str]:
        return list(self.names.concepts)


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
    kept: list[tuple[Found, list[Found]]] = []
    for one in sorted(likely, key=lambda one: (-one.score, one.concept)):
        same = next((others for held, others in kept if _overlap(held, one)), None)
        if same is None:
            kept.append((one, []))
        else:
            same.append(one)
    return [Spoken(one, tuple(others[:OTHERS])) for one, others in kept[:most]]


def _is_spelt_out(one: Found) -> bool:
    return one.whole and len(one.name.split()) > 1


def _overlap(one: Found, other: Found) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > min(one.end - one.start, other.end - other.start)

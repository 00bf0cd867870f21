"""Which skills a sentence speaks of: every name is laid over every stretch of a few words.

A first look takes the whole sentence and keeps the likeliest concepts; only their names are then compared stretch by
stretch. A word of a name counts as said when it stands there, and in part when a word stands there that the model holds
to be alike. The score of a concept is a sum with the points of `Points`; docs/matching.md says what each part is.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.names import Names
from wayline.taxonomy.titles.model import Floats, Model, unit
from wayline.taxonomy.titles.words import normalise

WORD = re.compile(r"[\w+#]+")
END = re.compile(r"[.!?;:](?=\s|$)|\n|[•·●▪]")
"""Of a sentence, of a point of a list."""
LIKE = 0.4
"""Words less alike than this have nothing to do with each other (cosine)."""
SHORT, LONG = 5, 9
"""Words of a stretch."""
LOOKED_AT = 120
"""Concepts of a sentence that are compared stretch by stretch."""
LONGEST = 60
"""Words of a sentence that are read at once; a longer one is read in parts."""
REMEMBERED = 20_000
"""Words whose likenesses are kept while many texts are read."""
LEAST, LEAST_WHOLE, SURE = 6.5, 6.0, 7.5
"""Scores from which a concept is proposed, and from which it is likely right (docs/matching.md says how often)."""
MANY = 1_000
"""Concepts: among fewer, the nearest one is often far, so nothing but a whole name is sure."""
OTHERS = 3
"""Further concepts that are offered for the same words."""
Places = NDArray[np.int64]
Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Points:
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


@dataclass(frozen=True)
class Words:
    """Of a sentence, each with its place in the text; what is written as one may be read as two ("½")."""

    said: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def parts(self) -> Iterator[Words]:
        for start in range(0, len(self.said), LONGEST):
            yield Words(self.said[start : start + LONGEST], self.places[start : start + LONGEST])


def sentences(text: str) -> Iterator[Words]:
    start = 0
    for end in [*(one.end() for one in END.finditer(text)), len(text)]:
        words = words_of(text, start, end)
        if words.said:
            yield words
        start = end


def words_of(text: str, start: int = 0, end: int | None = None) -> Words:
    said, places = [], []
    for one in WORD.finditer(text, start, len(text) if end is None else end):
        for word in normalise(one[0]).split():
            said.append(word)
            places.append(one.span())
    return Words(tuple(said), tuple(places))


@dataclass
class Reader:
    """Reads with the names of one language. It remembers likenesses of words, so keep it for many texts."""

    names: Names
    model: Model
    points: Points = POINTS
    looked_at: int = LOOKED_AT
    _vectors: OrderedDict[str, Floats] = field(default_factory=OrderedDict)
    _alike: OrderedDict[str, tuple[Places, Floats]] = field(default_factory=OrderedDict)

    def read(
        self, words: Words, *, quiet: frozenset[str] = frozenset(), favoured: Mapping[str, float] | None = None,
        most: int = 10,
    ) -> list[Found]:  # fmt: skip
        """The likeliest concepts of a sentence, best first.

        `quiet`: words of its language that name no skill. `favoured`: points by concept for other reasons.
        """
        found = [one for part in words.parts() for one in self._part(part, quiet, favoured or {}, most)]
        best: dict[str, Found] = {}
        for one in sorted(found, key=lambda one: -one.score):
            best.setdefault(one.concept, one)
        return list(best.values())[:most]

    def _part(self, words: Words, quiet: frozenset[str], favoured: Mapping[str, float], most: int) -> list[Found]:
        known = [self.names.number.get(word, -1) for word in words.said]
        loud = [
            at for at, place in enumerate(known)
            if words.said[at] not in quiet and (place < 0 or not self.names.is_quiet[place])
        ]  # fmt: skip
        if not loud:
            return []
        vectors = self._vectors_of(words.said)
        text = self._text(known)
        few = self._first_look(words, known, loud, text)
        look = _Look.of(self.names, few, vectors, known, loud)
        scores, best = look.scores(self.points)
        scores += self.points.text * text[few] + self._always(few)
        scores += np.array([favoured.get(self.names.concepts[int(one)], 0.0) for one in few], np.float32)
        order = np.argsort(-scores, kind="stable")[:most]
        return [self._found(words, look, int(few[at]), float(scores[at]), int(best[at])) for at in order]

    def _always(self, few: Places) -> Floats:
        found: Floats = self.points.need * self.names.needs[few] + self.points.everywhere * self.names.everywhere[few]
        return found

    def _found(self, words: Words, look: _Look, concept: int, score: float, name: int) -> Found:
        first, last, whole = look.place(name)
        return Found(
            self.names.concepts[concept], score, self.names.name_texts[int(look.names[name])],
            words.places[first][0], words.places[last][1], whole, score >= SURE and len(self.names.concepts) >= MANY,
        )  # fmt: skip

    def _text(self, known: Sequence[int]) -> Floats:
        """What the words of the sentence add to each concept, the best one 1."""
        total = np.zeros(len(self.names.concepts), np.float32)
        for place in {place for place in known if place >= 0}:
            start, end = self.names.text_ends[place - 1] if place else 0, self.names.text_ends[place]
            total[self.names.text_concepts[start:end]] += self.names.text_adds[start:end]
        return total / max(float(total.max(initial=0.0)), 1e-9)

    def _first_look(self, words: Words, known: Sequence[int], loud: Sequence[int], text: Floats) -> Places:
        said = np.zeros(self.names.named, np.float32)
        for at in loud:
            places, likes = self._alike_to(words.said[at])
            said[places] = np.maximum(said[places], likes)
        said[[place for place in known if 0 <= place < self.names.named]] = 1
        part = (self.names.table @ said) / self.names.totals
        starts = self.names.starts[:-1]
        held = np.maximum.reduceat(part, starts)
        own = np.maximum.reduceat(np.where(self.names.name_is_own, part, 0), starts)
        every = np.arange(len(starts))
        score = self.points.short * held + self.points.own * own + self.points.text * text + self._always(every)
        if len(score) <= self.looked_at:
            return every
        return np.sort(np.argpartition(-score, self.looked_at)[: self.looked_at])

    def _alike_to(self, word: str) -> tuple[Places, Floats]:
        found = self._alike.get(word)
        if found is None:
            likes = self.names.directions @ unit(self._vectors_of([word]))[0]
            places = np.flatnonzero(likes > LIKE)
            found = self._alike[word] = (places, likes[places])
            _forget(self._alike)
        return found

    def _vectors_of(self, words: Sequence[str]) -> Floats:
        """Threads may read at once: what another one forgets meanwhile is held here."""
        held = {word: vector for word in words if (vector := self._vectors.get(word)) is not None}
        if missing := [word for word in dict.fromkeys(words) if word not in held]:
            fresh = dict(zip(missing, self.model.sums(missing), strict=True))
            held |= fresh
            self._vectors |= fresh
            _forget(self._vectors)
        return np.stack([held[word] for word in words])


def _forget(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)


@dataclass(frozen=True)
class _Look:
    """The names of some concepts over a sentence. `alike`: words of the sentence x words of the names, from 0 to 1."""

    names: Places
    starts: Places
    table: sparse.csr_matrix
    totals: Floats
    is_own: NDArray[np.bool_]
    alike: Floats
    exact: Floats
    sentence: Floats
    """Cosine of the sentence with each name."""
    anchors: Floats

    @classmethod
    def of(cls, names: Names, few: Places, vectors: Floats, known: Sequence[int], loud: Sequence[int]) -> _Look:
        spans = [np.arange(names.starts[one], names.starts[one + 1]) for one in few]
        places = np.concatenate(spans)
        rows = names.table[places]
        used, columns = np.unique(rows.indices, return_inverse=True)
        table = sparse.csr_matrix((rows.data, columns, rows.indptr), shape=(len(places), len(used)))
        own = names.vectors[used].astype(np.float32)
        exact = (np.asarray(known)[:, None] == used[None, :]).astype(np.float32)
        alike = np.zeros_like(exact)
        alike[loud] = unit(vectors[loud]) @ unit(own).T
        alike[alike <= LIKE] = 0
        said = unit(vectors[loud].sum(axis=0, keepdims=True))[0]
        plain = sparse.csr_matrix((np.ones_like(table.data), table.indices, table.indptr), shape=table.shape)
        return cls(
            places, np.concatenate([[0], np.cumsum([len(one) for one in spans])])[:-1], table, names.totals[places],
            names.name_is_own[places], np.maximum(exact, alike), exact,
            unit(np.asarray(plain @ own, np.float32)) @ said, names.anchors[few].astype(np.float32) @ said,
        )  # fmt: skip

    def scores(self, points: Points) -> tuple[Floats, Places]:
        """Of each concept, and which of the names speaks most for it."""
        short, long = self._part(self.alike, SHORT), self._part(self.alike, LONG)
        heard = self._part(self.exact, SHORT)
        size = np.log1p(self.totals)
        own = np.where(self.is_own, long, 0)
        total = points.short * self._best(short) + points.own * self._best(own)
        total += points.long * self._best(long * long * size) + points.heard * self._best(heard * heard * size)
        total += points.sentence * np.maximum(self._best(self.sentence), self.anchors)
        return total, self._which(short + 0.3 * heard + 0.1 * self.is_own + 0.01 * size)

    def _best(self, values: Floats) -> Floats:
        return np.asarray(np.maximum.reduceat(values, self.starts), np.float32)

    def _which(self, values: Floats) -> Places:
        spans = zip(self.starts, np.append(self.starts[1:], len(values)), strict=True)
        return np.array([start + int(np.argmax(values[start:end])) for start, end in spans])

    def _part(self, alike: Floats, length: int) -> Floats:
        """Of each name, the greatest part by weight that stands within `length` words."""
        found = self.table @ _stretches(alike, length).T
        return np.asarray(found.max(axis=1), np.float32).ravel() / self.totals

    def place(self, name: int) -> tuple[int, int, bool]:
        """The words, first and last, in which most of the name stands, and whether all of it does."""
        start, end = self.table.indptr[name : name + 2]
        weights, columns = self.table.data[start:end], self.table.indices[start:end]
        here = self.alike[:, columns]
        length = max(SHORT, len(columns))
        at = int(np.argmax(_stretches(here, length, step=1) @ weights))
        best = here[at : at + length]
        said = (best >= best.max(axis=0) - 0.05) & (best > 0) & (weights >= 0.25 * float(weights.max()))
        hits = np.flatnonzero(said.any(axis=1))
        first, last = (int(hits[0]), int(hits[-1])) if len(hits) else (0, len(best) - 1)
        whole = bool(self.exact[at + first : at + last + 1][:, columns].max(axis=0).all())
        return at + first, at + last, whole


def _stretches(alike: Floats, length: int, *, step: int = 0) -> Floats:
    """For each stretch of so many words, how well each word of a name stands in it."""
    count = len(alike)
    starts = range(0, max(1, count - length + 1), step or max(1, length // 3))
    return np.stack([alike[start : start + length].max(axis=0) for start in starts])


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

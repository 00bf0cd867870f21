"""All names and descriptions of skills in one language, as arrays that are mapped into memory."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from wayline.taxonomy.skills.compiled import fixed
from wayline.taxonomy.titles import store
from wayline.taxonomy.titles.model import Floats, Model, Packed, unit
from wayline.taxonomy.titles.words import normalise

VERSION = 1
FILE = Path(__file__).parent / "plain.toml"
FILLER = 0.15
"""What is left of the weight of a word of grammar."""
PLAIN = 2.0
"""The most that a word which stands beside every skill can weigh."""
QUIET = 0.1
"""What is left of either in descriptions."""
SATURATED, LENGTH = 1.2, 0.6
"""BM25's k and b (Robertson and Zaragoza, 2009)."""
FINENESS = 127
"""Steps of a vector's numbers. Whole numbers add up to the same in any order, so a text reads the same by itself and
among others."""
TEXTS = ("words", "name_texts", "concepts")
ARRAYS = (
    "weights", "vectors", "name_words", "name_ends", "name_concepts", "name_is_own", "text_ends", "text_concepts",
    "text_adds", "needs", "everywhere", "anchors", "quiet",
)  # fmt: skip
Places = NDArray[np.int64]


class Skill(NamedTuple):
    """What is known of a concept in one language. `own`: its preferred names, with and without what stands in brackets.

    `need`: for how many occupations it is essential, half of those for which it is optional. `everywhere`: whether the
    publisher calls it transversal.
    """

    concept: str
    own: tuple[str, ...]
    other: tuple[str, ...]
    description: str
    need: float
    everywhere: bool


class Held(NamedTuple):
    """What is read of names in loops. Those of a concept stand between its `starts` and the next one.

    Words of a name stand between its `entry_starts` and the next one: their numbers, and what part of it each is
    (`parts`). `weights`: the logarithm of its weight. `sums` times `scales`: its direction. `openings`: the first two
    words of names that have several, in order; the names of each, `opened`, stand between its `opening_ends` and the
    next one.
    """

    named: int
    starts: Places
    entry_starts: Places
    words: NDArray[np.int32]
    parts: Floats
    is_own: NDArray[np.bool_]
    weights: Floats
    name_concepts: NDArray[np.int32]
    sums: NDArray[np.int8]
    scales: Floats
    anchors: Floats
    openings: Places
    opening_ends: Places
    opened: Places

    @classmethod
    def empty(cls) -> Held:
        start, whole, number = (
            fixed(np.zeros(many, kind)) for many, kind in ((1, np.int64), (0, np.int64), (0, np.int32))
        )
        part, is_own = fixed(np.zeros(0, np.float32)), fixed(np.zeros(0, np.bool_))
        sums, anchors = (fixed(np.zeros((0, 1), kind)) for kind in (np.int8, np.float32))
        return cls(0, start, start, number, part, is_own, part, number, sums, part, anchors, whole, start, whole)


@dataclass(frozen=True)
class Names:
    """`words`: those of names first, `named` of them. `weights`: how telling each is in a name.

    Names stand in the order of their concepts; the words of a name end at `name_ends`. `text_*`: the words of names and
    descriptions of a concept, with what each adds, by word.
    """

    words: store.Texts
    named: int
    weights: Floats
    vectors: NDArray[np.float16]
    name_words: NDArray[np.int32]
    name_ends: Places
    name_concepts: NDArray[np.int32]
    name_is_own: NDArray[np.bool_]
    name_texts: store.Texts
    text_ends: Places
    text_concepts: NDArray[np.int32]
    text_adds: Floats
    concepts: store.Texts
    needs: Floats
    everywhere: NDArray[np.bool_]
    anchors: NDArray[np.float16]
    quiet: NDArray[np.int32]
    """Words that stand beside every skill, or for grammar only."""

    @classmethod
    def build(cls, model: Model, skills: Sequence[Skill], language: str) -> Names:
        """Raises ValueError without a name."""
        skills = [one for one in sorted(skills) if one.own or one.other]
        names = [(at, text, own) for at, one in enumerate(skills) for text, own in _names(one)]
        if not names:
            raise ValueError(f"No skill has a name in {language}.")
        split = [text.split() for _at, text, _own in names]
        documents = [_document(one) for one in skills]
        vocabulary = sorted({word for words in split for word in words})
        named = len(vocabulary)
        vocabulary += sorted({word for words in documents for word in words} - {*vocabulary})
        number = {word: place for place, word in enumerate(vocabulary)}
        filler, plain = quiet_words(language)
        ends, concepts, adds = _texts(documents, number, filler | plain)
        return cls(
            words=store.Texts.of(vocabulary), named=named,
            weights=_weights(names, split, vocabulary[:named], len(skills), filler, plain),
            vectors=model.sums(vocabulary).astype(np.float16),
            name_words=np.array([number[word] for words in split for word in dict.fromkeys(words)], np.int32),
            name_ends=np.cumsum([len({*words}) for words in split]),
            name_concepts=np.array([at for at, _text, _own in names], np.int32),
            name_is_own=np.array([own for _at, _text, own in names]),
            name_texts=store.Texts.of([text for _at, text, _own in names]),
            text_ends=ends, text_concepts=concepts, text_adds=adds,
            concepts=store.Texts.of([one.concept for one in skills]),
            needs=np.log1p(np.array([one.need for one in skills], np.float32)),
            everywhere=np.array([one.everywhere for one in skills]),
            anchors=_anchors(model, skills),
            quiet=np.array(sorted(number[word] for word in filler | plain if word in number), np.int32),
        )  # fmt: skip

    def save(self, folder: Path) -> None:
        arrays: dict[str, store.Array] = {name: getattr(self, name) for name in ARRAYS}
        for name in TEXTS:
            arrays |= getattr(self, name).arrays(name)
        store.write(folder, arrays, {"version": VERSION, "named": self.named})

    @classmethod
    def load(cls, folder: Path) -> Names:
        """Raises BrokenStore."""
        arrays, about = store.read(folder, VERSION)
        held: dict[str, Any] = {name: arrays[name] for name in ARRAYS}
        held |= {name: store.Texts.read(arrays, name) for name in TEXTS}
        return cls(**held, named=int(about["named"]))

    @cached_property
    def number(self) -> dict[str, int]:
        return {word: place for place, word in enumerate(self.words)}

    @cached_property
    def quiet_words(self) -> frozenset[str]:
        return frozenset(self.words[int(place)] for place in self.quiet)

    @cached_property
    def directions(self) -> tuple[Floats, Floats]:
        """Of the words of names, in whole steps, and their lengths."""
        return in_steps(self.vectors[: self.named].astype(np.float32))

    @cached_property
    def headings(self) -> Floats:
        """The same, each of length one."""
        steps, sizes = self.directions
        found: Floats = steps / sizes[:, None]
        return found

    @cached_property
    def table(self) -> sparse.csr_matrix:
        """Names x words: what part of the weight of the name each word is."""
        ends = np.concatenate([[0], self.name_ends])
        weights = self.weights[self.name_words] / np.repeat(self.totals, np.diff(ends))
        return sparse.csr_matrix((weights, self.name_words, ends), shape=(len(self.name_ends), self.named))

    @cached_property
    def by_word(self) -> sparse.csr_matrix:
        """Words x names."""
        return self.table.T.tocsr()

    @cached_property
    def totals(self) -> Floats:
        """The weight of each name."""
        starts = np.concatenate([[0], self.name_ends[:-1]])
        return np.asarray(np.add.reduceat(self.weights[self.name_words], starts), np.float32)

    @cached_property
    def sizes(self) -> Floats:
        return np.asarray(np.log1p(self.totals), np.float32)

    @cached_property
    def sums(self) -> Packed:
        """The direction of each name as a whole."""
        plain = sparse.csr_matrix((np.ones_like(self.table.data), self.name_words, self.table.indptr))
        return Packed.of(unit(np.asarray(plain @ self.vectors[: self.named].astype(np.float32), np.float32)))

    @cached_property
    def held(self) -> Held:
        pairs, ends, opened = self.openings
        entry_starts = np.concatenate([[0], self.name_ends])
        return Held(
            self.named, fixed(self.starts, np.int64), fixed(entry_starts, np.int64), fixed(self.name_words),
            fixed(self.table.data, np.float32), fixed(self.name_is_own), fixed(self.sizes), fixed(self.name_concepts),
            fixed(self.sums.numbers), fixed(self.sums.scales), fixed(self.anchors, np.float32), fixed(pairs),
            fixed(ends), fixed(opened),
        )  # fmt: skip

    @cached_property
    def openings(self) -> tuple[Places, Places, Places]:
        """The first two words of names that have several, in order; where the names of each end; the names."""
        starts = np.concatenate([[0], self.name_ends[:-1]])
        several = np.flatnonzero(self.name_ends - starts > 1)
        first = self.name_words.astype(np.int64)[starts[several]]
        keys = _pair(first, self.name_words.astype(np.int64)[starts[several] + 1])
        order = np.argsort(keys, kind="stable")
        pairs, begins = np.unique(keys[order], return_index=True)
        if not len(pairs):
            return np.array([-1]), np.zeros(2, np.int64), several
        return pairs, np.append(begins, len(order)), several[order]

    @cached_property
    def starts(self) -> Places:
        """The first name of each concept; one more stands behind the last."""
        return np.searchsorted(self.name_concepts, np.arange(len(self.concepts) + 1))


def in_steps(vectors: Floats) -> tuple[Floats, Floats]:
    """As whole numbers up to FINENESS, and the length of each row."""
    most = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), np.float32(1e-9))
    steps: Floats = np.rint(vectors / most * FINENESS)
    return steps, np.maximum(np.sqrt((steps * steps).sum(axis=1)), np.float32(1))


@lru_cache(maxsize=1)
def _read() -> dict[str, dict[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def quiet_words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Words of grammar, and words that stand beside every skill; none for a language that is not listed."""
    said = _read().get(language, {})
    return frozenset(said.get("filler", "").split()), frozenset(said.get("plain", "").split())


def _pair(first: Places, second: Places) -> Places:
    return first * 2**31 + second


def _names(one: Skill) -> list[tuple[str, bool]]:
    own = dict.fromkeys(text for said in one.own if (text := normalise(said)))
    other = dict.fromkeys(text for said in one.other if (text := normalise(said)) and text not in own)
    return [(text, True) for text in own] + [(text, False) for text in other]


def _document(one: Skill) -> list[str]:
    return normalise(" ".join((*one.own, *one.other, one.description))).split()


def _weights(
    names: Sequence[tuple[int, str, bool]], split: Sequence[Sequence[str]], vocabulary: Sequence[str], total: int,
    filler: frozenset[str], plain: frozenset[str],
) -> Floats:  # fmt: skip
    """The rarer among concepts, the more."""
    pairs = {(at, word) for (at, _text, _own), words in zip(names, split, strict=True) for word in words}
    counts = Counter(word for _at, word in pairs)
    weights = {word: np.log((1 + total) / (1 + counts[word])) + 1 for word in vocabulary}
    for word in plain & weights.keys():
        weights[word] = min(weights[word], PLAIN)
    for word in filler & weights.keys():
        weights[word] *= FILLER
    return np.array([weights[word] for word in vocabulary], np.float32)


def _texts(
    documents: Sequence[Sequence[str]], number: Mapping[str, int], quiet: frozenset[str]
) -> tuple[Places, NDArray[np.int32], Floats]:
    """By word: where its concepts end, the concepts, and what the word adds to each (BM25)."""
    counts = [Counter(words) for words in documents]
    owners = np.array([at for at, one in enumerate(counts) for _word in one], np.int32)
    words = np.array([number[word] for one in counts for word in one], np.int64)
    times = np.array([many for one in counts for many in one.values()], np.float32)
    lengths = np.array([len(one) for one in documents], np.float32)
    room = SATURATED * (1 - LENGTH + LENGTH * lengths / max(1.0, float(lengths.mean())))
    found = np.bincount(words, minlength=len(number))
    telling = np.log((1 + len(documents)) / (1 + found)).astype(np.float32)
    telling[[number[word] for word in quiet if word in number]] *= QUIET
    adds = telling[words] * times * (SATURATED + 1) / (times + room[owners])
    order = np.lexsort((owners, words))
    return np.cumsum(found), owners[order], adds[order].astype(np.float32)


def _anchors(model: Model, skills: Sequence[Skill]) -> NDArray[np.float16]:
    place = {concept: at for at, concept in enumerate(model.concepts)}
    rows = [model.anchors[place[one.concept]] if one.concept in place else None for one in skills]
    none = np.zeros(model.dimensions, np.float32)
    return np.array([none if row is None else row for row in rows], np.float16)

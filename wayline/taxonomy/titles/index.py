"""All labels, ready to be searched: arrays on disk that processes share. `search.py` asks it."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wayline.taxonomy.titles import gender, store, usual
from wayline.taxonomy.titles.labels import Kind, Label
from wayline.taxonomy.titles.model import Floats, Model, Packed, unit
from wayline.taxonomy.titles.vocabulary import Vocabulary
from wayline.taxonomy.titles.words import forms, normalise

VERSION = 3
KINDS = tuple(Kind)
Numbers = NDArray[np.int64]
Progress = Callable[[int, int], None]


class Entry(NamedTuple):
    """One form of one label, normalised; `label` is its place among the labels, `text` its title with the qualifier."""

    concept: int
    label: int
    text: str
    title: str


@dataclass(frozen=True)
class Index:
    """Concepts are sorted by scheme and entries by concept, so that both are ranges.

    `anchors`: a vector per concept. `vectors`: one per entry. `postings`: the entries that hold a word, word by word,
    ending at `posting_ends`. `names`: whether an entry is the name of an occupation.
    """

    model: Model
    schemes: tuple[str, ...]
    languages: tuple[str, ...]
    vocabulary: Vocabulary
    concepts: store.Texts
    texts: store.Texts
    qualifiers: store.Texts
    genders: gender.Rules
    endings: usual.Rules
    arrays: dict[str, store.Array]

    @classmethod
    def build(cls, model: Model, labels: Iterable[Label], *, progress: Progress = lambda done, total: None) -> Index:
        """The same model and labels give the same index. Labels without a letter are left out."""
        known = sorted({one for one in labels if normalise(one.text)})
        concepts = sorted({(one.scheme, one.concept) for one in known})
        entries = _entries(known, concepts)
        progress(1, 4)
        arrays = _of_entries(entries, known) | _of_concepts(concepts, entries)
        arrays |= _packed(model, entries)
        progress(2, 4)
        arrays["anchors"] = _anchors(model, concepts, arrays)
        progress(3, 4)
        vocabulary, words = _words(entries)
        progress(4, 4)
        return cls(
            model,
            tuple(sorted({one.scheme for one in known})),
            tuple(sorted({one.language for one in known})),
            vocabulary,
            store.Texts.of([concept for _, concept in concepts]),
            store.Texts.of([one.text for one in known]),
            store.Texts.of([one.qualifier for one in known]),
            gender.learn(known),
            usual.learn(known),
            arrays | words,
        )

    def save(self, folder: Path) -> None:
        arrays = self.arrays | self.vocabulary.arrays() | self.concepts.arrays("concepts")
        arrays |= self.texts.arrays("texts") | self.qualifiers.arrays("qualifiers")
        about: dict[str, object] = {"version": VERSION, "schemes": self.schemes, "languages": self.languages}
        about |= {"model": self.model.about, "genders": self.genders, "endings": self.endings}
        store.write(folder, arrays, about)

    @classmethod
    def load(cls, folder: Path, model: Model) -> Index:
        """Raises BrokenStore if the folder is not readable, or was built with another model."""
        arrays, about = store.read(folder, VERSION)
        if about["model"] != model.about:
            raise store.BrokenStore(f"{folder} was built with another model.")
        concepts, texts, qualifiers = (store.Texts.read(arrays, name) for name in ("concepts", "texts", "qualifiers"))
        schemes, languages = tuple(about["schemes"]), tuple(about["languages"])
        vocabulary, genders, endings = Vocabulary.read(arrays), about["genders"], about["endings"]
        return cls(model, schemes, languages, vocabulary, concepts, texts, qualifiers, genders, endings, arrays)

    def packed(self) -> Packed:
        return Packed(self.arrays["numbers"], self.arrays["scales"])

    def posting(self, word: int) -> NDArray[np.int32]:
        ends = self.arrays["posting_ends"]
        found: NDArray[np.int32] = self.arrays["postings"][(ends[word - 1] if word else 0) : ends[word]]
        return found

    def concepts_of(self, scheme: str | None) -> slice:
        if scheme is None:
            return slice(0, len(self.concepts))
        if scheme not in self.schemes:
            return slice(0, 0)
        ends = self.arrays["scheme_ends"]
        place = self.schemes.index(scheme)
        return slice(int(ends[place - 1]) if place else 0, int(ends[place]))

    def entries_of(self, concepts: Numbers) -> Numbers:
        """The entries of some concepts, in the order of the concepts."""
        ends = self.arrays["entry_ends"]
        starts = np.where(concepts > 0, ends[concepts - 1], 0)
        counts = ends[concepts] - starts
        shift = np.repeat(starts - np.cumsum(counts) + counts, counts)
        places: Numbers = np.arange(int(counts.sum())) + shift
        return places

    def titled(self, title: str, among: slice) -> Numbers:
        """The entries of some concepts whose title, without its qualifier, has the words of `title` and no other."""
        ends = self.arrays["entry_ends"]
        first, last = (int(ends[one - 1]) if one else 0 for one in (among.start, among.stop))
        places: Numbers = np.flatnonzero(self.arrays["title_keys"][first:last] == np.uint64(title_key(title))) + first
        return places

    def labels_of(self, scheme: str, concept: str, language: str | None = None) -> list[tuple[str, str]]:
        """Text and qualifier of each label of a concept; none if it is unknown."""
        among = self.concepts_of(scheme)
        place = bisect_left(self.concepts, concept, among.start, among.stop)
        if place == among.stop or self.concepts[place] != concept:
            return []
        entries = self.entries_of(np.array([place]))
        if language is not None:
            entries = entries[self.arrays["language"][entries] == self.languages.index(language)]
        labels = np.unique(self.arrays["label"][entries]).tolist()
        return [(self.texts[one], self.qualifiers[one]) for one in labels]

    def scheme_of(self, concept: int) -> str:
        return self.schemes[int(np.searchsorted(self.arrays["scheme_ends"], concept, side="right"))]


def title_key(title: str) -> int:
    """The same for titles of the same words, in whatever order, and hardly ever for others."""
    words = " ".join(sorted(title.split()))
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "little")


def _entries(known: Sequence[Label], concepts: Sequence[tuple[str, str]]) -> list[Entry]:
    number = {concept: place for place, concept in enumerate(concepts)}
    found = [
        Entry(number[label.scheme, label.concept], place, f"{form} {normalise(label.qualifier)}".strip(), form)
        for place, label in enumerate(known)
        for form in forms(label.text)
    ]
    return sorted(found)


def _of_entries(entries: Sequence[Entry], known: Sequence[Label]) -> dict[str, store.Array]:
    languages = sorted({one.language for one in known})
    of_label = {
        "language": np.array([languages.index(one.language) for one in known], dtype=np.uint8),
        "kind": np.array([KINDS.index(Kind(one.kind)) for one in known], dtype=np.uint8),
        "names": np.array([one.kind == Kind.PREFERRED and not one.group for one in known], dtype=np.bool_),
    }
    label = np.array([one.label for one in entries], dtype=np.int32)
    concept = np.array([one.concept for one in entries], dtype=np.int32)
    keys = np.array([title_key(one.title) for one in entries], dtype=np.uint64)
    arrays: dict[str, store.Array] = {"label": label, "concept": concept, "title_keys": keys}
    return arrays | {name: values[label] for name, values in of_label.items()}


def _of_concepts(concepts: Sequence[tuple[str, str]], entries: Sequence[Entry]) -> dict[str, store.Array]:
    schemes = Counter(scheme for scheme, _ in concepts)
    counts = np.bincount([one.concept for one in entries], minlength=len(concepts))
    return {
        "scheme_ends": np.cumsum([schemes[one] for one in sorted(schemes)], dtype=np.int64),
        "entry_ends": np.cumsum(counts, dtype=np.int64),
    }


def _packed(model: Model, entries: Sequence[Entry]) -> dict[str, store.Array]:
    packed = Packed.of(model.vectors([one.text for one in entries]))
    return {"numbers": packed.numbers, "scales": packed.scales}


def _anchors(model: Model, concepts: Sequence[tuple[str, str]], arrays: dict[str, store.Array]) -> Floats:
    """The anchor learnt in training; for a concept that came later the middle of its labels."""
    learnt = {concept: place for place, concept in enumerate(model.concepts)}
    packed, ends = Packed(arrays["numbers"], arrays["scales"]), arrays["entry_ends"]
    found = np.empty((len(concepts), model.dimensions), np.float32)
    for place, (_, concept) in enumerate(concepts):
        if concept in learnt:
            found[place] = model.anchors[learnt[concept]]
            continue
        own = np.arange(ends[place - 1] if place else 0, ends[place])
        found[place] = unit(packed.take(own).mean(axis=0, keepdims=True))[0]
    return found


def _words(entries: Sequence[Entry]) -> tuple[Vocabulary, dict[str, store.Array]]:
    """The vocabulary, for each word the entries that hold it, and for each entry the length of its row of weights."""
    split = [sorted(set(one.text.split())) for one in entries]
    vocabulary = Vocabulary.of(Counter(word for words in split for word in words), len(entries))
    number = {word: place for place, word in enumerate(vocabulary.words)}
    words = np.array([number[word] for words in split for word in words], dtype=np.int64)
    owners = np.repeat(np.arange(len(entries)), [len(one) for one in split])
    order = np.lexsort((owners, words))
    squares = np.bincount(owners, weights=vocabulary.weights[words] ** 2, minlength=len(entries))
    return vocabulary, {
        "postings": owners[order].astype(np.int32),
        "posting_ends": np.cumsum(np.bincount(words, minlength=len(number)), dtype=np.int64),
        "entry_lengths": np.sqrt(squares).astype(np.float32),
    }

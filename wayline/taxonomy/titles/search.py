"""What was typed, against all labels: first the concepts that may be meant, then each label of these.

A label counts by three cosines: of its vector with that of what was typed, of its concept's anchor with it, and of the
words both hold, where a completion or a misspelling counts for part of a word. An occupation's own name counts a
little more than what else it is called, and than the name of a group (docs/decisions/0027).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayline.taxonomy.titles import gender, usual
from wayline.taxonomy.titles.index import KINDS, Index, Numbers
from wayline.taxonomy.titles.labels import Hit, Match
from wayline.taxonomy.titles.model import Floats, unit
from wayline.taxonomy.titles.vocabulary import Word
from wayline.taxonomy.titles.words import forms, normalise

# Concepts looked at closely: so many by their anchors, and those of so many labels by their words.
BY_ANCHOR = 100
BY_WORDS = 250
LONGEST = 200
Meanings = dict[str, list[Word]]
Spelt = Mapping[str, set[str]]


@dataclass(frozen=True)
class Shares:
    """What each cosine adds to a score, and `name` what a label gets that is the name of an occupation. Together 1."""

    label: float = 0.29
    anchor: float = 0.52
    words: float = 0.10
    name: float = 0.09


SHARES = Shares()


class Search:
    """Answers questions to one index. Safe to share between threads: nothing is kept from one question to the next."""

    def __init__(self, index: Index, shares: Shares = SHARES) -> None:
        self.index, self.shares = index, shares

    def search(
        self,
        text: str,
        *,
        scheme: str | None = None,
        language: str | None = None,
        limit: int = 10,
        unfinished: bool = True,
    ) -> list[Hit]:
        """At most `limit` concepts, the best first. `language`: only labels in it count, whatever `text` is written in.

        `unfinished`: the last word may go on. An empty text, or an unknown scheme or language, finds nothing.
        """
        titles = [one for one in forms(text[:LONGEST]) if one]
        among = self.index.concepts_of(scheme)
        if not titles or among.start == among.stop or (language and language not in self.index.languages):
            return []
        typed, titles = titles, self.in_words_of_labels(titles, among, language, unfinished=unfinished)
        vector = self.vector(titles)
        anchors: Floats = self.index.arrays["anchors"][among] @ vector
        meanings = self.meanings(titles, unfinished=unfinished)
        words = self.word_scores(titles, meanings)
        entries = self._candidates(anchors, words, among, language)
        if not len(entries):
            return []
        concepts = self.index.arrays["concept"][entries]
        scores = self.scores(entries, vector, anchors[concepts - among.start], words)
        highest = scores[_best_of_each(concepts, scores)]
        # the name may speak for a concept and yet not be what was typed: the label shown is the nearest
        shown = _best_of_each(concepts, scores - self._names(entries))
        first = np.argsort(-highest, kind="stable")[:limit]
        titles = list(dict.fromkeys(typed + titles))
        spelt = {word: self.index.vocabulary.spelt(found) | {word} for word, found in meanings.items()}
        return [
            self._hit(int(entries[at]), float(score), titles, spelt)
            for at, score in zip(shown[first], highest[first], strict=True)
        ]

    def titled(self, text: str, *, scheme: str, language: str | None = None) -> list[Hit]:
        """The concepts that have the very title, whatever its qualifier: all of them, the likeliest first."""
        index, among = self.index, self.index.concepts_of(scheme)
        titles = [one for one in forms(text[:LONGEST]) if one]
        if not titles:
            return []
        entries = np.unique(np.concatenate([index.titled(one, among) for one in titles]))
        if language is not None:
            entries = entries[self._in_language(entries, language)]
        if not len(entries):
            return []
        vector, concepts = self.vector(titles), index.arrays["concept"][entries]
        words = self.word_scores(titles, self.meanings(titles, unfinished=False))
        scores = self.scores(entries, vector, index.arrays["anchors"][concepts] @ vector, words)
        best = _best_of_each(concepts, scores)
        best = best[np.argsort(-scores[best], kind="stable")]
        return [self._hit(int(entries[at]), float(scores[at]), titles, {}) for at in best]

    def in_words_of_labels(
        self, titles: list[str], among: slice, language: str | None, *, unfinished: bool
    ) -> list[str]:
        """A feminine as the masculine unless both are given, a plural as the singular: as far more labels say it.

        The very title of a label stays ("sage-femme").
        """
        index = self.index
        if len(index.titled(titles[0], among)):
            return titles
        if len(titles) == 1:
            knows = index.vocabulary.knows
            found = [gender.masculine(word, index.genders, knows, language) for word in titles[0].split()]
            titles = [" ".join(found)]
        return list(dict.fromkeys(self._usual(title, unfinished=unfinished) for title in titles))

    def _usual(self, title: str, *, unfinished: bool) -> str:
        vocabulary, words = self.index.vocabulary, title.split()
        # what may go on is no form of a word yet
        goes_on = unfinished and not vocabulary.knows(words[-1])
        whole, last = (words[:-1], words[-1:]) if goes_on else (words, [])
        return " ".join(usual.usual(whole, self.index.endings, vocabulary.uses) + last)

    def _in_language(self, entries: Numbers, language: str) -> NDArray[np.bool_]:
        known = self.index.languages
        number = known.index(language) if language in known else len(known)
        found: NDArray[np.bool_] = self.index.arrays["language"][entries] == number
        return found

    def vector(self, titles: list[str]) -> Floats:
        """The direction between the forms of a title, so that no grammatical gender weighs more."""
        found: Floats = unit(self.index.model.vectors(titles).mean(axis=0, keepdims=True))[0]
        return found

    def scores(self, entries: Numbers, vector: Floats, anchors: Floats, words: Floats) -> Floats:
        near = self.index.packed().dot(entries, vector)
        share = self.shares
        found: Floats = share.label * near + share.anchor * anchors + share.words * words[entries]
        return found + self._names(entries)

    def _names(self, entries: Numbers) -> Floats:
        return np.asarray(self.index.arrays["names"][entries] * np.float32(self.shares.name), dtype=np.float32)

    def meanings(self, titles: list[str], *, unfinished: bool) -> Meanings:
        """For each word typed the known words it may stand for; the last of a title may go on."""
        meant = self.index.vocabulary.meant
        found: Meanings = {}
        for title in titles:
            *whole, last = title.split()
            for word in whole:
                found.setdefault(word, meant(word, unfinished=False))
            found[last] = meant(last, unfinished=unfinished)
        return found

    def word_scores(self, titles: list[str], meanings: Meanings) -> Floats:
        """For each entry of the index the cosine of its words with those typed: the mean over the forms of a title."""
        found = [self._words_of(title.split(), meanings) for title in titles]
        return np.asarray(np.mean(found, axis=0) if len(found) > 1 else found[0], dtype=np.float32)

    def _words_of(self, typed: list[str], meanings: Meanings) -> Floats:
        total = np.zeros(len(self.index.arrays["label"]), np.float32)
        squares = 0.0
        for word in dict.fromkeys(typed):
            weight = self._weight(meanings[word])
            squares += weight * weight
            total += self._spread(meanings[word], weight)
        total /= self.index.arrays["entry_lengths"]
        total /= np.float32(max(squares, 1e-9) ** 0.5)
        return total

    def _weight(self, meant: list[Word]) -> float:
        """Of what was typed: that of the likeliest word, or of a word nobody has seen."""
        if not meant:
            return self.index.vocabulary.heaviest
        return self.index.vocabulary.weight(max(meant, key=lambda one: one.likeness))

    def _spread(self, meant: list[Word], weight: float) -> Floats:
        """Each entry gets what its likeliest word is worth."""
        found = np.zeros(len(self.index.arrays["label"]), np.float32)
        for word in sorted(meant, key=lambda one: one.likeness):
            found[self.index.posting(word.place)] = word.likeness * weight * self.index.vocabulary.weight(word)
        return found

    def _candidates(self, anchors: Floats, words: Floats, among: slice, language: str | None) -> Numbers:
        arrays = self.index.arrays
        near = _largest(anchors, BY_ANCHOR) + among.start
        holding = arrays["concept"][_largest(words, BY_WORDS, above=0)]
        holding = holding[(holding >= among.start) & (holding < among.stop)]
        entries = self.index.entries_of(np.union1d(near, holding))
        if language is None:
            return entries
        return entries[self._in_language(entries, language)]

    def _hit(self, entry: int, score: float, titles: list[str], spelt: Spelt) -> Hit:
        index = self.index
        label, concept = int(index.arrays["label"][entry]), int(index.arrays["concept"][entry])
        text, qualifier = index.texts[label], index.qualifiers[label]
        return Hit(
            concept=index.concepts[concept],
            scheme=index.scheme_of(concept),
            score=score,
            label=text,
            language=index.languages[int(index.arrays["language"][entry])],
            kind=KINDS[int(index.arrays["kind"][entry])],
            qualifier=qualifier,
            match=_match(titles, spelt, forms(text), normalise(qualifier)),
        )


def _match(titles: list[str], spelt: Spelt, labelled: list[str], qualifier: str) -> Match:
    kinds = [
        _how(typed.split(), spelt, f"{form} {extra}".split())
        for typed in titles
        for form in labelled
        for extra in dict.fromkeys(("", qualifier))
    ]
    return min(kinds, key=list(Match).index)


def _how(typed: list[str], spelt: Spelt, label: list[str]) -> Match:
    if set(typed) == set(label):
        return Match.SAME
    *whole, last = typed
    if set(whole) <= set(label) and any(word.startswith(last) for word in label):
        return Match.PART
    if set(label) <= set(typed):
        return Match.PART
    if all(spelt.get(word, {word}) & set(label) for word in typed):
        return Match.SPELLING
    return Match.MEANING


def _largest(values: NDArray[np.float32], count: int, *, above: float | None = None) -> Numbers:
    """Where the largest values are, in the order of their places, so that equal values do not depend on chance."""
    places = np.arange(len(values)) if above is None else np.flatnonzero(values > above)
    if len(places) <= count:
        return places
    kept = values[places]
    least = np.partition(kept, len(places) - count)[len(places) - count]
    above_least, equal = places[kept > least], places[kept == least]
    return np.union1d(above_least, equal[: count - len(above_least)])


def _best_of_each(concepts: Numbers, scores: Floats) -> Numbers:
    """The place of the best score of each concept, the first of equals. `concepts` lie together."""
    starts = np.flatnonzero(np.append(True, concepts[1:] != concepts[:-1]))
    best = np.maximum.reduceat(scores, starts)
    hits = np.flatnonzero(scores == np.repeat(best, np.diff(np.append(starts, len(scores)))))
    first: Numbers = hits[np.append(True, concepts[hits][1:] != concepts[hits][:-1])]
    return first

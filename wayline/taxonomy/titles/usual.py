"""Words brought to the form that labels use most, so that "camerieri" finds what "cameriere" finds.

Classifications head their groups in the plural, people write of one: "Ingegneri metallurgici", "ingegnere
metallurgico". Which endings go with which is learnt from the words of the labels: where many stems of a language
stand with both "-i" and "-e", one may stand for the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from wayline.taxonomy.titles.labels import Label
from wayline.taxonomy.titles.words import forms

# A stem tells enough to be trusted. Endings of three letters part what is done from who does it ("-ing", "-er").
SHORTEST_STEM, LONGEST_ENDING = 4, 2
# Two endings go together if so many stems of a language have both, and of the words with the one so large a share.
OFTEN, SHARE = 25, 0.04
# A word gives way to one that stands in so many times as many labels.
FAR_MORE = 4
Rules = Mapping[str, Sequence[str]]
"""The endings that may stand for an ending, whatever the language: what is typed does not say in which it is."""
Uses = Callable[[Sequence[str]], NDArray[np.float32]]
"""For each word in about how many labels it stands."""


def learn(labels: Iterable[Label]) -> dict[str, list[str]]:
    words: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        words[label.language].update(word for form in forms(label.text) for word in form.split())
    together = {pair for some in words.values() for pair in _together(some)}
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(together):
        found[one].append(other)
    return dict(found)


def usual(words: Sequence[str], rules: Rules, uses: Uses) -> list[str]:
    """For each word the form of it that far more labels hold, the most used one; else the word itself."""
    if not words:
        return []
    choices = [[word, *_others(word, rules)] for word in words]
    counts = uses([one for some in choices for one in some])
    ends = np.cumsum([len(some) for some in choices])[:-1]
    return [_most_used(some, own) for some, own in zip(choices, np.split(counts, ends), strict=True)]


def _most_used(choices: Sequence[str], counts: NDArray[np.float32]) -> str:
    best = int(counts.argmax())
    return choices[best if counts[best] >= FAR_MORE * counts[0] else 0]


def _others(word: str, rules: Rules) -> list[str]:
    return sorted({stem + other for stem, ending in _parted(word) for other in rules.get(ending, ())})


def _together(words: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of endings of one language that go together."""
    endings: dict[str, set[str]] = defaultdict(set)
    number: Counter[str] = Counter()
    for word in words:
        for stem, ending in _parted(word):
            endings[stem].add(ending)
            number[ending] += 1
    both = Counter(
        (one, other)
        for some in endings.values()
        if len(some) > 1
        for one in some
        for other in some
        if one != other and one[:1] != other[:1]  # else the stem goes on
    )
    return [(one, other) for (one, other), times in both.items() if times >= max(OFTEN, SHARE * number[one])]


def _parted(word: str) -> Iterator[tuple[str, str]]:
    for length in range(min(LONGEST_ENDING, len(word) - SHORTEST_STEM) + 1):
        yield word[: len(word) - length], word[len(word) - length :]

"""Feminine words brought to the masculine, so that a woman's title finds what a man's finds.

The endings are learnt from the labels that write both forms: "serveur/serveuse" tells that "-euse" goes with "-eur".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from wayline.taxonomy.titles.labels import Label
from wayline.taxonomy.titles.words import forms

# An ending is a rule if it is long enough to mean something, often seen, nearly always with the same other ending,
# and hardly ever the ending of a masculine word.
SHORTEST, LONGEST = 3, 6
OFTEN, NEARLY_ALWAYS, HARDLY_EVER = 8, 0.9, 0.05
Rules = Mapping[str, Mapping[str, str]]


def learn(labels: Iterable[Label]) -> dict[str, dict[str, str]]:
    """For each language the masculine ending for each feminine one."""
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for label in labels:
        pairs[label.language] |= _pairs(forms(label.text))
    found = {language: _rules(some) for language, some in sorted(pairs.items())}
    return {language: rules for language, rules in found.items() if rules}


def masculine(word: str, rules: Rules, known: Callable[[str], bool], language: str | None = None) -> str:
    """The masculine of a feminine word; any other word as it is. Without a language only a known word is given."""
    found = [_by(word, rules[one]) for one in ([language] if language else rules) if one in rules]
    candidates = [one for one in found if one != word]
    return next((one for one in candidates if known(one)), candidates[0] if language and candidates else word)


def _by(word: str, endings: Mapping[str, str]) -> str:
    for length in range(min(LONGEST, len(word) - 2), SHORTEST - 1, -1):
        if word[-length:] in endings:
            return word[:-length] + endings[word[-length:]]
    return word


def _pairs(titles: list[str]) -> set[tuple[str, str]]:
    if len(titles) != 2:
        return set()
    one, other = (title.split() for title in titles)
    return {(his, hers) for his, hers in zip(one, other, strict=False) if his != hers and his[:3] == hers[:3]}


def _rules(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    endings_of_men: Counter[str] = Counter()
    for his, hers in sorted(pairs):
        common = next((at for at in range(min(len(his), len(hers))) if his[at] != hers[at]), min(len(his), len(hers)))
        endings_of_men.update(his[-length:] for length in range(SHORTEST, LONGEST + 1))
        for at in range(max(2, len(hers) - LONGEST), min(common, len(hers) - SHORTEST) + 1):
            votes[hers[at:]][his[at:]] += 1
    return {
        ending: best
        for ending, counts in sorted(votes.items())
        for best, number in counts.most_common(1)
        if number >= max(OFTEN, NEARLY_ALWAYS * counts.total()) and endings_of_men[ending] <= HARDLY_EVER * number
    }

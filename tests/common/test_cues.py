"""Cues: a pattern is left out only where it cannot match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayline.common.cues import Cue, folded
from wayline.opportunities.extraction import cues


@pytest.mark.parametrize(
    ("pattern", "anchors"),
    [
        ("hours?", ("hour",)),
        ("(?:a|per) week", (" week",)),
        ("chinese|mandarin", ("chinese", "mandarin")),
        ("exigée?s?", ("exigé",)),
        ("degree|university degree", ("degree",)),
        (r"bac ?\+ ?5", ("bac",)),
        (r"kein\w*", ("kein",)),
        ("no (?!problem|doubt)x", ("no ",)),
        ("(?:carn[eé]t?|permiso)(?: de conducir)?", ("",)),
    ],
)
def test_of_each_alternative_the_letters_that_stand_there_whatever_else_does(
    pattern: str, anchors: tuple[str, ...]
) -> None:
    assert Cue.of([pattern]).anchors == anchors


def test_no_pattern_matches_nothing() -> None:
    cue = Cue.of([])
    assert not cue.may("anything")
    assert not cue.pattern.search("anything")


EVERY = [
    cue
    for language in cues.languages()
    if (known := cues.cues(language))
    for cue in (known.must, known.nice, known.an_hour, known.any_language, *(one for one, _level in known.levels))
]


@given(st.sampled_from(EVERY).flatmap(lambda cue: st.tuples(st.just(cue), st.from_regex(cue.pattern))))
def test_whatever_matches_may_match(made: tuple[Cue, str]) -> None:
    cue, text = made
    assert cue.may(folded(text))


@pytest.mark.parametrize("text", ["INDİSPENSABLE", "ındıspensable", "indiſpensable", "Indispensable"])
def test_letters_that_a_pattern_holds_to_be_the_same_fold_to_the_same(text: str) -> None:
    cue = Cue.of(["indispensable"])
    assert cue.pattern.search(text)
    assert cue.may(folded(text))

"""What a model of sentences learns from: names and descriptions of one thing lie together, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wayline.taxonomy.titles.labels import Label

SKILL, OCCUPATION, ACTIVITY, TOOL, GROUP = "skill", "occupation", "activity", "tool", "group"
SHARES = {OCCUPATION: 0.25, ACTIVITY: 0.25, TOOL: 0.25, GROUP: 0.25}
"""What is only learnt on the way: which words mean alike. A quarter of the steps each."""
BRACKETS = re.compile(r"\s*\([^)]*\)")
SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\n")


def bare(text: str) -> str:
    """Without what stands in brackets: "Python (computer programming)" is called Python."""
    return BRACKETS.sub("", text).strip()


def named(lesson: str, concept: str, language: str, text: str) -> Iterator[Label]:
    for said in dict.fromkeys((text, bare(text))):
        if said:
            yield Label(lesson, concept, language, said)


def described(lesson: str, concept: str, language: str, text: str) -> Iterator[Label]:
    for said in SENTENCE.split(text):
        if len(said.split()) > 1:
            yield Label(lesson, concept, language, said)

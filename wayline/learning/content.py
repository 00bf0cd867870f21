"""What a kind of step needs beside title, text and minutes: between a `StepOutline` and the JSON of a version."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from wayline.learning.packages.outline import Answer, Question, StepKindName, StepOutline

CONTENT_FIELDS = (
    "media", "captions", "transcript", "download", "instructions", "hand_in", "questions", "pass_percent", "options",
    "several", "place", "dial_in", "link", "explore",
)  # fmt: skip
_DEFAULTS = StepOutline(title="", kind="article")


def content_of(step: StepOutline) -> dict[str, Any]:
    """Only what differs from the default, as plain JSON values."""
    content: dict[str, Any] = {}
    for name in CONTENT_FIELDS:
        value = getattr(step, name)
        if value == getattr(_DEFAULTS, name):
            continue
        content[name] = value if not isinstance(value, tuple) else [_plain(item) for item in value]
    return content


def outline_of(kind: str, *, title: str, body: str, minutes: int, key: str, content: dict[str, Any]) -> StepOutline:
    step = StepOutline(title=title, kind=_kind_name(kind), body=body, minutes=minutes, key=key)
    for name, value in content.items():
        if name == "questions":
            step.questions = questions_of(content)
        elif name == "options":
            step.options = tuple(value)
        elif name in CONTENT_FIELDS:
            setattr(step, name, value)
    return step


def questions_of(content: dict[str, Any]) -> tuple[Question, ...]:
    return tuple(_question(row) for row in content.get("questions", []))


def _question(row: dict[str, Any]) -> Question:
    answers = tuple(Answer(**_known(Answer, answer)) for answer in row.get("answers", []))
    return Question(**{**_known(Question, row), "answers": answers})


def _known(shape: type[Question] | type[Answer], row: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(shape)}
    return {name: value for name, value in row.items() if name in names}


def _plain(item: Any) -> Any:
    """As JSON gives it back: with lists for tuples, so that two contents can be compared."""
    if not isinstance(item, Question):
        return item
    return {**asdict(item), "answers": [asdict(answer) for answer in item.answers]}


def _kind_name(kind: str) -> StepKindName:
    return kind  # type: ignore[return-value]  # rooms above may register more kinds than the package format names

"""The TOML headers of a programme package: which keys there are, read with every problem noted, and written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final, get_args

import tomli_w

from wayline.learning.packages.outline import Answer, PackageError, Question, QuestionKind, StepKindName
from wayline.learning.packages.words import gettext as _

STEP_KINDS: Final[tuple[str, ...]] = get_args(StepKindName)
QUESTION_KINDS: Final[tuple[str, ...]] = get_args(QuestionKind)
KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
FENCE: Final = "+++"


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a header. `check` says what is wrong with a value, or nothing."""

    kind: type
    default: Any
    check: Callable[[Any], str] = lambda value: ""
    required: bool = False


def _one_of(allowed: Sequence[object]) -> Callable[[Any], str]:
    def check(value: object) -> str:
        names = ", ".join(str(entry) for entry in allowed)
        return "" if value in allowed else _("It must be one of: {allowed}.").format(allowed=names)

    return check


def _between(low: float, high: float | None = None) -> Callable[[Any], str]:
    def check(value: float) -> str:
        if not isfinite(value) or value < low or (high is not None and value > high):
            top = _("{low} or more").format(low=low) if high is None else f"{low}–{high}"
            return _("It must be {range}.").format(range=top)
        return ""

    return check


def _filled(value: str) -> str:
    return "" if value.strip() else _("It must not be empty.")


def _key(value: str) -> str:
    fine = not value or KEY.fullmatch(value)
    return "" if fine else _("It may have lower-case letters, digits and single hyphens only.")


def _path(value: str) -> str:
    """Of this service, so that the package opens the explorer wherever it is imported."""
    fine = not value or (value.startswith("/") and not value.startswith("//") and "\\" not in value)
    return "" if fine else _("It must be a path that begins with one /.")


_TITLE = Field(str, "", _filled, required=True)
_TEXT = Field(str, "")
_TEXTS = Field(list, ())
_YES_NO = Field(bool, False)
_KEY = Field(str, "", _key)

PROGRAMME: Final = {
    "format": Field(int, None, _one_of([1]), required=True),
    "title": _TITLE,
    "language": Field(str, "en"),
    "summary": _TEXT,
    "outcomes": _TEXTS,
    "authors": _TEXTS,
    "licence": _TEXT,
    "source": _TEXT,
    "description": _TEXT,
}
WEEK: Final = {"title": _TITLE, "key": _KEY}
_STEP = {
    "title": _TITLE,
    "kind": Field(str, None, _one_of(STEP_KINDS), required=True),
    "key": _KEY,
    "minutes": Field(int, 0, _between(0)),
}
_MEDIA = {"media": _TEXT, "captions": _TEXT, "transcript": _TEXT}
_BY_KIND: Final[dict[str, dict[str, Field]]] = {
    "video": _MEDIA,
    "audio": _MEDIA,
    "exercise": {"hand_in": Field(str, "either", _one_of(["text", "file", "either"])), "instructions": _TEXT},
    "quiz": {"pass_percent": Field(int, 0, _between(0, 100))},
    "poll": {"options": _TEXTS, "several": _YES_NO},
    "download": {"download": _TEXT},
    "event": {"place": _TEXT, "dial_in": _TEXT, "link": _TEXT},
    "lmi": {"explore": Field(str, "", _path), "instructions": _TEXT},
}
QUESTION: Final = {
    "text": _TITLE,
    "kind": Field(str, None, _one_of(QUESTION_KINDS), required=True),
    "marks": Field(float, 1.0, _between(0)),
    "feedback": _TEXT,
    "case_sensitive": _YES_NO,
}
ANSWER: Final = {
    "text": Field(str, "", required=True),
    "fraction": Field(float, 0.0, _between(0, 1)),
    "feedback": _TEXT,
    "match": _TEXT,
    "tolerance": Field(float, 0.0, _between(0)),
}


def _words_for(kind: type) -> str:
    return {
        str: _("text"),
        int: _("a whole number"),
        float: _("a number"),
        bool: _("true or false"),
        list: _("a list of texts"),
    }[kind]


def step_fields(kind: str) -> dict[str, Field]:
    """The keys of a step of this kind; of an unknown kind all keys, for only the kind is wrong then."""
    if kind in STEP_KINDS:
        return _STEP | _BY_KIND.get(kind, {})
    return _STEP | {key: spec for of_kind in _BY_KIND.values() for key, spec in of_kind.items()}


@dataclass(slots=True)
class Header:
    """The header of one file while it is read; problems of all files gather in one list."""

    where: str
    text: str
    first_line: int
    problems: list[PackageError]
    values: dict[str, Any] = field(default_factory=dict)

    def problem(self, text: str, *, key: str = "", table: int = 0, advice: str = "") -> None:
        place = f"{self.where}:{self._line_of(key, table)}:1" if key or table else self.where
        self.problems.append(PackageError(text, where=place, advice=advice))

    def _line_of(self, key: str, table: int) -> int:
        lines = self.text.split("\n")
        starts = [number for number, line in enumerate(lines) if line.strip().startswith("[[question]]")]
        begin = starts[table - 1] if 0 < table <= len(starts) else 0
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        found = (number for number in range(begin, len(lines)) if key and pattern.match(lines[number]))
        return self.first_line + next(found, begin)

    def parse(self) -> bool:
        try:
            self.values = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            self.problems.append(self._syntax(str(error)))
            return False
        except RecursionError:
            self.problems.append(self._syntax(_("lists are nested too deeply")))
            return False
        return True

    def _syntax(self, message: str) -> PackageError:
        match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
        what = message[: match.start()] if match else message
        if match and match[1]:
            place = f"{self.where}:{int(match[1]) + self.first_line - 1}:{match[2]}"
        else:
            place = f"{self.where}:{self.first_line + self.text.count(chr(10))}:1"
        advice = _("Texts stand between double quotes, or between three of them when they have several lines.")
        return PackageError(_("The header cannot be read: {what}.").format(what=what), where=place, advice=advice)

    def take(self, values: Mapping[str, Any], fields: Mapping[str, Field], *, table: int = 0) -> dict[str, Any]:
        """The checked values by key, defaults filled in; what is wrong is noted and replaced by the default."""
        for key in values:
            if key not in fields:
                allowed = ", ".join(fields)
                text = _("“{key}” is not a key that may stand here.").format(key=key)
                self.problem(text, key=key, table=table, advice=_("Allowed: {allowed}.").format(allowed=allowed))
        for key, spec in fields.items():
            if spec.required and key not in values:
                self.problem(_("“{key}” is missing.").format(key=key), table=table)
        return {key: self._value(values, key, spec, table) for key, spec in fields.items()}

    def _value(self, values: Mapping[str, Any], key: str, spec: Field, table: int) -> Any:
        if key not in values:
            return spec.default
        value = values[key]
        if spec.kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        right = isinstance(value, spec.kind) and not (spec.kind is int and isinstance(value, bool))
        if spec.kind is list and right:
            right = all(isinstance(entry, str) for entry in value)
            value = tuple(value)
        wrong = spec.check(value) if right else _("It must be {what}.").format(what=_words_for(spec.kind))
        if wrong:
            self.problem(
                _("“{key}” has a value that is not allowed.").format(key=key), key=key, table=table, advice=wrong
            )
            return spec.default
        return value

    def tables(self, values: dict[str, Any], key: str, *, table: int = 0) -> list[dict[str, Any]]:
        """Take a list of tables such as `[[question]]` out of the values."""
        found = values.pop(key, [])
        if isinstance(found, list) and all(isinstance(entry, dict) for entry in found):
            return [dict(entry) for entry in found]
        advice = _("Write each one under a line [[{key}]].").format(key=key)
        self.problem(_("“{key}” has a value that is not allowed.").format(key=key), key=key, table=table, advice=advice)
        return []

    def questions(self) -> tuple[Question, ...]:
        result = []
        for number, raw in enumerate(self.tables(self.values, "question"), start=1):
            raw_answers = self.tables(raw, "answer", table=number)
            values = self.take(raw, QUESTION, table=number)
            answers = tuple(Answer(**self.take(answer, ANSWER, table=number)) for answer in raw_answers)
            result.append(Question(answers=answers, **values))
        return tuple(result)


def format_header(values: Mapping[str, Any], fields: Mapping[str, Field]) -> str:
    """TOML of the values that are not empty or the default, in the order of the fields."""
    kept = {}
    for key, spec in fields.items():
        value = _plain(values[key], spec)
        if value != spec.default or spec.required:
            kept[key] = value
    return tomli_w.dumps(kept, multiline_strings=True)


def format_questions(questions: Sequence[Question]) -> str:
    parts = []
    for question in questions:
        parts.append("\n[[question]]\n" + format_header(_values(question, QUESTION), QUESTION))
        for answer in question.answers:
            parts.append("\n[[question.answer]]\n" + format_header(_values(answer, ANSWER), ANSWER))
    return "".join(parts)


def is_fence(line: str) -> bool:
    return line.rstrip() == FENCE


def fenced(toml: str) -> str:
    """The header between its two lines; a line of a text inside that would end it early is written with an escape."""
    lines = [rf"\u002B{line[1:]}" if is_fence(line) else line for line in toml.split("\n")]
    return f"{FENCE}\n{chr(10).join(lines)}{FENCE}\n"


def _values(source: object, fields: Mapping[str, Field]) -> dict[str, Any]:
    return {key: getattr(source, key) for key in fields}


def _plain(value: Any, spec: Field) -> Any:
    if spec.kind is str:
        return normal(value)
    if spec.kind is list:
        return tuple(normal(entry) for entry in value)
    return float(value) if spec.kind is float else value


def normal(text: str) -> str:
    """Text with line feeds only; browsers and other systems send CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")

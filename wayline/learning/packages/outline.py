"""The neutral shape of a programme between a file format and the database.

Every reader (Markdown folder, Common Cartridge, Moodle backup, FutureLearn export) returns an `Imported`;
every writer takes an `Outline`. Text is Markdown. Minutes are whole minutes of a learner's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

StepKindName = Literal[
    "article", "video", "audio", "discussion", "exercise", "quiz", "poll", "download", "event", "lmi"
]
QuestionKind = Literal["single", "multiple", "true_false", "text", "number", "matching", "essay"]


class PackageError(Exception):
    """A package that cannot be read at all.

    `where` says the file and, where known, line and column; `advice` says what the person can do.
    """

    def __init__(self, problem: str, *, where: str = "", advice: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.advice = advice

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" {self.advice}" if self.advice else ""
        return f"{place}{self.problem}{advice}"

    @property
    def problems(self) -> tuple[PackageError, ...]:
        return (self,)


class PackageErrors(PackageError):
    """Everything that is wrong with a package, so that its author can mend it in one go."""

    def __init__(self, problems: Sequence[PackageError]) -> None:
        first = problems[0]
        super().__init__(first.problem, where=first.where, advice=first.advice)
        self._problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self._problems)

    @property
    def problems(self) -> tuple[PackageError, ...]:
        return self._problems


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to choose or to accept; `fraction` is its share of the mark, 0 to 1 (wrong ones 0)."""

    text: str
    fraction: float = 0.0
    feedback: str = ""
    match: str = ""
    """For `matching`: what `text` belongs to."""
    tolerance: float = 0.0
    """For `number`: how far the given number may be from `text`."""


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    kind: QuestionKind
    answers: tuple[Answer, ...] = ()
    feedback: str = ""
    """Shown after an answer, right or wrong."""
    marks: float = 1.0
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the package. `name` is its address in the texts: `files/<name>`; `path` is where it lies now."""

    name: str
    path: Path
    media_type: str = "application/octet-stream"


@dataclass(slots=True)
class StepOutline:
    title: str
    kind: StepKindName
    body: str = ""
    minutes: int = 0
    key: str = ""
    """Stable within the programme; kept on export and import. Lower-case letters, digits and hyphens."""
    media: str = ""
    """Video, audio: `files/…` or an https address."""
    captions: str = ""
    """A WebVTT file, `files/…`."""
    transcript: str = ""
    """Markdown."""
    download: str = ""
    """Download: `files/…` or an https address."""
    instructions: str = ""
    """Exercise: what to hand in; LMI activity: the question (Markdown)."""
    explore: str = ""
    """LMI activity: path and query of the page of the explorer that it opens."""
    hand_in: Literal["text", "file", "either"] = "either"
    questions: tuple[Question, ...] = ()
    pass_percent: int = 0
    options: tuple[str, ...] = ()
    """Poll: what one may choose."""
    several: bool = False
    """Poll: whether one may choose more than one."""
    place: str = ""
    dial_in: str = ""
    link: str = ""
    posts: list[PostOutline] = field(default_factory=list)
    """Discussion that came with the package, oldest first."""


@dataclass(slots=True)
class WeekOutline:
    title: str
    intro: str = ""
    key: str = ""
    steps: list[StepOutline] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@dataclass(slots=True)
class Outline:
    title: str
    language: str = "en"
    summary: str = ""
    description: str = ""
    """Markdown."""
    outcomes: tuple[str, ...] = ()
    """What a learner can do afterwards."""
    authors: tuple[str, ...] = ()
    licence: str = ""
    source: str = ""
    """Where it was adapted from, in words or as an address."""
    weeks: list[WeekOutline] = field(default_factory=list)
    assets: list[Asset] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(week.minutes for week in self.weeks)


@dataclass(slots=True)
class PostOutline:
    """A forum post or comment of another platform. `author` is the name or pseudonymous key it came with."""

    key: str
    author: str
    text: str
    at: datetime | None = None
    parent: str = ""
    """Key of the post it answers; empty for an opening post."""
    subject: str = ""
    likes: int = 0


@dataclass(frozen=True, slots=True)
class NotTaken:
    """One thing of the source that could not be taken over."""

    what: str
    """Its kind in the source's words: `assignment`, `lti link`, `question type calculated` …"""
    name: str
    """Its title, or its file."""
    reason: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that was taken over in another form."""

    what: str
    name: str
    how: str


@dataclass(slots=True)
class Report:
    """What happened to the content of a package; nothing is dropped silently."""

    source_format: str
    """For people: `Common Cartridge 1.2`, `Moodle backup 4.5` …"""
    taken: dict[str, int] = field(default_factory=dict)
    """How many of each kind were taken over: `{"article": 12, "file": 3}`."""
    changed: list[Changed] = field(default_factory=list)
    not_taken: list[NotTaken] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        self.taken[what] = self.taken.get(what, 0) + number


@dataclass(slots=True)
class Imported:
    outline: Outline
    report: Report

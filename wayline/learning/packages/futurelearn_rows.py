"""The rows of FutureLearn's run exports: what each table holds and how a row is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from wayline.learning.packages.words import gettext as _

ABSENT = frozenset({"", "na", "n/a", "null", "none", "unknown"})


class BadCellError(ValueError):
    def __init__(self, column: str, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.column = column
        self.problem = problem
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Enrolment:
    learner: str
    enrolled_at: datetime | None
    unenrolled_at: datetime | None
    role: str
    fully_participated_at: datetime | None
    """As FutureLearn recorded it: most steps completed and every test question tried."""
    statement_bought_at: datetime | None
    about: tuple[tuple[str, str], ...]
    """What the learner told (gender, country, age range …), where it is known."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One learner at one step (step activity)."""

    learner: str
    week: int
    step: int
    first_visited_at: datetime | None
    last_completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Comment:
    key: str
    author: str
    parent: str
    """Key of the comment it answers; empty for an opening comment."""
    week: int
    step: int
    text: str
    at: datetime
    likes: int
    moderated: bool
    """Hidden by a moderator."""


@dataclass(frozen=True, slots=True)
class TeamMember:
    key: str
    name: str
    team_role: str
    user_role: str


@dataclass(frozen=True, slots=True)
class QuizResponse:
    learner: str
    week: int
    step: int
    question: int
    kind: str
    response: str
    at: datetime | None
    correct: bool | None


@dataclass(frozen=True, slots=True)
class LeavingResponse:
    learner: str
    left_at: datetime | None
    reason: str
    week: int | None
    step: int | None
    """The last step completed."""


@dataclass(frozen=True, slots=True)
class WeeklySentiment:
    at: datetime | None
    week: int
    rating: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Archetype:
    learner: str
    at: datetime | None
    archetype: str


@dataclass(frozen=True, slots=True)
class PeerAssignment:
    key: str
    author: str
    week: int
    step: int
    text: str
    at: datetime | None
    reviews: int


@dataclass(frozen=True, slots=True)
class PeerReview:
    key: str
    reviewer: str
    assignment: str
    week: int
    step: int
    feedback: tuple[str, ...]
    at: datetime | None


@dataclass(frozen=True, slots=True)
class VideoFigures:
    week: int
    step: int
    title: str
    seconds: int | None
    views: int | None


Record: TypeAlias = (
    Enrolment
    | Visit
    | Comment
    | TeamMember
    | QuizResponse
    | LeavingResponse
    | WeeklySentiment
    | Archetype
    | PeerAssignment
    | PeerReview
    | VideoFigures
)


def _no_moment(column: str, problem: str) -> BadCellError:
    advice = _("Give it as 2017-03-06 10:11:12 UTC; export the file again if a spreadsheet has changed it.")
    return BadCellError(column, problem, advice)


class Row:
    """The cells of one row by column name; a column that the file does not have is empty."""

    __slots__ = ("cells",)

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def value(self, column: str) -> str:
        """The text, or nothing where the export says that it is not known."""
        text = self.text(column)
        return "" if text.lower() in ABSENT else text

    def key(self, column: str) -> str:
        value = self.optional_key(column)
        if not value:
            raise BadCellError(column, _("is empty"), _("Fill it in, or leave the row out."))
        return value

    def optional_key(self, column: str) -> str:
        """A key; spreadsheets write whole numbers with a fraction."""
        value = self.value(column)
        return value[:-2] if value.endswith(".0") and value[:-2].isdecimal() else value

    def number(self, column: str) -> int | None:
        value = self.value(column)
        if not value:
            return None
        if value.isdecimal() and value.isascii() and len(value) < 10:
            return int(value)
        if not re.fullmatch(r"[0-9]{1,9}\.0+", value):
            raise BadCellError(
                column,
                _("“{text}” is not a whole number").format(text=value[:40]),
                _("Write a whole number, 0 or more."),
            )
        return int(value.partition(".")[0])

    def needed(self, column: str) -> int:
        number = self.number(column)
        if number is None:
            raise BadCellError(column, _("is empty"), _("Fill it in, or leave the row out."))
        return number

    def moment(self, column: str) -> datetime | None:
        value = self.value(column)
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value[:-4] + "+00:00" if value.endswith((" UTC", " GMT")) else value)
        except ValueError:
            raise _no_moment(column, _("“{text}” is not a date and time").format(text=value[:40])) from None
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            raise _no_moment(column, _("“{text}” is not a date and time").format(text=value[:40])) from None

    def yes_or_no(self, column: str) -> bool | None:
        value = self.value(column).lower()
        if value in {"true", "t", "yes", "1"}:
            return True
        if value in {"false", "f", "no", "0"}:
            return False
        if value:
            raise BadCellError(
                column, _("“{text}” is neither true nor false").format(text=value[:40]), _("Write true or false.")
            )
        return None

    def place(self, step: str = "step") -> tuple[int, int]:
        """Week and step, from their own columns, or from a step such as 1.2 in the files of the first years."""
        week, number = self.number("week_number"), self.number("step_number")
        if week is None or number is None:
            position = re.fullmatch(r"(\d{1,4})\.(\d{1,4})", self.value(step))
            if not position:
                raise BadCellError(step, _("does not say the week and step"), _("Write it as 1.2: week 1, step 2."))
            week, number = int(position[1]), int(position[2])
        if not week or not number:
            raise BadCellError(step, _("has a week or step 0"), _("Weeks and steps are counted from 1."))
        return week, number


ABOUT = (
    "gender",
    "country",
    "age_range",
    "highest_education_level",
    "employment_status",
    "employment_area",
    "detected_country",
)


def _enrolment(row: Row) -> Enrolment:
    return Enrolment(
        learner=row.key("learner_id"),
        enrolled_at=row.moment("enrolled_at"),
        unenrolled_at=row.moment("unenrolled_at"),
        role=row.text("role"),
        fully_participated_at=row.moment("fully_participated_at"),
        statement_bought_at=row.moment("purchased_statement_at"),
        about=tuple((column, row.value(column)) for column in ABOUT if row.value(column)),
    )


def _visit(row: Row) -> Visit:
    week, step = row.place()
    return Visit(row.key("learner_id"), week, step, row.moment("first_visited_at"), row.moment("last_completed_at"))


def _comment(row: Row) -> Comment:
    week, step = row.place()
    at = row.moment("timestamp")
    if at is None:
        raise _no_moment("timestamp", _("is empty"))
    return Comment(
        key=row.key("id"),
        author=row.key("author_id"),
        parent=row.optional_key("parent_id"),
        week=week,
        step=step,
        text=row.text("text"),
        at=at,
        likes=row.number("likes") or 0,
        moderated=row.value("moderated").lower() not in {"", "false", "f", "no", "0"},
    )


def _team_member(row: Row) -> TeamMember:
    name = " ".join(part for part in (row.text("first_name"), row.text("last_name")) if part)
    return TeamMember(row.key("id"), name, row.text("team_role"), row.text("user_role"))


def _quiz_response(row: Row) -> QuizResponse:
    position = re.fullmatch(r"(\d{1,4})\.(\d{1,4})\.(\d{1,4})", row.value("quiz_question"))
    if position:
        week, step, question = (int(part) for part in position.groups())
    else:
        (week, step), question = row.place(), row.needed("question_number")
    return QuizResponse(
        learner=row.key("learner_id"),
        week=week,
        step=step,
        question=question,
        kind=row.text("question_type"),
        response=row.text("response") or row.text("cloze_response"),
        at=row.moment("submitted_at"),
        correct=row.yes_or_no("correct"),
    )


def _leaving_response(row: Row) -> LeavingResponse:
    return LeavingResponse(
        learner=row.key("learner_id"),
        left_at=row.moment("left_at"),
        reason=row.text("leaving_reason"),
        week=row.number("last_completed_week_number"),
        step=row.number("last_completed_step_number"),
    )


def _weekly_sentiment(row: Row) -> WeeklySentiment:
    return WeeklySentiment(
        row.moment("responded_at"), row.needed("week_number"), row.number("experience_rating"), row.text("reason")
    )


def _archetype(row: Row) -> Archetype:
    return Archetype(row.key("learner_id"), row.moment("responded_at"), row.text("archetype"))


def _peer_assignment(row: Row) -> PeerAssignment:
    week, step = row.place()
    at = row.moment("submitted_at")
    return PeerAssignment(
        row.key("id"), row.key("author_id"), week, step, row.text("text"), at, row.number("review_count") or 0
    )


def _peer_review(row: Row) -> PeerReview:
    week, step = row.place()
    names = ("guideline_one_feedback", "guideline_two_feedback", "guideline_three_feedback")
    feedback = tuple(row.text(name) for name in names if row.text(name))
    return PeerReview(
        row.key("id"),
        row.key("reviewer_id"),
        row.key("assignment_id"),
        week,
        step,
        feedback,
        row.moment("created_at"),
    )


def _video_figures(row: Row) -> VideoFigures:
    week, step = row.place("step_position")
    return VideoFigures(week, step, row.text("title"), row.number("video_duration"), row.number("total_views"))


@dataclass(frozen=True, slots=True)
class Table:
    """One file of an export. `name` is how the file's name ends."""

    name: str
    read: Callable[[Row], Record]
    required: tuple[str, ...]
    """`a|b`: one of them."""
    optional: tuple[str, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(one for column in (*self.required, *self.optional) for one in column.split("|"))


PLACE = ("step", "week_number", "step_number")
TABLES = {
    table.name: table
    for table in (
        Table(
            "enrolments",
            _enrolment,
            ("learner_id", "enrolled_at"),
            ("unenrolled_at", "role", "fully_participated_at", "purchased_statement_at", *ABOUT),
        ),
        Table(
            "step-activity",
            _visit,
            ("learner_id", "step|step_number", "first_visited_at"),
            (*PLACE, "last_completed_at"),
        ),
        Table(
            "comments",
            _comment,
            ("id", "author_id", "step|step_number", "text", "timestamp"),
            (
                *PLACE,
                "parent_id",
                "likes",
                "moderated",
                "first_reported_at",
                "first_reported_reason",
                "moderation_state",
            ),
        ),
        Table("team-members", _team_member, ("id",), ("first_name", "last_name", "team_role", "user_role")),
        Table(
            "question-response",
            _quiz_response,
            ("learner_id", "quiz_question|question_number"),
            (*PLACE, "question_type", "response", "cloze_response", "submitted_at", "correct"),
        ),
        Table(
            "leaving-survey-responses",
            _leaving_response,
            ("learner_id",),
            (
                "id",
                "left_at",
                "leaving_reason",
                "last_completed_step_at",
                "last_completed_step",
                "last_completed_week_number",
                "last_completed_step_number",
            ),
        ),
        Table(
            "weekly-sentiment-survey-responses",
            _weekly_sentiment,
            ("week_number",),
            ("id", "responded_at", "experience_rating", "reason"),
        ),
        Table("archetype-survey-responses", _archetype, ("learner_id", "archetype"), ("id", "responded_at")),
        Table(
            "peer-review-assignments",
            _peer_assignment,
            ("id", "author_id", "step|step_number", "text"),
            (*PLACE, "first_viewed_at", "submitted_at", "moderated", "review_count"),
        ),
        Table(
            "peer-review-reviews",
            _peer_review,
            ("id", "reviewer_id", "assignment_id", "step|step_number"),
            (
                *PLACE,
                "guideline_one_feedback",
                "guideline_two_feedback",
                "guideline_three_feedback",
                "created_at",
            ),
        ),
        Table("video-stats", _video_figures, ("step_position", "title"), ("video_duration", "total_views")),
    )
}

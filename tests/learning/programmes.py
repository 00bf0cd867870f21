"""A small programme with one step of most kinds, and runs of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from wayline.learning.actions.programmes import import_programme
from wayline.learning.actions.runs import create_run, join, set_state
from wayline.learning.enums import RunState
from wayline.learning.models import Enrolment, Programme, Run, Step
from wayline.learning.packages.outline import Answer, Outline, Question, StepOutline, WeekOutline
from wayline.people.models import Membership

CAPITAL = Question(
    text="Which of these is a soft skill?",
    kind="single",
    answers=(
        Answer("Listening", 1.0, "Yes: it is about people."),
        Answer("Welding", 0.0, "Welding is a technical skill."),
    ),
)


def outline(title: str = "Guidance basics") -> Outline:
    return Outline(
        title=title,
        summary="A short programme for tests.",
        outcomes=("listen before you advise",),
        weeks=[
            WeekOutline(
                title="Beginning",
                key="beginning",
                steps=[
                    StepOutline("Welcome", "article", "## Hello\n\nRead [this](https://example.org).", 10, "welcome"),
                    StepOutline(
                        "What helps?", "poll", "Choose.", 5, "poll", options=("Time", "Training", "Colleagues")
                    ),
                    StepOutline("Check", "quiz", "", 15, "check", questions=(CAPITAL,), pass_percent=60),
                ],
            ),
            WeekOutline(
                title="Going on",
                key="going-on",
                steps=[
                    StepOutline(
                        "A talk", "exercise", "Listen.", 40, "talk", instructions="Write five lines.", hand_in="either"
                    ),
                    StepOutline("Meet", "event", "We meet.", 60, "meet", link="https://example.org/room"),
                    StepOutline("What will you try?", "discussion", "Tell us.", 20, "try"),
                ],
            ),
        ],
    )


def programme(by: Membership, *, publish: bool = True, title: str = "Guidance basics") -> Programme:
    return import_programme(outline(title), organisation=by.organisation, by=by, publish=publish)


def run_of(
    made: Programme,
    by: Membership,
    *,
    title: str = "Spring run",
    state: RunState = RunState.OPEN,
    starts_on: date | None = None,
    **fields: Any,
) -> Run:
    begins = starts_on or timezone.localdate() - timedelta(days=1)
    run = create_run(made, organisation=by.organisation, by=by, title=title, starts_on=begins, **fields)
    set_state(run, state=state, by=by)
    return run


def step_of(made: Programme, key: str) -> Step:
    return Step.objects.get(programme=made, key=key)


def enrol(run: Run, *members: Membership) -> list[Enrolment]:
    return [join(run, by=member) for member in members]

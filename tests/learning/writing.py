"""Programmes on the desk of authors, for tests."""

from __future__ import annotations

from typing import Any

from tests.conftest import GuardedClient
from wayline.learning.actions.programmes import import_programme, publish_programme
from wayline.learning.drafts import newest_version
from wayline.learning.models import Programme, Step
from wayline.learning.packages.outline import Answer, Outline, Question, StepOutline, WeekOutline
from wayline.people.models import Membership

BEGINNING = "Hello.\n\nThis is the beginning."
RIVERS = Question(
    text="Which is a river?", kind="single", answers=(Answer("Po", 1.0, "It is."), Answer("Etna", 0.0, "A mountain."))
)


def outline(title: str = "Coaching") -> Outline:
    return Outline(
        title=title,
        summary="How to ask",
        licence="CC BY 4.0",
        authors=("Maria Rossi",),
        outcomes=("ask open questions",),
        weeks=[
            WeekOutline(
                title="Listening",
                key="listening",
                steps=[
                    StepOutline("Welcome", "article", body=BEGINNING, minutes=10, key="welcome"),
                    StepOutline("What do you hear?", "discussion", body="Tell us.", minutes=20, key="hear"),
                    StepOutline("Rivers", "quiz", questions=(RIVERS,), pass_percent=50, minutes=5, key="rivers"),
                ],
            ),
            WeekOutline(
                title="Asking",
                key="asking",
                steps=[
                    StepOutline("Vote", "poll", options=("yes", "no"), minutes=5, key="vote"),
                    StepOutline("Watch", "video", media="https://example.org/film", minutes=8, key="watch"),
                ],
            ),
        ],
    )


def programme(by: Membership, *, title: str = "Coaching", publish: bool = False) -> Programme:
    made = import_programme(outline(title), organisation=by.organisation, by=by)
    if publish:
        publish_programme(made, by=by)
    return made


def step(made: Programme, key: str) -> Step:
    return Step.objects.select_related("programme__organisation", "week", "published").get(programme=made, key=key)


def shown(client: GuardedClient, address: str, query: dict[str, Any] | None = None) -> Any:
    """The answer with the context of its template, which Django's types do not know of."""
    return client.get(address, query)


def form_of(one: Step, **changes: Any) -> dict[str, Any]:
    """What the editor's form sends when nothing is typed, with changes. A quiz sends its questions as rows."""
    version = newest_version(one)
    data: dict[str, Any] = {
        "base": version.number,
        "title": version.title,
        "minutes": version.minutes,
        "body": version.body,
        "act": "save",
    }
    for name, value in version.content.items():
        if name == "options":
            data[name] = "\n".join(value)
        elif name == "questions":
            data |= _rows(value)
        elif value is not False:
            data[name] = value
    return data | changes


def _rows(questions: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {"questions": len(questions)}
    for number, question in enumerate(questions):
        prefix = f"q{number}"
        data |= {f"{prefix}-{name}": question[name] for name in ("text", "kind", "marks", "feedback")}
        data[f"{prefix}-answers"] = len(question["answers"])
        for place, answer in enumerate(question["answers"]):
            data[f"{prefix}-a{place}-text"] = answer["text"]
            data[f"{prefix}-a{place}-feedback"] = answer["feedback"]
            if answer["fraction"]:
                data[f"{prefix}-a{place}-right"] = "on"
    return data

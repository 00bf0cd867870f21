"""Everything a step's page shows, whatever its kind."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayline.common.markdown import render_markdown
from wayline.learning.content import questions_of
from wayline.learning.enums import EnrolmentState
from wayline.learning.models import Asset, Enrolment, HandIn, PollVote, Programme, QuizAttempt, Run, Step, StepVersion
from wayline.learning.packages.outline import Question
from wayline.learning.queries import Plan, PlannedStep, PlannedWeek, event_of, plan_of, poll_results
from wayline.learning.quiz import Marked, mark
from wayline.lmi.addresses import explorer_path

_HEADING = re.compile(r"^(#{1,6})\s", re.MULTILINE)


def body_html(text: str, programme: Programme, *, top: int = 2) -> SafeString:
    """A programme's Markdown as clean HTML; `files/<name>` becomes the file's address.

    The text's highest heading becomes level `top`, so that pages keep their order of headings whatever authors wrote.
    """
    return _drawn(text, programme.slug, top, get_language())


@lru_cache(maxsize=256)
def _drawn(text: str, slug: str, top: int, language: str | None) -> SafeString:
    """All that the HTML depends on is asked for, so what is kept is never stale. The language names the tables."""
    highest = min((len(marks) for marks in _HEADING.findall(text)), default=1)

    def resolve(address: str) -> str:
        if address.startswith("files/"):
            return reverse("learning:asset", args=[slug, address.removeprefix("files/")])
        return address

    html = render_markdown(text, heading_offset=top - highest, resolve=resolve)
    return _tables_that_scroll(html)


def _tables_that_scroll(html: SafeString) -> SafeString:
    """Wide tables scroll in a frame of their own, which the keyboard can reach. The HTML is clean already."""
    if "<table>" not in html:
        return html
    label = escape(_("Table"))
    opening = f'<div class="wl-scroll" tabindex="0" role="group" aria-label="{label}"><table>'
    return SafeString(html.replace("<table>", opening).replace("</table>", "</table></div>"))


def media_address(programme: Programme, address: str) -> str:
    """Where a film, sound or file of a step is: one of the programme's own, or on another host."""
    if address.startswith("files/"):
        return reverse("learning:asset", args=[programme.slug, address.removeprefix("files/")])
    return address


@dataclass(slots=True)
class StepPage:
    run: Run
    step: Step
    version: StepVersion
    enrolment: Enrolment | None
    plan: Plan
    week: PlannedWeek
    planned: PlannedStep
    before: PlannedStep | None
    after: PlannedStep | None

    @property
    def body(self) -> SafeString:
        return body_html(self.version.body, self.run.programme)

    @property
    def may_work(self) -> bool:
        """Answers and marks are kept for who takes part."""
        return self.enrolment is not None and self.enrolment.state == EnrolmentState.ENROLLED

    def work(self) -> dict[str, Any]:
        """What the template of the step's kind needs."""
        return work_of(self)


def step_page(run: Run, step: Step, enrolment: Enrolment | None) -> StepPage:
    plan = plan_of(run, enrolment)
    found = plan.find(step.pk)
    if found is None or step.published is None:
        raise Step.DoesNotExist
    week, planned = found
    before, after = plan.neighbours(step.pk)
    return StepPage(run, step, step.published, enrolment, plan, week, planned, before, after)


def work_of(page: StepPage) -> dict[str, Any]:
    programme, content = page.run.programme, page.version.content
    match page.step.kind:
        case "video" | "audio":
            return media_work(programme, content)
        case "download":
            return download_work(programme, content)
        case "quiz":
            return {"quiz": quiz_work(page)}
        case "poll":
            return poll_work(page)
        case "exercise":
            return exercise_work(page)
        case "lmi":
            return lmi_work(page.run.programme, page.version.content) | {"mine": _hand_in_of(page)}
        case "event":
            return {"event": event_of(page.run, page.step)}
        case _:
            return {}


def media_work(programme: Programme, content: dict[str, Any]) -> dict[str, Any]:
    address = content.get("media", "")
    return {
        "media": media_address(programme, address),
        "is_own": address.startswith("files/"),
        "captions": media_address(programme, content.get("captions", "")),
        "transcript": body_html(content.get("transcript", ""), programme, top=3),
        "language": programme.language,
    }


def download_work(programme: Programme, content: dict[str, Any]) -> dict[str, Any]:
    address = content.get("download", "")
    asset = None
    if address.startswith("files/"):
        asset = Asset.objects.filter(programme=programme, name=address.removeprefix("files/")).first()
    return {"download": media_address(programme, address), "asset": asset, "is_own": address.startswith("files/")}


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose, with the number it has in the question."""

    number: int
    text: SafeString
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    number: int
    name: str
    text: SafeString
    kind: str
    options: list[Option]
    rows: list[tuple[int, SafeString, str]]
    """Matching: number of the row, what it says, and what was chosen for it."""
    partners: list[str]
    typed: str
    marked: Marked | None
    feedback: list[SafeString]


@dataclass(frozen=True, slots=True)
class ShownQuiz:
    questions: list[ShownQuestion]
    attempt: QuizAttempt | None
    percent: int
    pass_percent: int


def quiz_work(page: StepPage) -> ShownQuiz:
    """The quiz with the learner's last answers, when they were given to this version."""
    attempt = None
    if page.enrolment is not None:
        attempt = QuizAttempt.objects.filter(enrolment=page.enrolment, step=page.step, version=page.version).first()
    return show_quiz(page.version, page.run.programme, attempt)


def show_quiz(version: StepVersion, programme: Programme, attempt: QuizAttempt | None) -> ShownQuiz:
    questions = questions_of(version.content)
    given = {int(number): values for number, values in attempt.answers.items()} if attempt else {}
    result = mark(questions, given)
    shown = [
        _shown(number, question, given.get(number, []), programme, result.questions[number] if attempt else None)
        for number, question in enumerate(questions)
    ]
    return ShownQuiz(shown, attempt, result.percent if attempt else 0, version.content.get("pass_percent", 0))


def _shown(
    number: int, question: Question, given: list[str], programme: Programme, marked: Marked | None
) -> ShownQuestion:
    choosing = question.kind in ("single", "multiple", "true_false")
    matching = question.kind == "matching"
    return ShownQuestion(
        number=number + 1,
        name=f"q{number}",
        text=body_html(question.text, programme, top=3),
        kind=question.kind,
        options=[
            Option(index, body_html(answer.text, programme), str(index) in given)
            for index, answer in enumerate(question.answers)
        ]
        if choosing
        else [],
        rows=[
            (index, body_html(answer.text, programme), given[index] if index < len(given) else "")
            for index, answer in enumerate(question.answers)
            if answer.text
        ]
        if matching
        else [],
        partners=_mixed({answer.match for answer in question.answers if answer.match}) if matching else [],
        typed=given[0] if given and not choosing else "",
        marked=marked,
        feedback=[body_html(text, programme) for text in marked.feedback] if marked else [],
    )


def _mixed(partners: set[str]) -> list[str]:
    """In an order that gives nothing away and stays the same from page to page."""
    ordered = sorted(partners)
    random.Random(len(ordered)).shuffle(ordered)  # noqa: S311 - an order, not a secret
    return ordered


def poll_work(page: StepPage) -> dict[str, Any]:
    options = list(page.version.content.get("options", []))
    mine = PollVote.objects.filter(enrolment=page.enrolment, step=page.step).first() if page.enrolment else None
    results = poll_results(page.run, page.step, options) if mine or page.enrolment is None else []
    return {
        "options": [(number, option, bool(mine and number in mine.choices)) for number, option in enumerate(options)],
        "several": bool(page.version.content.get("several")),
        "mine": mine,
        "results": results,
        "votes": sum(count for _option, count in results),
    }


def exercise_work(page: StepPage) -> dict[str, Any]:
    programme = page.run.programme
    return {
        "instructions": body_html(page.version.content.get("instructions", ""), programme, top=3),
        "hand_in": page.version.content.get("hand_in", "either"),
        "mine": _hand_in_of(page),
    }


def _hand_in_of(page: StepPage) -> HandIn | None:
    return HandIn.objects.filter(enrolment=page.enrolment, step=page.step).first() if page.enrolment else None


def lmi_work(programme: Programme, content: dict[str, Any]) -> dict[str, Any]:
    """The question, and the page that it opens: a package may name one that is not there, and none leads elsewhere."""
    return {
        "instructions": body_html(content.get("instructions", ""), programme, top=3),
        "explore": explorer_path(content.get("explore", "")) or reverse("lmi:explorer"),
        "mine": None,
    }

"""From the start page to the certificate: with a mouse, by keyboard alone, and without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import Arrive
from wayline.home.demo.cast import AMARA, JOAN
from wayline.home.demo.learning import FOLDERS
from wayline.learning.packages import markdown_folder
from wayline.learning.packages.outline import Question, StepOutline

WAYS: list[Any] = [
    pytest.param({}, id="mouse"),
    pytest.param({"keyboard": True}, id="keyboard"),
    pytest.param({"javascript": False}, id="no-javascript"),
]
WORK = ("learning_progress", "learning_quizattempt", "learning_pollvote", "learning_handin")


def week_one() -> list[StepOutline]:
    english = next(found for found in map(markdown_folder.read_folder, FOLDERS) if found.outline.language == "en")
    return english.outline.weeks[0].steps


@pytest.fixture
def amara(visit: Arrive, ground: dict[str, Any], request: pytest.FixtureRequest) -> Visitor:
    """The demo practitioner at the start page, with nothing done yet in the run under way."""
    newcomer: Visitor = visit(**request.param)
    begin_again(newcomer, ground["run"])
    newcomer.go("/")
    return newcomer


def begin_again(learner: Visitor, run: int) -> None:
    (enrolment,) = learner.service.execute(
        "SELECT enrolment.id FROM learning_enrolment enrolment JOIN people_user person ON person.id = user_id "
        "WHERE run_id = %s AND email = %s",
        run,
        AMARA.email,
    )
    for work in WORK:
        learner.service.execute(f"DELETE FROM {work} WHERE enrolment_id = %s", enrolment[0])  # noqa: S608 - ours
    learner.service.execute("UPDATE learning_enrolment SET last_step_id = NULL WHERE id = %s", enrolment[0])


@sends("home:demo_sign_in", "learning:complete", "learning:quiz", "learning:hand_in", "discussion:post")
@pytest.mark.parametrize("amara", WAYS, indirect=True)
def test_a_newcomer_learns_is_answered_and_keeps_a_certificate(
    amara: Visitor, visit: Arrive, ground: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    way = request.node.callspec.id
    amara.press("Sign in as Practitioner")
    expect(amara.page.locator("h1")).to_have_text(f"Welcome, {AMARA.name}")
    amara.follow("My learning")
    amara.follow(about("Overview", ground["run_title"]))
    amara.follow("Start with the first step")
    question = f"Which of you has met this before, and what did you say? ({way})"
    for step in week_one():
        expect(amara.page.locator("h1")).to_have_text(step.title)
        if step.kind == "discussion":
            write_comment(amara, question)
        take(amara, step)
    expect(amara.page.locator("h1")).not_to_have_text(week_one()[-1].title)
    see_week_complete(amara, ground)

    joan = visit(**request.node.callspec.params["amara"])
    answer = f"I have, and I asked what they needed first. ({way})"
    answer_from_the_queue(joan, question, answer)
    read_the_answer(amara, answer)
    keep_the_certificate(amara, ground)


def take(learner: Visitor, step: StepOutline) -> None:
    """Does what a step asks, and goes on to the next."""
    work = {"quiz": take_quiz, "exercise": hand_in, "event": see_event}.get(step.kind)
    if work is None:
        learner.press("Mark as complete and go on")
        return
    work(learner, step)
    expect(learner.page.get_by_text("Completed", exact=True).first).to_be_visible()
    learner.hands.press(learner.page.locator("a[rel=next]"))


def see_event(learner: Visitor, step: StepOutline) -> None:
    expect(learner.page.locator("#work")).to_contain_text("Dial-in")
    learner.press("Mark as complete and go on")
    learner.hands.press(learner.page.locator("a[rel=prev]"))


def hand_in(learner: Visitor, step: StepOutline) -> None:
    learner.press("Hand in")
    expect(learner.page.locator(".govuk-error-summary")).to_be_visible()
    learner.write("Your text", "The year in which the branch closed. Somebody asked what I wanted to keep.")
    learner.press("Hand in")
    expect(learner.page.locator("#handed-in")).to_be_visible()


def take_quiz(learner: Visitor, step: StepOutline) -> None:
    asked = learner.page.locator(".wl-question")
    expect(asked).to_have_count(len(step.questions))
    for number, question in enumerate(step.questions):
        answer_question(learner, asked.nth(number), question)
    learner.press("Check your answers")
    expect(learner.page.locator("#work .govuk-notification-banner")).to_contain_text("100% right. You passed.")


def answer_question(learner: Visitor, place: Locator, question: Question) -> None:
    right = [answer for answer in question.answers if answer.fraction > 0]
    if question.kind == "matching":
        for row in place.locator(".wl-match").all():
            asked = row.locator("label").inner_text()
            partner = next(answer.match for answer in question.answers if answer.text == asked)
            learner.hands.pick(row.locator("select"), partner)
    elif question.kind in ("number", "text"):
        learner.hands.write(place.locator("input"), right[0].text)
    else:
        for answer in right:
            learner.choose(answer.text, within=place)


def write_comment(learner: Visitor, text: str) -> None:
    form = learner.page.locator("#new-comment")
    learner.write("Your comment", text, within=form)
    learner.press("Post", within=form)
    expect(learner.page.locator("#comments")).to_contain_text(text)


def see_week_complete(learner: Visitor, ground: dict[str, Any]) -> None:
    learner.follow("My learning")
    learner.follow(about("Overview", ground["run_title"]))
    count = len(week_one())
    expect(learner.page.locator("#w1")).to_contain_text(f"{count} of {count} steps completed")


def answer_from_the_queue(facilitator: Visitor, question: str, answer: str) -> None:
    facilitator.go("/")
    facilitator.press("Sign in as Facilitator")
    facilitator.follow(re.compile("comments? waits? for an answer"))
    waiting = facilitator.page.locator(".wl-queue", has_text=question)
    facilitator.press(re.compile("^Answer"), within=waiting)
    expect(facilitator.page.locator("h1")).to_have_text(f"Answer {AMARA.name}")
    facilitator.write("Your answer", answer, within=facilitator.page.locator("#answer"))
    facilitator.press("Post and go on")
    expect(facilitator.page.locator(".govuk-notification-banner")).to_contain_text("Your answer is posted.")


def read_the_answer(learner: Visitor, answer: str) -> None:
    learner.follow(re.compile("^Notices"))
    learner.follow(f"{JOAN.name} answered your comment.")
    expect(learner.page.get_by_text(answer)).to_be_visible()


def keep_the_certificate(learner: Visitor, ground: dict[str, Any]) -> None:
    learner.follow("My learning")
    learner.follow(about("Certificate", ground["ended_title"]))
    expect(learner.page.locator("main")).to_contain_text(AMARA.name)
    with learner.page.expect_download() as download:
        learner.hands.press(learner.page.get_by_text("Download as PDF"))
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF-1.7")
    assert content.rstrip().endswith(b"%%EOF")
    assert len(content) > 4_000

"""Applying: somebody looks for work, an employer answers, in both ways; and what goes another way is noted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from tests.e2e.sends import sends
from tests.e2e.test_walks_offers import to_review
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says, told

pytestmark = pytest.mark.parametrize("way", WAYS)
PRAISE: FilePayload = {"name": "praise.txt", "mimeType": "text/plain", "buffer": b"Much praise."}


@sends(
    "opportunities:questions",
    "opportunities:question_edit",
    "opportunities:question_do",
    "opportunities:apply",
    "opportunities:application_paper_remove",
    "opportunities:application_check",
    "opportunities:application_video_take_back",
    "opportunities:received_video",
    "opportunities:application_until",
    "opportunities:application_withdraw",
    "opportunities:received_mark invited",
    "opportunities:received_mark not_chosen",
    "opportunities:received_take_back",
    "portfolio:cv_tailor",
    "portfolio:letter",
)
def test_somebody_applies_is_invited_and_withdraws(visit: Arrive, way: Way, named: Named) -> None:
    helen, owen = visit("employer", **way), visit("administrator", **way)
    seeker = visit(one_of(way, "Ola", "Per"), **way)
    title, name = named("Turner"), f"{one_of(way, 'Ola', 'Per')} Seeker"
    asks_two_questions(helen, title)
    helen.press("Send to the service")
    page_says(helen, "Sent. The service reads it before it is shown.")
    to_review(owen, title)
    page_says(owen, "Which lathe do you know best?")
    owen.press("Publish")
    page_says(owen, f"Published: {title}")

    applies(seeker, title)
    application = seeker.page.url

    helen.go("/offers/")
    helen.follow("Applications", within=helen.page.locator("main"))
    page_says(helen, "It has numbers and statuses, and names nobody.")
    helen.examine()
    helen.follow(name)
    page_says(helen, "The one in our cellar.")
    paper = helen.page.get_by_role("link", name="praise.txt").get_attribute("href")
    assert helen.context.request.get(str(paper)).status == 200
    opens_the_video(helen)
    helen.follow("Invite")
    helen.write("Message", "Monday at nine, at the gate.")
    helen.press("Invite")
    page_says(helen, "They are told.")
    helen.examine()
    helen.follow("Not chosen")
    helen.press("Not chosen")
    page_says(helen, "They are told.")
    helen.press("Take it back")
    page_says(helen, "Taken back.")

    told(seeker, f"You are invited: {title}")
    seeker.go(application)
    page_says(seeker, "Monday at nine, at the gate.")
    page_says(seeker, "Helen Ostrowska")
    page_says(seeker, "Who opened the video")
    seeker.press("Take the video back")
    page_says(seeker, "They cannot play the video any more")
    seeker.examine()
    film = f"{helen.page.url.partition('#')[0]}video/captions/"
    assert helen.context.request.get(film).status == 404
    last_day = timezone.localdate() + timedelta(days=20)
    seeker.hands.write_day(seeker.page.get_by_label("Open to the employer until"), last_day)
    seeker.press("Save")
    page_says(seeker, "Saved.")
    seeker.follow("Withdraw")
    seeker.press("Withdraw it")
    page_says(seeker, "Withdrawn.")
    seeker.examine()

    assert helen.context.request.get(str(paper)).status == 404
    helen.go("/received/")
    helen.follow(name)
    page_says(helen, "Papers and answers are closed.")
    expect(helen.page.get_by_text("The one in our cellar.")).to_have_count(0)


def opens_the_video(employer: Visitor) -> None:
    """What was written comes first."""
    page_says(employer, "Open first what was written")
    here = employer.page.url
    for paper in employer.page.locator("#video + p + p a").all():
        assert employer.context.request.get(str(paper.get_attribute("href"))).status == 200
    employer.go(here)
    employer.press("I have read the application: show the video")
    expect(employer.page.locator("video")).to_be_visible()
    employer.examine()
    assert employer.context.request.get(f"{here}video/captions/").status == 200


def asks_two_questions(employer: Visitor, title: str) -> None:
    employer.go("/offers/?state=draft")
    employer.follow(title)
    employer.follow("Questions to applicants")
    employer.press("Add the question")
    expect(employer.page.locator(".govuk-error-summary")).to_be_visible()
    employer.examine()
    employer.write("Question", "Which lathe do you know?")
    employer.press("Add the question")
    employer.write("Question", "Do you work on Saturdays?")
    employer.choose("One of several answers")
    employer.write("Answers to choose from", "Gladly, seldom, never")
    employer.press("Add the question")
    page_says(employer, "Give two answers or more")
    employer.choose("Yes or no")
    employer.press("Add the question")
    employer.press(about("Remove", "Do you work on Saturdays?"))
    page_says(employer, "Saved.")
    employer.follow(about("Change", "Which lathe do you know?"))
    employer.write("Question", "Which lathe do you know best?")
    employer.choose("It must be answered")
    employer.press("Save")
    page_says(employer, "must be answered")
    employer.follow("Back to the offer")


def applies(seeker: Visitor, title: str) -> None:
    """With a copy of the CV for this offer, a letter, an answer, and a document in place of another."""
    seeker.go("/opportunities/?q=turner")
    seeker.follow(title)
    seeker.follow("Apply here")
    seeker.press("Tailor a copy of this CV to the offer")
    page_says(seeker, "A copy of your CV for this offer.")
    seeker.press("Compare")
    seeker.follow(title, within=seeker.page.locator("nav.govuk-breadcrumbs"))
    seeker.follow("Letter")
    seeker.write("Letter", "Dear Ms Ostrowska, I turn bowls.")
    seeker.press("Save and show")
    page_says(seeker, "Saved.")

    seeker.go("/opportunities/")
    seeker.follow("My applications")
    page_says(seeker, "What you sent another way")
    seeker.examine()
    seeker.follow(title)
    seeker.choose(title, within=seeker.page.get_by_role("group", name="Which letter goes along"))
    for _ in range(2):
        seeker.page.get_by_label("Add a document").set_input_files(PRAISE)
        seeker.press("Add the document")
        page_says(seeker, "The document is there.")
    seeker.press(about("Remove", "praise.txt"))
    page_says(seeker, "The document is gone.")
    seeker.press("Go on: check it")
    expect(seeker.page.locator(".govuk-error-summary")).to_be_visible()
    seeker.examine()
    seeker.write("Which lathe do you know best?", "The one in our cellar.")
    seeker.choose("A minute at the lathe")
    seeker.press("Go on: check it")
    page_says(seeker, "The one in our cellar.")
    seeker.press("Take the video out")
    page_says(seeker, "The video does not go along.")
    seeker.follow("Change something")
    seeker.choose("A minute at the lathe")
    seeker.press("Go on: check it")
    page_says(seeker, "The video is not copied")
    seeker.examine()
    seeker.press("Send the application")
    page_says(seeker, "Sent. You are told when somebody answers.")


@sends("opportunities:applied_elsewhere", "opportunities:application_track", "opportunities:application_delete")
def test_what_goes_another_way_is_noted(visit: Arrive, way: Way) -> None:
    seeker = visit(one_of(way, "Ola", "Per"), **way)
    seeker.go("/opportunities/?q=gardener")
    seeker.follow("Gardener")
    seeker.press("I applied there")
    page_says(seeker, "Noted.")
    seeker.examine()
    seeker.choose("Invited")
    seeker.write("Your own note", "Call on Friday")
    seeker.press("Save")
    page_says(seeker, "Saved.")
    expect(seeker.page.get_by_label("Your own note")).to_have_value("Call on Friday")
    seeker.follow("Delete")
    seeker.press("Delete it")
    page_says(seeker, "It is deleted.")

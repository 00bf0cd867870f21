"""A video of oneself: sent in parts or as a whole, its captions, its last day, and shown to who helps."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor
from tests.e2e.ways import WAYS, Arrive, Way, one_of, page_says

NO_FILM: FilePayload = {
    "name": "me.mp4",
    "mimeType": "video/mp4",
    "buffer": b"\0\0\0\x18ftypmp42" + bytes(2_500_000),
}
"""Begins as a film and is none: three parts of it arrive, and preparing it fails wherever ffmpeg is or is not."""


@sends("portfolio:upload_begin")
def test_sending_a_video_in_parts(visit: Arrive) -> None:
    nils = visit("Nils", keyboard=True)
    nils.go("/portfolio/videos/")
    nils.follow("How to make a good one, and why it is not sent first")
    page_says(nils, "Why employers do not see it first")
    nils.go("/portfolio/videos/")
    sends_one(nils)


@sends("portfolio:videos")
def test_sending_a_video_without_a_script(visit: Arrive) -> None:
    sends_one(visit("Rosa", javascript=False))


def sends_one(mover: Visitor) -> None:
    mover.go("/portfolio/videos/")
    mover.press("Send")
    expect(mover.page.locator(".govuk-error-summary")).to_be_visible()
    mover.examine()
    mover.page.get_by_label("Choose a video").set_input_files(NO_FILM)
    mover.press("Send")
    mover.page.wait_for_url(re.compile(r"/portfolio/videos/\w{16}/$"))
    could_not_be_prepared(mover)
    mover.examine()
    mover.go("/portfolio/videos/")
    page_says(mover, "Could not be prepared")


def could_not_be_prepared(mover: Visitor) -> None:
    """With JavaScript the page asks for itself; without, one looks again."""
    for _ in range(60):
        if mover.page.locator(".govuk-warning-text").is_visible():
            return
        again = mover.page.get_by_role("link", name="Look again")
        if not mover.javascript and again.is_visible():
            again.click()
        mover.page.wait_for_timeout(500)
    raise AssertionError(mover.page.locator("main").inner_text())


@sends("portfolio:video", "portfolio:video_captions", "portfolio:video_again")
@pytest.mark.parametrize("way", WAYS)
def test_captions_and_showing_it(visit: Arrive, way: Way) -> None:
    cleo = visit(one_of(way, "Nils", "Rosa"), **way)
    cleo.go("/portfolio/videos/")
    cleo.follow("My video")
    page_says(cleo, "Before you can share it, write its captions")
    cleo.examine()
    cleo.follow("Write the captions")
    first = cleo.page.get_by_role("group", name="Line 1", exact=True)
    cleo.write("From", "0:00", within=first)
    cleo.write("Until", "soon", within=first)
    cleo.write("What is said or heard", "I cut a tenon in one go.", within=first)
    cleo.press("Save")
    expect(cleo.page.locator(".govuk-error-summary")).to_contain_text("Enter a time")
    cleo.examine()
    cleo.write("Until", "0:03", within=first)
    cleo.press("Save")
    page_says(cleo, "The captions are saved.")
    cleo.hands.write_day(
        cleo.page.get_by_label("Shown to others until"), (datetime.now(UTC) + timedelta(days=60)).date()
    )
    cleo.press("Save")
    page_says(cleo, "Saved.")
    cleo.examine()
    cleo.go("/portfolio/videos/")
    cleo.follow("Broken video")
    cleo.press("Try again")
    could_not_be_prepared(cleo)

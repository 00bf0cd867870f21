"""What authors do with programmes, by keyboard alone and without JavaScript."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says, wait_for_the_worker
from tests.learning.test_import_browser import FUTURELEARN
from wayline.home.demo.cast import AMARA, RUTH

pytestmark = pytest.mark.parametrize("way", WAYS)


@sends(
    "learning:programme_create",
    "learning:week_add",
    "learning:week_edit",
    "learning:week_move",
    "learning:week_delete",
    "learning:step_add",
    "learning:step_edit",
    "learning:step_move",
    "learning:step_publish",
    "learning:step_withdraw",
    "learning:step_bring_back",
    "learning:step_delete",
    "learning:programme_details",
    "learning:programme_publish",
)
def test_building_a_programme_and_putting_it_in_order(visit: Arrive, way: Way, named: Named) -> None:
    una = visit(one_of(way, "Una", "Vic"), **way)
    title = named("Order")
    una.go("/authoring/new/")
    una.write("Title", title)
    una.press("Make the draft")
    una.follow("Add a week")
    una.write("Title", "Second week")
    una.press("Save")
    page_says(una, "Second week")
    for step in ("One", "Two"):
        una.follow(about("Add a step", "Week 1"))
        una.write("Title of the step", step)
        una.choose("Article")
        una.press("Add it and write")
        una.write("Text", f"Text of {step.lower()}.")
        una.press("Save the draft")
        page_says(una, "Saved")
        una.follow(title)
    una.press(re.compile(r"^Move down\W+1\.1$"))
    expect(una.page.locator(".wl-desk__link").first).to_have_text("Two")
    una.press(about("Move down", "Week 1"))
    expect(una.page.locator(".wl-desk__title").first).to_contain_text("Second week")
    una.follow(about("Change title and introduction", "Second week"))
    una.write("Title", "Empty week")
    una.press("Save")
    una.follow(about("Delete", "Empty week"))
    una.press("Delete the week")
    page_says(una, "The week is gone.")

    una.follow("Publish …")
    una.press("Publish all of this")
    una.follow("Two")
    una.write("Text", "A better text of two.")
    una.press("Save the draft")
    una.follow(title)
    una.press(re.compile(r"^Publish this step\W+1\.1$"))
    page_says(una, "Learners read this version now.")
    una.press(re.compile(r"^Withdraw\W+1\.1$"))
    page_says(una, "Learners do not see the step any more.")
    una.press(re.compile(r"^Bring back\W"))
    page_says(una, "The step is back.")
    una.follow(about("Add a step", "Week 1"))
    una.write("Title of the step", "Three")
    una.choose("Discussion")
    una.press("Add it and write")
    una.follow("Delete")
    una.press("Delete the step")
    page_says(una, "The step is gone.")
    una.follow(re.compile("^Change this"))
    una.write("Summary", "In good order.")
    una.press("Save")
    page_says(una, "Saved.")


@sends(
    "learning:programme_authors",
    "learning:author_remove",
    "learning:programme_files",
    "learning:file_remove",
    "learning:remark_add",
    "learning:remark_resolve",
    "learning:step_restore",
)
def test_writing_with_colleagues(visit: Arrive, way: Way, named: Named, tmp_path: Path) -> None:
    una = visit(one_of(way, "Una", "Vic"), **way)
    title = named("Together")
    una.go("/authoring/new/")
    una.write("Title", title)
    una.press("Make the draft")
    una.follow("Add or remove authors")
    una.write("E-mail address", "nobody@example.net")
    una.press("Add the author")
    expect(una.page.locator(".govuk-error-summary")).to_be_visible()
    una.examine()
    una.write("E-mail address", RUTH.email)
    una.press("Add the author")
    page_says(una, f"{RUTH.name} can write here now, and was told.")
    una.write("E-mail address", AMARA.email)
    una.press("Add the author")
    una.press(about("Remove", AMARA.name))
    page_says(una, f"{AMARA.name} is no author of this programme any more.")
    una.follow(title)
    una.follow("Files")
    words = tmp_path / "words.txt"
    words.write_text("Some words.")
    una.page.get_by_label(re.compile("^File")).set_input_files(words)
    una.press("Add the file")
    page_says(una, "Kept. In texts its address is files/words.txt.")
    una.follow(about("Remove", "words.txt"))
    una.press(re.compile("^Remove"))
    page_says(una, "The file is gone.")
    una.follow(title)
    una.follow(about("Add a step", "Week 1"))
    una.write("Title of the step", "A step")
    una.choose("Article")
    una.press("Add it and write")
    for text in ("Wait for three seconds.", "Wait for five seconds."):
        una.write("Text", text)
        una.press("Save the draft")
        page_says(una, "Saved")
    step = una.page.url

    ruth = visit("researcher", **way)
    ruth.go(step)
    ruth.unfold("Add a remark")
    ruth.write("Passage", "five seconds")
    ruth.write("Your remark", named("Is that not long?"))
    ruth.press("Add the remark")
    page_says(ruth, "Your remark stands beside the draft.")

    una.go(step)
    page_says(una, named("Is that not long?"))
    una.press(re.compile("^Mark as resolved"))
    expect(una.page.get_by_role("button", name=re.compile("^Reopen"))).to_be_visible()
    una.follow(re.compile("^History"))
    una.choose("Version 2 is the old one")
    una.press("Show what changed")
    expect(una.page.locator("del", has_text="three")).to_be_visible()
    una.examine()
    una.follow("All versions")
    una.press(about("Restore", "version 2"))
    page_says(una, re.compile("[Vv]ersion 2"))


@sends("learning:programme_adapt", "learning:step_translate", "learning:package_send")
def test_translating_a_programme_and_carrying_it_away(
    visit: Arrive, way: Way, named: Named, ground: dict[str, Any], tmp_path: Path
) -> None:
    una = visit(one_of(way, "Una", "Vic"), **way)
    title = named("Passeggiata")
    una.go(f"/programmes/{ground['short']}/")
    una.follow(re.compile("^(Write|Edit|Change)"), within=una.page.locator("main"))
    una.follow("Adapt or translate this programme")
    una.write("Title of your programme", title)
    una.hands.pick(una.page.locator("#id_language"), "Italiano")
    una.press("Make the copy")
    page_says(una, "Translate it step by step.")
    una.follow("Welcome")
    una.write("Title", "Benvenuti", within=una.page.locator("main"))
    una.write("Text", "## Ciao\n\nLeggete.")
    una.choose("This translates the whole of the original as it stands here")
    una.press("Save the translation")
    page_says(una, "Saved")
    una.examine()
    una.follow(title)
    with una.page.expect_download() as download:
        una.follow("Export as a package (zip)")
    package = tmp_path / "package.zip"
    download.value.save_as(package)
    una.go("/authoring/import/")
    una.page.get_by_label("Package").set_input_files(package)
    una.press("Import")
    wait_for_the_worker(una)
    una.follow("Open the draft")
    page_says(una, "Benvenuti")


@sends("learning:futurelearn_send")
def test_bringing_in_a_run_of_futurelearn(visit: Arrive, way: Way, named: Named, tmp_path: Path) -> None:
    una = visit(one_of(way, "Una", "Vic"), **way)
    una.go("/authoring/import/")
    una.follow("Import a FutureLearn run")
    una.press("Import")
    expect(una.page.locator(".govuk-error-summary")).to_be_visible()
    una.examine()
    una.write("Title of the programme", named("From FutureLearn"))
    tables = [tmp_path / name for name in FUTURELEARN]
    for table in tables:
        table.write_text(FUTURELEARN[table.name])
    una.page.get_by_label("Files of the export").set_input_files(tables)
    una.press("Import")
    wait_for_the_worker(una)
    una.examine()


@sends("learning:package_again")
def test_reading_an_interrupted_package_once_more(visit: Arrive, way: Way, ground: dict[str, Any]) -> None:
    una = visit(one_of(way, "Una", "Vic"), **way)
    una.go(f"/authoring/imports/{ground[one_of(way, 'broken_off_1', 'broken_off_2')]}/")
    una.press("Read it again")
    wait_for_the_worker(una)

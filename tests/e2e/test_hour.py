"""A seventeen-year-old's hour: from what interests her to a CV, shared with an adviser for two weeks and taken back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document
from playwright.sync_api import FilePayload, expect
from pypdf import PdfReader

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor, about
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says
from wayline.home.demo.cast import AMARA
from wayline.portfolio.formats import europass
from wayline.portfolio.record import Kind

pytestmark = pytest.mark.parametrize("way", WAYS)
LIKED, NOT_LIKED = ("s", "a"), "2"
FEWEST = 30
NINETY_DAYS, TWO_WEEKS = timedelta(days=90), timedelta(days=14)
JOB, SCHOOL = "Waiter", "Northvale High School"
OF_THE_JOB, LOOKED_UP = "Handling cash and card payments", "Working in a team"
OF_THE_UNCLE = "Driving a fork-lift truck"
COMPARED = ("Cook", "Nurse", "Hairdresser")


@sends(
    "interests:begin",
    "portfolio:add",
    "portfolio:add_of_kind",
    "portfolio:edit",
    "portfolio:skills",
    "portfolio:cvs",
    "portfolio:cv",
    "portfolio:share_make",
    "portfolio:share_comment",
    "portfolio:share_revoke",
)
def test_the_hour(visit: Arrive, way: Way, named: Named, tmp_path: Path) -> None:
    mia = visit(one_of(way, "Mia", "Noa"), **way)
    finds_out_what_interests_her(mia)
    keeps_school_and_a_summer_job(mia)
    finds_skills(mia)
    compares_three_occupations(mia)
    makes_a_cv(mia, named("Summer"))
    read_the_cv(mia, tmp_path / "cv.pdf")
    receipt = shares(mia, named("To prepare our talk"))

    amara = visit("practitioner", **way)
    address = comments(amara, mia, named("To prepare our talk"))

    mia.go("/")
    mia.follow(re.compile("^Notices"))
    mia.follow("Somebody commented on what you shared.")
    expect(mia.page).to_have_url(receipt)
    page_says(mia, "Say how many guests you served.")
    expect(mia.page.get_by_role("region", name="Who looked when")).to_contain_text(AMARA.name)
    mia.examine()
    mia.press("Revoke at once")
    page_says(mia, "It is revoked.")
    assert amara.go(address).status == 404


def finds_out_what_interests_her(pupil: Visitor) -> None:
    pupil.go("/")
    pupil.follow("What interests you?")
    if pupil.javascript:
        pupil.press("One activity at a time")
        answer_one_by_one(pupil)
    else:
        pupil.press("All on one page")
        answer_all(pupil)
    expect(pupil.page).to_have_url(re.compile(r"/yourself/interests/\d+/$"))
    page_says(pupil, re.compile("Social"))
    expect(pupil.page.get_by_role("heading", name="Your six types")).to_be_visible()
    pupil.examine()
    kept = pupil.page.url
    pupil.go("/")
    pupil.follow(re.compile("^Your result of"))
    expect(pupil.page).to_have_url(kept)


def answer_one_by_one(pupil: Visitor) -> None:
    """By the number keys, which the page takes."""
    for number in range(1, FEWEST + 1):
        page_says(pupil, f"Activity {number};")
        pupil.page.wait_for_load_state()  # the keys are heard from then on
        key = pupil.page.locator("input[name=activity]").get_attribute("value") or ""
        pupil.page.keyboard.press("5" if key.startswith(LIKED) else NOT_LIKED)
    page_says(pupil, f"Activity {FEWEST + 1};")
    pupil.press("See the result now")


def answer_all(pupil: Visitor) -> None:
    for group in pupil.page.locator("main fieldset").all():
        key = group.locator("input").first.get_attribute("name") or ""
        pupil.choose("I would like it very much" if key.startswith(LIKED) else "I would not like it", within=group)
    pupil.press("See the result")


def keeps_school_and_a_summer_job(pupil: Visitor) -> None:
    """The job in one line, with the rest afterwards; the school with its details at once."""
    pupil.follow("Portfolio")
    pupil.write("What do you want to keep?", JOB)
    pupil.press("Add")
    page_says(pupil, "It is in your portfolio. Say more about it when you like.")
    pupil.follow("Change")
    pupil.write("Where or for whom", "Harbour Café")
    pupil.write("From", "7/2026")
    pupil.write("Until", "August 2026")
    pupil.write("Description", "I laid tables, took orders and took payments.")
    pupil.press("Save")
    page_says(pupil, "Saved.")
    page_says(pupil, "Harbour Café")
    pupil.examine()
    take_up_what_the_job_shows(pupil)

    pupil.follow("Portfolio")
    pupil.write("What do you want to keep?", "Drama club")
    pupil.hands.pick(pupil.page.get_by_label("It is"), "Project")
    pupil.press("Add")
    page_says(pupil, "Drama club")
    pupil.go("/portfolio/add/education/")
    pupil.write("From", "9/2024")
    pupil.press("Save")
    expect(pupil.page.locator(".govuk-error-summary")).to_be_visible()
    pupil.examine()
    pupil.write("What you learnt, or the certificate", "Secondary school, year 12")
    pupil.write("School, college or provider", SCHOOL)
    pupil.choose("It still goes on")
    pupil.press("Save")
    page_says(pupil, SCHOOL)


def take_up_what_the_job_shows(pupil: Visitor) -> None:
    """Suggested from the title of the job; nothing is taken up that is not ticked."""
    shown = pupil.page.get_by_role("region", name="Skills this may show")
    expect(shown).to_contain_text("looks like the occupation “Waiter”")
    pupil.choose(OF_THE_JOB, within=shown)
    pupil.press("Add what is ticked", within=shown)
    page_says(pupil, "1 skill is in your portfolio.")


def finds_skills(pupil: Visitor) -> None:
    pupil.follow("Portfolio")
    pupil.follow("Skills")
    pupil.write("Word or words", "team")
    pupil.press("Find")
    pupil.choose(LOOKED_UP)
    pupil.examine()
    pupil.press("Add what is ticked")
    page_says(pupil, "1 skill is in your portfolio.")
    held = pupil.page.get_by_role("region", name="What you have")
    for skill in (OF_THE_JOB, LOOKED_UP):
        expect(held).to_contain_text(skill)
    pupil.write("A CV, a reference, a job description", f"My uncle taught me {OF_THE_UNCLE.lower()}.")
    pupil.press("Read it")
    pupil.choose(f"1. {OF_THE_UNCLE}")
    pupil.examine()
    pupil.press("Add what is ticked", within=pupil.page.get_by_role("region", name="From a text about you"))
    page_says(pupil, "1 skill is in your portfolio.")
    expect(held).to_contain_text(OF_THE_UNCLE)
    brings_a_letter(pupil)


def brings_a_letter(pupil: Visitor) -> None:
    """As a file, in place of pasting it; a file that cannot be read is said to be one, and what can be is read."""
    pupil.page.get_by_label("Or choose a file").set_input_files(file_named("photo.docx", b"\x89PNG\r\n\x1a\n\0"))
    pupil.press("Read it")
    page_says(pupil, "We cannot read this kind of file.")
    pupil.examine()
    letter, out = Document(), BytesIO()
    letter.add_paragraph(f"Your uncle taught you {OF_THE_UNCLE.lower()}.")
    letter.save(out)
    pupil.page.get_by_label("Or choose a file").set_input_files(file_named("letter.docx", out.getvalue()))
    pupil.press("Read it")
    read = pupil.page.get_by_role("region", name="From a text about you")
    expect(read).to_contain_text(f"1. {OF_THE_UNCLE} You have it already")


def file_named(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def compares_three_occupations(pupil: Visitor) -> None:
    first, *others = COMPARED
    pupil.go("/")
    pupil.follow("Labour market")
    pupil.write("Job title", first)
    pupil.press("Find")
    pupil.follow(first, within=pupil.page.locator("main"))
    pupil.follow("Compare with other jobs")
    for title in others:
        pupil.write("Add a job", title)
        pupil.press("Find and add")
        pupil.follow(f"Add {title}")
    table = pupil.page.get_by_role("table", name="Jobs side by side")
    for title in COMPARED:
        expect(table.get_by_role("columnheader", name=title)).to_be_visible()
    expect(table.get_by_role("row", name="Skills it needs")).to_contain_text("food")
    pupil.examine()


def makes_a_cv(pupil: Visitor, title: str) -> None:
    """Its headings in Italian, the school above the job, the drama club left out."""
    pupil.follow("Portfolio")
    pupil.follow("CVs")
    pupil.write("Name of this CV", title)
    pupil.hands.pick(pupil.page.get_by_label("Language of the headings"), "Italiano")
    pupil.press("Make it")
    expect(pupil.page.locator("h1")).to_have_text(title)
    preview = pupil.page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("Drama club")
    expect(preview).to_contain_text("Esperienza")
    pupil.hands.untick(pupil.page.get_by_label("Drama club"))
    pupil.press("Save and show")
    expect(preview).not_to_contain_text("Drama club")
    pupil.press(about("Section up", "Education and training"))
    expect(preview.locator("article h2").first).to_have_text("Istruzione e formazione")
    pupil.examine()


def read_the_cv(pupil: Visitor, kept: Path) -> None:
    with pupil.page.expect_download() as download:
        pupil.follow("PDF")
    download.value.save_as(kept)
    said = "".join(page.extract_text() for page in PdfReader(kept).pages)
    assert said.index("Istruzione e formazione") < said.index("Esperienza") < said.index("Competenze")
    for text in (f"{pupil.name} Pupil", JOB, "Harbour Café", SCHOOL, "oggi", OF_THE_JOB):
        assert text in said, said
    assert "Drama club" not in said
    with pikepdf.open(BytesIO(kept.read_bytes())) as pdf:
        root: Any = pdf.Root
        assert bool(root.MarkInfo.Marked)
        assert "/StructTreeRoot" in root
        assert str(root.Lang) == "it"
        inside = pdf.attachments["europass.xml"].get_file().read_bytes()
    entries = europass.read(inside).record.entries
    assert {entry.title for entry in entries if entry.kind == Kind.EXPERIENCE} == {JOB}


def shares(pupil: Visitor, purpose: str) -> str:
    """The job and one skill, with one adviser, for two weeks. Returns the address of the receipt."""
    pupil.follow("Portfolio")
    pupil.follow("Shared")
    pupil.follow("Share something")
    things = pupil.page.locator("#things")
    for thing in (JOB, OF_THE_JOB):
        pupil.choose(thing, within=things)
    pupil.choose("A person, found by e-mail address")
    pupil.write("E-mail address of the person", AMARA.email)
    pupil.write("What for", purpose)
    day = pupil.page.get_by_label("Last day")
    last = date.fromisoformat(day.input_value()) - NINETY_DAYS + TWO_WEEKS
    pupil.hands.write_day(day, last)
    pupil.examine()
    pupil.press("Share")
    page_says(pupil, "It is shared.")
    page_says(pupil, purpose)
    page_says(pupil, AMARA.name)
    page_says(pupil, f"{last.day} {last:%B %Y}")
    page_says(pupil, "Nobody has looked yet.")
    return pupil.page.url


def comments(adviser: Visitor, pupil: Visitor, purpose: str) -> str:
    """From the adviser's list; what was not chosen is not there. Returns the address of what is shared."""
    adviser.go("/")
    adviser.follow("Portfolio")
    adviser.follow("Shared with you")
    adviser.follow(f"{pupil.name} Pupil: {purpose}")
    page_says(adviser, "Harbour Café")
    page_says(adviser, OF_THE_JOB)
    for kept_back in (SCHOOL, LOOKED_UP, "Drama club"):
        expect(adviser.page.locator("main")).not_to_contain_text(kept_back)
    adviser.examine()
    adviser.write("Your comment", "Say how many guests you served.")
    adviser.press("Comment")
    page_says(adviser, "Your comment is there.")
    return adviser.page.url

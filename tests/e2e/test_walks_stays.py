"""A pupil's stay in a company: the terms, who the participant is, four signatures; and a job taken from a file."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says

pytestmark = pytest.mark.parametrize("way", WAYS)
SIGN = "I have read it and sign"
NAME = "Your name, as your signature"


@sends(
    "opportunities:agreement_draw_up",
    "opportunities:agreement_who",
    "opportunities:agreement_sign",
    "opportunities:agreement_change",
    "opportunities:agreement_parent",
    "opportunities:agreement_call_off",
)
def test_a_stay_is_agreed_on(visit: Arrive, way: Way, ground: dict[str, Any]) -> None:
    name = one_of(way, "Val", "Zia")
    helen, pupil, amara = visit("employer", **way), visit(name, **way), visit("practitioner", **way)
    draws_up(helen, ground[f"stay_of_{name}"])
    agreement = helen.page.url

    pupil.go(agreement)
    pupil.press("Save")
    expect(pupil.page.locator(".govuk-error-summary")).to_be_visible()
    pupil.examine()
    born = timezone.localdate() - timedelta(days=17 * 365)
    for part, number in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        pupil.write(re.compile(rf"^\s*{part}"), str(number))
    parent = f"parent-of-{name.lower()}@example.org"
    pupil.write("Name of a parent or guardian", "Paula Pupil")
    pupil.write("E-mail of the parent or guardian", parent)
    pupil.press("Save")
    page_says(pupil, "Saved.")
    signs(pupil, f"{name} Pupil")
    pupil.examine()

    helen.go(agreement)
    helen.follow("Change")
    helen.write("Who looks after the participant", "Helen Ostrowska and her foreman")
    helen.press("Save the agreement")
    page_says(helen, "Whoever signed before signs the new text again.")
    for visitor, signature in ((pupil, f"{name} Pupil"), (helen, "Helen Ostrowska"), (amara, "Amara Nwosu")):
        visitor.go(agreement)
        signs(visitor, signature)

    guardian = visit(**way)
    guardian.go(helen.service.link_for(parent, "/agreements/parent/"))
    page_says(guardian, "Helen Ostrowska and her foreman")
    guardian.examine()
    guardian.press(SIGN)
    expect(guardian.page.locator("h1")).to_have_text("Nothing to sign here")
    pupil.go(agreement)
    page_says(pupil, "Paula Pupil")
    expect(pupil.page.locator("main")).to_contain_text("Signed by all")
    pupil.follow("Call off")
    pupil.press("Call it off")
    page_says(pupil, "Called off. The others are told.")


def draws_up(employer: Visitor, application: str) -> None:
    monday = timezone.localdate() + timedelta(days=28 - timezone.localdate().weekday())
    employer.go(f"/received/{application}/agreement/")
    employer.press("Save the agreement")
    expect(employer.page.locator(".govuk-error-summary")).to_be_visible()
    employer.examine()
    employer.choose("FR: Mini-stage")
    employer.write("What is to be learned", "How wood is measured, cut and joined")
    employer.hands.write_day(employer.page.get_by_label("First day"), monday)
    employer.hands.write_day(employer.page.get_by_label("Last day"), monday + timedelta(days=4))
    for label, text in (
        ("Days at the company", "5"),
        ("Hours a day", "7"),
        ("Hours a week", "35"),
        ("Where", "Sawpit Lane 3, Northvale"),
        ("Who looks after the participant", "Helen Ostrowska"),
        ("Insurance", "Policy NV 4411 of the company"),
    ):
        employer.write(label, text)
    employer.press("Save the agreement")
    page_says(employer, "Drawn up. The participant is told, and signs first.")


def signs(visitor: Visitor, name: str) -> None:
    visitor.write(NAME, name)
    visitor.press(SIGN)
    page_says(visitor, "Signed. Thank you.")


@sends("opportunities:job_file")
def test_a_job_from_a_file(visit: Arrive, way: Way, named: Named) -> None:
    helen, title = visit("employer", **way), named("Bench joiner")
    job = {
        "title": title,
        "type": "Full-time",
        "description": "You build stairs.",
        "skills": [{"name": "Joining wood"}],
    }
    file: FilePayload = {"name": "job.json", "mimeType": "application/json", "buffer": json.dumps(job).encode()}
    helen.go("/offers/from-file/")
    helen.press("Make a draft of it")
    expect(helen.page.locator(".govuk-error-summary")).to_be_visible()
    helen.examine()
    helen.page.locator("input[type=file]").set_input_files(file)
    helen.press("Make a draft of it")
    page_says(helen, "A draft from your file.")
    expect(helen.page.get_by_label("Title")).to_have_value(title)
    helen.go("/offers/?state=draft")
    page_says(helen, title)

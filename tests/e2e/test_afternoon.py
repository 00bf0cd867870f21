"""An afternoon of a client: interests gone through, shown and thrown away; a CV copied and tailored; a share ended."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says
from wayline.home.demo.cast import AMARA

pytestmark = pytest.mark.parametrize("way", WAYS)
FEWEST = 30
JOB, LATER, PASTED = "Waiter", "Cook in a school", "We look for a waiter who is good at working in a team."


@sends(
    "interests:begin",
    "interests:question",
    "interests:all",
    "interests:show",
    "interests:stop",
    "interests:more",
    "interests:throw_away",
    "portfolio:term",
    "portfolio:cv_take_up",
    "portfolio:cv_preview",
    "portfolio:cv_tailor",
    "portfolio:letter",
    "portfolio:cv_copy",
    "portfolio:cv_delete",
    "portfolio:share_end",
)
def test_the_afternoon(visit: Arrive, way: Way, named: Named) -> None:
    name = one_of(way, "Isa", "Tom")
    client = visit(name, **way)
    finds_interests(client)
    shows_them_and_throws_them_away(client)
    names_a_job(client)
    makes_a_cv(client, named("Kitchen"))
    previews(visit(name), named("Kitchen"))  # as one types: with JavaScript only, so at another browser
    tailors_it(client)
    copies_and_deletes(client)
    ends_a_share_earlier(client, named("For the canteen"))


def finds_interests(client: Visitor) -> None:
    """Begun one by one, ended on one page."""
    client.go("/yourself/interests/")
    client.press("One activity at a time")
    page_says(client, "Activity 1;")
    client.press(re.compile("I would like it very much"))
    page_says(client, "Activity 2;")
    client.follow("Rather all on one page")
    expect(client.page.locator("h1")).to_have_text("How would you like to do these things?")
    for number, group in enumerate(client.page.locator("main fieldset").all()[:FEWEST]):
        client.choose("I would like it very much" if number % 3 else "I would not like it", within=group)
    client.press("See the result")
    expect(client.page.get_by_role("heading", name="Your six types")).to_be_visible()


def shows_them_and_throws_them_away(client: Visitor) -> None:
    client.hands.pick(client.page.get_by_label("Adviser"), AMARA.name)
    client.press("Show it")
    page_says(client, f"{AMARA.name} may read it until")
    client.press(re.compile("^Stop"))
    page_says(client, "Your adviser can no longer read it.")
    client.press("Answer more activities")
    expect(client.page.locator("h1")).to_have_text("How would you like to do these things?")
    client.press("Keep and go on later")
    page_says(client, "Your answers are kept.")
    client.follow(re.compile("^throw away"))
    client.press("Throw it away")
    page_says(client, "It is gone.")


def keep(client: Visitor, title: str) -> None:
    client.go("/portfolio/")
    client.write("What do you want to keep?", title)
    client.press("Add")
    page_says(client, "It is in your portfolio.")


def names_a_job(client: Visitor) -> None:
    """In ESCO's words, and not any more."""
    keep(client, JOB)
    terms = client.page.get_by_role("region", name="The occupation, in ESCO’s words")
    client.press(re.compile("^That is it"), within=terms)
    expect(terms.get_by_role("button", name="Take it away")).to_be_visible()
    client.press("Take it away", within=terms)
    expect(terms.get_by_role("button", name=re.compile("^That is it")).first).to_be_visible()


def makes_a_cv(client: Visitor, title: str) -> None:
    """What is kept later is taken up when asked for."""
    client.go("/portfolio/cvs/")
    client.write("Name of this CV", title)
    client.press("Make it")
    expect(client.page.locator("h1")).to_have_text(title)
    keep(client, LATER)
    client.go("/portfolio/cvs/")
    client.follow(title)
    page_says(client, "You keep 1 thing that this CV does not know yet.")
    client.press("Add to the list")
    page_says(client, "They are in the list, not shown yet.")
    client.examine()


def previews(client: Visitor, title: str) -> None:
    client.go("/portfolio/cvs/")
    client.follow(title)
    preview = client.page.locator("#preview")
    expect(preview).to_contain_text(JOB)
    client.hands.choose(client.page.get_by_label(LATER))
    expect(preview).to_contain_text(LATER)
    client.page.reload()
    expect(client.page.locator("#preview")).not_to_contain_text(LATER)  # nothing is kept that was not saved


def tailors_it(client: Visitor) -> None:
    client.follow("Beside a vacancy")
    client.page.get_by_label("Text of the vacancy").fill(PASTED)
    client.press("Compare")
    page_says(client, "Working in a team")
    client.examine()
    client.go(client.page.url.replace("/vacancy/", "/"))
    client.follow("Letter")
    client.write("Letter", "Dear all,")
    client.press("Save and show")
    page_says(client, "Saved.")
    client.examine()
    client.go(client.page.url.replace("/letter/", "/"))


def copies_and_deletes(client: Visitor) -> None:
    first = client.page.url
    client.press("Copy")
    expect(client.page).not_to_have_url(first)
    client.follow("Delete")
    client.press(re.compile("^Delete"))
    expect(client.page).to_have_url(re.compile("/portfolio/cvs/$"))
    assert client.go(first).status == 200  # the one that was copied stays


def ends_a_share_earlier(client: Visitor, purpose: str) -> None:
    client.go("/portfolio/shares/new/")
    client.choose(JOB, within=client.page.locator("#things"))
    client.choose("Whoever has a secret link")
    client.write("What for", purpose)
    client.press("Share")
    page_says(client, "It is shared.")
    day = client.page.get_by_label("Last day", exact=True)
    last = date.fromisoformat(day.input_value()) - timedelta(days=80)
    client.hands.write_day(day, last)
    client.press("Save")
    page_says(client, "Saved.")
    page_says(client, f"{last.day} {last:%B %Y}")

"""A phone without a network: reading what one saw, writing what is sent later, once; and nothing for who comes next."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.visitor import PHONE, Visitor, about
from tests.e2e.ways import Arrive, page_says

HERE = "() => navigator.serviceWorker.controller !== null"
KEPT = """async (path) => {
  const names = (await caches.keys()).filter((name) => name.startsWith('wayline-own-'));
  const found = await Promise.all(names.map(async (name) => (await caches.open(name)).match(path)));
  return found.some(Boolean);
}"""
FORGOTTEN = """async () => {
  const stored = await indexedDB.databases();
  return !stored.length && !(await caches.keys()).some((name) => name.startsWith('wayline-own-'));
}"""
SEEN_THEN = re.compile(r"^You are offline\. This is what you saw on \d{1,2} \w+ \d{4}, \d{2}:\d{2}\.$")
LEFT_OUT = ("net::ERR_INTERNET_DISCONNECTED",)
"""The browser's own line for what we take away from it."""


def test_a_phone_without_a_network(visit: Arrive) -> None:
    bran = visit("Bran", service_worker=True)
    bran.page.set_viewport_size(PHONE)
    keeps_a_job(bran)
    goes_out_of_reach(bran)
    reads_what_was_seen(bran)
    writes_two_things(bran)
    changes_one_of_them(bran)
    comes_back(bran)
    signs_out_and_hands_over(bran)
    bran.faults[:] = [fault for fault in bran.faults if not any(one in fault for one in LEFT_OUT)]


def keeps_a_job(bran: Visitor) -> None:
    bran.go("/portfolio/")
    wait_until(bran.page, HERE)
    bran.write("What do you want to keep?", "Bicycle courier")
    bran.press("Add")
    page_says(bran, "It is in your portfolio.")
    bran.go("/portfolio/")
    expect(bran.page.get_by_role("link", name="Bicycle courier")).to_be_visible()
    link = bran.page.get_by_role("link", name="Bicycle courier").get_attribute("href")
    for path in ("/portfolio/", "/portfolio/waiting/", "/portfolio/add/journal/", "/portfolio/cvs/", link):
        wait_until(bran.page, KEPT, path)


def wait_until(page: Page, question: str, *asked: object) -> None:
    for _ in range(200):
        if page.evaluate(question, *asked):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"Never true: {question} of {asked}")


def goes_out_of_reach(bran: Visitor) -> None:
    bran.context.set_offline(True)


def reads_what_was_seen(bran: Visitor) -> None:
    bran.go("/portfolio/")
    note = bran.page.locator("[data-offline-note]")
    expect(note).to_have_text(SEEN_THEN)
    expect(bran.page.locator(".wl-quick")).to_have_css("display", "grid")  # drawn as ever
    bran.follow("Bicycle courier")
    expect(bran.page.locator("h1")).to_have_text("Bicycle courier")
    expect(note).to_be_visible()
    bran.page.goto("/portfolio/received/")
    expect(bran.page.locator("h1")).to_have_text("You are offline")
    bran.examine()
    bran.follow("Your portfolio", within=bran.page.get_by_role("region", name="What you can read and do now"))
    expect(note).to_be_visible()


def writes_two_things(bran: Visitor) -> None:
    bran.write("What do you want to keep?", "Rode for a food bank")
    bran.press("Add")
    bran.wait_for("/portfolio/waiting/")
    page_says(bran, "Rode for a food bank")
    bran.go("/portfolio/add/journal/")
    bran.write("Heading", "Wet, and hapy")
    bran.write("Day", "soon")
    bran.press("Save")
    bran.wait_for("/portfolio/waiting/")
    page_says(bran, "Wet, and hapy")
    expect(bran.page.locator("[data-list] > li")).to_have_count(2)
    expect(bran.page.locator("[data-refused]").first).to_be_hidden()
    bran.examine()
    bran.go("/portfolio/")
    expect(bran.page.locator("[data-outbox-note]")).to_contain_text("2 things wait to be sent.")
    bran.follow("Look at it")


def changes_one_of_them(bran: Visitor) -> None:
    bran.follow(about("Change", "Wet, and hapy"))
    expect(bran.page.get_by_label("Heading").first).to_have_value("Wet, and hapy")  # else both are mixed
    bran.write("Heading", "Wet, and happy")
    bran.press("Save")
    bran.wait_for("/portfolio/waiting/")
    expect(bran.page.locator("[data-list] > li")).to_have_count(2)


def comes_back(bran: Visitor) -> None:
    """What is refused keeps its words, and says what is wrong with them."""
    bran.context.set_offline(False)
    expect(bran.page.locator("[data-list] > li")).to_have_count(1)
    expect(bran.page.get_by_text("Refused", exact=True)).to_be_visible()
    bran.follow(about("Change", "Wet, and happy"))
    expect(bran.page.locator(".govuk-error-summary")).to_contain_text("for example 7/2019")
    bran.examine()
    bran.write("Day", "26/11/2026")
    bran.press("Save")
    page_says(bran, "It is in your portfolio.")
    bran.go("/portfolio/waiting/")
    page_says(bran, "Nothing waits")
    bran.go("/portfolio/")
    for title in ("Rode for a food bank", "Wet, and happy", "Bicycle courier"):
        expect(bran.page.get_by_role("link", name=title, exact=True)).to_have_count(1)
    expect(bran.page.get_by_role("link", name="hapy")).to_have_count(0)
    rows = bran.service.execute("SELECT count(*) FROM portfolio_item JOIN people_user u ON owner_id = u.id "
                               "WHERE u.email = 'bran@example.org'")  # fmt: skip
    assert rows == [(3,)]


def signs_out_and_hands_over(bran: Visitor) -> None:
    bran.page.locator(".wl-menu__summary").click()
    bran.press("Sign out")
    bran.page.wait_for_url("**/")
    expect(bran.page.get_by_role("link", name="Sign in").first).to_be_visible()
    wait_until(bran.page, FORGOTTEN)
    bran.sign_in("Gwen")
    bran.go("/portfolio/")
    page_says(bran, "Nothing here yet")
    wait_until(bran.page, HERE)
    bran.context.set_offline(True)
    bran.go("/portfolio/waiting/")
    expect(bran.page.locator("body")).not_to_contain_text("happy")
    bran.context.set_offline(False)

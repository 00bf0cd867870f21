"""What people say to each other, and what facilitators do about it, by keyboard alone and without JavaScript."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.sends import sends
from tests.e2e.visitor import Visitor
from tests.e2e.ways import WAYS, Arrive, Named, Way, one_of, page_says, told

pytestmark = pytest.mark.parametrize("way", WAYS)
Places = dict[str, Any]


@pytest.fixture
def mine(ground: dict[str, Any], way: Way) -> Places:
    """The space of this way (ground.py): who is in it, a topic to talk in, and one to moderate."""
    number = one_of(way, "1", "2")
    return {
        "guide": one_of(way, "Una", "Vic"),
        "member": one_of(way, "Ada", "Elif"),
        "other": one_of(way, "Ben", "Finn"),
        "guest": one_of(way, "Cora", "Dev"),
        **{name: ground[f"walk_{name}_{number}"] for name in ("space", "topic", "noisy_topic", "noisy_comment")},
    }


def comment_with(reader: Visitor, text: str) -> Locator:
    return reader.page.locator("#comments article, #comments .wl-comment").filter(has_text=text).first


def in_menu(reader: Visitor, text: str, what: str | re.Pattern[str], *, link: bool = False) -> None:
    """Opens what may be done with the comment of this text, and does one of it."""
    reader.follow(re.compile("^More"), within=comment_with(reader, text))
    act = reader.page.get_by_role("link" if link else "button", name=what).first
    if link:
        reader.hands.press(act)
        return
    with reader.page.expect_response(lambda answer: answer.request.method == "POST"):
        reader.hands.press(act)


@sends(
    "discussion:post",
    "discussion:reply",
    "discussion:edit",
    "discussion:delete",
    "discussion:do like",
    "discussion:do unlike",
    "discussion:do keep",
    "discussion:do unkeep",
    "discussion:do follow",
    "discussion:do unfollow",
    "discussion:follow follow",
    "discussion:follow unfollow",
    "discussion:follow mute",
)
def test_writing_and_reading(visit: Arrive, way: Way, mine: Places, named: Named) -> None:
    topic = f"/topics/{mine['topic']}/"
    ada = visit(mine["member"], **way)
    ada.go(topic)
    form = ada.page.locator("#new-comment")
    ada.press("Post", within=form)
    expect(ada.page.locator(".govuk-error-message").first).to_be_visible()
    ada.examine()
    ada.write("Your comment", named("I like the small room."), within=form)
    ada.press("Post", within=form)
    expect(ada.page.locator("#comments")).to_contain_text(named("I like the small room."))

    ben = visit(mine["other"], **way)
    ben.go(topic)
    said = comment_with(ben, named("I like the small room."))
    ben.press(re.compile("^Like"), within=said)
    expect(said.get_by_role("button", name=re.compile("^Like"))).to_have_attribute("aria-pressed", "true")
    ben.press(re.compile("^Like"), within=said)
    expect(said.get_by_role("button", name=re.compile("^Like"))).to_have_attribute("aria-pressed", "false")
    in_menu(ben, named("I like the small room."), "Bookmark")
    ben.go("/bookmarks/")
    page_says(ben, named("I like the small room."))
    ben.go(topic)
    in_menu(ben, named("I like the small room."), "Remove bookmark")
    ben.go(topic)
    in_menu(ben, named("I like the small room."), re.compile(rf"^Follow {ada.name}"))
    ben.go(topic)
    in_menu(ben, named("I like the small room."), re.compile(rf"^Stop following {ada.name}"))
    ben.go(topic)
    ben.press("Follow this discussion")
    ben.press("Stop following this discussion")
    ben.press("Mute it")
    ben.press("Tell me of answers again")
    expect(ben.page.get_by_role("button", name="Mute it")).to_be_visible()
    in_menu(ben, named("I like the small room."), "Quote", link=True)
    answer = ben.page.get_by_label(re.compile("^Your answer"))
    expect(answer).to_have_value(re.compile("small room"))
    ben.hands.write(answer, named(f"So do I, @{ada.name} Walker."))
    ben.press("Post", within=ben.page.locator("form", has=answer))
    expect(ben.page.locator("#comments, main").first).to_contain_text("So do I")

    told(ada, re.compile("Walker"))
    ada.go(topic)
    in_menu(ada, named("I like the small room."), "Edit", link=True)
    text = ada.page.get_by_label(re.compile("^Your comment|^Change")).first
    ada.hands.write(text, named("I like the large room."))
    ada.hands.press(ada.page.locator("form", has=text).get_by_role("button", name=re.compile("^(Save|Post|Change)")))
    expect(ada.page.locator("main")).to_contain_text(named("I like the large room."))
    ada.go(topic)
    in_menu(ada, named("I like the large room."), "Earlier texts", link=True)
    page_says(ada, "small")
    ada.go(f"/spaces/{mine['space']}/search/")
    ada.write("Words", "large room")
    ada.press("Show", within=ada.page.locator("main"))
    page_says(ada, named("I like the large room."))
    ada.go(topic)
    in_menu(ada, named("I like the large room."), "Delete", link=True)
    ada.press(re.compile("^Delete"))
    expect(ada.page.locator("main")).to_contain_text("deleted")


@sends(
    "discussion:create_space",
    "discussion:change_space",
    "discussion:join",
    "discussion:leave",
    "discussion:new_topic",
    "discussion:new_page",
    "discussion:edit_page",
    "discussion:restore_page",
    "discussion:set_role",
    "discussion:remove_member",
)
def test_a_space_from_opening_to_leaving(visit: Arrive, way: Way, mine: Places, named: Named) -> None:
    una = visit(mine["guide"], **way)
    una.go("/spaces/")
    una.follow("Open a new space")
    una.press("Open the space")
    expect(una.page.locator(".govuk-error-summary")).to_be_visible()
    una.examine()
    una.write("Name", named("Walking"))
    una.choose("Open")
    una.press("Open the space")
    page_says(una, "The space is open.")
    space = una.page.url
    una.follow("Change this space")
    una.write("Purpose", "To go for a walk.")
    una.press("Save")
    page_says(una, "The changes are saved.")

    ada = visit(mine["guest"], **way)
    ada.go(space)
    ada.press("Join this space")
    page_says(ada, "You are a member now.")
    ada.follow("Topics")
    ada.follow("Open a new topic")
    ada.write("Title", "Where to?")
    ada.write("Your first comment", "To the river.")
    ada.press("Open the topic")
    expect(ada.page.locator("#comments")).to_contain_text("To the river.")
    ada.go(space)
    ada.follow("Pages")
    ada.follow("Write a new page")
    ada.write("Title", "Ways")
    ada.write("Text", "Along the river.")
    ada.press(re.compile("^(Save|Write|Make)"), within=ada.page.locator("main"))
    page_says(ada, "The page is there.")
    ada.follow("Edit")
    ada.write("Text", "Over the hill.")
    ada.press("Save")
    page_says(ada, "The page is saved.")
    ada.follow("History")
    ada.follow(re.compile("^Version 1"))
    ada.press("Make this the page again")
    page_says(ada, "The earlier text is the page again.")

    una.go(space)
    una.follow("Members")
    una.press(re.compile(rf"^Make a facilitator\W+{ada.name}"))
    page_says(una, "The role is changed.")
    una.press(re.compile(rf"^Make a participant\W+{ada.name}"))
    page_says(una, "The role is changed.")
    una.press(re.compile(rf"^Remove\W+{ada.name}"))
    page_says(una, "They are no longer a member.")
    ben = visit(mine["other"], **way)
    ben.go(space)
    ben.press("Join this space")
    ben.follow("Leave")
    ben.press("Leave")
    page_says(ben, "You have left the space.")


@sends(
    "discussion:do pin",
    "discussion:do unpin",
    "discussion:do endorse",
    "discussion:do unendorse",
    "discussion:do unhide",
    "discussion:do dismiss",
    "discussion:hide",
    "discussion:report",
    "discussion:link",
    "discussion:unlink",
    "discussion:lock",
    "discussion:unlock",
    "discussion:slow",
    "discussion:undo",
)
def test_moderating(visit: Arrive, way: Way, mine: Places) -> None:
    topic, monday, room = f"/topics/{mine['noisy_topic']}/", "We meet on Mondays.", "Does anybody know a good room?"
    ada = visit(mine["member"], **way)
    ada.go(topic)
    in_menu(ada, monday, "Report", link=True)
    ada.choose("It is advertising")
    ada.press("Report")
    page_says(ada, "Thank you.")

    una = visit(mine["guide"], **way)
    for act, after in (("Pin", "Take the pin off"), ("Endorse", "Take the endorsement back")):
        for press in (act, after):
            una.go(topic)
            in_menu(una, room, press)
    una.go(topic)
    in_menu(una, monday, "Dismiss the report")
    una.go(topic)
    in_menu(una, monday, "Hide", link=True)
    una.write("Why you hide it", "It was agreed.")
    una.press(re.compile("^Hide"))
    page_says(una, "The comment is hidden.")
    una.go(topic)
    in_menu(una, "Hidden from the others", "Show again")
    una.go(topic)
    in_menu(una, room, "Link to another comment", link=True)
    first = "SELECT min(id) FROM discussion_comment WHERE thread_id = %s"
    ((other,),) = una.service.execute(first, mine["noisy_topic"])
    una.write("Address of the other comment", f"{una.service.address}/comments/{other}/")
    una.press("Link")
    page_says(una, "The two comments are linked.")
    una.go(f"/comments/{mine['noisy_comment']}/link/")
    una.press(re.compile("^Remove the link"))
    page_says(una, "The link is gone.")

    una.go(topic)
    una.follow("Moderate")
    una.hands.pick(una.page.get_by_label(re.compile("^Wait between")), "One minute")
    una.press("Set")
    page_says(una, "Slow mode is set.")
    una.follow("Moderate")
    una.write("Why you close it", "For the night.")
    una.press("Close")
    page_says(una, "The discussion is closed.")
    una.follow("Moderate")
    una.press("Open again")
    page_says(una, "The discussion is open again.")
    una.follow("Moderate")
    una.hands.pick(una.page.get_by_label(re.compile("^Wait between")), "No wait")
    una.press("Set")
    page_says(una, "Slow mode is set.")
    una.go(f"/spaces/{mine['space']}/record/")
    una.press(re.compile("^Undo"))
    page_says(una, "It is taken back.")


@sends(
    "discussion:queue_next",
    "discussion:queue_item",
    "discussion:queue_do claim",
    "discussion:queue_do later",
    "discussion:queue_do settle",
    "discussion:tie",
    "discussion:summaries",
    "discussion:edit_summary",
    "discussion:send_summary",
    "discussion:drop_summary",
)
def test_working_through_the_queue_of_a_space(visit: Arrive, way: Way, mine: Places, named: Named) -> None:
    topic = f"/topics/{mine['topic']}/"
    guest = visit(mine["guest"], **way)
    for question in ("Who has a key?", "When does it close?", "Is there coffee?"):
        guest.go(topic)
        guest.write("Your comment", named(question), within=guest.page.locator("#new-comment"))
        guest.press("Post", within=guest.page.locator("#new-comment"))
        expect(guest.page.locator("#comments")).to_contain_text(named(question))

    una = visit(mine["guide"], **way)
    una.go(f"/spaces/{mine['space']}/")
    una.follow("Moderation")
    una.follow("Queue")
    una.press("Answer the first")
    expect(una.page.locator("h1")).to_contain_text("Answer")
    una.follow("Link to another comment")
    una.press(re.compile("^Link"), within=una.page.locator("main"))
    page_says(una, "The two comments are linked.")
    una.press(re.compile("^Take the link off"))
    page_says(una, "The link is gone.")
    una.follow("Back to the comment")
    una.write("Your answer", named("I have one."))
    una.press("Post and go on")
    page_says(una, "Your answer is posted.")
    una.press("Later")
    expect(una.page.locator("h1")).to_be_visible()
    una.go(f"/spaces/{mine['space']}/queue/")
    una.press(re.compile("^Answer "), within=una.page.locator(".wl-queue").last)
    una.press(re.compile("^Needs no answer"))
    page_says(una, "Marked as needing no answer.")

    una.go(f"/spaces/{mine['space']}/summaries/")
    for end in ("Throw the draft away", re.compile("^Send to")):
        una.press("Draft the summary")
        una.write("Title", named("This week"))
        una.press("Save and look at it")
        page_says(una, "The draft is saved.")
        una.press(end)
        page_says(una, re.compile("thrown away|is posted, pinned"))
        una.go(f"/spaces/{mine['space']}/summaries/")
    page_says(una, "Sent")

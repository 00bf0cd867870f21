"""The labour market explorer as people meet it: with the starter pack, and a work coach with an employer coming."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor
from tests.e2e.walkshire import NAME

Arrive = Callable[..., Visitor]
WAYS: list[Any] = [
    pytest.param({}, id="mouse"),
    pytest.param({"keyboard": True}, id="keyboard"),
    pytest.param({"javascript": False}, id="no-javascript"),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_work_coach_prepares_a_page_for_an_employer(visit: Arrive, way: dict[str, bool]) -> None:
    amara = visit("practitioner", **way)
    amara.go("/")
    amara.follow("Labour market")
    amara.hands.pick(amara.page.get_by_label("Figures for"), NAME)
    amara.press("Show")
    amara.follow(f"The labour market in {NAME}")
    expect(amara.page.locator("h1")).to_have_text(f"The labour market in {NAME}")
    amara.examine()
    for heading in ("What is large", "What is growing", "How it differs from the country"):
        expect(amara.page.get_by_role("heading", name=heading)).to_be_visible()

    whole = document(amara, "link", "One page to print (PDF)")
    amara.unfold("Choose what the page to print shows")
    amara.examine()
    leave_out(amara, "What is short", keyboard="keyboard" in way)
    chosen = document(amara, "button", "Make this page (PDF)")
    for content in (whole, chosen):
        assert pages_of(content) == 1
    assert len(chosen) < len(whole)

    amara.follow("How shares and comparisons are worked out, from which figures")
    expect(amara.page.locator("h1")).to_have_text(f"How the picture of {NAME} is worked out")
    amara.examine()
    amara.hands.press(amara.page.locator("table .wl-figure").first)
    expect(amara.page.get_by_text(re.compile(r"walkshire\.csv, row \d"))).to_be_visible()


def leave_out(who: Visitor, label: str, *, keyboard: bool) -> None:
    box = who.page.get_by_role("checkbox", name=label)
    if keyboard:
        box.focus()
        who.page.keyboard.press("Space")
    else:
        box.click()
    assert not box.is_checked()


def document(who: Visitor, role: Any, name: str) -> bytes:
    with who.page.expect_download() as download:
        who.hands.press(who.page.get_by_role(role, name=name, exact=True))
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    return content


def pages_of(content: bytes) -> int:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S)
    return len(re.findall(rb"/Type\s*/Page\b", content + b"".join(_laid_open(one) for one in streams)))


def _laid_open(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_printed_from_the_browser_the_picture_has_no_menus_and_loses_no_table(visit: Arrive) -> None:
    amara = visit("practitioner")
    amara.go("/lmi/areas/made/walkshire/")
    amara.page.emulate_media(media="print")
    expect(amara.page.get_by_role("heading", name="What is large")).to_be_visible()
    expect(amara.page.locator("header nav").first).not_to_be_visible()
    assert amara.page.evaluate("document.documentElement.scrollWidth") <= amara.page.viewport_size["width"]  # type: ignore[index]
    assert amara.page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("way", [{}, {"javascript": False}], ids=["mouse", "no-javascript"])
def test_a_fresh_service_shows_the_starter_pack_with_its_sources(visit: Arrive, way: dict[str, bool]) -> None:
    visitor = visit(**way)
    visitor.go("/occupations/")
    expect(visitor.page.locator("main")).to_contain_text("Starter pack")
    visitor.write("Job title", "nurse")
    visitor.press("Find")
    visitor.page.locator(".wl-hit__title, .wl-card__heading a").first.click()
    figure = visitor.page.locator("main .wl-stat__figure a").first
    expect(figure).to_be_visible()
    figure.click()
    expect(visitor.page.get_by_text("Place in the file")).to_be_visible()
    visitor.follow("This release: what is known of it, and its faults")
    expect(visitor.page.locator("main")).to_contain_text("SHA-256")
    visitor.go("/data/")
    expect(visitor.page.locator("main")).to_contain_text("Starter pack")

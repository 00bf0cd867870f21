"""Every page, as every role, in both languages: sound, narrow enough for a phone, and nothing for axe-core to find.

Pages are read without a browser first (survey.py). Chromium then looks at each shape once, at 1280 and at 360 pixels;
in the second language, whose words are longer, at 360 pixels again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.urls import resolve, reverse

from tests.e2e import axe, places
from tests.e2e.fetch import Reader
from tests.e2e.service import Service
from tests.e2e.survey import OPENED, Round, Seen, read_left_out, survey
from tests.e2e.visitor import DESK, PHONE, Visitor
from tests.security.addresses import every_address
from tests.turns import is_for_today

TEAM = ("nobody", "newcomer", "practitioner", "facilitator", "author", "manager", "administrator")
PARTS = 7
"""Where time is short, the browser looks at each shape once a week."""
SEEN: set[str] = set()
"""Shapes that axe-core has looked at, whichever language came first."""
MEASURED: set[tuple[str, str]] = set()
"""Language and shape of what was measured at 360 pixels."""


def test_every_address_is_known() -> None:
    assert places.names() == places.pages() | set(places.NO_PAGE)
    assert not places.pages() & set(places.NO_PAGE)


def test_what_is_for_a_form_cannot_be_read(service: Service) -> None:
    with Reader(service.address, service.ground["sessions"]["administrator"]) as reader:
        for address in every_address():
            if places.NO_PAGE.get(resolve(address.path).view_name) == places.FOR_A_FORM:
                assert reader.get(address.path).status == 405, address.path


def test_files_are_no_pages_and_somebody_can_open_them(service: Service, ground: places.Ground) -> None:
    closed = {
        name: reverse(name, args=[ground.get(part, part) for part in places.FILES[name]]) for name in places.FILES
    }
    for role in TEAM:
        with Reader(service.address, ground["sessions"].get(role, "")) as reader:
            answers = {name: reader.get(path) for name, path in closed.items()}
        for name, answer in answers.items():
            if answer.status == 200 and answer.kind != "text/html":
                closed.pop(name)
    assert closed == {}


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_page_in_every_role(service: Service, visit: Callable[..., Visitor], language: str) -> None:
    with service.speaking(language):
        rounds = survey(service, language)
        unopened = places.pages() - _opened(rounds)
        unopened -= read_left_out(service, language, rounds, unopened)
        faults = [f"{seen.where}: {fault}" for seen in _all(rounds) for fault in seen.faults]
        faults += [f"nobody could open {name}" for name in sorted(unopened)]
        for visited in rounds:
            faults += _look(visited, visit, language)
    assert faults == []


def _all(rounds: list[Round]) -> Iterator[Seen]:
    for visited in rounds:
        yield from visited.pages


def _opened(rounds: list[Round]) -> set[str]:
    return {seen.name for seen in _all(rounds) if seen.status in OPENED}


def _look(visited: Round, visit: Callable[..., Visitor], language: str) -> list[str]:
    """The browser's part: pages whose shape nobody has looked at yet."""
    found: list[str] = []
    visitor: Visitor | None = None
    for seen in visited.pages:
        if seen.shape is None or not is_for_today(seen.shape.middle, PARTS):
            continue
        fresh = {seen.shape.frame, seen.shape.middle} - SEEN
        narrow = {(language, part) for part in (seen.shape.frame, seen.shape.middle)} - MEASURED
        if not narrow:
            continue
        SEEN.update(fresh)
        MEASURED.update(narrow)
        visitor = visitor or visit("" if visited.role == "nobody" else visited.role, language=language)
        found += [f"{seen.where}: {fault}" for fault in _look_at(visitor, seen, fresh)]
    return found


def _look_at(visitor: Visitor, seen: Seen, fresh: set[str]) -> Iterator[str]:
    assert seen.shape is not None
    visitor.page.set_viewport_size(DESK if fresh else PHONE)
    visitor.go(seen.path)
    if fresh:
        yield from axe.faults(visitor.page)
        visitor.page.set_viewport_size(PHONE)
    yield from (f"too wide for a phone: {wide}" for wide in axe.too_wide(visitor.page))
    if seen.shape.frame in fresh:
        yield from (f"on a phone: {fault}" for fault in axe.faults(visitor.page))

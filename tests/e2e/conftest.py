"""A running Wayline and a Chromium. Playwright keeps an event loop in this process, so it lives for one module only."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e import service as services
from tests.e2e.sends import sent_by
from tests.e2e.service import Service
from tests.e2e.visitor import Visitor
from tests.test_house import ROOT
from tests.turns import is_shared_out, turn_of

PICTURES = ROOT / "build" / "e2e"
QUIET = [
    "--no-sandbox",  # continuous integration runs as root, and nothing strange is opened here
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent
FAILED = pytest.StashKey[bool]()
TURNS = {"keyboard": 0, "no-javascript": 1, "en": 0, "it": 1}
PARTS = 3
expect.set_options(timeout=30_000)  # a busy machine is no fault


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Two groups: the walks through the rooms, and the rest. Those of a group share a process, and so a service."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            half = "walks" if item.path.stem.startswith("test_walks_") else "pages"
            item.add_marker(pytest.mark.xdist_group(f"browser-{half}"))
    if is_shared_out():
        another_day = [item for item in items if HERE in item.path.parents and not is_for_today(item)]
        config.hook.pytest_deselected(items=another_day)
        items[:] = [item for item in items if item not in another_day]


def is_for_today(item: pytest.Item) -> bool:
    """Continuous integration takes a third of the walks a day, each in one way and three days later in the other, and
    reads all pages in one of the languages: in six days everything.

    All of it takes longer than it has. `make test` on one's own machine leaves out nothing.
    """
    name = item.nodeid.partition("[")[0]
    way = getattr(item, "callspec", None)
    if way is None or way.id not in TURNS:
        return not item.path.stem.startswith("test_walks") or turn_of(name, PARTS) == 0
    if way.id in ("en", "it"):
        return TURNS[way.id] == turn_of(name, 2)
    return turn_of(name, PARTS) == 0 and TURNS[way.id] == turn_of(f"way: {name}", 2, days=PARTS)


def pytest_collection_finish(session: pytest.Session) -> None:
    """A pair of pytest and pytest-xdist that cannot group (9.2 with 3.8) would start a service in every process."""
    if session.config.getoption("loadgroup", default=False):
        here = [item.nodeid for item in session.items if HERE in item.path.parents]
        assert all("@browser" in name for name in here), here


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def service(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with services.running(tmp_path_factory.mktemp("service"), f"wayline_e2e_{worker}") as running:
        yield running
        assert running.faults() == [], "The server logged errors."


@pytest.fixture(scope="module")
def browser(chromium: str, service: Service) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, service: Service, request: pytest.FixtureRequest) -> Iterator[Callable[..., Visitor]]:
    """Somebody at a browser of their own: `visit("Ada", javascript=False)`. Nobody may end with a broken page."""
    with ExitStack() as stack:
        people: list[Visitor] = []

        def arrive(name: str = "", **options: Any) -> Visitor:
            visitor = stack.enter_context(Visitor.arriving(browser, service, name, **options))
            people.append(visitor)
            return visitor

        yield arrive
        faults = [fault for visitor in people for fault in visitor.faults]
        if faults or request.node.stash.get(FAILED, False):
            _picture(request.node.name, people)
        assert faults == []
        if not request.node.stash.get(FAILED, False):
            missing = _unsent(request.function, people)
            assert not missing, f"The walk sent no form to {sorted(missing)}."


def _unsent(walk: object, people: list[Visitor]) -> frozenset[str]:
    """Forms that no server has answered. Chromium may tell of a redirect after the page that it leads to."""
    missing = sent_by(walk)
    for _ in range(50):
        missing = missing.difference(*(visitor.sent for visitor in people))
        if not missing:
            break
        people[0].page.wait_for_timeout(100)
    return missing


def _picture(test: str, people: list[Visitor]) -> None:
    """What each of them saw last, for whoever looks for the fault."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, visitor in enumerate(people, start=1):
        name = re.sub(r"\W+", "-", f"{test}-{number}-{visitor.name}").strip("-")
        visitor.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


@pytest.fixture
def ground(service: Service) -> dict[str, Any]:
    return service.ground


@pytest.fixture
def named(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """A text that no other walk writes, by the way it is walked."""
    return lambda text: f"{text} ({request.node.callspec.id})"

"""A running Wayline and a Chromium. Playwright keeps an event loop in this process, so it lives for one module only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.e2e import service as services
from tests.e2e.service import Service
from tests.e2e.visitor import Visitor

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        message = f"No Chromium here (looked for {', '.join(NAMES)}); the browser tests need one."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def service(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"{os.environ.get('WAYLINE_TEST_DATABASE', 'wayline')}_e2e_{worker}"
    with services.running(tmp_path_factory.mktemp("service"), name) as running:
        yield running
        assert running.faults() == [], "The server logged errors."


@pytest.fixture(scope="module")
def browser(chromium: str, service: Service) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def visit(browser: Browser, service: Service) -> Iterator[Callable[..., Visitor]]:
    """Somebody at a browser of their own: `visit("Ada", javascript=False)`. Nobody may end with a broken page."""
    with ExitStack() as stack:
        people: list[Visitor] = []

        def arrive(name: str = "", **options: Any) -> Visitor:
            visitor = stack.enter_context(Visitor.arriving(browser, service, name, **options))
            people.append(visitor)
            return visitor

        yield arrive
        for visitor in people:
            visitor.insist_on_quiet()


@pytest.fixture
def ground(service: Service) -> dict[str, Any]:
    return service.ground


@pytest.fixture(scope="session")
def samples() -> Path:
    folder = Path(os.environ.get("WAYLINE_SHARED") or settings.PACKAGE.parent.parent / "shared") / "samples"
    if not folder.is_dir():
        pytest.skip(f"No samples at {folder}; set WAYLINE_SHARED to the folder that holds them.")
    return folder

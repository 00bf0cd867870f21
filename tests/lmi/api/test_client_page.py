"""A page written for LMI for All runs against us with only the host changed: JSONP and CORS, from another origin."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Page, expect, sync_playwright

from tests.lmi.api.ground import Ground

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("browser")]
HERE = Path(__file__).parent / "client"
THEIRS = "https://api.lmiforall.org.uk"


class _Still(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def wayline(market: Ground, one_connection: None) -> Iterator[str]:
    """Our server, which sees what the test has written and not yet committed."""
    ours = connections["default"]
    ours.inc_thread_sharing()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Still)

    def serve() -> None:
        connections["default"] = ours
        server.serve_forever()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    ours.dec_thread_sharing()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        return None


@pytest.fixture
def school(wayline: str, tmp_path: Path) -> Iterator[str]:
    """The page on a site of its own. Of its text only the host is changed."""
    for file in HERE.iterdir():
        text = file.read_text()
        assert text.count(THEIRS) == (file.name == "client.js")
        (tmp_path / file.name).write_text(text.replace(THEIRS, wayline))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(school: str, chromium: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright has a loop in this thread; the server has its own
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page()
        opened.goto(school)
        yield opened
        browser.close()


def test_search_pay_and_projections_work_with_only_the_host_changed(page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.fill("#q", "electrician")
    page.click("text=Find")
    page.click("text=5241 Electricians and electrical fitters", timeout=30_000)
    expect(page.locator("#title")).to_have_text("Electricians and electrical fitters", timeout=30_000)
    expect(page.locator("#pay")).to_have_text("£37440 a year (2025)", timeout=30_000)
    expect(page.locator("#outlook")).to_have_text("1.5 % from 2020 to 2035", timeout=30_000)
    expect(page.locator("#note")).to_contain_text("larger group 52")
    expect(page.locator("#trouble")).to_have_text("")
    page.fill("#q", "astronaut")
    page.click("text=Find")
    expect(page.locator("#found")).to_have_text("No such job.", timeout=30_000)
    assert faults == []

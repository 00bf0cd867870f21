"""Somebody at a browser: goes to pages, and notes what a page may never do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response

from tests.e2e.service import Service

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
EXPECTED = ("the server responded with a status of 4",)
"""The browser's own line for a page that answers 403, 404 or 422: the tests ask for such pages on purpose."""


@dataclass
class Visitor:
    context: BrowserContext
    page: Page
    service: Service
    faults: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def arriving(
        cls,
        browser: Browser,
        service: Service,
        name: str = "",
        *,
        javascript: bool = True,
        language: str = "en",
    ) -> Iterator[Visitor]:
        context = browser.new_context(
            base_url=service.address,
            locale={"en": "en-GB", "it": "it-IT"}[language],
            viewport={"width": DESK["width"], "height": DESK["height"]},
            java_script_enabled=javascript,
        )
        context.set_default_timeout(15_000)
        visitor = cls(context, context.new_page(), service)
        visitor.watch(visitor.page)
        if name:
            visitor.sign_in(name)
        yield visitor
        context.close()

    def watch(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self._on_request)
        page.on("response", self._on_response)

    def sign_in(self, name: str) -> None:
        """By the cookie of a session that was made beforehand."""
        key = self.service.ground["sessions"][name]
        self.context.add_cookies([{"name": "session", "value": key, "url": self.service.address}])

    def go(self, path: str) -> Response:
        response = self.page.goto(path)
        assert response is not None
        return response

    def press(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("link", name=name, exact=True).click()

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def said(self) -> str:
        """What the page tells at its top after something was done."""
        return self.page.locator(".govuk-notification-banner").first.inner_text()

    def insist_on_quiet(self) -> None:
        assert self.faults == []

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(one in message.text for one in EXPECTED):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.netloc != urlsplit(self.service.address).netloc:
            self.faults.append(f"{self.page.url}: a request to {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url}: {response.status}")

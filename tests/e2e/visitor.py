"""Somebody at a browser: goes to pages, and notes what a page may never do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from re import Pattern
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, ViewportSize

from tests.e2e import axe
from tests.e2e.hands import Hands, Keyboard, Mouse
from tests.e2e.sends import name_of
from tests.e2e.service import Service

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
EXPECTED = (
    "the server responded with a status of 4",
    "Response Status Error Code 4",
    "Service Worker registration blocked by Playwright",
)
"""The browser's own line, and htmx's, for what answers 403, 404 or 422: the tests ask for such answers on purpose."""
Name = str | Pattern[str]


def about(label: str, what: str) -> Pattern[str]:
    """A link or button whose label goes on for those who do not see what stands around it."""
    return re.compile(rf"^{re.escape(label)}\W+{re.escape(what)}$")


def _begins(label: Name) -> Pattern[str]:
    """Labels go on with “(optional)” where a field is."""
    return re.compile(rf"^{re.escape(label)}(\W|$)") if isinstance(label, str) else label


@dataclass
class Visitor:
    name: str
    context: BrowserContext
    page: Page
    service: Service
    hands: Hands
    javascript: bool = True
    faults: list[str] = field(default_factory=list)
    sent: set[str] = field(default_factory=set)
    """Names of the addresses that accepted a form."""

    @classmethod
    @contextmanager
    def arriving(
        cls,
        browser: Browser,
        service: Service,
        name: str = "",
        *,
        javascript: bool = True,
        keyboard: bool = False,
        language: str = "en",
        host: str = "",
        service_worker: bool = False,
    ) -> Iterator[Visitor]:
        """`host`: another name of this machine, for what a browser does not do at an address of numbers.

        `service_worker`: only the walk that has no network needs one; it would sit between the others and the service.
        """
        if host:
            service = replace(service, address=service.address.replace("127.0.0.1", host))
        context = browser.new_context(
            base_url=service.address,
            locale={"en": "en-GB", "it": "it-IT"}[language],
            viewport=DESK,
            java_script_enabled=javascript,
            service_workers="allow" if service_worker else "block",
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        visitor = cls(name, context, page, service, Keyboard(page) if keyboard else Mouse(), javascript)
        visitor.watch(page)
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

    def press(self, name: Name, *, within: Locator | None = None) -> None:
        self.hands.press(self._button(name, within))

    def follow(self, name: Name, *, within: Locator | None = None) -> None:
        self.hands.press((within or self.page).get_by_role("link", name=name, exact=True).first)

    def write(self, label: Name, text: str, *, within: Locator | None = None) -> None:
        self.hands.write((within or self.page).get_by_label(_begins(label)).first, text)

    def choose(self, label: Name, *, within: Locator | None = None) -> None:
        self.hands.choose((within or self.page).get_by_label(_begins(label)).first)

    def unfold(self, summary: str, *, within: Locator | None = None) -> None:
        self.hands.press((within or self.page).locator("summary", has_text=summary).first)

    def _button(self, name: Name, within: Locator | None) -> Locator:
        return (within or self.page).get_by_role("button", name=name, exact=True).first

    def wait_for(self, path: str) -> None:
        """The page at this address; a part of it is enough, with * for what is not known."""
        self.page.wait_for_url(f"**{path}")

    def examine(self) -> None:
        """axe-core, which is JavaScript itself, finds nothing on the page as it stands."""
        if self.javascript:
            assert axe.faults(self.page) == [], self.page.url

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def said(self) -> str:
        """What the page tells at its top after something was done."""
        return self.page.locator(".govuk-notification-banner").first.inner_text()

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
        if response.request.method == "POST" and response.status < 400:
            self._on_sent(response)

    def _on_sent(self, response: Response) -> None:
        """The library of accounts shows a refused form with 200, as if nothing were wrong; ours answers 422."""
        name = name_of(response.url)
        if ":" in name or response.status >= 300:
            self.sent.add(name)

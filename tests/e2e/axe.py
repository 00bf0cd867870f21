"""Asks axe-core about a page as it stands in the browser: all its rules, no exemptions."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.test_house import ROOT

SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
OPEN_ALL = "for (const one of document.querySelectorAll('main details')) one.open = true"
ASK = "() => axe.run(document, {resultTypes: ['violations'], elementRef: false})"
LOADED = "typeof axe !== 'undefined'"
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > room + 1);
  return wide.slice(-3).map((one) => one.outerHTML.slice(0, 160));
}"""


@cache
def _source() -> str:
    assert SOURCE.is_file(), f"{SOURCE} is missing: `make install` brings it."
    return SOURCE.read_text()


def faults(page: Page) -> list[str]:
    """What axe-core finds, with everything unfolded; one line for each element."""
    page.evaluate(OPEN_ALL)
    if not page.evaluate(LOADED):
        page.evaluate(_source())
    found: dict[str, Any] = page.evaluate(ASK)
    return [
        f"{rule['id']}: {node['html'][:200]} ({'; '.join(check['message'] for check in _checks(node))})"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def _checks(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [*node["any"], *node["all"], *node["none"]]


def too_wide(page: Page) -> list[str]:
    """The elements that make the page scroll sideways, innermost last."""
    found: list[str] = page.evaluate(TOO_WIDE)
    return found

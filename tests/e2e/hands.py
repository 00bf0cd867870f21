"""How somebody acts on a page: with a mouse, or with the keyboard alone."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from playwright.sync_api import Locator, Page

FARTHEST = 400
"""Presses of the tab key after which a person has given up."""
AHEAD = """(one) => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')];
  const first = new Set();
  const stops = all.filter((stop) => {
    if (stop.disabled || stop.tabIndex < 0 || stop.type === 'hidden' || !stop.checkVisibility()) return false;
    if (stop.type !== 'radio' || stop === one) return true;
    return !first.has(stop.name) && first.add(stop.name);
  });
  return stops.indexOf(one) - stops.indexOf(document.activeElement);
}"""
"""How many stops there are from here to an element, roughly: saves asking after each press where one is."""
HAS_FOCUS = "(one) => document.activeElement === one"
HAS_FOCUS_IN_GROUP = """(one) => document.activeElement === one
  || (one.type === 'radio' && document.activeElement.type === 'radio' && document.activeElement.name === one.name)"""
SHOWS_FOCUS = """() => {
  const here = document.activeElement;
  const parts = [getComputedStyle(here)];
  for (const label of here.labels ?? []) parts.push(getComputedStyle(label, '::before'));
  return parts.some((style) =>
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none');
}"""
DRAWN = """(one) => { const box = one.getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0; }"""


class Hands(Protocol):
    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, text: str) -> None: ...
    def write_day(self, target: Locator, day: date) -> None: ...
    def choose(self, target: Locator) -> None: ...
    def untick(self, target: Locator) -> None: ...
    def pick(self, target: Locator, label: str) -> None: ...


class Mouse:
    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, text: str) -> None:
        target.fill(text)

    def write_day(self, target: Locator, day: date) -> None:
        target.fill(day.isoformat())

    def choose(self, target: Locator) -> None:
        target.check()

    def untick(self, target: Locator) -> None:
        target.uncheck()

    def pick(self, target: Locator, label: str) -> None:
        target.select_option(label=label)


class Keyboard:
    """Goes on with the tab key until it is there, and insists that one sees where one is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        self._reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def write_day(self, target: Locator, day: date) -> None:
        """In the order of the browser's calendar: one sees when it was the other one, goes back and types again."""
        self._reach(target)
        for order in ("%d%m%Y", "%m%d%Y"):
            for _part in range(3):
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(day.strftime(order))
            if target.input_value() == day.isoformat():
                return
        raise AssertionError(f"{day} cannot be written with the keyboard, only {target.input_value()}.")

    def choose(self, target: Locator) -> None:
        """Radio buttons: the arrow keys go on from the first, or from the chosen one."""
        self._reach(target, HAS_FOCUS_IN_GROUP)
        if target.get_attribute("type") == "checkbox":
            self.page.keyboard.press("Space")
        for _ in range(FARTHEST):
            if target.is_checked():
                return
            self.page.keyboard.press("Space" if target.evaluate(HAS_FOCUS) else "ArrowDown")
        raise AssertionError(f"{target} cannot be chosen with the keyboard.")

    def untick(self, target: Locator) -> None:
        self._reach(target)
        assert target.is_checked(), f"{target} is not ticked."
        self.page.keyboard.press("Space")
        assert not target.is_checked(), f"{target} cannot be unticked with the keyboard."

    def pick(self, target: Locator, label: str) -> None:
        self._reach(target)
        labels = target.locator("option").all_inner_texts()
        now = target.evaluate("(one) => one.selectedIndex")
        wanted = [one.strip() for one in labels].index(label)
        for _ in range(abs(wanted - now)):
            self.page.keyboard.press("ArrowDown" if wanted > now else "ArrowUp")
        assert target.evaluate("(one) => one.selectedIndex") == wanted

    def _reach(self, target: Locator, there: str = HAS_FOCUS) -> None:
        target.wait_for(state="visible")
        for _ in range(target.evaluate(AHEAD) - 2):
            self.page.keyboard.press("Tab")
        for _ in range(FARTHEST):
            if target.evaluate(there):
                assert self.page.evaluate(SHOWS_FOCUS), f"Nobody sees that {target} has the focus."
                assert target.evaluate(DRAWN), f"{target} has the focus out of sight."
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached with the tab key.")

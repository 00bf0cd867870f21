"""Reduces a page to its shape: what axe-core can find fault with, without numbers, names and texts.

Two comments of two people have one shape, and so have the English and the Italian page. Kept are elements, roles,
classes, what points to what, and where there is text. Of children with one shape, the first stands for all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import html

KEPT_AS_THEY_ARE = ("role", "type", "scope", "tabindex", "aria-current", "aria-live", "aria-expanded", "aria-pressed")
TEXTS = ("alt", "title", "aria-label", "placeholder", "content")
POINTERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list")
FLAGS = (
    "hidden",
    "open",
    "disabled",
    "required",
    "controls",
    "aria-hidden",
    "headers",
    "lang",
    "autocomplete",
    "inert",
)
HUE = re.compile(r"\bwl-avatar--\d+")
NO_ELEMENT = {"script", "style"}


@dataclass(frozen=True)
class Shape:
    frame: str
    middle: str


def shape_of(page: html.HtmlElement) -> Shape:
    """The frame (all but `<main>`) and the middle. They are looked at apart: each role has a frame of its own."""
    main = page.find(".//main")
    targets = {element.get("id"): element for element in page.iter() if element.get("id")}
    middle = "" if main is None else _shape(main, targets)
    return Shape(_shape(page, targets, skip=main), middle)


def _shape(
    element: html.HtmlElement, targets: dict[str | None, html.HtmlElement], skip: html.HtmlElement | None = None
) -> str:
    if element is skip:
        return "main"
    children: dict[str, None] = {}
    for child in element:
        if isinstance(child.tag, str) and child.tag not in NO_ELEMENT:
            children[_shape(child, targets, skip)] = None
    text = "t" if _has_text(element) else ""
    return f"{_tag(element)}[{' '.join(_attributes(element, targets))}]{text}({','.join(children)})"


def _tag(element: html.HtmlElement) -> str:
    return str(element.tag)


def _has_text(element: html.HtmlElement) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _attributes(element: html.HtmlElement, targets: dict[str | None, html.HtmlElement]) -> list[str]:
    given = {str(name): str(value) for name, value in element.items()}
    if not given:
        return [""]
    found = [f"{name}={given[name]}" for name in KEPT_AS_THEY_ARE if name in given]
    found += [f"{name}={bool(given[name].strip())}" for name in TEXTS if name in given]
    found += [name for name in FLAGS if name in given]
    for name in POINTERS:
        for target in given.get(name, "").split():
            found.append(f"{name}>{_tag(targets[target]) if target in targets else 'nothing'}")
    if "href" in given:
        found.append("href")
    return [*found, HUE.sub("wl-avatar--n", " ".join(sorted(given.get("class", "").split())))]

"""The parts that pages are made of. `{% load components %}`; README.md lists them, the gallery shows them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from wayline.common import tables
from wayline.common.parts import (
    CommentAction,
    Crumb,
    PageLink,
    Row,
    Step,
    Tab,
    Task,
    hue,
    initials,
    page_numbers,
)

register = template.Library()

BUTTON_KINDS = ("", "secondary", "warning", "start")


def _draw(name: str, **values: Any) -> SafeString:
    return SafeString(render_to_string(f"common/components/{name}.html", values))


# Acting


@register.inclusion_tag("common/components/button.html")
def button(
    text: str,
    kind: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    once: bool = True,
    disabled: bool = False,
) -> dict[str, Any]:
    """A submit button. `once` ignores a second press within a second; `form` is the id of a form elsewhere."""
    return locals()


@register.inclusion_tag("common/components/link_button.html")
def link_button(text: str, url: str, kind: str = "", download: bool = False) -> dict[str, Any]:
    """A link that looks like a button: for the one thing to do next."""
    return locals()


@register.inclusion_tag("common/components/act.html", takes_context=True)
def act(
    context: Context, text: str, url: str, kind: str = "link", describes: str = "", pressed: bool | None = None
) -> dict[str, Any]:
    """A one-button form that posts: kinds "link", "link-warning", "", "secondary", "warning"."""
    values = {"text": text, "url": url, "kind": kind, "describes": describes, "pressed": pressed}
    return {**values, "csrf_token": context.get("csrf_token")}


# Finding the way


@register.inclusion_tag("common/components/breadcrumbs.html")
def breadcrumbs(items: Iterable[Crumb]) -> dict[str, Any]:
    """The way to this page."""
    return {"items": list(items)}


@register.inclusion_tag("common/components/back_link.html")
def back_link(url: str, text: str = "") -> dict[str, Any]:
    """Back to the page that led here."""
    return {"url": url, "text": text}


@register.inclusion_tag("common/components/tabs.html")
def tabs(items: Iterable[Tab], label: str) -> dict[str, Any]:
    """Links that show the same thing from several sides; each has an address of its own."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("common/components/pagination.html", takes_context=True)
def pagination(
    context: Context, page: Page[Any], parameter: str = "page", label: str = "", anchor: str = ""
) -> dict[str, Any]:
    """Pages of a list. Keeps the other parameters of the address. Nothing when there is one page only."""
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}{'#' + anchor if anchor else ''}"

    last = page.paginator.num_pages
    links = [
        PageLink(number, address(number), number == page.number) if number else PageLink(None)
        for number in page_numbers(page.number, last)
    ]
    before = address(page.number - 1) if page.number > 1 else ""
    after = address(page.number + 1) if page.number < last else ""
    return {"links": links if last > 1 else [], "before": before, "after": after, "label": label}


@register.inclusion_tag("common/components/page_turn.html")
def page_turn(
    before_url: str = "", before_label: str = "", after_url: str = "", after_label: str = "", label: str = ""
) -> dict[str, Any]:
    """Previous and next in a sequence, with the titles of the neighbours."""
    return locals()


# Telling


@register.inclusion_tag("common/components/notification_banner.html")
def notification_banner(
    text: str = "", kind: str = "", title: str = "", heading_id: str | int = "", link_url: str = "", link_text: str = ""
) -> dict[str, Any]:
    """A message above the title: kind "" (important), "success" or "error". Django messages are shown by base.html."""
    return locals()


@register.simple_block_tag
def inset_text(content: str) -> SafeString:
    """A quotation, example or remark set apart from the text."""
    return _draw("inset_text", content=content)


@register.inclusion_tag("common/components/warning_text.html")
def warning_text(text: str) -> dict[str, Any]:
    """Something people must know before they act."""
    return {"text": text}


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    """More for those who need it, behind one line."""
    return _draw("details", content=content, summary=summary, open=open)


@register.inclusion_tag("common/components/tag.html")
def tag(text: str, colour: str = "") -> dict[str, Any]:
    """A state in a word: colour "", grey, green, teal, blue, purple, magenta, red, orange, yellow."""
    return {"text": text, "colour": colour}


@register.inclusion_tag("common/components/panel.html")
def confirmation_panel(title: str, text: str = "") -> dict[str, Any]:
    """The end of a journey: it worked. Override block heading, this is the page's <h1>."""
    return {"title": title, "text": text}


@register.simple_block_tag
def empty_state(content: str, heading: str, text: str = "", level: int = 2) -> SafeString:
    """A list with nothing in it: says why, and what to do (the content: a link or button)."""
    return _draw("empty_state", content=SafeString(content.strip()), heading=heading, text=text, level=level)


# Listing


@register.inclusion_tag("common/components/summary_list.html")
def summary_list(rows: Iterable[Row], card: str = "", borders: bool = True) -> dict[str, Any]:
    """What is held, line by line. `card` gives it a title and a frame."""
    listed = list(rows)
    return {"rows": listed, "card": card, "borders": borders, "has_actions": any(row.action_url for row in listed)}


register.simple_tag(tables.table, name="data_table")


@register.inclusion_tag("common/components/task_list.html")
def task_list(items: Iterable[Task], prefix: str = "task") -> dict[str, Any]:
    """Things to do in any order, with their state."""
    return {"items": list(items), "prefix": prefix}


@register.inclusion_tag("common/components/step_list.html")
def step_list(items: Iterable[Step], label: str = "") -> dict[str, Any]:
    """Things to do one after another: done, current, open, locked."""
    return {"items": list(items), "label": label}


@register.simple_block_tag
def card(content: str, heading: str, url: str = "", meta: str = "", level: int = 3, quiet: bool = False) -> SafeString:
    """One of several things to choose from. With `url` the whole card is the link: put no other link in it."""
    return _draw(
        "card", content=SafeString(content.strip()), heading=heading, url=url, meta=meta, level=level, quiet=quiet
    )


@register.simple_block_tag(takes_context=True)
def filter_bar(
    context: Context, content: str, action: str = "", label: str = "", count: str = "", reset_url: str = ""
) -> SafeString:
    """A GET form around fields that narrow or sort a list; `count` says how many were found."""
    return _draw("filter_bar", content=content, action=action, label=label, count=count, reset_url=reset_url)


# Measuring


@register.inclusion_tag("common/components/progress.html")
def progress(label: str, value: int, maximum: int, text: str = "", element_id: str = "") -> dict[str, Any]:
    """How far along: a bar, and the same in words ("7 of 30 steps")."""
    percent = round(100 * value / maximum) if maximum else 0
    return {
        "label": label,
        "value": value,
        "maximum": max(maximum, 1),
        "text": text or f"{percent}%",
        "element_id": element_id,
    }


@register.inclusion_tag("common/components/stat.html")
def stat(label: str, figure: object = None, unit: str = "", source: str = "", missing: str = "") -> dict[str, Any]:
    """One figure with its unit and source. A missing figure is never 0: leave `figure` out and say why in `missing`."""
    return {
        "label": label,
        "figure": figure,
        "unit": unit,
        "source": source,
        "missing": missing,
        "known": figure is not None,
    }


register.simple_tag(tables.chart, name="chart_figure")


# People talking


@register.simple_tag
def avatar(name: str) -> SafeString:
    """A round sign with initials; hidden from screen readers, because the name stands beside it."""
    return _draw("avatar", letters=initials(name), hue=hue(name))


@register.simple_block_tag(takes_context=True)
def comment(
    context: Context,
    content: str,
    author: str,
    body: str,
    at: dt.datetime,
    element_id: str = "",
    url: str = "",
    role: str = "",
    role_colour: str = "teal",
    note: str = "",
    actions: Sequence[CommentAction] = (),
    facilitator: bool = False,
    gone: bool = False,
    parent: str = "",
) -> SafeString:
    """One comment as a list item. `body` is clean HTML (render_markdown); the content is its replies or its form."""
    values: Mapping[str, Any] = {name: value for name, value in locals().items() if name != "context"}
    values = {**values, "content": SafeString(content.strip()), "letters": initials(author), "hue": hue(author)}
    return _draw("comment", csrf_token=context.get("csrf_token"), **values)

"""What the components of the pages are given: plain, frozen, typed."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

AVATAR_HUES = 6


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page. The last one, without a url, is the page itself."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a summary list, with at most one act."""

    key: str
    value: object
    action_label: str = ""
    action_url: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a task list. A finished task shows plain text, an open one a tag."""

    title: str
    url: str = ""
    status: str = ""
    colour: str = "blue"
    done: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a step list: state is "done", "current", "open" or "locked"."""

    title: str
    url: str = ""
    state: str = "open"
    meta: str = ""
    time: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. `sort_url` makes its head a link; `sorted` is "", "ascending" or "descending"."""

    label: str
    numeric: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class CommentAction:
    """An act on a comment: a link when `method` is "get", otherwise a small form."""

    label: str
    url: str
    method: str = "get"
    pressed: bool | None = None
    describes: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A number in the pagination; without a number it is the gap between two ranges."""

    number: int | None
    url: str = ""
    current: bool = False


def initials(name: str) -> str:
    """Two letters for the round sign beside a comment: first and last word of the name."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return "?"
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


def hue(name: str) -> int:
    """1 to 6, the same for the same name on every machine."""
    return zlib.crc32(name.encode()) % AVATAR_HUES + 1


def page_numbers(current: int, last: int) -> Sequence[int | None]:
    """First, last, and the neighbours of the current page; None stands for a gap of two pages or more."""
    wanted = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    shown: list[int | None] = []
    for number in wanted:
        before = shown[-1] if shown else 0
        if before is not None and number - before == 2:
            shown.append(number - 1)
        elif before is not None and number - before > 2:
            shown.append(None)
        shown.append(number)
    return shown

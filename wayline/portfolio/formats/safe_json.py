"""JSON from strangers: bounded in size and depth, every text fit to be kept, faults with their place."""

import json
import re
from typing import Any, NoReturn

from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import UnreadableFile

LARGEST = 40 * 1024**2
"""Bytes. A CV with a few certificates inside has three."""
DEEPEST = 100
_UNFIT = re.compile("[\x00\ud800-\udfff]")


def load(content: bytes) -> Any:
    """The value in a JSON file; UnreadableFile with line and column, or the path, where it breaks."""
    if len(content) > LARGEST:
        raise UnreadableFile(_("The file is larger than {size} MB.").format(size=LARGEST // 1024**2))
    try:
        value = json.loads(decode(content), parse_constant=_no_number, parse_int=_whole, parse_float=_number)
    except json.JSONDecodeError as error:
        raise UnreadableFile(
            _("This is not JSON: {what}.").format(what=error.msg), place_of(error.lineno, error.colno)
        ) from error
    except RecursionError as error:
        raise UnreadableFile(_("The file is nested too deeply.")) from error
    _check(value)
    return value


def decode(content: bytes) -> str:
    """The text of a JSON or XML file in UTF-8 or UTF-16, as RFC 8259 and byte order marks have it."""
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise UnreadableFile(_("The file is not text in UTF-8."), place_of(line, column)) from error


def place_of(line: int, column: int) -> str:
    return _("line {line}, column {column}").format(line=line, column=column)


def dump(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _no_number(name: str) -> NoReturn:
    raise UnreadableFile(_("“{name}” is not a number that JSON knows.").format(name=name))


def _whole(digits: str) -> int:
    if len(digits) > 30:
        raise UnreadableFile(_("The number {number}… is too long.").format(number=digits[:10]))
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if abs(value) > 1e300:
        raise UnreadableFile(_("The number {number}… is too long.").format(number=digits[:10]))
    return value


def _check(value: Any) -> None:
    """Refuse what is nested deeper than any CV, and texts no database keeps (NUL, half a surrogate pair)."""
    waiting: list[tuple[Any, str, int]] = [(value, "", 0)]
    while waiting:
        one, path, depth = waiting.pop()
        if depth > DEEPEST:
            raise UnreadableFile(_("The file is nested too deeply."), path[:100])
        if isinstance(one, dict):
            for key, below in one.items():
                _check_text(key, path)
                waiting.append((below, f"{path}.{key}" if path else key, depth + 1))
        elif isinstance(one, list):
            waiting += ((below, f"{path}[{number}]", depth + 1) for number, below in enumerate(one))
        elif isinstance(one, str):
            _check_text(one, path)


def _check_text(text: str, path: str) -> None:
    if _UNFIT.search(text):
        raise UnreadableFile(_("There is a character that is none (NUL, or half of one)."), path)

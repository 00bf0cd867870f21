"""Files read piece by piece: which encoding they have, and lists of JSON objects that do not fit into memory."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, TextIO

from wayline.opportunities.limits import MB, ONE_MB, WHOLE_MB
from wayline.opportunities.sources.ad import BrokenFile

CHUNK = MB
AFTER = (" ", "\t", "\r", "\n", ",", ":", "]", "}")
"""What may follow a value."""
SPACE = re.compile(r"[ \t\r\n]*")
_decoder = json.JSONDecoder()


class _Cut(Exception):
    """No JSON from here on."""


def encoding(file: BinaryIO) -> str:
    """By its mark, UTF-8 when all of it is, else Windows-1252. Leaves the file at its beginning."""
    file.seek(0)
    mark = file.read(2)
    file.seek(0)
    if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8-sig"


@contextmanager
def text(file: BinaryIO) -> Iterator[TextIO]:
    """The file as text, whose line ends stay as they are; the file itself stays open."""
    reader = io.TextIOWrapper(file, encoding=encoding(file), errors="replace", newline="")
    try:
        yield reader
    finally:
        reader.detach()


def whole(file: BinaryIO) -> bytes:
    """All of it, for formats that cannot be read in pieces. BrokenFile when that is too much."""
    file.seek(0)
    content = file.read(WHOLE_MB * MB + 1)
    if len(content) > WHOLE_MB * MB:
        raise BrokenFile(f"it is larger than {WHOLE_MB} MB, which is the most of this format")
    return content


def objects(file: TextIO) -> Iterator[tuple[str, Any]]:
    """Where it stands, and what: the items of a JSON list, of the list below "hits", or one object on each line.

    A line that is no JSON comes as None. BrokenFile when it is neither, or breaks within a list.
    """
    scroll, taken = _Scroll(file), 0
    try:
        hits = _hits(scroll)
        while True:
            try:
                item = next(hits)
            except StopIteration as end:
                found = bool(end.value)
                break
            taken += 1
            yield f"ad {taken}", item
        if scroll.sign():
            raise _Cut
        if not found:
            raise BrokenFile("it holds no list of ads")
    except RecursionError as error:
        raise BrokenFile("it is nested too deeply") from error
    except _Cut as error:
        if taken or not scroll.begins_object:
            raise BrokenFile(f"it is no JSON after ad {taken}" if taken else "it is no JSON") from error
        yield from _lines(file)


def _hits(scroll: _Scroll) -> Generator[Any, None, bool]:
    """The items; whether there was a list."""
    if scroll.sign() == "[":
        yield from scroll.items()
        return True
    found = False
    for name in scroll.names():
        if name == "hits" and scroll.sign() in ("{", "["):
            found = (yield from _hits(scroll)) or found
        else:
            scroll.value()
    return found


def _lines(file: TextIO) -> Iterator[tuple[str, Any]]:
    file.seek(0)
    number = 0
    while line := file.readline(ONE_MB * MB):
        number += 1
        rest = line
        while rest and not rest.endswith("\n"):
            rest = file.readline(CHUNK)
            line = line if rest == "" else ""  # so long a line is no vacancy
        if line.strip() or not line:
            yield f"line {number}", _object(line)


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


class _Scroll:
    """JSON read from its beginning to its end, of which one value at a time is in memory."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._at, self._ended = file, "", 0, False
        self.begins_object = self.sign() == "{"

    def sign(self) -> str:
        """The next sign that is no space, which stays there; "" at the end."""
        while True:
            found = SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def value(self) -> Any:
        self.sign()
        while True:
            try:
                value, end = _decoder.raw_decode(self._text, self._at)
            except ValueError as error:
                if not self._more():
                    raise _Cut from error
                continue
            is_whole = self._text[end : end + 1] in AFTER  # a number may go on in what was not read yet
            if is_whole or not self._more():
                self._at = end
                return value

    def names(self) -> Iterator[str]:
        """Of an object. Whoever asks reads the value before the next."""
        for _member in self._members("{", "}"):
            name = self.value()
            self._pass(":")
            if not isinstance(name, str):
                raise _Cut
            yield name

    def items(self) -> Iterator[Any]:
        for _member in self._members("[", "]"):
            yield self.value()

    def _members(self, opening: str, closing: str) -> Iterator[None]:
        self._pass(opening)
        if self.sign() == closing:
            self._at += 1
            return
        while True:
            yield
            if self.sign() == closing:
                self._at += 1
                return
            self._pass(",")

    def _pass(self, expected: str) -> None:
        if self.sign() != expected:
            raise _Cut
        self._at += 1

    def _more(self) -> bool:
        """Read on, as long as what is open is not larger than one vacancy may be."""
        left = self._text[self._at :]
        if self._ended or len(left) > ONE_MB * MB:
            return False
        read = self._file.read(CHUNK)
        self._text, self._at, self._ended = left + read, 0, not read
        return bool(read)

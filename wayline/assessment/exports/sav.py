"""SPSS system files (.sav), written after the description in the PSPP developers' guide, “System File Format”.

Numbers are doubles, a missing number is the system-missing value; texts are UTF-8, longer ones in several segments.
Checked in the tests by reading the files with pyreadstat (ReadStat).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Sequence
from datetime import date

from wayline.assessment.exports.frame import Cell, Variable

MISSING = struct.unpack("<d", bytes.fromhex("ffffffffffffefff"))[0]
HIGHEST, LOWEST = struct.unpack("<2d", bytes.fromhex("ffffffffffffef7ffeffffffffffefff"))
SEGMENT, WIDEST = 255, 32_767
PART = 252  # by this the number of segments is worked out, though each holds 255
Columns = Sequence[tuple[Variable, Sequence[Cell]]]


def write(columns: Columns, *, title: str, day: date) -> bytes:
    """A file with one case for each value of the columns, which must be of one length."""
    cases = len(columns[0][1]) if columns else 0
    fields = [_Field(variable, values, f"V{place:05d}") for place, (variable, values) in enumerate(columns, 1)]
    _name(fields)
    head = _header(fields, cases, title, day)
    body = b"".join([*(field.records() for field in fields), *_labels(fields), *_information(fields)])
    data = b"".join(field.value(case) for case in range(cases) for field in fields)
    return head + body + struct.pack("<2i", 999, 0) + data


class _Field:
    """One variable. A text wider than 255 bytes takes several segments, each a variable of its own in the file."""

    def __init__(self, variable: Variable, values: Sequence[Cell], short: str) -> None:
        self.variable, self.short, self.long = variable, short, variable.name
        self.is_text = variable.is_text
        self.values = [_encoded(value) for value in values] if self.is_text else list(values)
        widest = max((len(value) for value in self.values if isinstance(value, bytes)), default=1)
        self.width = min(max(widest, 1), WIDEST) if self.is_text else 0

    @property
    def segments(self) -> list[int]:
        """Widths of the segments."""
        if self.width <= SEGMENT:
            return [self.width]
        number = -(-self.width // PART)
        return [SEGMENT] * (number - 1) + [self.width - PART * (number - 1)]

    @property
    def places(self) -> int:
        """How many units of eight bytes a case takes."""
        return sum(_units(width) for width in self.segments)

    def names(self) -> list[str]:
        """The short name of each segment."""
        return [self.short, *(f"{self.short[:6]}{_base36(place)}" for place in range(len(self.segments) - 1))]

    def records(self) -> bytes:
        found = b""
        for place, (width, name) in enumerate(zip(self.segments, self.names(), strict=True)):
            found += self._record(width, name, self.variable.text if place == 0 else "")
        return found

    def _record(self, width: int, name: str, label: str) -> bytes:
        form = (1 << 16 | min(width, 255) << 8) if width else (5 << 16 | 8 << 8 | 2)
        text = _cut(label.encode(), 252)
        record = struct.pack("<6i8s", 2, width, int(bool(text)), 0, form, form, name.encode().ljust(8))
        if text:
            record += struct.pack("<i", len(text)) + text.ljust(-(-len(text) // 4) * 4)
        more = struct.pack("<6i8s", 2, -1, 0, 0, 0, 0, b"        ")
        return record + more * (_units(width) - 1)

    def value(self, case: int) -> bytes:
        found = self.values[case]
        if not self.is_text:
            return struct.pack("<d", MISSING if found is None else float(found))
        text = _cut(found, self.width) if isinstance(found, bytes) else b""
        if len(self.segments) == 1:
            return text.ljust(_units(self.width) * 8)
        parts = [text[start : start + SEGMENT] for start in range(0, SEGMENT * len(self.segments), SEGMENT)]
        return b"".join(part.ljust(_units(width) * 8) for part, width in zip(parts, self.segments, strict=True))


def _header(fields: Sequence[_Field], cases: int, title: str, day: date) -> bytes:
    product = b"@(#) SPSS DATA FILE Wayline".ljust(60)
    size = sum(field.places for field in fields)
    head = struct.pack("<4s60s5i d", b"$FL2", product, 2, size, 0, 0, cases, 100.0)
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    written = f"{day.day:02d} {months[day.month - 1]} {day.year % 100:02d}00:00:00".encode()
    return head + written + _cut(title.encode(), 64).ljust(64) + b"\0\0\0"


def _labels(fields: Sequence[_Field]) -> Iterable[bytes]:
    place = 1
    for field in fields:
        if field.variable.labels and not field.is_text:
            yield struct.pack("<2i", 3, len(field.variable.labels))
            for number, word in field.variable.labels.items():
                text = _cut(word.encode(), 120)
                padded = bytes([len(text)]) + text
                yield struct.pack("<d", float(number)) + padded.ljust(-(-len(padded) // 8) * 8)
            yield struct.pack("<3i", 4, 1, place)
        place += field.places


def _information(fields: Sequence[_Field]) -> Iterable[bytes]:
    yield struct.pack("<4i8i", 7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65001)
    yield struct.pack("<4i3d", 7, 4, 8, 3, MISSING, HIGHEST, LOWEST)
    yield _extra(13, "\t".join(f"{field.short}={field.long}" for field in fields).encode())
    wide = [f"{field.short}={field.width:05d}\0\t" for field in fields if len(field.segments) > 1]
    if wide:
        yield _extra(14, "".join(wide).encode())
    yield _extra(20, b"UTF-8")


def _extra(kind: int, data: bytes) -> bytes:
    return struct.pack("<4i", 7, kind, 1, len(data)) + data


def _name(fields: Sequence[_Field]) -> None:
    """Long names: 64 bytes, a letter first, each once whatever its case, no word of the language."""
    taken: set[str] = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
    for field in fields:
        base = re.sub(r"[^A-Za-z0-9_]", "_", field.variable.name)[:56]
        base = base if base[:1].isalpha() else f"v_{base}"
        name, number = base.rstrip("_") or "v", 1
        while name.lower() in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name.lower())
        field.long = name


def _encoded(value: Cell) -> bytes | None:
    return None if value is None else _cut(str(value).encode(), WIDEST)


def _cut(text: bytes, length: int) -> bytes:
    """No more bytes than this, and no half letter at the end."""
    return text[:length].decode(errors="ignore").encode()


def _units(width: int) -> int:
    return max(1, -(-width // 8))


def _base36(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return digits[number // 36] + digits[number % 36]

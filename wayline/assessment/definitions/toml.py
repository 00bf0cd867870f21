"""Definitions as TOML files: read and written without loss. Errors name the place."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields
from functools import lru_cache
from typing import Any, TypeVar

import tomli_w

from wayline.assessment.definitions.parts import (
    Band,
    Definition,
    Item,
    Kind,
    Norm,
    Option,
    Question,
    Score,
    Section,
    Sum,
)

FORMAT = 1
LONGEST = 1_000_000
Part = TypeVar("Part")
Table = Mapping[str, Any]


class Unreadable(ValueError):
    """A definition that cannot be read, with its place in plain words."""


@lru_cache(maxsize=64)
def read(text: str) -> Definition:
    """Raises Unreadable. Kept for the process: a page asks for the same definition again and again."""
    if len(text) > LONGEST:
        raise Unreadable(f"The file is longer than {LONGEST} characters.")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(f"This is not TOML: {error}") from error
    if table.pop("format", FORMAT) != FORMAT:
        raise Unreadable(f"format: only {FORMAT} is known.")
    return _definition(table)


def write(definition: Definition) -> str:
    return tomli_w.dumps({"format": FORMAT, **_table(definition)})


def _table(part: Any) -> dict[str, Any]:
    """What differs from the default, in the order of the class: scalars first, as TOML wants them."""
    found = {}
    for one in fields(part):
        value = getattr(part, one.name)
        if value != _default(one):
            found[one.name] = _plain(value)
    return found


def _default(one: Any) -> Any:
    if one.default_factory is not MISSING:
        return one.default_factory()
    return one.default


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return _table(value)
    if isinstance(value, Kind | Sum):
        return value.value
    return dict(value) if isinstance(value, Mapping) else value


def _definition(table: Table) -> Definition:
    languages = tuple(_words(table.get("languages", ["en"]), "languages"))
    reader = _Texts(languages[0] if languages else "en")
    return _make(
        Definition,
        table,
        "the questionnaire",
        reader,
        languages=lambda value, place: tuple(_words(value, place)),
        sections=lambda value, place: _several(value, place, "section", reader.section),
        scores=lambda value, place: _several(value, place, "score", reader.score),
    )


def _several(value: Any, place: str, what: str, read_one: Callable[[Table, str], Part]) -> tuple[Part, ...]:
    if not isinstance(value, list):
        raise Unreadable(f"{place}: a list of tables is expected.")
    return tuple(read_one(_mapping(one, f"{what} {number}"), f"{what} {number}") for number, one in enumerate(value, 1))


class _Texts:
    """Reads parts; a plain string stands for the text in the first language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def section(self, table: Table, place: str) -> Section:
        place = f"section {table.get('code', place)}"
        return _make(
            Section,
            table,
            place,
            self,
            questions=lambda value, inner: _several(value, inner, f"{place}, question", self.question),
        )

    def question(self, table: Table, place: str) -> Question:
        place = f"question {table['code']}" if "code" in table else place
        return _make(
            Question,
            table,
            place,
            self,
            kind=lambda value, inner: _one_of(Kind, value, inner),
            options=lambda value, inner: _several(value, inner, f"{place}, option", self.option),
            items=lambda value, inner: _several(value, inner, f"{place}, row", self.item),
            minimum=_limit,
            maximum=_limit,
            correct=lambda value, inner: tuple(_words(value, inner)),
        )

    def option(self, table: Table, place: str) -> Option:
        return _make(Option, table, place, self, score=_number)

    def item(self, table: Table, place: str) -> Item:
        return _make(Item, table, place, self)

    def score(self, table: Table, place: str) -> Score:
        place = f"score {table.get('code', place)}"
        return _make(
            Score,
            table,
            place,
            self,
            kind=lambda value, inner: _one_of(Sum, value, inner),
            of=lambda value, inner: tuple(_words(value, inner)),
            reversed=lambda value, inner: tuple(_words(value, inner)),
            bands=lambda value, inner: _several(
                value, inner, f"{place}, band", lambda one, at: _make(Band, one, at, self, up_to=_number)
            ),
            norms=lambda value, inner: _several(
                value,
                inner,
                f"{place}, norm",
                lambda one, at: _make(Norm, one, at, self, mean=_number, deviation=_number),
            ),
        )

    def texts(self, value: Any, place: str) -> dict[str, str]:
        if isinstance(value, str):
            return {self.language: value}
        table = _mapping(value, place)
        for language, text in table.items():
            if not isinstance(text, str):
                raise Unreadable(f"{place}: the text in “{language}” is no text.")
        return dict(table)


def _make(part: type[Part], table: Table, place: str, reader: _Texts, **readers: Callable[[Any, str], Any]) -> Part:
    known = {one.name: one for one in fields(part)}  # type: ignore[arg-type]  # every part is a dataclass
    unknown = sorted(set(table) - set(known))
    if unknown:
        raise Unreadable(f"{place}: “{unknown[0]}” is not known. Known: {', '.join(sorted(known))}.")
    needed = [one.name for one in known.values() if one.default is MISSING and one.default_factory is MISSING]
    missing = [name for name in needed if name not in table]
    if missing:
        raise Unreadable(f"{place}: “{missing[0]}” is missing.")
    values = {}
    for name, value in table.items():
        read_it = readers.get(name) or _by_type(str(known[name].type), reader)
        values[name] = read_it(value, f"{place}, {name}")
    return part(**values)


def _by_type(kind: str, reader: _Texts) -> Callable[[Any, str], Any]:
    if kind == "Texts":
        return reader.texts
    wanted = {"str": str, "bool": bool, "int": int}[kind]

    def plain(value: Any, place: str) -> Any:
        if type(value) is not wanted:
            name = {"str": "a text", "bool": "true or false", "int": "a whole number"}[kind]
            raise Unreadable(f"{place}: {name} is expected.")
        return value

    return plain


def _mapping(value: Any, place: str) -> Table:
    if not isinstance(value, Mapping):
        raise Unreadable(f"{place}: a table is expected.")
    return value


def _words(value: Any, place: str) -> Sequence[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unreadable(f"{place}: a list of texts is expected.")
    return value


def _number(value: Any, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(f"{place}: a number is expected.")
    return float(value)


def _limit(value: Any, place: str) -> str:
    """A number or a day may be written plainly."""
    if isinstance(value, bool) or (not isinstance(value, str | int | float) and not hasattr(value, "isoformat")):
        raise Unreadable(f"{place}: a number or a day is expected.")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _one_of(kinds: type[Any], value: Any, place: str) -> Any:
    try:
        return kinds(value)
    except ValueError:
        raise Unreadable(f"{place}: “{value}” is not known. Known: {', '.join(str(one) for one in kinds)}.") from None

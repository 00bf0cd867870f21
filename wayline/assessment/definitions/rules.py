"""The small language of routing: `q1 == 'yes' and (age >= 18 or not answered(q3))`.

Names are questions (`q1`), rows of a matrix (`q5.home`) and `wave`, the number of the time a survey is asked.
Values are numbers and words in quotes. Operators: == != < <= > >= in, and or not; `answered(q)`, `count(q)`. A word is
`in` a question when it was chosen there. A comparison with an unanswered question is false. Nothing else can be said,
so nothing else can be run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

LONGEST, DEEPEST = 2000, 40
TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>'[^']*'|"[^"]*")|(?P<sign>==|!=|<=|>=|[<>()\[\],])"""
    r"""|(?P<name>[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)?)"""
)
RESERVED = {"and", "or", "not", "in", "answered", "count"}
WAVE = "wave"
Answers: TypeAlias = Mapping[str, Any]


class RuleError(ValueError):
    """A rule that cannot be read. `place` counts characters from 1."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(f"{message} (character {place})")
        self.place = place


@dataclass(frozen=True, slots=True)
class Value:
    value: float | str | tuple[float | str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    of: str


@dataclass(frozen=True, slots=True)
class Operation:
    sign: str
    left: Node
    right: Node | None = None


Node: TypeAlias = Value | Name | Call | Operation


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    place: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The rule as a tree. Raises RuleError with the place of what cannot be read."""
    if len(text) > LONGEST:
        raise RuleError(f"The rule is longer than {LONGEST} characters", LONGEST)
    return _Reader(text).whole()


def holds(text: str, answers: Answers) -> bool:
    """Whether the rule is met by these answers. An empty rule always is."""
    return not text.strip() or bool(_value(parse(text), answers))


def names(text: str) -> set[str]:
    """The questions a rule asks for, without the rows of a matrix; `wave` is none."""
    return {name.partition(".")[0] for name in full_names(text)} - {WAVE}


def full_names(text: str) -> set[str]:
    return set(_names(parse(text))) if text.strip() else set()


def find(name: str, answers: Answers) -> Any:
    """The answer to a question or to a row of a matrix; None when there is none."""
    code, _, item = name.partition(".")
    found = answers.get(code)
    if item:
        found = found.get(item) if isinstance(found, Mapping) else None
    return None if found in ("", [], {}) else found


def _names(node: Node | None) -> Iterator[str]:
    match node:
        case Name(name):
            yield name
        case Call(_, of):
            yield of
        case Operation(_, left, right):
            yield from _names(left)
            yield from _names(right)


class _Reader:
    """Recursive descent, one method a level."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.either()
        if self.at < len(self.tokens):
            raise RuleError(f"“{self.tokens[self.at].text}” is not expected here", self.tokens[self.at].place)
        return node

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise RuleError("Too many brackets within brackets", self.place())
        node = self.both()
        while self.take("or"):
            node = Operation("or", node, self.both())
        self.depth -= 1
        return node

    def both(self) -> Node:
        node = self.negated()
        while self.take("and"):
            node = Operation("and", node, self.negated())
        return node

    def negated(self) -> Node:
        number = 0
        while self.take("not"):
            number += 1
        node = self.compared()
        return Operation("not", node) if number % 2 else node

    def compared(self) -> Node:
        left = self.atom()
        for sign in ("==", "!=", "<=", ">=", "<", ">", "in"):
            if self.take(sign):
                return Operation(sign, left, self.atom())
        return left

    def atom(self) -> Node:
        token = self.next()
        if token.text == "(":
            node = self.either()
            self.expect(")")
            return node
        if token.text == "[":
            return self.values()
        if token.kind in ("number", "word"):
            return Value(_literal(token))
        if token.text in ("answered", "count"):
            self.expect("(")
            name = self.next()
            if name.kind != "name" or name.text in RESERVED:
                raise RuleError(f"“{token.text}” needs the code of a question", name.place)
            self.expect(")")
            return Call(token.text, name.text)
        if token.kind == "name" and token.text not in RESERVED:
            return Name(token.text)
        raise RuleError(f"“{token.text}” is not expected here", token.place)

    def values(self) -> Node:
        found: list[float | str] = []
        while not self.take("]"):
            token = self.next()
            if token.kind not in ("number", "word"):
                raise RuleError("A list holds numbers and words in quotes", token.place)
            found.append(_literal(token))
            if not self.take(","):
                self.expect("]")
                break
        return Value(tuple(found))

    def take(self, text: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at].text == text and self.tokens[self.at].kind != "word":
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise RuleError(f"“{text}” is missing", self.place())

    def next(self) -> Token:
        if self.at >= len(self.tokens):
            raise RuleError("The rule ends too early", len(self.text) + 1)
        self.at += 1
        return self.tokens[self.at - 1]

    def place(self) -> int:
        return self.tokens[self.at].place if self.at < len(self.tokens) else len(self.text) + 1


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise RuleError(f"“{text[at]}” cannot be read", at + 1)
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match.group(), at + 1)
        at = match.end()


def _literal(token: Token) -> float | str:
    return float(token.text) if token.kind == "number" else token.text[1:-1]


def _value(node: Node, answers: Answers) -> Any:
    match node:
        case Value(value):
            return value
        case Name(name):
            return find(name, answers)
        case Call("answered", of):
            return find(of, answers) is not None
        case Call(_, of):
            return _count(find(of, answers))
        case Operation("not", left, _):
            return not _value(left, answers)
        case Operation("and", left, Value() | Name() | Call() | Operation() as right):
            return bool(_value(left, answers)) and bool(_value(right, answers))
        case Operation("or", left, Value() | Name() | Call() | Operation() as right):
            return bool(_value(left, answers)) or bool(_value(right, answers))
        case Operation(sign, left, right) if right is not None:
            return _compare(sign, _value(left, answers), _value(right, answers))
    raise AssertionError(node)


def _count(answer: Any) -> float:
    if answer is None:
        return 0
    return len(answer) if isinstance(answer, list | dict) else 1


def _compare(sign: str, left: Any, right: Any) -> bool:
    if left is None or right is None:
        return False
    if sign == "in":
        return any(_same(left, one) for one in right) if isinstance(right, list | tuple) else _same(left, right)
    if sign in ("==", "!="):
        return _equal(left, right) == (sign == "==")
    numbers = _number(left), _number(right)
    if None not in numbers:
        left, right = numbers
    elif not (isinstance(left, str) and isinstance(right, str)):
        return False
    return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign])


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, list) or isinstance(right, list):
        several, one = (left, right) if isinstance(left, list) else (right, left)
        return len(several) == 1 and _same(several[0], one)
    return _same(left, right)


def _same(left: Any, right: Any) -> bool:
    one, other = _number(left), _number(right)
    return one == other if one is not None and other is not None else left == right


def _number(value: Any) -> float | None:
    """Codes may be digits: '1' and 1 are the same answer."""
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", value):
        return float(value)
    return None

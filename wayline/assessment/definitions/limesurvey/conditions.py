"""Conditions of LimeSurvey's ExpressionManager in our language of rules, as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?\d+(?:\.\d+)?)(?![\w.])|(?P<word>'[^']*'|"[^"]*")|(?P<sign>&&|\|\||==|!=|<=|>=|[!<>()])"""
    r"""|(?P<name>[A-Za-z]\w*|\d+X\d+X\w+))(?P<suffix>\.(?:NAOK|value|code|shown))?"""
)
WORDS = {"&&": "and", "||": "or", "!": "not", "eq": "==", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">="}
COMPARED = {"==", "!=", "<", ">", "<=", ">="}
Named = Callable[[str], "Reference | None"]


class NotSayable(ValueError):
    """This condition uses something that our rules do not have."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name of LimeSurvey means here: a question or row (`name`), or one option of a multiple choice."""

    name: str
    option: str = ""


def translate(text: str, named: Named) -> str:
    """The rule; empty for a condition that always holds. Raises NotSayable."""
    if text.strip() in ("", "1", "true"):
        return ""
    return " ".join(_Reader(list(_tokens(text)), named).either())


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if match is None:
            raise NotSayable(text[at : at + 20])
        kind = next(name for name in ("number", "word", "sign", "name") if match[name] is not None)
        token = str(match[kind])
        yield (
            ("sign", WORDS[token])
            if token in WORDS
            else (("sign", token) if token in ("and", "or", "not") else (kind, token))
        )
        at = match.end()


class _Reader:
    """Gives the words of the translated rule."""

    def __init__(self, tokens: list[tuple[str, str]], named: Named) -> None:
        self.tokens, self.named, self.at, self.depth = tokens, named, 0, 0

    def either(self) -> list[str]:
        self.depth += 1
        if self.depth > 30:
            raise NotSayable("too deep")
        found = self.one()
        while (sign := self.peek()) in ("and", "or"):
            self.at += 1
            found += [sign, *self.one()]
        self.depth -= 1
        if self.depth == 0 and self.at < len(self.tokens):
            raise NotSayable(self.tokens[self.at][1])
        return found

    def one(self) -> list[str]:
        if self.peek() == "not":
            self.at += 1
            inner = self.one()
            return inner[1:] if inner[0] == "not" else ["not", "(", *inner, ")"] if len(inner) > 1 else ["not", *inner]
        if self.peek() == "(":
            self.at += 1
            inner = self.either()
            self.need(")")
            return ["(", *inner, ")"]
        return self.compared()

    def compared(self) -> list[str]:
        left = self.atom()
        sign = self.peek()
        if sign not in COMPARED:
            return self.plain(left)
        self.at += 1
        right = self.atom()
        if isinstance(right, Reference) and not isinstance(left, Reference):
            left, right = right, left
            sign = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(sign, sign)
        if isinstance(left, Reference) and left.option:
            return self.chosen(left, sign, right)
        if isinstance(left, Reference) and right in ("''", '""'):
            return [f"answered({left.name})"] if sign == "!=" else ["not", f"answered({left.name})"]
        return [self.text(left), sign, self.text(right)]

    def chosen(self, left: Reference, sign: str, right: Reference | str) -> list[str]:
        """`Q_SQ == "Y"`: the option is chosen."""
        is_yes, is_empty = right in ("'Y'", '"Y"'), right in ("''", '""')
        if sign not in ("==", "!=") or not (is_yes or is_empty):
            raise NotSayable(f"{left.name} {sign}")
        rule = f"'{left.option}' in {left.name}"
        return [rule] if (sign == "==") == is_yes else ["not", "(", rule, ")"]

    def plain(self, value: Reference | str) -> list[str]:
        if isinstance(value, Reference):
            return [f"'{value.option}' in {value.name}" if value.option else f"answered({value.name})"]
        if value.startswith(("not ", "answered(")):
            return value.split(" ", 1)
        raise NotSayable(value)

    def atom(self) -> Reference | str:
        if self.at >= len(self.tokens):
            raise NotSayable("the end")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "name" and self.peek() == "(":
            return self.call(text)
        if kind == "name":
            found = self.named(text)
            if found is None:
                raise NotSayable(text)
            return found
        if kind in ("number", "word"):
            return text
        raise NotSayable(text)

    def call(self, name: str) -> str:
        if name != "is_empty":
            raise NotSayable(f"{name}()")
        self.need("(")
        inner = self.atom()
        self.need(")")
        if not isinstance(inner, Reference):
            raise NotSayable("is_empty()")
        return f"not '{inner.option}' in {inner.name}" if inner.option else f"not answered({inner.name})"

    def text(self, value: Reference | str) -> str:
        if isinstance(value, Reference):
            return value.name
        if value.startswith("not "):
            raise NotSayable(value)
        return value

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) and self.tokens[self.at][0] != "word" else ""

    def need(self, sign: str) -> None:
        if self.peek() != sign:
            raise NotSayable(f"{sign} is missing")
        self.at += 1

"""Question types of LimeSurvey as questions of ours. One of theirs may become several of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from wayline.assessment.definitions.limesurvey.tables import Row
from wayline.assessment.definitions.parts import Item, Kind, Option, Question

Texts = Mapping[str, str]
WORDS: Mapping[str, Texts] = {
    "Y": {"en": "Yes", "it": "Sì"},
    "N": {"en": "No", "it": "No"},
    "U": {"en": "Uncertain", "it": "Non so"},
    "I": {"en": "Increase", "it": "Aumenta"},
    "S": {"en": "Same", "it": "Uguale"},
    "D": {"en": "Decrease", "it": "Diminuisce"},
    "F": {"en": "Female", "it": "Femmina"},
    "M": {"en": "Male", "it": "Maschio"},
    "other": {"en": "Other", "it": "Altro"},
    "comment": {"en": "Comment", "it": "Commento"},
}
TYPES = {
    "X": "a text without an answer", "*": "an equation", "I": "the choice of language", "|": "file",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A question of LimeSurvey with everything that hangs on it, and codes that are free for ours."""

    row: Row
    code: str
    text: Texts
    hint: Texts
    parts: Sequence[tuple[str, Texts, str]]
    """Subquestions: code, text, scale."""
    answers: Sequence[tuple[str, Texts, str, float | None]]
    """Answers: code, text, scale, number."""
    attributes: Mapping[str, str]
    languages: tuple[str, ...]
    rule: str = ""
    free: Callable[[str], str] = field(default=lambda code: code)

    @property
    def type(self) -> str:
        return self.row.get("type", "")

    @property
    def required(self) -> bool:
        return self.row.get("mandatory") == "Y"

    def words(self, key: str) -> dict[str, str]:
        return {language: WORDS[key].get(language, WORDS[key]["en"]) for language in self.languages}


def convert(source: Source) -> list[Question]:
    """Our questions; none for a type that has no answer."""
    maker = _MAKERS.get(source.type)
    return list(maker(source)) if maker else []


def _single(source: Source) -> Iterator[Question]:
    options = [Option(code, text, number) for code, text, scale, number in source.answers if scale in ("", "0")]
    yield from _with_other(source, Kind.SINGLE, options)
    if source.type == "O":
        yield _text(source, f"{source.code}_comment", source.words("comment"))


def _fixed(*codes: str) -> Callable[[Source], Iterator[Question]]:
    def make(source: Source) -> Iterator[Question]:
        yield _question(source, Kind.SINGLE, options=tuple(Option(code, source.words(code)) for code in codes))

    return make


def _five(source: Source) -> Iterator[Question]:
    yield _question(source, Kind.SCALE, low=1, high=5)


def _multiple(source: Source) -> Iterator[Question]:
    alone = set(source.attributes.get("exclude_all_others", "").split(";"))
    options = [Option(code, text, alone=code in alone) for code, text, _scale in source.parts]
    limits = {"minimum": _digits(source, "min_answers"), "maximum": _digits(source, "max_answers")}
    yield from _with_other(source, Kind.MULTIPLE, options, **limits)
    for code, text, _scale in source.parts if source.type == "P" else ():
        comment = _text(source, f"{source.code}_{code}_comment", _joined(text, source.words("comment")))
        yield _shown(comment, f"'{code}' in {source.code}", source.rule)


def _ranking(source: Source) -> Iterator[Question]:
    options = tuple(Option(code, text) for code, text, _scale, _number in source.answers)
    options = options or tuple(Option(code, text) for code, text, _scale in source.parts)
    yield _question(source, Kind.RANKING, options=options, maximum=_digits(source, "max_answers"))


def _array(source: Source) -> Iterator[Question]:
    options = tuple(Option(code, text, number) for code, text, scale, number in source.answers if scale in ("", "0"))
    yield _matrix(source, source.code, source.text, options)


def _dual(source: Source) -> Iterator[Question]:
    for scale in ("0", "1"):
        head = source.attributes.get("dualscale_headerA" if scale == "0" else "dualscale_headerB", "")
        options = tuple(Option(code, text, number) for code, text, which, number in source.answers if which == scale)
        more = {language: head or f"({int(scale) + 1})" for language in source.languages}
        yield _matrix(source, source.code if scale == "0" else f"{source.code}_1", _joined(source.text, more), options)


def _points(number: int) -> Callable[[Source], Iterator[Question]]:
    def make(source: Source) -> Iterator[Question]:
        options = tuple(Option(str(n), dict.fromkeys(source.languages, str(n)), float(n)) for n in range(1, number + 1))
        yield _matrix(source, source.code, source.text, options)

    return make


def _judged(*codes: str) -> Callable[[Source], Iterator[Question]]:
    def make(source: Source) -> Iterator[Question]:
        yield _matrix(source, source.code, source.text, tuple(Option(code, source.words(code)) for code in codes))

    return make


def _cells(kind: Kind) -> Callable[[Source], Iterator[Question]]:
    """A table of numbers or texts: a question for each cell."""

    def make(source: Source) -> Iterator[Question]:
        rows = [one for one in source.parts if one[2] in ("", "0")]
        columns = [one for one in source.parts if one[2] == "1"]
        for row, text, _scale in rows:
            for column, head, _one in columns:
                code = source.free(f"{source.code}_{row}_{column}")
                yield Question(code, kind, _joined(source.text, text, head), show_if=source.rule)

    return make


def _several(kind: Kind) -> Callable[[Source], Iterator[Question]]:
    def make(source: Source) -> Iterator[Question]:
        for code, text, _scale in source.parts:
            name = source.free(f"{source.code}_{code}")
            yield Question(name, kind, _joined(source.text, text), required=source.required, show_if=source.rule)

    return make


def _number(source: Source) -> Iterator[Question]:
    limits = {"minimum": _digits(source, "min_num_value_n"), "maximum": _digits(source, "max_num_value_n")}
    yield _question(source, Kind.NUMBER, whole=source.attributes.get("num_value_int_only") == "1", **limits)


def _date(source: Source) -> Iterator[Question]:
    yield _question(source, Kind.DATE)


def _free(source: Source) -> Iterator[Question]:
    yield _question(source, Kind.TEXT, long=source.type in "TU", pattern=_pattern(source.row.get("preg", "")))


def _file(source: Source) -> Iterator[Question]:
    yield _question(source, Kind.FILE)


def _question(source: Source, kind: Kind, **more: object) -> Question:
    return Question(
        source.code,
        kind,
        source.text,
        source.hint,
        source.required,
        source.rule,
        random_order=source.attributes.get("random_order") == "1",
        **more,  # type: ignore[arg-type]  # options and limits of the kinds above
    )


def _matrix(source: Source, code: str, text: Texts, options: tuple[Option, ...]) -> Question:
    items = tuple(Item(part, words) for part, words, scale in source.parts if scale in ("", "0"))
    free = code if code == source.code else source.free(code)
    mixed = source.attributes.get("random_order") == "1"
    return Question(
        free, Kind.MATRIX, text, source.hint, source.required, source.rule, options, items, random_order=mixed
    )


def _with_other(source: Source, kind: Kind, options: list[Option], **more: object) -> Iterator[Question]:
    """“Other” becomes an option, and the text beside it a question of its own."""
    if source.row.get("other") != "Y":
        yield _question(source, kind, options=tuple(options), **more)
        return
    taken = {option.code for option in options}
    code = next(name for name in ("other", "other_", "other__") if name not in taken)
    yield _question(source, kind, options=(*options, Option(code, source.words("other"))), **more)
    sign = f"{source.code} == '{code}'" if kind == Kind.SINGLE else f"'{code}' in {source.code}"
    yield _shown(_text(source, f"{source.code}_other", source.words("other")), sign, source.rule)


def _text(source: Source, code: str, text: Texts) -> Question:
    return Question(source.free(code), Kind.TEXT, _joined(source.text, text), show_if=source.rule)


def _shown(question: Question, rule: str, outer: str) -> Question:
    from dataclasses import replace

    return replace(question, show_if=f"({outer}) and {rule}" if outer else rule)


def _joined(*texts: Texts) -> dict[str, str]:
    languages = {language for one in texts for language in one}
    return {language: " – ".join(part for one in texts if (part := one.get(language, ""))) for language in languages}


def _digits(source: Source, name: str) -> str:
    value = source.attributes.get(name, "").strip()
    return value if re.fullmatch(r"-?\d+(\.\d+)?", value) else ""


def _pattern(text: str) -> str:
    match = re.fullmatch(r"/\^?(.*?)\$?/[a-z]*", text.strip())
    return match[1] if match else ""


_MAKERS: Mapping[str, Callable[[Source], Iterator[Question]]] = {
    "L": _single, "!": _single, "O": _single, "G": _fixed("F", "M"), "Y": _fixed("Y", "N"), "5": _five,
    "M": _multiple, "P": _multiple, "R": _ranking, "F": _array, "H": _array, "1": _dual, "A": _points(5),
    "B": _points(10), "C": _judged("Y", "U", "N"), "E": _judged("I", "S", "D"), ":": _cells(Kind.NUMBER),
    ";": _cells(Kind.TEXT), "K": _several(Kind.NUMBER), "Q": _several(Kind.TEXT), "N": _number, "D": _date,
    "S": _free, "T": _free, "U": _free, "|": _file,
}  # fmt: skip

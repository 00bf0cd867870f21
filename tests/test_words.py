"""Every text of the interface stands in the catalogue and is translated; every act and column has words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from wayline.learning import report_words
from wayline.people import registers

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "wayline"
LANGUAGES = sorted(path.parts[-3] for path in PACKAGE.glob("locale/*/LC_MESSAGES/django.po"))
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
MARKS = PLAIN | WITH_CONTEXT | {"ngettext", "ngettext_lazy"}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(({STRING}(?:, ?{STRING})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%\{\w+\}|(?<!%)\{\w+\}|%%|<[^>]+>")
HOW = "Collect the texts with `make messages` and translate them in wayline/locale/{language}/LC_MESSAGES/django.po:\n"

Text = tuple[str, str]
"""Context and message."""


def catalogue(language: str) -> Catalog:
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def parts(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


# What the source says


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def constants(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def texts_in_python() -> Iterator[tuple[Text, Path]]:
    for path in PACKAGE.rglob("*.py"):
        for call in calls(path):
            name, said = name_of(call), constants(call.args)
            if name in MARKS and said:
                context = said.pop(0) if name in WITH_CONTEXT else ""
                yield (context, said[0]), path


def texts_in_templates() -> Iterator[tuple[Text, Path]]:
    for path in [*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]:
        for name, arguments in IN_TEMPLATE.findall(templatize(path.read_text())):
            said = list(ast.literal_eval(f"({arguments},)"))
            yield (said.pop(0) if "p" in name else "", said[0]), path


def test_texts_are_marked_by_names_that_the_collector_knows() -> None:
    """`gettext as _now` is collected by nobody: the text stays English in every language."""
    other = re.compile(r"^from django\.utils\.translation import n?p?gettext(?:_lazy)? as (?!_$)\w+$", re.MULTILINE)
    assert [path for path in PACKAGE.rglob("*.py") if other.search(path.read_text())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_source_is_in_the_catalogue(language: str) -> None:
    known = {(message.context or "", parts(message.id)[0]) for message in messages(language)}
    found = [*texts_in_python(), *texts_in_templates()]
    assert len(found) > 2000
    missing = [f"{path.relative_to(ROOT)}: {text[1]!r}" for text, path in found if text not in known]
    assert not missing, HOW.format(language=language) + "\n".join(sorted(set(missing)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_catalogue_is_translated(language: str) -> None:
    missing = [
        f"{'not checked' if message.fuzzy else 'missing'}: {parts(message.id)[0]!r}"
        for message in messages(language)
        if message.fuzzy or not all(parts(message.string))
    ]
    assert not missing, HOW.format(language=language) + "\n".join(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_what_is_filled_in(language: str) -> None:
    """The singular may leave the number out; nothing else may be lost or invented."""
    wrong = []
    for message in messages(language):
        said = [set(PLACEHOLDER.findall(text)) for text in parts(message.id)]
        for place, text in enumerate(parts(message.string)):
            if set(PLACEHOLDER.findall(text)) != said[min(place, len(said) - 1)]:
                wrong.append(f"{parts(message.id)[0]!r}: {text!r}")
    assert not wrong, "\n".join(wrong)


# Records in words


def verbs_recorded() -> set[str]:
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for call in calls(path):
            if name_of(call) in {"record", "record_own", "record_view"} and len(call.args) > 1:
                found |= {str(one.value) for one in ast.walk(call.args[1]) if isinstance(one, ast.Constant)}
    return found - {"moderated: "}


def test_every_act_on_record_is_put_into_words() -> None:
    assert len(verbs_recorded()) > 60
    assert not verbs_recorded() - set(registers.verbs), "Add them to registers.verbs, in the room's record_words.py"


def test_every_column_of_what_we_hold_is_put_into_words() -> None:
    found: set[str] = set()
    for path in [*PACKAGE.glob("*/holdings.py"), *PACKAGE.glob("*/own_holdings.py")]:
        for call in calls(path):
            if name_of(call) in {"plain", "_rows"}:
                by = 2 if isinstance(call.args[1], ast.Constant) and "discussion" in path.parts else 1
                found |= set(constants(call.args[by:]))
    assert len(found) > 50
    assert not found - set(registers.columns), "Add them to registers.columns, in the room's record_words.py"


def test_every_kind_in_the_report_of_an_import_is_put_into_words() -> None:
    found: set[str] = set()
    for path in [*PACKAGE.glob("learning/packages/*.py"), *PACKAGE.glob("learning/actions/*.py")]:
        for call in calls(path):
            if name_of(call) in {"NotTaken", "Changed", "not_taken", "changed"}:
                found |= set(constants(call.args[:1]))
    assert len(found) > 20
    found.discard("question type ")
    assert not found - set(report_words.NAMED), "Add them to NAMED in learning/report_words.py"

"""The XML of LimeSurvey as tables, and its texts without HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import TypeAlias

from lxml import etree

LARGEST = 5_000_000
DOCUMENTS = {"Survey", "Group", "Question"}
OLDEST = 145
"""Database version of LimeSurvey 1.9; 2.05 writes 177, 6 writes 600 and more."""
Row: TypeAlias = Mapping[str, str]


class Unreadable(ValueError):
    """Not a file of LimeSurvey, or a broken one: with the place."""


@dataclass(frozen=True, slots=True)
class Document:
    kind: str
    languages: tuple[str, ...]
    tables: Mapping[str, list[Row]]

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])


def open_document(content: bytes) -> Document:
    """Raises Unreadable. Entities are not followed, nothing is fetched."""
    if len(content) > LARGEST:
        raise Unreadable("The file is larger than 5 MB.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise Unreadable(f"Line {line}: this is not XML ({error.msg}).") from error
    kind = (root.findtext("LimeSurveyDocType") or "").strip()
    if root.tag != "document" or kind not in DOCUMENTS:
        raise Unreadable("This is XML, but not a survey, group or question of LimeSurvey.")
    version = (root.findtext("DBVersion") or "").strip()
    if not version.isdigit() or int(version) < OLDEST:
        raise Unreadable(f"The version “{version[:20]}” of the file is not known: LimeSurvey 2.05 to 6 are.")
    languages = tuple(_text(one).strip() for one in root.findall("languages/language"))
    tables = {
        str(table.tag): [_row(row) for row in table.findall("rows/row")]
        for table in root
        if table.find("rows") is not None
    }
    return Document(kind, languages, tables)


def _row(row: etree._Element) -> Row:
    return {str(cell.tag): _text(cell) for cell in row if isinstance(cell.tag, str)}


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def plain(html: str) -> str:
    """The words of a text that may be HTML; paragraphs and line breaks stay."""
    text = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", "", html)
    text = re.sub(r"(?i)<\s*(br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>", "\n", text)
    text = unescape(re.sub(r"<[a-zA-Z/!][^<>]*>", "", text)).replace("\xa0", " ").replace("\x00", "")
    lines = [re.sub(r"[ \t\r]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

"""The words of a document that somebody sends to be read once: PDF, DOCX, ODT, HTML, plain text. Nothing is kept.

text_of(content, most=20_000)     # ValidationError, with a code, for what cannot be read
form: file = TextOfFileField(...)  # its cleaned value is the text

What it is, the content says, not its name. Files are strangers': zips are bounded in what comes out of them, XML has no
document type, and PDF, whose readers can be led into endless work, is read by a process of its own (`pdf_words.py`).
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from lxml import etree

from wayline.common import pdf_words
from wayline.common.uploads import check_entries

LARGEST = 5 * 1024**2
"""Bytes of a file."""
LARGEST_PART = 8 * 1024**2
"""Bytes of words and their markup in a zip; real ones have a tenth."""
ENDINGS = ".pdf,.docx,.odt,.html,.htm,.txt"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_MARKUP = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<(?:!doctype )?html)", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n\s*\n\s*")


def text_of(content: bytes, *, most: int) -> str:
    """The words, one line for each paragraph, up to `most` characters. ValidationError with the code empty, size,
    kind, old, damaged, bomb, locked, pages, pictures or nothing."""
    if not content.strip():
        raise ValidationError(_("The file is empty. Choose another one."), code="empty")
    if len(content) > LARGEST:
        message = _("The file is larger than %(limit)s. Leave pictures out of it, or paste the text.")
        raise ValidationError(message, code="size", params={"limit": filesizeformat(LARGEST)})
    said = _tidy(_read(content, most))[:most].strip()
    if not said:
        raise ValidationError(_("There are no words in this file."), code="nothing")
    return said


def _read(content: bytes, most: int) -> str:
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(content, most)
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        message = _("This is an older kind of document. Save it as DOCX, ODT or PDF and choose it again.")
        raise ValidationError(message, code="old")
    said = _decoded(content)
    return _html(said) if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")) else said


def _tidy(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return _GAPS.sub("\n\n", _BLANKS.sub(" ", plain))


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 where it says so, or else what old Windows programs of western Europe write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        message = _("We cannot read this kind of file. Choose a PDF, DOCX, ODT, HTML or TXT file.")
        raise ValidationError(message, code="kind")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _pdf(content: bytes, most: int) -> str:
    """A process that is stopped when it takes too long or too much memory."""
    command = [sys.executable, "-P", "-m", "wayline.common.pdf_words", str(most)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=2 * pdf_words.SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _pdf_fault("broken") from None
    if done.returncode == 0:
        return done.stdout.decode("utf-8", errors="replace")
    raise _pdf_fault(pdf_words.FAULTS.get(done.returncode, "broken"))


def _pdf_fault(fault: str) -> ValidationError:
    match fault:
        case "locked":
            return ValidationError(_("This PDF is locked by a password. Save it without one."), code="locked")
        case "pages":
            message = _("This PDF has more than %(number)s pages. Choose a shorter one, or paste the text.")
            return ValidationError(message, code="pages", params={"number": pdf_words.MOST_PAGES})
        case "pictures":
            message = _("This PDF holds pictures only, of pages that were scanned perhaps. Paste the text instead.")
            return ValidationError(message, code="pictures")
    return ValidationError(_("This PDF cannot be read. Save it again, or paste the text."), code="damaged")


def _zipped(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_entries(archive.infolist())
            names = set(archive.namelist())
            if "word/document.xml" in names and "[Content_Types].xml" in names:
                return _lines(_part(archive, "word/document.xml"), _Lines.of_docx())
            if "content.xml" in names and _part(archive, "mimetype", OPEN_DOCUMENT) == OPEN_DOCUMENT:
                return _lines(_part(archive, "content.xml"), _Lines.of_odt())
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        message = _("The file is damaged. Save it again and choose it once more.")
        raise ValidationError(message, code="damaged") from error
    message = _("We cannot read this kind of file. Choose a PDF, DOCX, ODT, HTML or TXT file.")
    raise ValidationError(message, code="kind")


def _part(archive: zipfile.ZipFile, name: str, missing: bytes = b"") -> bytes:
    """Not more than allowed, whatever the table of contents says. `missing`: some writers leave the kind out."""
    if name not in archive.namelist():
        return missing
    with archive.open(name) as part:
        said = part.read(LARGEST_PART + 1)
    if len(said) > LARGEST_PART:
        raise ValidationError(_("The file unpacks to far more than we accept."), code="bomb")
    return said.strip() if name == "mimetype" else said


def _lines(content: bytes, lines: _Lines) -> str:
    parser = DefusedXMLParser(target=lines, forbid_dtd=True)
    try:
        parser.feed(content)
        return str(parser.close())
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        message = _("The file is damaged. Save it again and choose it once more.")
        raise ValidationError(message, code="damaged") from error


def _html(said: str) -> str:
    lines: Any = _Lines.of_html()
    parser = etree.HTMLParser(target=lines, no_network=True, huge_tree=False, encoding="utf-8")
    try:
        return str(etree.fromstring(said.encode(), parser))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        message = _("The file is damaged. Save it again and choose it once more.")
        raise ValidationError(message, code="damaged") from error


class _Lines:
    """What a parser tells, as text. Names of elements without their namespace: `ends` end a line, `gaps` part words,
    what is within `left_out` does not count, and words count only within `said`, where that is given."""

    def __init__(self, ends: str, gaps: str, left_out: str, said: str = "") -> None:
        self.ends, self.gaps = {*ends.split()}, {*gaps.split()}
        self.left_out, self.said = {*left_out.split()}, {*said.split()}
        self.found: list[str] = []
        self.within_left_out = self.within_said = 0

    @classmethod
    def of_docx(cls) -> _Lines:
        """`Fallback`: the same words again, for older programs."""
        return cls("p br cr", "tab", "Fallback", said="t")

    @classmethod
    def of_odt(cls) -> _Lines:
        return cls("p h line-break", "s tab", "tracked-changes annotation scripts styles automatic-styles", said="p h")

    @classmethod
    def of_html(cls) -> _Lines:
        ends = "p br div li ul ol dl dt dd tr table h1 h2 h3 h4 h5 h6 section article header footer title hr pre"
        return cls(ends, "td th", "script style template noscript svg")

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        name = _plain(tag)
        self.within_left_out += name in self.left_out
        self.within_said += name in self.said
        if name in self.gaps:
            self.found.append(" ")

    def end(self, tag: str) -> None:
        name = _plain(tag)
        self.within_left_out -= name in self.left_out
        self.within_said -= name in self.said
        if name in self.ends:
            self.found.append("\n")

    def data(self, text: str) -> None:
        if not self.within_left_out and (self.within_said or not self.said):
            self.found.append(text if self.said else _BLANKS.sub(" ", text.replace("\n", " ")))

    def close(self) -> str:
        return "".join(self.found)


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


class TextOfFileField(forms.FileField):
    """A document; the cleaned value is its words, "" when none was chosen."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("widget", forms.FileInput({"accept": ENDINGS}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, File):
            return ""
        return text_of(file.read(LARGEST + 1), most=self.most)

"""Documents on paper: tagged PDF that a screen reader can read (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language

from wayline.common.downloads import attachment

FONTS = ("Atkinson Hyperlegible Next", "Atkinson Extended", "Noto Greek", "Noto Cyrillic")
"""Families, in the order in which letters are looked for. Each file is a family of its own: the library keeps fonts by
their family, and would draw the letters of one file with the shapes of another."""
CONTENT_TYPES = {".woff2": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png", ".css": "text/css"}
PRINTED = 4
"""The flag of an annotation that goes to paper."""
_LATIN = "U+0000-00FF, U+0131, U+0152-0153, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122"
_FILES = (
    (FONTS[0], "atkinson-latin-wght-normal", "normal", _LATIN),
    (FONTS[0], "atkinson-latin-wght-italic", "italic", _LATIN),
    (
        FONTS[1],
        "atkinson-latin-ext-wght-normal",
        "normal",
        "U+0100-0130, U+0132-0151, U+0154-02BA, U+1E00-1E9F, U+1EF2-1EFF",
    ),
    # Atkinson has neither Greek nor Cyrillic letters.
    (FONTS[2], "noto-greek-wght-normal", "normal", "U+0370-03FF"),
    (FONTS[3], "noto-cyrillic-wght-normal", "normal", "U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116"),
)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside the PDF, as an attachment to a letter."""

    name: str
    content: bytes
    description: str


def pdf_response(
    template: str, context: Mapping[str, Any], *, title: str, filename: str, language: str = ""
) -> HttpResponseBase:
    """A document to download."""
    return attachment(render_pdf(template, context, title=title, language=language), filename, "application/pdf")


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str = "",
    enclosed: Sequence[Enclosed] = (),
) -> bytes:
    """A template as PDF/UA, which wants a title and a language. It extends common/print.html.

    Nothing is fetched from anywhere but our own static files, so a text inside the document cannot make us call a host.
    """
    import weasyprint  # loads Pango: only where documents are made

    library: Any = weasyprint

    frame = {"font_faces": _font_faces(), "fonts": FONTS, "language": language or get_language() or "en"}
    html = render_to_string(template, {**context, **frame, "title": title})
    document = library.HTML(string=html, base_url="static:/", url_fetcher=_fetcher())
    files = [
        library.Attachment(string=one.content, name=one.name, description=one.description, relationship="Data")
        for one in enclosed
    ]
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", attachments=files, finisher=_finish))


def _finish(_document: Any, pdf: Any) -> None:
    """What the library leaves out: which cells a header speaks for, and that links are printed as they are seen."""
    tagged: dict[bytes, Any] = {thing.reference: thing for thing in pdf.objects if hasattr(thing, "items")}
    for thing in tagged.values():
        if thing.get("S") == "/TH":
            rows = tagged[tagged[thing["P"]]["P"]]
            thing["A"]["Scope"] = "/Column" if rows["S"] == "/THead" else "/Row"
        elif thing.get("Subtype") == "/Link":
            thing["F"] = PRINTED


def _fetcher() -> Any:
    urls: Any = import_module("weasyprint.urls")

    class StaticOnly(urls.URLFetcher):  # type: ignore[misc]  # loaded late, so its type is not known
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = _static_file(url)
            body = _unpacked(path, path.stat().st_mtime_ns) if path.suffix == ".woff2" else path.read_bytes()
            return urls.URLFetcherResponse(url, body=body, headers={"Content-Type": _content_type(path)})

    return StaticOnly(allowed_protocols={"data", "static"})


@lru_cache(maxsize=len(_FILES))
def _unpacked(font: Path, _changed: int) -> bytes:
    """The library would unpack every font anew for every document: half of the work of a short one."""
    from fontTools.ttLib import woff2

    library: Any = woff2  # says nothing of its types
    plain = BytesIO()
    library.decompress(BytesIO(font.read_bytes()), plain)
    return plain.getvalue()


def _static_file(url: str) -> Path:
    """The file behind `static:/wayline/…`. Anything else is refused."""
    scheme, _, name = url.partition(":")
    found = finders.find(name.lstrip("/")) if scheme == "static" else None
    if not found:
        raise ValueError(f"A document may only use our static files, not {url}")
    return Path(str(found))


def _content_type(path: Path) -> str:
    return CONTENT_TYPES.get(path.suffix, "application/octet-stream")


def _font_faces() -> list[dict[str, str]]:
    """Fonts that were built; without them the document uses one of the machine's."""
    faces = []
    for family, name, style, characters in _FILES:
        path = f"wayline/fonts/{name}.woff2"
        if finders.find(path):
            faces.append({"family": family, "url": f"static:/{path}", "style": style, "range": characters})
    return faces
